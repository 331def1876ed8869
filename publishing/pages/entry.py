"""The page of one entry, and what stands in its place when it is not there to see."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

import segno
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from publishing import clock, formats, presentation
from publishing.dates import PartialDate
from publishing.enums import TextState
from publishing.languages import Language, active
from publishing.models import Entry, FormerAddress, Place, Sector, Text
from publishing.pages.additions import additions
from publishing.pages.crumbs import Crumb, crumbs
from publishing.pages.history import history
from publishing.pages.strip import moved_on, strip
from publishing.structured import Node, Statement, breadcrumbs, portal
from publishing.visibility import is_visible, seen

__all__ = ["EntryPage", "print_record", "withdrawn"]


class EntryPage(View):
    """The page of one entry: 200 if visible, 410 with the reason if withdrawn, 404 otherwise.

    A language without a text shows the original in the frame of the reader's language, says so, is not indexed
    and names the original as canonical.
    """

    model: ClassVar[type[Entry]]
    entries: ClassVar[Callable[[], QuerySet[Any]]]
    template_name: ClassVar[str]
    # What social networks are to take the page for: "article" for texts that were released on a day.
    social_type: ClassVar[str] = "website"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        entry = type(self).entries().filter(slug=slug).first()
        if entry is None:
            return self.absent(request, slug)
        return render(request, self.template_name, self.shown(entry))

    def shown(self, entry: Any) -> dict[str, Any]:
        """Everything that the template shows, and the same for machines."""
        context = {**self.frame(entry), **additions(entry), **self.facts(entry)}
        return {**context, "structured": self.nodes(entry, context)}

    def facts(self, entry: Any) -> dict[str, Any]:
        """What the template shows beyond the frame that all entries share."""
        return {}

    def card(self, entry: Any) -> dict[str, Any]:
        """What a card says beside the title: ``kind``, ``facts`` and ``numeral`` of :class:`publishing.cards.Card`."""
        day = PartialDate.of(formats.local_day(entry.release_at, entry.release_zone))
        return {"kind": capfirst(str(self.model.KIND.label)), "facts": (formats.date(day, active()),)}

    def nodes(self, entry: Any, context: dict[str, Any]) -> list[Node]:
        """What the page states, for machines."""
        absolute = self.request.build_absolute_uri
        said = Statement(entry, context["text"], context["canonical_url"], absolute, context)
        return [
            *self.structured(said),
            breadcrumbs(context["breadcrumbs"], absolute, said.url),
            portal(absolute),
        ]

    def structured(self, said: Statement) -> list[Node]:
        """The page and what it is about, as schema.org has it; kinds say what they are."""
        return [said.page(of_text=False)]

    def trail(self, entry: Any) -> list[Crumb]:
        """The breadcrumbs between the home page and this page."""
        return [
            {"label": capfirst(str(self.model.KIND.plural)), "url": reverse(f"{self.model.KIND.routes}:list")}
        ]

    def frame(self, entry: Any) -> dict[str, Any]:
        """Wording, languages, notices, addresses and breadcrumbs of ``entry``."""
        language = active()
        text: Text = entry.text(language)
        original = next((t for t in entry.live_texts if t.language == entry.authoritative_language), None)
        addresses = {code: self.request.build_absolute_uri(entry.path(code)) for code in entry.languages}
        missing = text.language != language
        short_url = self.request.build_absolute_uri(reverse("reference", args=[entry.ref]))
        return {
            "entry": entry,
            "text": text,
            "text_lang": formats.html_lang(text.language),
            "foreign_lang": presentation.foreign(text.language),
            "is_missing": missing,
            "removal": _removal(entry, language) if missing else None,
            "original": {
                "html_lang": formats.html_lang(text.language),
                "name": formats.language_name(text.language, language),
                "url": entry.path(text.language),
            },
            "authoritative": {
                "is_this": text.language == entry.authoritative_language,
                "html_lang": formats.html_lang(entry.authoritative_language),
                "name": formats.language_name(entry.authoritative_language, language),
                "url": entry.path(entry.authoritative_language) if original else "",
            },
            "is_stale": text.is_stale(original),
            "moved_on": moved_on(entry, text, original),
            "text_languages": strip(entry, text, original),
            "breadcrumbs": crumbs(
                *self.trail(entry), {"label": text.title, "html_lang": presentation.foreign(text.language)}
            ),
            "canonical_url": addresses[text.language],
            "alternates": []
            if missing
            else [{"html_lang": formats.html_lang(code), "url": url} for code, url in addresses.items()],
            "x_default_url": "" if missing else _for_others(addresses, entry),
            "short_url": short_url,
            "print_record": print_record(self.request, entry),
            "history": history(entry) if entry.needs_body else [],
            "social_type": self.social_type,
            **_around(entry),
        }

    def absent(self, request: HttpRequest, slug: str, beneath: str = "") -> HttpResponse:
        """The notice of a withdrawn entry, the way to a new address, or 404 for what was never there to see.

        ``beneath`` is what follows the address of the page in that of a page below it.
        """
        kind = self.model.KIND.code
        moved = FormerAddress.objects.filter(kind=kind, slug=slug).values("entry")
        its = Q(slug=slug, kind=kind) | Q(pk__in=moved)
        entry = seen(self.model).filter(its).first()
        if entry is None:
            raise Http404
        if not is_visible(entry):
            return withdrawn(request, entry)
        query = request.META.get("QUERY_STRING", "")
        address = entry.path() + beneath + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address)


def _for_others(addresses: dict[str, str], entry: Entry) -> str:
    """The page for readers of none of its languages, the same on every page of ``entry``."""
    order = (Language.ENGLISH, entry.authoritative_language, *addresses)
    return next(addresses[code] for code in order if code in addresses)


def _removal(entry: Entry, language: Language) -> dict[str, Any] | None:
    """When and why the translation into ``language`` was removed, if there was one."""
    removed = entry.texts.filter(language=language, state=TextState.REMOVED, live_until__lte=clock.now())
    text = removed.order_by("-live_until").first()
    if text is None or text.live_until is None or (entry.release_at and text.live_until < entry.release_at):
        return None
    return {
        "at": formats.moment(text.live_until, entry.release_zone, language),
        "reason": text.removal_reason,
        "html_lang": presentation.foreign(entry.authoritative_language),
    }


def _around(entry: Entry) -> dict[str, Any]:
    """What stands around the wording: pictures, files, figures, classification, corrections, relations."""
    return {
        "pictures": presentation.pictures(entry.images.all()),
        "documents": presentation.documents(entry.attachments.all()),
        "figures": presentation.figures(entry),
        "classification": presentation.facts(
            presentation.fact(_("Fields"), presentation.listed(_names(entry.sectors.all()))),
            presentation.fact(_("Places"), presentation.listed(_names(entry.places.all()))),
        ),
        "corrections": presentation.corrections(entry),
        "related": presentation.related(entry.related.all()),
    }


def _names(nodes: Iterable[Sector | Place]) -> Iterator[presentation.Shown]:
    return (presentation.worded(node, "name") for node in nodes)


def withdrawn(request: HttpRequest, entry: Entry) -> HttpResponse:
    """410 with when and why ``entry`` was withdrawn."""
    language = active()
    context = {
        "ref": entry.ref,
        "reason": entry.withdrawn_reason,
        "reason_lang": formats.html_lang(entry.authoritative_language),
    }
    for name, moment in (("withdrawn_at", entry.withdrawn_at), ("released_at", entry.release_at)):
        context[name] = formats.moment(moment, entry.release_zone, language) if moment else ""
    return render(request, "410.html", context, status=410)


def print_record(request: HttpRequest, entry: Any) -> dict[str, Any]:
    """What the foot of a printed sheet says of ``entry``, for ``components/print_record.html``."""
    short_url = request.build_absolute_uri(reverse("reference", args=[entry.ref]))
    return {
        "qr_url": segno.make(short_url, micro=False).svg_data_uri(border=0),
        "released": formats.moment(entry.release_at, entry.release_zone, active()),
        "precedence": _("The text in this language prevails: %(language)s.")
        % {"language": formats.language_name(entry.authoritative_language, active())},
    }
