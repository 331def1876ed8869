"""Opportunities with their criteria and clarifications."""

from opportunities.models.choices import (
    Direction,
    OpportunityStatus,
    OpportunityType,
    PartnershipType,
    PartnerType,
    Result,
)
from opportunities.models.lifecycle import (
    ARCHIVED_AFTER,
    CLOSING_SOON,
    EXPIRES_AFTER,
    LONGEST_LIFE,
    months_after,
)
from opportunities.models.notices import ExpiryNotice
from opportunities.models.opportunity import (
    Opportunity,
    check_languages,
    check_partnership_types,
    sector_problems,
)
from opportunities.models.parts import Clarification, Criterion

__all__ = [
    "ARCHIVED_AFTER",
    "CLOSING_SOON",
    "EXPIRES_AFTER",
    "LONGEST_LIFE",
    "Clarification",
    "Criterion",
    "Direction",
    "ExpiryNotice",
    "Opportunity",
    "OpportunityStatus",
    "OpportunityType",
    "PartnerType",
    "PartnershipType",
    "Result",
    "check_languages",
    "check_partnership_types",
    "months_after",
    "sector_problems",
]
