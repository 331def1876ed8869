"""The words of consents do not change without a new version."""

from hashlib import sha256

from django.utils import translation

from intake.consents import VERSIONS, Matter, notice
from intake.models import Purpose

# Words, and with them these numbers, change only together with the version.
KNOWN = {
    ("processing", "2026-11"): "721fd3a6a3a26d26",
    ("cross_border", "2026-11"): "7f573fbc4b0d8e2b",
}


def test_words_and_version_belong_together():
    matter = Matter(recipient="The Recipient", country="CN", handler="The Handler", fields="The Fields.")
    with translation.override("en"):
        words = {purpose: str(notice(purpose, matter)) for purpose in Purpose}
    found = {
        (str(purpose), VERSIONS[purpose]): sha256(words[purpose].encode()).hexdigest()[:16]
        for purpose in Purpose
    }
    assert found == KNOWN, "The words changed: give them a new version and note its number here."


def test_whether_a_border_lies_between():
    korean = Matter(recipient="", country="KR")
    assert [korean.crosses_border(side) for side in ("KR", "CN", "")] == [False, True, True]
    assert Matter(recipient="", country="").crosses_border("KR")
    assert Matter(recipient="", country="").crosses_border("")
