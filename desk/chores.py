"""Jobs of the desk: putting away what nobody comes back for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from desk.admin.presence import GONE_AFTER
from desk.admin.unsaved import KEPT
from desk.models import Presence, UnsavedWork
from publishing import clock
from publishing.jobs.periodic import every
from publishing.jobs.queue import job

__all__ = ["put_away_unsaved_work"]


@job(_("Put away unsaved work"), priority=-10)
def put_away_unsaved_work() -> None:
    """Delete what was typed, not saved, and not asked for within the time it is kept; and signs of closed windows."""
    UnsavedWork.objects.filter(saved_at__lt=clock.now() - KEPT).delete()
    Presence.objects.filter(seen_at__lt=clock.now() - GONE_AFTER).delete()


every(timedelta(days=1), put_away_unsaved_work)
