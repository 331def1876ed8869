"""What was released before and after a document about the same event or the series it belongs to."""

from django.db.models import Q, QuerySet

from events.models import Event, EventSeries
from news.models import PressRelease
from publishing.visibility import public, visible, with_texts

__all__ = ["next_to"]


def next_to(release: PressRelease) -> dict[str, list[PressRelease]]:
    """The release ``before`` and the one ``afterwards``, each a list of one or none.

    Only through events and series that are public themselves: what belongs together is not told before.
    """
    if release.event is None:
        return {"before": [], "afterwards": []}
    line = _line(release.event)
    here = Q(release_at=release.release_at)
    return {
        "before": list(
            line.filter(Q(release_at__lt=release.release_at) | here & Q(pk__lt=release.pk)).order_by(
                "-release_at", "-pk"
            )[:1]
        ),
        "afterwards": list(
            line.filter(Q(release_at__gt=release.release_at) | here & Q(pk__gt=release.pk)).order_by(
                "release_at", "pk"
            )[:1]
        ),
    }


def _line(event: Event) -> QuerySet[PressRelease]:
    together = Q(event=event.pk)
    if event.series_id:
        series = public(EventSeries).filter(pk=event.series_id)
        together |= Q(visible(through="event"), event__series__in=series.values("pk"))
    return with_texts(public(PressRelease)).filter(together)
