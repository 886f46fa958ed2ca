from django.urls import URLPattern, path

from rumahrakyat.workbench.calls import back, call, feedback, line
from rumahrakyat.workbench.satisfaction import views as satisfaction

PATHS: list[URLPattern] = [
    path("kerja/telepon/", line.line, name="calls"),
    path("kerja/telepon/siap/", line.ready, name="calls-ready"),
    path("kerja/telepon/bunyi/", line.bell, name="calls-bell"),
    path("kerja/telepon/balik/", back.waiting, name="calls-back"),
    path("kerja/telepon/balik/<int:pk>/", back.tried, name="calls-back-try"),
    path("kerja/telepon/umpan-balik/", feedback.listed, name="calls-feedback"),
    path("kerja/telepon/umpan-balik/<int:pk>/", feedback.one, name="calls-feedback-one"),
    path("kerja/kepuasan/", satisfaction.satisfaction, name="satisfaction"),
    path("kerja/kepuasan/ekspor/", satisfaction.export, name="satisfaction-export"),
    path("kerja/kepuasan/isi/", feedback.paper, name="survey-paper"),
    path("kerja/telepon/<int:pk>/", call.call, name="call"),
    path("kerja/telepon/<int:pk>/simpan/", call.save, name="call-save"),
    path("kerja/telepon/<int:pk>/serupa/", call.alike, name="call-alike"),
    path("kerja/telepon/<int:pk>/keadaan/", call.state, name="call-state"),
    path("kerja/telepon/<int:pk>/hasil/", call.outcome, name="call-outcome"),
    path("kerja/telepon/<int:pk>/rekaman/<int:media>/", call.recording, name="call-recording"),
]
