"""A typed client, made from the OpenAPI document by a public generator, reads the portal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from news.models import PressRelease
from publishing.models import Sector
from tests import factories

DOCUMENT = Path(__file__).parent / "openapi.json"

# What a developer would write.
PROGRAM = """
import json
import sys

from portal_client import Client
from portal_client.api.press_releases import press_releases_list, press_releases_retrieve
from portal_client.models import (
    PressRelease,
    PressReleasesListFieldsItem as Field,
    PressReleasesListResponse200 as Page,
    PressReleasesListTypeItem as Type,
    PressReleasesRetrieveLang as Language,
    Problem,
)


client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
everything = press_releases_list.sync(client=client, page_size=1)
assert isinstance(everything, Page)
record = press_releases_retrieve.sync("water", client=client, lang=Language.KO)
assert isinstance(record, PressRelease)
speeches = press_releases_list.sync(client=client, sector=["water"], type_=[Type.SPEECH])
assert isinstance(speeches, Page)
few = press_releases_list.sync(client=client, fields=[Field.TITLE, Field.REVISION])
assert isinstance(few, Page)
refused = press_releases_list.sync(client=client, sector=["nothing"])
assert isinstance(refused, Problem)
print(
    json.dumps(
        {
            "on the page": len(everything.results),
            "goes on": everything.next_ is not None,
            "title": record.title,
            "type": record.type_,
            "released": str(record.released_at),
            "speeches": [speech.slug for speech in speeches.results],
            "fields": [sorted(each.to_dict()) for each in few.results],
            "refused": refused.status,
        }
    )
)
"""


@pytest.fixture
def program(tmp_path):
    """A directory with the client as the generator makes it without a warning, and a program that uses it."""
    run(
        *("-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"),
        *("--path", str(DOCUMENT), "--output-path", "portal_client"),
        within=tmp_path,
    )
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path


def run(*arguments: str, within: Path) -> str:
    """What a Python program of this environment prints; the test fails if the program does."""
    beside = Path(sys.executable).parent
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=within,
        env={"PATH": f"{beside}{os.pathsep}{os.environ['PATH']}", "HOME": str(within)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


# Takes some seconds: the client has 800 modules.
@pytest.mark.django_db(transaction=True)
def test_it_reads_lists_records_and_filters_and_its_types_are_right(live_server, program):
    water = Sector.objects.create(slug="water", name_en="Water")
    released = factories.released(PressRelease, slug="water", type="speech")
    released.sectors.add(water)
    factories.released(PressRelease, slug="other")

    said = json.loads(run("program.py", live_server.url, within=program))

    assert said == {
        "on the page": 1,
        "goes on": True,
        "title": released.text("ko").title,
        "type": "speech",
        "released": str(released.release_at),
        "speeches": ["water"],
        "fields": [["revision", "title", "uid"]] * 2,
        "refused": 400,
    }
    run(
        *["-m", "mypy", "--strict", "--follow-imports=silent", "--config-file"],
        "",
        "program.py",
        within=program,
    )
