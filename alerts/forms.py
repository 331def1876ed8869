"""The forms of alerts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from alerts.chores import DAILY_ZONE, daily_moment
from alerts.models import Rhythm
from intake.forms import MailField, TrappedForm
from publishing import clock, formats
from publishing.languages import active

__all__ = ["SettingsForm", "SubscribeForm"]


def rhythms() -> list[tuple[str, str]]:
    """How often mails may come, in words; the hour of the daily ones on the reader's clocks."""
    times = formats.zone_pair(daily_moment(clock.now()), DAILY_ZONE, active())
    daily = _("once a day, with everything new: %(times)s") % {"times": times}
    return [(Rhythm.AT_ONCE, str(Rhythm.AT_ONCE.label)), (Rhythm.DAILY, daily)]


class SettingsForm(forms.Form):
    """The language of the mails and how often they come."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), choices=settings.LANGUAGES)
    rhythm = forms.ChoiceField(
        label=pgettext_lazy("mails", "How often"),
        choices=rhythms,
        widget=forms.RadioSelect,
        initial=Rhythm.AT_ONCE,
    )


class SubscribeForm(SettingsForm, TrappedForm):
    """An address and how it wants to hear."""

    email = MailField(
        label=gettext_lazy("E-mail address"),
        error_messages={"required": gettext_lazy("Write the e-mail address that the alerts go to.")},
    )

    field_order = ("email", "language", "rhythm", "note", "opened")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": active().value, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
