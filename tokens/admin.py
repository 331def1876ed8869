"""Tokens of the API: everyone issues his own and sees when they were used; administrators see and revoke all."""

from datetime import timedelta
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.visitors import Visitor
from publishing import clock, formats
from publishing.enums import Zone
from publishing.languages import active
from tokens.forms import IssueForm
from tokens.models import Scope, Token, hashed, make_secret, visible_part

__all__ = ["TokenAdmin"]

OF_OTHERS = "tokens.revoke_every_token"


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("valid", pgettext_lazy("token", "valid")),
            ("expired", pgettext_lazy("token", "expired")),
            ("revoked", pgettext_lazy("token", "revoked")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        revoked, over = Q(revoked_at__isnull=False), Q(expires_at__lte=clock.now())
        conditions = {"valid": ~revoked & ~over, "expired": ~revoked & over, "revoked": revoked}
        return queryset.filter(conditions.get(self.value() or "", Q()))


@reauthentication_required
def _ask_who_it_is(request: HttpRequest) -> None:
    """Raise ``ReauthenticationRequired`` unless password or code were given a moment ago."""


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    """Issued and revoked here; the secret is shown once."""

    form = IssueForm
    change_form_template = "admin/tokens/token.html"
    list_display = ("name", "list_masked", "owner", "list_scopes", "list_state", "list_expires", "list_used")
    list_filter = (StateFilter,)
    list_select_related = ("owner",)
    list_per_page = 50
    search_fields = ("name", "prefix", "owner__username")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows if request.user.has_perm(OF_OTHERS) else rows.filter(owner=request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        if obj is None:
            return ["name", "further", "days"]
        told = ["name", "list_masked", "owner", "list_scopes", "list_state", "list_issued", "list_expires"]
        return [*told, "list_used", *(["list_revoked"] if obj.revoked_at else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"owner": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    # --- What is told ---

    @admin.display(description=_("token"))
    def list_masked(self, token: Token) -> str:
        return token.masked

    @admin.display(description=_("scopes"))
    def list_scopes(self, token: Token) -> str:
        return "; ".join(str(Scope(scope).label) for scope in token.scopes)

    @admin.display(description=_("state"))
    def list_state(self, token: Token) -> str:
        if token.revoked_at:
            return pgettext("token", "revoked")
        return pgettext("token", "valid") if token.is_valid else pgettext("token", "expired")

    @admin.display(description=pgettext_lazy("token", "expires"), ordering="expires_at")
    def list_expires(self, token: Token) -> str:
        return _said(token.expires_at)

    @admin.display(description=_("last used"), ordering="last_used_at")
    def list_used(self, token: Token) -> str:
        if token.last_used_at is None:
            return gettext("never")
        return _from(token.last_used_at, token.last_used_from)

    @admin.display(description=pgettext_lazy("token", "issued"))
    def list_issued(self, token: Token) -> str:
        return _from(token.created_at, token.created_from)

    @admin.display(description=pgettext_lazy("token", "revoked"))
    def list_revoked(self, token: Token) -> str:
        at = _said(token.revoked_at)
        if token.revoked_by is None:
            return at
        return gettext("%(moment)s by %(who)s") % {"moment": at, "who": token.revoked_by.get_username()}

    # --- Issuing ---

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """The form, for those who have just said who they are."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            _ask_who_it_is(request)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            messages.warning(request, gettext("Too much time has passed. Confirm who you are, then go on."))
            return HttpResponseRedirect(request.path)
        context = {"title": gettext("Issue a token"), "show_save_and_add_another": False}
        shown = {"show_save_and_continue": False, **context, **(extra_context or {})}
        return super().add_view(request, form_url, shown)

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        secret = make_secret()
        obj.owner = form.owner
        obj.scopes = form.scopes
        obj.prefix, obj.secret_hash = visible_part(secret), hashed(secret)
        obj.expires_at = clock.now() + timedelta(days=form.cleaned_data["days"])
        obj.created_from = Visitor.of(request).address
        obj.save()
        vars(request)["secret"] = secret

    def response_add(self, request: HttpRequest, obj: Token, post_url_continue: Any = None) -> Any:
        """The page that shows the secret, instead of a redirection: it is told nowhere else."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("The token “%(name)s”") % {"name": obj.name},
            "opts": self.opts,
            "secret": vars(request)["secret"],
            "until": _said(obj.expires_at),
            "back": reverse("admin:tokens_token_change", args=[obj.pk]),
        }
        return TemplateResponse(request, "admin/tokens/secret.html", context)

    # --- Revoking ---

    def get_urls(self) -> list[URLPattern]:
        step = self.admin_site.admin_view(self.revoke)
        return [path("<int:pk>/revoke/", step, name="tokens_token_revoke"), *super().get_urls()]

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a token of one's own, or as an administrator any token, open nothing any more."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        token = self.get_object(request, str(pk))
        if token is None:
            raise Http404
        if not self.has_view_permission(request, token):
            raise PermissionDenied
        if token.revoke(request.user):
            self.log_change(request, token, gettext("Revoked."))
            messages.success(request, gettext("The token opens nothing any more."))
        else:
            messages.info(request, gettext("The token was revoked already."))
        return HttpResponseRedirect(reverse("admin:tokens_token_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        token = context.get("original")
        if token is not None:
            revoke_url = reverse("admin:tokens_token_revoke", args=[token.pk]) if token.is_valid else ""
            context |= {"title": token.name, "subtitle": None, "revoke_url": revoke_url}
        return super().render_change_form(request, context, *args, **kwargs)


def _said(at: Any) -> str:
    return formats.moment(at, Zone.SEOUL, active())


def _from(at: Any, address: str | None) -> str:
    """A moment and where it happened."""
    return f"{_said(at)} · {address}" if address else _said(at)
