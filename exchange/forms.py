"""The two forms of an import: which document, and what was read from it."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms import MomentField, PartialDateFormField, ZonedForm
from exchange.documents.heads import LONGEST_WORDING
from news.models import PressRelease
from publishing import offices
from publishing.actions.facts import address_obstacles
from publishing.languages import Language

__all__ = ["DraftForm", "UploadForm"]


class UploadForm(forms.Form):
    document = forms.FileField(
        label=_("document"),
        widget=forms.FileInput({"accept": ".docx,.hwpx", "data-drop": ""}),
        help_text=_(
            "A .docx document of Word or a .hwpx document of Hangul. Nothing is stored in the portal yet."
        ),
    )
    language = forms.ChoiceField(
        label=_("language of the document"),
        choices=[("", _("tell it from the document")), *Language.choices],
        required=False,
    )

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if document.size > settings.ATTACHMENT_MAX_MEGABYTES * 1024 * 1024:
            raise ValidationError(
                _("This file is larger than %(limit)s MB. Make it smaller first."),
                code="too_large",
                params={"limit": settings.ATTACHMENT_MAX_MEGABYTES},
            )
        return document


class DraftForm(ZonedForm):
    """What was read, to be set right before it becomes a draft; everything can be changed there as well."""

    zones: ClassVar[dict[str, str]] = {"release_at": "release_zone", "distributed_at": "distributed_zone"}

    title = forms.CharField(
        label=_("headline"), max_length=LONGEST_WORDING, widget=forms.TextInput({"class": "text-title"})
    )
    deck = forms.CharField(
        label=_("deck"), max_length=LONGEST_WORDING, required=False, widget=forms.Textarea({"rows": 2})
    )
    papers = forms.CharField(
        label=_("embargo note"),
        max_length=200,
        required=False,
        help_text=_("For which editions, such as “Tuesday morning papers”."),
    )
    keep_document = forms.BooleanField(
        label=_("Attach the document itself"),
        required=False,
        help_text=_("Readers can then download it after the release."),
    )

    class Meta:
        model = PressRelease
        fields = (
            *("authoritative_language", "issuer", "office", "type", "slug", "dated"),
            *("release_at", "release_zone", "distributed_at", "distributed_zone"),
        )
        field_classes: ClassVar[dict[str, Any]] = {
            "release_at": MomentField,
            "distributed_at": MomentField,
            "dated": PartialDateFormField,
        }
        labels: ClassVar[dict[str, Any]] = {"authoritative_language": _("language of the document")}
        help_texts: ClassVar[dict[str, Any]] = {
            "slug": _(
                "The last part of the web address, the same in every language and fixed after release."
            ),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuer: Any = self.fields["issuer"]
        issuer.queryset = issuer.queryset.filter(offices.readable(user))
        issuer.widget = AutocompleteSelect(PressRelease._meta.get_field("issuer"), admin.site)
        issuer.widget.choices = issuer.choices
        own = offices.of_user(user)
        if len(own) < 2:
            self.instance.office = own[0] if own else None
            del self.fields["office"]
        else:
            office: Any = self.fields["office"]
            office.queryset = office.queryset.filter(pk__in=[each.pk for each in own])
            office.required = True

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        self.instance.kind = PressRelease.KIND.code
        if reasons := address_obstacles(self.instance, slug):
            raise ValidationError(str(reasons[0]), code="unique")
        return slug
