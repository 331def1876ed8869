"""API resources: press releases, media coverage and keywords."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.routers import BaseRouter

from events.models import Event
from news.models import Byline, HotKeyword, MediaCoverage, PressContact, PressRelease, Quote
from news.models.releases import ReleaseType
from news.queries import active_keywords, quotes
from opportunities.models import Opportunity
from organizations.api import BodyThen, RoleSerializer, body_filter, person_filter
from organizations.models import Person
from publishing.api import fields
from publishing.api.entry_filters import EntryFilters, moment
from publishing.api.facts import FactsSerializer, RecordSerializer
from publishing.api.filters import CodeFilter, EntryFilter, Filters, NodeFilter, WordsFilter, called, named
from publishing.api.ranges import PartialFilter, YearFilter
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet, VocabularyList
from publishing.languages import Language
from publishing.models import Place
from publishing.visibility import public

__all__ = ["register"]


class QuoteSerializer(FactsSerializer):
    """What someone said, in the role held on the date of the document."""

    shown = staticmethod(quotes)

    speaker = RoleSerializer(source="role")

    class Meta:
        model = Quote
        fields = ("speaker", "text", "original_language")


class ContactSerializer(FactsSerializer):
    """Whom journalists can ask."""

    class Meta:
        model = PressContact
        fields = ("name", "unit", "phone", "email", "is_sample")


class PressReleaseSerializer(EntrySerializer):
    """What an issuer tells the press; ``dated`` is the document's own date, by which names and roles are given."""

    issuer = BodyThen()
    co_issuers = BodyThen(many=True)
    unit = BodyThen()
    quotes = QuoteSerializer(many=True)
    contacts = ContactSerializer(many=True)

    class Meta:
        model = PressRelease
        fields = (
            *("type", "issuer", "co_issuers", "unit", "number", "dated", "dateline"),
            *(
                "distributed_at",
                "distributed_zone",
                "embargo_note",
                "event",
                "source_url",
                "quotes",
                "contacts",
            ),
        )

    def day(self, instance: PressRelease) -> date | None:
        return instance.dated.earliest()


class BylineSerializer(FactsSerializer):
    """A name under an article, as printed."""

    class Meta:
        model = Byline
        fields = ("name", "person")


class CoverageSerializer(EntrySerializer):
    """An outside article; title and text are our summary of it, ``article_url`` is where it appeared."""

    outlet = BodyThen()
    article_url = fields.Plain(source="url", of="uri", optional=True)
    bylines = BylineSerializer(many=True)

    class Meta:
        model = MediaCoverage
        fields = ("outlet", "published", "published_at", "published_zone", "article_url", "event", "bylines")

    def day(self, instance: MediaCoverage) -> date | None:
        return instance.published.earliest()


class AuthorFilter(WordsFilter):
    """Somebody under whose name articles were printed; a name may be printed that no record of a person bears."""

    def fits(self, value: str) -> Q:
        person = public(Person).filter(called(value)).values_list("pk", flat=True)
        known = set(person) or named(Person, value)
        return Q(bylines__person__in=known) | Q(bylines__name__iexact=value.strip())


class LeadingFilter(EntryFilter):
    """What a release leads to: what it is related to, and what the event it is about is related to."""

    def fits(self, value: set[int]) -> Q:
        events = public(Event).filter(related__in=value)
        return Q(related__in=value) | Q(event__in=events.values("pk"))


class ReleaseFilters(EntryFilters):
    place = NodeFilter(Place, "places", "dateline", says=_("Slug of a place; includes the places in it."))
    type = CodeFilter("type", ReleaseType, says=_("What sort of document it is."))
    issuer = body_filter("issuer", "co_issuers", says=_("Who issued it, alone or with others."))
    event = EntryFilter(Event, "event", says=_("The event it is about."))
    opportunity = LeadingFilter(
        Opportunity, says=_("An opportunity it leads to, by itself or through the event it is about.")
    )
    unit = body_filter("unit", says=_("The unit in charge."))
    number = WordsFilter("number", says=_("The issuer’s number of the document."))
    speaker = person_filter("quotes__role__person", says=_("A person whom it quotes."))
    year = YearFilter("dated", says=_("Year of the document’s date."))
    dated_from = PartialFilter("dated", first=True, says=_("Dated on this date or later."))
    dated_to = PartialFilter("dated", first=False, says=_("Dated on this date or earlier."))

    distributed_from = moment(
        "distributed_at",
        "distributed_zone",
        says=_("Handed out to the press on this day or at this moment, or later."),
        first=True,
    )
    distributed_to = moment(
        "distributed_at",
        "distributed_zone",
        says=_("Handed out to the press on this day or at this moment, or earlier."),
        first=False,
    )


class CoverageFilters(EntryFilters):
    outlet = body_filter("outlet", says=_("The paper, station or site."))
    event = EntryFilter(Event, "event", says=_("The event it is about."))
    author = AuthorFilter(
        "bylines__person", says=_("Who wrote it: a person by slug, ref, uid or name, or a name as printed.")
    )
    year = YearFilter("published", says=_("Year of publication."))
    published_from = PartialFilter("published", first=True, says=_("Published on this date or later."))
    published_to = PartialFilter("published", first=False, says=_("Published on this date or earlier."))


class PressReleases(EntryViewSet):
    """Press releases, statements, speeches, explanations and corrections."""

    serializer_class = PressReleaseSerializer
    filterset_class = ReleaseFilters
    orderings = {"dated": ("dated", False)}


class Coverage(EntryViewSet):
    """What others wrote about the cooperation."""

    serializer_class = CoverageSerializer
    filterset_class = CoverageFilters
    orderings = {"published": ("published", False)}


class KeywordSerializer(RecordSerializer):
    """A search that editors put before the readers of one language."""

    always = "keyword"

    class Meta:
        model = HotKeyword
        fields = ("keyword", "language", "active_from", "active_to")


class KeywordFilters(Filters):
    language = CodeFilter("language", Language, says=_("Whose readers it is put before."))


class Keywords(VocabularyList):
    """Searches that editors put before readers today, in their order."""

    serializer_class = KeywordSerializer
    filterset_class = KeywordFilters
    # Which are put before readers is decided by days, and changed without telling anybody.
    by_content = True

    @classmethod
    def rows(cls) -> QuerySet[HotKeyword]:
        return active_keywords()


def register(router: BaseRouter) -> None:
    """Put the resources of this app into the API."""
    router.register("press-releases", PressReleases, basename="press-releases")
    router.register("media-coverage", Coverage, basename="media-coverage")
    router.register("keywords", Keywords, basename="keywords")
