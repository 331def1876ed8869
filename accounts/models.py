"""What is kept of sign-ins, and the table of the cache that all processes share."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock

__all__ = ["CacheEntry", "Event", "SignIn"]


class Event(models.TextChoices):
    """What happened at a door of the newsroom."""

    SIGNED_IN = "signed_in", _("Signed in")
    PASSWORD_ACCEPTED = "password_accepted", _("Password accepted, second factor asked")
    IDENTITY_CONFIRMED = "identity_confirmed", _("Identity confirmed once more")
    WRONG_PASSWORD = "wrong_password", _("Wrong user name or password")
    WRONG_CODE = "wrong_code", _("Wrong code")
    REFUSED = "refused", _("Refused while locked")
    LOCK_LIFTED = "lock_lifted", _("Lock lifted")
    FACTOR_ADDED = "factor_added", _("Second factor set up")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTOR_RESET = "factor_reset", _("Second factor reset by an administrator")
    CODES_RENEWED = "codes_renewed", _("New recovery codes made")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SESSIONS_ENDED = "sessions_ended", _("Other sessions ended")


class Records(models.QuerySet["SignIn"]):
    def forget_old(self) -> None:
        """Delete what is older than ``SIGN_IN_RECORD_DAYS``."""
        self.filter(at__lt=clock.now() - timedelta(days=settings.SIGN_IN_RECORD_DAYS)).delete()


class SignIn(models.Model):
    """Who, when, from where, with what result. Passwords and codes are never kept.

    A user name that no account has may be a password typed into the wrong field: of those only ``key``, a keyed
    hash, is kept.
    """

    at = models.DateTimeField(_("time"), default=clock.now)
    event = models.CharField(_("what happened"), max_length=20, choices=Event.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="sign_ins",
    )
    username = models.CharField(_("user name"), max_length=150, blank=True)
    key = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = Records.as_manager()

    class Meta:
        verbose_name = _("sign-in record")
        verbose_name_plural = _("sign-in records")
        ordering = ("-at", "-id")
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=["key", "at"], name="sign_in_by_name"),
            models.Index(fields=["address", "at"], name="sign_in_by_address"),
            models.Index(fields=["at"], name="sign_in_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.username or '?'}"


class CacheEntry(models.Model):
    """A row of Django's cache in the database; nothing but the cache reads or writes it."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_cache"
        default_permissions = ()

    def __str__(self) -> str:
        return self.cache_key
