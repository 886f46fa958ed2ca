from django.urls import URLPattern, URLResolver, path

from rumahrakyat.watch import (
    listing,
    negligence,
    negligence_views,
    problems,
    registers,
    reprimands_views,
    tables,
    views,
)
from rumahrakyat.watch.analyst import urls as analyst
from rumahrakyat.watch.briefs import urls as briefs
from rumahrakyat.watch.directions import urls as directions
from rumahrakyat.watch.dossiers import urls as dossiers
from rumahrakyat.watch.equity import urls as equity
from rumahrakyat.watch.exporting import files
from rumahrakyat.watch.findings import urls as findings
from rumahrakyat.watch.scores import urls as scores
from rumahrakyat.watch.seals import urls as seals
from rumahrakyat.watch.topics import urls as topics
from rumahrakyat.watch.views_kept import urls as views_kept

app_name = "watch"
urlpatterns: list[URLPattern | URLResolver] = [
    path("pantau/", views.now, name="now"),
    path("pantau/kasus/", views.cases, name="cases"),
    *files("kasus", "cases", listing.export),
    path("pantau/perangkat-daerah/", views.agencies, name="agencies"),
    *files("perangkat-daerah", "agencies", tables.agencies_export),
    path("pantau/kabupaten-kota/", views.regencies, name="regencies"),
    *files("kabupaten-kota", "regencies", tables.regencies_export),
    path("pantau/rumus/", views.formulas, name="formulas"),
    path("pantau/kelalaian/", negligence_views.rows, name="negligence"),
    *files("kelalaian", "negligence", negligence.export),
    path("pantau/kelalaian/sekaligus/", negligence_views.many, name="negligence-many"),
    path("pantau/kelalaian/<int:row>/", negligence_views.row, name="negligence-row"),
    path("pantau/masalah/", problems.listed, name="problems"),
    path("pantau/teguran/", reprimands_views.listed, name="reprimands"),
    path("pantau/teguran.csv", reprimands_views.listed_csv, name="reprimands-csv"),
    path("pantau/teguran/kirim/", reprimands_views.tap, name="reprimand-tap"),
    path("pantau/teguran/baru/", reprimands_views.new, name="reprimand-new"),
    path("pantau/teguran/<int:pk>/", reprimands_views.one, name="reprimand"),
    path("pantau/teguran/<int:pk>/surat.pdf", reprimands_views.paper, name="reprimand-pdf"),
    path("pantau/teguran/<int:pk>/urungkan/", reprimands_views.recall, name="reprimand-recall"),
    path("pantau/register/", registers.every, name="registers"),
    path("pantau/register/<slug:code>/", registers.one, name="register"),
    path("pantau/register/<slug:code>/bekukan/", registers.freeze, name="register-freeze"),
    path("pantau/register/<slug:code>/perbaiki/", registers.correct, name="register-correct"),
    path("pantau/register/<slug:code>/berkas.<slug:kind>", registers.file, name="register-file"),
    *analyst.PATHS,
    *briefs.PATHS,
    *directions.PATHS,
    *dossiers.PATHS,
    *equity.PATHS,
    *findings.PATHS,
    *scores.PATHS,
    *seals.PATHS,
    *topics.PATHS,
    *views_kept.PATHS,
]
