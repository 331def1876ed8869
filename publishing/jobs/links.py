"""Which links in live texts lead nowhere: ours by the rule of visibility, others by asking their hosts."""

import html
import re
import time
from datetime import datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from publishing import clock, kinds
from publishing.enums import EntryState
from publishing.jobs.queue import enqueue, job
from publishing.jobs.reach import follow
from publishing.models import Attachment, BrokenLink, Entry, EntryImage, FormerAddress, Text
from publishing.models.links import LinkProblem
from publishing.visibility import gone, public

__all__ = ["check_links", "links_in", "problem_inside"]

# A job works this long, in seconds, before it lets others have a turn.
SITTING = 20.0
PAUSE = 0.2
# Characters of an address that are kept.
_LONGEST = 600

_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"', re.IGNORECASE)


@job(_("Check links"), priority=-10)
def check_links(after: int = 0) -> None:
    """Follow the links of all live texts of entries beyond the id ``after``; what is left goes to another job."""
    entries = _entries()
    if not after:
        BrokenLink.objects.exclude(entry__in=entries).delete()
    until = time.monotonic() + SITTING
    known: dict[str, str] = {}
    for entry in entries.filter(pk__gt=after).order_by("pk").iterator(chunk_size=100):
        _check(entry, known)
        if time.monotonic() > until:
            enqueue(check_links, key="next", after=entry.pk)
            return


def _entries() -> QuerySet[Entry]:
    now = clock.now()
    return Entry.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=now), state=EntryState.APPROVED
    )


def _check(entry: Entry, known: dict[str, str]) -> None:
    now = clock.now()
    # What is not released yet is looked at as of its release.
    at = max(now, entry.release_at) if entry.release_at else now
    found = {}
    for text in entry.texts.live(at):
        base = entry.path(text.language)
        for url in links_in(text):
            if problem := _problem(url, base, at, known):
                found[text.language, url[:_LONGEST]] = problem
    with transaction.atomic():
        for link in BrokenLink.objects.filter(entry_id=entry.pk):
            if (link.language, link.url) not in found:
                link.delete()
        for (language, url), problem in found.items():
            BrokenLink.objects.update_or_create(
                entry_id=entry.pk,
                language=language,
                url=url,
                defaults={"problem": problem, "last_seen": now},
                create_defaults={"problem": problem, "first_seen": now, "last_seen": now},
            )


def links_in(text: Text) -> list[str]:
    """The addresses that the body and the footnotes of ``text`` link to, each once."""
    parts = [text.body, *(note.get("text", "") for note in text.notes)]
    return list(dict.fromkeys(html.unescape(url).strip() for part in parts for url in _HREF.findall(part)))


def _problem(url: str, base: str, at: datetime, known: dict[str, str]) -> str:
    if url.startswith("#"):
        return ""
    try:
        parts = urlsplit(urljoin(base, url))
    except ValueError:
        return LinkProblem.MISSING
    if parts.scheme not in {"", "http", "https"}:
        return ""
    if _is_ours(parts):
        return problem_inside(parts.path, at)
    if not settings.CHECK_EXTERNAL_LINKS:
        return ""
    if url not in known:
        time.sleep(PAUSE)
        known[url] = follow(url)
    return known[url]


def _is_ours(parts: SplitResult) -> bool:
    ours = {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS} - {"*"}
    return not parts.netloc or parts.hostname in ours


def problem_inside(path: str, at: datetime) -> str:
    """The problem that readers have ``at`` a moment with an address of our own, or ""."""
    with translation.override(translation.get_language_from_path(path) or translation.get_language()):
        found = _resolve(path)
    if found is None:
        return LinkProblem.MISSING
    return _problem_of(found, at)


def _resolve(path: str) -> ResolverMatch | None:
    for each in (path or "/", f"{path}/"):
        try:
            return resolve(each)
        except Resolver404:
            continue
    return None


def _problem_of(found: ResolverMatch, at: datetime) -> str:
    values = found.kwargs
    match found.view_name:
        case "reference":
            return _problem_of_entry(Entry.objects.filter(ref=values["ref"]), at)
        case "attachment":
            files = Attachment.objects.filter(token=values["token"])
            return _hidden(files.exists(), public(Attachment, at).filter(token=values["token"]).exists())
        case "picture":
            uses = EntryImage.objects.filter(image__token=values["token"])
            return _hidden(
                uses.exists(), public(EntryImage, at).filter(image__token=values["token"]).exists()
            )
    kind = next((each.code for each in kinds.every() if f"{each.routes}:detail" == found.view_name), "")
    if not kind:
        return ""
    named = Entry.objects.filter(kind=kind, slug=values["slug"])
    former = FormerAddress.objects.filter(kind=kind, slug=values["slug"])
    return _problem_of_entry(
        named if named.exists() else Entry.objects.filter(pk__in=former.values("entry")), at
    )


def _problem_of_entry(entries: QuerySet[Entry], at: datetime) -> str:
    if gone(Entry, at).filter(pk__in=entries).exists():
        return LinkProblem.GONE
    return _hidden(entries.exists(), public(Entry, at).filter(pk__in=entries).exists())


def _hidden(exists: bool, is_public: bool) -> str:
    if is_public:
        return ""
    return LinkProblem.NOT_PUBLIC if exists else LinkProblem.MISSING
