"""The six tables and their columns."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from exchange.tables.columns import (
    Amount,
    Choice,
    Column,
    Day,
    Flag,
    ManyReferences,
    Moment,
    Number,
    PartialDay,
    Reference,
    SeveralChoices,
    in_languages,
)
from exchange.tables.entries import EntryTable
from exchange.tables.participants import ParticipantTable
from exchange.tables.parts import Names, Part, RolePart
from exchange.tables.references import References
from exchange.tables.table import Table
from exchange.tables.wording import wording_columns
from news.models import PressRelease
from opportunities.models import Opportunity, PartnershipType
from organizations.models import Company, CooperationCenter, Organization, Person, Role
from organizations.models.organizations import NameType, OrganizationType
from organizations.models.people import PersonNameType
from publishing.languages import LANGUAGES, Language
from publishing.models import Money, Office, Place, Sector

__all__ = ["TABLES", "tables_of"]


def _filing() -> list[Column]:
    """Where an entry of any kind belongs, and its rights."""
    return [
        ManyReferences("sectors", Sector),
        ManyReferences("places", Place),
        Reference("office", Office),
        Choice("authoritative_language"),
        Choice("licence"),
        Flag("is_sample"),
    ]


def _body() -> list[Column]:
    """What organizations of all kinds have in common."""
    return [
        Choice("type"),
        Choice("country"),
        Reference("parent", Organization),
        ManyReferences("predecessors", Organization),
        Reference("seat", Place),
        PartialDay("founded"),
        PartialDay("dissolved"),
        Column("website"),
        *(Names("short_names", NameType.SHORT, language, _("short names")) for language in LANGUAGES),
        *(Names("acronyms", NameType.ACRONYM, language, _("acronyms")) for language in LANGUAGES),
    ]


def _press_slug(cells: dict[str, str]) -> str:
    """An old release without English title is addressed by its issuer's number or by its date and number."""
    number = slugify(cells.get("number", ""))
    dated = cells.get("dated", "")
    return slugify(f"{cells.get('issuer', '')} {dated} {number}") if number and dated else ""


def _same_release(references: References, cells: dict[str, str]) -> Q | None:
    """The issuer's own number names a release where no address does."""
    issuer, number = cells.get("issuer", ""), cells.get("number", "")
    if not issuer or not number:
        return None
    try:
        return Q(issuer_id=references.find(Organization, issuer), number=number)
    except ValidationError:
        # The row is refused for its issuer where the column itself is read.
        return None


TABLES: dict[str, Table] = {
    table.code: table
    for table in (
        EntryTable(
            "organizations",
            _("Organizations"),
            Organization,
            [*_body(), *_filing(), *wording_columns(Organization.KIND)],
            prefetch=("names",),
        ),
        EntryTable(
            "companies",
            _("Companies"),
            Company,
            [
                *_body(),
                Choice("size_class"),
                Number("employees"),
                ManyReferences("export_markets", Place),
                *_filing(),
                *wording_columns(Company.KIND),
            ],
            prefetch=("names",),
            defaults={"type": OrganizationType.COMPANY},
        ),
        EntryTable(
            "people",
            _("People"),
            Person,
            [
                Choice("country"),
                *in_languages("spoken_title"),
                Names("romanized", PersonNameType.ROMANIZED, Language.ENGLISH, _("romanized names")),
                *_filing(),
                *wording_columns(Person.KIND),
            ],
            parts=(
                RolePart(
                    "roles",
                    "person",
                    Role,
                    [
                        Choice("role_type", "type"),
                        Reference("role_organization", Organization, field="organization"),
                        *in_languages("role_title", field="title"),
                        PartialDay("role_from", "valid_from"),
                        PartialDay("role_to", "valid_to"),
                    ],
                ),
            ),
            prefetch=("names", "roles"),
        ),
        ParticipantTable("participants", _("Participants"), Event),
        EntryTable(
            "opportunities",
            _("Opportunities"),
            Opportunity,
            [
                Choice("type"),
                Choice("direction"),
                Reference("owner", Organization),
                Reference("center", CooperationCenter),
                Choice("stage_of_development"),
                Choice("ipr"),
                Choice("partner_type"),
                Choice("partner_size"),
                SeveralChoices("partnership_types", PartnershipType),
                SeveralChoices("languages_accepted", Language),
                Choice("deadline_zone"),
                Moment("opens_at", "deadline_zone"),
                Moment("deadline_at", "deadline_zone"),
                Moment("expires_at", "deadline_zone"),
                Flag("open_for_interest"),
                Choice("result"),
                Day("decided_on"),
                *in_languages("result_note"),
                *_filing(),
                *wording_columns(Opportunity.KIND),
            ],
            parts=(
                Part(
                    "money",
                    "entry",
                    Money,
                    [
                        Amount("money_amount", "amount"),
                        Choice("money_currency", "currency"),
                        Choice("money_qualifier", "qualifier"),
                        *in_languages("money_label", field="label"),
                    ],
                ),
            ),
            prefetch=("money",),
        ),
        EntryTable(
            "press",
            pgettext_lazy("table", "Press archive"),
            PressRelease,
            [
                Choice("type"),
                Reference("issuer", Organization),
                ManyReferences("co_issuers", Organization),
                Reference("unit", Organization),
                Column("number"),
                PartialDay("dated"),
                Reference("dateline", Place),
                Choice("distributed_zone"),
                Moment("distributed_at", "distributed_zone"),
                *in_languages("embargo_note"),
                Reference("event", Event),
                Column("source_url"),
                Choice("release_policy"),
                *_filing(),
                *wording_columns(PressRelease.KIND),
            ],
            hands_over=True,
            slug_of=_press_slug,
            same_as=_same_release,
        ),
    )
}


def tables_of(model: type[Any]) -> list[Table]:
    """The tables that the list of ``model`` offers."""
    return [table for table in TABLES.values() if table.is_offered_for(model)]
