"""The pages of an import: choose a document, see what was read, make the draft; and the list of what to look at."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.admin import permissions
from desk.admin.base import actor_of, admin_url
from exchange.actions import ResolveFindings
from exchange.documents import Draft, Unreadable, read
from exchange.drafts import facts_of, make_draft
from exchange.findings import point
from exchange.forms import DraftForm, UploadForm
from exchange.models import ImportFinding, WaitingDocument
from news.models import PressRelease
from publishing import clock, offices
from publishing.actions import Refused
from publishing.files import suffix
from publishing.models import Text

__all__ = ["forget", "may_import", "picture", "resolve", "review", "upload"]

KEPT = timedelta(days=1)
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif"}


def may_import(user: Any) -> bool:
    """Whether ``user`` may begin press releases and write their texts."""
    return (
        permissions.may_edit_facts(user, PressRelease, None)
        and permissions.may_write_texts(user, PressRelease, None)
        and user.has_perm("publishing.submit_entry")
        and user.has_perm("publishing.add_image")
    )


def _checked(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a document; it waits, seen by its owner alone, until he decides."""
    _checked(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        WaitingDocument.objects.filter(uploaded_at__lt=clock.now() - KEPT).delete()
        document = form.cleaned_data["document"]
        content = document.read()
        try:
            read(content, clock.now(), form.cleaned_data["language"])
        except Unreadable as reason:
            form.add_error("document", str(reason.message))
        else:
            waiting = WaitingDocument.objects.create(
                owner=actor_of(request).user,
                name=document.name,
                content=content,
                language=form.cleaned_data["language"],
            )
            return HttpResponseRedirect(reverse("import-document:review", args=[waiting.token]))
    return _page(request, "upload", {"form": form, "title": _("Import a document")})


def _waiting(request: HttpRequest, token: str) -> WaitingDocument:
    _checked(request)
    since = clock.now() - KEPT
    return get_object_or_404(WaitingDocument, token=token, owner=request.user, uploaded_at__gte=since)


def review(request: HttpRequest, token: str) -> HttpResponse:
    """What was read from a document, to be set right, and then made a draft of."""
    document = _waiting(request, token)
    draft = read(bytes(document.content), clock.now(), document.language)
    release = facts_of(draft, request.user)
    wording = {"title": draft.title, "deck": draft.deck, "papers": draft.papers}
    form = DraftForm(request.POST or None, instance=release, initial=wording, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_draft(draft, form.save(commit=False), form.cleaned_data, actor_of(request), document)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, str(reason))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The draft was made. Look at the points below before it goes out."))
            return HttpResponseRedirect(admin_url(made, "change"))
    return _page(request, "review", _reviewed(document, draft, form))


def _reviewed(document: WaitingDocument, draft: Draft, form: DraftForm) -> dict[str, Any]:
    return {
        "title": _("What was read from the document"),
        "subtitle": document.name,
        "document": document,
        "draft": draft,
        "form": form,
        "lines": _lines(form),
        "points": [point(each.code, each.words, each.assumed) for each in draft.uncertainties],
        "text": Text(
            language=draft.language, title=draft.title, deck=draft.deck, body=draft.body, notes=draft.notes
        ),
        "pictures": [
            (each, reverse("import-document:picture", args=[document.token, number]))
            for number, each in enumerate(draft.pictures)
        ],
        "media": form.media,
    }


def _lines(form: DraftForm) -> list[list[Any]]:
    """The fields of the form, as they stand beside each other."""
    lines = (
        *(
            ("title",),
            ("deck",),
            ("authoritative_language", "type", "dated"),
            ("issuer", "office"),
            ("slug",),
        ),
        *(
            ("release_at", "release_zone", "papers"),
            ("distributed_at", "distributed_zone"),
            ("keep_document",),
        ),
    )
    return [[form[name] for name in line if name in form.fields] for line in lines]


def picture(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A picture of a waiting document, for its owner."""
    document = _waiting(request, token)
    pictures = read(bytes(document.content), clock.now(), document.language).pictures
    if number >= len(pictures):
        raise Http404
    found = pictures[number]
    return HttpResponse(found.content, content_type=_TYPES[suffix(found.name)])


@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Let go of a document without making a draft of it."""
    _waiting(request, token).delete()
    messages.success(request, _("The document was let go. Nothing was stored."))
    return HttpResponseRedirect(reverse("import-document:upload"))


@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick off what somebody has looked at: one finding of an entry, or with ``all`` every one it still has."""
    finding = get_object_or_404(ImportFinding.objects.select_related("entry"), pk=pk)
    entry = finding.entry.specific
    model = type(entry)
    allowed = permissions.allowed(request.user, "edit", "submit_entry", model)
    if not allowed or not offices.is_in_charge(request.user, entry):
        raise PermissionDenied
    findings = list(ImportFinding.objects.filter(entry_id=entry.pk)) if "all" in request.POST else [finding]
    with transaction.atomic():
        ResolveFindings(entry, actor_of(request), findings=findings).execute()
    return HttpResponseRedirect(f"{admin_url(entry, 'change')}#import-findings")


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    every = {**admin.site.each_context(request), "opts": PressRelease._meta, **context}
    return TemplateResponse(request, f"admin/exchange/{name}.html", every)
