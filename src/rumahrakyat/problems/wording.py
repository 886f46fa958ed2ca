"""What a sign is called: words of categories and regions only, never anybody's. Indonesian, because names are data."""

from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Category


def place_name(place: Region) -> str:
    """A district with its regency: its name alone may stand for several."""
    if place.level == Level.DISTRICT and place.parent is not None:
        return f"Kec. {place.name}, {place.parent.short_name}"
    return place.short_name


def suggested(topic: Category, place: Region) -> str:
    return f"{topic.name} di {place_name(place)}"[:160]
