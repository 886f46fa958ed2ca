"""Adding a channel touches its folder and one line: nobody else knows a channel by name."""

import pytest

from rumahrakyat.channels import registry
from tests.architecture.source import PACKAGE, modules

CODES = [adapter.code for adapter in registry.build()]
# The list of channels and, for demos, the list of their stand-ins.
REGISTRIES = {"channels/registry.py", "channels/standins/registry.py"}
# One provider's signature serves its messages and its calls; rehearsals speak as one provider.
SHARED = {
    ("twilio", "channels/twiliovoice/"),
    ("whatsapp", "operate/rehearsal/whatsapp.py"),
    ("pbx", "operate/ring.py"),
}


def names(code: str) -> set[str]:
    """The modules outside a channel's folder that import from it."""
    inside = f"rumahrakyat.channels.{code}"
    return {
        module.name
        for module in modules()
        if not module.name.startswith(f"channels/{code}/") and not module.name.endswith("conftest.py")
        if any(one == inside or one.startswith(f"{inside}.") for one in module.imports)
        if not any(code == shared and module.name.startswith(place) for shared, place in SHARED)
    }


@pytest.mark.parametrize("code", CODES)
def test_a_channel_is_named_in_the_registries_alone(code: str) -> None:
    assert names(code) <= REGISTRIES
    assert "channels/registry.py" in names(code)


@pytest.mark.parametrize("code", [code for code in CODES if code != "web"])
def test_a_channel_brings_what_an_operator_and_the_suite_need(code: str) -> None:
    folder = PACKAGE / "channels" / code
    assert (folder / "kit.py").is_file()
    assert (folder / "README.md").is_file()
    assert "RUMAHRAKYAT_" in (folder / "README.md").read_text(encoding="utf-8")
