"""The website has no provider: nothing comes in by webhook and nothing is pushed."""

from rumahrakyat.channels.conformance import cases
from rumahrakyat.channels.web.adapter import WebAdapter

CODE = "web"
INGRESS = "none"
DOES_NOT_APPLY = {
    case.__name__: "it has no provider; its forms enter through correspondence and its answers stand on our pages"
    for case in cases.CASES
}


def adapter(api: str = "") -> WebAdapter:
    return WebAdapter()
