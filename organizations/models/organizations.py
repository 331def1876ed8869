"""Organizations, with the names they had over time."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.validity import Validity, end_not_before_start
from publishing.fields import PartialDateField
from publishing.kinds import Kind, WordedField
from publishing.languages import Language, preferred
from publishing.models import Entry, Place
from publishing.visibility import visible


class OrganizationType(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    DEPARTMENT = "department", _("department")
    DIVISION = "division", _("division")
    INSTITUTE = "institute", _("institute")
    ASSOCIATION = "association", _("association")
    LOCAL_GOVERNMENT = "local_government", _("local government")
    UNIVERSITY = "university", _("university")
    EMBASSY = "embassy", _("embassy")
    MEDIA = "media", _("media")
    COMPANY = "company", _("company")
    CENTER = "center", _("cooperation center")
    INTERNATIONAL = "international", _("international body")


class NameType(models.TextChoices):
    OFFICIAL = "official", _("official name")
    SHORT = "short", _("short name")
    ACRONYM = "acronym", _("acronym")
    FORMER = "former", _("former name")
    AS_PRINTED = "as_printed", _("as printed in a source")


class Country(models.TextChoices):
    """The side an organization belongs to."""

    KOREA = "KR", _("Korea")
    CHINA = "CN", _("China")
    OTHER = "", _("other or both")


class Organization(Entry):
    """A body that acts: issues, hosts, takes part. Its present name is the title of its texts."""

    KIND = Kind(
        "organization",
        _("organization"),
        _("organizations"),
        routes="organizations",
        resource="organizations",
        titled_by_name=True,
        parts=("names",),
    )
    needs_body = False

    type = models.CharField(_("type"), max_length=20, choices=OrganizationType)
    country = models.CharField(_("side"), max_length=2, choices=Country, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("part of")
    )
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="successors", verbose_name=_("predecessors")
    )
    seat = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seat")
    )
    founded = PartialDateField(_("founded"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))
    dissolved = PartialDateField(_("dissolved"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [end_not_before_start("organization_dissolved_after_founded", "founded", "dissolved")]

    def name_on(self, day: date, language: str) -> tuple[str, str]:
        """The official name valid on ``day`` and its language; the present name where none is recorded.

        Reads ``names`` and ``live_texts``, so load both for lists.
        """
        held = [name for name in self.names.all() if name.type != NameType.AS_PRINTED and name.holds_on(day)]
        for candidate in preferred(language):
            for name in held:
                if name.language == candidate and name.type in (NameType.OFFICIAL, NameType.FORMER):
                    return name.text, candidate
        text = self.name_text(language)
        return (text.title, text.language) if text else (self.slug, Language.ENGLISH)

    def search_names(self) -> Iterable[str]:
        return self.names.values_list("text", flat=True)

    def called(self) -> Mapping[str, list[str]]:
        return named_in(self, self.names.all())

    @classmethod
    def search_kin(cls, entry_ids: set[int]) -> set[int]:
        return lineage(entry_ids)


class OrganizationName(Validity):
    """One of an organization's names in one language, for the time it was in use."""

    VISIBLE_THROUGH = "organization"

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="names", verbose_name=_("organization")
    )
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=Language)
    type = models.CharField(_("type"), max_length=12, choices=NameType, default=NameType.OFFICIAL)
    is_confirmed = models.BooleanField(_("confirmed by an editor"), default=True)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ("language", "valid_from", "pk")
        constraints = [end_not_before_start("organization_name_period")]

    def __str__(self) -> str:
        return self.text


def named_in(entry: Entry, recorded: Iterable[Any]) -> dict[str, list[str]]:
    """The titles of the live texts of ``entry`` and its ``recorded`` names, per language."""
    entry.text()
    names: dict[str, list[str]] = {}
    for text in entry.live_texts:
        names.setdefault(text.language, []).append(text.title)
    for name in recorded:
        names.setdefault(name.language, []).append(name.text)
    return names


def lineage(organization_ids: set[int]) -> set[int]:
    """The ids with those of all their predecessors and successors: one body through its renamings.

    Only as far as they are public: who follows whom is not told before both are.
    """
    return _kin(organization_ids, _successions())


def lines() -> dict[int, int]:
    """The least id of its :func:`lineage` for every body that has one of several."""
    pairs = _successions()
    found: dict[int, int] = {}
    for first in sorted({each for pair in pairs for each in pair}):
        if first not in found:
            found.update(dict.fromkeys(_kin({first}, pairs), first))
    return found


def _successions() -> list[tuple[int, int]]:
    through = Organization.predecessors.through
    known = through.objects.filter(visible(through="from_organization"), visible(through="to_organization"))
    return list(known.values_list("from_organization_id", "to_organization_id"))


def _kin(organization_ids: set[int], pairs: list[tuple[int, int]]) -> set[int]:
    found = set(organization_ids)
    while True:
        more = {other for pair in pairs for other in pair if found.intersection(pair)} - found
        if not more:
            return found
        found |= more


MANDATE = WordedField("mandate", _("mandate"), 2000)
