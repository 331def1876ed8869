"""The interactive reference in a real browser, under the portal's own content security policy."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_reference_shows_every_operation_from_this_host_alone(page, live_server):
    complaints, hosts = [], set()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: hosts.add(request.url.split("/")[2] if "://" in request.url else "data")
    )
    page.goto(f"{live_server.url}/api/v1/docs/reference/")
    page.wait_for_selector("#operations-press-releases-press_releases_list")
    assert complaints == []
    assert hosts - {"data"} == {live_server.url.split("/")[2]}
