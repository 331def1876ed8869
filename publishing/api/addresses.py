"""Queries that nobody could read: too long, or no text. They are refused before anything looks into them."""

import re
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.utils.translation import gettext as _

__all__ = ["unreadable"]

LONGEST = 8000  # characters of a query as it was sent
# A percent sign that no two hexadecimal digits follow.
BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")


def unreadable(request: HttpRequest) -> str:
    """What is wrong with the query of ``request`` as a whole, or "" if its parameters can be read."""
    # As PEP 3333 hands it over: each character stands for one byte.
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST:
        return _("The query is longer than %(limit)d characters.") % {"limit": LONGEST}
    if BROKEN.search(query):
        return _("A percent sign in the query is not followed by two hexadecimal digits. Write it as %25.")
    try:
        unquote_to_bytes(query.encode("iso-8859-1")).decode()
    except UnicodeError:
        return _("The query is not UTF-8.")
    return ""
