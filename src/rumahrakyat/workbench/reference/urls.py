from django.urls import URLPattern, path

from rumahrakyat.workbench.reference import ending, helping, views

PATHS: list[URLPattern] = [
    path("kerja/acuan/", views.home, name="reference"),
    path("kerja/acuan/<slug:name>/", views.listed, name="reference-table"),
    path("kerja/acuan/<slug:name>/baru/", views.new, name="reference-new"),
    path("kerja/acuan/<slug:name>/muat/", views.take_in, name="reference-import"),
    path("kerja/acuan/<slug:name>/ekspor.csv", views.export, name="reference-export"),
    path("kerja/acuan/<slug:name>/baris/<str:code>/", views.row, name="reference-row"),
    path("kerja/acuan/badan/baris/<str:code>/akhiri/", ending.end, name="reference-end"),
    path("kerja/bantuan/", helping.every, name="help"),
    path("kerja/bantuan/<slug:page>/", helping.one, name="help-page"),
    path("kerja/keliling/", helping.tour, name="tour"),
]
