"""The buttons by which lists of the admin lead to tables."""

from collections.abc import Iterator

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.notices import Tool, on_lists
from exchange.tables.catalog import tables_of
from publishing.models import Entry

__all__ = ["table_tools"]


@on_lists
def table_tools(request: HttpRequest, model: type[Model]) -> Iterator[Tool]:
    """Export as it is listed, and import for those who may begin and change such rows."""
    match = request.resolver_match
    if match is None or not str(match.url_name).endswith("_changelist") or not issubclass(model, Entry):
        return
    for table in tables_of(model):
        own = table.model is model
        query = request.GET.copy()
        query["list"] = model.KIND.code
        if table.may_see(request.user):
            for ending in ("xlsx", "csv"):
                query["as"] = ending
                words = _("Export (%(format)s)") if own else _("Participants: export (%(format)s)")
                address = f"{reverse('tables:export', args=[table.code])}?{query.urlencode()}"
                yield Tool(words % {"format": ending.upper()}, address)
        if table.may_import(request.user):
            label = _("Import") if own else _("Participants: import")
            yield Tool(label, reverse("tables:import", args=[table.code]))
