"""For which villages an account speaks, and the people there."""

from datetime import datetime

from django.db import IntegrityError, transaction

from rumahrakyat.lib import crypto
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import Reporter
from rumahrakyat.people.roles import FILE_FOR_VILLAGERS
from rumahrakyat.regions import queries as regions
from rumahrakyat.regions.codes import level_of
from rumahrakyat.regions.models import Region
from rumahrakyat.relay.models import Villager


def villages_of(scope: Scope) -> list[Region]:
    """The villages that the account speaks for; a role given for a district covers its villages."""
    codes = scope.regions(FILE_FOR_VILLAGERS)
    found = list(regions.many([code for code in codes if level_of(code) == "village"]).values())
    for code in sorted(codes):
        if level_of(code) == "district":
            found += regions.villages(code)
    return sorted({one.code: one for one in found}.values(), key=lambda one: (one.name, one.code))


def label_of(village: Region) -> str:
    """ "Desa Depok, Kecamatan Toroh, Kabupaten Grobogan": as the router reads places."""
    return ", ".join(f"{one.kind} {one.name}" for one in reversed(regions.lineage(village)) if one.level != "province")


def plain(name: str) -> str:
    """A name as it is compared: letters and digits only, lower case ("Bu Sri, RT 02" is not "Bu Sri, RT 03")."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def villager(*, village: Region, name: str, phone: str, at: datetime) -> Villager:
    """The villager with this name and number in this village, made when unknown. Safe when two callers race.

    A telephone is often shared: the first who gives a number is the person of that number, the next one with another
    name is a person of their own who is told there, too.
    """
    key = crypto.lookup_hash("villager", village.code, plain(name), phone)
    found = Villager.objects.select_related("reporter").filter(village=village, key_hash=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            reporter = _reporter(name, phone, at)
            return Villager.objects.create(reporter=reporter, village=village, key_hash=key, created_at=at)
    except IntegrityError:
        return Villager.objects.select_related("reporter").get(village=village, key_hash=key)


def _reporter(name: str, phone: str, at: datetime) -> Reporter:
    if phone:
        owner = people.contact_point(scheme="tel", value=phone, at=at, name=name).reporter
        owner.refresh_from_db()
        if plain(owner.name) == plain(name) and not Villager.objects.filter(reporter=owner).exists():
            return owner
    return people.anonymous_reporter(at=at, name=name)
