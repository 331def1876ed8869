"""Several images at once: the page that takes them, and the page on which they are described."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from translated_fields import show_language_code

from desk.admin import permissions
from desk.admin.base import actor_of
from desk.admin.pictures import thumbnail
from desk.forms import DescribeForm, UploadImagesForm
from desk.forms.images import describing_fields
from publishing import files
from publishing.actions import AddImage, Refused
from publishing.enums import Stage
from publishing.models import Image

__all__ = ["describe_page", "is_public", "upload_page"]

# How many images are described on one page.
MOST = 60


def is_public(image: Image) -> bool:
    """Whether readers see ``image`` in an entry that is released."""
    return any(use.entry.stage() is Stage.RELEASED for use in image.uses.select_related("entry"))


def upload_page(admin: Any, request: HttpRequest) -> HttpResponse:
    """Take images in; a script sends them one by one and asks for JSON, a plain form sends all at once."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    form = UploadImagesForm(request.POST, request.FILES) if request.method == "POST" else UploadImagesForm()
    results: list[dict[str, Any]] = []
    if request.method == "POST":
        results = [_take(request, file) for file in request.FILES.getlist("images")]
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"files": results}, headers={"Cache-Control": "private, no-store"})
        added = [result["id"] for result in results if result["id"]]
        refused = [result for result in results if not result["id"]]
        if added:
            for result in refused:
                words = _("“%(name)s” was not added: %(reason)s")
                messages.error(
                    request, words % {"name": result["name"], "reason": " ".join(result["errors"])}
                )
            return HttpResponseRedirect(_describe_address(added))
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Upload images"),
        "opts": admin.opts,
        "form": form,
        "refused": results,
        "describe_url": _describe_address([]),
    }
    return TemplateResponse(request, "admin/publishing/image/upload.html", context)


def _describe_address(ids: list[int]) -> str:
    return reverse("admin:publishing_image_describe") + "?ids=" + ",".join(map(str, ids))


def _take(request: HttpRequest, file: UploadedFile) -> dict[str, Any]:
    """Add one file, or say in words why not."""
    name = file.name or ""
    try:
        files.validate_image(file)
        image = AddImage(Image(file=file), actor_of(request)).execute()
    except ValidationError as error:
        return {"name": name, "id": None, "errors": error.messages}
    except Refused as refused:
        return {"name": name, "id": None, "errors": [str(reason) for reason in refused.reasons]}
    return {"name": name, "id": image.pk, "errors": []}


def describe_page(admin: Any, request: HttpRequest) -> HttpResponse:
    """Alternative texts, captions, credits and rights of several images in one form."""
    if not admin.has_change_permission(request):
        raise PermissionDenied
    images, others = _described(admin, request)
    actor = actor_of(request)
    with show_language_code(True):
        form_class = forms.modelform_factory(
            Image, form=type("ActorsForm", (DescribeForm,), {"actor": actor}), fields=describing_fields()
        )
        described = forms.modelformset_factory(Image, form=form_class, extra=0, edit_only=True)
        rows = Image.objects.filter(pk__in=[image.pk for image in images]).order_by("pk")
        formset: Any = described(request.POST or None, queryset=rows.prefetch_related("renditions"))
        if request.method == "POST" and formset.is_valid() and _store(formset):
            changed = sum(bool(form.changed) for form in formset.forms)
            words = ngettext("%(count)d image was described.", "%(count)d images were described.", changed)
            messages.success(request, words % {"count": changed})
            return HttpResponseRedirect(reverse("admin:publishing_image_changelist") + "?mine=1")
        context = {
            **admin.admin_site.each_context(request),
            "title": _("Describe images"),
            "opts": admin.opts,
            "formset": formset,
            "rows": [(form, thumbnail(form.instance)) for form in formset.forms],
            "others": others,
            "failed": request.method == "POST",
        }
        return TemplateResponse(request, "admin/publishing/image/describe.html", context).render()


def _described(admin: Any, request: HttpRequest) -> tuple[list[Image], list[Image]]:
    """The images that were asked for and may be described here, and those that have to be changed on their own page."""
    asked = [
        int(each) for each in request.GET.get("ids", "").split(",") if each.isdecimal() and len(each) < 12
    ]
    readable = admin.get_queryset(request).filter(pk__in=asked[:MOST]).order_by("pk")
    here: list[Image] = []
    others: list[Image] = []
    for image in readable:
        mine = permissions.may_edit_image(request.user, image) and not is_public(image)
        (here if mine else others).append(image)
    return here, others


def _store(formset: Any) -> bool:
    """Store what was changed on all of them or on none; what the kernel refuses shows at its image."""
    try:
        with transaction.atomic():
            for form in formset.forms:
                if form.changed:
                    _store_one(form)
    except Refused:
        return False
    return True


def _store_one(form: DescribeForm) -> None:
    try:
        form.edit().execute()
    except Refused as refused:
        form.refuse(refused.reasons)
        raise
