from django.urls import URLPattern, path

from rumahrakyat.workbench.relay import field, village

PATHS: list[URLPattern] = [
    path("kerja/desa/", village.app, name="village"),
    path("kerja/desa/sw.js", village.worker, name="village-worker"),
    path("kerja/desa/data/", village.data, name="village-data"),
    path("kerja/desa/kirim/", village.send, name="village-send"),
    path("kerja/desa/foto/", village.photo, name="village-photo"),
    path("kerja/desa/sampai/", village.told, name="village-told"),
    path("kerja/desa/kata/", village.say, name="village-say"),
    path("kerja/lapangan/", field.app, name="field"),
    path("kerja/lapangan/sw.js", field.worker, name="field-worker"),
    path("kerja/lapangan/data/", field.data, name="field-data"),
    path("kerja/lapangan/kirim/", field.send, name="field-send"),
    path("kerja/lapangan/foto/", field.photo, name="field-photo"),
]
