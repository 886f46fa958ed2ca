from django.urls import URLPattern, URLResolver, path

from rumahrakyat.watch import negligence_views, problems, registers, reprimands_views, views

app_name = "watch"
urlpatterns: list[URLPattern | URLResolver] = [
    path("pantau/", views.now, name="now"),
    path("pantau/kasus/", views.cases, name="cases"),
    path("pantau/kasus.csv", views.cases_csv, name="cases-csv"),
    path("pantau/perangkat-daerah/", views.agencies, name="agencies"),
    path("pantau/perangkat-daerah.csv", views.agencies_csv, name="agencies-csv"),
    path("pantau/kabupaten-kota/", views.regencies, name="regencies"),
    path("pantau/kabupaten-kota.csv", views.regencies_csv, name="regencies-csv"),
    path("pantau/rumus/", views.formulas, name="formulas"),
    path("pantau/kelalaian/", negligence_views.rows, name="negligence"),
    path("pantau/kelalaian.csv", negligence_views.rows_csv, name="negligence-csv"),
    path("pantau/kelalaian/sekaligus/", negligence_views.many, name="negligence-many"),
    path("pantau/kelalaian/<int:row>/", negligence_views.row, name="negligence-row"),
    path("pantau/masalah/", problems.listed, name="problems"),
    path("pantau/teguran/", reprimands_views.listed, name="reprimands"),
    path("pantau/teguran.csv", reprimands_views.listed_csv, name="reprimands-csv"),
    path("pantau/teguran/kirim/", reprimands_views.tap, name="reprimand-tap"),
    path("pantau/teguran/baru/", reprimands_views.new, name="reprimand-new"),
    path("pantau/teguran/<int:pk>/", reprimands_views.one, name="reprimand"),
    path("pantau/teguran/<int:pk>/surat.pdf", reprimands_views.paper, name="reprimand-pdf"),
    path("pantau/teguran/<int:pk>/urungkan/", reprimands_views.recall, name="reprimand-recall"),
    path("pantau/register/", registers.every, name="registers"),
    path("pantau/register/<slug:code>/", registers.one, name="register"),
    path("pantau/register/<slug:code>/bekukan/", registers.freeze, name="register-freeze"),
    path("pantau/register/<slug:code>/perbaiki/", registers.correct, name="register-correct"),
    path("pantau/register/<slug:code>/berkas.<slug:kind>", registers.file, name="register-file"),
]
