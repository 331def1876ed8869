"""Files of rows that were deleted are removed from the storage, once the deletion is certain.

The folder of an image goes with it, former files and copies included. An attachment leaves its folder behind as long
as its entry exists: the history of the facts can bring it back.
"""

from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from publishing.models import Attachment, Entry, Image, Rendition

__all__: list[str] = []


@receiver(post_delete, sender=Rendition)
def _remove_copy(instance: Rendition, **_signal: Any) -> None:
    name = instance.file.name or ""

    def remove() -> None:
        if not Rendition.objects.filter(file=name).exists():
            default_storage.delete(name)

    transaction.on_commit(remove)


@receiver(post_delete, sender=Image)
def _remove_image(instance: Image, **_signal: Any) -> None:
    transaction.on_commit(lambda: _remove_folder(instance.file.name or ""))


@receiver(post_delete, sender=Attachment)
def _remove_attachment(instance: Attachment, **_signal: Any) -> None:
    def remove() -> None:
        if not Entry.objects.filter(pk=instance.entry_id).exists():
            _remove_folder(instance.file.name or "")

    transaction.on_commit(remove)


def _remove_folder(name: str) -> None:
    """Remove the folder in which the file ``name`` lies, with everything in it."""
    folder = str(PurePosixPath(name).parent)
    # Every file lies in the folder of its own row, two levels down; anything else is not ours to empty.
    if len(PurePosixPath(folder).parts) != 2 or not default_storage.exists(folder):
        return
    for file in default_storage.listdir(folder)[1]:
        default_storage.delete(f"{folder}/{file}")
    default_storage.delete(folder)
