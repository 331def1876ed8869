"""How people on the staff are called."""

from typing import Any

__all__ = ["name_of"]


def name_of(user: Any) -> str:
    """The full name of ``user``, else the user name; nothing for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""
