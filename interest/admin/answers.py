"""Admin of canned answers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from desk.admin import PortalAdmin, columns
from interest.models import CannedAnswer
from publishing.languages import LANGUAGES

__all__ = ["CannedAnswerAdmin"]


@admin.register(CannedAnswer)
class CannedAnswerAdmin(PortalAdmin):
    """Words that the help desk uses again; every office shares them."""

    list_display = ("list_name", "state", "list_languages", "position")
    list_filter = ("state",)
    search_fields = tuple(f"{name}_{each.suffix}" for name in ("name", "body") for each in LANGUAGES)
    search_help_text = _("By name and words")
    ordering = ("state", "position", "pk")
    lines = ((None, columns("state", "name", "body", "position")),)
    formfield_overrides = {
        **PortalAdmin.formfield_overrides,
        models.TextField: {"widget": forms.Textarea({"rows": 12})},
    }

    @admin.display(description=_("name"))
    def list_name(self, answer: CannedAnswer) -> str:
        return str(answer)

    @admin.display(description=_("languages"))
    def list_languages(self, answer: Any) -> str:
        there = [each for each in LANGUAGES if getattr(answer, to_attribute("body", each))]
        return format_html_join(", ", "{}", ((each.label,) for each in there))
