from django.urls import URLPattern, path

from rumahrakyat.workbench.handover import after, appeals, disputes, letters

PATHS: list[URLPattern] = [
    path("kerja/selisih/", disputes.listed, name="disputes"),
    path("kerja/selisih/<int:pk>/", disputes.one, name="dispute"),
    path("kerja/surat/", letters.listed, name="letters"),
    path("kerja/surat/<int:pk>/", letters.one, name="letter"),
    path("kerja/surat/<int:pk>/surat.pdf", letters.paper, name="letter-paper"),
    path("kerja/banding/", appeals.listed, name="appeals"),
    path("kerja/banding/<int:pk>/", appeals.one, name="appeal"),
    path("kerja/sesudah/", after.listed, name="after-words"),
    path("kerja/sesudah/<int:pk>/", after.one, name="after-word"),
]
