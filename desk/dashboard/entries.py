"""Entries that wait for somebody: to be looked at, written, reviewed, released, brought up to date."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.admin.lists import in_stage, language_mark, stale
from desk.admin.permissions import has_model_permission
from desk.dashboard.panes import Work, work
from publishing import clock, formats, kinds, offices
from publishing.actions.base import WRITING
from publishing.actions.entries import uncountersigned
from publishing.enums import EntryState, Stage, TextState
from publishing.languages import LANGUAGES, Language, active
from publishing.models import AuditRecord, BrokenLink, Entry, LanguagePlan, Text
from publishing.models.links import LinkProblem

__all__ = ["NEXT"]

APPROVE, CORRECT, SUBMIT = "publishing.approve_entry", "publishing.correct_entry", "publishing.submit_entry"
CHANGE_TEXT = "publishing.change_text"
RETURNS = ("return", "return_text")
# What is said to the authors of an entry, or by them.
HANDING = ("submit", "submit_text", *RETURNS)


def may_approve(user: Any) -> bool:
    return bool(user.has_perm(APPROVE))


def may_submit(user: Any) -> bool:
    return bool(user.has_perm(SUBMIT))


def may_review(user: Any) -> bool:
    return may_approve(user) or bool(user.has_perm(CORRECT))


def may_translate(user: Any) -> bool:
    return bool(user.has_perm(CHANGE_TEXT)) and may_submit(user)


def moment_of_release(entry: Entry) -> str:
    if entry.release_at is None:
        return ""
    return formats.moment(entry.release_at, entry.release_zone, active())


# --- Done alone ---


def alone(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What somebody else did without a second pair of eyes."""
    records = uncountersigned().filter(entry=OuterRef("pk")).exclude(actor=user).order_by("at", "pk")
    return (
        entries.filter(offices.held(user, APPROVE))
        .annotate(
            done_by=Subquery(records.values("actor__username")[:1]),
            done_because=Subquery(records.values("reason")[:1]),
            done_at=Subquery(records.values("at")[:1]),
        )
        .filter(done_at__isnull=False)
        .order_by("done_at", "pk")
    )


def who_and_why(entry: Any) -> str:
    return _("%(who)s: %(reason)s") % {"who": entry.done_by, "reason": entry.done_because}


work(
    Work(
        "alone",
        gettext_lazy("Done alone, to be countersigned"),
        10,
        may=may_approve,
        select=alone,
        note=who_and_why,
        page="board",
        is_urgent=True,
    )
)


# --- Writing ---


def missed(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What was meant to be out by now and has not been approved."""
    concerned = offices.held(user, APPROVE) | Q(created_by=user)
    return (
        entries.filter(concerned, release_at__lte=clock.now())
        .exclude(state=EntryState.APPROVED)
        .order_by("release_at", "pk")
    )


work(
    Work(
        "missed",
        gettext_lazy("Release time has passed without approval"),
        15,
        may=may_submit,
        select=missed,
        note=moment_of_release,
        page="board",
        is_urgent=True,
    )
)


def to_write(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """The person's drafts, and open versions he has in hand; what came back to him leads."""
    planned = LanguagePlan.objects.filter(
        entry=OuterRef("entry"), language=OuterRef("language"), translator=user
    )
    in_hand = Text.objects.filter(entry=OuterRef("pk"), state=TextState.DRAFT, author=user).exclude(
        Exists(planned)
    )
    said = AuditRecord.objects.filter(entry=OuterRef("pk"), action__in=HANDING).order_by("-at", "-pk")
    return (
        entries.filter(Q(state=EntryState.DRAFT, created_by=user) | Exists(in_hand))
        .exclude(in_stage(Stage.WITHDRAWN))
        .annotate(
            last_said=Subquery(said.values("action")[:1]), said_because=Subquery(said.values("reason")[:1])
        )
        .annotate(came_back=Case(When(last_said__in=RETURNS, then=Value(1)), default=Value(0)))
        .order_by("-came_back", "-created_at", "-pk")
    )


def came_back_because(entry: Any) -> str:
    if entry.came_back:
        return _("Returned: %(reason)s") % {"reason": entry.said_because}
    return ""


work(
    Work(
        "write",
        gettext_lazy("Yours to write"),
        20,
        may=may_submit,
        select=to_write,
        note=came_back_because,
        is_late=lambda entry: bool(vars(entry)["came_back"]),
    )
)


# --- Reviewing ---


def reviewed(user: Any, *, own: bool) -> Exists:
    """Whether texts are in review that ``user`` had a hand in, or that he had none in."""
    hand = Q(author=user) | Exists(
        AuditRecord.objects.filter(text=OuterRef("pk"), actor=user, action__in=WRITING)
    )
    texts = Text.objects.filter(entry=OuterRef("pk"), state=TextState.IN_REVIEW)
    return Exists(texts.filter(hand) if own else texts.exclude(hand))


def to_review(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What the person may approve: neither begun nor written by him."""
    corrected = [
        kind.code for kind in kinds.every() if has_model_permission(user, "change", kinds.model_of(kind.code))
    ]
    may_publish = offices.held(user, APPROVE) | offices.held(user, CORRECT) & Q(kind__in=corrected)
    whole = (
        Q(state=EntryState.IN_REVIEW)
        & offices.held(user, APPROVE)
        & ~Q(created_by=user)
        & ~reviewed(user, own=True)
    )
    version = Q(state=EntryState.APPROVED) & may_publish & reviewed(user, own=False)
    return (
        entries.filter(whole | version)
        .exclude(in_stage(Stage.WITHDRAWN))
        .order_by(F("release_at").asc(nulls_last=True), "pk")
    )


def what_is_reviewed(entry: Entry) -> str:
    """The release that it is for, or the languages of the new versions of what is out already."""
    if entry.state == EntryState.IN_REVIEW:
        return moment_of_release(entry) or _("No release time yet")
    texts = vars(entry)["current_texts"]
    waiting = {text.language for text in texts if text.state == TextState.IN_REVIEW}
    return _("New version: %(languages)s") % {
        "languages": ", ".join(str(each.label) for each in LANGUAGES if each in waiting)
    }


work(
    Work(
        "review",
        gettext_lazy("Yours to review"),
        30,
        may=may_review,
        select=to_review,
        note=what_is_reviewed,
    )
)


def with_others(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What the person wrote or began, and somebody else has to approve."""
    whole = Q(state=EntryState.IN_REVIEW) & (Q(created_by=user) | reviewed(user, own=True))
    version = Q(state=EntryState.APPROVED) & reviewed(user, own=True)
    return (
        entries.filter(whole | version)
        .exclude(in_stage(Stage.WITHDRAWN))
        .order_by(F("release_at").asc(nulls_last=True), "pk")
    )


work(
    Work(
        "others",
        gettext_lazy("Waits for somebody else, because you wrote it"),
        35,
        may=may_submit,
        select=with_others,
        note=what_is_reviewed,
    )
)


# --- Releases ---


def to_release(entries: QuerySet[Entry], _user: Any) -> QuerySet[Entry]:
    """What has a release time ahead, approved or not."""
    return entries.filter(release_at__gt=clock.now()).order_by("release_at", "pk")


def release_at(entry: Entry) -> datetime | None:
    return entry.release_at


NEXT = work(
    Work(
        "next",
        gettext_lazy("Next releases"),
        40,
        may=may_submit,
        select=to_release,
        note=moment_of_release,
        until=release_at,
        page="board",
        length=5,
    )
)


# --- What is out ---


def behind(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What is out with a translation of an original that has moved on."""
    return entries.filter(offices.held(user, CHANGE_TEXT), in_stage(Stage.RELEASED), stale()).order_by(
        F("changed_at").asc(nulls_last=True), "pk"
    )


def languages_behind(entry: Entry) -> str:
    return ", ".join(str(each.label) for each in LANGUAGES if language_mark(entry, each) == "stale")


work(
    Work(
        "stale",
        gettext_lazy("Translations behind the original"),
        50,
        may=may_translate,
        select=behind,
        note=languages_behind,
    )
)


def with_broken_links(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What has links that led nowhere when they were last followed."""
    links = BrokenLink.objects.filter(entry=OuterRef("pk")).order_by("first_seen", "pk")
    number = links.order_by().values("entry").annotate(number=Count("pk")).values("number")
    return (
        entries.filter(offices.held(user, CHANGE_TEXT))
        .annotate(
            link_url=Subquery(links.values("url")[:1]),
            link_language=Subquery(links.values("language")[:1]),
            link_problem=Subquery(links.values("problem")[:1]),
            link_since=Subquery(links.values("first_seen")[:1]),
            links=Subquery(number),
        )
        .filter(link_since__isnull=False)
        .order_by("link_since", "pk")
    )


def first_link(entry: Any) -> str:
    words = _("%(language)s: %(url)s (%(problem)s)") % {
        "language": Language(entry.link_language).label,
        "url": entry.link_url,
        "problem": LinkProblem(entry.link_problem).label,
    }
    further = entry.links - 1
    if further:
        words += " " + ngettext("and %(count)d more", "and %(count)d more", further) % {"count": further}
    return words


work(
    Work(
        "links",
        gettext_lazy("Broken links"),
        80,
        may=may_translate,
        select=with_broken_links,
        note=first_link,
    )
)
