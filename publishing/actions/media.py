"""Changes of images: kept with their reason, and corrections where readers see them."""

from typing import Any, ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import changes, clock, jobs
from publishing.actions.base import Action, Actor, Refused, correction_obstacles
from publishing.enums import EntryState, Severity, Stage
from publishing.models import Correction, Entry, Image, ImageVersion
from publishing.readiness import Reason, readiness
from publishing.renditions import forget_crops, make_preview, make_renditions
from publishing.revisions import record

__all__ = ["AddImage", "EditImage", "RecordPicture", "RestoreImage", "shown_in"]


def shown_in(image: Image) -> list[Entry]:
    """The entries that show ``image``, in whatever stage."""
    return list(Entry.objects.filter(images__image=image.pk).order_by("pk"))


class RecordPicture(Action):
    """Take the change of an image into the record of one entry that shows it; it is stored by then."""

    verb, label = "edit_image", _("Change an image")

    def __init__(
        self, entry: Entry, actor: Actor, *, image: Image, fields: list[str], severity: str, reason: str
    ) -> None:
        super().__init__(entry, actor, reason=reason)
        self.image, self.fields, self.severity = image, fields, severity
        needed = {EntryState.APPROVED: "correct_entry", EntryState.IN_REVIEW: "approve_entry"}
        self.permission = needed.get(EntryState(entry.state), "change_image")

    def obstacles(self) -> list[Reason]:
        if self.entry.stage() is Stage.WITHDRAWN:
            return []
        return correction_obstacles(self.entry, self.severity, self.reason)

    def apply(self) -> dict[str, Any]:
        if self.entry.stage() is Stage.WITHDRAWN:
            return {"image": self.image.pk, "fields": self.fields}
        if self.entry.state == EntryState.APPROVED and self.entry.release_at:
            if reasons := readiness(self.entry, max(clock.now(), self.entry.release_at)):
                raise Refused(reasons)
            make_renditions(self.image)
            self.raise_revision()
        revision = record(self.entry, self.actor.user, self.reason)
        if self.entry.stage() is Stage.RELEASED and self.severity == Severity.CORRECTION:
            self.alone = True
            Correction.objects.create(
                entry_id=self.entry.pk,
                language=self.entry.authoritative_language,
                note=self.reason,
                actor=self.actor.user,
            )
        return {
            "image": self.image.pk,
            "fields": self.fields,
            "revision": revision and revision.number,
            "severity": self.severity,
        }


class AddImage:
    """Take a checked picture into the library; nobody outside sees it before an entry shows it."""

    label: ClassVar["str | Promise"] = _("Add an image")

    def __init__(self, image: Image, actor: Actor) -> None:
        self.image, self.actor = image, actor

    def check(self) -> list[Reason]:
        if not self.actor.user.has_perm("publishing.add_image"):
            return [Reason("permission", _("Your role does not include this step."))]
        return []

    @transaction.atomic
    def execute(self) -> Image:
        """Store it with its smallest copy; the worker makes the others. Raises :class:`Refused`."""
        if reasons := self.check():
            raise Refused(reasons)
        self.image.uploaded_by = self.actor.user
        self.image.save()
        make_preview(self.image)
        jobs.prepare_image(self.image)
        return self.image


class EditImage:
    """Store what was changed on ``image``, on its instance in hand; each entry that shows it takes it into its record.

    ``fields`` names what was changed. A file that is replaced is kept as a version with ``reason``.
    """

    label: ClassVar["str | Promise"] = _("Change an image")

    def __init__(
        self, image: Image, actor: Actor, *, fields: list[str], severity: str = "", reason: str = ""
    ) -> None:
        self.image, self.actor, self.fields = image, actor, sorted(fields)
        self.severity, self.reason = severity, reason.strip()

    def check(self) -> list[Reason]:
        """Why this may not happen, each reason once; what only shows when it is stored is refused by :meth:`execute`."""
        if not self.actor.user.has_perm("publishing.change_image"):
            return [Reason("permission", _("Your role does not include this step."))]
        reasons = [reason for step in self._steps() for reason in step.check()]
        return list({(reason.code, str(reason)): reason for reason in reasons}.values())

    def execute(self) -> Image:
        """Do it in all entries or in none; raise :class:`Refused` with the reasons."""
        try:
            with transaction.atomic():
                return self._store()
        except Refused:
            self._drop_file()
            raise

    def _drop_file(self) -> None:
        """Remove the file that was stored for nothing."""
        name = self.image.file.name or ""
        known = Image.objects.filter(file=name).exists() or ImageVersion.objects.filter(file=name).exists()
        if name.startswith(f"images/{self.image.token}/") and not known:
            self.image.file.storage.delete(name)

    def _store(self) -> Image:
        changes.take_turn()
        stored = Image.objects.select_for_update().get(pk=self.image.pk)
        if reasons := self.check():
            raise Refused(reasons)
        if "file" in self.fields:
            self._keep(stored)
        self.image.save()
        if "file" in self.fields:
            self.image.renditions.all().delete()
        elif not {"focal_x", "focal_y", "may_crop"}.isdisjoint(self.fields):
            forget_crops(self.image)
        make_preview(self.image)
        jobs.prepare_image(self.image)
        for step in self._steps():
            step.execute()
        return self.image

    def _keep(self, stored: Image) -> None:
        ImageVersion.objects.create(
            image=stored,
            file=stored.file.name,
            width=stored.width,
            height=stored.height,
            replaced_by=self.actor.user,
            reason=self.reason,
        )

    def _steps(self) -> list[RecordPicture]:
        return [
            RecordPicture(
                entry,
                self.actor,
                image=self.image,
                fields=self.fields,
                severity=self.severity,
                reason=self.reason,
            )
            for entry in shown_in(self.image)
        ]


class RestoreImage(EditImage):
    """Bring a former file of an image back; the present one becomes a version in turn."""

    label = _("Restore this file")

    def __init__(self, version: ImageVersion, actor: Actor, *, severity: str = "", reason: str = "") -> None:
        image = Image.objects.get(pk=version.image_id)
        image.file = version.file.name
        super().__init__(image, actor, fields=["file"], severity=severity, reason=reason)

    def check(self) -> list[Reason]:
        if Image.objects.filter(pk=self.image.pk, file=self.image.file.name).exists():
            return [Reason("same_file", _("This is the present file already."))]
        return super().check()
