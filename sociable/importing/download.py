"""Fetch the files of a blog from where they were, so that a run that is cut off is taken up by the next.

Files lie in a folder of their own until an import takes them over: a finished one under a digest of its address, one
that is not yet whole as ``.part`` beside a ``.json`` that says which version it is of. What was fetched is looked at
before it counts, by its own bytes: nothing in an address, its name or an answer's headers says what a file is.

One file at a time is asked for, with a pause between; a host that asks to be left alone is, and one that does not
answer is soon not asked any more.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sociable.archive.homes import Homes, is_on_wordpress_com, locate
from sociable.archive.kinds import HEAD, mistaken
from sociable.errors import ArchiveError, Problem
from sociable.importing.dialling import Clock, FetchError, Unreachable
from sociable.importing.fetching import Answer, Busy, Fetcher, Interrupted, Outdated, Part

LARGEST = 100 * 1024 * 1024
"""Bytes a file may have: git hosts take no larger one, and an archive is kept in git."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes ``each`` file and ``all`` of a run may have; seconds a file may take, and be ``idle`` in between.

    ``tries`` is how often a file is asked for, ``pause`` the seconds between two requests, ``patience`` the most
    seconds that a host is waited for when it asks for that, ``unreachable`` how many of its files are asked for in
    vain before a host counts as gone.
    """

    each: int = LARGEST
    all: int = 4 * 1024 * 1024 * 1024
    seconds: float = 600
    idle: float = 30
    tries: int = 3
    pause: float = 0.5
    patience: float = 120
    unreachable: int = 3


class Unfit(FetchError):
    """What came, or would come, is not taken into an archive."""


class Downloads:
    """The files of one blog that were fetched, in ``folder``, and those that can be."""

    def __init__(
        self,
        folder: Path,
        fetcher: Fetcher,
        limits: Limits = Limits(),
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._fetcher = fetcher
        self._limits = limits
        self._sleep = sleep
        self._now = now
        self._spent = 0
        self._asked = False
        self._in_vain: Counter[str] = Counter()

    def get(self, url: str, path: str) -> Path:
        """Return the file at ``url``, fetched now or before; ``path`` is what it will be called in the archive.

        Raises:
            FetchError: it cannot be had, and why.
            ArchiveError: there is no room for it.
        """
        stem = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        whole = self._folder / stem
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not whole.is_file():
                part = _Unfinished(whole.with_suffix(".part"), whole.with_suffix(".json"), url)
                self._finish(part, path)
                part.finish(whole)
        except OSError as error:
            what = f"cannot keep what is fetched: {error.strerror or error}"
            raise ArchiveError(Problem(what, str(self._folder), mend="What was there before is untouched.")) from error
        return whole

    def _finish(self, part: _Unfinished, path: str) -> None:
        """Fetch what is missing, and look at all; nothing is left of what is not taken."""
        try:
            self._fetch(part)
            with part.path.open("rb") as file:
                problem = mistaken(path, file.read(HEAD))
            if problem:
                raise Unfit(problem, part.url)
        except Unfit:
            part.discard()
            raise

    def _fetch(self, part: _Unfinished) -> None:
        for tries_left in reversed(range(self._limits.tries)):
            try:
                self._try(part)
                return
            except Outdated:
                part.discard()
                if not tries_left:
                    raise
            except Busy as busy:
                if not tries_left or busy.seconds > self._limits.patience:
                    raise
                self._sleep(max(busy.seconds, self._limits.pause))
            except Interrupted:
                if not tries_left:
                    raise

    def _try(self, part: _Unfinished) -> None:
        host = part.url.partition("//")[2].partition("/")[0]
        if self._in_vain[host] >= self._limits.unreachable:
            raise Unreachable(f"the host {host} does not answer, so it was not asked any more", part.url)
        if self._asked:
            self._sleep(self._limits.pause)
        self._asked = True
        clock = Clock(self._limits.seconds, self._limits.idle, self._now)
        try:
            with self._fetcher.get(part.url, part.state(), clock) as answer:
                self._in_vain[host] = 0
                self._take(answer, part)
        except Unreachable:
            self._in_vain[host] += 1
            raise

    def _take(self, answer: Answer, part: _Unfinished) -> None:
        """Write what comes behind what is had, within the limits."""
        size, told = answer.start, answer.total or 0
        self._measure(max(size, told), part)
        part.begin(answer)
        with part.path.open("r+b") as file:
            file.truncate(size)
            file.seek(size)
            for block in answer.blocks:
                size += len(block)
                self._measure(size, part)
                self._spend(len(block), part)
                file.write(block)
        if answer.total is not None and size != answer.total:
            raise Interrupted(f"{size} of {answer.total} bytes came", part.url)

    def _measure(self, size: int, part: _Unfinished) -> None:
        if size > self._limits.each:
            raise Unfit(f"larger than {self._limits.each // 1024 // 1024} MB", part.url)

    def _spend(self, size: int, part: _Unfinished) -> None:
        self._spent += size
        if self._spent > self._limits.all:
            gigabytes = self._limits.all // 1024**3
            raise FetchError(f"more than {gigabytes} GB were fetched: import again to go on", part.url)


@dataclass(frozen=True, slots=True)
class _Unfinished:
    """What is had of the file at ``url``: its first bytes at ``path``, and at ``note`` which version they are of."""

    path: Path
    note: Path
    url: str

    def state(self) -> Part:
        """How much is had that can be gone on with; without a way to tell versions apart, nothing."""
        try:
            noted = json.loads(self.note.read_text(encoding="utf-8"))
            part = Part(self.path.stat().st_size, str(noted["validator"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return Part()
        return part if part.validator else Part()

    def begin(self, answer: Answer) -> None:
        """Note which version comes, before any of it is written."""
        if not answer.start:
            self.path.write_bytes(b"")
            self.note.write_text(json.dumps({"url": self.url, "validator": answer.validator}), encoding="utf-8")

    def discard(self) -> None:
        """Remove all that is had."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def finish(self, whole: Path) -> None:
        """Keep what is had as the whole file."""
        self.path.replace(whole)
        self.note.unlink(missing_ok=True)


def hosts_of(homes: Homes) -> Callable[[str], bool]:
    """Say of an address whether it is on one of the blog's own hosts, or on one of WordPress.com's."""
    own = {host for host, _ in homes.places}

    def is_own(url: str) -> bool:
        located = locate(url)
        return located is not None and (located.host in own or is_on_wordpress_com(url))

    return is_own


def folder_for(content: Path, name: str) -> Path:
    """Where the files of the blog ``name`` lie that were fetched: beside the content, in a folder that git ignores."""
    return content.resolve().parent / ".cache" / "downloads" / name
