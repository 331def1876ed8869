"""Forms of sign-in; every password and code that is tried counts towards a lock."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as ConfirmForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts import lockout
from accounts.models import Event
from accounts.visitors import Visitor

__all__ = [
    "AuthenticateForm",
    "ConfirmPasswordForm",
    "KeyForm",
    "PasswordForm",
    "ReauthenticateForm",
    "SetUpForm",
    "SignInForm",
]

# Seconds in which a code is accepted once only: longer than any code is valid.
CODE_MEMORY = 300
KEY_NAME_LENGTH = 60


def _name(field: forms.Field, label: Any, help_text: Any = "", *, first: bool = False) -> None:
    """Give a field a label instead of words inside it, and the cursor if it comes first."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    if first:
        field.widget.attrs["autofocus"] = True


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["login"], _("Username"), first=True)
        _name(self.fields["password"], _("Password"))


class ConfirmPasswordForm(ConfirmForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["password"], _("Password"), first=True)


class CountedCode(forms.Form):
    """A code that is written down before it is checked, and accepted once."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("Six digits from your app, or one of your recovery codes.")
        _name(self.fields["code"], _("Verification code"), help_text, first=True)

    def clean_code(self) -> str:
        request: Any = context.request
        username = self.user.get_username()
        attempt = lockout.attempt(Event.WRONG_CODE, username, self.user, Visitor.of(request))
        code: str = super().clean_code()  # type: ignore[misc]  # the form that this is mixed into has it
        if not cache.add(f"accounts.code:{self.user.pk}:{''.join(code.split())}", True, CODE_MEMORY):
            raise get_adapter().validation_error("incorrect_code")
        attempt.event = Event.IDENTITY_CONFIRMED
        attempt.save(update_fields=["event"])
        request.sign_in_attempt = attempt
        return code


class AuthenticateForm(CountedCode, mfa.AuthenticateForm):
    """The second step of sign-in."""


class ReauthenticateForm(CountedCode, mfa.ReauthenticateForm):
    """The code once more, before something that matters."""


class SetUpForm(ActivateTOTPForm):
    """The first code of an app that was just told the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], _("Verification code"), _("Six digits that your app shows now."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    @property
    def grouped_secret(self) -> str:
        """The key in groups of four, as people type it."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class KeyForm(AddWebAuthnForm):
    """A security key, with a name to know it by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["name"], _("Name of the key"), first=True)
        self.fields["name"].validators.append(MaxLengthValidator(KEY_NAME_LENGTH))
        self.fields["name"].widget.attrs["maxlength"] = KEY_NAME_LENGTH


class PasswordForm(ChangePasswordForm):
    """A change of one's own password; guesses at the current one count as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["oldpassword"], _("Current password"), first=True)
        _name(self.fields["password1"], _("New password"), self.fields["password1"].help_text)
        _name(self.fields["password2"], _("New password again"))

    def clean_oldpassword(self) -> str:
        request: Any = context.request
        username = self.user.get_username()
        attempt = lockout.attempt(Event.WRONG_PASSWORD, username, self.user, Visitor.of(request))
        password: str = super().clean_oldpassword()
        attempt.event = Event.IDENTITY_CONFIRMED
        attempt.save(update_fields=["event"])
        return password
