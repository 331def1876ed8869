"""The accounts of the demonstration, and the author of its content."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from publishing.actions import Actor

__all__ = ["ACCOUNTS", "PASSWORD", "Account", "content_actors", "create_accounts", "join_groups"]

# Published in docs/demonstration.md; the accounts are never made in production.
PASSWORD = "celadon-and-ink-2026"  # noqa: S105 - public on purpose
CONTENT_AUTHOR, CONTENT_EDITOR = "demonstration", "demonstration-editor"


@dataclass(frozen=True)
class Account:
    """Someone to sign in as: the user name, the group whose work this person does, a name, and the office."""

    username: str
    group: str
    first_name: str
    last_name: str
    office: str = "sample-korea"


ACCOUNTS = (
    Account("author", "Author", "Sample", "Author"),
    Account("translator", "Translator", "Sample", "Translator"),
    Account("editor", "Editor", "Sample", "Editor"),
    Account("duty", "Duty editor", "Sample", "Duty editor"),
    Account("officer", "Event officer", "Sample", "Officer"),
    Account("helpdesk", "Help desk", "Sample", "Help desk"),
    Account("admin", "Administrator", "Sample", "Administrator"),
    Account("beijing-editor", "Editor", "Sample", "Editor (Chinese side)", "sample-china"),
)


def content_actors() -> tuple[Actor, Actor]:
    """Who has written the content and who has approved it: accounts nobody can sign in with.

    Their rights exist in memory only, for as long as the content is being loaded.
    """
    return _content_actor(CONTENT_AUTHOR), _content_actor(CONTENT_EDITOR)


def _content_actor(username: str) -> Actor:
    users = get_user_model().objects
    user, created = users.get_or_create(username=username, defaults={"is_active": False})
    if created:
        user.set_unusable_password()
        user.save()
    user.is_active = user.is_superuser = True
    return Actor(user)


def create_accounts() -> None:
    """Make the accounts that are missing, with the documented password; ``admin`` may do everything."""
    users = get_user_model().objects
    for account in ACCOUNTS:
        if users.filter(username=account.username).exists():
            continue
        users.create_user(
            account.username,
            f"{account.username}@portal.example",
            PASSWORD,
            first_name=account.first_name,
            last_name=account.last_name,
            is_staff=True,
            is_superuser=account.username == "admin",
        )
    join_groups()


def join_groups() -> None:
    """Put each account into its group, where the group exists."""
    by_name = {account.username: account.group for account in ACCOUNTS}
    found = get_user_model().objects.in_bulk(list(by_name), field_name="username")
    for username, user in found.items():
        user.groups.add(*Group.objects.filter(name=by_name[username]))
