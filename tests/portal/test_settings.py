"""What production demands, asked the way an operator meets it: by starting a process."""

import os
import subprocess
import sys

import pytest

SECRET = "a-secret-that-is-long-enough-and-known-to-this-test-alone-0123456789"


@pytest.fixture
def start(root):
    """Load the settings in a fresh process with the given environment."""

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "import portal.settings as s; print(s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS)",
            ],
            cwd=root,
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_development_needs_nothing(start):
    assert start().returncode == 0


@pytest.mark.parametrize(
    "secret",
    [
        {},
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "development-only-secret-key-known-to-everyone-who-reads-the-source"},
    ],
    ids=["none", "empty", "development"],
)
def test_production_refuses_a_secret_everybody_knows(start, secret):
    result = start(ENV="production", ALLOWED_HOSTS="portal.example", **secret)
    assert result.returncode != 0
    assert "Production needs a SECRET_KEY of its own" in result.stderr


def test_production_refuses_debug_mode(start):
    result = start(ENV="production", SECRET_KEY=SECRET, DEBUG="true")
    assert result.returncode != 0
    assert "DEBUG must not be on in production" in result.stderr


def test_production_serves_no_host_it_was_not_told(start):
    result = start(ENV="production", SECRET_KEY=SECRET)
    assert result.stdout.split() == ["True", "[]"]


def test_a_misspelled_environment_is_not_taken_for_development(start):
    assert 'ENV is "prodution"' in start(ENV="prodution").stderr
