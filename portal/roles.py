"""The roles of staff and what each may do; groups that every migration brings up to date.

Django's permissions say which kinds a role looks after, those of ``publishing`` which steps it may take. The admin
asks for both, see :mod:`desk.admin.permissions`.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db.models import Q

__all__ = ["ROLES", "make_roles"]

OURS = ("publishing", "organizations", "programs", "events", "opportunities", "calls", "outcomes", "news")
COOPERATION = ("organizations", "programs", "events", "opportunities", "calls")
EDIT = ("add", "change", "delete")
# What authors look after in the news; what leads the home page is for editors.
NEWS = ("byline", "hotkeyword", "mediacoverage", "presscontact", "pressrelease", "quote")

# Everybody has tokens of his own; what they may do beyond reading is a matter of each role.
TOKENS = ("tokens", ("token",), ("add", "view"))

Permissions = tuple[tuple[str, tuple[str, ...] | None, tuple[str, ...]], ...]
OF_EDITORS: Permissions = (
    ("news", None, EDIT),
    ("publishing", ("page", "image", "attachment", "glossaryterm"), EDIT),
    ("publishing", ("text",), ("add", "change")),
    TOKENS,
)
STEPS_OF_EDITORS = (
    *("submit_entry", "approve_entry", "release_entry_early", "withdraw_entry", "correct_entry"),
    *("plan_translation", "grant_access"),
)

# For each role: the permissions by app (None: every model) with verbs, then the steps.
ROLES: dict[str, tuple[Permissions, tuple[str, ...]]] = {
    "Author": (
        (
            ("news", NEWS, EDIT),
            *((app, None, EDIT) for app in COOPERATION),
            ("publishing", ("image", "attachment", "text"), ("add", "change")),
            TOKENS,
        ),
        ("submit_entry",),
    ),
    "Translator": (
        (("publishing", ("text",), ("add", "change")), TOKENS),
        ("submit_entry",),
    ),
    "Editor": (OF_EDITORS, STEPS_OF_EDITORS),
    "Duty editor": (OF_EDITORS, (*STEPS_OF_EDITORS, "release_in_emergency")),
    "Event officer": (
        (
            *((app, None, EDIT) for app in (*COOPERATION, "outcomes")),
            ("organizations", ("verification",), ("verify",)),
            ("calls", ("application",), ("handle",)),
            ("publishing", ("image", "attachment", "place", "sector"), EDIT),
            ("publishing", ("text",), ("add", "change")),
            TOKENS,
        ),
        ("submit_entry", "correct_entry"),
    ),
    "Help desk": (
        (
            ("opportunities", None, ("view",)),
            ("interest", ("expression", "ownercontact"), ("view", "change")),
            ("interest", ("cannedanswer",), ("view", "add", "change")),
        ),
        (),
    ),
    "Administrator": (
        (
            *((app, None, EDIT) for app in OURS),
            ("organizations", ("verification",), ("verify",)),
            ("calls", ("application",), ("handle",)),
            ("auth", None, (*EDIT, "view")),
            ("accounts", ("signin",), ("view",)),
            ("alerts", ("subscriber", "erasure"), ("view", "erase")),
            ("tokens", ("token",), ("add", "view", "revoke")),
            ("webhooks", ("endpoint", "delivery"), (*EDIT, "view", "resend")),
            ("intake", ("consent", "reading", "erasure"), ("view",)),
            ("interest", ("expression",), ("view", "change", "export", "erase")),
            ("interest", ("cannedanswer", "ownercontact"), (*EDIT, "view")),
        ),
        (*STEPS_OF_EDITORS, "release_in_emergency", "act_for_every_office"),
    ),
}

# Who does not see everything that staff see: only what stands above.
APART = ("Help desk",)


def make_roles(*, using: str = "default", apps: Any = installed, **_signal: Any) -> None:
    """Bring the groups of all roles up to date; what an administrator added to a group stays."""
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0, using=using)
    group_model = installed.get_model("auth", "Group")
    permission_model: Any = installed.get_model("auth", "Permission")
    permissions = permission_model.objects.using(using)
    seen_by_all = permissions.filter(content_type__app_label__in=OURS, codename__startswith="view_")
    for name, (verbs_by_app, steps) in ROLES.items():
        group, _created = group_model.objects.using(using).get_or_create(name=name)
        wanted = Q(content_type__app_label="publishing", codename__in=steps)
        for app, models, verbs in verbs_by_app:
            condition = Q(content_type__app_label=app)
            if models is not None:
                condition &= Q(content_type__model__in=models)
            starts = Q()
            for verb in verbs:
                starts |= Q(codename__startswith=f"{verb}_")
            wanted |= condition & starts
        group.permissions.add(*permissions.filter(wanted), *(() if name in APART else seen_by_all))
