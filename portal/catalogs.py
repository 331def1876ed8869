"""Reading, compiling and judging the translation catalogs (gettext .po files).

The messages of the code are in English, so English has no catalog; every other language of ``LANGUAGES``
needs a whole one.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation import to_locale

# A line of a catalog: nothing, a comment, or a quoted string that may follow a keyword.
LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"([^"\\]|\\.)*"\s*)?')

# xgettext leaves the rule of plurals in a template for each language to fill in; Babel wants one of English.
PLURALS_OF_TEMPLATE = (b"nplurals=INTEGER; plural=EXPRESSION;", b"nplurals=2; plural=(n != 1);")


class CatalogError(Exception):
    """A catalog cannot be used; the message names the file and what is wrong in it."""


def catalogs() -> Iterator[tuple[str, Path]]:
    """Yield locale name and .po file of each language that needs one, whether the file exists or not."""
    for code, _ in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            locale = to_locale(code)
            yield locale, Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def read(path: Path, locale: str | None = None) -> Catalog:
    """Read a .po or .pot file.

    Raises ``CatalogError`` for a file that is not there, is not UTF-8 or is not a catalog.
    """
    try:
        content = path.read_bytes()
        # Babel takes a string without its closing quote for a shorter one.
        for number, line in enumerate(content.decode().splitlines(), start=1):
            if not LINE.fullmatch(line):
                raise CatalogError(f"{path}, line {number}: not a line of a catalog: {line}")
        return read_po(BytesIO(content.replace(*PLURALS_OF_TEMPLATE)), locale=locale, abort_invalid=True)
    except FileNotFoundError as error:
        raise CatalogError(f"{path} is missing.") from error
    except PoFileError as error:
        raise CatalogError(f"{path}, line {error.lineno}: {error}") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise CatalogError(f"{path}: {error}") from error


def mistakes(catalog: Catalog) -> list[str]:
    """Return translations that would fail when shown, such as one that asks for a value nobody gives it."""
    return [f'"{name(message)}": {error}' for message, errors in catalog.check() for error in errors]


def gaps(template: Catalog, catalog: Catalog) -> list[str]:
    """Return what a catalog lacks to be the whole translation of a template, one line per message."""
    found = []
    for message in template:
        if not message.id:
            continue
        translation = catalog.get(message.id, message.context)
        if translation is None:
            found.append(f'missing: "{name(message)}"')
        elif translation.fuzzy:
            found.append(f'fuzzy: "{name(message)}"')
        elif not is_translated(translation):
            found.append(f'untranslated: "{name(message)}"')
    found += [
        f'no longer used: "{name(message)}"'
        for message in catalog
        if message.id and template.get(message.id, message.context) is None
    ]
    return found


def is_translated(message: Message) -> bool:
    """Say whether a message has a text, in each of its plural forms if it has them."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(forms) and all(forms)


def name(message: Message) -> str:
    """Return the English text that identifies a message, the singular of two."""
    return message.id if isinstance(message.id, str) else message.id[0]


def compile_catalog(source: Path, locale: str) -> bool:
    """Write the .mo file beside a .po file; return False if there was a newer one already.

    Raises ``CatalogError`` for a catalog that cannot be read or holds a translation that would fail.
    """
    target = source.with_suffix(".mo")
    if target.exists() and source.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return False
    catalog = read(source, locale)
    if wrong := mistakes(catalog):
        raise CatalogError("\n".join([f"{source}:", *wrong]))
    # Under a name of its own: several processes may compile at the same time.
    with NamedTemporaryFile(dir=target.parent, suffix=".mo.partial", delete=False) as partial:
        write_mo(partial, catalog)
    Path(partial.name).chmod(0o644)
    Path(partial.name).replace(target)
    return True
