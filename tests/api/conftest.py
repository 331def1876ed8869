"""What the tests of the API share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from publishing import clock
from tests.factories import NOON

LATER = NOON.replace(hour=12)


@pytest.fixture
def later():
    """Everything happens nine hours after the usual release."""
    with clock.as_of(LATER):
        yield LATER


@pytest.fixture
def api(client: Client) -> Callable[..., Any]:
    """``api("press-releases/", 200, type="release")``: the body of the answer, which has that status."""

    def ask(path: str, expected: int = 200, **query: Any) -> Any:
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == expected, response.content.decode()
        return response.json()

    return ask
