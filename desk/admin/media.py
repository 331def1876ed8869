"""Admin of images and attachments."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from desk.admin import permissions
from desk.admin.base import PortalAdmin, columns
from desk.admin.partpages import PartAdmin
from desk.admin.pictures import thumbnail
from publishing import jobs, offices
from publishing.languages import LANGUAGES
from publishing.models import Attachment, Image

__all__ = ["AttachmentAdmin", "ImageAdmin", "without_alt"]


def without_alt() -> Q:
    """Images that lack an alternative text in a language."""
    lacking = Q()
    for language in LANGUAGES:
        lacking |= Q(**{to_attribute("alt", language): ""})
    return lacking


class AltFilter(admin.SimpleListFilter):
    title = _("alternative text")
    parameter_name = "alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("missing", _("missing in a language"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(without_alt()) if self.value() == "missing" else queryset


@admin.register(Image)
class ImageAdmin(PortalAdmin):
    """Pictures with what readers need who do not see them."""

    list_display = ("list_thumbnail", "list_name", "list_alt", "credit", "rights", "size", "uploaded_by")
    list_display_links = ("list_thumbnail", "list_name")
    list_filter = (AltFilter, "rights")
    list_select_related = ("uploaded_by",)
    search_fields = (
        *(to_attribute(name, language) for name in ("alt", "caption") for language in LANGUAGES),
        *(to_attribute("credit", language) for language in LANGUAGES),
        "token",
    )
    readonly_fields = ("preview",)
    lines = (
        (None, columns("file", "preview")),
        (_("For readers"), columns("alt", "caption")),
        (_("Rights"), columns(("credit", "rights", "taken_on"))),
        (_("Focal point"), columns(("focal_x", "focal_y"))),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(offices.readable_images(request.user))
        return rows.prefetch_related("renditions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or permissions.may_edit_image(request.user, obj))

    @admin.display(description=_("picture"))
    def list_thumbnail(self, image: Image) -> str:
        return thumbnail(image)

    @admin.display(description=_("name"))
    def list_name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("alternative text"))
    def list_alt(self, image: Image) -> str:
        missing = _missing(image)
        if not missing:
            return gettext("complete")
        return format_html(
            '<span class="lacking">{}</span>', gettext("missing: %(languages)s") % {"languages": missing}
        )

    @admin.display(description=_("dimensions"), ordering="width")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=_("preview"))
    def preview(self, image: Image) -> str:
        return thumbnail(image) if image.pk else "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data:
            obj.renditions.all().delete()
            jobs.prepare_image(obj)
        if missing := _missing(obj):
            messages.warning(
                request,
                gettext(
                    "Nothing that uses this image can be approved before it has an alternative text in: %(languages)s."
                )
                % {"languages": missing},
            )


def _missing(image: Image) -> str:
    lacking = [str(each.label) for each in LANGUAGES if not getattr(image, to_attribute("alt", each)).strip()]
    return ", ".join(lacking)


@admin.register(Attachment)
class AttachmentAdmin(PartAdmin):
    owner = "entry"
    list_display = ("title", "list_owner", "language", "download")
    search_fields = ("name", *(to_attribute("title", language) for language in LANGUAGES), "entry__ref")
    lines = ((None, columns("file", "title", ("name", "language", "position"))),)

    @admin.display(description=_("title"))
    def title(self, attachment: Attachment) -> str:
        return str(attachment)

    @admin.display(description=_("file"))
    def download(self, attachment: Attachment) -> str:
        return format_html('<a href="{}">{}</a>', attachment.get_absolute_url(), attachment.download_name)
