from django.urls import URLPattern, path

from rumahrakyat.workbench.access import audit, entering, invitations, leaving, people

PATHS: list[URLPattern] = [
    path("kerja/petugas/", people.listed, name="staff"),
    path("kerja/petugas/undang/", invitations.invite, name="invite"),
    path("kerja/petugas/undangan/<int:pk>/", invitations.withdraw, name="invitation-withdraw"),
    path("kerja/petugas/<int:pk>/", people.one, name="staff-member"),
    path("kerja/petugas/<int:pk>/selesai/", leaving.leave, name="staff-leave"),
    path("kerja/audit/", audit.listed, name="audit"),
    path("kerja/audit.csv", audit.export, name="audit-csv"),
    path("masuk/undangan/<str:token>/", entering.enter, name="invitation"),
]
