"""People have names; what they were at a time is a role, and documents refer to the role."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models.organizations import Country, Organization, named_in
from organizations.validity import Validity, end_not_before_start
from publishing.fields import label
from publishing.kinds import Kind
from publishing.languages import Language
from publishing.models import Entry


class Person(Entry):
    """A person in public function. The name in each language is the title of the text in that language."""

    KIND = Kind(
        "person",
        _("person"),
        _("people"),
        routes="people",
        resource="people",
        parts=("names", "roles"),
        titled_by_name=True,
    )
    needs_body = False
    names_through = ("roles__organization",)

    country = models.CharField(_("side"), max_length=2, choices=Country, blank=True)
    spoken_title = label(_("form of address"), max_length=80)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def search_names(self) -> Iterable[str]:
        return self.names.values_list("text", flat=True)

    def called(self) -> Mapping[str, list[str]]:
        return named_in(self, self.names.all())


class PersonNameType(models.TextChoices):
    OFFICIAL = "official", pgettext_lazy("person", "name")
    ROMANIZED = "romanized", _("romanized")
    AS_PRINTED = "as_printed", _("as printed in a source")


class PersonName(models.Model):
    """A person's name in one script; ``family`` and ``given`` are kept apart where they are known."""

    VISIBLE_THROUGH = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="names", verbose_name=_("person"))
    language = models.CharField(_("language"), max_length=8, choices=Language)
    text = models.CharField(_("full name"), max_length=120)
    family = models.CharField(_("family name"), max_length=60, blank=True)
    given = models.CharField(_("given name"), max_length=60, blank=True)
    type = models.CharField(_("type"), max_length=12, choices=PersonNameType, default=PersonNameType.OFFICIAL)
    is_confirmed = models.BooleanField(_("confirmed by an editor"), default=True)

    class Meta:
        verbose_name = pgettext_lazy("person", "name")
        verbose_name_plural = _("names")
        ordering = ("language", "pk")

    def __str__(self) -> str:
        return self.text


class RoleType(models.TextChoices):
    MINISTER = "minister", _("minister")
    AMBASSADOR = "ambassador", _("ambassador")
    DIPLOMAT = "diplomat", _("diplomat")
    HEAD = "head", _("head of an institute")
    DIRECTOR = "director", _("director")
    PROFESSOR = "professor", _("professor")
    SPEAKER = "speaker", _("speaker")
    JOURNALIST = "journalist", _("journalist")
    STAFF = "staff", _("staff")


class Role(Validity):
    """What a person was, where, from when to when."""

    VISIBLE_THROUGH = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="roles", verbose_name=_("organization")
    )
    type = models.CharField(_("type"), max_length=12, choices=RoleType)
    title = label(pgettext_lazy("office", "title"), required=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("valid_from", "pk")
        constraints = [end_not_before_start("role_period")]

    def __str__(self) -> str:
        return f"{self.person.title}, {self.title}"
