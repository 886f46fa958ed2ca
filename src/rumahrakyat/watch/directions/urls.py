from django.urls import URLPattern, path

from rumahrakyat.watch.directions import views

PATHS: list[URLPattern] = [
    path("pantau/arahan/", views.listed, name="directions"),
    path("pantau/arahan/dipantau/", views.watched, name="watched"),
    path("pantau/arahan/baru/", views.new, name="direction-new"),
    path("pantau/arahan/kirim/", views.tap, name="direction-tap"),
    path("pantau/arahan/pantau/", views.mark, name="watch-mark"),
    path("pantau/arahan/<int:pk>/", views.one, name="direction"),
    path("pantau/arahan/<int:pk>/urungkan/", views.recall, name="direction-recall"),
    path("pantau/arahan/<int:pk>/tarik/", views.withdraw, name="direction-withdraw"),
]
