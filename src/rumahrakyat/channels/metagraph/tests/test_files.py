"""Files come as signed links, of a thousand signs and more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rumahrakyat.channels import media
from rumahrakyat.channels.conformance.bench import AT, Bench, bench_of
from rumahrakyat.channels.models import InboundMedia

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["facebook", "instagram"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench_of(request.param) as bench:
        yield bench


def test_a_long_link_is_asked_whole_and_without_our_token(bench: Bench) -> None:
    bench.arrives(bench.kit.picture("a", ref="x" * 1500))
    bench.kit.serves_file(bench.peer, b"foto")
    media.fetch_due(lambda: AT + timedelta(seconds=1))
    asked = bench.peer.asked[-1]
    assert asked.path == f"/berkas/{'x' * 1500}.jpg"
    assert "authorization" not in {name.lower() for name in asked.headers}
    row = InboundMedia.objects.get()
    assert (row.state, row.mime_type) == ("done", "image/jpeg")
