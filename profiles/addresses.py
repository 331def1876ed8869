"""What stands in the secret addresses of profiles."""

from intake.links import absolute, key_of, token
from profiles.models import ProfileLink

__all__ = ["find", "url"]

_PURPOSE = "profiles.profile"


def url(link: ProfileLink, language: str) -> str:
    """The whole address of the page behind ``link`` in ``language``."""
    return absolute("profiles:profile", language, token(_PURPOSE, link.key))


def find(given: str) -> ProfileLink | None:
    """The link whose token was ``given``, whether it still opens or not."""
    key = key_of(_PURPOSE, given)
    return ProfileLink.objects.select_related("company").filter(key=key).first() if key else None
