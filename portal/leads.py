"""What leads the home page: an editor's choice while it is in force and visible, else the coming delegation."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import presentation as event_words
from events.models import Delegation, Event, EventSeries, Stop
from events.queries import items, not_over
from events.timeline import timeline
from news.leads import leads
from news.models import HomeLead, PressRelease
from opportunities.models import Opportunity
from opportunities.presentation import deadline
from publishing import formats, kinds
from publishing.languages import active
from publishing.models import Entry, EntryImage
from publishing.presentation import Shown, foreign, link, pictures, worded
from publishing.visibility import linked, public, with_texts

__all__ = ["lead"]


def lead(today: date) -> Shown:
    """The head of the home page for ``components/lead.html``; empty where nothing can lead it."""
    chosen = leads().first()
    entry = _entry(chosen) if chosen else _coming()
    if entry is None:
        return {}
    kicker = worded(chosen, "kicker") if chosen else {"value": "", "html_lang": ""}
    text = entry.text()
    return {
        **link(entry),
        "deck": text.deck if text and not isinstance(entry, Delegation) else "",
        "deck_lang": foreign(text.language) if text else "",
        "actions": [_action(entry)],
        **_head(entry, today),
        **({"kicker": kicker["value"], "kicker_lang": kicker["html_lang"]} if kicker["value"] else {}),
    }


def _entry(chosen: HomeLead) -> Entry | None:
    """The entry of a lead with what is shown of it."""
    model = kinds.model_of(chosen.entry.kind)
    rows: Any = _delegations() if model is Delegation else with_texts(public(model))
    if issubclass(model, Event) and model is not Delegation:
        rows = rows.prefetch_related("places", linked("series", EventSeries))
    images = EntryImage.objects.select_related("image").prefetch_related("image__renditions")
    found: Entry | None = rows.prefetch_related(Prefetch("images", images)).filter(pk=chosen.entry_id).first()
    return found


def _coming() -> Delegation | None:
    """The delegation that is under way or comes next; while none does, the latest one."""
    dated = _delegations().filter(starts_on__isnull=False)
    coming: Delegation | None = dated.filter(not_over()).order_by("starts_on", "pk").first()
    return coming or dated.order_by("-starts_on", "-pk").first()


def _delegations() -> Any:
    stops = Stop.objects.select_related("place")
    return with_texts(public(Delegation)).prefetch_related(
        "places",
        linked("series", EventSeries),
        Prefetch("stops", stops),
        Prefetch("items", items()),
    )


def _head(entry: Entry, today: date) -> Shown:
    """Number, date and line above the title, as the kind of ``entry`` has them."""
    match entry:
        case Delegation():
            return {
                **_of_event(entry),
                "kicker": _standing(entry, today),
                "timeline": timeline(entry, entry.items.all()),
            }
        case Event():
            return {**_of_event(entry), **_of_any(entry)}
        case Opportunity():
            return {**_of_any(entry), **_of_opportunity(entry)}
    return {**_of_any(entry), **_of_release(entry)}


def _of_any(entry: Entry) -> Shown:
    kind = entry.get_type_display() if isinstance(entry, PressRelease) else kinds.get(entry.kind).label
    return {"kicker": capfirst(str(kind)), "picture": next(iter(pictures(entry.images.all())), None)}


def _of_event(event: Event) -> Shown:
    words = (event_words.when(event, weekday=True), event_words.cities(event))
    number = event_words.edition(event)
    if number and event.series:
        numeral: Shown = {**number, "label": event.series.title}
    else:
        numeral = _calendar_leaf(event.starts_on) if event.starts_on and words[0] else {}
    return {"when": " · ".join(filter(None, words)), "edition": numeral}


def _of_opportunity(opportunity: Opportunity) -> Shown:
    until = deadline(opportunity)
    if not until:
        return _of_release(opportunity)
    at = formats.moment(opportunity.deadline_at, opportunity.deadline_zone, active())  # type: ignore[arg-type]  # asked for only where there is a deadline
    return {
        "edition": {"value": until["days"], "label": until["days_label"]} if until["days"] else {},
        "when": _("Deadline: %(moment)s") % {"moment": at},
    }


def _of_release(entry: Entry) -> Shown:
    if entry.release_at is None:
        return {}
    return {
        "edition": _calendar_leaf(formats.local_day(entry.release_at, entry.release_zone)),
        "when": formats.moment(entry.release_at, entry.release_zone, active()),
    }


def _calendar_leaf(day: date) -> Shown:
    """The day as the numeral, and below it its month and year; the line under the title has the whole date."""
    mark = formats.date_mark(day, None, active())
    return {"value": mark["number"], "label": mark["month"]}


def _standing(delegation: Delegation, today: date) -> str:
    if delegation.starts_on is None:
        return capfirst(str(Delegation.KIND.label))
    if event_words.is_over(delegation):
        return _("Latest delegation")
    return _("Delegation under way") if delegation.starts_on <= today else _("Next delegation")


def _action(entry: Entry) -> Shown:
    label = _("See the delegation") if isinstance(entry, Delegation) else _("Read more")
    return {"label": label, "url": entry.path()}
