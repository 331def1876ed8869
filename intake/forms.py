"""What every form of the public without an account has: an address that mails reach, and traps for programs."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock

__all__ = ["MailField", "TrappedForm"]

LONGEST_ADDRESS, LONGEST_LOCAL_PART = 254, 64
# A person needs longer than the first to fill a form in, and opens it anew after the second.
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


class MailField(forms.CharField):
    """An e-mail address, in small letters: mail servers make no difference, and one reader is one row."""

    widget = forms.EmailInput(
        attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
    )
    default_validators = [
        MaxLengthValidator(LONGEST_ADDRESS, gettext_lazy("This is too long for an e-mail address.")),
        RegexValidator(
            r'["\x00-\x20\x7f]',
            gettext_lazy("An address has no spaces and no quotation marks."),
            inverse_match=True,
        ),
        _plain,
    ]

    def clean(self, value: Any) -> str:
        email: str = super().clean(value).lower()
        if email:
            try:
                validate_email(email)
            except ValidationError:
                raise ValidationError(
                    _("This is not an e-mail address; it should look like name@example.org."), code="invalid"
                ) from None
        return email


def _stamp() -> Signer:
    return Signer(salt="intake.form")


class TrappedForm(forms.Form):
    """A form with two traps for programs that fill in every form: a field that people do not see, and a stamp of time."""

    # How long it may stay open; what was written in the meantime is never lost, it is only sent once more.
    slowest = SLOWEST

    note = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        label_suffix="",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"opened": _stamp().sign(str(clock.now().timestamp()))}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        age = self._age()
        if age is None or age > self.slowest:
            self._stamp_anew()
            raise ValidationError(_("This form was open for too long. Please send it again."), code="old")
        if age < QUICKEST:
            raise ValidationError(
                _("That was very quick. Please wait two seconds and send it again."), code="quick"
            )
        return cleaned

    def is_trap(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("note"))

    def _stamp_anew(self) -> None:
        """So that sending it once more is enough."""
        data = QueryDict(mutable=True)
        data.update(
            {
                **{name: self.data[name] for name in self.data},
                "opened": self.get_initial_for_field(self.fields["opened"], "opened"),
            }
        )
        self.data = data

    def _age(self) -> timedelta | None:
        try:
            opened = float(_stamp().unsign(self.data.get("opened", "")))
        except (BadSignature, ValueError):
            return None
        return timedelta(seconds=clock.now().timestamp() - opened)
