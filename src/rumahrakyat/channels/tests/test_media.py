import base64
import hashlib
import json
from datetime import datetime, timedelta

import pytest

from rumahrakyat.channels import handing, inbox, media, unpack
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.whatsapp import kit

PHOTO = b"\xff\xd8\xff a picture"
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def told(received: list[Inbound], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The files whose outcome was told to the media receiver."""
    ids: list[int] = []
    monkeypatch.setitem(handing._media_receivers, "media", lambda media_id, _at: ids.append(media_id))
    return ids


def arrives(at: datetime, sha256: str = "") -> InboundMedia:
    inbox.store(kit.adapter(), kit.signed(kit.body(kit.picture("wamid.1", sha256=sha256))), at=at)
    unpack.unpack(lambda: at)
    handing.hand_on(lambda: at)
    return InboundMedia.objects.get()


def link(peer: Peer, url: str = "", **more: object) -> Answer:
    return Answer(content=json.dumps({"url": url or f"{peer.url}/file", "mime_type": "image/jpeg", **more}).encode())


def fetch(row: InboundMedia, at: datetime) -> InboundMedia:
    media.fetch_due(lambda: at)
    row.refresh_from_db()
    return row


def test_a_file_is_fetched_in_two_steps_with_our_token_and_kept(
    db: None, told: list[int], received: list[Inbound], at: datetime, peer: Peer
) -> None:
    peer.says(link(peer), Answer(content=PHOTO))
    row = fetch(arrives(at, base64.b64encode(bytes.fromhex(DIGEST)).decode()), at)
    assert (row.state, row.digest, row.mime_type, row.size) == ("done", DIGEST, "image/jpeg", len(PHOTO))
    assert media.blobs().get(row.digest) == PHOTO
    assert [asked.path for asked in peer.asked] == ["/9001", "/file"]
    assert {asked.headers["Authorization"] for asked in peer.asked} == {"Bearer token-uji"}
    assert told == [row.pk] == [received[0].media[0].stored_id]


def test_a_link_that_died_is_asked_for_again(db: None, told: list[int], at: datetime, peer: Peer) -> None:
    peer.says(link(peer), Answer(404), link(peer), Answer(content=PHOTO))
    row = fetch(arrives(at), at)
    assert (row.state, told) == ("new", [])
    assert fetch(row, at + timedelta(minutes=1)).state == "done"


def test_a_damaged_file_is_not_kept(db: None, told: list[int], at: datetime, peer: Peer) -> None:
    peer.says(link(peer), Answer(content=b"something else"))
    assert fetch(arrives(at, DIGEST), at).error == "the file came damaged"


def test_a_file_that_cannot_be_had_is_given_up_and_told(db: None, told: list[int], at: datetime, peer: Peer) -> None:
    peer.refuses(100)
    row = fetch(arrives(at), at)
    assert (row.state, told) == ("failed", [row.pk])


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://127.0.0.1:1/", "file:///etc"]
)
def test_a_link_into_a_private_network_is_refused(
    db: None, told: list[int], at: datetime, peer: Peer, url: str
) -> None:
    peer.says(link(peer, url))
    assert fetch(arrives(at), at).state == "failed"
    assert len(peer.asked) == 1


def test_a_redirect_into_a_private_network_is_refused(db: None, told: list[int], at: datetime, peer: Peer) -> None:
    peer.says(link(peer), Answer(302, headers={"Location": "http://10.1.2.3/"}))
    assert fetch(arrives(at), at).state == "failed"


def test_a_file_that_is_too_large_is_not_even_asked_for(db: None, told: list[int], at: datetime, peer: Peer) -> None:
    peer.says(link(peer, file_size=200_000_000))
    assert fetch(arrives(at), at).state == "failed"
    assert len(peer.asked) == 1
