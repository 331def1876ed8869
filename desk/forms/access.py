"""Whom a link is for that opens an entry before its release."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.moments import MomentField, ZonedForm
from publishing import clock
from publishing.enums import AccessPurpose, Stage
from publishing.models import AccessLink, Entry

__all__ = ["AccessForm"]

# How long a link opens where no release is set.
A_WEEK = timedelta(days=7)


class AccessForm(ZonedForm):
    """A new link; it opens until the release if that is set, otherwise for a week, unless another time is chosen."""

    by_mail = forms.BooleanField(label=_("Send the link by e-mail"), required=False)

    class Meta:
        model = AccessLink
        fields = ("purpose", "holder", "outlet", "email", "language", "expires_at")
        field_classes = {"expires_at": MomentField}
        widgets = {"purpose": forms.RadioSelect}
        labels = {"expires_at": _("Opens until")}
        help_texts = {
            "email": _(
                "Changes of the release time and an early release are sent here. Journalists need to give one."
            ),
            "expires_at": _("In the zone of the release. A link ends at the release in any case."),
        }

    def __init__(self, entry: Entry, data: Any = None) -> None:
        scheduled = entry.stage() is Stage.SCHEDULED
        link = AccessLink(
            entry_id=entry.pk,
            purpose=AccessPurpose.PRESS if scheduled else AccessPurpose.PREVIEW,
            language=entry.authoritative_language,
            expires_at=(entry.release_at if scheduled else None) or clock.now() + A_WEEK,
        )
        self.zone = entry.release_zone
        super().__init__(data, instance=link)
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(each.value, each.label) for each in AccessPurpose]
        if not scheduled:
            purpose.choices = [(AccessPurpose.PREVIEW.value, AccessPurpose.PREVIEW.label)]
            purpose.help_text = _("Journalists can be given access once the entry is approved.")

    def zone_of(self, name: str) -> str:
        return self.zone
