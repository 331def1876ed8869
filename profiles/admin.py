"""Proposals of companies and the links behind which they are made, for those who look after companies."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.admin.base import ReadOnlyAdmin, actor_of, admin_url, entry_label, with_current_texts
from organizations.models import Company
from profiles.actions import CHANGE, DecideProposal
from profiles.comparing import compared
from profiles.desk import reviewable
from profiles.links import give, revoke, url
from profiles.models import ProfileLink, Proposal, ProposalState
from profiles.staffforms import DecisionForm, LinkForm
from publishing import formats, offices
from publishing.actions import Refused
from publishing.enums import Stage, Zone
from publishing.languages import active
from publishing.looking import looked_at

__all__ = ["ProposalAdmin"]

# Neither Python nor the database reads numbers of any length.
LONGEST_NUMBER = 18


def _moment(at: Any) -> str:
    """Day and time on the clock of Seoul; empty for none."""
    if at is None:
        return ""
    language = active()
    day = formats.date(formats.local_day(at, Zone.SEOUL), language)
    return f"{day} {formats.time(at, Zone.SEOUL, language)} {formats.zone_label(Zone.SEOUL, language)}"


class OpenFilter(admin.SimpleListFilter):
    """What waits for a decision, or what has been decided."""

    title = _("decision")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("waits")), ("no", _("decided"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.open()
        return queryset.exclude(pk__in=queryset.open()) if self.value() == "no" else queryset


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Read beside the profile, taken over in whole or in part, or declined; and links given and revoked."""

    list_display = ("list_company", "state", "list_received", "list_changes", "reviewer")
    list_filter = (OpenFilter, "state")
    list_select_related = ("reviewer",)
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return offices.has_perm(request.user, CHANGE, obj.company if obj is not None else None)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        companies = Prefetch("company", with_current_texts(Company.objects.all()))
        return reviewable(request.user).prefetch_related(companies)

    @admin.display(description=_("company"))
    def list_company(self, proposal: Proposal) -> str:
        return entry_label(proposal.company)

    @admin.display(description=_("received"), ordering="received_at")
    def list_received(self, proposal: Proposal) -> str:
        return _moment(proposal.received_at)

    @admin.display(description=_("changes"))
    def list_changes(self, proposal: Proposal) -> int:
        return len(proposal.changes)

    def get_urls(self) -> list[URLPattern]:
        links = path("links/<int:pk>/", self.admin_site.admin_view(self.links), name="profiles_links")
        return [links, *super().get_urls()]

    # --- One proposal ---

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The proposal beside the profile; sent, what is to become of it."""
        proposal = self._proposal(request, object_id)
        step = request.POST.get("step", "")
        if step == "review":
            rows = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.RECEIVED)
            rows.update(state=ProposalState.UNDER_REVIEW, reviewer=request.user)
            return HttpResponseRedirect(request.path)
        form = DecisionForm(proposal, request.POST if step else None)
        if step and form.is_valid() and self._decide(request, proposal, form, decline=step == "decline"):
            return HttpResponseRedirect(request.path)
        return TemplateResponse(
            request,
            "admin/profiles/proposal.html",
            {**self.admin_site.each_context(request), **self._shown(request, proposal, form)},
            status=400 if form.is_bound else 200,
        )

    def _proposal(self, request: HttpRequest, object_id: str) -> Proposal:
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = object_id.isdecimal() and len(object_id) <= LONGEST_NUMBER
        found = self.get_queryset(request).filter(pk=int(object_id)).first() if known else None
        if found is None:
            raise Http404
        return found

    def _decide(self, request: HttpRequest, proposal: Proposal, form: DecisionForm, *, decline: bool) -> bool:
        given = form.cleaned_data
        action = DecideProposal(
            proposal,
            actor_of(request),
            paths=given["take"],
            decline=decline,
            answer=given["answer"],
            severity=given["severity"],
            note=given["note"],
            looked=given["looked"],
        )
        try:
            action.execute()
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, str(reason))
            return False
        messages.success(request, gettext("Decided; the company is told."))
        return True

    def _shown(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> dict[str, Any]:
        company = proposal.company
        return {
            "title": gettext("Proposal of a company"),
            "subtitle": entry_label(company),
            "opts": self.opts,
            "proposal": proposal,
            "received": _moment(proposal.received_at),
            "decided": _moment(proposal.decided_at),
            "language": formats.language_name(proposal.link.language, active()),
            "groups": compared(proposal),
            "ticked": request.POST.getlist("take") if form.is_bound else None,
            "company_url": admin_url(company, "change"),
            "links_url": reverse("admin:profiles_links", args=[company.pk]),
            "public_url": company.path() if company.stage() is Stage.RELEASED else "",
            "is_public": company.stage() is Stage.RELEASED,
            "form": form,
            "looked": looked_at(company),
        }

    # --- The links of one company ---

    def links(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who has a link; sent, a new one is given or one is revoked."""
        found = with_current_texts(Company.objects.filter(offices.held(request.user, CHANGE)))
        company = found.filter(pk=pk).first() if pk < 10**LONGEST_NUMBER else None
        if company is None:
            raise Http404 if request.user.has_perm(CHANGE) else PermissionDenied
        step, _colon, number = request.POST.get("step", "").partition(":")
        if step == "revoke":
            return self._revoke(request, company, number)
        form = LinkForm(request.POST if step == "give" else None, initial={"language": active()})
        given = None
        if form.is_bound and form.is_valid():
            user: Any = request.user
            given = give(company, form.cleaned_data["email"], form.cleaned_data["language"], user)
            form = LinkForm(initial={"language": active()})
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Links to the profile"),
            "subtitle": entry_label(company),
            "opts": self.opts,
            "back": admin_url(company, "change"),
            "form": form,
            "given": {"link": given, "url": url(given, given.language)} if given else None,
            "links": [
                {
                    "link": each,
                    "given": _moment(each.made_at),
                    "expires": _moment(each.expires_at),
                    "revoked": _moment(each.revoked_at),
                }
                for each in ProfileLink.objects.filter(company=company.pk).select_related("made_by")
            ],
        }
        return TemplateResponse(request, "admin/profiles/links.html", context)

    def _revoke(self, request: HttpRequest, company: Company, number: str) -> HttpResponse:
        known = number.isdecimal() and len(number) <= LONGEST_NUMBER
        link = ProfileLink.objects.filter(company=company.pk, pk=int(number) if known else 0).first()
        if link is None:
            raise Http404
        revoke(link)
        messages.success(request, gettext("The link no longer opens."))
        return HttpResponseRedirect(request.path)
