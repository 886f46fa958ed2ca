import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from rumahrakyat.config.middleware import chosen_language, content_security_policy


def spoken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(("cookie", "language"), [("", "id"), ("en", "en"), ("jv", "jv"), ("tlh", "id")])
def test_the_language_is_indonesian_unless_chosen_here(rf: RequestFactory, cookie: str, language: str) -> None:
    request = rf.get("/", headers={"accept-language": "en-US"})
    request.COOKIES["django_language"] = cookie
    response = chosen_language(spoken)(request)
    assert response.content.decode() == language
    assert response["Content-Language"] == language


def test_every_answer_forbids_scripts_from_elsewhere_and_inline(rf: RequestFactory) -> None:
    policy = content_security_policy(spoken)(rf.get("/"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
