"""What somebody on the staff may do with an entry: Django's permissions, within the offices he belongs to."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from publishing.models import Entry, EntryImage, Membership, Office
from publishing.models.text import live_at
from publishing.visibility import visible

__all__ = [
    "apart",
    "has_perm",
    "held",
    "in_charge",
    "is_in_charge",
    "may_claim",
    "of_user",
    "readable",
    "readable_images",
    "readable_texts",
]

EVERY_OFFICE = "publishing.act_for_every_office"


def has_perm(user: Any, permission: str, entry: Entry | None) -> bool:
    """Whether ``user`` has ``permission`` ("app.codename"), and has it in the office in charge of ``entry``."""
    if not user.has_perm(permission):
        return False
    if entry is None or entry.office_id is None or user.has_perm(EVERY_OFFICE):
        return True
    roles = _memberships(user)
    if entry.office_id not in roles:
        return False
    granted = roles[entry.office_id]
    return granted is None or permission in granted


def held(user: Any, permission: str, *, through: str = "") -> Q:
    """The entries, at the lookup path ``through``, for which :func:`has_perm` says yes."""
    path = f"{through}__" if through else ""
    if not user.has_perm(permission):
        return Q(**{f"{path}pk__in": []})
    if user.has_perm(EVERY_OFFICE):
        # Not an empty condition, which would vanish beside another with "or".
        return Q(**{f"{path}pk__isnull": False})
    granted = [pk for pk, held in _memberships(user).items() if held is None or permission in held]
    return Q(**{f"{path}office__isnull": True}) | Q(**{f"{path}office__in": granted})


def is_in_charge(user: Any, entry: Entry) -> bool:
    """Whether ``user`` belongs to the office in charge of ``entry``; without one everybody on the staff does."""
    return entry.office_id is None or user.has_perm(EVERY_OFFICE) or entry.office_id in _memberships(user)


def readable(user: Any, *, through: str = "") -> Q:
    """The entries, at the lookup path ``through``, that ``user`` may read: those of his offices, of none, and public ones."""
    if user.has_perm(EVERY_OFFICE):
        return Q()
    path = f"{through}__" if through else ""
    own = Q(**{f"{path}office__isnull": True}) | Q(**{f"{path}office__in": list(_memberships(user))})
    return own | visible(through=through)


def in_charge(user: Any) -> Q:
    """The entries that the offices of ``user`` are in charge of, or none; see :func:`is_in_charge`."""
    if user.has_perm(EVERY_OFFICE):
        return Q(pk__isnull=False)
    return Q(office__isnull=True) | Q(office__in=list(_memberships(user)))


def readable_texts(user: Any) -> Q:
    """The texts that ``user`` may read: all versions of what his offices or none are in charge of, else the live ones."""
    if user.has_perm(EVERY_OFFICE):
        return Q(pk__isnull=False)
    own = Q(entry__office__isnull=True) | Q(entry__office__in=list(_memberships(user)))
    return own | live_at()


def readable_images(user: Any) -> Q:
    """The images that ``user`` may read: those that nothing uses yet, and those of the entries he may read."""
    if user.has_perm(EVERY_OFFICE):
        return Q()
    uses = EntryImage.objects.filter(image=OuterRef("pk"))
    return Q(~Exists(uses)) | Q(Exists(uses.filter(readable(user, through="entry"))))


def may_claim(user: Any, office: Office | None) -> bool:
    """Whether ``user`` may put what no office is in charge of in the charge of ``office``."""
    return office is None or user.has_perm(EVERY_OFFICE) or office.pk in _memberships(user)


def of_user(user: Any) -> list[Office]:
    """The offices that ``user`` belongs to."""
    return list(Office.objects.filter(pk__in=_memberships(user)))


def apart(user: Any) -> tuple[list[int], list[int]]:
    """The ids of the offices of ``user``, and of those whose unreleased entries he does not read."""
    every = list(Office.objects.values_list("pk", flat=True))
    if user.has_perm(EVERY_OFFICE):
        return every, []
    own = _memberships(user)
    return [pk for pk in every if pk in own], [pk for pk in every if pk not in own]


def _memberships(user: Any) -> dict[int, frozenset[str] | None]:
    """Per office what ``user`` may do there, or None for everything his roles include; read once per request."""
    found: dict[int, frozenset[str] | None] | None = vars(user).get("_offices")
    if found is None:
        memberships = Membership.objects.filter(user=user).select_related("role")
        found = {each.office_id: _granted(each) for each in memberships}
        vars(user)["_offices"] = found
    return found


def _granted(membership: Membership) -> frozenset[str] | None:
    if membership.role is None:
        return None
    rows = membership.role.permissions.values_list("content_type__app_label", "codename")
    return frozenset(f"{app}.{codename}" for app, codename in rows)
