"""Words that must not be lost when a session ended while they were written."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from rumahrakyat.lib import crypto

View = Callable[..., HttpResponseBase]
_KEPT: Final = "watch_kept"
FIELDS: Final = (
    "jenis", "text", "batas", "tanggal", "penting", "badan", "hari", "rekomendasi-1", "rekomendasi-2", "rekomendasi-3"
)  # fmt: skip
_MOST: Final = 4_000  # characters of one field


def keeping(view: View) -> View:
    """Outside of `watching`: whoever is not signed in any more finds behind the door what they had just sent."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            words = {name: request.POST.get(name, "")[:_MOST] for name in FIELDS}
            here = request.get_full_path()
            request.session[_KEPT] = crypto.seal(json.dumps({"path": here, "words": words}))
            return redirect_to_login(here, resolve_url("account_login"))
        return view(request, *args, **kwargs)

    return inner


def words_kept_for(request: HttpRequest) -> dict[str, str]:
    """What was sent to this very address just before signing in, handed out once."""
    sealed = request.session.get(_KEPT)
    if not sealed:
        return {}
    kept = json.loads(crypto.unseal(sealed))
    if kept["path"] != request.get_full_path():
        return {}
    del request.session[_KEPT]
    return dict(kept["words"])
