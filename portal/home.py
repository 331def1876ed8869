"""What the home page brings together from all parts."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from events import presentation as event_words
from events.models import Delegation, EventSeries, Stop
from events.queries import events_between, items, not_over
from events.timeline import timeline
from news import presentation as news_words
from news.queries import keywords, releases
from opportunities.presentation import row as opportunity_row
from opportunities.queries import answerable, opportunities
from organizations.queries import centers
from organizations.views import center_row
from publishing import clock, formats
from publishing.languages import Language, active
from publishing.presentation import Shown, link
from publishing.visibility import linked, public, with_texts

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
        "offers": [opportunity_row(each) for each in opportunities().filter(answerable())[:OFFERS]],
        "releases": [news_words.release(each) for each in releases()[:RELEASES]],
        "centers": [center_row(each) for each in centers().order_by("founded", "slug")[:CENTERS]],
        "events": [event_words.row(each, with_kind=True) for each in events_between(today, last)],
        "weeks": WEEKS,
        "keywords": keyword_links(active()),
    }


def lead(today: date) -> dict[str, Any]:
    """The delegation that is under way or comes next; while none does, the latest one. Empty without any."""
    dated = _delegations().filter(starts_on__isnull=False)
    coming = dated.filter(not_over()).order_by("starts_on", "pk").first()
    delegation = coming or dated.order_by("-starts_on", "-pk").first()
    if delegation is None:
        return {}
    number = event_words.edition(delegation)
    return {
        **link(delegation),
        "kicker": _kicker(delegation, today, is_past=coming is None),
        "when": _when(delegation),
        "edition": {**number, "label": delegation.series.title} if number and delegation.series else {},
        "timeline": timeline(delegation, delegation.items.all()),
        "actions": [{"label": _("See the delegation"), "url": delegation.path()}],
    }


def _delegations() -> Any:
    stops = Stop.objects.select_related("place")
    return with_texts(public(Delegation)).prefetch_related(
        "places",
        linked("series", EventSeries),
        Prefetch("stops", stops),
        Prefetch("items", items()),
    )


def _kicker(delegation: Delegation, today: date, *, is_past: bool) -> str:
    if is_past:
        return _("Latest delegation")
    begun = delegation.starts_on is not None and delegation.starts_on <= today
    return _("Delegation under way") if begun else _("Next delegation")


def _when(delegation: Delegation) -> str:
    words = (event_words.when(delegation, weekday=True), event_words.cities(delegation))
    return " · ".join(filter(None, words))


def keyword_links(language: Language) -> list[Shown]:
    """The searches that editors put before readers, for ``components/keywords.html``."""
    address = reverse("search")
    return [
        {"label": each.keyword, "url": f"{address}?{urlencode({'q': each.keyword})}"}
        for each in keywords(language)
    ]
