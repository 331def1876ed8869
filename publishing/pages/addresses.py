"""The address of a list: its filters in use and the number of the page, in one order for every language."""

from django.forms import Form
from django.http import QueryDict

__all__ = ["in_use", "numbered", "without"]


def in_use(form: Form | None, query: QueryDict) -> QueryDict:
    """The filters of ``form`` that ``query`` gives a value, as typed, in the order of the form."""
    found = QueryDict(mutable=True)
    for name in form.fields if form else ():
        if (typed := query.get(name, "")).strip():
            found[name] = typed
    return found


def without(query: QueryDict, name: str) -> QueryDict:
    """The filters in use but ``name``."""
    rest = query.copy()
    rest.pop(name, None)
    return rest


def numbered(query: QueryDict, number: int = 1) -> str:
    """What follows the path: the filters in use and the page ``number``; nothing for the whole list from its start."""
    pages = query.copy()
    if number > 1:
        pages["page"] = str(number)
    return f"?{pages.urlencode()}" if pages else ""
