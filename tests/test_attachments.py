"""What an export says of a media file: its address, sizes and words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sociable.model import Attachment, ImageSize, Source
from sociable.sources import attachments
from sociable.sources.records import Record
from sociable.sources.tally import Tally

DATE = datetime(2013, 1, 19, 9, tzinfo=UTC)
UPLOADS = "http://blog.example/wp-content/uploads"
METADATA = (
    'a:5:{s:5:"width";i:1000;s:6:"height";s:3:"640";s:4:"file";s:13:"2013/01/x.jpg";s:5:"sizes";a:3:{'
    's:6:"medium";a:3:{s:4:"file";s:13:"x-300x192.jpg";s:5:"width";i:300;s:6:"height";i:192;}'
    's:5:"empty";a:0:{}s:3:"odd";s:1:"x";}s:10:"image_meta";a:1:{s:6:"credit";s:4:"Jane";}}'
)


def read(texts: dict[str, str], meta: list[tuple[str, str]] | None = None) -> tuple[Attachment, list[str]]:
    tally = Tally()
    record = Record("item", 30, texts, meta=meta or [])
    found = attachments.read(record, DATE, path="export.xml", uploads=UPLOADS, tally=tally)
    return found, [problem.what for problem in tally.problems("")]


def test_an_attachment_is_read_whole() -> None:
    found, warnings = read(
        {
            "title": "A map",
            "link": "http://blog.example/a-map/",
            "content:encoded": "What it shows",
            "excerpt:encoded": "Fig. 1",
            "wp:post_id": "12",
            "wp:post_name": "a-map",
            "wp:post_parent": "7",
            "wp:menu_order": "2",
            "wp:attachment_url": "http://blog.example/wp-content/uploads/2013/01/x.jpg",
        },
        [
            ("_wp_attachment_metadata", METADATA),
            ("_wp_attachment_image_alt", " Leeds "),
            ("_wp_attached_file", "2013/01/x.jpg"),
        ],
    )
    assert warnings == []
    assert found == Attachment(
        12,
        "http://blog.example/wp-content/uploads/2013/01/x.jpg",
        title="A map",
        slug="a-map",
        link="http://blog.example/a-map/",
        caption="Fig. 1",
        description="What it shows",
        alt="Leeds",
        mime="image/jpeg",
        parent=7,
        date=DATE,
        menu_order=2,
        width=1000,
        height=640,
        sizes=(ImageSize("medium", "x-300x192.jpg", 300, 192),),
        source=Source("export.xml", 30, "wxr", "http://blog.example/a-map/"),
    )


@pytest.mark.parametrize(
    ("texts", "file", "url"),
    [
        ({"wp:attachment_url": "http://a.example/x.jpg"}, "2013/01/y.jpg", "http://a.example/x.jpg"),
        ({"guid": "http://old.example/up/2013/01/y.jpg"}, "2013/01/y.jpg", "http://old.example/up/2013/01/y.jpg"),
        ({"guid": "http://old.example/?attachment_id=3"}, "2013/01/y.jpg", f"{UPLOADS}/2013/01/y.jpg"),
    ],
)
def test_an_address_that_is_missing_is_put_together(texts: dict[str, str], file: str, url: str) -> None:
    found, warnings = read(texts, [("_wp_attached_file", file)])
    assert (found.url, warnings) == (url, [])


def test_an_attachment_without_any_address_is_reported() -> None:
    found, warnings = read({"guid": "http://old.example/?attachment_id=3"})
    assert (found.url, warnings) == ("", ["attachments have no address (1, line 30)"])


@pytest.mark.parametrize("stored", ['a:1:{s:5:"width";i:10', "i:5;", 'O:3:"Foo":9:{}', "not serialised"])
def test_metadata_that_cannot_be_read_is_reported_and_the_rest_is_kept(stored: str) -> None:
    found, warnings = read({"wp:attachment_url": "http://a.example/x.png"}, [("_wp_attachment_metadata", stored)])
    assert (found.mime, found.width, found.sizes) == ("image/png", None, ())
    assert warnings == ["attachments have metadata that cannot be read: their sizes are unknown (1, line 30)"]


@pytest.mark.parametrize("stored", ["", "  ", "a:0:{}"])
def test_empty_metadata_is_no_fault(stored: str) -> None:
    assert read({"wp:attachment_url": "http://a.example/x.png"}, [("_wp_attachment_metadata", stored)])[1] == []


@pytest.mark.parametrize("width", ["i:0;", "i:-5;", "i:99999999;", "d:10.5;", "b:1;", 's:4:"wide";', 's:4:"²³";', "N;"])
def test_a_width_that_is_none_is_not_taken(width: str) -> None:
    metadata = f'a:1:{{s:5:"width";{width}}}'
    assert (
        read({"wp:attachment_url": "http://a.example/x.png"}, [("_wp_attachment_metadata", metadata)])[0].width is None
    )


@pytest.mark.parametrize(
    ("url", "mime"),
    [
        ("http://a.example/b/x.JPG", "image/jpeg"),
        ("http://a.example/x.mp3?download=1", "audio/mpeg"),
        ("http://a.example/x.tar.zip", "application/zip"),
        ("http://a.example/x.exe", ""),
        ("http://a.example/jpg", ""),
        ("", ""),
        ("http://[bad/x.jpg", ""),
    ],
)
def test_the_type_of_a_file_is_told_by_its_ending(url: str, mime: str) -> None:
    assert attachments.mime_type(url) == mime


def test_the_metadata_s_own_type_counts_more_than_the_ending() -> None:
    metadata = 'a:1:{s:9:"mime_type";s:9:"audio/mp4";}'
    assert (
        read({"wp:attachment_url": "http://a.example/x.m4a"}, [("_wp_attachment_metadata", metadata)])[0].mime
        == "audio/mp4"
    )
