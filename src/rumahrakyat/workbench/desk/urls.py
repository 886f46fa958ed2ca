from django.urls import URLPattern, path

from rumahrakyat.workbench.desk import counter, day, intake, receipts, settings

PATHS: list[URLPattern] = [
    path("kerja/loket/", counter.desk_page, name="desk"),
    path("kerja/loket/daftar/", counter.line_part, name="desk-line"),
    path("kerja/loket/duduk/", counter.sit_down, name="desk-sit"),
    path("kerja/loket/lakukan/", counter.act, name="desk-act"),
    path("kerja/loket/terima/<int:pk>/", intake.page, name="desk-intake"),
    path("kerja/loket/terima/<int:pk>/simpan/", intake.save, name="desk-save"),
    path("kerja/loket/terima/<int:pk>/temuan/", intake.found, name="desk-found"),
    path("kerja/loket/terima/<int:pk>/buang/", intake.discard, name="desk-discard"),
    path("kerja/loket/bukti/<str:number>/", receipts.receipt, name="desk-receipt"),
    path("kerja/loket/bukti/<str:number>/<slug:kind>.pdf", receipts.paper, name="desk-paper"),
    path("kerja/loket/hilang/", receipts.lost, name="desk-lost"),
    path("kerja/loket/atur/", settings.listed, name="desk-settings"),
    path("kerja/loket/atur/<slug:code>/", settings.one, name="desk-point"),
    path("kerja/loket/hari/", day.day_page, name="desk-day"),
    path("kerja/loket/hari/berkas/", day.file, name="desk-day-file"),
]
