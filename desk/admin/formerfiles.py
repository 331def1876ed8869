"""Former files of images and attachments: seen by staff alone, and brought back with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from desk.admin.base import actor_of, admin_url
from desk.admin.uploads import is_public
from desk.forms import RestoreForm
from publishing import formats
from publishing.actions import Refused, RestoreImage
from publishing.enums import Zone
from publishing.files import suffix
from publishing.languages import active
from publishing.models import Attachment, Image, Revision

__all__ = [
    "former_attachment_page",
    "former_attachments",
    "former_image_page",
    "former_images",
    "restore_page",
]


def _when(at: Any, by: Any) -> str:
    words = formats.moment(at, Zone.SEOUL, active())
    return f"{words}, {by}" if by else words


def former_images(image: Image, *, restorable: bool) -> str:
    """The files that ``image`` had before, the latest first."""
    rows = []
    for version in image.versions.select_related("replaced_by"):
        seen = reverse("admin:publishing_image_former", args=[image.pk, version.pk])
        restore = reverse("admin:publishing_image_restore", args=[image.pk, version.pk])
        link = format_html(' · <a href="{}">{}</a>', restore, _("Restore this file")) if restorable else ""
        rows.append(
            (
                seen,
                f"{version.width} × {version.height}",
                _("replaced: %(when)s") % {"when": _when(version.replaced_at, version.replaced_by)},
                version.reason,
                link,
            )
        )
    if not rows:
        return format_html('<span class="quiet">{}</span>', _("The file has never been replaced."))
    item = (
        '<li><a href="{0}"><img class="thumbnail" src="{0}" alt="" loading="lazy"></a> '
        "<span>{1}<br>{2}<br>{3}{4}</span></li>"
    )
    return format_html('<ul class="former-files">{}</ul>', format_html_join("", item, rows))


def former_image_page(admin: Any, request: HttpRequest, pk: int, version: int) -> FileResponse:
    """A former file of an image, for those who may read the image."""
    image = _readable(admin, request, pk)
    return _send(get_object_or_404(image.versions, pk=version).file.name or "")


def restore_page(admin: Any, request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Bring a former file back: what it looks like, and why."""
    image: Image = _readable(admin, request, pk)
    if not admin.has_change_permission(request, image):
        raise PermissionDenied
    former = get_object_or_404(image.versions, pk=version)
    form = RestoreForm(request.POST if request.method == "POST" else None, is_public=is_public(image))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            RestoreImage(
                former, actor_of(request), severity=data.get("severity", ""), reason=data["change_note"]
            ).execute()
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, _("The former file is back; the one it replaces is kept."))
            return HttpResponseRedirect(reverse("admin:publishing_image_change", args=[image.pk]))
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Restore this file"),
        "subtitle": str(image),
        "opts": admin.opts,
        "form": form,
        "picture": reverse("admin:publishing_image_former", args=[image.pk, former.pk]),
        "back": reverse("admin:publishing_image_change", args=[image.pk]),
    }
    return TemplateResponse(request, "admin/publishing/image/restore.html", context)


@dataclass(frozen=True)
class _Former:
    """A file that an attachment had until a revision."""

    revision: Revision
    name: str


def _files_of(attachment: Attachment) -> Iterator[_Former]:
    """The files of ``attachment`` that the revisions of its entry know of and that it no longer has, the latest first."""
    later, present = None, attachment.file.name
    for revision in attachment.entry.revisions.order_by("-number").select_related("actor"):
        rows = revision.facts.get("attachments", [])
        name = next((row["file"] for row in rows if row["id"] == attachment.pk), None)
        if name and later is not None and name not in (present, later[1]):
            yield _Former(later[0], name)
        if name:
            later = (revision, name)


def former_attachments(attachment: Attachment) -> str:
    """The files that ``attachment`` had before; they come back with the facts of their time."""
    rows = [
        (
            reverse("admin:publishing_attachment_former", args=[attachment.pk, former.revision.number]),
            _("File until then"),
            _("replaced: %(when)s") % {"when": _when(former.revision.at, former.revision.actor)},
            former.revision.note,
        )
        for former in _files_of(attachment)
    ]
    if not rows:
        return format_html('<span class="quiet">{}</span>', _("The file has never been replaced."))
    return format_html(
        '<ul class="former-files">{}</ul><p><a href="{}">{}</a></p>',
        format_html_join("", '<li><span><a href="{}">{}</a><br>{}<br>{}</span></li>', rows),
        admin_url(attachment.entry, "fact_versions"),
        _("Restore the facts of that time, with the file"),
    )


def former_attachment_page(admin: Any, request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file that an attachment had until revision ``number``, for those who may read its entry."""
    attachment: Attachment = _readable(admin, request, pk)
    for former in _files_of(attachment):
        if former.revision.number == number:
            return _send(former.name, as_attachment=True, filename=f"{attachment.name}{suffix(former.name)}")
    raise Http404


def _readable(admin: Any, request: HttpRequest, pk: int) -> Any:
    found = admin.get_object(request, str(pk))
    if found is None:
        raise Http404
    if not admin.has_view_permission(request, found):
        raise PermissionDenied
    return found


def _send(name: str, *, as_attachment: bool = False, filename: str = "") -> FileResponse:
    if not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), as_attachment=as_attachment, filename=filename)
    patch_cache_control(response, no_store=True, private=True)
    return response
