from django.urls import URLPattern, URLResolver, path

from rumahrakyat.public import files, hearing, letters, pages, queueing, registers, report, rules, source, survey, track

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("lapor/", report.story, name="report"),
    path("lapor/tempat/", report.place, name="report-place"),
    path("lapor/kontak/", report.contact, name="report-contact"),
    path("lapor/periksa/", report.check, name="report-check"),
    path("lapor/ikut/", report.check, name="report-follow"),
    path("lapor/buang/", report.discard, name="report-discard"),
    path("lapor/foto/<str:digest>/", report.photo, name="report-photo"),
    path("lapor/terima/<str:number>/", report.receipt, name="receipt"),
    path("lacak/", track.track, name="track"),
    path("lacak/<str:number>/", track.case, name="story"),
    path("lacak/<str:number>/kirim/", track.act, name="act"),
    path("lacak/<str:number>/kabar/", hearing.hearing, name="hearing"),
    path("lacak/<str:number>/kode/", track.prove, name="prove"),
    path("laporan/", pages.case_list, name="cases"),
    path("loket/", pages.service_points, name="points"),
    path("antrean/nomor/<str:secret>/", queueing.follow, name="number"),
    path("antrean/<slug:code>/layar/", queueing.display, name="display"),
    path("antrean/<slug:code>/ambil/", queueing.kiosk, name="kiosk"),
    path("jawab/<str:token>/", letters.reply, name="letter-reply"),
    path("jawab/<str:token>/surat.pdf", letters.paper, name="letter-paper"),
    path("bantuan/", pages.help_page, name="help"),
    path("aturan/", rules.rules, name="rules"),
    path("survei/<slug:token>/", survey.survey, name="survey"),
    path("register/", registers.every, name="registers"),
    path("register/<slug:code>/", registers.one, name="register"),
    path("register/<slug:code>/berkas.<slug:kind>", registers.file, name="register-file"),
    path("privasi/", pages.privacy, name="privacy"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("berkas/<uuid:attachment_id>/", files.attachment, name="file"),
    path("kode-sumber.tar.gz", source.archive, name="source"),
    path("robots.txt", pages.robots, name="robots"),
]
