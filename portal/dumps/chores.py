"""The nightly dump, and a new one as soon as something was withdrawn."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from portal.dumps.store import latest
from publishing import clock
from publishing.jobs import job, periodic

__all__ = ["wanted", "write_dumps"]

HOUR = 3
SEOUL = ZoneInfo("Asia/Seoul")


@job(_("Write the dumps for download"), priority=-5)
def write_dumps() -> None:
    """Write a run of dumps, if one is still wanted."""
    from portal.dumps.making import make  # the whole API: no start of the portal should wait for it

    if wanted():
        make()


def wanted() -> bool:
    """Whether there is no run of last night, or none that may be given out."""
    newest = latest()
    return newest is None or newest.generated_at < _last_night()


def _last_night() -> datetime:
    here = clock.now().astimezone(SEOUL)
    tonight = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight <= here else tonight - timedelta(days=1)


periodic.every(timedelta(minutes=1), write_dumps, when=wanted)
