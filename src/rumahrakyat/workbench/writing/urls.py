from django.urls import URLPattern, path

from rumahrakyat.workbench.writing import approvals, editing, live

PATHS: list[URLPattern] = [
    path("kerja/templat/", editing.listed, name="templates"),
    path("kerja/templat/baru/", editing.new, name="template-new"),
    path("kerja/templat/contoh/", editing.example, name="template-example"),
    path("kerja/templat/<int:pk>/", editing.one, name="template"),
    path("kerja/templat/untuk/<str:number>/", live.pick, name="template-pick"),
    path("kerja/templat/periksa/<str:number>/", live.check, name="writing-check"),
    path("kerja/persetujuan/", approvals.listed, name="approvals"),
    path("kerja/persetujuan/aturan/", approvals.rule, name="approval-rule"),
    path("kerja/persetujuan/<int:pk>/", approvals.one, name="approval"),
    path("kerja/persetujuan/<int:pk>/berkas/<int:nth>/", approvals.file, name="approval-file"),
]
