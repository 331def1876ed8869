"""Jobs of the house: pictures in all sizes, and putting away what is over."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from publishing import clock
from publishing.enums import EntryState
from publishing.jobs.queue import enqueue, job
from publishing.models import Heartbeat, Image
from publishing.renditions import make_renditions

__all__ = ["KEPT", "clean_up", "prepare_image", "render_image"]

# How long jobs that are over stay on the list.
KEPT = timedelta(days=14)


@job(_("Make an image in all sizes"))
def render_image(image_id: int) -> None:
    """Make the missing renditions ahead; approval makes what is still missing by then itself."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        make_renditions(image)


def prepare_image(image: Image) -> None:
    """Have a new picture made in all sizes: at once where readers may see it, else by the worker."""
    if image.uses.filter(entry__state=EntryState.APPROVED).exists():
        make_renditions(image)
    else:
        enqueue(render_image, key=str(image.pk), image_id=image.pk)


@job(_("Clean up"), priority=-10)
def clean_up() -> None:
    """Delete sessions that have expired, jobs that are over, and the signs of life of workers that are gone."""
    now = clock.now()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    over = Q(job__closed_at__lt=now - KEPT) | Q(job__isnull=True, finished_at__lt=now - KEPT)
    DBTaskResult.objects.filter(over).exclude(status=TaskResultStatus.RUNNING).delete()
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
