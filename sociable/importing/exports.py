"""What an import reads: each file told by its content, whatever its name; a folder or an archive stands for its files.

What holds other files is unpacked (``containers``), and what lies in it is told in the same way. An export and a feed
are a source each; the saved pages of one site are one, wherever its folder lies (``trees``); so are the answers of
WordPress's REST interface in one folder, and the web archives (WARC) in one, since a crawl is cut into many of them.

Another kind is a line in ``KINDS``. One text looks like any other, so in a folder only those count as extracts that its
``sources.csv`` names; where there is none, those called ``….txt``, read-me files left out. A catalogue may name the
extracts of several blogs: those of another than the one imported are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from sociable.errors import Problem, SourceError
from sociable.importing import containers, trees
from sociable.importing.containers import Budget
from sociable.importing.kinds import (
    GROUPED,
    HEAD,
    KINDS,
    PAGE,
    READERS,
    REST,
    TEXT,
    WARC,
    Export,
    Kind,
    Warn,
)
from sociable.importing.scratch import Scratch, retold, telling
from sociable.sources import feed, rest, saved_page, warc
from sociable.sources.text_extract import catalogue

_NO_EXTRACTS = ("readme", "license", "licence", "robots", "humans", "changelog", "hts-")
"""Beginnings of the names of texts that are about something else than a blog."""

_UNKNOWN = "not an export that is known here"


def find(
    sources: Sequence[Path], blog: str, warn: Warn, scratch: Scratch, *, as_of: date | None = None
) -> tuple[Export, ...]:
    """Find the exports of ``blog`` in ``sources``, each once, whatever the order they are given in.

    Files in a folder that are no exports are a warning for each kind; one that was named itself is an error. An
    extract that is said to be of another blog is a warning either way. ``as_of`` chooses among the captures of a page.

    Raises:
        SourceError: with everything that cannot be read or unpacked, or if nothing is left to read.
    """
    search = _Search(blog, lambda problem: warn(retold(problem, scratch.said)), scratch, as_of)
    with telling(scratch.said):
        for source in sources:
            search.look(source)
        search.finish()
        if not search.problems and not search.found:
            mend = "Name the file that WordPress wrote under Tools, Export, or saved pages of the blog."
            search.problems.append(Problem("no export here", ", ".join(map(str, sources)), mend=mend))
        if search.problems:
            raise SourceError(*search.problems)
    return tuple(sorted(search.found.values(), key=lambda export: export.called))


@dataclass(slots=True)
class _Search:
    """What has been found so far. ``opened`` are the containers that have been unpacked."""

    blog: str
    warn: Warn
    scratch: Scratch
    as_of: date | None
    found: dict[Path, Export] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    opened: set[Path] = field(default_factory=set)
    web_archives: dict[Path, dict[Path, Path]] = field(default_factory=lambda: defaultdict(dict))
    catalogues: dict[Path, Mapping[str, catalogue.Row]] = field(default_factory=dict)

    def look(self, source: Path) -> None:
        """Take in a file or a folder that somebody named."""
        try:
            if source.is_dir():
                self._folder(source)
            elif not self._file(source, is_named=True):
                known = ", ".join(kind.name for kind in KINDS)
                self.problems.append(Problem(_UNKNOWN, str(source), mend=f"Known is: {known}."))
        except SourceError as error:
            self.problems.extend(error.problems)

    def finish(self) -> None:
        """Open the web archives, now that all parts of a crawl are known."""
        while self.web_archives:
            folder, parts = self.web_archives.popitem()
            paths = [parts[key] for key in sorted(parts)]
            aside = self.scratch.folder(self.scratch.said(str(paths[0])))
            crawl = warc.gather(paths, aside, self.warn, as_of=self.as_of, is_other=_is_other)
            if crawl.pages or crawl.held:
                self.found[folder] = Export(paths[0], WARC, crawl.read, self.scratch)
            self._folder(crawl.others)

    def _file(self, path: Path, budget: Budget | None = None, depth: int = 0, *, is_named: bool = False) -> bool:
        """Take in a file; say whether it is, or holds, something that could be a source."""
        head = _head(path)
        if _is_to_open(head):
            return self._open(path, budget, depth)
        kind = _kind(head)
        if kind is not None:
            self._take(path, kind, is_named=is_named)
        return kind is not None

    def _folder(self, folder: Path, budget: Budget | None = None, depth: int = 0) -> None:
        """Take in all that lies in a folder."""
        folder = trees.content(folder)
        kinds, to_open = self._told(folder)
        pages = [path for path, kind in kinds.items() if kind is PAGE]
        sites, roots = trees.sites(folder, pages), trees.roots(folder, pages)
        for root in roots:
            self._add(root, PAGE)
        if answers := [path for path, kind in kinds.items() if kind is REST and not trees.is_stored(folder, path)]:
            self._add(trees.holding(answers), REST)
        others = []
        for path, kind in kinds.items():
            is_offered = trees.is_stored(folder, path) or (kind is TEXT and trees.is_below(path, sites))
            if kind is None or is_offered or (kind is TEXT and not self._is_extract(path)):
                others.append(path)
            elif kind not in GROUPED:
                self._take(path, kind)
        for path in to_open:
            is_offered = trees.is_stored(folder, path) or trees.is_below(path, sites)
            if is_offered or not self._try_open(path, budget, depth):
                others.append(path)
        self._leave_out(folder, [path for path in others if not trees.is_below(path, roots)])

    def _told(self, folder: Path) -> tuple[dict[Path, Kind | None], list[Path]]:
        """The kind of each file below ``folder``, ``None`` for what is no export; and those that hold files."""
        kinds: dict[Path, Kind | None] = {}
        to_open = []
        for path in trees.files(folder):
            if path.name == catalogue.NAME:
                continue
            try:
                head = _head(path)
            except SourceError as error:
                self._warn_of(error)
                continue
            if _is_to_open(head):
                to_open.append(path)
            else:
                kinds[path] = _kind(head)
        return kinds, to_open

    def _take(self, path: Path, kind: Kind, *, is_named: bool = False) -> None:
        if kind is WARC:
            self.web_archives[path.resolve().parent][path.resolve()] = path
            return
        row = self._rows(path).get(path.name) if kind is TEXT else None
        if row and row.blog != self.blog:
            other = f"of the blog {row.blog}" if row.blog else "of no blog that its catalogue names"
            self.warn(Problem(f"left out: it is {other}", str(path), level="warning"))
        else:
            self._add(path, kind, is_named=is_named)

    def _add(self, path: Path, kind: Kind, *, is_named: bool = False) -> None:
        read = READERS[kind] if kind is not PAGE else partial(saved_page.read, as_of=self.as_of)
        self.found.setdefault(path.resolve(), Export(path, kind, partial(read, path), self.scratch, is_named))

    def _is_extract(self, path: Path) -> bool:
        rows = self._rows(path)
        return path.name in rows if rows else _is_called_text(path)

    def _rows(self, path: Path) -> Mapping[str, catalogue.Row]:
        if path.parent not in self.catalogues:
            self.catalogues[path.parent] = catalogue.beside(path)
        return self.catalogues[path.parent]

    def _try_open(self, path: Path, budget: Budget | None, depth: int) -> bool:
        try:
            return self._open(path, budget, depth)
        except SourceError as error:
            self.problems.extend(error.problems)
            return True

    def _open(self, path: Path, budget: Budget | None, depth: int) -> bool:
        """Unpack a container and take in what it holds; say whether that could be a source."""
        if path.resolve() in self.opened:
            return True
        self.opened.add(path.resolve())
        called = self.scratch.said(str(path))
        budget = budget or Budget(path.stat().st_size)
        if depth >= budget.limits.depth:
            what = f"is packed more than {depth} times over"
            raise SourceError(Problem(what, called, mend="Unpack it yourself, and name the folder."))
        for folder in containers.unpack(path, called, self.scratch, budget, self.warn):
            only = self.scratch.only_file(folder)
            if only is not None:
                return self._file(only, budget, depth + 1)
            self._folder(folder, budget, depth + 1)
        return True

    def _leave_out(self, folder: Path, paths: Iterable[Path]) -> None:
        """Say what is no export, once for each sort of file."""
        by_ending: dict[str, list[Path]] = defaultdict(list)
        for path in paths:
            by_ending[path.suffix.lower()].append(path)
        for ending, same in sorted(by_ending.items()):
            if len(same) == 1:
                self.warn(Problem(_UNKNOWN, str(same[0]), level="warning"))
                continue
            of_kind = f"whose names end in {ending}" if ending else "whose names have no ending"
            first = same[0].relative_to(folder).as_posix()
            what = f"{len(same)} files {of_kind} are no exports that are known here, such as {first}"
            self.warn(Problem(what, str(folder), level="warning"))

    def _warn_of(self, error: SourceError) -> None:
        for problem in error.problems:
            self.warn(Problem(problem.what, problem.path, level="warning"))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise SourceError(Problem(f"cannot read it: {error.strerror}", str(path))) from error


def _kind(head: bytes) -> Kind | None:
    return next((kind for kind in KINDS if kind.is_this(head)), None)


def _is_to_open(head: bytes) -> bool:
    return containers.is_container(head) and not containers.is_document(head) and not warc.is_warc(head)


def _is_other(head: bytes) -> bool:
    """Whether a body in a web archive that is no page is a source for itself."""
    return feed.is_feed(head) or rest.is_rest(head)


def _is_called_text(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and not path.name.lower().startswith(_NO_EXTRACTS)
