"""Rules about the tree as a whole."""

import re
import subprocess
import tomllib
from functools import cache

import pytest

from rumahrakyat.config import catalogues
from tests.architecture.source import PACKAGE, ROOT

ADDRESS = re.compile(r"^\s*(-i|-f|--[a-z-]*(url|links|host))\b|://", re.MULTILINE)
LOCK_FILES = ("uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "pdm.lock", "yarn.lock")


@cache
def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git clone")
    return listed.stdout.splitlines()


def test_compiled_translations_are_made_and_not_kept() -> None:
    assert not [name for name in tracked() if name.endswith(".mo")]


def test_no_lock_file_that_records_download_addresses() -> None:
    assert not [name for name in tracked() if name.rsplit("/", 1)[-1] in LOCK_FILES]


@pytest.mark.parametrize("name", ["run", "dev"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not ADDRESS.search(text)
    pins = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert pins
    assert all("==" in pin for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_every_dependency_is_in_the_pinned_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    needed = project["dependencies"] + project["optional-dependencies"]["build"]  # the package is installed with them
    names = [re.split(r"[\[<>=]", line)[0] for line in needed]
    assert not [name for name in names if not re.search(rf"^{name}(\[[^\]]*\])?==", pinned, re.MULTILINE)]


def test_every_message_has_indonesian_words_with_the_same_placeholders() -> None:
    assert [str(problem) for problem in catalogues.problems()] == []


def test_scripts_and_styles_of_others_come_out_of_packages() -> None:
    copied = [
        name
        for name in tracked()
        if name.startswith(f"{PACKAGE.relative_to(ROOT)}/")
        and re.search(r"(htmx|leaflet|jquery|bootstrap).*\.(js|css)$", name)
    ]
    assert not copied
