"""Settings that would leave a way around sign-in are named before the portal starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.core import checks
from django.test import override_settings


def found(deploy: bool = False) -> set[str | None]:
    named = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=deploy)
    return {each.id for each in named if str(each.id).startswith("accounts.")}


def test_the_settings_as_they_are_leave_none():
    assert found() == set()


def test_nothing_may_come_between():
    without = [each for each in configured.MIDDLEWARE if not each.startswith("accounts.")]
    with override_settings(MIDDLEWARE=without):
        assert found() == {"accounts.E001"}
    with override_settings(MIDDLEWARE=["accounts.middleware.StaffSessions", *without]):
        assert found() == {"accounts.E001"}


@pytest.mark.parametrize(
    "api", [{}, {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"]}]
)
def test_the_api_takes_no_passwords(api):
    with override_settings(REST_FRAMEWORK=api):
        assert found() == {"accounts.E002"}


def test_production_needs_a_cache_that_all_processes_share():
    alone = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with override_settings(CACHES=alone, REQUIRE_SECOND_FACTOR=True):
        assert found(deploy=True) == {"accounts.W001"}


def test_doing_without_a_second_factor_is_said_and_not_warned_of():
    with override_settings(REQUIRE_SECOND_FACTOR=False):
        assert found(deploy=True) == {"accounts.I001"}
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        assert found(deploy=True) == set()


@pytest.mark.parametrize(
    ("environment", "required"),
    [
        ({}, "False"),
        ({"ENV": "production", "SECRET_KEY": "x" * 60}, "True"),
        ({"ENV": "production", "SECRET_KEY": "x" * 60, "REQUIRE_SECOND_FACTOR": "off"}, "False"),
    ],
    ids=["development", "production", "chosen otherwise"],
)
def test_production_requires_a_second_factor_unless_told_otherwise(root, environment, required):
    said = subprocess.run(
        [sys.executable, "-c", "import portal.settings as s; print(s.REQUIRE_SECOND_FACTOR)"],
        cwd=root,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == required
