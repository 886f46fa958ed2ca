from django.urls import URLPattern, path

from rumahrakyat.workbench.board import bulk, narrow, presence, searching, undoing, workload

PATHS: list[URLPattern] = [
    path("kerja/cari/", searching.search_page, name="search"),
    path("kerja/saring/", narrow.narrow, name="narrow"),
    path("kerja/banyak/", bulk.bulk, name="bulk"),
    path("kerja/beban/", workload.workload, name="workload"),
    path("kerja/urungkan/", undoing.take_back, name="take-back"),
    path("kerja/<str:number>/hadir/", presence.here, name="presence"),
]
