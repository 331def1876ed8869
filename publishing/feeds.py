"""Atom feeds (RFC 4287) of entries: their full text, dated anew by corrections, with tombstones (RFC 6721)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from xml.sax.xmlreader import AttributesImpl

import django_filters
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from publishing import formats
from publishing.languages import Language, active
from publishing.models import Correction, Entry
from publishing.visibility import gone, public

__all__ = ["EntryFeed", "feed_title"]

LENGTH = 50
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def feed_title(model: type[Entry]) -> str:
    """What the feed of entries of ``model`` is called."""
    return f"{capfirst(str(model.KIND.plural))} · {_('Green Cooperation Portal')}"


class _Feed(Atom1Feed):
    """Atom with the whole text in ``content`` and with what was withdrawn."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def latest_post_date(self) -> datetime:
        """When the newest entry appeared or was corrected; nothing is older than the portal."""
        moments = [item["updateddate"] for item in self.items] + [each["when"] for each in self.feed["gone"]]
        return max(moments, default=datetime.fromisoformat("2001-01-01T00:00:00+00:00"))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html", "xml:lang": item["language"]})

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for each in self.feed["gone"]:
            when = rfc3339_date(each["when"])
            handler.startElement("at:deleted-entry", AttributesImpl({"ref": each["ref"], "when": when}))
            handler.addQuickElement("at:comment", each["reason"])
            handler.endElement("at:deleted-entry")


class EntryFeed(View):
    """The newest entries of a kind in the language of the address, with the filters of its list."""

    model: ClassVar[type[Entry]]
    entries: ClassVar[Callable[[], QuerySet[Any]]]
    filters: ClassVar[type[django_filters.FilterSet]]

    def get(self, request: HttpRequest) -> HttpResponse:
        filterset = self.filters(request.GET, queryset=type(self).entries())
        unknown = [name for name in request.GET if name not in filterset.form.fields]
        if unknown or not filterset.form.is_valid():
            words = _("This feed has no such filter.")
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
        language = active()
        corrected = Max("corrections__at", filter=Q(corrections__in=public(Correction)))
        updated = Coalesce(corrected, F("release_at"))
        rows = filterset.qs.annotate(updated=updated).order_by("-updated", "-pk")[:LENGTH]
        feed = _Feed(
            title=feed_title(self.model),
            link=request.build_absolute_uri(reverse(f"{self.model.KIND.routes}:list")),
            description=None,
            language=Language(language).html_lang,
            feed_url=request.build_absolute_uri(),
            feed_guid=request.build_absolute_uri(request.path),
            gone=[] if request.GET else self._gone(),
        )
        for entry in rows:
            self._add(feed, request, entry)
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

    def _gone(self) -> list[dict[str, Any]]:
        withdrawn = gone(self.model).order_by("-withdrawn_at")[:LENGTH]
        return [
            {"ref": f"urn:uuid:{entry.uid}", "when": entry.withdrawn_at, "reason": entry.withdrawn_reason}
            for entry in withdrawn
        ]

    def _add(self, feed: _Feed, request: HttpRequest, entry: Any) -> None:
        text = entry.text()
        feed.add_item(
            title=text.title,
            link=request.build_absolute_uri(entry.path()),
            description=text.deck,
            unique_id=f"urn:uuid:{entry.uid}",
            pubdate=entry.release_at,
            updateddate=entry.updated,
            language=formats.html_lang(text.language),
            content=render_to_string("entry/feed_content.html", {"entry": entry, "text": text}).strip(),
        )
