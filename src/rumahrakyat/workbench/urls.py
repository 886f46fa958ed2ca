from django.urls import URLPattern, URLResolver, path

from rumahrakyat.workbench import alerts, carriers, cases, negligence, own, roster, social, views

app_name = "workbench"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kerja/", views.queue_page, name="queue"),
    path("kerja/mulai/", views.start, name="start"),
    path("kerja/cari/", views.search_page, name="search"),
    path("kerja/dinas/", views.agencies, name="agencies"),
    path("kerja/tombol/", views.keys, name="keys"),
    path("kerja/tema/", views.theme, name="theme"),
    path("kerja/kanal/", carriers.channels, name="channels"),
    path("kerja/kiriman/", carriers.deliveries, name="deliveries"),
    path("kerja/kiriman/<int:pk>/", carriers.delivery, name="delivery"),
    path("kerja/orang/", carriers.people, name="people"),
    path("kerja/orang/<int:pk>/", carriers.person, name="person"),
    path("kerja/piket/", roster.roster, name="roster"),
    path("kerja/peringatan/", alerts.alerts, name="alerts"),
    path("kerja/saya/", own.own, name="own"),
    path("kerja/sosial/", social.inbox, name="social"),
    path("kerja/sosial/baru/", social.take_in, name="social-new"),
    path("kerja/sosial/urungkan/", social.undo, name="social-undo"),
    path("kerja/sosial/<int:pk>/", social.decide, name="social-decide"),
    path("kerja/sosial/banyak/<int:contact>/", social.held, name="social-held"),
    path("kerja/kelalaian/", negligence.listed, name="negligence"),
    path("kerja/kelalaian/<int:pk>/", negligence.row, name="negligence-row"),
    path("kerja/masuk/", cases.inbox, name="inbox"),
    path("kerja/masuk/<str:number>/", cases.inbox_case, name="inbox-case"),
    path("kerja/<str:number>/", cases.case, name="case"),
    path("kerja/<str:number>/simpan/", cases.save, name="save"),
    path("kerja/<str:number>/<slug:slug>/", cases.act, name="act"),
]
