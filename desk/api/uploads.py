"""Files: pictures for the library, attachments of entries, through the checks and forms of the newsroom."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from desk.admin import ImageAdmin, posted
from desk.api.base import StaffView
from desk.api.bodies import Mistakes, can_be_stored
from desk.api.entries import check_facts
from desk.api.filling import Filling, name_errors
from desk.api.refusals import lacking
from desk.api.sheets import ID, Sheet, Told
from desk.api.values import columns_of, told
from publishing.actions import Actor
from publishing.api.problems import Refusal
from publishing.models import Entry, Image
from tokens.answers import Answer
from tokens.models import Scope

__all__ = ["Files"]

FILE, ENTRY = "file", "entry"
PART = "attachments"
# What a page that is opened again says of itself.
SEEN = "seen"
NUMBERS = ("position",)
LONGEST_NUMBER = 6


class Files(StaffView):
    """Take in a picture for the library, or with ``entry`` an attachment of that entry.

    Wording stands in fields such as ``alt.en``.
    """

    parser_classes = (MultiPartParser,)
    scopes: ClassVar[dict[str, tuple[Scope, ...]]] = {"POST": (Scope.UPLOAD,)}

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        said, file = _said(request)
        ref = said.pop(ENTRY, None)
        if ref is not None:
            return self._attach(request, str(ref), said, file)
        if not request.user.has_perm("publishing.add_image"):
            raise lacking("publishing.add_image")
        return self.answered(request, lambda: _add_image(self.actor(request), said, file))

    def _attach(self, request: Request, ref: str, said: dict[str, Any], file: UploadedFile) -> Response:
        def attach(entry: Entry) -> list[str]:
            check_facts(request.user, entry)
            rows: list[dict[str, Any]] = [{ID: pk} for pk in entry.attachments.values_list("pk", flat=True)]
            path = f"facts.{PART}[{len(rows)}]"
            facts = {PART: [*rows, said]}
            sheet = Sheet(type(entry), entry, self.actor(request), facts=facts, texts={}, files={path: file})
            try:
                sheet.save()
            except Refusal as refused:
                _shorten(refused, f"{path}.")
                raise
            return sheet.told.words

        return self.change(request, ref, attach, status=201)


def _said(request: Request) -> tuple[dict[str, Any], UploadedFile]:
    """The fields of an upload, wording as objects, and its file."""
    try:
        data: Any = request.data
    except SuspiciousOperation as error:
        raise Refusal("body-too-large") from error
    mistakes = Mistakes()
    said: dict[str, Any] = {}
    for name, values in data.lists():
        if name == FILE and name in request.FILES:
            continue
        value = values[-1]
        if name in request.FILES or not can_be_stored(name) or not can_be_stored(value):
            mistakes.add(name, "", _("Give a text."))
        elif len(values) > 1:
            mistakes.add(name, value, _("This field can be given only once."))
        else:
            _put(said, name, value)
    file = request.FILES.get(FILE)
    if file is None:
        mistakes.add(FILE, "", _("Give a file."))
    mistakes.refuse()
    if file is None:
        raise TypeError("without a file the body is refused")
    return said, file


def _put(said: dict[str, Any], name: str, value: str) -> None:
    base, dot, language = name.partition(".")
    if dot and isinstance(said.setdefault(base, {}), dict):
        said[base][language] = value
    elif name in NUMBERS and value.isascii() and value.isdecimal() and len(value) < LONGEST_NUMBER:
        said[name] = int(value)
    else:
        said[name] = value


def _shorten(refused: Refusal, prefix: str) -> None:
    """Name the fields of the upload as they were sent."""
    for error in refused.extensions.get("errors", ()):
        error["parameter"] = error["parameter"].removeprefix(prefix)


def _add_image(actor: Actor, said: dict[str, Any], file: UploadedFile) -> Answer:
    """Store a picture as the library's own page does."""
    page: Any = admin.site.get_model_admin(Image)
    if not isinstance(page, ImageAdmin):
        raise TypeError("images have a library")
    warnings = Told()
    request = HttpRequest()
    request.method, request.user = "POST", actor.user
    vars(request).update(acting=actor, _messages=warnings)
    data, files = QueryDict(mutable=True), MultiValueDict({FILE: [file]})
    form_class = page.get_form(request, None, change=False)
    blank = form_class()
    for name in blank.fields:
        if name != FILE:
            posted.put(blank, name, data, {})
    columns = columns_of(name for name in blank.fields if name not in (FILE, SEEN))
    filling = Filling(data, actor, Mistakes())
    filling.fill("", blank, columns, said, {})
    form = form_class(data, files)
    if not form.is_valid():
        name_errors(filling.mistakes, "", form)
    filling.mistakes.refuse()
    image = form.save(commit=False)
    try:
        page.save_model(request, image, form, change=False)
    except BaseException:
        if image.pk is None or not Image.objects.filter(pk=image.pk).exists():
            image.file.storage.delete(image.file.name or "")
        raise
    told_of = {name: told(image, column, actor.user, {}) for name, column in columns.items()}
    body = {ID: image.pk, "width": image.width, "height": image.height, **told_of, "warnings": warnings.words}
    return Answer(201, body, {})
