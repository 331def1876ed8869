"""What every page of the admin has in common: form fields, labels, nonces, choices by autocomplete."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from js_asset import Media
from translated_fields import show_language_code, to_attribute

from desk.admin import permissions
from desk.admin.errors import faults
from desk.admin.unnamed import unname
from desk.forms import DayField, FileInput, MomentField, MomentInput, PartialDateFormField
from publishing import changes, kinds, offices
from publishing.actions import Actor
from publishing.enums import TextState, Zone
from publishing.fields import PartialDateField
from publishing.languages import LANGUAGES, active, preferred
from publishing.models import Entry, Text

__all__ = [
    "Choices",
    "Lines",
    "PortalAdmin",
    "ReadOnlyAdmin",
    "actor_of",
    "admin_url",
    "columns",
    "current_texts",
    "entry_label",
    "with_current_texts",
    "working_text",
]

Lines = Callable[[type[models.Model]], list[Any]]

CURRENT = (TextState.DRAFT, TextState.IN_REVIEW, TextState.LIVE)
HEAVY = ("body", "notes", "extra")


def actor_of(request: HttpRequest) -> Actor:
    """Who acts through this request; a request that the API makes of its own says who that is."""
    if acting := vars(request).get("acting"):
        return cast(Actor, acting)
    user: Any = request.user
    return Actor(user, channel="admin", address=request.META.get("REMOTE_ADDR"))


def admin_url(entry: Entry, page: str, *args: Any) -> str:
    """The address of a page of the admin about ``entry``, in the section of its own kind."""
    opts = kinds.model_of(entry.kind)._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[entry.pk, *args])


def columns(*names: str | Sequence[str]) -> Callable[[type[models.Model]], list[str | tuple[str, ...]]]:
    """Lines of a form for a model, given by names; a label becomes one line with a column per language."""

    def lines(model: type[models.Model]) -> list[str | tuple[str, ...]]:
        return [
            tuple(_fields(model, name)) if len(_fields(model, name)) > 1 else _fields(model, name)[0]
            for name in names
        ]

    return lines


def _fields(model: type[models.Model], name: str | Sequence[str]) -> list[str]:
    if not isinstance(name, str):
        return [field for each in name for field in _fields(model, each)]
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        by_language = [to_attribute(name, language) for language in LANGUAGES]
        return by_language if hasattr(model, by_language[0]) else [name]
    return [name]


def with_current_texts(entries: QuerySet[Any]) -> QuerySet[Any]:
    """``entries`` with the titles of their live and open texts, in one more query."""
    texts = (
        Text.objects.filter(state__in=CURRENT)
        .select_related("based_on")
        .defer(*HEAVY, *(f"based_on__{name}" for name in HEAVY))
    )
    return entries.prefetch_related(Prefetch("texts", texts, to_attr="current_texts"))


def current_texts(entry: Entry) -> list[Text]:
    """The live and open texts of ``entry``, as :func:`with_current_texts` has loaded them."""
    loaded: list[Text] | None = vars(entry).get("current_texts")
    if loaded is None:
        loaded = vars(entry)["current_texts"] = list(entry.texts.filter(state__in=CURRENT))
    return loaded


def working_text(entry: Entry) -> Text | None:
    """The text by which staff know an entry: the live one nearest to their language, else the one in the making."""
    order = [language.value for language in preferred(active(), entry.authoritative_language)]
    texts = sorted(current_texts(entry), key=lambda text: (text.is_open, order.index(text.language)))
    return texts[0] if texts else None


def entry_label(entry: Entry) -> str:
    """How staff find an entry among choices: by reference and title."""
    text = working_text(entry)
    return f"{entry.ref} · {text.title if text else entry.slug}"


# Python does not read numbers of any length, nor the database.
LONGEST_NUMBER = 18


def _may_be_chosen(value: Any) -> bool:
    """Whether what was sent can be the key of a row at all."""
    return not isinstance(value, str) or not value or (value.isdecimal() and len(value) <= LONGEST_NUMBER)


class ChoiceField(forms.ModelChoiceField):
    """A choice among rows that the rows' own admin names."""

    def __init__(
        self,
        *args: Any,
        labeller: Callable[[Any], str] = str,
        is_hidden: Callable[[Any], bool] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.labeller, self.is_hidden = labeller, is_hidden

    def label_from_instance(self, obj: models.Model) -> str:
        return self.labeller(obj)

    def prepare_value(self, value: Any) -> Any:
        prepared = super().prepare_value(value)
        return prepared if _may_be_chosen(prepared) else None


class MultipleChoiceField(forms.ModelMultipleChoiceField):
    """A choice of several rows that the rows' own admin names."""

    def __init__(
        self,
        *args: Any,
        labeller: Callable[[Any], str] = str,
        is_hidden: Callable[[Any], bool] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.labeller, self.is_hidden = labeller, is_hidden

    def label_from_instance(self, obj: models.Model) -> str:
        return self.labeller(obj)

    def prepare_value(self, value: Any) -> Any:
        prepared = super().prepare_value(value)
        return [each for each in prepared if _may_be_chosen(each)] if isinstance(prepared, list) else prepared


class Choices(admin.options.BaseModelAdmin):
    """Form fields as the portal wants them, for pages and for inlines."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
        models.DateField: {
            "form_class": DayField,
            "widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        },
        models.TextField: {"widget": forms.Textarea({"rows": 3})},
        PartialDateField: {"form_class": PartialDateFormField},
        models.FileField: {"widget": FileInput},
        models.ImageField: {"widget": FileInput},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # What is chosen here is edited and deleted on its own page, not from this one.
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"form_class": ChoiceField, **self._choices(db_field.remote_field.model, request)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"form_class": MultipleChoiceField, **self._choices(db_field.remote_field.model, request)}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices(self, model: type[models.Model], request: HttpRequest) -> dict[str, Any]:
        rows = model._default_manager.all()
        target = self.admin_site.get_model_admin(model) if self.admin_site.is_registered(model) else None
        if not isinstance(target, PortalAdmin):
            return {"queryset": rows}
        hidden = partial(permissions.is_hidden, request.user)

        def label(instance: Any) -> str:
            # What was chosen before an office took charge of it stays chosen, without being named.
            return gettext("(of another office)") if hidden(instance) else target.label(instance)

        return {"queryset": target.labelled(rows), "labeller": label, "is_hidden": hidden}


class PortalAdmin(Choices, admin.ModelAdmin):
    """Base of all pages: labels say their language, days are those of Seoul, scripts carry the page's nonce."""

    show_full_result_count = False
    list_per_page = 50
    lines: Iterable[tuple[Any, Callable[[type[models.Model]], list[Any]]]] = ()
    # Relations to entries by whose titles, as far as the person may read them, rows are found.
    owner_search: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the person may read: nothing unreleased of an office he does not belong to."""
        rows = super().get_queryset(request)
        through = "" if issubclass(self.model, Entry) else getattr(self.model, "VISIBLE_THROUGH", None)
        return rows if through is None else rows.filter(offices.readable(request.user, through=through))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        if not (search_term and self.owner_search):
            return found, has_duplicates
        owners = Text.objects.filter(
            offices.readable(request.user, through="entry"),
            offices.readable_texts(request.user),
            title__icontains=search_term,
        ).values("entry")
        among = Q(pk__in=found.order_by().values("pk"))
        for relation in self.owner_search:
            among |= Q(**{f"{relation}__in": owners})
        return queryset.filter(among), False

    def labelled(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """``rows`` with what :meth:`label` needs, so that no label costs a query of its own."""
        return rows

    def label(self, instance: Any) -> str:
        """What ``instance`` is called where one is chosen."""
        return str(instance)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.lines:
            return [(title, {"fields": lines(self.model)}) for title, lines in self.lines]
        return super().get_fieldsets(request, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        writing = _in_turn() if request.method == "POST" else nullcontext()
        with show_language_code(True), timezone.override(ZoneInfo(Zone.SEOUL)), writing:
            return _rendered(super().changeform_view(request, object_id, form_url, extra_context))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        with show_language_code(True), timezone.override(ZoneInfo(Zone.SEOUL)):
            title = {"title": capfirst(self.opts.verbose_name_plural)}
            return _rendered(super().changelist_view(request, {**title, **(extra_context or {})}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        context["media"] = Media.from_media(context["media"], nonce=str(vars(request).get("csp_nonce", "")))
        context["faults"] = faults(
            context["adminform"].form, context["inline_admin_formsets"], context.get("panels", [])
        )
        self._unname(request, context)
        context["files_are_lost"] = bool(context.get("errors")) and bool(request.FILES)
        return super().render_change_form(request, context, *args, **kwargs)

    def _unname(self, request: HttpRequest, context: dict[str, Any]) -> None:
        """Name nothing in what the person only reads that he may not read itself."""
        form = context["adminform"]
        if form.form.instance.pk:
            unname(request.user, form.form.instance, form.readonly_fields)
        for part in context["inline_admin_formsets"]:
            if not part.has_change_permission:
                for each in part.formset.initial_forms:
                    unname(request.user, each.instance, flatten_fieldsets(part.fieldsets))


@contextmanager
def _in_turn() -> Iterator[None]:
    """One transaction for all that a form stores, which begins where every action begins."""
    with transaction.atomic():
        changes.take_turn()
        yield


class ReadOnlyAdmin(PortalAdmin):
    """A page of what nobody changes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _rendered(response: HttpResponse) -> HttpResponse:
    if isinstance(response, TemplateResponse):
        response.render()
    return response
