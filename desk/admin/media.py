"""Admin of images and attachments."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from desk.admin import permissions
from desk.admin.base import PortalAdmin, actor_of, columns
from desk.admin.formerfiles import (
    former_attachment_page,
    former_attachments,
    former_image_page,
    former_images,
    restore_page,
)
from desk.admin.partpages import PartAdmin
from desk.admin.pictures import focal_picker, readable_uses, thumbnail, used_in
from desk.admin.uploads import describe_page, is_public, upload_page
from desk.forms import ImageForm
from publishing import offices
from publishing.actions import AddImage, Refused
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


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("none", _("used nowhere")), ("some", _("used in an entry"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions = {"none": Q(uses=None), "some": Q(uses__isnull=False)}
        return queryset.filter(conditions.get(self.value() or "", Q())).distinct()


class MineFilter(admin.SimpleListFilter):
    title = _("uploaded by")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("1", _("me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(uploaded_by=request.user.pk) if self.value() == "1" else queryset


@admin.register(Image)
class ImageAdmin(PortalAdmin):
    """The library: pictures with what readers need who do not see them, and where they are used."""

    form = ImageForm
    change_form_template = "admin/publishing/image/change_form.html"
    change_list_template = "admin/publishing/image/change_list.html"
    list_display = (
        "list_thumbnail",
        "list_name",
        "list_alt",
        "list_credit",
        "rights",
        "list_uses",
        "list_origin",
    )
    list_display_links = ("list_thumbnail", "list_name")
    list_filter = (AltFilter, UseFilter, MineFilter, "rights")
    # Counting the uses makes the database forget the order of the model.
    ordering = ("-uploaded_at", "-pk")
    list_select_related = ("uploaded_by",)
    search_fields = (
        *(to_attribute(name, language) for name in ("alt", "caption", "credit") for language in LANGUAGES),
        "token",
    )
    readonly_fields = ("preview", "focal_picker", "uses_of_it", "former_files")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        def lines(*names: Any) -> dict[str, Any]:
            return {"fields": columns(*names)(Image)}

        words = [
            (_("For readers"), lines("alt", "caption", "credit")),
            (_("Rights"), lines(("rights", "taken_on"))),
        ]
        if obj is None:
            return [(None, lines("file")), *words]
        sets = [
            (None, lines("preview", "file")),
            *words,
            (_("Focal point"), lines("focal_picker", ("focal_x", "focal_y"), "may_crop")),
            (_("Where it is used"), lines("uses_of_it")),
            (_("Former files"), lines("former_files")),
        ]
        if not self.has_change_permission(request, obj):
            return sets
        public = is_public(obj)
        questions = ["severity", "change_note", "seen"] if public else ["change_note", "seen"]
        title = _("This is public") if public else _("Why it is changed")
        return [
            *([(title, {"fields": questions, "classes": ["public"]})] if public else []),
            *sets,
            *([] if public else [(title, {"fields": questions})]),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        bound = {
            "actor": actor_of(request),
            "is_public": obj is not None and is_public(obj),
            "refusal": vars(request).get("refusal", []),
        }
        return type(form.__name__, (form,), bound)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(offices.readable_images(request.user))
        rows = rows.prefetch_related("renditions")
        if request.resolver_match and request.resolver_match.url_name == "publishing_image_autocomplete":
            return rows
        return rows.annotate(every_use=Count("uses", distinct=True)).prefetch_related(
            readable_uses(request.user)
        )

    def get_urls(self) -> list[Any]:
        pages = {
            "upload": ("upload/", upload_page),
            "describe": ("describe/", describe_page),
            "former": ("<int:pk>/former/<int:version>/", former_image_page),
            "restore": ("<int:pk>/former/<int:version>/restore/", restore_page),
        }
        return [*_routes(self, "publishing_image", pages), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or permissions.may_edit_image(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.uses.exists())

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

    @admin.display(description=_("credit"))
    def list_credit(self, image: Image) -> str:
        return image.credit or "–"

    @admin.display(description=_("used in"), ordering="every_use")
    def list_uses(self, image: Image) -> str:
        return used_in(image, most=2)

    @admin.display(description=_("file"), ordering="uploaded_at")
    def list_origin(self, image: Image) -> str:
        size = f"{image.width} × {image.height}"
        return format_html("{}<br>{}", size, image.uploaded_by) if image.uploaded_by else size

    @admin.display(description=_("preview"))
    def preview(self, image: Image) -> str:
        return thumbnail(image)

    @admin.display(description=_("shown parts"))
    def focal_picker(self, image: Image) -> str:
        return focal_picker(image)

    @admin.display(description=_("used in"))
    def uses_of_it(self, image: Image) -> str:
        return used_in(image)

    @admin.display(description=_("former files"))
    def former_files(self, image: Image) -> str:
        return former_images(image, restorable=True)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # Everything was taken back; the same form is read again, now with these reasons as its errors.
            vars(request)["refusal"] = refused.reasons
            for file in request.FILES.values():
                file.seek(0)  # type: ignore[union-attr]  # one file per field
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            AddImage(obj, actor_of(request)).execute()
        elif form.changed:
            form.edit().execute()
        if missing := _missing(obj):
            messages.warning(
                request,
                gettext(
                    "Nothing that uses this image can be approved before it has an alternative text in: %(languages)s."
                )
                % {"languages": missing},
            )


def _routes(model_admin: Any, name: str, pages: dict[str, tuple[str, Any]]) -> list[Any]:
    return [
        path(route, model_admin.admin_site.admin_view(partial(view, model_admin)), name=f"{name}_{each}")
        for each, (route, view) in pages.items()
    ]


def _missing(image: Image) -> str:
    lacking = [str(each.label) for each in LANGUAGES if not getattr(image, to_attribute("alt", each)).strip()]
    return ", ".join(lacking)


@admin.register(Attachment)
class AttachmentAdmin(PartAdmin):
    """Files of entries; one that is replaced stays readable to staff, and comes back with the facts of its time."""

    owner = "entry"
    list_display = ("title", "list_owner", "language", "download")
    search_fields = ("name", *(to_attribute("title", language) for language in LANGUAGES), "entry__ref")
    readonly_fields = ("former_files",)
    lines = (
        (None, columns("file", "title", ("name", "language", "position"))),
        (_("Former files"), columns("former_files")),
    )

    def get_urls(self) -> list[Any]:
        pages = {"former": ("<int:pk>/former/<int:number>/", former_attachment_page)}
        return [*_routes(self, "publishing_attachment", pages), *super().get_urls()]

    @admin.display(description=_("title"))
    def title(self, attachment: Attachment) -> str:
        return str(attachment)

    @admin.display(description=_("file"))
    def download(self, attachment: Attachment) -> str:
        return format_html('<a href="{}">{}</a>', attachment.get_absolute_url(), attachment.download_name)

    @admin.display(description=_("former files"))
    def former_files(self, attachment: Attachment) -> str:
        return former_attachments(attachment)
