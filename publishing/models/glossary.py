from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields import label
from publishing.kinds import Vocabulary


class GlossaryTerm(models.Model):
    """A term of the field with its definition, offered to footnotes and shown in the public glossary."""

    VOCABULARY: ClassVar = Vocabulary("term", "glossary")

    slug = models.SlugField(_("code"), max_length=60, unique=True)
    term = label(_("term"), required=True)
    definition = label(_("definition"), required=True, long=True, max_length=1000)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.term
