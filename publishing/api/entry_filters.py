"""The filters that lists of all kinds have."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import search
from publishing.api.filters import CodeFilter, EntryFilter, Filters, NodeFilter, WordsFilter, YesNoFilter
from publishing.api.ranges import AmountFilter, MomentFilter, NumberBound, PartialFilter
from publishing.enums import Currency, Licence, Unit
from publishing.languages import Language
from publishing.models import Correction, Entry, Place, Sector, Text
from publishing.visibility import public

__all__ = ["EntryFilters", "moment"]


class SearchFilter(WordsFilter):
    """Words to look for, as on the search page."""

    repeatable = False

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        for words in value:
            qs = qs.filter(search.matches(words, qs.model))
        return qs


class LanguageFilter(CodeFilter):
    """Records with a text in the language."""

    def fits(self, value: str) -> Q:
        return Q(pk__in=public(Text).filter(language=value).values("entry_id"))


def moment(field_name: str, zone: str, *, says: Promise, first: bool, **kwargs: Any) -> MomentFilter:
    """One end of a range of moments."""
    return MomentFilter(field_name, zone, first=first, says=says, **kwargs)


def _corrections() -> Q:
    return Q(corrections__in=public(Correction))


class EntryFilters(Filters):
    q = SearchFilter(says=_("Words to look for, in any of the three languages."))
    sector = NodeFilter(Sector, "sectors", says=_("Slug of a sector; includes its sub-sectors."))
    place = NodeFilter(Place, "places", says=_("Slug of a place; includes the places in it."))
    available_in = LanguageFilter(
        None, Language, says=_("Language in which the record has a text of its own.")
    )
    authoritative_language = CodeFilter(
        "authoritative_language", Language, says=_("Language of the text that prevails.")
    )
    licence = CodeFilter("licence", Licence, says=_("Under what licence it may be used."))
    related = EntryFilter(Entry, "related", says=_("A record that it is related to."))
    released_from = moment(
        "release_at", "release_zone", says=_("Released on this day or at this moment, or later."), first=True
    )
    released_to = moment(
        "release_at",
        "release_zone",
        says=_("Released on this day or at this moment, or earlier."),
        first=False,
    )
    changed_from = moment(
        "changed_at",
        "release_zone",
        says=_("Last changed on this day or at this moment, or later."),
        first=True,
    )
    changed_to = moment(
        "changed_at",
        "release_zone",
        says=_("Last changed on this day or at this moment, or earlier."),
        first=False,
    )
    corrected_from = moment(
        "corrections__at",
        "release_zone",
        says=_("Corrected on this day or at this moment, or later."),
        first=True,
        together="corrections",
        among=_corrections,
    )
    corrected_to = moment(
        "corrections__at",
        "release_zone",
        says=_("Corrected on this day or at this moment, or earlier."),
        first=False,
        together="corrections",
        among=_corrections,
    )
    currency = CodeFilter(
        "money__currency", Currency, together="money", says=_("Currency in which an amount of it was stated.")
    )
    amount_from = AmountFilter(
        "money__amount",
        first=True,
        together="money",
        within="currency",
        says=_("States this amount or a larger one; needs one `currency`."),
    )
    amount_to = AmountFilter(
        "money__amount",
        first=False,
        together="money",
        within="currency",
        says=_("States this amount or a smaller one; needs one `currency`."),
    )
    money_as_of_from = PartialFilter(
        "money__as_of", first=True, together="money", says=_("States an amount as of this date or later.")
    )
    money_as_of_to = PartialFilter(
        "money__as_of", first=False, together="money", says=_("States an amount as of this date or earlier.")
    )
    count_of = CodeFilter("counts__unit", Unit, together="counts", says=_("What a number in it counts."))
    count_from = NumberBound(
        "counts__value",
        first=True,
        together="counts",
        within="count_of",
        says=_("States this number or a larger one; needs one `count_of`."),
    )
    count_to = NumberBound(
        "counts__value",
        first=False,
        together="counts",
        within="count_of",
        says=_("States this number or a smaller one; needs one `count_of`."),
    )
    is_sample = YesNoFilter("is_sample", says=_("Whether the record is a fictitious sample."))
