from django.urls import URLPattern, path

from rumahrakyat.watch.findings import views

PATHS: list[URLPattern] = [
    path("pantau/ombudsman/", views.start, name="ombudsman"),
    path("pantau/ombudsman/<str:number>/", views.say, name="ombudsman-say"),
    path("pantau/temuan/", views.listed, name="findings"),
    path("pantau/temuan/baru/", views.new, name="finding-new"),
    path("pantau/temuan/<int:pk>/", views.one, name="finding"),
]
