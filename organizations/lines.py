"""Where a center was, as a line on which years are as long as they were."""

from datetime import date

from organizations.models import CenterSite, CooperationCenter
from publishing.presentation import Shown

__all__ = ["sites_scale"]

# The line ends before the edge, in percent, so that the last year has room.
END = 96


def sites_scale(center: CooperationCenter, today: date) -> Shown:
    """Spans and years in percent of the width, for ``components/sites_line.html``; empty without known beginnings.

    A span without an end goes on to today, as far as is known.
    """
    held = [site for site in center.sites.all() if site.valid_from]
    if not held:
        return {}
    first = min(site.valid_from.earliest() for site in held)
    last = max(_end(site, today) for site in held)
    length = (last - first).days or 1

    def place(day: date) -> str:
        return f"{END * (day - first).days / length:.1f}%"

    years = {site.valid_from.year: place(site.valid_from.earliest()) for site in held}
    for site in held:
        if site.valid_to:
            years.setdefault(site.valid_to.year, place(_end(site, today)))
    return {
        "spans": [
            {
                "from": place(site.valid_from.earliest()),
                "to": place(_end(site, today)),
                "is_open": not site.valid_to,
            }
            for site in held
        ],
        "years": [{"x": x, "year": year} for year, x in years.items()],
        "end": place(last),
        "today": today.year if last == today else None,
    }


def _end(site: CenterSite, today: date) -> date:
    return min(site.valid_to.latest(), today) if site.valid_to else today
