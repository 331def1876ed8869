"""The kernel's closed vocabularies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryState(models.TextChoices):
    """Stored states of an entry; scheduled, released and withdrawn follow from its moments."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class TextState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    SUPERSEDED = "superseded", _("superseded")
    REMOVED = "removed", pgettext_lazy("text", "removed")


WRITTEN_TEXT_STATES = (TextState.DRAFT, TextState.IN_REVIEW)
OPEN_TEXT_STATES = (*WRITTEN_TEXT_STATES, TextState.SCHEDULED)


class Stage(models.TextChoices):
    """Where an entry stands at a moment, as staff and readers see it."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    RELEASED = "released", _("released")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Happening(models.TextChoices):
    """What readers are told of an entry, or of a node of a vocabulary."""

    RELEASED = "released", _("released")
    REVISED = "revised", _("revised")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    OPENED = "opened", _("opened")
    CLOSING_SOON = "closing_soon", _("closing soon")
    CLOSED = "closed", _("closed")
    EXPIRED = "expired", _("expired")
    ARCHIVED = "archived", _("archived")


class AccessPurpose(models.TextChoices):
    """Why somebody without an account may read an entry before its release."""

    PREVIEW = "preview", _("preview for a colleague")
    PRESS = "press", _("embargoed access for the press")


class ReleasePolicy(models.TextChoices):
    TOGETHER = "together", _("all languages together")
    AUTHORITATIVE_FIRST = "authoritative_first", _("authoritative language first")


class Severity(models.TextChoices):
    """What a new version of something already public changes."""

    MINOR = "minor", _("minor edit (wording or typing error)")
    CORRECTION = "correction", _("correction of the content")


class TextOrigin(models.TextChoices):
    ORIGINAL = "original", _("original")
    TRANSLATION = "translation", _("translation")
    SUMMARY = "summary", _("summary")


class Licence(models.TextChoices):
    KOGL_1 = "kogl-1", _("KOGL type 1: use with attribution")
    KOGL_2 = "kogl-2", _("KOGL type 2: attribution, non-commercial")
    KOGL_3 = "kogl-3", _("KOGL type 3: attribution, no changes")
    KOGL_4 = "kogl-4", _("KOGL type 4: attribution, non-commercial, no changes")
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    ALL_RIGHTS = "all-rights-reserved", _("all rights reserved: reproduction with written permission")


class Crop(models.TextChoices):
    """Parts of an image that are shown instead of the whole."""

    CARD = "card", _("card in social networks (1.91 : 1)")
    LEAD = "lead", _("lead picture on small screens (3 : 2)")


class Zone(models.TextChoices):
    """IANA zones that staff enter times in."""

    SEOUL = "Asia/Seoul", _("Seoul time (KST)")
    BEIJING = "Asia/Shanghai", _("Beijing time (CST)")
    UTC = "UTC", _("UTC")


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")
    UP_TO = "up_to", _("up to")


class Unit(models.TextChoices):
    """What a count counts; the names are those of ``formats.count``."""

    PEOPLE = "people", pgettext_lazy("unit", "people")
    COMPANIES = "companies", _("companies")
    PROVINCES = "provinces", _("provinces")
    AREAS = "areas", _("areas")
    YEARS = "years", _("years")
    ITEMS = "items", _("items")


class Currency(models.TextChoices):
    """ISO 4217 codes the portal meets."""

    KRW = "KRW", _("South Korean won")
    CNY = "CNY", _("Chinese yuan")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("euro")
