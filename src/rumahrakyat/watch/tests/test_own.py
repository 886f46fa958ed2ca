"""One's own place among those like it: rank and medians, and never a case or a name of another."""

from django.test import Client

from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.tests.kit import World, days, hours
from rumahrakyat.regions.models import Region
from rumahrakyat.watch import own
from rumahrakyat.watch.tests.conftest import signed_in


def filled(world: World) -> None:
    world.report(days(3), holder=world.roads, answered=hours(30))
    world.report(days(3), holder=world.roads, answered=hours(2))
    for _twice in range(2):
        world.report(days(3), holder=world.schools, regency=world.pati, answered=hours(4))


def board(client: Client) -> str:
    return str(client.get("/pantau/", headers={"HX-Request": "true"}).content.decode())


def test_a_head_sees_the_place_and_the_median_of_the_group_and_no_other_body(client: Client, world: World) -> None:
    filled(world)
    signed_in(client, "head", organisation=world.roads)
    page = board(client)
    assert f"Posisi {world.roads.name}" in page
    assert "Urutan 2 dari 2" in page
    assert "median kelompok 75,0%" in page
    assert "Beban petugas" in page
    assert world.schools.name not in page


def test_a_regent_is_compared_with_regencies(client: Client, world: World) -> None:
    filled(world)
    signed_in(client, "regent", region=world.demak)
    page = board(client)
    assert "Posisi Kabupaten Demak" in page
    assert "Urutan 2 dari 2" in page
    assert "Beban petugas" not in page
    assert world.schools.name not in page


def test_a_regent_is_told_of_the_own_government_and_not_of_a_body_of_the_province(client: Client, world: World) -> None:
    world.report(hours(50), holder=world.roads)
    world.report(hours(40), holder=world.roads)
    world.report(hours(26), holder=world.demak_town)
    signed_in(client, "regent", region=world.demak)
    for page in (board(client), client.get("/pantau/?layar=dinding").content.decode()):
        first = page.split("Lewat batas sekarang:")[1]
        assert first.index(world.demak_town.name) < first.index("1 jawaban lewat batas")
    assert "Di sini 2 jawaban badan lain juga lewat batas" in board(client)
    assert "Paling terlambat sekarang" not in board(client)


def test_a_regent_is_shown_no_zeros_of_other_regencies(client: Client, world: World) -> None:
    filled(world)
    signed_in(client, "regent", region=world.demak)
    table = client.get("/pantau/kabupaten-kota/").content.decode()
    assert "Kabupaten Demak</th>" in table
    assert "Kabupaten Pati</th>" not in table
    assert client.get(f"/pantau/peta/?kab={world.pati}").status_code == 404


def test_a_head_with_nothing_late_is_not_called_the_worst(client: Client, world: World) -> None:
    world.report(days(3), holder=world.roads, answered=hours(30))
    world.report(hours(40), holder=world.schools)
    signed_in(client, "head", organisation=world.roads)
    page = board(client)
    assert world.roads.name in page.split("Tidak ada yang lewat batas:")[1]
    assert "Paling jarang menepati" not in page


def test_the_governor_is_not_compared(governor: Client, world: World) -> None:
    filled(world)
    assert "posisi-1" not in board(governor)


def test_when_rights_shrink_the_next_look_shows_nothing_old(client: Client, world: World) -> None:
    filled(world)
    head = signed_in(client, "head", organisation=world.roads)
    assert world.roads.name in board(client)
    Membership.objects.filter(account=head).update(organisation=world.schools)
    assert world.roads.name not in board(client)
    Membership.objects.filter(account=head).update(active=False)
    assert client.get("/pantau/").status_code == 404


def region(nth: int, people: int | None) -> Region:
    return Region(code=f"33.{nth:02d}", level="regency", kind="Kabupaten", name=str(nth), population=people)


def test_regencies_are_divided_in_thirds_by_people() -> None:
    nine = [region(nth, 1000 * nth) for nth in range(1, 10)]
    found, words = own.similar("33.05", nine)
    assert [one.code for one in found] == ["33.04", "33.05", "33.06"]
    assert "4.000" in words
    everybody, _words = own.similar("33.05", [*nine, region(10, None)])
    assert len(everybody) == 10
