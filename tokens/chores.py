"""Putting away what is kept of the API for a time only."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.jobs.periodic import every
from publishing.jobs.queue import job
from tokens.answers import KEPT
from tokens.models import StoredAnswer

__all__ = ["put_away_answers"]


def _any() -> bool:
    return StoredAnswer.objects.filter(begun_at__lt=clock.now() - KEPT).exists()


@job(_("Put away answers of the API"), priority=-10)
def put_away_answers() -> None:
    """Delete the answers that nobody asks for again."""
    StoredAnswer.objects.filter(begun_at__lt=clock.now() - KEPT).delete()


every(timedelta(hours=1), put_away_answers, when=_any)
