"""The resources of the API, put together from all apps."""

from typing import Any

from rest_framework.routers import SimpleRouter

import calls.api
import events.api
import news.api
import opportunities.api
import organizations.api
import outcomes.api
import programs.api
import publishing.api.resources

__all__ = ["BARE", "RESOURCES", "VIEWS"]


def resources(router: SimpleRouter) -> SimpleRouter:
    """``router`` with the resources of all apps."""
    for app in (news, organizations, events, programs, opportunities, calls, outcomes):
        app.api.register(router)
    publishing.api.resources.register(router)
    return router


RESOURCES = resources(SimpleRouter(use_regex_path=False))
# The same without the slash at the end, for clients that leave it out.
BARE = resources(SimpleRouter(trailing_slash=False, use_regex_path=False))
# The views by the names of their resources.
VIEWS: dict[str, Any] = {prefix: viewset for prefix, viewset, _basename in RESOURCES.registry}
