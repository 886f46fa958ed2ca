from django.urls import URLPattern, path

from rumahrakyat.watch.briefs import rules_views, views

PATHS: list[URLPattern] = [
    path("pantau/ringkasan/", views.listed, name="briefs"),
    path("pantau/ringkasan/aturan/", rules_views.rules, name="brief-rules"),
    path("pantau/ringkasan/<str:day>/", views.one, name="brief"),
    path("pantau/ringkasan/<str:day>/kasus/", views.cases, name="brief-cases"),
    path("pantau/ringkasan/<str:day>/kirim/", views.again, name="brief-again"),
    path("pantau/ringkasan/<str:day>/ringkasan.pdf", views.paper, name="brief-pdf"),
]
