"""Writes web archives for tests, with warcio's own writer: of records as they are given, or of a folder of pages."""

from __future__ import annotations

import io
import mimetypes
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TAKEN = "2015-06-01T12:00:00Z"


@dataclass
class Crawl:
    """A WARC file that is being written."""

    gzip: bool = True
    version: str = "1.0"
    file: io.BytesIO = field(default_factory=io.BytesIO)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = WARCWriter(self.file, gzip=self.gzip, warc_version=self.version)

    def add(
        self,
        url: str,
        body: bytes = b"",
        *,
        status: str = "200 OK",
        taken: str = TAKEN,
        kind: str = "response",
        headers: dict[str, str] | None = None,
        warc: dict[str, str] | None = None,
    ) -> Crawl:
        """Add a record; ``headers`` are those of HTTP, ``warc`` those of the record."""
        self.starts.append(self.file.tell())
        said = {"Content-Type": "text/html; charset=UTF-8"} | (headers or {})
        http = StatusAndHeaders(status, list(said.items()), protocol="HTTP/1.1") if kind != "resource" else None
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_content_type=said["Content-Type"] if kind == "resource" else "",
            warc_headers_dict={"WARC-Date": taken} | (warc or {}),
        )
        self.writer.write_record(record)
        return self

    def bytes(self) -> bytes:
        """The file."""
        return self.file.getvalue()

    def write(self, path: Path) -> Path:
        """Write the file to ``path``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.bytes())
        return path


_PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>{title} | Old blog</title><meta name="generator" content="WordPress 4.2"></head>
<body class="single single-post postid-{number} single-format-standard">
<article id="post-{number}" class="post-{number} post type-post status-publish format-standard hentry">
<h1 class="entry-title">{title}</h1>
<time class="entry-date" datetime="2013-05-05T09:00:00+00:00">5 May 2013</time>
<div class="entry-content"><p>{words}</p></div>
</article></body></html>"""


def page(title: str, words: str = "Words.", number: int = 5) -> bytes:
    """A post's own page, as plain as can be."""
    return _PAGE.format(title=title, words=words, number=number).encode()


def of_folder(folder: Path, *, gzip: bool = True) -> Crawl:
    """A web archive of the mirror in ``folder``, in which the sites have folders of their own."""
    crawl = Crawl(gzip=gzip)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != folder):
        url = "http://" + path.relative_to(folder).as_posix().removesuffix("index.html")
        kind = "text/html; charset=UTF-8" if path.suffix == ".html" else mimetypes.guess_type(path.name)[0]
        crawl.add(url, path.read_bytes(), headers={"Content-Type": kind or "application/octet-stream"})
    return crawl


def wacz(crawl: Crawl) -> bytes:
    """A WACZ file of ``crawl``, with what such a file has beside it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.warc.gz", crawl.bytes())
        archive.writestr("indexes/index.cdx.gz", b"\x1f\x8b\x08\x00 no index")
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
        archive.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
    return file.getvalue()
