"""The page behind a company's secret link: its profile, a form to propose changes, and what became of them."""

from datetime import datetime
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from intake import limits
from intake.links import Secret
from organizations import marks, sections
from organizations.models import Company
from organizations.queries import companies
from profiles.content import label, language_of, published
from profiles.forms import ProfileForm
from profiles.links import find
from profiles.models import ProfileLink, Proposal, ProposalState
from profiles.proposing import MOST_A_DAY, open_proposal, overlaid, propose, too_many
from publishing import clock, formats
from publishing.enums import Stage, Zone
from publishing.languages import LANGUAGES, active
from publishing.presentation import Shown, fact, facts, foreign, link, worded

__all__ = ["Profile"]

# As many of a company's proposals as its page tells of.
TOLD = 5


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Profile(Secret):
    """The profile as everybody sees it, and the form filled with it or with what was proposed last."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        opened = self._link(token)
        if not opened.is_open:
            return self._over(request)
        return self._answer(request, opened, self._form(opened))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        opened = self._link(token)
        if not opened.is_open:
            return self._over(request)
        if until := limits.network_waits_until(request, "profile"):
            return self._wait(request, ceil((until - clock.now()).total_seconds()))
        form = self._form(opened, request.POST)
        if opened.company.stage() is Stage.WITHDRAWN or not form.is_valid():
            return self._answer(request, opened, form, 400)
        if too_many(opened):
            words = _("Today %(number)d proposals came through this link. Please go on tomorrow.")
            form.add_error(None, words % {"number": MOST_A_DAY})
            return self._answer(request, opened, form, 429)
        if not form.is_trap():
            proposal = propose(opened, form.touched(), form.cleaned_data["wish"])
            if proposal is None:
                form.add_error(None, _("Nothing here differs from your profile as it is shown now."))
                return self._answer(request, opened, form, 400)
        return HttpResponseRedirect(f"{request.path}?done=sent")

    def _link(self, token: str) -> ProfileLink:
        found = find(token)
        if found is None:
            raise Http404
        return found

    def _form(self, opened: ProfileLink, data: Any = None) -> ProfileForm:
        waiting = open_proposal(opened)
        shown = overlaid(published(opened.company), waiting)
        return ProfileForm(shown, data, initial={"wish": waiting.wish if waiting else ""})

    def _over(self, request: HttpRequest) -> HttpResponse:
        return _page(request, "over", 410)

    def _wait(self, request: HttpRequest, seconds: int) -> HttpResponse:
        minutes = -(-seconds // 60)
        words = ngettext(
            "Too much was sent from your network. Try again in %(minutes)d minute.",
            "Too much was sent from your network. Try again in %(minutes)d minutes.",
            minutes,
        )
        response = _page(request, "over", 429, problem=words % {"minutes": minutes})
        response["Retry-After"] = str(seconds)
        return response

    def _answer(
        self, request: HttpRequest, opened: ProfileLink, form: ProfileForm, status: int = 200
    ) -> HttpResponse:
        company = companies().filter(pk=opened.company_id).first()
        is_withdrawn = opened.company.stage() is Stage.WITHDRAWN
        told = list(
            opened.company.proposals.exclude(state=ProposalState.REPLACED).select_related("link")[:TOLD]
        )
        context = {
            "is_withdrawn": is_withdrawn,
            "form": form,
            "profile": _profile(company) if company else {},
            "proposals": [_told(each) for each in told],
            "waits": any(each.is_open for each in told),
            "is_sent": request.GET.get("done") == "sent" and not form.is_bound,
            "expires": _moment(opened.expires_at),
        }
        return _page(request, "profile", status, **context)


def _page(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    return render(request, f"profiles/{name}.html", context, status=status)


def _profile(company: Company) -> Shown:
    """The public profile in short."""
    text = company.text()
    return {
        **link(company),
        "scripts": sections.scripts(company),
        "deck": text.deck if text else "",
        "deck_lang": foreign(text.language) if text else "",
        "mark": marks.shown(company),
        "facts": facts(
            fact(_("Seat"), worded(company.seat, "name") if company.seat else None),
            fact(_("Technologies"), *[worded(each, "name") for each in company.technologies.all()]),
        ),
    }


def _moment(at: datetime) -> str:
    """Day and time on both clocks."""
    pair = formats.zone_pair(at, Zone.SEOUL, active())
    days = {formats.local_day(at, zone) for zone in (formats.SEOUL, formats.BEIJING)}
    # Clocks that are not on one day come with their dates.
    return pair if len(days) > 1 else f"{formats.date(days.pop(), active())} {pair}"


def _told(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the company sees it."""
    return {
        "at": _moment(proposal.decided_at or proposal.received_at),
        "state_label": proposal.get_state_display(),
        "reason": proposal.reason,
        "reason_lang": foreign(proposal.link.language),
        "has_wish": bool(proposal.wish),
        "changes": _listed(each["path"] for each in proposal.changes),
        "taken": _listed(proposal.taken) if proposal.state == ProposalState.PARTLY else [],
    }


def _listed(paths: Any) -> list[str]:
    """What was changed, each with its languages."""
    found: dict[str, list[str]] = {}
    for path in paths:
        names = found.setdefault(label(path), [])
        if (language := language_of(path)) and language not in names:
            names.append(language)
    return [_with_languages(name, codes) for name, codes in found.items()]


def _with_languages(name: str, codes: list[str]) -> str:
    if not codes:
        return name
    languages = "/".join(formats.language_name(each, active()) for each in LANGUAGES if each in codes)
    return _("%(what)s (%(languages)s)") % {"what": name, "languages": languages}
