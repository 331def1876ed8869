"""What all tests share: settings that make them quick, compiled translations, the browser."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import translation

from publishing import clock
from tests import chromium, demo_content
from tests.factories import NOON

# A gate says the same of the same code: HYPOTHESIS_PROFILE=explore looks for what is not known yet.
hypothesis.settings.register_profile("gate", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

# Playwright keeps an event loop in the thread of the tests, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # Playwright's fixtures are the mark of a browser test, whether its author wrote the marker or not.
        if "page" in item.fixturenames or "browser" in item.fixturenames:
            item.add_marker("browser")
        if item.get_closest_marker("browser") and chromium.find() is None:
            item.add_marker(pytest.mark.skip(reason="Chromium was not found"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings: None
) -> None:
    """A file instead of memory: requests of several browsers at once each need a connection of their own."""
    database = connections.databases["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory: pytest.TempPathFactory):
    media = tmp_path_factory.mktemp("media")
    with override_settings(
        # Hashing a password slowly is its purpose, but not here.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MEDIA_ROOT=media,
        DUMP_ROOT=tmp_path_factory.mktemp("dumps") / "dumps",
        # Tests ask more in a minute than a reader may.
        API_LIMIT_ANONYMOUS=0,
        API_LIMIT_KEYED=0,
        DOSSIER_PDF_LIMIT=0,
        # Pages can be rendered without collecting static files before.
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _translations(_test_settings: None) -> None:
    call_command("compile_translations")


@pytest.fixture(autouse=True)
def _english():
    """The test client leaves the language of its last request behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_dumps(_test_settings: None):
    """Dumps of one test are none of the next one's."""
    yield
    shutil.rmtree(settings.DUMP_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def _demo_rows(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> demo_content.Rows:
    with django_db_blocker.unblock():
        return demo_content.capture()


@pytest.fixture
def demo(_demo_rows: demo_content.Rows, db: None) -> None:
    """The demonstration content, loaded once a session and copied into the test's own database."""
    demo_content.restore(_demo_rows)


@pytest.fixture
def see(client: Client) -> Callable[..., HttpResponse]:
    """Open an address as of a moment, by default the release of the test's entries."""

    def open_page(address: str, at: datetime = NOON) -> HttpResponse:
        with clock.as_of(at):
            return client.get(address)

    return open_page


@pytest.fixture
def root() -> Path:
    """The directory of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests take addresses from live_server. The plugin's own fixture is one that pytest warns about."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Drive the system's Chromium; as root it starts without its sandbox only."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium.find(),
        "args": ["--no-sandbox"] if os.geteuid() == 0 else [],
    }
