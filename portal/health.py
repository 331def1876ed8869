"""Answers for the machine that watches the portal: is the process alive, and may it get requests?"""

from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing import jobs


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the database answers and has every migration, else 503 with the check that failed.

    Alarms about jobs leave it at 200 and "degraded": what is released appears without them, and a server that is
    taken out of rotation would delay exactly that.
    """
    checks = {"database": "ok", "migrations": "ok"}
    alarms: dict[str, int] = {}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "pending"
        else:
            alarms = {each.code: each.count for each in jobs.alarms() if not each.tells_of_releases}
    except DatabaseError:
        # What went wrong stays in the log: the answer is public and the message may name hosts and users.
        checks, alarms = {"database": "unavailable", "migrations": "unknown"}, {}
    healthy = all(result == "ok" for result in checks.values())
    answer: dict[str, Any] = {"status": "unavailable", "checks": checks}
    if healthy:
        answer = {"status": "degraded" if alarms else "ok", "checks": checks, "alarms": alarms}
    return JsonResponse(answer, status=200 if healthy else 503)
