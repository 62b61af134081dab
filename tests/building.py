"""Builds real sites in a folder of the test's own, with this project's settings, plugins and theme."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import blinker
from bs4 import BeautifulSoup
from pelican import Pelican
from pelican.plugins import signals
from pelican.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent

AUTHORS = {
    "authors/web-team.md": "Title: Web team\nAffiliations: leeds to 2014-12-31; devon 2015-01-01 to;\n\nA sample team.\n",
    "authors/desk.md": "Title: Desk, the\nAffiliations: leeds;\n\nA sample team.\n",
}
VOCABULARY = {
    **AUTHORS,
    "organisations/leeds.md": "Title: Leeds City Council\nKind: Council\nSummary: A city.\n\nIt serves a city.\n",
    "organisations/devon.md": "Title: Devon County Council\nKind: Council\nSummary: A county.\n\nIt serves a county.\n",
    **{
        f"principles/{side}-{number}.md": f"Title: {side.capitalize()} rule {number}\nSummary: One sentence.\n\nWords.\n"
        for side in ("outside", "inside")
        for number in range(1, 6)
    },
}
"""The smallest vocabulary that a site needs: two organisations, two authors of whom one moved, ten principles."""


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    """Write ``files`` below ``folder`` and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def post(
    title: str = "A post", *, date: str = "2024-03-01", authors: str = "Web team;", body: str = "Words.", **more: str
) -> str:
    """The text of a post of the blog; further headers by name."""
    headers = {
        "Title": title,
        "Date": date,
        "Authors": authors,
        **{key.capitalize(): value for key, value in more.items()},
    }
    return "".join(f"{key}: {value}\n" for key, value in headers.items() if value) + f"\n{body}\n"


@dataclass(frozen=True)
class Built:
    """A built site: look at its pages by address."""

    output: Path

    def text(self, address: str) -> str:
        """The file at an address such as ``blog/`` or ``feed.atom``."""
        path = self.output / address
        return (path / "index.html" if address.endswith("/") or not address else path).read_text(encoding="utf-8")

    def page(self, address: str) -> BeautifulSoup:
        """The page at an address, parsed."""
        return BeautifulSoup(self.text(address), "html.parser")

    def has(self, address: str) -> bool:
        """Whether there is a page or file."""
        return (self.output / address / "index.html").is_file() or (self.output / address).is_file()

    def links(self, address: str, selector: str) -> list[str]:
        """The words of all links that ``selector`` finds on a page."""
        return [" ".join(link.get_text().split()) for link in self.page(address).select(selector)]

    def addresses(self) -> set[str]:
        """Every page, by address."""
        return {
            path.relative_to(self.output).as_posix().removesuffix("index.html")
            for path in self.output.rglob("index.html")
        }


def build(content: Path, output: Path, **settings: Any) -> Built:
    """Build ``content`` into ``output``; whatever Pelican warns of while it writes fails the test."""
    overrides = {"PATH": str(content), "OUTPUT_PATH": str(output), "LOG_FILTER": [], **settings}
    with own_signals(), no_warnings():
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=overrides)).run()
    return Built(output)


@contextmanager
def own_signals() -> Iterator[None]:
    """Disconnect afterwards what was connected meanwhile: Pelican's signals are global."""
    known = [signal for signal in vars(signals).values() if isinstance(signal, blinker.Signal)]
    before = {id(signal): set(signal.receivers) for signal in known}
    try:
        yield
    finally:
        for signal in known:
            for key in set(signal.receivers) - before[id(signal)]:
                receiver = signal.receivers[key]
                found = receiver() if isinstance(receiver, weakref.ref) else receiver
                if found is not None:
                    signal.disconnect(found)


class _Ears(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def no_warnings() -> Iterator[None]:
    """Fail on anything that is logged at WARNING or above."""
    ears, logger = _Ears(), logging.getLogger("pelican")
    logger.addHandler(ears)
    try:
        yield
    finally:
        logger.removeHandler(ears)
    assert not ears.heard
