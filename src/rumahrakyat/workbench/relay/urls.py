from django.urls import URLPattern, path

from rumahrakyat.workbench.relay import village

PATHS: list[URLPattern] = [
    path("kerja/desa/", village.app, name="village"),
    path("kerja/desa/sw.js", village.worker, name="village-worker"),
    path("kerja/desa/data/", village.data, name="village-data"),
    path("kerja/desa/kirim/", village.send, name="village-send"),
    path("kerja/desa/foto/", village.photo, name="village-photo"),
    path("kerja/desa/sampai/", village.told, name="village-told"),
    path("kerja/desa/kata/", village.say, name="village-say"),
]
