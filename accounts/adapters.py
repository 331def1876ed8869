"""What allauth asks the portal: who may sign up, who may try to sign in, how secrets are kept."""

from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import lockout
from accounts.models import Event
from accounts.visitors import Visitor
from publishing import clock
from publishing.sealing import Unreadable, sealed, unsealed

__all__ = ["AccountAdapter", "SecondFactorAdapter"]

PURPOSE = "accounts.second-factor"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; every password that is tried counts towards a lock."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("The user name or the password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("The current password is wrong."),
        "incorrect_code": gettext_lazy("The code is wrong. Use the one that your app shows now."),
        "rate_limited": gettext_lazy("Too many attempts. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        username = credentials["username"]
        users = get_user_model()
        account = users._default_manager.filter(username__iexact=username).first()
        request.sign_in_attempt = lockout.attempt(
            Event.WRONG_PASSWORD, username, account, Visitor.of(request)
        )

    def authenticate(self, request: Any, **credentials: Any) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        if user is not None:
            attempt = request.sign_in_attempt
            attempt.event = (
                Event.IDENTITY_CONFIRMED if request.user.is_authenticated else Event.PASSWORD_ACCEPTED
            )
            attempt.save(update_fields=["event"])
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not by those who gave a password or code a moment ago, be it to sign in."""
        required = super().is_reauthentication_required(app=app, **kwargs)
        given = get_authentication_records(context.request, context.request.user)
        if not required or not given:
            return required
        return clock.now().timestamp() - given[-1]["at"] > account_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my-account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted, so that a copy of the database alone opens nothing."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is wrong. Use the one that your app shows now."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth names it
        """What a new key is called until its owner names it."""
        return _("Security key")

    def _get_site_name(self) -> str:
        return _("Green Cooperation Portal")

    def encrypt(self, text: str) -> str:
        return sealed(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unsealed(PURPOSE, encrypted_text)
        except Unreadable:
            raise ImproperlyConfigured(
                "A second factor was stored under another SECRET_KEY. Name that key in SECRET_KEY_FALLBACKS, "
                "or reset the second factor of the account."
            ) from None
