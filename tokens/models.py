"""Tokens by which programs use the API in the name of somebody on the staff."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock

__all__ = ["Scope", "StoredAnswer", "Token", "hashed", "make_secret", "visible_part"]

# Whoever finds a secret somewhere sees what it opens.
MARK = "green"
# How exactly it is known when a token was last used.
PRECISION = timedelta(minutes=1)


class Scope(models.TextChoices):
    """What a token may be used for; never more than its owner may do at that moment."""

    READ = "read", _("Read what is public, with higher limits")
    READ_DRAFTS = "read_drafts", _("Read what is in the making")
    DRAFT = "draft", _("Begin and revise drafts")
    UPLOAD = "upload", _("Upload files")
    SUBMIT = "submit", _("Submit for review")
    APPROVE = "approve", _("Return, approve and schedule")
    WITHDRAW = "withdraw", _("Withdraw")


def make_secret() -> str:
    """A secret of 256 random bits behind a part by which it is recognized; it is shown once and not stored."""
    return f"{MARK}_{secrets.token_hex(4)}_{secrets.token_hex(32)}"


def hashed(secret: str) -> str:
    """What is stored of a secret. A fast hash is enough for what nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visible_part(secret: str) -> str:
    """The part of a secret that stays visible."""
    return secret.rpartition("_")[0]


def known_scopes(value: Any) -> None:
    """Raise ``ValidationError`` unless ``value`` is a list of scopes, each once, that begins with reading."""
    known = isinstance(value, list) and all(each in Scope.values for each in value)
    if not known or len(set(value)) != len(value) or Scope.READ not in value:
        raise ValidationError(_("These are no scopes of a token."))


class TokenQuerySet(models.QuerySet["Token"]):
    def valid(self) -> "TokenQuerySet":
        """Those that have neither expired nor been revoked; whether their owner may do anything is another question."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


class Token(models.Model):
    """The right of a program to act for ``owner`` within ``scopes``. Rows are kept: they tell who had which token when."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        editable=False,
        related_name="tokens",
        verbose_name=pgettext_lazy("token", "owner"),
    )
    name = models.CharField(
        pgettext_lazy("thing", "name"),
        max_length=100,
        help_text=_("What the token is for, or who uses it."),
    )
    scopes = models.JSONField(_("scopes"), validators=[known_scopes])
    prefix = models.CharField(_("beginning"), max_length=16, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("issued"), default=clock.now, editable=False)
    created_from = models.GenericIPAddressField(_("issued from"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    last_used_from = models.GenericIPAddressField(_("last used from"), null=True, editable=False)
    revoked_at = models.DateTimeField(pgettext_lazy("token", "revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created_at", "-pk")
        default_permissions = ("add", "view")
        permissions = [("revoke_every_token", _("Can see and revoke the tokens of others"))]
        constraints = [
            models.CheckConstraint(
                name="token_expires_after_issue",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.masked})"

    @property
    def masked(self) -> str:
        """The token as it can be recognized, without its secret."""
        return f"{self.prefix}_…"

    @property
    def is_valid(self) -> bool:
        """Whether the token itself still opens anything."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def only_reads(self) -> bool:
        """Whether it does no more than read what everybody may read."""
        return set(self.scopes) <= {Scope.READ}

    def grants(self, *scopes: Scope) -> bool:
        """Whether it was issued for one of ``scopes``."""
        return not set(scopes).isdisjoint(self.scopes)

    def note_use(self, address: str | None) -> None:
        """Remember that it is being used, at most once a minute."""
        now = clock.now()
        if self.last_used_at and now - self.last_used_at < PRECISION:
            return
        self.last_used_at, self.last_used_from = now, address
        Token.objects.filter(pk=self.pk).update(last_used_at=now, last_used_from=address)

    def revoke(self, by: Any, at: datetime | None = None) -> bool:
        """Let it open nothing any more; whether it opened anything before."""
        return bool(
            Token.objects.filter(pk=self.pk, revoked_at__isnull=True).update(
                revoked_at=at or clock.now(), revoked_by=by
            )
        )


class StoredAnswer(models.Model):
    """What was answered to a request with an ``Idempotency-Key``, for whoever asks the same again.

    ``holder`` is the token, or the account where there is none. The row is there from the beginning of the work;
    ``status`` is stored in the same transaction as what the work changes.
    """

    holder = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    route = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    begun_at = models.DateTimeField(default=clock.now)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.JSONField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["holder", "key"], name="answer_once")]
        indexes = [models.Index(fields=["begun_at"], name="answer_by_time")]

    def __str__(self) -> str:
        return f"{self.holder} {self.route}"
