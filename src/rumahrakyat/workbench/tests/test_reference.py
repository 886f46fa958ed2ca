"""Pages of reference data, help on every page, the tour."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import PERMISSIONS
from rumahrakyat.reference.tables import tables
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench import urls
from rumahrakyat.workbench.reference import helping
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(world: World, sign_in: SignIn) -> Client:
    from rumahrakyat.organisations.operations import grant_role  # noqa: PLC0415 -- only here

    account = Account.objects.create(username="operator", name="Orang Operator")
    world.accounts["operator"] = account
    grant_role(account=account, role="operator", at=world.at)
    return sign_in("operator")


def values(page: object) -> dict[str, str]:
    """What stands in the form of a page, as a browser would send it back."""
    context = page.context  # type: ignore[attr-defined]
    typed = {field["name"]: field["value"] for field in context["fields"] if field["kind"] != "fixed"}
    return typed | dict(context["seen"])


def test_a_row_is_changed_and_its_history_shown(operator: Client) -> None:
    path = reverse("workbench:reference-row", args=["badan", "ROADS"])
    answer = operator.post(path, values(operator.get(path)) | {"telepon": "024 7605"}, follow=True)
    assert "024 7605" in answer.content.decode()
    assert "Orang Operator" in answer.content.decode()


def test_wrong_input_is_said_at_its_field_and_nothing_typed_is_lost(operator: Client) -> None:
    path = reverse("workbench:reference-row", args=["badan", "ROADS"])
    answer = operator.post(path, values(operator.get(path)) | {"nama": "", "telepon": "024 7605"})
    assert answer.status_code == 422
    assert 'id="nama-error"' in answer.content.decode()
    assert 'value="024 7605"' in answer.content.decode()


def test_two_who_change_one_row_do_not_overwrite_each_other(operator: Client) -> None:
    path = reverse("workbench:reference-row", args=["badan", "ROADS"])
    first, second = values(operator.get(path)), values(operator.get(path))
    operator.post(path, first | {"telepon": "024 1"})
    answer = operator.post(path, second | {"telepon": "024 2"})
    assert answer.status_code == 422
    assert Organisation.objects.get(code="ROADS").phone == "024 1"


def test_a_file_is_looked_at_before_it_is_taken_in(operator: Client) -> None:
    path = reverse("workbench:reference-import", args=["badan"])
    file = SimpleUploadedFile("badan.csv", b"kode,telepon\nROADS,024 9\n")
    looked = operator.post(path, {"file": file})
    assert (looked.status_code, Organisation.objects.get(code="ROADS").phone) == (200, "")
    operator.post(path, {"isi": looked.context["content"], "pilihan": "muat"})
    assert Organisation.objects.get(code="ROADS").phone == "024 9"


def test_a_body_ends_with_a_successor_and_what_it_holds_goes_on(operator: Client, world: World) -> None:
    case = world.assigned()
    path = reverse("workbench:reference-end", args=["ROADS"])
    assert operator.post(path, {"penerus": ""}).status_code == 422
    operator.post(path, {"penerus": "TRANSPORT"})
    ended = Organisation.objects.get(code="ROADS")
    assert (ended.active, ended.successor) == (False, world.organisations["TRANSPORT"])
    assert Report.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("name", [one.name for one in tables()])
def test_every_table_is_listed_searched_and_written(name: str, operator: Client) -> None:
    for path in (
        reverse("workbench:reference-table", args=[name]),
        reverse("workbench:reference-table", args=[name]) + "?kata=tidak+ada+yang+begini&halaman=x",
        reverse("workbench:reference-import", args=[name]),
        reverse("workbench:reference-export", args=[name]),
    ):
        assert operator.get(path).status_code == 200
    made_here = operator.get(reverse("workbench:reference-new", args=[name])).status_code
    assert made_here == (404 if name == "alamat" else 200)


def test_an_outside_body_gets_its_address_where_the_operator_writes_it(operator: Client, world: World) -> None:
    from rumahrakyat.handover.terms import terms_of  # noqa: PLC0415 -- only here

    power = world.organisations["POWER"]
    path = reverse("workbench:reference-row", args=["alamat", "POWER"])
    typed = values(operator.get(path))
    wrong = operator.post(path, typed | {"email": "pengaduan di listrik"})
    assert (wrong.status_code, 'id="email-error"' in wrong.content.decode()) == (422, True)
    kept = operator.post(path, typed | {"email": "pengaduan@listrik.test", "ingatkan": "3"}, follow=True)
    assert "pengaduan@listrik.test" in kept.content.decode()
    assert (terms_of(power).email, terms_of(power).remind_after) == ("pengaduan@listrik.test", 3)
    power.refresh_from_db()
    assert power.edited_at is None  # its name still follows the province's files
    path = reverse("workbench:reference-import", args=["alamat"])
    assert operator.post(path, {"isi": "kode,email\nNIHIL,a@b.test\n"}).status_code == 422


def test_every_page_has_help() -> None:
    names = {str(one.name) for one in urls.urlpatterns if isinstance(one, URLPattern)}
    assert {name for name in names if helping.topic_of(name) is None} == set()
    known = {name for topic in helping.topics().values() for name in topic.pages}
    assert {name for name in known if not any(one == name or one.startswith(f"{name}-") for one in names)} == set()


def test_help_and_tour_name_permissions_and_pages_that_exist() -> None:
    needs = {one for topic in helping.topics().values() for one in topic.needs}
    assert needs | {one for step in helping.steps() for one in step.needs} <= PERMISSIONS
    assert all(reverse(step.page) for step in helping.steps())


def test_the_tour_shows_what_this_person_will_use(world: World, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    page = officer.get(reverse("workbench:tour"))
    assert {step.page for step in page.context["steps"]} == {"workbench:queue", "workbench:own"}
    officer.post(reverse("workbench:tour"))
    assert Account.objects.get(username="officer").toured_at is not None


def test_help_opens_at_the_page_that_asks(world: World, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    asked = officer.get(reverse("workbench:help") + "?halaman=queue")
    assert asked.headers["Location"] == reverse("workbench:help-page", args=["antrean"])
    assert officer.get(reverse("workbench:help-page", args=["antrean"])).status_code == 200
    assert officer.get(reverse("workbench:help-page", args=["tidak-ada"])).status_code == 404
