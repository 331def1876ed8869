"""The inbox: the list of expressions with their reply clocks, and the addresses of everything done with one."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin import PortalAdmin
from desk.admin.base import with_current_texts, working_text
from desk.people import name_of
from intake.reading import Manner, note_reading
from interest.admin.exporting import as_csv
from interest.admin.filters import AssignedFilter, CenterFilter, LateFilter, OpportunityFilter, StateFilter
from interest.admin.page import page
from interest.admin.steps import erase_page, forward_page, step_page
from interest.inbox import CHANGE, EXPORT, VIEW, may, reply_clock, waiting, within
from interest.models import Expression, ExpressionState
from opportunities.models import Opportunity
from publishing import formats
from publishing.languages import Language, active

__all__ = ["ExpressionAdmin"]

# What may stand in the address of the list; any other field would be a way to guess at people.
ASKED = ("state", "assigned", "reply", "opportunity", "center", "language", "language__exact")


@admin.register(Expression)
class ExpressionAdmin(PortalAdmin):
    """What companies sent about opportunities of one's offices. Nothing is added, deleted or edited like a row here."""

    list_display = (
        "ref",
        "list_clock",
        "list_state",
        "list_assigned",
        "list_opportunity",
        "list_organization",
        "list_sender",
    )
    list_filter = (StateFilter, AssignedFilter, LateFilter, OpportunityFilter, CenterFilter, "language")
    search_fields = ("ref", "organization_name")
    search_help_text = gettext_lazy("By reference and organization")
    ordering = ("reply_by", "pk")
    actions = ("export",)
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/interest/inbox.html"
    pages: ClassVar[dict[str, tuple[str, Any]]] = {
        "step": ("step/<slug:state>/", step_page),
        "forward": ("forward/", forward_page),
        "erase": ("erase/", erase_page),
    }

    # --- Who may ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        opportunities = with_current_texts(Opportunity.objects.all())
        rows = super().get_queryset(request).filter(pk__in=within(request.user).values("pk"))
        return rows.select_related("assigned_to").prefetch_related(Prefetch("opportunity", opportunities))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW) if obj is None else may(request.user, VIEW, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHANGE) if obj is None else may(request.user, CHANGE, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(EXPORT)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup in ASKED

    # --- The list ---

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        person = " ".join(request.POST.get("person", "").replace("\0", "").split())
        context = {
            "tabs": self._tabs(request),
            "person": person,
            "found": self._found(request, person) if person else None,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def _tabs(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What waits, each state, and all, with their numbers; other filters stay as they are."""
        every = within(request.user)
        counts = every.aggregate(
            waits=Count("pk", filter=waiting()),
            **{state: Count("pk", filter=Q(state=state)) for state in ExpressionState.values},
        )
        asked = request.GET.copy()
        for name in ("p", StateFilter.parameter_name):
            asked.pop(name, None)
        chosen = request.GET.get(StateFilter.parameter_name, "")
        names = [("", _("Waiting"), counts["waits"])]
        names += [(each.value, capfirst(str(each.label)), counts[each.value]) for each in ExpressionState]
        names += [(StateFilter.EVERY, _("All"), sum(counts[each] for each in ExpressionState.values))]
        tabs = []
        for value, label, count in names:
            asked[StateFilter.parameter_name] = value
            is_chosen = value == (chosen if chosen in dict(ExpressionState.choices) | {"all": ""} else "")
            tabs.append(
                {"label": label, "count": count, "url": f"?{asked.urlencode()}", "is_chosen": is_chosen}
            )
        return tabs

    def _found(self, request: HttpRequest, person: str) -> list[Expression]:
        """Those sent by ``person``: a whole name or a whole address; that they were found is a reading of each."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).filter(Q(person__iexact=person) | Q(email__iexact=person))
        found = list(rows.filter(erased_at__isnull=True).order_by("-received_at", "-pk")[:50])
        note_reading(request, [each.ref for each in found], Manner.SEARCH)
        return found

    @admin.display(description=gettext_lazy("opportunity"), ordering="opportunity__ref")
    def list_opportunity(self, expression: Expression) -> str:
        opportunity = expression.opportunity
        text = working_text(opportunity)
        lang = Language(text.language).html_lang if text else "en"
        return format_html(
            '{}<br><span lang="{}">{}</span>', opportunity.ref, lang, text.title if text else opportunity.slug
        )

    @admin.display(description=gettext_lazy("organization"), ordering="organization_name")
    def list_organization(self, expression: Expression) -> str:
        if expression.erased_at:
            return format_html('<span class="quiet">{}</span>', _("erased"))
        sample = format_html(' <span class="sample">{}</span>', _("sample")) if expression.is_sample else ""
        return format_html("{}{}", expression.organization_name, sample)

    @admin.display(description=gettext_lazy("side"), ordering="country")
    def list_sender(self, expression: Expression) -> str:
        return format_html(
            "{}<br>{}", expression.get_country_display(), formats.language_name(expression.language, active())
        )

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def list_state(self, expression: Expression) -> str:
        return format_html(
            '<span class="interest-state interest-{}">{}</span>',
            expression.state,
            expression.get_state_display(),
        )

    @admin.display(description=gettext_lazy("assigned to"), ordering="assigned_to__username")
    def list_assigned(self, expression: Expression) -> str:
        return name_of(expression.assigned_to) or "–"

    @admin.display(description=gettext_lazy("reply clock"), ordering="reply_by")
    def list_clock(self, expression: Expression) -> str:
        clock = reply_clock(expression)
        mark = format_html('<span class="reply-clock clock-{}">{}</span>', clock.mark, clock.words)
        return (
            format_html('{}<br><span class="quiet">{}</span>', mark, clock.moment) if clock.moment else mark
        )

    def label(self, instance: Any) -> str:
        return str(instance)

    # --- Export ---

    @admin.action(description=gettext_lazy("Export the selected ones as CSV"), permissions=["export"])
    def export(self, request: HttpRequest, queryset: QuerySet[Expression]) -> HttpResponse | None:
        """Those for which the person has the permission in their office; each is recorded as read."""
        rows = list(queryset.filter(pk__in=within(request.user, EXPORT).values("pk")))
        if not rows:
            words = _("You may export none of these.")
            self.message_user(request, words, "error")
            return None
        note_reading(request, [each.ref for each in rows if not each.erased_at], Manner.EXPORT)
        return as_csv(rows)

    # --- One expression ---

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<int:pk>/{route}",
                self.admin_site.admin_view(partial(self._one, view)),
                name=f"interest_expression_{name}",
            )
            for name, (route, view) in self.pages.items()
        ]
        return [*own, *super().get_urls()]

    def _one(self, view: Any, request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
        expression = self.get_object(request, str(pk))
        if expression is None:
            raise Http404
        return view(self, request, expression, **given)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        expression = self.get_object(request, object_id)
        if expression is None:
            raise Http404
        return page(self, request, expression)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What happened stands on the page itself."""
        expression = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if expression is None:
            raise Http404
        address = reverse("admin:interest_expression_change", args=[expression.pk])
        return HttpResponseRedirect(f"{address}#path")
