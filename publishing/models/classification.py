"""What every entry can be sorted by: where it happens and what field it belongs to."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields import label
from publishing.kinds import Vocabulary


class Tree(models.Model):
    """A labelled node below an optional parent of the same vocabulary."""

    slug = models.SlugField(_("code"), max_length=60, unique=True)
    name = label(_("name"), required=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    parent_id: int | None
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def subtree(cls, slug: str) -> list[int]:
        """The ids of the node ``slug`` and all below it; empty if there is none."""
        children: dict[int | None, list[int]] = {}
        root = None
        for node in cls._default_manager.only("parent", "slug"):
            children.setdefault(node.parent_id, []).append(node.pk)
            if node.slug == slug:
                root = node.pk
        found = [root] if root else []
        for pk in found:
            found.extend(children.get(pk, ()))
        return found


class Place(Tree):
    """A country, province, city or district; ``iso_code`` is ISO 3166-1 or -2, ``zone`` an IANA name."""

    VOCABULARY: ClassVar = Vocabulary("place", "places")

    iso_code = models.CharField(_("ISO 3166 code"), max_length=6, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, blank=True)

    class Meta(Tree.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")


class Sector(Tree):
    """A field of environmental industry or policy."""

    VOCABULARY: ClassVar = Vocabulary("sector", "sectors")

    class Meta(Tree.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
