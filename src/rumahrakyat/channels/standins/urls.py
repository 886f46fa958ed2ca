"""Addresses of the stand-ins (demo mode): the first page, people and conversations, and each provider's own API."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from rumahrakyat.channels.standins import registry, views
from rumahrakyat.channels.standins.base import Standin


class StandinConverter:
    """The stand-in of a code; an address with any other code is none of ours."""

    regex = "[a-z0-9]+"

    def to_python(self, value: str) -> Standin:
        try:
            return registry.get(value)
        except registry.UnknownStandin:
            raise ValueError(value) from None

    def to_url(self, standin: Standin) -> str:
        return standin.code


register_converter(StandinConverter, "standin")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.hub, name="standins"),
    *(path(f"{one.code}/api/", include(list(one.urlpatterns))) for one in registry.build()),
    *(path(f"{one.code}/", include(list(one.urlpatterns))) for one in registry.build_own_pages()),
    path("<standin:standin>/", views.people, name="standin"),
    path("<standin:standin>/gangguan/", views.troubles, name="standin_troubles"),
    path("<standin:standin>/<str:key>/", views.conversation, name="standin_conversation"),
    path("<standin:standin>/<str:key>/percakapan/", views.thread, name="standin_thread"),
    path("<standin:standin>/<str:key>/berkas/<str:file>/", views.file, name="standin_file"),
]
