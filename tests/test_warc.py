"""Web archives: which capture of a page counts, what its body is, and what is left of a damaged file."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import date
from pathlib import Path

import brotli
import pytest
from crawls import Crawl, page

from sociable.errors import Problem, SourceError
from sociable.model import HeldFile, Post
from sociable.sources import warc
from sociable.sources.saved_page import Capture
from sociable.sources.warc import laying

HOME = "http://old.example"
GREEN = f"{HOME}/2013/01/green-shoots/"


@pytest.fixture
def warnings() -> list[Problem]:
    return []


def gathered(tmp_path: Path, *crawls: Crawl | bytes, warnings: list[Problem], **options: object) -> warc.Crawl:
    paths = []
    for number, crawl in enumerate(crawls):
        path = tmp_path / f"{number}.warc.gz"
        path.write_bytes(crawl if isinstance(crawl, bytes) else crawl.bytes())
        paths.append(path)
    folder = tmp_path / "aside"
    folder.mkdir()
    return warc.gather(paths, folder, warnings.append, **options)


def captures(crawl: warc.Crawl) -> dict[str, Capture]:
    found = list(crawl.pages)
    assert found == list(crawl.pages), "they can be had again"
    assert len({one.url for one in found}) == len(found)
    return {one.url: one for one in found}


def held(crawl: warc.Crawl) -> dict[str, bytes]:
    return {one.url: Path(one.path).read_bytes() for one in crawl.held}


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("zipped", [True, False], ids=["gzipped", "plain"])
def test_a_page_is_read_from_its_record(tmp_path, warnings, zipped, version):
    crawl = Crawl(gzip=zipped, version=version).add(
        GREEN, page("Green shoots"), headers={"Content-Type": "text/html; charset=latin-1"}
    )
    assert warc.is_warc(crawl.bytes()[:65536])
    (found,) = captures(gathered(tmp_path, crawl, warnings=warnings)).values()
    assert (found.url, found.html, found.charset) == (GREEN, page("Green shoots"), "latin-1")
    assert found.taken is not None and found.taken.isoformat() == "2015-06-01T12:00:00+00:00"
    assert found.where == f"{tmp_path.as_posix()}/0.warc.gz!{GREEN}"
    assert warnings == []


def test_a_file_that_is_gzipped_as_a_whole_is_read_too(tmp_path, warnings):
    plain = Crawl(gzip=False).add(GREEN, page("One")).add(f"{HOME}/b/", page("Two"))
    assert len(captures(gathered(tmp_path, gzip.compress(plain.bytes()), warnings=warnings))) == 2
    assert warnings == []


@pytest.mark.parametrize(
    "head", [b"", b"WARC", b"\x1f\x8b\x08 no gzip", gzip.compress(b"words", mtime=0), b"<html>", b"PK\x03\x04"]
)
def test_other_files_are_no_web_archives(head):
    assert not warc.is_warc(head)


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 7] for at in range(0, len(body), 7)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


BODY = page("Green shoots", "Words. " * 2000)
ENCODED = {
    "gzip": ({"Content-Encoding": "gzip"}, gzip.compress(BODY, mtime=0)),
    "gzip in capitals": ({"Content-Encoding": "X-GZIP"}, gzip.compress(BODY, mtime=0)),
    "deflate": ({"Content-Encoding": "deflate"}, zlib.compress(BODY)),
    "deflate without its wrapper": ({"Content-Encoding": "deflate"}, bare_deflate(BODY)),
    "brotli": ({"Content-Encoding": "br"}, brotli.compress(BODY)),
    "chunked": ({"Transfer-Encoding": "chunked"}, chunked(BODY)),
    "chunked and gzip": (
        {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
        chunked(gzip.compress(BODY, mtime=0)),
    ),
    "twice": ({"Content-Encoding": "gzip, br"}, brotli.compress(gzip.compress(BODY, mtime=0))),
    "said to be gzip, and is not": ({"Content-Encoding": "gzip"}, BODY),
    "said to be brotli, and is not": ({"Content-Encoding": "br"}, BODY),
    "said to be chunked, and is not": ({"Transfer-Encoding": "chunked"}, BODY),
    "said to be deflate, and is not": ({"Content-Encoding": "deflate"}, BODY),
    "said to be nothing": ({"Content-Encoding": "identity"}, BODY),
}


@pytest.mark.parametrize(("headers", "body"), ENCODED.values(), ids=ENCODED.keys())
def test_a_body_is_what_the_server_meant(tmp_path, warnings, headers, body):
    crawl = Crawl().add(GREEN, body, headers=headers)
    assert captures(gathered(tmp_path, crawl, warnings=warnings))[GREEN].html == BODY
    assert warnings == []


def test_a_body_that_cannot_be_unpacked_is_said(tmp_path, warnings):
    crawl = Crawl().add(GREEN, b"\x28\xb5\x2f\xfd words", headers={"Content-Encoding": "zstd"})
    assert captures(gathered(tmp_path, crawl, warnings=warnings)) == {}
    assert [each.what for each in warnings] == [f"1 bodies cannot be decompressed, such as that of {GREEN}"]


def test_of_a_body_that_breaks_off_its_beginning_is_read(tmp_path, warnings):
    words = page("Beginning", "".join(f"{number} " for number in range(50_000)))
    broken = bytearray(gzip.compress(words, mtime=0))
    broken = broken[: len(broken) // 2] + b"\xff" * 5000
    crawl = Crawl().add(GREEN, bytes(broken), headers={"Content-Encoding": "gzip"})
    found = captures(gathered(tmp_path, crawl, warnings=warnings))
    assert words.startswith(found[GREEN].html) and len(found[GREEN].html) > len(words) // 4
    assert "breaks off" in warnings[0].what and warnings[0].path.endswith(f"!{GREEN}")


def three_captures() -> Crawl:
    crawl = Crawl()
    for year in (2014, 2016, 2012):
        crawl.add(GREEN, page(str(year)), taken=f"{year}-05-05T23:59:59Z")
    return crawl.add(GREEN, page("gone"), taken="2018-01-01T00:00:00Z", status="404 Not Found")


DAYS = {
    "the newest that was answered with 200": (None, 2016),
    "the last before a day": (date(2015, 1, 1), 2014),
    "that of the day itself": (date(2014, 5, 5), 2014),
    "not that of the day after": (date(2014, 5, 4), 2012),
    "the earliest after, where there is none before": (date(2010, 1, 1), 2012),
}


@pytest.mark.parametrize(("as_of", "year"), DAYS.values(), ids=DAYS.keys())
def test_one_capture_of_a_page_counts(tmp_path, warnings, as_of, year):
    found = captures(gathered(tmp_path, three_captures(), warnings=warnings, as_of=as_of))
    assert found[GREEN].html == page(str(year))
    assert [each.what for each in warnings] == [
        "left out 1 answers that are neither pages nor files: 1 with status 404"
    ]


def test_a_whole_capture_goes_before_a_newer_one_that_was_cut(tmp_path, warnings):
    crawl = Crawl().add(GREEN, page("Whole"), taken="2012-01-01T00:00:00Z")
    crawl.add(GREEN, page("Cut"), taken="2013-01-01T00:00:00Z", warc={"WARC-Truncated": "length"})
    crawl.add(f"{HOME}/b/", page("Only"), warc={"WARC-Truncated": "time"})
    found = captures(gathered(tmp_path, crawl, warnings=warnings))
    assert found[GREEN].html == page("Whole") and found[f"{HOME}/b/"].html == page("Only")
    assert [each.what for each in warnings] == [f"1 captures are cut short, such as that of {HOME}/b/"]


@pytest.mark.parametrize("by", ["id", "address and date", "digest", "nothing but its address"])
def test_a_revisit_stands_for_the_body_that_was_there_before(tmp_path, warnings, by):
    digest, number = "sha1:AAAA", "<urn:uuid:00000000-0000-0000-0000-000000000001>"
    first = Crawl().add(
        GREEN, page("Old"), taken="2012-01-01T00:00:00Z", warc={"WARC-Payload-Digest": digest, "WARC-Record-ID": number}
    )
    first.add(GREEN, page("Between"), taken="2013-01-01T00:00:00Z")
    refers = {
        "id": {"WARC-Refers-To": number},
        "address and date": {"WARC-Refers-To-Target-URI": GREEN, "WARC-Refers-To-Date": "2012-01-01T00:00:00Z"},
        "digest": {"WARC-Payload-Digest": digest},
        "nothing but its address": {},
    }[by]
    second = Crawl().add(GREEN, taken="2014-01-01T00:00:00Z", kind="revisit", status="304 Not Modified", warc=refers)
    crawl = gathered(tmp_path, second, first, warnings=warnings)
    (found,) = captures(crawl).values()
    assert found.html == page("Between" if by == "nothing but its address" else "Old")
    assert found.taken is not None and found.taken.year == 2014
    assert warnings == []


def test_a_revisit_of_what_is_not_here_is_said(tmp_path, warnings):
    crawl = Crawl().add(GREEN, kind="revisit", warc={"WARC-Payload-Digest": "sha1:BBBB"})
    assert captures(gathered(tmp_path, crawl, warnings=warnings)) == {}
    assert [each.what for each in warnings] == ["1 captures repeat one that is not here"]


def redirected(crawl: Crawl, old: str, new: str, status: str = "301 Moved Permanently") -> Crawl:
    return crawl.add(old, status=status, headers={"Location": new})


def test_addresses_that_led_to_a_post_give_it_old_slugs(tmp_path, warnings):
    crawl = Crawl().add(GREEN, page("Green shoots"))
    redirected(crawl, f"{HOME}/2013/01/first-name/", "/2013/01/second-name/")
    redirected(crawl, f"{HOME}/2013/01/second-name/", GREEN, "302 Found")
    redirected(crawl, "https://old.example/2013/01/green-shoots", GREEN)
    redirected(crawl, f"{HOME}/?p=7", GREEN)
    redirected(crawl, f"{HOME}/2013/01/green-shoots/feed/", GREEN)
    redirected(crawl, f"{HOME}/round/", f"{HOME}/about/")
    redirected(crawl, f"{HOME}/about/", f"{HOME}/round/")
    redirected(crawl, f"{HOME}/out/", "http://[other")
    found = gathered(tmp_path, crawl, warnings=warnings)
    (post,) = [item for item in found.read(warnings.append) if isinstance(item, Post)]
    assert post.old_slugs == ("first-name", "second-name")
    assert [each.what for each in warnings] == ["3 addresses led to others that are not here"]


def test_an_address_that_answered_once_keeps_its_page_though_it_leads_elsewhere_now(tmp_path, warnings):
    crawl = Crawl().add(GREEN, page("Green shoots"), taken="2012-01-01T00:00:00Z").add(f"{HOME}/", page("Home"))
    redirected(crawl, GREEN, f"{HOME}/")
    assert set(captures(gathered(tmp_path, crawl, warnings=warnings))) == {GREEN, f"{HOME}/"}


def test_files_of_the_blog_are_held_and_what_serves_a_page_is_not(tmp_path, warnings):
    crawl = Crawl()
    for name, mime in {
        "x.jpg": "image/jpeg",
        "x.pdf": "application/pdf",
        "x.css": "text/css",
        "x.js": "text/javascript",
    }.items():
        crawl.add(f"{HOME}/wp-content/uploads/{name}", name.encode(), headers={"Content-Type": mime})
    redirected(crawl, "http://files.example/x.jpg", f"{HOME}/wp-content/uploads/x.jpg")
    found = gathered(tmp_path, crawl, warnings=warnings)
    uploads = f"{HOME}/wp-content/uploads"
    assert held(found) == {
        f"{uploads}/x.jpg": b"x.jpg",
        f"{uploads}/x.pdf": b"x.pdf",
        "http://files.example/x.jpg": b"x.jpg",
    }
    items = list(found.read(warnings.append))
    assert len(items) == 3 and isinstance(items[0], HeldFile)
    assert items[0].mime == "image/jpeg" and items[0].source.where.endswith(f"0.warc.gz!{uploads}/x.jpg")


def test_a_page_is_told_by_its_content(tmp_path, warnings):
    crawl = Crawl().add(f"{HOME}/a/", page("A"), headers={"Content-Type": "application/octet-stream"})
    crawl.add(f"{HOME}/b/", b'{"not": "a page"}').add(f"{HOME}/c/", page("C"), kind="resource")
    assert set(captures(gathered(tmp_path, crawl, warnings=warnings))) == {f"{HOME}/a/", f"{HOME}/c/"}


def test_records_that_say_nothing_of_a_blog_are_passed_over(tmp_path, warnings):
    crawl = Crawl().add(GREEN, page("Green shoots"))
    crawl.add("dns:old.example", b"20150601 old.example", kind="resource", headers={"Content-Type": "text/dns"})
    crawl.add(GREEN, b"fetchTimeMs: 1", kind="metadata").add("urn:pageinfo:x", page("x"), kind="resource")
    crawl.add(f"{HOME}/x?__wb_method=POST&a=b", page("posted")).add("http://[bad", page("bad"))
    assert set(captures(gathered(tmp_path, crawl, warnings=warnings))) == {GREEN}
    assert warnings == []


def test_what_the_wayback_machine_showed_goes_by_its_own_address_and_date(tmp_path, warnings):
    crawl = Crawl().add(f"https://web.archive.org/web/20120304050607/{GREEN}", page("Green shoots"))
    crawl.add(
        "https://web.archive.org/web/20120304050607im_/http://old.example/x.jpg",
        b"x",
        headers={"Content-Type": "image/jpeg"},
    )
    found = gathered(tmp_path, crawl, warnings=warnings)
    assert [(one.url, str(one.taken)) for one in found.pages] == [(GREEN, "2012-03-04 05:06:07+00:00")]
    assert held(found) == {"http://old.example/x.jpg": b"x"}


def test_the_parts_of_a_crawl_are_one_whatever_their_order(tmp_path, warnings):
    one, other = Crawl().add(GREEN, page("Green shoots")), Crawl().add(f"{HOME}/b/", page("B"))
    found = [
        captures(gathered(folder, *parts, warnings=warnings))
        for folder, parts in ((tmp_path / "1", (one, other)), (tmp_path / "2", (other, one)))
        if not folder.mkdir()
    ]
    assert [each.html for each in found[0].values()] == [each.html for each in found[1].values()]


def five(*, zipped: bool) -> Crawl:
    crawl = Crawl(gzip=zipped)
    for number in range(5):
        crawl.add(f"{HOME}/{number}/", page(f"Post {number}", "".join(f"{each} " for each in range(9000))))
    return crawl


@pytest.mark.parametrize("zipped", [True, False], ids=["gzipped", "plain"])
def test_of_a_file_that_is_cut_short_the_whole_records_and_the_beginning_of_the_last_are_read(
    tmp_path, warnings, zipped
):
    crawl = five(zipped=zipped)
    cut = crawl.bytes()[: (crawl.starts[3] + crawl.starts[4]) // 2]
    found = captures(gathered(tmp_path, cut, warnings=warnings))
    assert [url[-2] for url in found] == ["0", "1", "2", "3"]
    assert 0 < len(found[f"{HOME}/3/"].html) < len(found[f"{HOME}/2/"].html)
    where = crawl.starts[3] if zipped else len(cut)
    assert [each.what for each in warnings] == [
        f"is damaged or cut short at byte {where}: the records around were read",
        f"1 captures are cut short, such as that of {HOME}/3/",
    ]
    assert warnings[0].path.endswith("0.warc.gz") and "again" in warnings[0].mend


@pytest.mark.parametrize("zipped", [True, False], ids=["gzipped", "plain"])
def test_behind_damage_reading_goes_on(tmp_path, warnings, zipped):
    crawl = five(zipped=zipped)
    data = bytearray(crawl.bytes())
    at = crawl.starts[2] + (100 if zipped else 0)
    data[at : at + 60] = b"\xff" * 60
    found = captures(gathered(tmp_path, bytes(data), warnings=warnings))
    assert [url[-2] for url in found if found[url].html.endswith(b"</html>")] == ["0", "1", "3", "4"]
    assert f"at byte {crawl.starts[2]}" in warnings[0].what or not zipped
    assert warnings[0].what.startswith("is damaged or cut short at byte ")


@pytest.mark.parametrize("length", ["", "x", "-1", "99999999999"])
def test_a_record_that_lies_about_its_length_does_no_harm(tmp_path, warnings, length):
    data = (
        Crawl(gzip=False)
        .add(GREEN, page("Green"))
        .bytes()
        .replace(b"Content-Length:", b"Content-Length: %s\r\nX:" % length.encode(), 1)
    )
    gathered(tmp_path, data + Crawl(gzip=False).add(f"{HOME}/b/", page("B")).bytes(), warnings=warnings)
    assert "damaged" in warnings[0].what


def test_a_file_of_nothing_but_beginnings_is_given_up(tmp_path, warnings):
    gathered(tmp_path, b"\x1f\x8b\x08" * 20_000, warnings=warnings)
    assert warnings[0].what == "is damaged or cut short at byte 0 and 999 more places: the records around were read"


def test_a_page_that_is_too_large_is_left_out_and_said(tmp_path, warnings, monkeypatch):
    monkeypatch.setitem(laying.LARGEST, "page", 1 << 20)
    crawl = Crawl().add(GREEN, page("x", "x" * (1 << 20))).add(f"{HOME}/b/", page("B"))
    assert set(captures(gathered(tmp_path, crawl, warnings=warnings))) == {f"{HOME}/b/"}
    assert [each.what for each in warnings] == ["left out: it is larger than 1 MB"]


def test_a_bomb_is_refused(tmp_path, warnings, monkeypatch):
    monkeypatch.setattr(laying, "_FREE", 1 << 20)
    bomb = brotli.compress(page("x", " " * (20 << 20)))
    with pytest.raises(SourceError, match="made to fill a disk") as caught:
        gathered(tmp_path, Crawl().add(GREEN, bomb, headers={"Content-Encoding": "br"}), warnings=warnings)
    assert caught.value.problems[0].path.endswith(f"0.warc.gz!{GREEN}")


def test_feeds_and_answers_are_laid_beside(tmp_path, warnings):
    crawl = (
        Crawl()
        .add(f"{HOME}/feed/", b"<rss></rss>", headers={"Content-Type": "text/xml"})
        .add(f"{HOME}/../x?y=(z)", b"<rss>2</rss>")
    )
    found = gathered(tmp_path, crawl, warnings=warnings, is_other=lambda head: head.startswith(b"<rss"))
    assert sorted(path.name for path in found.others.iterdir()) == ["0-old.example_feed_", "1-old.example_.._x_y=_z_"]


def test_reading_one_file_yields_what_gathering_does(tmp_path, warnings):
    path = Crawl().add(GREEN, page("Green shoots")).write(tmp_path / "one.warc.gz")
    (tmp_path / "aside").mkdir()
    items = list(warc.read(path, warnings.append, folder=tmp_path / "aside"))
    assert [item.title for item in items if isinstance(item, Post)] == ["Green shoots"]


def test_a_file_that_is_not_there_is_said(tmp_path, warnings):
    with pytest.raises(SourceError, match="cannot read it: No such file"):
        warc.gather([tmp_path / "x.warc"], tmp_path, warnings.append)


def test_nothing_is_printed(tmp_path, warnings, capfd):
    data = five(zipped=False).bytes().replace(b"\r\n\r\nWARC", b"\r\n\r\njunk\r\nWARC", 1)
    gathered(tmp_path, data, warnings=warnings)
    assert capfd.readouterr() == ("", "")
    assert io.BytesIO(data).read(5) == b"WARC/"
