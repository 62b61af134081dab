"""What is in the files of a web archive: a list of captures, with no body of any."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sociable.errors import Problem
from sociable.sources import saved_page
from sociable.sources.saved_page import wayback
from sociable.sources.tally import Warn
from sociable.sources.warc import bodies
from sociable.sources.warc.captures import OK, Capture, Kind, kind_of_status, same_address
from sociable.sources.warc.records import Record, visit

HEAD = 65_536  # bytes of a body that tell what it is
_ANSWERS = frozenset({"response", "resource", "revisit"})
_SEEN = ("image/", "audio/", "video/", "font/")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_POSTED = "__wb_method="
_AGAIN = "Get the file again if you can: what was lost may be whole there."

IsOther = Callable[[bytes], bool]


@dataclass(slots=True)
class Index:
    """The captures of some files. ``statuses`` counts the answers that hold nothing of a blog."""

    is_other: IsOther
    captures: list[Capture] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)

    def add(self, number: int, path: Path, warn: Warn) -> None:
        """Go through the file ``path``, which is the ``number``-th."""
        before = len(self.captures)
        damage: list[int] = []

        def take(record: Record) -> None:
            nonlocal before
            before = len(self.captures)
            self._take(record, (number, record.number))

        def damaged(offset: int, why: str, is_inside: bool) -> None:
            damage.append(offset)
            if is_inside and len(self.captures) > before:
                self.captures[-1] = replace(self.captures[-1], is_cut=True)

        visit(path, take, damaged)
        if damage:
            more = f" and {len(damage) - 1} more places" if len(damage) > 1 else ""
            what = f"is damaged or cut short at byte {damage[0]}{more}: the records around were read"
            warn(Problem(what, path.as_posix(), mend=_AGAIN, level="warning"))

    def _take(self, record: Record, key: tuple[int, int]) -> None:
        if record.kind not in _ANSWERS or not _is_web(record.url) or _POSTED in record.url:
            return
        shown = wayback.original(record.url)
        capture = Capture(
            key,
            shown.url,
            "failed",
            taken=shown.taken or _date(record.header("WARC-Date")),
            id=record.header("WARC-Record-ID"),
            digest=record.header("WARC-Payload-Digest"),
            is_cut=bool(record.header("WARC-Truncated")),
        )
        kind = kind_of_status(_status(record))
        if kind == "redirect" and record.http is not None:
            location = wayback.original((record.http.get_header("Location") or "").strip()).url
            self.captures.append(replace(capture, kind=kind, location=location))
        elif record.kind == "revisit":
            self.captures.append(replace(capture, kind="revisit", refers=_refers(record)))
        elif kind is None:
            self._take_body(record, capture)
        else:
            self.statuses[str(_status(record))] += 1

    def _take_body(self, record: Record, capture: Capture) -> None:
        content = _content_type(record)
        charset = _CHARSET.search(content)
        mime = content.partition(";")[0].strip().lower()
        self.captures.append(replace(capture, kind="file", mime=mime, charset=charset[1] if charset else ""))
        if mime.startswith(_SEEN):
            return
        head = bytearray()
        try:
            for piece in body(record):
                head += piece
                if len(head) >= HEAD:
                    break
        except bodies.Unreadable:
            if not head:
                self.unreadable.append(capture.url)
        finally:  # where the record breaks off, what was read of it tells what it is
            self.captures[-1] = replace(self.captures[-1], kind=self._told(bytes(head)))

    def _told(self, head: bytes) -> Kind:
        """What a body is, by its beginning."""
        if saved_page.is_page(head):
            return "page"
        return "other" if self.is_other(head) else "file"


def body(record: Record) -> bodies.Pieces:
    """The body of a record, as the server meant it."""
    http = record.http
    if http is None:
        return bodies.decoded(record.stream, "", is_chunked=False)
    chunked = "chunked" in (http.get_header("Transfer-Encoding") or "").lower()
    return bodies.decoded(record.stream, http.get_header("Content-Encoding") or "", is_chunked=chunked)


def is_address(url: str) -> bool:
    """Whether ``url`` can be taken apart."""
    try:
        same_address(url)
    except ValueError:
        return False
    return True


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and is_address(url) and is_address(wayback.original(url).url)


def _status(record: Record) -> int:
    if record.http is None:
        return OK
    status = record.http.get_statuscode() or ""
    return int(status) if status.isdecimal() else 0


def _content_type(record: Record) -> str:
    return (record.http.get_header("Content-Type") or "") if record.http else record.header("Content-Type")


def _refers(record: Record) -> tuple[str, str, str, str]:
    return (
        record.header("WARC-Refers-To"),
        wayback.original(record.header("WARC-Refers-To-Target-URI").strip("<>")).url,
        record.header("WARC-Refers-To-Date"),
        record.header("WARC-Payload-Digest"),
    )


def _date(stamp: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def over(paths: Sequence[Path], is_other: IsOther, warn: Warn) -> Index:
    """Go through all files.

    Raises:
        SourceError: one cannot be read at all.
    """
    index = Index(is_other)
    for number, path in enumerate(paths):
        index.add(number, path, warn)
    return index
