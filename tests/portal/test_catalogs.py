import gettext
import os

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from portal.catalogs import CatalogError, compile_catalog, gaps, read

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""


@pytest.fixture
def catalog(tmp_path):
    """Write a Korean catalog and return its path."""

    def write(body):
        path = tmp_path / "ko" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + body, encoding="utf-8")
        return path

    return write


def test_a_compiled_catalog_holds_translations_but_no_guesses(catalog):
    path = catalog('msgid "News"\nmsgstr "소식"\n\n#, fuzzy\nmsgid "Events"\nmsgstr "소식?"\n')
    assert compile_catalog(path, "ko")
    with path.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("News") == "소식"
    assert translations.gettext("Events") == "Events"


def test_only_a_changed_catalog_is_compiled_again(catalog):
    path = catalog('msgid "News"\nmsgstr "소식"\n')
    os.utime(path, (1, 1))
    assert compile_catalog(path, "ko")
    assert not compile_catalog(path, "ko")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('msgid "News"\nmsgstr "소식\n', "line 7"),
        ('#, python-format\nmsgid "%(count)s centers"\nmsgstr "센터 %(number)s곳"\n', '"%(count)s centers"'),
    ],
    ids=["broken syntax", "another placeholder"],
)
def test_a_broken_catalog_is_named_and_nothing_is_written(catalog, settings, body, complaint):
    path = catalog(body)
    settings.LOCALE_PATHS = [path.parents[2]]
    with pytest.raises(CommandError, match="cannot be compiled") as error:
        call_command("compile_translations")
    assert str(path) in str(error.value)
    assert complaint in str(error.value)
    assert not path.with_suffix(".mo").exists()


def test_a_missing_catalog_is_an_error(tmp_path):
    with pytest.raises(CatalogError, match="is missing"):
        read(tmp_path / "django.po")


def test_a_template_with_plurals_can_be_read(tmp_path):
    path = tmp_path / "django.pot"
    body = 'msgid "center"\nmsgid_plural "centers"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    path.write_text(HEADER.replace("nplurals=1; plural=0;", "nplurals=INTEGER; plural=EXPRESSION;") + body)
    assert [message.id for message in read(path) if message.id] == [("center", "centers")]


def test_gaps_tell_missing_fuzzy_untranslated_and_unused_messages(catalog):
    template = Catalog()
    for message in ["News", "Events", "Programs", ("center", "centers"), "People"]:
        template.add(message)
    template.add("May", context="month")
    path = catalog(
        'msgid "News"\nmsgstr "소식"\n\n'
        '#, fuzzy\nmsgid "Events"\nmsgstr "소식"\n\n'
        'msgid "Programs"\nmsgstr ""\n\n'
        'msgid "center"\nmsgid_plural "centers"\nmsgstr[0] ""\n\n'
        'msgid "May"\nmsgstr "해도 된다"\n'
    )
    assert sorted(gaps(template, read(path, "ko"))) == [
        'fuzzy: "Events"',
        'missing: "May"',
        'missing: "People"',
        'no longer used: "May"',
        'untranslated: "Programs"',
        'untranslated: "center"',
    ]
