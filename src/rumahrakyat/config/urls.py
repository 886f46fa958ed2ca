"""Every address of the site, by the app that answers it."""

from django.urls import include, path
from django.views.i18n import set_language

from rumahrakyat.config.health import health

urlpatterns = [
    path("masuk/", include("rumahrakyat.workbench.signin_urls")),
    path("sehat/", health, name="health"),
    path("bahasa/", set_language, name="set_language"),
    path("", include("rumahrakyat.channels.urls")),
    path("", include("rumahrakyat.watch.urls")),
    path("", include("rumahrakyat.workbench.told_urls")),
    path("", include("rumahrakyat.workbench.urls")),
    path("", include("rumahrakyat.web.urls")),
    path("", include("rumahrakyat.public.urls")),
]
