"""What the cards of releases and articles say beside their titles."""

from typing import Any

from django.utils.text import capfirst

from news.models import MediaCoverage, PressRelease
from publishing import formats
from publishing.cards import Numeral
from publishing.dates import PartialDate
from publishing.languages import active

__all__ = ["article", "release"]


def release(entry: PressRelease) -> dict[str, Any]:
    """Type, issuer by its name on the date of the document, and the day of the release."""
    language = active()
    day = formats.local_day(entry.release_at, entry.release_zone) if entry.release_at else None
    issuer = entry.issuer.name_on(entry.dated.earliest(), language)[0] if entry.issuer else ""
    return {
        "kind": capfirst(entry.get_type_display()),
        "facts": (issuer, formats.date(day, language) if day else ""),
        "numeral": Numeral(str(day.day), formats.date(PartialDate(day.year, day.month), language))
        if day
        else None,
    }


def article(entry: MediaCoverage) -> dict[str, Any]:
    """The outlet and the day of publication."""
    outlet = entry.outlet.name_on(entry.published.earliest(), active())[0] if entry.outlet else ""
    day = entry.published
    month = formats.date(PartialDate(day.year, day.month), active()) if day.day else ""
    return {
        "kind": capfirst(str(MediaCoverage.KIND.label)),
        "facts": (outlet, formats.date(day, active())),
        "numeral": Numeral(str(day.day), month) if day.day else Numeral(str(day.year)),
    }
