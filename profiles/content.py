"""The part of a profile that a company can propose to change: every wording and fact by its path.

Paths are ``deck.<language>`` and ``products.<language>`` for the texts, ``website``, ``size_class`` and ``employees``, and
``technologies.<id>.<what>`` with ``<what>`` one of ``stage``, ``ipr``, ``gone``, or a wording with its language as
``summary.ko``. A technology that is new has ``new1`` or ``new2`` for its id. All values are text; what is not there is
empty.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from organizations.models import Company, Technology
from organizations.models.companies import DevelopmentStage, IntellectualProperty, SizeClass
from publishing import formats
from publishing.languages import LANGUAGES, Language, active, preferred
from publishing.models import Text
from publishing.presentation import Shown, foreign
from publishing.visibility import public

__all__ = [
    "CHOICES",
    "CODES",
    "FACTS",
    "GONE",
    "NEW",
    "TEXTS",
    "WORDS",
    "Content",
    "group",
    "label",
    "language_of",
    "present",
    "published",
    "said",
    "technology_name",
]

TEXTS = ("deck", "products")
FACTS = ("website", "size_class", "employees")
WORDS = ("name", "summary", "references")
CODES = ("stage", "ipr")
GONE = "gone"
CHOICES: dict[str, Any] = {
    "size_class": SizeClass,
    "stage": DevelopmentStage,
    "ipr": IntellectualProperty,
}
# The ids of technologies that are proposed anew.
NEW = ("new1", "new2")

Content = dict[str, str]


def published(company: Company) -> Content:
    """What everybody reads in the profile of ``company``; nothing before its release."""
    found = public(Company).filter(pk=company.pk).prefetch_related("technologies").first()
    return _content(found, found.texts.live()) if found else _content(None, ())


def present(company: Company) -> Content:
    """What staff works on: the facts as they are, and versions in the making before the live ones."""
    stored = Company.objects.prefetch_related("technologies").get(pk=company.pk)
    texts = {text.language: text for text in stored.texts.live()}
    texts |= {text.language: text for text in stored.texts.open()}
    return _content(stored, texts.values())


def _content(company: Company | None, texts: Iterable[Text]) -> Content:
    by_language = {text.language: text for text in texts}
    content: Content = {}
    for name in TEXTS:
        for language in LANGUAGES:
            content[f"{name}.{language}"] = _wording(by_language.get(language), name)
    for name in FACTS:
        value = getattr(company, name) if company else None
        content[name] = "" if value is None else str(value)
    for technology in company.technologies.all() if company else ():
        content |= _technology(technology)
    return content


def _wording(text: Text | None, name: str) -> str:
    if text is None:
        return ""
    return text.deck if name == "deck" else str(text.extra.get(name, ""))


def _technology(technology: Technology) -> Content:
    path = f"technologies.{technology.pk}"
    content = {
        f"{path}.{name}.{language}": str(getattr(technology, to_attribute(name, language)))
        for name in WORDS
        for language in LANGUAGES
    }
    content |= {f"{path}.{name}": str(getattr(technology, name)) for name in CODES}
    return {**content, f"{path}.{GONE}": ""}


def technology_name(content: Content, key: str) -> Shown:
    """What the technology at the path ``key`` is called, in the nearest language; empty where it has no name."""
    for language in preferred(active()):
        if name := content.get(f"{key}.name.{language}"):
            return {"value": name, "html_lang": foreign(language)}
    return {}


def language_of(path: str) -> str:
    """The language in which the value at ``path`` is written; empty for what has none."""
    last = path.rpartition(".")[2]
    return last if last in Language.values else ""


def group(path: str) -> str:
    """What belongs together: a wording in all its languages, a fact, a technology."""
    first, _dot, rest = path.partition(".")
    return f"{first}.{rest.partition('.')[0]}" if first == "technologies" else first


def label(path: str) -> str:
    """What the value at ``path`` is, without its language."""
    names = {
        "deck": _("In one sentence"),
        "products": _("Products"),
        "website": _("Website"),
        "size_class": _("Size"),
        "employees": _("Employees"),
        "name": _("Name of the technology"),
        "summary": _("Summary"),
        "references": _("References"),
        "stage": _("Stage"),
        "ipr": _("Intellectual property"),
        GONE: _("No longer offered"),
    }
    parts = path.split(".")
    return names[parts[2] if parts[0] == "technologies" else parts[0]]


def said(path: str, value: str) -> str:
    """``value`` as it is shown to people: codes in words."""
    name = path.rsplit(".", maxsplit=1)[-1]
    if name == GONE:
        return _("yes") if value else _("no")
    if name == "employees" and value:
        return formats.count(int(value), "exact", active())
    if name in CHOICES and value in CHOICES[name].values:
        return capfirst(str(CHOICES[name](value).label))
    return value
