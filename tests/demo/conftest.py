"""Small contents for the loader."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.accounts import content_actors
from demo.loader import load
from publishing import clock


@pytest.fixture
def loaded_at() -> datetime:
    """22 November 2026, 12:00 in Seoul: when contents of tests are loaded."""
    return datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def content(tmp_path: Path, loaded_at: datetime):
    """Write files of content, load them as of ``loaded_at``, and return their directory."""

    def loaded(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        with clock.as_of(loaded_at):
            load(*content_actors(), lambda _line: None, tmp_path)
        return tmp_path

    return loaded
