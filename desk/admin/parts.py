"""The parts of an entry as rows on its page, and the rules that hold for them there."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.admin import permissions
from desk.admin.base import Choices, Lines, columns
from desk.admin.pictures import thumbnail
from desk.forms import ZonedForm
from publishing import clock, offices
from publishing.models import Attachment, Correction, Count, Entry, EntryImage, Money

__all__ = [
    "AttachmentPart",
    "CorrectionPart",
    "CountPart",
    "ImagePart",
    "MoneyPart",
    "Part",
    "PartsFormSet",
    "Table",
]


class PartsFormSet(forms.BaseInlineFormSet):
    """Rows that know the entry on the page, and that do not break a rule of the database among themselves."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # the stubs leave it out
        setattr(form.instance, self.fk.name, self.instance)
        return form

    def clean(self) -> None:
        super().clean()
        model: type[models.Model] = self.model  # type: ignore[assignment]  # the stubs know one model per class
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None:
                self._check_once(model, constraint, constraint.condition)

    def _check_once(
        self, model: type[models.Model], constraint: models.UniqueConstraint, rule: models.Q
    ) -> None:
        seen = set()
        for form in self._kept():
            instance = form.instance
            key = tuple(
                getattr(instance, _attname(model, name)) for name in constraint.fields if name != self.fk.name
            )
            if None in key or not rule.check(_values(instance)):
                continue
            if key in seen:
                raise ValidationError(constraint.get_violation_error_message(), code="twice")
            seen.add(key)

    def _kept(self) -> Iterator[Any]:
        for form in self.forms:
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE"):
                yield form


def _attname(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def _values(instance: models.Model) -> dict[str, Any]:
    """The values of ``instance`` as a condition of the database reads them."""
    fields: Any = instance._meta.concrete_fields
    return {
        field.name: Value(
            getattr(instance, field.attname), field.target_field if field.is_relation else field
        )
        for field in fields
    }


class Part(Choices, admin.StackedInline):
    """Rows of an entry's parts; who may change the facts of the entry may change them.

    ``own_page`` is what the link to a part's own page says, where there is one.
    """

    template = "admin/parts/stacked.html"
    own_page: "ClassVar[str | Promise]" = _("Page of its own")
    form = ZonedForm
    formset = PartsFormSet
    extra = 0
    lines: ClassVar[Any] = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.lines is not None:
            lines: Lines = type(self).lines
            return [(None, {"fields": lines(self.model)})]
        return super().get_fieldsets(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_edit_facts(request.user, self.parent_model, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_edit_facts(request.user, self.parent_model, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_edit_facts(request.user, self.parent_model, obj)


class Table(Part):
    """Parts that fit on one line each."""

    template = "admin/parts/table.html"


class ImagePart(Table):
    model = EntryImage
    fields = ("preview", "image", "position")
    readonly_fields = ("preview",)
    autocomplete_fields = ("image",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("image").prefetch_related("image__renditions")

    @admin.display(description=_("picture"))
    def preview(self, use: EntryImage) -> str:
        return thumbnail(use.image) if use.pk else ""


class AttachmentPart(Part):
    model = Attachment
    lines = columns("file", "title", ("name", "language", "position"))
    show_change_link = True


class MoneyPart(Part):
    model = Money
    fk_name = "entry"
    classes = ("collapse",)
    lines = columns(
        "label",
        ("qualifier", "amount", "currency"),
        ("converted_amount", "converted_currency", "converted_by"),
        ("stated_as", "as_of", "position"),
        "stated_by",
    )
    autocomplete_fields = ("stated_by",)


class CountPart(Part):
    model = Count
    fk_name = "entry"
    classes = ("collapse",)
    lines = columns("label", ("qualifier", "value", "unit"), ("stated_as", "as_of", "position"), "stated_by")
    autocomplete_fields = ("stated_by",)


class CorrectionPart(Table):
    """The corrections readers see; made by saving a change, never written here."""

    model = Correction
    fields = ("at", "language", "note", "actor")
    readonly_fields = fields
    verbose_name_plural = _("published corrections")
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """One that comes with a version which waits is shown to the office in charge alone."""
        own = Entry.objects.filter(offices.in_charge(request.user))
        return super().get_queryset(request).filter(Q(at__lte=clock.now()) | Q(entry__in=own))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
