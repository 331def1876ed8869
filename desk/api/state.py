"""An entry as its staff see it: where it stands, its facts under the names by which they are written, its texts."""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest

from desk.admin.parts import CorrectionPart
from desk.api.sheets import ID, page_of
from desk.api.values import columns_of, loaded, told
from desk.api.wordings import told_text
from publishing.languages import Language
from publishing.looking import looked_at
from publishing.models import Entry, Text
from publishing.visibility import is_visible

__all__ = ["etag_of", "looking", "parts_of", "state_of"]


def etag_of(entry: Entry) -> str:
    """The word for the present state of ``entry``, see :mod:`publishing.looking`."""
    return f'"{looked_at(entry)}"'


def state_of(entry: Entry, user: Any) -> dict[str, Any]:
    """All of ``entry`` as JSON, for somebody who may read what is in the making."""
    entry = entry.specific
    return {
        "ref": entry.ref,
        "uid": str(entry.uid),
        "kind": entry.kind,
        "stage": entry.stage().value,
        "release_at": entry.release_at.isoformat() if entry.release_at else None,
        "path": entry.get_absolute_url() if is_visible(entry) else None,
        "facts": _facts(entry, user),
        "texts": _texts(entry),
    }


def _facts(entry: Entry, user: Any) -> dict[str, Any]:
    page = page_of(type(entry))
    names = flatten_fieldsets(page.get_fieldsets(looking(user)))
    facts = {name: told(entry, column, user, page.zones) for name, column in columns_of(names).items()}
    for prefix, (names, zones) in parts_of(type(entry), user).items():
        columns = columns_of(names)
        facts[prefix] = [
            {ID: row.pk, **{name: told(row, column, user, zones) for name, column in columns.items()}}
            for row in loaded(getattr(entry, prefix).all(), columns)
        ]
    return facts


def parts_of(model: type[Entry], user: Any) -> dict[str, tuple[list[str], dict[str, str]]]:
    """The parts on the page of ``model``: for each the names of its fields, and the zones of its moments."""
    request, page = looking(user), page_of(model)
    found: dict[str, tuple[list[str], dict[str, str]]] = {}
    for part in page.get_inline_instances(request):
        if isinstance(part, CorrectionPart):
            continue
        prefix = part.get_formset(request).get_default_prefix()
        fields = flatten_fieldsets(part.get_fieldsets(request))
        own = [name for name in fields if name not in part.get_readonly_fields(request)]
        zones: dict[str, str] = getattr(part.form, "zones", {})
        found[prefix] = (own, zones)
    return found


def looking(user: Any) -> HttpRequest:
    """A request that opens a page and sends nothing."""
    request = HttpRequest()
    request.method, request.user = "GET", user
    return request


def _texts(entry: Entry) -> dict[str, Any]:
    versions = (entry.texts.live() | entry.texts.open()).select_related("based_on")
    found: dict[tuple[str, bool], Text] = {(text.language, text.is_open): text for text in versions}
    return {
        language: {
            "live": told_text(found.get((language, False)), entry.KIND),
            "open": told_text(found.get((language, True)), entry.KIND),
        }
        for language in Language.values
    }
