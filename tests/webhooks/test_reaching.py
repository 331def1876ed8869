"""Where calls go: to the public internet and nowhere else, briefly, and to the very host that was looked at."""

import datetime as dt
import http.server
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.checks import run_checks

from publishing.outside import is_public_address
from webhooks import calling
from webhooks.addresses import problem_with
from webhooks.calling import call

HOSTILE = [
    *(
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "//example.org/",
    ),
    *("https://", "https:///x", "https://:443/", "javascript:alert(1)", "example.org"),
    *(
        "https://example.org:22/",
        "https://example.org:6379/",
        "https://example.org:99999/",
        "https://example.org:x/",
    ),
    *(
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://db/",
        "https://printer.local/",
    ),
    *(
        "https://metadata.google.internal/",
        "https://router.lan/",
        "https://nas.home.arpa/",
        "https://x.onion/",
    ),
    *("https://127.0.0.1/", "https://127.1/", "https://0/", "https://0.0.0.0/", "https://2130706433/"),
    *("https://0x7f000001/", "https://0x7f.1/", "https://0177.0.0.1/", "https://017700000001/"),
    *("https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.0.1/"),
    *(
        "https://169.254.169.254/latest/",
        "https://100.64.0.1/",
        "https://192.0.0.192/",
        "https://198.18.0.1/",
    ),
    *("https://224.0.0.1/", "https://240.0.0.1/", "https://255.255.255.255/", "https://203.0.113.9/"),
    *(
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1%25eth0]/",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
    ),
    *(
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a00:1]/",
        "https://[::127.0.0.1]/",
        "https://[ff02::1]/",
    ),
    *(
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:db8::1]/",
    ),
    *("https://[2001:0:7f00:1::]/", "https://[fec0::1]/", "https://[::1", "https://[example.org]/"),
    *("https://user@example.org/", "https://user:pass@example.org/", "https://example.org@127.0.0.1/"),
    *("https://example.org#@127.0.0.1/", "https://example.org/#part", "https://example.org\\@127.0.0.1/"),
    *("https://example.org/ x", "https://example.org/\r\nHost: a", "https://exam\tple.org/", "https://\x00/"),
    *("https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "https://１２７.0.0.1/", "https://예시.kr/", "https://example.org/한글"),
]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_are_refused_when_registered_and_when_called(url):
    assert problem_with(url)
    assert call(url, "{}", {}).problem == "refused"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://example.org",
            "https://hooks.example.org:8443/a?b=c",
            "https://8.8.8.8/",
            "https://xn--vi4bm2b.kr/",
        ),
        *("https://[2606:4700::1111]/", "https://example.org:443/%ED%95%9C", "https://EXAMPLE.org./"),
    ],
)
def test_addresses_of_the_public_internet_may_be_registered(url):
    assert problem_with(url) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("192.0.0.8", "192.88.99.1", "198.51.100.1", "2001::1", "2001:db8::1", "2002:808:808::1", "3fff::1"),
        *("64:ff9b::a00:1", "64:ff9b:1::808:808", "fec0::1", "100::1", "5f00::1", "::8.8.8.8"),
    ],
)
def test_reserved_addresses_are_not_public(address):
    assert not is_public_address(address)


def test_a_translated_public_address_is_public():
    assert is_public_address("64:ff9b::808:808")


class Names:
    """Stands for the domain name system: each name has answers that are given one after the other."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []
        self.real = socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in self.answers:
            ipaddress.ip_address(host)  # nothing but what is named here is looked up
            return self.real(host, port, *args, **kwargs)
        self.asked.append(host)
        given = self.answers[host]
        addresses = given.pop(0) if len(given) > 1 else given[0]
        return [found for each in addresses for found in self.real(each, port, *args, **kwargs)]


@pytest.fixture
def names(monkeypatch):
    def install(**answers: list[list[str]]) -> Names:
        made = Names(**answers)
        monkeypatch.setattr(socket, "getaddrinfo", made)
        return made

    return install


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["::ffff:192.168.1.1"], ["64:ff9b::a00:1"]],
)
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(names, consumer, addresses):
    known = names(hooks_example_org=[addresses])
    answer = call("https://hooks.example.org/", "{}", {})
    assert answer.problem == "refused"
    assert answer.detail in ", ".join(addresses)
    assert known.asked == ["hooks.example.org"]
    assert consumer.received == []


def test_a_name_is_asked_once_and_cannot_lead_elsewhere_afterwards(names, consumer, on_this_machine):
    port = consumer.url.split(":")[2].split("/")[0]
    known = names(hooks_example_org=[["127.0.0.1"], ["192.0.2.1"]])
    answer = call(f"http://hooks.example.org:{port}/a", "{}", {"webhook-id": "evt_1"})
    assert answer.status == 204
    assert known.asked == ["hooks.example.org"]
    assert consumer.received[0].headers["host"] == f"hooks.example.org:{port}"


def test_a_host_with_a_dead_address_is_reached_at_its_other_one(names, consumer, on_this_machine):
    port = consumer.url.split(":")[2].split("/")[0]
    names(hooks_example_org=[["127.0.0.2", "127.0.0.1"]])
    assert call(f"http://hooks.example.org:{port}/", "{}", {}).status == 204


def test_redirects_are_not_followed(consumer, on_this_machine):
    consumer.answers_with(307, Location=consumer.url)
    assert call(consumer.url, "{}", {}).problem == "redirect"
    assert len(consumer.received) == 1


def test_long_answers_are_cut(consumer, on_this_machine):
    consumer.answers_with(200, body=b"x" * 5_000_000)
    answer = call(consumer.url, "{}", {})
    assert (answer.problem, len(answer.excerpt)) == ("", 1000)


@contextmanager
def serve(answer: Any) -> Iterator[int]:
    """A listener that hands each connection to ``answer``."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with line:
                answer(line, done)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    done.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def drip(start: bytes) -> Any:
    """Answers with ``start``, and then byte by byte as long as anybody listens."""

    def answer(line: socket.socket, done: threading.Event) -> None:
        line.recv(65_536)
        line.sendall(start)
        while not done.wait(0.05):
            try:
                line.sendall(b"x")
            except OSError:
                return

    return answer


@pytest.mark.parametrize(
    ("start", "problem"),
    [
        (b"HTTP/1.1 2", "timeout"),
        # The status has come: what follows it is no matter.
        (b"HTTP/1.1 200 OK\r\nX-Long: ", ""),
        (b"HTTP/1.1 200 OK\r\n\r\n", ""),
    ],
)
def test_an_answer_that_never_ends_is_cut_off(monkeypatch, on_this_machine, start, problem):
    monkeypatch.setattr(calling, "WHOLE", 0.6)
    with serve(drip(start)) as port:
        begun = time.monotonic()
        assert call(f"http://127.0.0.1:{port}/", "{}", {}).problem == problem
        assert time.monotonic() - begun < 3


def test_silence_is_a_timeout(monkeypatch, on_this_machine):
    monkeypatch.setattr(calling, "STEP", 0.3)
    with serve(lambda _line, done: done.wait(2)) as port:
        assert call(f"http://127.0.0.1:{port}/", "{}", {}).problem == "timeout"


def test_what_is_no_http_is_said(on_this_machine):
    def answer(line: socket.socket, done: threading.Event) -> None:
        line.recv(65_536)
        line.sendall(b"220 mail.example.org ESMTP\r\n")

    with serve(answer) as port:
        answered = call(f"http://127.0.0.1:{port}/", "{}", {})
        assert (answered.problem, answered.status) == ("no_http", None)


def test_a_host_without_address_is_said(names, monkeypatch):
    def unknown(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert call("https://nobody.example.org/", "{}", {}).problem == "no_host"
    assert call(f"https://{'a' * 70}.example.org/", "{}", {}).problem == "no_host"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and certificate of hooks.example.org, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example.org")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.org")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))
    return file


@pytest.fixture
def secure(certificate: Path) -> Iterator[int]:
    """The port of a server with TLS."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.headers["Host"].encode())

        def log_message(self, *args: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """That the other side did not trust the certificate."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_certificate_has_to_be_that_of_the_name(names, secure, certificate, monkeypatch, on_this_machine):
    names(hooks_example_org=[["127.0.0.1"]], other_example_org=[["127.0.0.1"]])
    url = f"https://hooks.example.org:{secure}/"
    assert call(url, "{}", {}).problem == "certificate"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert call(url, "{}", {}).excerpt == f"hooks.example.org:{secure}"
    assert call(url.replace("hooks", "other"), "{}", {}).problem == "certificate"


@pytest.mark.parametrize(("is_open", "errors"), [(False, []), (True, ["webhooks.E001"])])
def test_production_refuses_the_setting_for_tests(settings, is_open, errors):
    settings.WEBHOOK_PRIVATE_ADDRESSES = is_open
    found = run_checks(include_deployment_checks=True)
    assert [each.id for each in found if each.id.startswith("webhooks.")] == errors
