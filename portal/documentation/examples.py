"""The resources in the order in which they are explained, each with a query that shows it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language

__all__ = ["EXAMPLES", "GROUPS", "Example", "Group", "address_of", "example_of"]

Words = str | Promise

# Resources that are one address, without records of their own.
SINGLE = ("changes", "search")


@dataclass(frozen=True)
class Example:
    """One resource: what it holds, and the filters of a query that shows it.

    ``lang`` in the query wins over the reader's language.
    """

    resource: str
    holds: Words
    query: dict[str, str] = field(default_factory=dict)

    def address(self, language: Language, *, filtered: bool = True) -> str:
        """The path of the query in the reader's ``language``; without ``filtered`` that of the whole list."""
        query = {"lang": language.value} if self.resource not in UNWORDED else {}
        query |= self.query if filtered or self.resource in ASKING else {}
        if self.resource not in WHOLE:
            query |= {"page_size": "1"}
        return f"{address_of(self.resource)}?{urlencode(query)}"


@dataclass(frozen=True)
class Group:
    """Resources that belong together."""

    label: Words
    examples: tuple[Example, ...]


# Lists that are always given whole.
WHOLE = ("instruments", "mechanisms", "sectors", "places", "glossary", "keywords")
# What answers nothing that is not asked for.
ASKING = ("search",)
# Whose records say nothing in words.
UNWORDED = ("keywords",)

GROUPS = (
    Group(
        _("News"),
        (
            Example(
                "press-releases",
                _("What ministries and other issuers tell the press"),
                {"type": "release", "ordering": "-released_at"},
            ),
            Example(
                "media-coverage",
                _("What others wrote about the cooperation"),
                {"ordering": "-published"},
            ),
            Example("keywords", _("Searches that editors put before readers today"), {"language": "zh-hans"}),
        ),
    ),
    Group(
        _("Organizations and people"),
        (
            Example(
                "organizations",
                _("Ministries, institutes, associations … with the names they had over time"),
                {"country": "CN"},
            ),
            Example(
                "centers",
                _("Cooperation centers: services, sites over time, supervising bodies"),
                {"place": "beijing"},
            ),
            Example(
                "companies", _("Companies with technologies and certificates"), {"stage": "demonstrable"}
            ),
            Example("people", _("People in public function and their roles over time"), {"role": "minister"}),
        ),
    ),
    Group(
        _("Events"),
        (
            Example(
                "events",
                _("Events of all kinds by date"),
                {"takes_place_from": "2026-06-01", "ordering": "starts_on"},
            ),
            Example("delegations", _("Delegations: route, programme, participants"), {"edition": "8"}),
            Example("forums", _("Forums: talks, matching sessions, site visits"), {"item": "matching"}),
            Example("exhibitions", _("Exhibitions and the pavilions in them"), {"capacity": "exhibitor"}),
            Example("meetings", _("Seminars, ceremonies, meetings of mechanisms"), {"type": "seminar"}),
            Example(
                "series", _("Series of events with their numbered editions"), {"ordinal_unit": "meeting"}
            ),
        ),
    ),
    Group(
        _("Programs and agreements"),
        (
            Example(
                "programs", _("Programs: training, joint research, demonstration …"), {"status": "running"}
            ),
            Example(
                "projects", _("Projects with milestones and progress reports"), {"ordering": "-changed_at"}
            ),
            Example("instruments", _("Agreements, plans, memoranda, strategies"), {"lang": "*"}),
            Example("mechanisms", _("Joint committees, policy dialogues, advisory committees")),
        ),
    ),
    Group(
        _("Opportunities"),
        (
            Example(
                "opportunities",
                _("What is offered and sought across the border, and until when"),
                {"open": "true", "ordering": "deadline_at"},
            ),
            Example(
                "calls",
                _("Which events companies can join, on what terms, and until when"),
                {"open": "true", "ordering": "deadline_at"},
            ),
            Example("outcomes", _("What came of the cooperation, by stage and with its evidence")),
        ),
    ),
    Group(
        _("Vocabularies and standing pages"),
        (
            Example("sectors", _("The sectors by which everything is classified"), {"lang": "*"}),
            Example("places", _("Countries, provinces and cities")),
            Example("glossary", _("Terms of the field in three languages"), {"lang": "*"}),
            Example("pages", _("Standing pages"), {"ordering": "-changed_at"}),
        ),
    ),
    Group(
        _("All resources"),
        (
            Example("search", _("Search over all kinds"), {"q": "2026"}),
            Example("changes", _("What was released, changed and withdrawn, in order")),
        ),
    ),
)
EXAMPLES = tuple(example for group in GROUPS for example in group.examples)
_BY_RESOURCE = {example.resource: example for example in EXAMPLES}


def example_of(resource: str) -> Example | None:
    """The example of the resource called ``resource``, if there is such a resource."""
    return _BY_RESOURCE.get(resource)


def address_of(resource: str) -> str:
    """The path of the resource."""
    return reverse(f"api:{resource}" if resource in SINGLE else f"api:{resource}-list")
