"""What waits and is no entry: unsaved work, translations, pictures, jobs; and the tools of the desk."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus

from desk.admin.media import without_alt
from desk.admin.permissions import has_model_permission
from desk.admin.unsaved import KEPT
from desk.dashboard.panes import Pane, Row, Tool, beginning, pane, tool
from desk.models import UnsavedWork
from desk.translation import rights
from desk.translation.matrix import queue
from publishing import clock, formats, kinds, offices
from publishing.enums import Zone
from publishing.jobs.queue import spec_of
from publishing.jobs.words import error_in_words
from publishing.languages import Language, active
from publishing.models import Entry, EntryImage, Image, Job

__all__: list[str] = []

TRANSLATING = "translation_edit"


@pane(22)
def unsaved(user: Any) -> Iterator[Pane]:
    """Forms that the person filled in and did not save; their pages offer to take that back."""
    works = UnsavedWork.objects.filter(user=user, saved_at__gt=clock.now() - KEPT).defer("fields")
    kept, count = beginning(works.order_by("-saved_at", "-pk"))
    places = [(work, _place(work.path)) for work in kept]
    numbers = {number for _work, place in places if (number := _entry_id(place))}
    readable = {entry.pk: entry for entry in rights.readable(user).filter(pk__in=numbers)}
    rows = []
    for work, place in places:
        at = formats.moment(work.saved_at, Zone.SEOUL, active())
        rows.append(
            Row(
                readable.get(_entry_id(place) or 0),
                url=work.path,
                label=_name_of(place),
                note=_("Kept %(moment)s: take it back, or discard it.") % {"moment": at},
            )
        )
    yield Pane("unsaved", gettext_lazy("Not saved yet"), rows, count)


def _place(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _entry_id(place: ResolverMatch | None) -> int | None:
    """The entry whose form stands at ``place``."""
    if place is None:
        return None
    if place.url_name == TRANSLATING:
        return int(place.kwargs["pk"])
    pages = {f"{_section(kind)}_change" for kind in kinds.every()}
    number = str(place.kwargs.get("object_id", ""))
    return int(number) if place.url_name in pages and number.isdecimal() else None


def _section(kind: kinds.Kind) -> str:
    opts = kinds.model_of(kind.code)._meta
    return f"{opts.app_label}_{opts.model_name}"


def _name_of(place: ResolverMatch | None) -> str:
    """What is written at ``place`` if it is no entry that can be named."""
    for kind in kinds.every():
        if place and place.url_name == f"{_section(kind)}_add":
            return _("New: %(kind)s") % {"kind": kind.label}
    return _("A page of the newsroom")


@pane(25)
def translations(user: Any) -> Iterator[Pane]:
    """What the person has to translate, what is due first in front."""
    if not (user.has_perm("publishing.change_text") and user.has_perm("publishing.submit_entry")):
        return
    plans, count = beginning(queue(user).select_related("entry"))
    now = clock.now()
    rows = []
    for plan in plans:
        language = str(Language(plan.language).label)
        note, is_late = language, plan.due_at is not None and plan.due_at < now
        if plan.due_at is not None:
            due = formats.moment(plan.due_at, plan.due_zone, active())
            words = (
                _("%(language)s, overdue since %(moment)s") if is_late else _("%(language)s, due %(moment)s")
            )
            note = words % {"language": language, "moment": due}
        url = reverse(f"admin:{TRANSLATING}", args=[plan.entry_id, plan.language])
        rows.append(Row(plan.entry, url=url, note=note, is_late=is_late))
    more = f"{reverse('admin:translation')}?translator=me"
    yield Pane("translate", gettext_lazy("Yours to translate"), rows, count, more)


@pane(70)
def images(user: Any) -> Iterator[Pane]:
    """Pictures that cannot be described to everybody; those that are used lead."""
    if not has_model_permission(user, "change", Image):
        return
    uses = EntryImage.objects.filter(image=OuterRef("pk"))
    lacking = Image.objects.filter(without_alt(), offices.readable_images(user))
    found, count = beginning(
        lacking.annotate(is_used=Exists(uses)).order_by("-is_used", "-uploaded_at", "-pk")
    )
    rows = [
        Row(
            url=reverse("admin:publishing_image_change", args=[image.pk]),
            label=str(image),
            note=_("used") if image.is_used else _("not used yet"),
        )
        for image in found
    ]
    more = f"{reverse('admin:publishing_image_changelist')}?alt=missing"
    yield Pane("images", gettext_lazy("Images without alternative text"), rows, count, more)


@pane(90)
def failed_jobs(user: Any) -> Iterator[Pane]:
    if not user.has_perm("publishing.change_job"):
        return
    failed = Job.objects.filter(run__status=TaskResultStatus.FAILED, outcome="").select_related("run")
    found, count = beginning(failed.order_by("-queued_at", "-pk"))
    rows = [
        Row(
            url=reverse("admin:publishing_job_change", args=[job.pk]),
            label=str(spec_of(job.run).label),
            note=str(error_in_words(job)),
            is_late=True,
        )
        for job in found
    ]
    more = f"{reverse('admin:publishing_job_changelist')}?state=failed"
    yield Pane("jobs", gettext_lazy("Failed jobs"), rows, count, more)


@tool(10)
def desk_tools(user: Any) -> Iterator[Tool]:
    if has_model_permission(user, "view", Entry):
        yield Tool(gettext_lazy("All entries"), reverse("admin:publishing_entry_changelist"))
    if rights.kinds_of(user):
        yield Tool(gettext_lazy("Translation desk"), reverse("admin:translation"))
    if has_model_permission(user, "change", Image):
        yield Tool(gettext_lazy("Media library"), reverse("admin:publishing_image_changelist"))


@tool(90)
def jobs_tool(user: Any) -> Iterator[Tool]:
    if user.has_perm("publishing.change_job"):
        yield Tool(gettext_lazy("Jobs"), reverse("admin:publishing_job_changelist"))
