"""The OpenAPI document against the portal: what it allows is accepted, what it forbids refused, every answer as it says.

schemathesis makes the requests up, always the same ones. Names and cursors that exist come from the demonstration
content, because no document can list them.
"""

import re
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.resources import RESOURCES
from publishing.api.filters import EntryFilter, NodeFilter, SlugFilter
from publishing.visibility import public

pytestmark = pytest.mark.django_db

# Of each operation, of what is allowed as of what is not: the whole run stays below a minute.
EXAMPLES = 6
# What depends on other parameters, or on the calendar, is beyond what a document can say of one of them.
# In the language that the request asks for.
BEYOND = re.compile(
    "only like can be compared with like|기준이 같은 값끼리만|同类数值才能比较"
    "|no such date in the calendar|달력에 없는 날짜|日期不存在"
)
ALONE = {"expand": ("fields", "format", "page_size"), "cursor": ("ordering",)}


def existing(each: Any) -> str | None:
    """A value for a filter that names what there is."""
    if isinstance(each, EntryFilter):
        return public(each.entries).values_list("slug", flat=True).first()
    if isinstance(each, NodeFilter):
        return each.nodes.objects.values_list("slug", flat=True).first()
    if isinstance(each, SlugFilter):
        return each.items.objects.exclude(**{each.by: ""}).values_list(each.by, flat=True).first()
    return None


@pytest.fixture
def known(client, demo) -> dict[str, dict[str, str]]:
    """For each list the slug of a record, a cursor, and values of its filters."""
    found = {}
    for prefix, view, _name in RESOURCES.registry:
        address = f"/api/v1/{prefix}/"
        filters = getattr(view, "filterset_class", None)
        values = {name: existing(each) for name, each in filters.base_filters.items()} if filters else {}
        body = client.get(address, {"page_size": 1} if hasattr(view, "orderings") else {}).json()
        values["cursor"] = cursor_in(body)
        values["slug"] = next((each.get("slug") for each in body["results"]), None)
        found[address] = {name: value for name, value in values.items() if value}
    hits = client.get("/api/v1/search/", {"q": "water", "page_size": 1}).json()
    found["/api/v1/search/"] = {"cursor": cursor_in(hits)}
    found["/api/v1/outcomes/totals/"] = {"event": found["/api/v1/outcomes/"]["event"]}
    found["/api/v1/changes/"] = {"since": client.get("/api/v1/changes/").json()["since"]}
    return found


@pytest.fixture
def application():
    """The portal as a server has it, but within the test's transaction, which a request would end else."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


def cursor_in(body: dict[str, Any]) -> str:
    found = re.search(r"cursor=([^&]+)", body.get("next") or "")
    return found[1] if found else ""


def fill(case: Any, values: dict[str, str]) -> None:
    """Ask for what there is instead of what only looks like it."""
    if "slug" in case.path_parameters:
        case.path_parameters["slug"] = values["slug"]
    for name, value in values.items():
        if name in case.query:
            case.query[name] = [value] if isinstance(case.query[name], list) else value
    if "cursor" not in values:
        case.query.pop("cursor", None)
    for name, others in ALONE.items():
        if name in case.query:
            for other in others:
                case.query.pop(other, None)
    if case.query.get("format") not in (None, "json", "csv"):
        # The formats beside these speak one language at a time.
        case.query.pop("lang", None)


def beyond(response: Any) -> bool:
    """Whether a request was refused only for what the document cannot say."""
    if response.status_code == 406:
        # An event whose day is not known has no place in a calendar.
        return True
    errors = response.json().get("errors", []) if response.status_code == 400 else []
    return bool(errors) and all(BEYOND.search(each["detail"]) for each in errors)


def found_in(operation: Any, mode: GenerationMode, values: dict[str, str]) -> list[str]:
    """What schemathesis finds wrong with an operation, each with a command that shows it."""
    found = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            fill(case, values)
        response = case.call(headers={"Accept-Encoding": "identity", "Accept-Language": "en"})
        excluded = [positive_data_acceptance] if beyond(response) else []
        try:
            case.validate_response(response, excluded_checks=excluded)
        except (Failure, FailureGroup) as failure:
            wrong = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
            found.extend(f"{each}\n{case.as_curl_command()}\n{response.content[:500]!r}" for each in wrong)

    ask()
    return found


def test_the_portal_does_what_the_document_says(known, application):
    config = SchemathesisConfig(seed=1)
    config.projects.default.generation.deterministic = True
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > len(RESOURCES.registry)
    found = [
        problem
        for operation in operations
        for mode in GenerationMode
        for problem in found_in(operation, mode, known.get(operation.path.replace("{slug}/", ""), {}))
    ]
    assert not found, "\n\n".join(found[:10])
