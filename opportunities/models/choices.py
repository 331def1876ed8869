"""The closed vocabularies of opportunities."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OpportunityType(models.TextChoices):
    TECHNOLOGY_OFFER = "technology_offer", _("technology offer")
    TECHNOLOGY_REQUEST = "technology_request", _("technology request")
    BUSINESS_OFFER = "business_offer", _("business offer")
    BUSINESS_REQUEST = "business_request", _("business request")
    DEMONSTRATION_PARTNER = "demonstration_partner", _("demonstration partner")
    JOINT_RND = "joint_rnd", _("joint research and development")
    INVESTMENT = "investment", _("investment")
    PROCUREMENT = "procurement", _("procurement notice")
    TRAINING = "training", _("training place")


class Direction(models.TextChoices):
    KOREA_TO_CHINA = "kr-cn", _("Korea to China")
    CHINA_TO_KOREA = "cn-kr", _("China to Korea")
    JOINT = "joint", _("joint")
    THIRD_MARKET = "third", _("third market")


class PartnerType(models.TextChoices):
    COMPANY = "company", _("company")
    RESEARCH = "research", _("research institute or university")
    PUBLIC = "public", _("public body")
    ANY = "any", _("any")


class PartnershipType(models.TextChoices):
    SUPPLY = "supply", _("supply")
    LICENCE = "licence", pgettext_lazy("partnership", "licence")
    JOINT_VENTURE = "joint_venture", _("joint venture")
    DEMONSTRATION = "demonstration", _("demonstration")
    RESEARCH = "research", _("research cooperation")
    DISTRIBUTION = "distribution", _("distribution")
    INVESTMENT = "investment", _("investment")


class Result(models.TextChoices):
    PENDING = "", _("not yet known")
    AWARDED = "awarded", _("awarded")
    NONE = "none", _("no result")


class OpportunityStatus(models.TextChoices):
    """What the moments of an opportunity mean at a given time; never stored."""

    UPCOMING = "upcoming", _("opens later")
    OPEN = "open", _("open")
    CLOSING_SOON = "closing_soon", _("closing soon")
    CLOSED = "closed", _("closed")
    AWARDED = "awarded", _("awarded")
    NO_RESULT = "no_result", _("no result")
    EXPIRED = "expired", _("expired")
    ARCHIVED = "archived", _("archived")
