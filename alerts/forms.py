"""The forms of alerts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from alerts.chores import DAILY_ZONE, daily_moment
from alerts.models import Rhythm
from publishing import clock, formats
from publishing.languages import active

__all__ = ["SettingsForm", "SubscribeForm"]

LONGEST_ADDRESS, LONGEST_LOCAL_PART = 254, 64
# A person needs longer than the first to fill the form in, and opens it anew after the second.
QUICKEST, SLOWEST = timedelta(seconds=2), timedelta(days=1)


def _plain(value: str) -> None:
    """Refuses what mail servers often do: other scripts, quoted names, parts that are too long."""
    local, _at, _domain = value.rpartition("@")
    if not value.isascii():
        raise ValidationError(
            _("Write the address with Latin letters only: others do not reach every mail server."),
            code="script",
        )
    if len(local) > LONGEST_LOCAL_PART:
        raise ValidationError(_("The part before @ is too long for an e-mail address."), code="long")


def _stamp() -> Signer:
    return Signer(salt="alerts.form")


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


class SubscribeForm(SettingsForm):
    """An address and how it wants to hear; with two traps for programs that fill in every form."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
        ),
        validators=[
            MaxLengthValidator(LONGEST_ADDRESS, gettext_lazy("This is too long for an e-mail address.")),
            RegexValidator(
                r'["\x00-\x20\x7f]',
                gettext_lazy("An address has no spaces and no quotation marks."),
                inverse_match=True,
            ),
            _plain,
        ],
        error_messages={"required": gettext_lazy("Write the e-mail address that the alerts go to.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        label_suffix="",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput)

    field_order = ("email", "language", "rhythm", "note", "opened")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"language": active().value, "opened": _stamp().sign(str(clock.now().timestamp()))}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        """The address in small letters: mail servers make no difference, and one reader is one row."""
        email: str = self.cleaned_data["email"].lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(
                _("This is not an e-mail address; it should look like name@example.org."), code="invalid"
            ) from None
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        age = self._age()
        if age is None or age > SLOWEST:
            # Sent back with a new stamp, so that sending it once more is enough.
            data = QueryDict(mutable=True)
            data.update(
                {
                    **{name: self.data[name] for name in self.data},
                    "opened": self.get_initial_for_field(self.fields["opened"], "opened"),
                }
            )
            self.data = data
            raise ValidationError(_("This form was open for too long. Please send it again."), code="old")
        if age < QUICKEST:
            raise ValidationError(
                _("That was very quick. Please wait two seconds and send it again."), code="quick"
            )
        return cleaned

    def is_trap(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("note"))

    def _age(self) -> timedelta | None:
        try:
            opened = float(_stamp().unsign(self.data.get("opened", "")))
        except (BadSignature, ValueError):
            return None
        return timedelta(seconds=clock.now().timestamp() - opened)
