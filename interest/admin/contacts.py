"""Who at the owner of an opportunity gets what is sent about it; one for each opportunity, never public."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin import PortalAdmin
from desk.admin.base import admin_url, entry_label, with_current_texts
from desk.notices import Notice, on_entries
from interest.admin.forms import ContactForm
from interest.inbox import EDIT_CONTACT, SEE_CONTACT, VIEW, within
from interest.models import OwnerContact
from opportunities.models import Opportunity
from publishing import formats, offices
from publishing.languages import active
from publishing.models import Entry

__all__ = ["OwnerContactAdmin"]


@admin.register(OwnerContact)
class OwnerContactAdmin(PortalAdmin):
    """Names, addresses and languages; added and changed on a page of the opportunity that they belong to."""

    list_display = ("list_opportunity", "name", "list_language")
    list_filter = ("language",)
    search_fields = ("opportunity__ref", "name")
    search_help_text = gettext_lazy("By reference of the opportunity and name")
    ordering = ("-opportunity",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        opportunities = with_current_texts(Opportunity.objects.all())
        rows = (
            super()
            .get_queryset(request)
            .filter(offices.held(request.user, SEE_CONTACT, through="opportunity"))
        )
        return rows.prefetch_related(Prefetch("opportunity", opportunities))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("opportunity"), ordering="opportunity__ref")
    def list_opportunity(self, contact: OwnerContact) -> str:
        return entry_label(contact.opportunity)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def list_language(self, contact: OwnerContact) -> str:
        return formats.language_name(contact.language, active())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.of_opportunity)
        return [path("of/<int:pk>/", view, name="interest_ownercontact_of"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        contact = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if contact is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:interest_ownercontact_of", args=[contact.opportunity_id]))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        contact = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if contact is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def of_opportunity(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The contact of one opportunity: added where there is none, changed, or only read."""
        opportunity = Opportunity.objects.filter(offices.held(request.user, SEE_CONTACT), pk=pk).first()
        if opportunity is None:
            raise Http404
        may_edit = offices.has_perm(request.user, EDIT_CONTACT, opportunity)
        contact = OwnerContact.objects.filter(opportunity=opportunity).first()
        form = ContactForm(request.POST or None, instance=contact or OwnerContact(opportunity=opportunity))
        if request.method == "POST":
            if not may_edit:
                raise PermissionDenied
            if form.is_valid():
                form.save()
                self.log_change(request, form.instance, _("Contact of the owner: saved."))
                messages.success(request, _("The contact of the owner is saved."))
                return HttpResponseRedirect(self._back(request, opportunity))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Contact of the owner"),
            "subtitle": entry_label(opportunity),
            "opts": self.opts,
            "opportunity": opportunity,
            "form": form,
            "may_edit": may_edit,
            "back": self._back(request, opportunity),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/interest/contact.html", context)

    def _back(self, request: HttpRequest, opportunity: Opportunity) -> str:
        """The expression that the person came from, else the opportunity."""
        number = request.GET.get("for", "")
        if number.isdecimal() and len(number) < 19:
            expression = within(request.user).filter(pk=number, opportunity=opportunity).first()
            if expression is not None:
                return reverse("admin:interest_expression_forward", args=[expression.pk])
        return admin_url(opportunity, "change")


@on_entries
def _on_opportunities(request: HttpRequest, entry: Entry) -> Iterator[Notice]:
    """On the page of an opportunity: whom answers go to, and how many wait; for those who may know."""
    if not isinstance(entry, Opportunity):
        return
    user = request.user
    sees_contact = offices.has_perm(user, SEE_CONTACT, entry)
    sees_expressions = offices.has_perm(user, VIEW, entry)
    if not (sees_contact or sees_expressions):
        return
    contact = OwnerContact.objects.filter(opportunity=entry.pk).first() if sees_contact else None
    inbox = reverse("admin:interest_expression_changelist")
    context = {
        "sees_contact": sees_contact,
        "contact": contact,
        "contact_url": reverse("admin:interest_ownercontact_of", args=[entry.pk]),
        "sees_expressions": sees_expressions,
        "count": within(user).filter(opportunity=entry.pk).count() if sees_expressions else 0,
        "inbox_url": f"{inbox}?state=all&opportunity={entry.pk}",
    }
    yield Notice("admin/interest/on_opportunity.html", context)
