"""Reads on organisations and service points."""

from collections.abc import Collection

from django.db.models import QuerySet

from rumahrakyat.organisations.models import Kind, Organisation, ServicePoint


def by_code(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first()


def first_of(keys: Collection[int]) -> Organisation | None:
    """The first of several bodies by their ids: the usual case is that there is one."""
    return Organisation.objects.filter(pk__in=keys).order_by("pk").first()


def holders() -> QuerySet[Organisation]:
    """Organisations a report may be assigned to: agencies, local governments and the desk, by name."""
    return Organisation.objects.filter(active=True).exclude(kind=Kind.OUTSIDE).order_by("kind", "name")


def called(codes: Collection[str]) -> dict[str, str]:
    """Names of service points and bodies by code, those that ended too, in two queries."""
    points = ServicePoint.objects.filter(code__in=codes).values_list("code", "name")
    return dict(points) | dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def outside_bodies() -> QuerySet[Organisation]:
    """Bodies a report may be referred to, by name."""
    return Organisation.objects.filter(active=True, kind=Kind.OUTSIDE).order_by("name")


def government_of(regency: str) -> Organisation | None:
    """The regency's or city's own government."""
    return Organisation.objects.filter(kind=Kind.REGENCY_GOVERNMENT, region_id=regency, active=True).first()


def desk() -> Organisation | None:
    """The complaint desk itself; None before reference data are loaded."""
    return Organisation.objects.filter(kind=Kind.DESK, active=True).order_by("pk").first()


def misconduct_body() -> Organisation | None:
    """Who receives reports of misconduct: the inspectorate."""
    return Organisation.objects.filter(receives_misconduct=True, active=True).order_by("pk").first()


def other_misconduct_body(but: int) -> Organisation | None:
    """Another body that receives reports of misconduct."""
    return Organisation.objects.filter(receives_misconduct=True, active=True).exclude(pk=but).first()


def names_by_code(codes: Collection[str]) -> dict[str, str]:
    """Full names by code, in one query; unknown codes are left out."""
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
