"""Verified marks of companies as the public sees them: which count on a day, and what they say."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q

from organizations.models import Company, Organization, Verification
from organizations.models.verifications import Check, decisive
from organizations.presentation import named
from organizations.validity import today
from publishing import formats
from publishing.languages import active
from publishing.presentation import Shown, worded
from publishing.visibility import linked, public

__all__ = ["current", "marks", "shown", "shown_marks", "state", "verified"]


def marks(*, whole: bool = False) -> Prefetch:
    """Load the public marks of companies; ``whole`` with the names of who checked."""
    rows = public(Verification)
    if whole:
        rows = rows.prefetch_related(linked("checked_by", Organization), "checked_by__names")
    else:
        rows = rows.select_related("checked_by")
    return Prefetch("verifications", rows)


def current(organization_ids: Iterable[int], day: date | None = None) -> dict[int, Verification]:
    """The public marks that count on ``day``, by default today, by the ids of the companies among these bodies."""
    day = day or today()
    rows = public(Verification).filter(company__in=organization_ids, checked_on__lte=day, expires_on__gte=day)
    found: dict[int, list[Verification]] = {}
    for mark in rows:
        found.setdefault(mark.company_id, []).append(mark)
    return {pk: chosen for pk, held in found.items() if (chosen := decisive(held, day))}


def verified(day: date | None = None) -> Q:
    """Companies that bear a mark which counts on ``day``, by default today."""
    day = day or today()
    counting = public(Verification).filter(checked_on__lte=day, expires_on__gte=day)
    return Q(pk__in=counting.values("company"))


def shown_marks() -> Q:
    """What of the marks of companies, behind ``verifications``, the public may see."""
    return Q(verifications__in=public(Verification).values("pk"))


def state(mark: Verification | None, day: date | None = None) -> str:
    """The state "verified" or "expired", as ``components/status_seal.html`` takes it; empty for none."""
    if mark is None:
        return ""
    return "verified" if mark.counts_on(day or today()) else "expired"


def shown(company: Company, day: date | None = None) -> Shown:
    """What the mark of ``company`` says on ``day``, for ``companies/verification.html``; empty without one."""
    mark = company.verification(day)
    if mark is None:
        return {}
    language = active()
    return {
        "state": state(mark, day),
        "checked_on": formats.date(mark.checked_on, language),
        "expires_on": formats.date(mark.expires_on, language),
        "by": named(mark.checked_by, mark.checked_on),
        "checks": [str(Check(code).label) for code in mark.checks],
        "note": worded(mark, "note"),
    }
