"""Sources of any form, by their content: packed, nested, mixed; and no word of where they were unpacked."""

from __future__ import annotations

import gzip
import io
import json
import re
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
import wxr_export as wxr
from crawls import Crawl, of_folder, page, wacz
from test_containers import tarred, zipped
from wxr_export import comment, export, item

from sociable.archive.folder import DATA
from sociable.errors import SourceError
from sociable.importing import Report, containers, run
from sociable.importing.containers import Limits

EXPORT = export(item(1, comment(10), title="One"), item(2, title="Two")).encode()
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Old blog</title><link>http://old.example</link>
<item><title>Three</title><link>http://old.example/2013/03/03/three/</link><description>Words of three, all of them.</description>
<pubDate>Sun, 03 Mar 2013 09:00:00 +0000</pubDate><guid>http://old.example/?p=3</guid></item></channel></rss>"""
TEXT = b"Four\n\nPosted on 4 April 2013 by Ann\n\nThe words of four stand here.\n\nAnd some more.\n"


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory, monkeypatch):
    """What an import leaves behind among the temporary files would be seen here."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def imported(tmp_path: Path, *sources: Path, **options: object) -> tuple[Report, dict[str, bytes]]:
    content = tmp_path / "content"
    report = run(sources, name="old", content=content, **options)
    said = json.dumps(report.to_json(), default=str) + "".join(map(str, report.warnings))
    assert tempfile.gettempdir() not in said
    data = tree(content / "archive" / "old" / DATA) if content.exists() else {}
    assert not any(tempfile.gettempdir().encode() in text for text in data.values())
    return report, data


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


PACKED = {
    "gzip": gzip.compress(EXPORT),
    "zip": zipped(("blog.xml", EXPORT)),
    "tar": tarred(("blog.xml", EXPORT)),
    "tar.gz": gzip.compress(tarred(("a/blog.xml", EXPORT))),
    "zip of .xml.gz": zipped(("blog.xml.gz", gzip.compress(EXPORT))),
    "zip of a zip of a gzip": zipped(("x.zip", zipped(("y/blog.gz", gzip.compress(EXPORT))))),
    "with what a Mac adds": zipped(("blog.xml", EXPORT), ("__MACOSX/._blog.xml", b"\0\1"), (".DS_Store", b"\0")),
}


@pytest.mark.parametrize("data", PACKED.values(), ids=PACKED.keys())
def test_an_export_gives_the_same_bytes_however_it_is_packed(tmp_path, data):
    (tmp_path / "whole").mkdir()
    (tmp_path / "blog.xml").write_bytes(EXPORT)
    _, whole = imported(tmp_path / "whole", tmp_path / "blog.xml")
    (tmp_path / "packed").write_bytes(data)
    report, packed = imported(tmp_path, tmp_path / "packed")
    assert packed == whole and len(whole) > 3
    assert report.warnings == []


def test_items_are_said_to_stand_in_the_file_in_the_container(tmp_path):
    (tmp_path / "export.zip").write_bytes(
        zipped(("a/blog.xml.gz", gzip.compress(EXPORT)), ("b.xml", export(item(9, type="nav_menu_item")).encode()))
    )
    report, _ = imported(tmp_path, tmp_path / "export.zip")
    (where,) = {each.where.rpartition(":")[0] for each in report.items if each.kind == "post"}
    assert where == f"{tmp_path}/export.zip!a/blog.xml.gz"
    assert f"{tmp_path}/export.zip!b.xml" in {each.path for each in report.warnings}


def test_an_error_names_the_file_in_the_container(tmp_path):
    (tmp_path / "export.zip").write_bytes(zipped(("blog.xml", EXPORT[:-30])))
    with pytest.raises(SourceError) as caught:
        imported(tmp_path, tmp_path / "export.zip")
    assert {problem.path for problem in caught.value.problems} == {f"{tmp_path}/export.zip!blog.xml"}
    assert tempfile.gettempdir() not in str(caught.value)


def split(text: bytes, number: int) -> list[bytes]:
    """An export cut into valid ones."""
    start, *items = re.split(rb"(?=<item>)", text)
    items[-1], end = items[-1].split(b"</channel>")
    return [start + b"".join(items[each::number]) + b"</channel>" + end for each in range(number)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_an_export_in_parts_gives_the_same_bytes_as_the_whole(tmp_path, order):
    posts = [
        item(number, comment(number + 100), title=f"Post {number}", date=f"2013-01-{number:02d} 10:00:00")
        for number in range(1, 8)
    ]
    whole = export(wxr.author("ann", "Ann"), wxr.category("news", "News"), *posts).encode()
    folder = laid(
        tmp_path / "in", {"whole.xml": whole, **{f"{number}.xml": part for number, part in enumerate(split(whole, 3))}}
    )
    (tmp_path / "whole").mkdir()
    _, expected = imported(tmp_path / "whole", folder / "whole.xml")
    _, found = imported(tmp_path, *(folder / f"{number}.xml" for number in order))
    assert found == expected


def mixed(tmp_path: Path) -> Path:
    return laid(
        tmp_path / "in",
        {
            "blog.xml": EXPORT,
            "saved/feed.rss": FEED,
            "texts/four.txt": TEXT,
            "texts/README.txt": b"What this\nis.\n",
            "logo.png": b"\x89PNG",
            "photos/a.PNG": b"\x89PNG",
            "notes.md": b"# Notes\n\nof mine\n",
            "plan.docx": zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", EXPORT)),
            "mirror/old.example/index.html": page("Home"),
            "mirror/old.example/2013/05/05/five/index.html": page("Five"),
            "mirror/old.example/robots.txt": b"User-agent: *\nDisallow:\n",
            "mirror/old.example/export.zip": zipped(("six.xml", export(item(6)).encode())),
            "mirror/old.example/wp-content/uploads/seven.xml": export(item(7)).encode(),
            "mirror/old.example/wp-content/uploads/x.jpg": b"\xff\xd8",
            "wp-content/uploads/offered.zip": zipped(("eight.xml", export(item(8)).encode())),
        },
    )


def test_in_a_folder_of_mixed_things_each_is_told_by_its_content(tmp_path):
    report, _ = imported(tmp_path, mixed(tmp_path))
    titles = {each.title for each in report.items if each.kind == "post" and each.outcome != "withheld"}
    assert {"One", "Two", "Three", "Four"} <= titles and not titles & {"Six", "Green shoots"}


def test_what_is_no_source_is_said_once_for_each_sort_of_file(tmp_path):
    folder = mixed(tmp_path)
    report, _ = imported(tmp_path, folder)
    left_out = {each.what: each.path for each in report.warnings if "known here" in each.what}
    assert left_out.pop("2 files whose names end in .png are no exports that are known here, such as logo.png") == str(
        folder
    )
    assert set(left_out) == {"not an export that is known here"}
    single = {each.path for each in report.warnings if each.what == "not an export that is known here"}
    assert single == {
        str(folder / name) for name in ("notes.md", "texts/README.txt", "plan.docx", "wp-content/uploads/offered.zip")
    }


def test_a_mixed_folder_gives_the_same_bytes_packed(tmp_path):
    folder = mixed(tmp_path)
    _, expected = imported(tmp_path, folder)
    for number, pack in enumerate((zipped, tarred)):
        (tmp_path / str(number)).mkdir()
        (tmp_path / f"{number}.bin").write_bytes(pack(*tree(folder).items()))
        _, found = imported(tmp_path / str(number), tmp_path / f"{number}.bin")
        assert found == expected


NESTED = zipped(("blog.xml", EXPORT))
for _ in range(6):
    NESTED = zipped(("x.zip", NESTED))

REFUSED = {
    "a bomb": (zipped(("blog.xml", bytes(80 << 20))), "!blog.xml: 81", "made to fill a disk"),
    "nested too deep": (NESTED, "!x.zip!x.zip!x.zip!x.zip!x.zip: ", "is packed more than 5 times over"),
    "leading out": (zipped(("../x.xml", EXPORT)), "!../x.xml: ", "leads out of the folder"),
    "cut short": (gzip.compress(EXPORT)[:-9], ": ", "cannot be unpacked: Compressed file ended"),
    "no export": (gzip.compress(b"\x89PNG"), ": ", "not an export that is known here. Known is: WordPress export"),
    "nothing": (zipped(("logo.png", b"\x89PNG")), ": ", "no export here"),
    "empty": (zipped(), ": ", "no export here"),
}


@pytest.mark.parametrize(("data", "where", "what"), REFUSED.values(), ids=REFUSED.keys())
def test_what_must_not_or_cannot_be_opened_is_refused(tmp_path, data, where, what):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "bad.bin"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        imported(tmp_path, path)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{path}{where}") and what in str(problem) and problem.mend
    assert [each.name for each in tmp_path.iterdir()] == ["in"] and list(path.parent.iterdir()) == [path]


def test_nested_bombs_are_measured_by_the_file_that_was_named(tmp_path, monkeypatch):
    small = Limits(free=1 << 16, ratio=20)
    inner = zipped(*[(f"{each}.xml", bytes(40_000)) for each in range(10)])
    (tmp_path / "bad.zip").write_bytes(zipped(*[(f"{each}.zip", inner) for each in range(10)]))
    monkeypatch.setattr("sociable.importing.exports.Budget", lambda size: containers.Budget(size, small))
    with pytest.raises(SourceError, match=r"bad\.zip!0\.zip!.*made to fill a disk"):
        imported(tmp_path, tmp_path / "bad.zip")


def test_a_container_in_a_folder_that_cannot_be_opened_stops_the_import(tmp_path):
    folder = laid(tmp_path / "in", {"blog.xml": EXPORT, "more.zip": zipped(("x", b"x"))[:-5]})
    with pytest.raises(SourceError, match=r"more\.zip: cannot be unpacked: File is not a zip file"):
        imported(tmp_path, folder)


def test_a_source_given_twice_is_read_once(tmp_path):
    folder = laid(tmp_path / "in", {"blog.xml": EXPORT, "more.zip": zipped(("three.rss", FEED))})
    report, _ = imported(tmp_path, folder, folder / "blog.xml", folder / "more.zip", folder)
    assert report.counts()["post"]["seen"] == 3


CRAWL = Crawl().add("http://old.example/2013/05/05/five/", page("Five", "Old."), taken="2013-06-01T00:00:00Z")
CRAWL.add("http://old.example/2013/05/05/five/", page("Five", "New."), taken="2016-06-01T00:00:00Z")
CRAWLS = {
    "WARC": CRAWL.bytes(),
    "WACZ": wacz(CRAWL),
    "gzipped again": gzip.compress(CRAWL.bytes()),
    "in a zip": zipped(("a/x.warc.gz", CRAWL.bytes())),
}


@pytest.mark.parametrize("data", CRAWLS.values(), ids=CRAWLS.keys())
def test_a_web_archive_is_read_however_it_is_packed(tmp_path, data):
    (tmp_path / "crawl").write_bytes(data)
    report, found = imported(tmp_path, tmp_path / "crawl")
    assert [each.title for each in report.items if each.kind == "post"] == ["Five"]
    assert any(b"New." in text for text in found.values())


def test_as_of_a_day_an_earlier_capture_counts(tmp_path):
    (tmp_path / "crawl").write_bytes(CRAWL.bytes())
    _, found = imported(tmp_path, tmp_path / "crawl", as_of=date(2014, 1, 1))
    assert any(b"Old." in text for text in found.values()) and not any(b"New." in text for text in found.values())


def test_the_parts_of_a_crawl_in_one_folder_are_one_source(tmp_path):
    one = Crawl().add("http://old.example/a/", page("A"), warc={"WARC-Record-ID": "<urn:uuid:1>"})
    two = Crawl().add("http://old.example/b/", kind="revisit", warc={"WARC-Refers-To": "<urn:uuid:1>"})
    folder = laid(tmp_path / "in", {"1.warc.gz": two.bytes(), "2.warc.gz": one.bytes()})
    report, _ = imported(tmp_path, folder)
    assert not any("not here" in each.what for each in report.warnings)


def test_a_feed_in_a_web_archive_is_a_source(tmp_path):
    crawl = Crawl().add("http://old.example/feed/", FEED, headers={"Content-Type": "application/rss+xml"})
    (tmp_path / "crawl.warc.gz").write_bytes(crawl.bytes())
    report, _ = imported(tmp_path, tmp_path / "crawl.warc.gz")
    (post,) = [each for each in report.items if each.kind == "post"]
    assert post.title == "Three" and post.where.startswith(f"{tmp_path}/crawl.warc.gz!other/0-old.example_feed_")


def test_a_file_of_zeros_is_no_archive(tmp_path):
    (tmp_path / "zeros").write_bytes(bytes(10_240))
    with pytest.raises(SourceError, match="not an export that is known here"):
        imported(tmp_path, tmp_path / "zeros")


def test_nothing_is_left_behind_where_reading_fails(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("blog.xml", EXPORT)
        archive.writestr("cut.xml", EXPORT[:500])
    (tmp_path / "x.zip").write_bytes(file.getvalue())
    with pytest.raises(SourceError):
        imported(tmp_path, tmp_path / "x.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def test_a_page_that_is_of_no_blog_is_a_warning_in_a_folder_and_an_error_where_it_was_named(tmp_path):
    folder = laid(
        tmp_path / "in", {"blog.xml": EXPORT, "readme.html": b"<!DOCTYPE html><title>Read me</title><p>Words"}
    )
    report, _ = imported(tmp_path, folder)
    assert any(each.what == "holds no page of a WordPress blog" for each in report.warnings)
    for sources in ([folder / "readme.html"], [folder / "readme.html", folder / "blog.xml"]):
        with pytest.raises(SourceError, match="holds no page of a WordPress blog"):
            imported(tmp_path, *sources)


def test_a_web_archive_of_pictures_alone_gives_its_files_to_an_export(tmp_path):
    crawl = Crawl().add("http://old.example/wp-content/uploads/x.png", PNG, headers={"Content-Type": "image/png"})
    (tmp_path / "x.warc.gz").write_bytes(crawl.bytes())
    text = export(item(1, body='<img src="http://old.example/wp-content/uploads/x.png" alt="x">'))
    (tmp_path / "blog.xml").write_text(text)
    _, found = imported(tmp_path, tmp_path / "blog.xml", tmp_path / "x.warc.gz")
    assert found["media/wp-content/uploads/x.png"] == PNG


def test_files_in_a_mirror_and_in_a_web_archive_of_it_are_kept_alike(tmp_path):
    picture = '<img src="/wp-content/uploads/x.png" alt="A view">'
    mirror = laid(
        tmp_path / "in",
        {"old.example/2013/05/05/five/index.html": page("Five", picture), "old.example/wp-content/uploads/x.png": PNG},
    )
    _, expected = imported(tmp_path, mirror)
    assert expected["media/wp-content/uploads/x.png"] == PNG
    (tmp_path / "other").mkdir()
    crawl = of_folder(mirror).write(tmp_path / "x.warc.gz")
    _, found = imported(tmp_path / "other", crawl)
    assert found == expected


def as_wayback_showed(when: str, words: str) -> tuple[str, bytes]:
    return f"web.archive.org/web/{when}/http://old.example/2013/05/05/five/index.html", page("Five", words)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2013, 12, 31), b"Old."), (date(2016, 1, 1), b"New."), (None, b"New.")]
)
def test_as_of_a_day_chooses_among_saved_copies_too(tmp_path, day, words):
    copies = dict([as_wayback_showed("20130601000000", "Old."), as_wayback_showed("20150601000000", "New.")])
    _, found = imported(tmp_path, laid(tmp_path / "in", copies), as_of=day)
    assert [text for name, text in found.items() if name.startswith("posts/") and words in text]
