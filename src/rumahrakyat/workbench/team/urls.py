from django.urls import URLPattern, path

from rumahrakyat.workbench.team import near, pages

PATHS: list[URLPattern] = [
    path("kerja/kabar/", pages.bell, name="bell"),
    path("kerja/tugas/", pages.tasks, name="tasks"),
    path("kerja/tugas/<int:pk>/<slug:slug>/", pages.task, name="task"),
    path("kerja/<str:number>/sekitar/", near.near, name="near"),
]
