"""The telephone among the stand-ins: no chat, so it brings its own pages."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.twiliovoice.parsing import CHANNEL
from rumahrakyat.channels.twiliovoice.standin import views


class TelephoneStandin:
    code = CHANNEL
    title = "Telepon"
    about = _("Call the service number: hear the menu, press keys, leave a complaint as a recording.")
    urlpatterns: Sequence[URLPattern | URLResolver] = (
        path("", views.start, name="standin_telephone"),
        path("api/2010-04-01/Accounts/<str:account>/Recordings/<str:sid>.mp3", views.recording),
        path("<str:sid>/", views.call, name="standin_telephone_call"),
    )
