from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User

from tests.accounts.doors import PASSWORD


@pytest.fixture
def staff(db: None) -> Callable[..., User]:
    """Make an account of the staff, by default of an editor."""

    def make(username: str = "mina", role: str = "Editor", **facts: object) -> User:
        user = User.objects.create_user(username, password=PASSWORD, **({"is_staff": True} | facts))
        user.groups.add(Group.objects.get(name=role))
        return user

    return make
