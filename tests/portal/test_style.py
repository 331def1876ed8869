import gzip
import re

import pytest
from django.core.management import CommandError, call_command

from portal.management.commands.build_css import joined

WORDS = {  # contrast of text on its ground, as WCAG 2.2 asks for
    ("ink", "paper"): 4.5,
    ("ink-2", "paper"): 4.5,
    ("ink-3", "paper"): 4.5,
    ("ink-3", "sunk"): 4.5,
    ("celadon-7", "paper"): 4.5,
    ("celadon-7", "celadon-1"): 4.5,
    ("white", "celadon-7"): 4.5,
    ("white", "celadon-9"): 4.5,
    ("celadon-3", "celadon-9"): 4.5,
    ("seal", "paper"): 4.5,
    ("seal", "seal-1"): 4.5,
    ("ochre", "ochre-1"): 4.5,
    ("rule-strong", "paper"): 3,
    ("focus", "ink"): 3,
}


@pytest.fixture
def source(root):
    return root / "static" / "css"


def test_the_style_sheet_is_up_to_date(source):
    call_command("build_css", "--check")


def test_a_style_sheet_out_of_date_is_named_and_then_written(source, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "static/css/components").mkdir(parents=True)
    for part in [*source.glob("*.css"), *source.glob("components/*.css")]:
        (tmp_path / "static/css" / part.relative_to(source)).write_text(part.read_text())
    part = tmp_path / "static/css/components/seal.css"
    part.write_text(part.read_text().replace("seal", "stamp"))
    with pytest.raises(CommandError, match="out of date"):
        call_command("build_css", "--check")
    call_command("build_css", verbosity=0)
    assert (tmp_path / "static/css/site.css").read_text() == joined(tmp_path / "static/css")


def test_budget_of_bytes(source, root):
    assert len(gzip.compress((source / "site.css").read_bytes())) <= 14 * 1024
    assert (root / "static/js/site.js").stat().st_size <= 8_000
    # On pages with a form of the public, beside the other one.
    assert (root / "static/js/drafts.js").stat().st_size <= 4_000
    assert (root / "static/fonts/source-sans-3-latin.woff2").stat().st_size <= 30 * 1024


def test_nothing_comes_from_elsewhere(source):
    addresses = re.findall(r"url\(([^)]*)\)", (source / "site.css").read_text())
    assert set(addresses) == {'"../fonts/source-sans-3-latin.woff2"'}


def test_colours_are_tokens(source):
    for part in source.glob("components/*.css"):
        assert not re.search(r"#[0-9a-f]{3,8}\b", part.read_text()), part.name


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("pair", "least"), WORDS.items())
def test_contrast(source, pair, least):
    tokens = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (source / "tokens.css").read_text()))
    light, dark = sorted((luminance(tokens[name]) for name in pair), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least
