"""Links that lead nowhere: ours by the rule of visibility, others by asking, and nobody inside our own network."""

import http.server
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from news.models import PressRelease
from organizations.models import Organization
from publishing import clock, jobs
from publishing.jobs.links import check_links
from publishing.jobs.reach import follow
from publishing.models import Attachment, BrokenLink, Entry, EntryImage, FormerAddress, Image
from publishing.outside import is_public_address
from tests import factories
from tests.factories import NOON
from tests.pictures import picture


def check(at=NOON) -> dict[str, str]:
    with clock.as_of(at):
        jobs.enqueue(check_links)
        ran = jobs.run_due()
    assert [job.error for job in ran] == [""] * len(ran)
    return dict(BrokenLink.objects.filter(language="ko").values_list("url", "problem"))


def with_links(*urls: str, model: type[Entry] = PressRelease, **facts) -> Entry:
    entry = factories.scheduled(model, **facts)
    body = "".join(f'<p><a href="{url.replace("&", "&amp;")}">link</a></p>' for url in urls)
    entry.texts.filter(language="ko").update(body=body)
    return entry


@pytest.mark.django_db
def test_links_of_our_own_follow_the_rule_of_visibility():
    public = factories.released(Organization, slug="public-one")
    later = factories.scheduled(Organization, slug="later-one", at=NOON + timedelta(hours=1))
    gone = factories.withdrawn(Organization, slug="gone-one", at=NOON - timedelta(days=5))
    moved = factories.released(Organization, slug="new-name")
    FormerAddress.objects.create(entry=moved, kind=moved.kind, slug="old-name")
    good = [
        public.path("ko"),
        public.path("en").rstrip("/"),
        f"http://localhost:8000{public.path('zh-hans')}?x=1&y=2#part",
        f"/r/{public.ref}",
        public.path("ko").replace("public-one", "old-name"),
        "/ko/",
        "#note-1",
        "mailto:a@example.org",
        "https://elsewhere.example/never-asked",
    ]
    hidden = later.path("ko")
    wrong = {
        hidden: "not_public",
        f"/r/{later.ref}": "not_public",
        gone.path("ko"): "gone",
        public.path("ko").replace("public-one", "nobody"): "missing",
        "/r/KC-1999-0001": "missing",
        "/ko/nowhere/at/all/": "missing",
        "http://[broken": "missing",
    }
    entry = with_links(*good, *wrong, at=NOON)
    assert check() == wrong
    assert {link.entry_id for link in BrokenLink.objects.all()} == {entry.pk}

    first = BrokenLink.objects.get(url=hidden).first_seen
    wrong.pop(hidden)
    wrong.pop(f"/r/{later.ref}")
    assert check(NOON + timedelta(hours=1)) == wrong
    kept = BrokenLink.objects.filter(problem="gone").get()
    assert (kept.first_seen, kept.last_seen) == (first, NOON + timedelta(hours=1))


@pytest.mark.django_db
def test_a_scheduled_entry_is_looked_at_as_of_its_release():
    companion = factories.scheduled(Organization, at=NOON)
    late = factories.scheduled(Organization, at=NOON + timedelta(seconds=1))
    with_links(companion.path("ko"), late.path("ko"), at=NOON)
    assert check(NOON - timedelta(hours=3)) == {late.path("ko"): "not_public"}


@pytest.mark.django_db
def test_files_are_public_when_their_entry_is():
    later = factories.scheduled(Organization, at=NOON + timedelta(hours=1))
    attachment = Attachment.objects.create(entry=later, file=picture(), name="annex", title_en="Annex")
    image = Image.objects.create(file=picture())
    EntryImage.objects.create(entry=later, image=image)
    shown = f"/media/{image.token}/320.jpg"
    with_links(attachment.get_absolute_url(), shown, "/media/unknown-token/320.jpg", at=NOON)
    assert check() == {
        attachment.get_absolute_url(): "not_public",
        shown: "not_public",
        "/media/unknown-token/320.jpg": "missing",
    }
    assert check(NOON + timedelta(hours=1)) == {"/media/unknown-token/320.jpg": "missing"}


@pytest.mark.django_db
def test_what_is_withdrawn_is_not_looked_at_any_more():
    entry = with_links("/ko/nowhere/", at=NOON)
    assert check()
    with clock.as_of(NOON + timedelta(hours=1)):
        factories.Withdraw(entry, factories.actor(), reason="Wrong.").execute()
    assert check(NOON + timedelta(hours=2)) == {}


@pytest.mark.django_db
def test_a_long_check_lets_others_have_a_turn(monkeypatch):
    monkeypatch.setattr("publishing.jobs.links.SITTING", -1.0)
    for number in range(3):
        with_links(f"/ko/nowhere-{number}/", at=NOON)
    assert len(check()) == 3


class Answers(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path))
        status, location = {
            "/": (200, ""),
            "/moved": (301, "/"),
            "/round": (302, "/round"),
            "/inside": (302, "http://10.0.0.1/"),
            "/only-get": (405 if self.command == "HEAD" else 200, ""),
            "/%ED%95%9C?a=b": (200, ""),
        }.get(self.path, (404, ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[http.server.HTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/", ""),
        ("", ""),
        ("/moved", ""),
        ("/only-get", ""),
        ("/한?a=b", ""),
        ("/nothing", "missing"),
        ("/round", "no_answer"),
        ("/inside", "refused"),
    ],
)
def test_another_host_is_asked(host, path, problem):
    address = f"http://127.0.0.1:{host.server_address[1]}{path}"
    assert follow(address, may_reach=lambda ip: ip == "127.0.0.1") == problem


def test_our_own_network_is_never_asked(host):
    assert follow(f"http://127.0.0.1:{host.server_address[1]}/") == "refused"
    assert follow(f"http://localhost:{host.server_address[1]}/") == "refused"
    assert host.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"),
        *("100.64.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "ff02::1"),
    ],
)
def test_private_addresses(address):
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses(address):
    assert is_public_address(address)


@pytest.mark.parametrize("url", ["ftp://example.org/", "http:///nothing", "file:///etc/passwd"])
def test_only_the_web_is_asked(url):
    assert follow(url) == "refused"


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/", "http://[x/"])
def test_an_address_that_is_none_is_no_crash(url):
    assert follow(url) == "no_answer"


def test_a_host_that_refuses_does_not_answer(host):
    port = host.server_address[1]
    host.shutdown()
    host.server_close()
    assert follow(f"http://127.0.0.1:{port}/", may_reach=bool) == "no_answer"
