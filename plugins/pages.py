"""Renders views into files. A page is a function of its template and one view, and of nothing else.

So a page has a key: a digest of what its view holds, or of what its view will be made of. What stands in the output
under the same key is left alone, and a page that is only *offered* is not even made. A cold build writes plain files
into a fresh folder; a later one writes each file beside the output first and renames it, so that every page is whole
whenever somebody looks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins import crew, shape, templates
from plugins import ledger as ledgers
from plugins.ledger import Ledger, Row
from plugins.memory import Memory
from plugins.templates import Templates
from sociable.errors import Problem, SociableError

_NO_NAMES = frozenset({"", ".", ".."})
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@dataclass
class Parts:
    """What small parts of the site were made of, and which files they are; known where no other process wrote there.

    ``ground`` is what every part is made of, besides what is told of each.
    """

    memory: Memory
    is_known: bool = False
    ground: Any = None
    _within: list[str] = field(default_factory=list)

    def recall(self, name: str, told: Any) -> list[str] | None:
        """The files of a part that stands as it is told, with all parts within it; ``None`` if it does not."""
        found: tuple[list[str], list[str]] | None = None
        if self.is_known:
            found = self.memory.get("part", (self.ground, told), name)
        if found is None:
            return None
        self._within.append(name)
        paths, within = found
        for one in within:
            self.memory.hold("part", one)
        return paths

    @contextmanager
    def made(self, name: str, told: Any, paths: list[str]) -> Iterator[None]:
        """Note what a part is made of, which is made in the block."""
        above, self._within = self._within, []
        yield
        self.memory.keep("part", (paths, self._within), (self.ground, told), name)
        self._within = [*above, name]


@dataclass
class Pages:
    """Renders views into files below ``root``.

    ``scratch`` is a folder beside it for files that are not finished; without one the build is cold, and nothing that
    stands in ``root`` is anybody's yet. ``ledger`` tells what the last build left, ``rows`` what this one does.
    """

    root: Path
    templates: Path
    scratch: Path | None = None
    ledger: Ledger = field(default_factory=Ledger)
    rows: dict[str, Row] = field(default_factory=dict)
    groups: dict[str, tuple[bytes, list[str]]] = field(default_factory=dict)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    """What is to be made and written when :meth:`flush` is called."""
    chrome: bytes = b""
    """A digest of what is the same on every page; part of every page's key."""
    stored: int = 0
    """Files written by this build."""
    compiled: Path | None = None
    """The folder that keeps compiled templates for the next build, if any."""
    parts: Parts = field(default_factory=lambda: Parts(Memory()))
    touched: set[str] = field(default_factory=set)
    """Folders in which this build wrote or removed something, and those above them."""
    _group: str = ""
    _part: list[str] | None = None
    _folders: set[str] = field(default_factory=set)

    @cached_property
    def environment(self) -> Templates:
        """The theme's templates, compiled as they are asked for."""

        def make() -> Templates:
            return templates.environment(self.templates, self.compiled)

        made = self.parts.memory.recall_of("templates", self.templates, make)
        made.forget()
        return made

    @property
    def written(self) -> Mapping[str, datetime | None]:
        """When each page that search engines may list last changed, by its address."""
        return {path.removesuffix("index.html"): row.changed for path, row in self.rows.items() if row.listed}

    def write(
        self,
        path: str,
        template: str,
        view: Any,
        *,
        changed: datetime | None = None,
        listed: bool = True,
        uses: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Write the page at ``path`` (``blog/`` or ``404.html``); ``listed`` ones stand in the site map."""
        key = shape.digest(self.chrome, template.encode(), shape.of_value(view))
        self._page(path, key, lambda: self._render(template, view), changed=changed, listed=listed, uses=uses)

    def offer(
        self,
        path: str,
        template: str,
        key: bytes,
        make: Callable[[], Any],
        *,
        changed: datetime | None = None,
        uses: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Write the page at ``path`` unless it stands there under ``key``: a digest of all that ``make`` looks at.

        ``uses`` is asked once the view is made: which placeholders it shows.
        """
        self._page(path, key, lambda: self._render(template, make()), changed=changed, listed=True, uses=uses)

    def put(self, path: str, data: bytes) -> None:
        """Write a file that is no page: a feed, the site map."""
        self.offer_file(path, shape.digest(data), lambda: data)

    def offer_file(self, path: str, key: bytes, make: Callable[[], bytes]) -> None:
        """Write a file that is no page unless it stands there under ``key``."""
        self._offered(path, key, lambda: Row(key, self._store(path, make())))

    def copy(self, source: Path, path: str, key: bytes) -> None:
        """Copy a file; ``key`` is a digest of its bytes."""
        self._offered(path, key, lambda: Row(key, self._copy(source, path)))

    def flush(self, report: Callable[[], Any], take: Callable[[Any], None]) -> None:
        """Make and write what was offered, in several processes where that pays.

        ``report`` says in another process what was learned there, ``take`` is told it here.
        """
        work, self.waiting = self.waiting, []
        before = set(self.rows)

        def made() -> Any:
            rows = {path: row for path, row in self.rows.items() if path not in before}
            return {path: tuple(row) for path, row in rows.items()}, report()

        def taken(told: Any) -> None:
            rows, learned = told
            self.rows.update({path: Row(*row) for path, row in rows.items()})
            self.stored += len(rows)
            for path in rows:
                self.touch(path)
            take(learned)

        crew.share(work, made, taken)

    @contextmanager
    def group(self, name: str, key: bytes) -> Iterator[bool]:
        """Take what is written in the block for one group, and say whether it has to be written at all.

        Where the group stands under ``key``, all of it is kept; the block has nothing to do then.
        """
        known, paths = self.ledger.groups.get(name, (b"", []))
        self._group = name
        self.groups[name] = (key, [])
        stands = known == key
        if stands:
            self._keep(paths)
        yield not stands
        self._group = ""

    @contextmanager
    def part(self, name: str, told: Any) -> Iterator[bool]:
        """As :meth:`group` for a few pages, within one process: ``told``, all that they show, is a value to compare."""
        ours = self.parts.recall(name, told)
        if ours is None:
            above, self._part = self._part, []
            with self.parts.made(name, told, self._part):
                yield True
            ours, self._part = self._part, above
        else:
            self._keep(ours)
            yield False
        if self._part is not None:
            self._part += ours

    def _keep(self, paths: list[str]) -> None:
        """Leave files as they stand."""
        rows = self.ledger.rows
        self.rows.update(zip(paths, map(rows.__getitem__, paths), strict=True))
        if self._group:
            self.groups[self._group][1].extend(paths)

    @contextmanager
    def more(self, name: str) -> Iterator[None]:
        """Take what is written in the block for more of a group that has to be written."""
        self._group = name
        yield
        self._group = ""

    def keep_all(self) -> None:
        """Leave everything as it stands."""
        self.rows, self.groups = self.ledger.rows, self.ledger.groups

    def shown_below(self, above: str) -> set[str]:
        """The placeholders that pages below the address ``above`` show."""
        return {place for path, row in self.rows.items() if row.uses and path.startswith(above) for place in row.uses}

    def touch(self, path: str) -> None:
        """Note that the file at ``path`` was written or removed."""
        while path and (path := path.rpartition("/")[0]) not in self.touched:
            self.touched.add(path)

    def gone(self) -> list[str]:
        """The files that the last build wrote and this one did not."""
        return list(self.ledger.rows.keys() - self.rows.keys())

    def _target(self, path: str) -> str:
        """The file for ``path``, which must lie below ``root``."""
        if not _NO_NAMES.isdisjoint(path.split("/")) or (os.sep != "/" and os.sep in path):
            raise SociableError(Problem(f"the address {path!r} leads out of the output folder"))
        return f"{self.root}/{path}"

    def _page(
        self,
        path: str,
        key: bytes,
        make: Callable[[], bytes],
        *,
        changed: datetime | None,
        listed: bool,
        uses: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        file = path + "index.html" if path.endswith("/") or not path else path

        def written() -> Row:
            found = self._store(file, make())
            return Row(key, found, changed, listed, uses())

        self._offered(file, key, written, changed=changed, listed=listed)

    def _offered(
        self, path: str, key: bytes, made: Callable[[], Row], *, changed: datetime | None = None, listed: bool = False
    ) -> None:
        """Keep the file at ``path`` if it stands there under ``key``; else have it made later."""
        if self._group:
            self.groups[self._group][1].append(path)
        if self._part is not None:
            self._part.append(path)
        old = self.ledger.rows.get(path)
        if old and old.key == key:
            self.rows[path] = old._replace(changed=changed, listed=listed)
            return

        def work() -> None:
            self.rows[path] = made()

        self.waiting.append(work)

    def _render(self, template: str, view: Any) -> bytes:
        return templates.encoded(self.environment.get_template(template).render(view=view))

    def _store(self, path: str, data: bytes) -> ledgers.Left:
        target = self._prepared(path)
        if self.scratch is None:
            return _written(target, data)
        fresh = f"{self.scratch}/{os.getpid()}"
        _written(fresh, data)
        return self._rename(fresh, target)

    def _copy(self, source: Path, path: str) -> ledgers.Left:
        target = self._prepared(path)
        fresh = target if self.scratch is None else f"{self.scratch}/{os.getpid()}"
        shutil.copyfile(source, fresh)
        return ledgers.left(os.stat(fresh)) if self.scratch is None else self._rename(fresh, target)

    def _prepared(self, path: str) -> str:
        """Where the file at ``path`` goes; its folder is there."""
        if not self.stored and self.scratch is not None:
            self.scratch.mkdir(exist_ok=True)
        self.stored += 1
        self.touch(path)
        target = self._target(path)
        folder = target.rpartition("/")[0]
        if folder not in self._folders:
            try:
                self._make_folder(folder)
            except (FileExistsError, NotADirectoryError):
                self._make_way(path)
                self._make_folder(folder)
        return target

    def _make_folder(self, folder: str) -> None:
        try:
            os.mkdir(folder)
        except FileNotFoundError:
            self._make_folder(folder.rpartition("/")[0])
            os.mkdir(folder)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise
        self._folders.add(folder)

    def _make_way(self, path: str) -> None:
        """Remove a file of the last build that lies where this one has a folder."""
        parts = path.split("/")
        for end in range(1, len(parts)):
            above = self.root.joinpath(*parts[:end])
            if above.is_file() or above.is_symlink():
                above.unlink()

    def _rename(self, fresh: str, target: str) -> ledgers.Left:
        """Put a finished file in its place; how it is left is known then, since renaming changes its status."""
        try:
            os.replace(fresh, target)
        except IsADirectoryError:  # a folder of the last build, all of whose files are gone from this one
            shutil.rmtree(target)
            os.replace(fresh, target)
        return ledgers.left(os.stat(target, follow_symlinks=False))


def _written(path: str, data: bytes) -> ledgers.Left:
    file = os.open(path, _WRITE, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        return ledgers.left(os.fstat(file))
    finally:
        os.close(file)
