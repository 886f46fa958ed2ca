"""The source that the licence owes every user."""

import io
import tarfile

from django.test import Client


def test_anybody_can_take_the_source_of_what_runs_here(client: Client) -> None:
    response = client.get("/kode-sumber.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(response.content)) as tar:
        names = tar.getnames()
        owners = {(member.uid, member.uname) for member in tar}
    assert "rumahrakyat/src/rumahrakyat/reports/operations.py" in names
    assert "rumahrakyat/LICENSE" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".mo")]
    assert owners == {(0, "")}
