"""Stand-in until the reader of saved pages is here: one post a page, by its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sociable.model import Blog, HeldFile, Item, Post, Source
from sociable.sources.tally import Warn


@dataclass(frozen=True, slots=True)
class Capture:
    url: str
    html: bytes
    where: str
    taken: datetime | None = None
    charset: str = ""


def is_page(head: bytes) -> bool:
    return bool(re.match(rb"(?i)\s*(<!doctype html|<html)", head))


def read_site(captures: Iterable[Capture], warn: Warn) -> Iterator[Item]:
    yield Blog("Site", "http://old.example", source=Source("site", None, "page"))
    for one in sorted(captures, key=lambda one: one.url):
        title = re.search(rb"<title>(.*?)</title>", one.html)
        if title:
            yield Post(
                None,
                title[1].decode(),
                one.html.decode(),
                link=one.url,
                date=one.taken,
                body_format="html",
                source=Source(one.where, None, "page", one.url),
            )


def read(path: Path, warn: Warn) -> Iterator[Item]:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    root = path.parent if path.is_file() else path

    def url(file: Path) -> str:
        return "http://" + file.relative_to(root).as_posix().removesuffix("index.html")

    pages = [file for file in files if is_page(file.read_bytes())]
    yield from read_site([Capture(url(file), file.read_bytes(), file.as_posix()) for file in pages], warn)
    for file in files:
        if file not in pages:
            yield HeldFile(url(file), str(file), source=Source(file.as_posix(), None, "page"))
