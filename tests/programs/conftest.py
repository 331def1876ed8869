from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from publishing import clock
from tests.factories import NOON


@pytest.fixture
def see(client: Client) -> Callable[..., HttpResponse]:
    """Open an address as of a moment, by default the release of the test's entries."""

    def open_page(address: str, at: datetime = NOON) -> HttpResponse:
        with clock.as_of(at):
            return client.get(address)

    return open_page
