"""What companies propose for their public profiles, and the secret links behind which they do."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.links import new_key
from organizations.models import Company
from publishing import clock
from publishing.languages import Language

__all__ = ["KEPT", "VALID", "ProfileLink", "Proposal", "ProposalState"]

# How long a link opens, and how long after its end the e-mail address is kept.
VALID = timedelta(days=180)
KEPT = timedelta(days=90)


def in_half_a_year() -> datetime:
    return clock.now() + VALID


class ProfileLinkQuerySet(models.QuerySet["ProfileLink"]):
    def open(self) -> "ProfileLinkQuerySet":
        """Links that open now."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now())

    def over(self, at: datetime) -> "ProfileLinkQuerySet":
        """Links that ended before ``at``, whichever way."""
        return self.filter(Q(revoked_at__lte=at) | Q(expires_at__lte=at))


class ProfileLink(models.Model):
    """Opens the profile of one company to whoever has it, see :mod:`profiles.links`."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="profile_links", verbose_name=_("company")
    )
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language of the mails"), max_length=8, choices=Language)
    made_at = models.DateTimeField(pgettext_lazy("link", "given"), default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("given by"),
    )
    expires_at = models.DateTimeField(_("expires"), default=in_half_a_year)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    objects = ProfileLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a profile")
        verbose_name_plural = _("links to profiles")
        ordering = ("-made_at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        # Not the address: this is what logs and histories would keep.
        return str(_("link %(number)s") % {"number": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether it opens now."""
        return self.revoked_at is None and self.expires_at > clock.now()


class ProposalState(models.TextChoices):
    """What has become of a proposal."""

    RECEIVED = "received", pgettext_lazy("proposal", "received")
    UNDER_REVIEW = "under_review", pgettext_lazy("proposal", "under review")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted in whole")
    PARTLY = "partly", pgettext_lazy("proposal", "accepted in part")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    REPLACED = "replaced", pgettext_lazy("proposal", "replaced by a later one")


OPEN = (ProposalState.RECEIVED, ProposalState.UNDER_REVIEW)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        """Those that nobody has decided on."""
        return self.filter(state__in=OPEN)


class Proposal(models.Model):
    """What a company would have its profile say: only what differs, each with what stood there before.

    ``changes`` is a list of ``{"path", "before", "after"}`` with the paths of :mod:`profiles.content`; ``taken`` holds the
    paths that were accepted. There is one open proposal for a company at most.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="proposals", verbose_name=_("company"))
    link = models.ForeignKey(
        ProfileLink, models.CASCADE, related_name="proposals", verbose_name=_("link to a profile")
    )
    state = models.CharField(_("state"), max_length=12, choices=ProposalState, default=ProposalState.RECEIVED)
    changes = models.JSONField(_("changes"), default=list)
    wish = models.TextField(_("wish about contacts"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("received"), default=clock.now)
    taken = models.JSONField(_("taken over"), default=list)
    reason = models.TextField(_("answer to the company"), max_length=500, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a company")
        verbose_name_plural = _("proposals of companies")
        ordering = ("-received_at", "-pk")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["company"], condition=Q(state__in=OPEN), name="one_open_proposal")
        ]

    def __str__(self) -> str:
        return str(_("proposal %(number)s") % {"number": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.state in OPEN
