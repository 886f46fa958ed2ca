"""The website has no provider: nothing comes in by webhook and nothing is pushed."""

from rumahrakyat.channels.web.adapter import WebAdapter

CODE = "web"
DOES_NOT_APPLY = (
    "the website has no provider; its forms enter through correspondence and its answers stand on our pages"
)


def adapter(api: str = "") -> WebAdapter:
    return WebAdapter()
