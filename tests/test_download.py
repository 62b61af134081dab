"""Files are fetched from the blog's own hosts only, within limits, and gone on with where a run broke off."""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from sociable.archive.homes import Homes
from sociable.errors import ArchiveError
from sociable.importing.dialling import Clock, FetchError, dial, is_public
from sociable.importing.download import Downloads, Limits, folder_for, hosts_of
from sociable.importing.fetching import USER_AGENT, Fetcher, Part

GIF = b"GIF89a" + bytes(range(256)) * 40
URL = "http://blog.example/wp-content/uploads/2013/01/x.gif"
PATH = "wp-content/uploads/2013/01/x.gif"
IS_OWN = hosts_of(Homes.of(["https://blog.example/notes", "https://leeds.wordpress.com"]))

Reply = bytes | Callable[["Request"], None]


@dataclass
class Request:
    """What the server was asked."""

    target: str
    headers: Mapping[str, str]
    send: Callable[[bytes], None]
    closing: threading.Event


@dataclass
class Host:
    """A server on this machine that answers each request with the next of ``replies``, the last one for ever."""

    port: int
    replies: list[Reply] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)


@pytest.fixture
def host() -> Iterator[Host]:
    closing = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode("latin-1").split()
            headers = {}
            while (header := self.rfile.readline().decode("latin-1").strip()) != "":
                name, _, value = header.partition(":")
                headers[name.lower()] = value.strip()
            request = Request(line[1], headers, self.send, closing)
            here.asked.append(request)
            reply = here.replies.pop(0) if len(here.replies) > 1 else here.replies[0]
            try:
                if callable(reply):
                    reply(request)
                else:
                    self.send(reply)
            except OSError:
                pass  # whoever asked has hung up

        def send(self, data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        here = Host(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield here
        closing.set()
        server.shutdown()
        thread.join()


def ok(body: bytes = GIF, *, length: int | None = None, status: str = "200 OK", **headers: str) -> bytes:
    lines = {"Content-Length": str(len(body) if length is None else length)}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def moved(location: str, status: int = 302) -> bytes:
    return ok(b"", status=f"{status} Found", Location=location)


def fetcher(host: Host, **changed: object) -> Fetcher:
    rules = {
        "is_own": IS_OWN,
        "resolve": lambda name, port: [("127.0.0.1", host.port)],
        "is_allowed": lambda address: address == "127.0.0.1",
    }
    return Fetcher(**{**rules, **changed})


@dataclass
class Waits:
    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def downloads(
    host: Host, folder: Path, *, sleep: Callable[[float], None] | None = None, now: object = None, **limits: float
) -> Downloads:
    rules = {"idle": 5.0, "pause": 0.0, **limits}
    clock = {"now": now} if now else {}
    return Downloads(folder, fetcher(host), Limits(**rules), sleep=sleep or Waits(), **clock)


def refusal(host: Host, folder: Path, *, url: str = URL, path: str = PATH, **limits: float) -> str:
    with pytest.raises(FetchError) as refused:
        downloads(host, folder, **limits).get(url, path)
    return refused.value.what


# What is asked, and of whom


def test_a_file_is_fetched_as_it_is(host, tmp_path):
    host.replies = [ok()]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF
    (request,) = host.asked
    assert request.target == f"/{PATH}"
    assert request.headers["host"] == "blog.example"
    assert request.headers["user-agent"] == USER_AGENT and USER_AGENT.startswith("sociable/0.1")


def test_what_was_fetched_is_not_asked_for_again(host, tmp_path):
    host.replies = [ok()]
    first = downloads(host, tmp_path).get(URL, PATH)
    assert downloads(host, tmp_path).get(URL, PATH) == first
    assert len(host.asked) == 1


def test_letters_that_an_address_may_not_hold_are_encoded(host, tmp_path):
    host.replies = [ok()]
    downloads(host, tmp_path).get("http://blog.example/a b/caf\u00e9%20\u2028.gif?x=1&y=\u00e4", PATH)
    assert host.asked[0].target == "/a%20b/caf%C3%A9%20%E2%80%A8.gif?x=1&y=%C3%A4"


OWN = {
    "its home": URL,
    "with www": "https://www.blog.example/x.gif",
    "beside its home": "http://blog.example/x.gif",
    "on WordPress.com": "https://leeds.wordpress.com/x.gif",
    "its files there": "https://leeds.files.wordpress.com/2013/01/x.gif",
    "its files through the image service": "https://i2.wp.com/blog.example/x.gif?w=300",
    "another blog's files on WordPress.com": "https://devon.files.wordpress.com/2013/01/x.gif",
    "another host's through the image service": "https://i0.wp.com/other.example/x.gif",
}


@pytest.mark.parametrize("url", OWN.values(), ids=OWN)
def test_the_blogs_own_hosts_are_asked(url):
    assert IS_OWN(url)


FOREIGN = {
    "another host": "http://other.example/x.gif",
    "a host called like WordPress.com": "https://wordpress.com.evil.example/x.gif",
    "a host that ends like WordPress.com": "https://evilwordpress.com/x.gif",
    "another port there": "https://leeds.wordpress.com:8443/x.gif",
    "another of its services": "https://public-api.wp.com/x.gif",
    "a host that ends like its own": "http://notblog.example/x.gif",
    "a host that begins like its own": "http://blog.example.evil.example/x.gif",
    "another port": "http://blog.example:22/x.gif",
    "a file": "file:///etc/passwd",
    "another protocol": "ftp://blog.example/x.gif",
    "a number": "http://2130706433/x.gif",
    "no host": "http:///x.gif",
    "nonsense": "http://[",
    "nonsense for a port": "http://blog.example:x/x.gif",
    "a password": "http://me:secret@blog.example/x.gif",
    "an unknown protocol": "gopher://blog.example/x.gif",
}


@pytest.mark.parametrize("url", FOREIGN.values(), ids=FOREIGN)
def test_nobody_else_is_asked_for_anything(host, tmp_path, url):
    host.replies = [ok()]
    assert refusal(host, tmp_path, url=url)
    assert not host.asked


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_blog_is_followed(host, tmp_path, status):
    host.replies = [moved("/y.gif", status), ok()]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF
    assert [request.target for request in host.asked] == [f"/{PATH}", "/y.gif"]


REDIRECTS = {
    "a cloud's metadata": "http://169.254.169.254/latest/meta-data/",
    "this machine": "http://127.0.0.1/",
    "this machine by name": "http://localhost/",
    "a private network": "http://10.0.0.1/x.gif",
    "IPv6": "http://[::1]/x.gif",
    "a file": "file:///etc/passwd",
    "another host": "http://other.example/x.gif",
    "another host, with its own protocol left out": "//other.example/x.gif",
    "another port": "http://blog.example:8080/x.gif",
    "data": "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "script": "javascript:alert(1)",
    "another protocol": "ftp://blog.example/x.gif",
    "nonsense": "http://[",
    "a new line": "http://blog.example/x\r\nHost: evil",
    "nowhere": "",
}


@pytest.mark.parametrize("location", REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_that_leads_out_is_not_followed(host, tmp_path, location):
    host.replies = [moved(location), ok(b"<html>not to be had</html>")]
    assert refusal(host, tmp_path)
    assert all(request.headers["host"] == "blog.example" for request in host.asked)
    assert not list(tmp_path.rglob("*.part"))


def test_a_redirect_in_a_circle_ends(host, tmp_path):
    host.replies = [moved(URL)]
    assert "moved on more than 5 times" in refusal(host, tmp_path)
    assert len(host.asked) == 6


# Addresses

PRIVATE = """
0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.0.9 169.254.169.254 168.63.129.16 172.16.0.1 172.31.255.255
192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::a00:1
64:ff9b:1::1 100::1 2001:db8::1 3fff::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2001:0:7f00:1::1 2001:0:4136:e378:8000:63bf:80ff:fffe
fc00::1 fd12:3456::1 fe80::1 fe80::1%1 fec0::1 ff02::1 ff0e::1 2a00:1450::200:5efe:7f00:1 2a00:1450::5efe:10.0.0.1 5f00::1
localhost 0x7f.1 2130706433 1.2.3
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_none(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "192.0.78.12", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_a_public_address_is_one(address):
    assert is_public(address)


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_host_with_a_private_address_is_never_connected_to(answers, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(FetchError, match="not public"):
        dial("blog.example", 80, Clock(5, 5), resolve=lambda *_: [(each, 80) for each in answers], is_allowed=is_public)


def test_a_name_is_asked_for_once_and_the_checked_address_is_the_one_connected_to(host, tmp_path):
    answers = iter([[("127.0.0.1", host.port)], [("169.254.169.254", 80)]])
    host.replies = [ok()]
    fetching = fetcher(host, resolve=lambda *_: next(answers))
    assert Downloads(tmp_path, fetching, Limits(pause=0)).get(URL, PATH).read_bytes() == GIF
    assert next(answers)


def test_each_redirect_is_resolved_and_checked_anew(host, tmp_path):
    answers = iter([[("127.0.0.1", host.port)], [("169.254.169.254", 80)]])
    host.replies = [moved("/y.gif"), ok()]
    fetching = fetcher(host, resolve=lambda *_: next(answers))
    with pytest.raises(FetchError, match="not public"):
        Downloads(tmp_path, fetching, Limits(pause=0)).get(URL, PATH)
    assert len(host.asked) == 1


def test_a_secure_connection_is_for_the_hosts_name(host, tmp_path):
    names = []

    class Context:
        def wrap_socket(self, connected, server_hostname):
            names.append(server_hostname)
            return connected

    host.replies = [ok()]
    fetching = fetcher(host, tls=Context)
    Downloads(tmp_path, fetching, Limits(pause=0)).get(URL.replace("http:", "https:"), PATH)
    assert names == ["blog.example"]
    assert host.asked[0].headers["host"] == "blog.example"


def test_certificates_are_checked():
    context = Fetcher(IS_OWN).tls()
    assert context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED


def test_a_connection_that_is_not_safe_is_none(host, tmp_path):
    host.replies = [ok()]
    assert "no safe connection" in refusal(host, tmp_path, url=URL.replace("http:", "https:"), idle=0.1)


# Limits


def endless(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\n\r\nGIF89a")
    while not request.closing.is_set():
        request.send(b"x" * 50_000)


def endless_chunks(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not request.closing.is_set():
        request.send(b"c350\r\n" + b"x" * 50_000 + b"\r\n")


def endless_headers(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\n")
    while not request.closing.is_set():
        request.send(b"X-Header: " + b"x" * 1000 + b"\r\n")


def silent(request: Request) -> None:
    request.closing.wait()


def stalling(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nGIF89a")
    request.closing.wait()


@pytest.mark.parametrize("reply", [endless, endless_chunks], ids=["body", "chunks"])
def test_a_body_without_end_is_cut_off(host, tmp_path, reply):
    host.replies = [reply]
    assert "larger than 1 MB" in refusal(host, tmp_path, each=1024 * 1024)
    assert not list(tmp_path.iterdir())


def test_headers_without_end_are_cut_off(host, tmp_path):
    host.replies = [endless_headers]
    assert "does not speak HTTP" in refusal(host, tmp_path)


def test_a_file_that_says_it_is_too_large_is_not_begun(host, tmp_path):
    host.replies = [ok(b"", length=10**12)]
    assert "larger than" in refusal(host, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("reply", [silent, stalling], ids=["from the start", "in the middle"])
def test_a_host_that_falls_silent_is_left(host, tmp_path, reply):
    host.replies = [reply]
    assert "nothing came for too long" in refusal(host, tmp_path, idle=0.05, tries=1)


def dripping(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not request.closing.is_set():
        request.send(b"x")


def dripping_headers(request: Request) -> None:
    while not request.closing.is_set():
        request.send(b"H")


@pytest.mark.parametrize("reply", [dripping, dripping_headers], ids=["body", "headers"])
def test_one_that_sends_a_little_now_and_then_has_no_more_time_than_others(host, tmp_path, reply):
    host.replies = [reply]
    seconds = count()
    with pytest.raises(FetchError, match="took too long"):
        downloads(host, tmp_path, now=lambda: float(next(seconds)), seconds=30).get(URL, PATH)
    assert len(host.asked) == 1


def test_all_files_together_have_a_limit_and_another_run_goes_on(host, tmp_path):
    host.replies = [ok()]
    first = downloads(host, tmp_path, all=len(GIF) + 10)
    first.get(URL, PATH)
    with pytest.raises(FetchError, match="import again to go on"):
        first.get(URL.replace("x.gif", "y.gif"), PATH)
    assert downloads(host, tmp_path).get(URL.replace("x.gif", "y.gif"), PATH).read_bytes() == GIF


# What comes

NO_HTTP = {
    "HTTP 0.9": b"<html>hello</html>",
    "no status": b"HTTP/1.1 abc\r\n\r\n",
    "garbage": bytes(range(256)) * 4,
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a line without end": b"HTTP/1.1 200 " + b"x" * 100_000,
}


@pytest.mark.parametrize("reply", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http_is_refused(host, tmp_path, reply):
    host.replies = [reply]
    assert "does not speak HTTP" in refusal(host, tmp_path)


@pytest.mark.parametrize(
    "status", ["404 Not Found", "410 Gone", "403 Forbidden", "500 Broken", "204 Nothing", "304 As it was"]
)
def test_what_is_not_there_is_said_with_the_hosts_own_words(host, tmp_path, status):
    host.replies = [ok(status=status)]
    assert refusal(host, tmp_path) == f"the host answered {status}"


def test_what_came_compressed_is_refused(host, tmp_path):
    host.replies = [ok(Content_Encoding="gzip")]
    assert "compressed" in refusal(host, tmp_path)


WRONG = {
    "an error page": b"<!DOCTYPE html><html><title>Not found</title></html>",
    "an error page with a space before": b"\xef\xbb\xbf\n <!-- x --> <HTML><body>Not found",
    "XML": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a drawing": b'<svg onload="alert(1)">',
    "markup in UTF-16": "<html>".encode("utf-16"),
    "a program": b"MZ" + bytes(200),
    "a document": b"%PDF-1.4\n",
    "words": b"Not found.",
    "nothing": b"",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_is_called_a_picture_and_is_none_is_refused_whatever_it_says_it_is(host, tmp_path, body):
    host.replies = [ok(body, Content_Type="image/gif")]
    assert re.search("its bytes say|holds a web page|it is empty", refusal(host, tmp_path))
    assert not list(tmp_path.iterdir())


def test_where_a_file_lies_has_nothing_of_its_address(host, tmp_path):
    host.replies = [ok()]
    folder = tmp_path / "cache"
    for name in (
        "../../x.gif",
        "%2e%2e/%2e%2e/x.gif",
        "..\\..\\x.gif",
        "/etc/x.gif",
        "con.gif",
        "a\x00b.gif",
        "." * 400,
    ):
        found = downloads(host, folder).get(f"http://blog.example/{name}", PATH)
        assert found.parent == folder and re.fullmatch("[0-9a-f]{32}", found.name)
    assert list(tmp_path.iterdir()) == [folder]


# Going on


def test_a_body_that_is_cut_short_is_gone_on_with_in_the_same_run(host, tmp_path):
    host.replies = [ok(GIF[:1000], length=len(GIF), ETag='"one"'), part_of(GIF, 1000, '"one"')]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF
    assert (host.asked[1].headers["range"], host.asked[1].headers["if-range"]) == ("bytes=1000-", '"one"')


def part_of(body: bytes, start: int, tag: str = "") -> bytes:
    told = f"bytes {start}-{len(body) - 1}/{len(body)}"
    return ok(body[start:], status="206 Partial Content", Content_Range=told, ETag=tag)


def test_and_by_another_run(host, tmp_path):
    host.replies = [ok(GIF[:1000], length=len(GIF), Last_Modified="Sat, 19 Jan 2013 10:00:00 GMT")]
    assert "the connection broke" in refusal(host, tmp_path, tries=1)
    host.replies = [
        ok(
            GIF[1000:],
            status="206 Partial Content",
            Content_Range=f"bytes 1000-{len(GIF) - 1}/{len(GIF)}",
            Last_Modified="Sat, 19 Jan 2013 10:00:00 GMT",
        )
    ]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF
    assert host.asked[1].headers["if-range"] == "Sat, 19 Jan 2013 10:00:00 GMT"
    assert len(list(tmp_path.iterdir())) == 1


OTHERS = {
    "the whole of another version": [ok(GIF, ETag='"two"')],
    "a part of another version": [part_of(GIF, 1000, '"two"'), ok(GIF)],
    "a part of something else": [part_of(GIF, 500, '"one"'), ok(GIF)],
    "a part of no known place": [ok(b"x", status="206 Partial Content", ETag='"one"'), ok(GIF)],
    "no such part": [ok(b"", status="416 No"), ok(GIF)],
}


@pytest.mark.parametrize("replies", OTHERS.values(), ids=OTHERS)
def test_parts_of_two_versions_are_never_joined(host, tmp_path, replies):
    host.replies = [ok(b"GIF89a" + b"\xff" * 994, length=len(GIF), ETag='"one"')]
    refusal(host, tmp_path, tries=1)
    host.replies = list(replies)
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF


@pytest.mark.parametrize("tag", ["", 'W/"one"'], ids=["none", "a weak one"])
def test_without_a_way_to_tell_versions_apart_a_file_is_begun_anew(host, tmp_path, tag):
    host.replies = [ok(GIF[:1000], length=len(GIF), ETag=tag), ok(GIF)]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF
    assert "range" not in host.asked[1].headers


def test_a_length_that_is_too_short_gives_a_file_of_that_length(host, tmp_path):
    host.replies = [ok(GIF, length=500)]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF[:500]


@pytest.mark.parametrize("length", ["-1", "many", ""])
def test_a_length_that_is_none_does_no_harm(host, tmp_path, length):
    host.replies = [ok(GIF, Content_Length=length)]
    assert downloads(host, tmp_path).get(URL, PATH).read_bytes() == GIF


@pytest.mark.parametrize("chunks", [b"5\r\nGIF89", b"zz\r\nGIF89a", b"-5\r\nGIF89a", b"ffffffffffffffffffff\r\nGIF89a"])
def test_broken_chunks_are_no_file(host, tmp_path, chunks):
    host.replies = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks]
    assert refusal(host, tmp_path)


# Manners


def test_there_is_a_pause_between_two_requests(host, tmp_path):
    host.replies = [ok()]
    waits = Waits()
    fetching = downloads(host, tmp_path, sleep=waits, pause=0.5)
    for name in "abc":
        fetching.get(f"http://blog.example/{name}.gif", PATH)
    assert waits.seconds == [0.5, 0.5]


def test_a_host_that_asks_for_time_gets_it(host, tmp_path):
    host.replies = [ok(b"", status="429 Slow down", Retry_After="7"), ok()]
    waits = Waits()
    assert downloads(host, tmp_path, sleep=waits).get(URL, PATH).read_bytes() == GIF
    assert 7 in waits.seconds


def test_a_host_that_says_when_to_come_back_is_understood(host, tmp_path):
    dates = {"Date": "Sat, 19 Jan 2013 10:00:00 GMT", "Retry_After": "Sat, 19 Jan 2013 10:01:00 GMT"}
    host.replies = [ok(b"", status="503 Busy", **dates), ok()]
    waits = Waits()
    downloads(host, tmp_path, sleep=waits).get(URL, PATH)
    assert 60 in waits.seconds


@pytest.mark.parametrize("when", ["100000", "9" * 500, "soon"])
def test_a_host_that_asks_for_too_much_time_or_again_and_again_is_left(host, tmp_path, when):
    host.replies = [ok(b"", status="503 Busy", Retry_After=when)]
    assert "busy" in refusal(host, tmp_path)
    assert len(host.asked) == (3 if when == "soon" else 1)


def test_a_host_that_is_gone_is_soon_not_asked_any_more(tmp_path, host):
    asked = []

    def unknown(name: str, port: int) -> list[tuple[str, int]]:
        asked.append(name)
        raise socket.gaierror("no such host")

    fetching = Downloads(tmp_path, fetcher(host, resolve=unknown), Limits(pause=0, unreachable=2))
    for name in "abcd":
        with pytest.raises(FetchError, match=r"is not known|was not asked any more"):
            fetching.get(f"http://blog.example/{name}.gif", PATH)
    assert len(asked) == 2


def test_no_room_is_another_matter(host, tmp_path):
    host.replies = [ok()]
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="cannot keep what is fetched"):
        downloads(host, tmp_path / "file").get(URL, PATH)


def test_what_is_fetched_lies_beside_the_content_where_git_does_not_look(tmp_path):
    root = Path(__file__).resolve().parent.parent
    folder = folder_for(root / "content", "old")
    assert folder == root / ".cache/downloads/old"
    assert ".cache/" in (root / ".gitignore").read_text().split()


def test_a_connection_goes_nowhere_by_itself(host):
    host.replies = [ok()]
    with fetcher(host).get(URL, Part(), Clock(5, 5)) as answer:
        assert b"".join(answer.blocks) == GIF
        assert answer.total == len(GIF)
