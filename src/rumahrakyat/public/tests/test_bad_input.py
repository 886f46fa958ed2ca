"""Whatever is typed or uploaded: a clear answer in Indonesian, and everything typed is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rumahrakyat.public.tests.browser import STORY, send
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Report
from tests.cast import World
from tests.pictures import HTML, SVG, jpeg, png_bomb

pytestmark = pytest.mark.django_db


def upload(data: bytes, media_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile("foto", data, media_type)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Ceritakan apa yang terjadi"),
        ("   \n ", "Ceritakan apa yang terjadi"),
        ("😡😡😡", "Ceritakan dengan kata-kata"),
        ("a" * 10_001, "Cerita Anda 10.001 huruf, yang muat 10.000"),
    ],
)
def test_a_story_without_words_or_with_too_many(world: World, client: Client, text: str, words: str) -> None:
    page = client.post("/lapor/", {"cerita": text})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert text.strip() in page.content.decode()


@pytest.mark.parametrize("typed", ["", "RR-", " rr "])
def test_a_tracking_box_that_was_sent_empty_says_what_belongs_there(db: None, client: Client, typed: str) -> None:
    page = client.get("/lacak/", {"nomor": typed})
    assert page.status_code == 422
    assert "Ketik nomor laporan Anda, seperti RR-482-135" in page.content.decode()
    assert "Ketik nomor laporan Anda" not in client.get("/lacak/").content.decode()


@pytest.mark.parametrize("before", ["²", "abc", "-1", "9" * 20])
def test_a_list_that_begins_at_nonsense_is_the_list(db: None, client: Client, before: str) -> None:
    assert client.get("/laporan/", {"sebelum": before}).status_code == 200


def test_ten_thousand_characters_fit(world: World, client: Client) -> None:
    assert client.post("/lapor/", {"cerita": "a" * 10_000}).status_code == 302


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload(SVG, "image/svg+xml"), "Berkas ke-1 bukan foto"),
        (upload(HTML), "Berkas ke-1 bukan foto"),
        (upload(png_bomb(), "image/png"), "juta titik"),
        (upload(jpeg(8000, 5001)), "lebih dari 40 juta titik"),
        (upload(jpeg(400, 300)[:600]), "Foto ke-1 rusak"),
        (upload(b""), "Foto ke-1 kosong"),
    ],
    ids=["svg", "html", "bomb", "40 megapixels", "broken", "empty"],
)
def test_a_file_that_is_no_photo(world: World, client: Client, file: SimpleUploadedFile, words: str) -> None:
    page = client.post("/lapor/", {"cerita": STORY, "foto": file})
    assert words in page.content.decode()
    assert STORY in page.content.decode()


def test_thirty_photos_keep_the_first_ten(world: World, client: Client) -> None:
    files = [upload(jpeg(64 + nth, 48)) for nth in range(30)]
    page = client.post("/lapor/", {"cerita": STORY, "foto": files}).content.decode()
    assert "Paling banyak 10 foto. Yang pertama-tama tersimpan, 20 foto tidak ikut" in page
    assert "Hapus foto 10" in page


@pytest.mark.parametrize(("lat", "lon"), [("-6.2", "110.4"), ("-6.9", "107.6"), ("0", "0"), ("91", "500")])
def test_a_point_at_sea_or_outside(world: World, client: Client, lat: str, lon: str) -> None:
    client.post("/lapor/", {"cerita": STORY})
    page = client.post("/lapor/tempat/", {"tempat": "titik", "lat": lat, "lon": lon})
    assert "Titik itu di laut atau di luar provinsi ini" in page.content.decode()


def test_a_point_that_is_no_number_is_no_point(world: World, client: Client) -> None:
    client.post("/lapor/", {"cerita": STORY})
    page = client.post("/lapor/tempat/", {"tempat": "titik", "lat": "nan", "lon": "x"})
    assert page.status_code == 422


def test_a_point_inside_names_its_village(world: World, client: Client) -> None:
    client.post("/lapor/", {"cerita": STORY})
    contact = client.post("/lapor/tempat/", {"tempat": "titik", "lat": "-7.13", "lon": "110.92"})
    assert contact["Location"] == "/lapor/kontak/"


def test_a_name_that_exists_five_times_is_asked_about(world: World, client: Client) -> None:
    homes = {"33.03": "Purbalingga", "33.05": "Kebumen", "33.13": "Karanganyar", "33.18": "Pati", "33.26": "Pekalongan"}
    for code, name in homes.items():
        Region.objects.create(
            code=code, level=Level.REGENCY, kind="Kabupaten", name=name, full_name=f"Kabupaten {name}", parent_id="33"
        )
    from rumahrakyat.regions.names import place_from_words  # noqa: PLC0415

    for one in place_from_words("Karanganyar", asked=True).candidates:
        Region.objects.get_or_create(
            code=one.code,
            defaults={
                "level": Level.DISTRICT,
                "kind": "Kecamatan",
                "name": "Karanganyar",
                "full_name": one.label,
                "parent_id": "33",
            },
        )
    client.post("/lapor/", {"cerita": STORY})
    page = send(client, "/lapor/tempat/", tempat="lain", **{"nama-tempat": "Karanganyar"})
    assert "tempat dengan nama itu. Pilih yang Anda maksud" in page.content.decode()
    assert 'value="Karanganyar"' in page.content.decode()
    again = send(client, "/lapor/tempat/", tempat="33.13")
    assert "Ke mana kami mengabari Anda?" in again.content.decode()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0813 2290 4", "Nomor HP belum lengkap"),
        ("081322904471000000", "Ini bukan nomor HP"),
        ("halo", "Ini bukan nomor HP"),
        ("", "Tulis nomor HP Anda"),
    ],
)
def test_a_wrong_number_is_named_twice_and_kept(world: World, client: Client, number: str, words: str) -> None:
    client.post("/lapor/", {"cerita": STORY})
    client.post("/lapor/tempat/", {"tidak-tahu": "1"})
    page = client.post("/lapor/kontak/", {"kabar": "phone", "hp": number, "nama-boleh": "named"}).content.decode()
    assert page.count(words) == 2
    assert f'value="{number}"' in page
    assert "Tetap tersimpan: cerita Anda dan tempat." in page


def test_anonymous_rules_out_a_number(world: World, client: Client) -> None:
    client.post("/lapor/", {"cerita": STORY})
    client.post("/lapor/tempat/", {"tidak-tahu": "1"})
    typed = {"kabar": "phone", "hp": "081322904471", "nama-boleh": "anonymous"}
    page = client.post("/lapor/kontak/", typed)
    assert "Anonim berarti nomor tidak disimpan" in page.content.decode()
    assert Report.objects.count() == 0


def test_nothing_chosen_is_said(world: World, client: Client) -> None:
    client.post("/lapor/", {"cerita": STORY})
    page = client.post("/lapor/kontak/", {}).content.decode()
    assert "2 hal perlu dibetulkan" in page


def test_a_flood_of_bytes_is_refused_before_it_is_stored(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rumahrakyat.web.uploads.MAX_UPLOAD", 1000)
    page = client.post("/lapor/", {"cerita": STORY, "foto": upload(jpeg(900, 900))})
    assert page.status_code == 400
    assert "Kiriman tidak sampai dengan utuh" in page.content.decode()
