"""What the home page brings together from all parts."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from events import presentation as event_words
from events.models import Delegation
from events.queries import events_between
from news import presentation as news_words
from news.queries import keywords, releases
from opportunities.presentation import row as opportunity_row
from opportunities.queries import answerable, opportunities
from organizations.queries import centers
from organizations.views import center_row
from outcomes.presentation import line
from portal.leads import lead
from publishing import clock, formats
from publishing.languages import Language, active
from publishing.presentation import Shown, link
from publishing.visibility import public, with_texts

__all__ = ["home", "keyword_links"]

WEEKS = 8
OFFERS = 5
RELEASES = 6
CENTERS = 2


def home() -> dict[str, Any]:
    """The context of the home page."""
    today = formats.local_day(clock.now(), formats.BEIJING)
    last = today + timedelta(weeks=WEEKS)
    return {
        "lead": lead(today),
        "outcomes": outcomes(today),
        "offers": [opportunity_row(each) for each in opportunities().filter(answerable())[:OFFERS]],
        "releases": [news_words.release(each) for each in releases()[:RELEASES]],
        "centers": [center_row(each) for each in centers().order_by("founded", "slug")[:CENTERS]],
        "events": [event_words.row(each, with_kind=True) for each in events_between(today, last)],
        "weeks": WEEKS,
        "keywords": keyword_links(active()),
    }


def outcomes(today: date) -> Shown:
    """What is proven of the latest edition, or which delegation's outcomes are asked for next and when.

    Empty without either.
    """
    if said := line():
        return {"line": said, "as_of": said["as_of"]}
    ended = Q(ends_on__lt=today) | Q(ends_on__isnull=True, starts_on__lt=today)
    latest = with_texts(public(Delegation)).filter(ended).order_by("-starts_on", "-pk").first()
    if latest is None:
        return {}
    due = [each["day"] for each in event_words.follow_ups(latest)]
    return {
        "delegation": link(latest),
        "asked": [formats.date(day, active()) for day in due if day <= today],
        "next": next((formats.date(day, active()) for day in due if day > today), ""),
        "as_of": formats.date(today, active()),
    }


def keyword_links(language: Language) -> list[Shown]:
    """The searches that editors put before readers, for ``components/keywords.html``."""
    address = reverse("search")
    return [
        {"label": each.keyword, "url": f"{address}?{urlencode({'q': each.keyword})}"}
        for each in keywords(language)
    ]
