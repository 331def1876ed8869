"""Outcomes with their parties and evidence, ready for release or released."""

from datetime import timedelta
from typing import Any

from organizations.models import Organization
from outcomes.models import Outcome
from publishing import clock
from publishing.actions import Approve
from tests.factories import NOON, actor, in_review, released

__all__ = ["EARLY", "outcome", "prepared"]

EARLY = NOON - timedelta(days=60)


def prepared(*, evidence: bool = True, parties: bool = True, **facts: Any) -> Outcome:
    """An outcome in review, at the stage of a contract unless ``facts`` say otherwise."""
    stage = facts.pop("outcome_stage", "contract")
    wanted = {"outcome_stage": stage, "as_of": "2026-04-20", "confirmed_on": "2026-04-22", **facts}
    if "confirmed_by" not in wanted:
        wanted["confirmed_by"] = released(Organization, at=EARLY)
    if wanted["confirmed_by"] is None:
        wanted["confirmed_on"] = None
    entry: Outcome = in_review(Outcome, **wanted)
    if parties:
        entry.outcome_parties.create(role="supplier", country="KR", name_en="Maker", name_ko="제조사")
    if evidence:
        entry.evidence.create(type="document", label_en="Signed page", seen_on="2026-04-21")
    return entry


def outcome(**facts: Any) -> Outcome:
    """The same, released on 1 June 2026 at noon in Seoul."""
    entry = prepared(**facts)
    with clock.as_of(NOON - timedelta(hours=1)):
        Approve(entry, actor(), release_at=NOON).execute()
    return entry
