"""Public pages of calls for participation."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from calls import cards, structured
from calls.calendars import component, components, withdrawn
from calls.filters import CallFilters
from calls.models import Call, CallStatus
from calls.presentation import deadline, frame_of, requirements, row, seal, terms
from calls.queries import calls, calls_whole, deadlines
from publishing import calendars
from publishing.feeds.views import refusal
from publishing.languages import active
from publishing.pages import EntryList, EntryPage
from publishing.pages.feeds import misread
from publishing.presentation import facts
from publishing.structured import Node, Statement
from publishing.visibility import gone

__all__ = ["CallList", "CallPage", "DeadlineFile", "DeadlinesFile"]

STILL_TO_CLOSE = (CallStatus.UPCOMING, CallStatus.OPEN, CallStatus.CLOSING_SOON)


class CallPage(EntryPage):
    model = Call
    entries = staticmethod(calls_whole)
    template_name = "calls/detail.html"

    def facts(self, entry: Call) -> dict[str, Any]:
        status = entry.status()
        can_close = entry.deadline_at is not None and status in STILL_TO_CLOSE
        text = entry.text()
        words = text.extra if text else {}
        return {
            "seal": seal(entry),
            "deadline": deadline(entry),
            "takes_applications": entry.takes_applications(),
            "is_upcoming": status == CallStatus.UPCOMING,
            "is_decided": status == CallStatus.DECIDED,
            "rail": facts(*frame_of(entry)),
            "selection": facts(*terms(entry)),
            "requirements": requirements(entry),
            "worded": [
                {"heading": field.label, "text": words[field.name]}
                for field in entry.KIND.worded
                if words.get(field.name)
            ],
            "apply_url": reverse("calls:apply", args=[entry.slug]) if entry.takes_applications() else "",
            "calendar_url": reverse("calls:ics", args=[entry.slug]) if can_close else "",
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.call(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), *structured.call(said)]


class CallList(EntryList):
    model = Call
    entries = staticmethod(calls)
    filters = CallFilters
    template_name = "calls/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"entries": [row(call) for call in page]}


class DeadlineFile(EntryPage):
    """The deadline as an iCalendar file; absent and withdrawn like the page of the call."""

    model = Call
    entries = staticmethod(calls)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        entry = type(self).entries().filter(slug=slug).first()
        if entry is None:
            return self.absent(request, slug)
        if entry.deadline_at is None:
            raise Http404
        made = component(entry, request, active())
        return calendars.response([made], entry.title, f"{entry.slug}-deadline.ics")


class DeadlinesFile(View):
    """The deadlines to come and those of the last weeks, to subscribe to; takes the filters of the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = CallFilters(request.GET, queryset=deadlines())
        if problems := misread(request, chosen.form):
            return refusal(problems)
        made = [*components(chosen.qs, request, active()), *withdrawn(gone(Call))]
        name = _("Korea–China green cooperation: calls for participation")
        return calendars.response(made, name, "deadlines.ics", request.build_absolute_uri())
