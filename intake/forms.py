"""What every form of the public without an account has: an address that mails reach, and traps for programs."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.consents import Matter, Notice, notice
from intake.models import Purpose
from publishing import clock

__all__ = ["LineField", "MailField", "SenderForm", "TelephoneField", "TrappedForm", "WordsField"]

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


# What turns the direction of writing, joins, or shows nothing at all: names must not look like other names.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
ADDRESS = re.compile(r"://|\bwww\.|[<>]", re.IGNORECASE)


def plain(text: str, *, keep: str = "") -> str:
    """``text`` composed (NFC) and without characters that nobody sees, except those in ``keep``; line ends as ``\\n``."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(each for each in text if each in keep or unicodedata.category(each) not in UNSEEN)


class LineField(forms.CharField):
    """One line without control characters; no address of a page, because such names would carry one into mails."""

    def to_python(self, value: Any) -> str:
        return " ".join(plain(super().to_python(value) or "", keep="\t\n").split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if ADDRESS.search(value or ""):
            raise ValidationError(
                _("Write the name alone, without addresses of pages or marks."), code="address"
            )


class WordsField(forms.CharField):
    """Several lines without control characters; addresses in them stay text."""

    widget = forms.Textarea(attrs={"rows": 8})

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "", keep="\n").strip()


class TelephoneField(forms.CharField):
    """A telephone number as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_validators = [
        RegexValidator(
            r"\A\+?[0-9][0-9 ()./-]{4,38}\Z",
            gettext_lazy("Write the number with digits, for example +82 2 0000 0000."),
        )
    ]


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


class SenderForm(TrappedForm):
    """Who writes for whom, what, and what he agrees to; the part that all forms for submissions share.

    The consent to send data across the border is asked for beside the other one, never required, and counts only
    where ``side`` and recipient are in different countries: :meth:`notices` are those that count.
    """

    person = LineField(
        label=gettext_lazy("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    organization_name = LineField(
        label=gettext_lazy("Your company or organization"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Write the name of your company or organization.")},
    )
    email = MailField(
        label=gettext_lazy("E-mail address"),
        error_messages={"required": gettext_lazy("Write the e-mail address at which you can be answered.")},
    )
    phone = TelephoneField(label=gettext_lazy("Telephone (optional)"), required=False)
    message = WordsField(
        label=gettext_lazy("Message"),
        max_length=2000,
        help_text=gettext_lazy("At most 2,000 characters."),
        widget=forms.Textarea(attrs={"rows": 8, "data-left": gettext_lazy("Characters left: %(count)s")}),
        error_messages={"required": gettext_lazy("Write a message.")},
    )
    consent = forms.BooleanField(
        error_messages={"required": gettext_lazy("Without this consent nothing can be sent.")}
    )
    consent_across = forms.BooleanField(required=False)

    # A company writes over days; the draft waits in the browser.
    slowest = timedelta(days=7)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.processing = notice(Purpose.PROCESSING, matter)
        self.across = notice(Purpose.CROSS_BORDER, matter)
        self.fields["consent"].label = self.processing.question
        self.fields["consent_across"].label = self.across.question

    def side(self) -> str:
        """The side of the sender; forms that ask for it give it."""
        return str(self.cleaned_data.get("country", ""))

    def notices(self) -> Iterable[Notice]:
        """The consents that were asked for with effect, once the form is valid."""
        yield self.processing
        if self.matter.crosses_border(self.side()):
            yield self.across

    def given(self) -> dict[Purpose, bool]:
        """What was agreed to."""
        return {
            Purpose.PROCESSING: self.cleaned_data["consent"],
            Purpose.CROSS_BORDER: self.cleaned_data["consent_across"],
        }
