"""Files behind the rule, and short references."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from publishing import offices
from publishing.models import Attachment, Entry, EntryImage, Image
from publishing.pages import withdrawn
from publishing.visibility import gone, public

__all__ = ["attachment", "picture", "reference"]


@require_safe
def reference(request: HttpRequest, ref: str) -> HttpResponse:
    """The short address of an entry: on to its page in the reader's language."""
    entry = public(Entry).filter(ref=ref).first()
    if entry is not None:
        return redirect(entry.path())
    if taken_back := gone(Entry).filter(ref=ref).first():
        return withdrawn(request, taken_back)
    raise Http404


@require_safe
def picture(request: HttpRequest, token: str, width: int, encoding: str, crop: str = "") -> FileResponse:
    """A rendition of an image that a visible entry uses, or that staff may see."""
    image = get_object_or_404(Image, token=token)
    is_public = public(EntryImage).filter(image=image).exists()
    if not is_public and not _may_see(request, image):
        raise Http404
    rendition = get_object_or_404(image.renditions, crop=crop, width=width, format=encoding)
    return _send(rendition.file, is_public=is_public)


@require_safe
def attachment(request: HttpRequest, token: str, name: str) -> FileResponse:
    """An attachment of a visible entry, or one that staff may see, under its download name."""
    found = get_object_or_404(Attachment, token=token)
    is_public = public(Attachment).filter(pk=found.pk).exists()
    if found.download_name != name or not (is_public or _may_read(request, found)):
        raise Http404
    return _send(found.file, is_public=is_public, as_attachment=True, filename=name)


def _may_see(request: HttpRequest, image: Image) -> bool:
    """Whether who asks belongs to the staff of an office that uses ``image``."""
    if not request.user.has_perm("publishing.view_image"):
        return False
    return Image.objects.filter(offices.readable_images(request.user), pk=image.pk).exists()


def _may_read(request: HttpRequest, attachment: Attachment) -> bool:
    """Whether who asks belongs to the staff of the office in charge of ``attachment``."""
    if not request.user.has_perm("publishing.view_attachment"):
        return False
    mine = Attachment.objects.filter(offices.readable(request.user, through="entry"), pk=attachment.pk)
    return mine.exists()


def _send(
    stored: FieldFile, *, is_public: bool, as_attachment: bool = False, filename: str = ""
) -> FileResponse:
    """The stored file; readers' copies are checked again at every use, staff's are not kept at all."""
    response = FileResponse(stored.open("rb"), as_attachment=as_attachment, filename=filename)
    patch_cache_control(
        response, **({"no_cache": True} if is_public else {"no_store": True, "private": True})
    )
    return response
