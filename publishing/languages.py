"""The portal's three languages and the order in which one stands in for another."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

__all__ = ["LANGUAGES", "Language", "active", "preferred"]


class Language(models.TextChoices):
    """BCP 47 codes as stored; ``html_lang`` is the form for documents."""

    ENGLISH = "en", _("English")
    KOREAN = "ko", _("Korean")
    CHINESE = "zh-hans", _("Simplified Chinese")

    @property
    def html_lang(self) -> str:
        return "zh-Hans" if self is Language.CHINESE else self.value

    @property
    def suffix(self) -> str:
        """The ending of a column that holds this language, as in ``name_zh_hans``."""
        return self.value.replace("-", "_")


LANGUAGES = tuple(Language)


def active() -> Language:
    """The language of the page being made; the site's default outside a request."""
    code = get_language() or settings.LANGUAGE_CODE
    return Language(code) if code in Language.values else Language.ENGLISH


def preferred(first: str, *then: str) -> list[Language]:
    """All languages, ``first`` and ``then`` leading, without repeats."""
    return list(dict.fromkeys(Language(code) for code in (first, *then, *Language.values)))
