"""What was typed and is not saved: kept on the server while somebody types, and offered when he comes back."""

import json
from datetime import timedelta
from html import unescape
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from desk.admin.seen import SEEN
from desk.models import UnsavedWork
from publishing import clock, formats
from publishing.enums import Zone
from publishing.languages import LANGUAGES, active

__all__ = ["KEPT", "PAGE", "TAKE_BACK", "Offer", "forget", "offers", "page_of", "taken_back", "unsaved"]

# The hidden field that names the window, and the button that brings unsaved work back.
PAGE, TAKE_BACK = "_page", "_take_back"
KEPT = timedelta(days=14)
MOST_PER_PERSON = 50
LONGEST_NAME, LONGEST_PATH, LONGEST_NUMBER = 36, 300, 18
# What belongs to one sending of a form and not to what was typed.
PASSING = ("csrfmiddlewaretoken", "_save", "_then", "_continue", "_addanother", TAKE_BACK)


class Offer:
    """Unsaved work as the page speaks of it."""

    def __init__(self, work: UnsavedWork, seen: str) -> None:
        self.pk = work.pk
        self.at = formats.moment(work.saved_at, Zone.SEOUL, active())
        fields = dict(work.fields)
        self.is_outdated = fields.get(SEEN, seen) != seen
        self.texts = [(language, _words_of(fields, language)) for language in LANGUAGES]
        self.texts = [(language, words) for language, words in self.texts if words]


def _words_of(fields: dict[str, str], language: str) -> str:
    """The wording in ``language`` among ``fields``, to be read or copied whatever becomes of the form."""
    parts = (fields.get(f"texts-{language}-{name}", "") for name in ("title", "deck", "body"))
    plain = (unescape(strip_tags(part.replace("</p>", "\n"))).strip() for part in parts)
    return "\n\n".join(filter(None, plain))


def _person(request: HttpRequest) -> Any:
    """Who asks; never somebody unknown, since pages of the newsroom let nobody in without an account."""
    return request.user


def page_of(request: HttpRequest) -> str:
    """The name of the window that a form was sent from."""
    return request.POST.get(PAGE, "")[:LONGEST_NAME]


def offers(user: User, path: str, page: str, seen: str) -> list[Offer]:
    """What ``user`` typed at the address ``path`` in other windows and did not save, the latest first."""
    works = UnsavedWork.objects.filter(user=user, path=path, saved_at__gt=clock.now() - KEPT)
    return [Offer(work, seen) for work in works.exclude(page=page).order_by("-saved_at")]


def taken_back(request: HttpRequest) -> QueryDict | None:
    """What a press of the button that brings unsaved work back stands for, as if the browser sent it now."""
    number = request.POST.get(TAKE_BACK, "")
    if request.method != "POST" or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    work = UnsavedWork.objects.filter(user=_person(request), path=request.path, pk=number).first()
    if work is None:
        return None
    data = QueryDict(mutable=True)
    for name, value in work.fields:
        data.appendlist(name, value)
    data[PAGE] = work.page
    return data


def forget(request: HttpRequest) -> None:
    """Put away what was kept of a form that has just been saved."""
    UnsavedWork.objects.filter(user=_person(request), path=request.path, page=page_of(request)).delete()


def unsaved(request: HttpRequest) -> HttpResponse:
    """Keep the fields of a form, as JSON ``{"path", "page", "fields"}``; with ``"discard"`` put one kept form away.

    A plain request brings the word with which forms of this session are sent. 400 for anything that is no such form.
    """
    answer: dict[str, Any] = {"token": get_token(request)}
    if request.method == "POST":
        try:
            asked = json.loads(request.body)
            answer["words"] = _discard(request, asked) if "discard" in asked else _keep(request, asked)
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
            return JsonResponse({"words": _("This is no form that can be kept.")}, status=400)
    return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})


def _keep(request: HttpRequest, asked: Any) -> str:
    path, page, fields = str(asked["path"]), str(asked["page"]), asked["fields"]
    pairs = [(name, value) for name, value in fields if name not in PASSING]
    if not all(isinstance(word, str) for pair in pairs for word in pair):
        raise TypeError("fields are pairs of words")
    if "\0" in path + page:
        raise ValueError("a character that no address has")
    # The database keeps everything but this character, which no text needs.
    pairs = [(name.replace("\0", ""), value.replace("\0", "")) for name, value in pairs]
    if len(pairs) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or not 0 < len(page) <= LONGEST_NAME:
        raise ValueError("more than a form holds")
    if not path.startswith(reverse("admin:index")) or len(path) > LONGEST_PATH:
        raise ValueError("no page of the newsroom")
    now = clock.now()
    UnsavedWork.objects.update_or_create(
        user=_person(request), path=path, page=page, defaults={"fields": pairs, "saved_at": now}
    )
    _put_away(request)
    return _("Kept at %(time)s Seoul, not saved yet.") % {
        "time": f"{now.astimezone(ZoneInfo(Zone.SEOUL)):%H:%M:%S}"
    }


def _put_away(request: HttpRequest) -> None:
    """What is older than the latest of one person that are kept."""
    mine = (
        UnsavedWork.objects.filter(user=_person(request)).order_by("-saved_at").values_list("pk", flat=True)
    )
    UnsavedWork.objects.filter(pk__in=list(islice(mine, MOST_PER_PERSON, None))).delete()


def _discard(request: HttpRequest, asked: Any) -> str:
    UnsavedWork.objects.filter(user=_person(request), pk=int(asked["discard"])).delete()
    return _("Discarded.")
