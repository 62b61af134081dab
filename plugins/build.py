"""One build of the site: what its plugins share, made anew for every run.

Pelican hands every generator the same settings; the :class:`Build` hangs there, so that nothing is global and two
builds in one process do not meet. Problems are gathered in it by whoever finds them; ``strict`` ends the build.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pelican import Pelican

from plugins import addresses, shape, sources
from plugins import memory as memories
from plugins.addresses import Place
from plugins.board import Board
from plugins.cache import Texts
from plugins.items import Catalogue
from plugins.marks import Marks
from plugins.memory import Memory
from plugins.pages import Pages
from sociable import vocabulary
from sociable.archive.folder import Archive
from sociable.errors import Problem, SociableError
from sociable.vocabulary import Vocabulary

if TYPE_CHECKING:
    from plugins.bodies import Bodies
    from plugins.parts import Entry, Site
    from plugins.standing import Progress

KEY = "SOCIABLE_BUILD"

MANY = 3_000
"""Pages that are made together."""

TERMS = ("principles/", "organisations/", "authors/")
"""Folders of the files that the vocabulary is read from."""


@dataclass
class Build:
    """A run of Pelican. ``problems`` end it before anything is written."""

    settings: Mapping[str, Any]
    content: Path
    place: Place
    vocabulary: Vocabulary
    today: date
    """The day that the ages of statements are counted from."""
    memory: Memory = field(default_factory=Memory)
    """What the last build of this process has left to this one."""
    sources: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the content outside the bags, and digests of those that hold text (see :mod:`plugins.sources`)."""
    problems: list[Problem] = field(default_factory=list)
    texts: Texts = field(init=False)
    """What was made of files that people wrote, to be made again only where they changed."""
    bodies: Bodies = field(init=False)
    """Texts and conversations, which only their own pages and feeds show."""
    site: Site | None = None
    """What is the same on every page, once all is read."""
    chrome: bytes = b""
    """A digest of it, and of what principles and organisations are called."""
    site_pages: tuple[Any, ...] = ()
    """Pelican's pages: about, privacy …"""
    tag_slugs: dict[str, str] = field(default_factory=dict)
    """The address of each tag of the blog."""
    context: dict[str, Any] = field(default_factory=dict)
    """What Pelican's own contents resolve ``{filename}`` links with."""
    generators: list[Any] = field(default_factory=list)
    statics: list[Any] = field(default_factory=list)
    """The files of the content that pages show: Pelican's own ``Static`` values."""
    theme: Path = shape.ROOT / "theme"
    """The theme that views are made for: this project's, or another made for them."""
    theme_path: str = "theme"
    """Where its static files stand in the output."""
    fingerprint: str = ""
    """A short digest of the theme's static files, so that their addresses change when they do."""
    shape: bytes = b""
    """A digest of what shapes every page: code, settings, theme."""
    inputs: bytes = b""
    """A digest of all that this build reads."""
    until: datetime | None = None
    """When the next post that waits for its date is to appear."""
    counts: tuple[int, int] = (0, 0)
    """How many articles and pages there are, as Pelican counts them."""
    is_alone: bool = False
    """Whether no plugin but this site's own may do something to what is read and written."""
    is_unchanged: bool = False
    """Whether there is nothing to do: all is as it was when the output was written."""
    marks: Marks = field(default_factory=Marks)
    entries: dict[tuple[str, bool], Entry] = field(default_factory=dict)
    """What listings show of posts, by address and whether they name the archive."""
    entry_keys: dict[str, bytes] = field(default_factory=dict)
    """Digests of that."""
    theirs: dict[str, datetime | None] = field(default_factory=dict)
    """The pages that Pelican's own writer wrote, by file: when each last said something new."""
    fed: dict[str, str] = field(default_factory=dict)
    """Entries of feeds, as XML, by the posts' whole addresses."""
    progress: dict[tuple[str, str], Progress | None] = field(default_factory=dict)
    """What organisations say of principles, by principle and organisation."""
    pages: Pages = field(init=False)
    catalogue: Catalogue = field(init=False)

    @property
    def archives(self) -> tuple[Archive, ...]:
        """The archives, by name."""
        return tuple(shelf.archive for shelf in self.bodies.shelves.values())

    @cached_property
    def board(self) -> Board:
        """What is written and said of every principle; there once the catalogue is."""
        return Board(self.catalogue, self.vocabulary, self.today)

    @cached_property
    def is_stock(self) -> bool:
        """Whether Pelican's own writer writes the blog's pages, for a theme that knows no views."""
        return not self.settings.get("INCREMENTAL_WRITER", True)

    @property
    def blog_path(self) -> str:
        """The address of the blog: where Pelican writes it, the front page is its listing."""
        return "" if self.is_stock else "blog/"

    def author_path(self, name: str) -> str:
        """The address of an author of the shared blog, by id."""
        if self.is_stock:
            return str(self.settings["AUTHOR_URL"]).format(slug=name)
        return addresses.author_path(name)

    def ease(self) -> None:
        """Make and write what was offered if that is much by now: the values it will be made of take memory."""
        if len(self.pages.waiting) >= MANY:
            self.flush()

    def flush(self) -> None:
        """Make and write the pages that were offered so far."""

        def report() -> Any:
            return self.bodies.learned(), self.texts.learned()

        def take(told: Any) -> None:
            openings, texts = told
            self.bodies.learn(openings)
            self.texts.learn(texts)

        self.pages.flush(report, take)

    def kept(self, name: str) -> Path:
        """Where what is called ``name`` is kept for the next build of the same output folder."""
        output = str(self.settings["SOCIABLE_OUTPUT"])
        return self.cache / "site" / hashlib.sha256(os.fsencode(output)).hexdigest()[:16] / name

    @property
    def cache(self) -> Path:
        """The folder of what builds keep for each other; safe to remove. It lies beside the content."""
        return Path(self.settings.get("SOCIABLE_CACHE") or self.content.absolute().parent / ".cache")

    @cached_property
    def known_by(self) -> bytes:
        """A digest of all that posts may refer to: what everything is called, and who belonged where and when."""
        return self.memory.recall("known by", self.vocabulary, self._known_by)

    def _known_by(self) -> bytes:
        known = self.vocabulary
        principles = [(one.id, one.title) for one in known.principles.values()]
        organisations = [(one.id, one.name) for one in known.organisations.values()]
        authors = [(one.id, one.name, one.affiliations) for one in known.authors.values()]
        return shape.of_value((principles, organisations, authors))

    @cached_property
    def reported(self) -> frozenset[str]:
        """The files of the content that are said to be touched, by their paths from there."""
        above = self.content.resolve()
        changed = self.memory.changed or ()
        return frozenset(one.relative_to(above).as_posix() for one in changed if one.is_relative_to(above))

    def doubt(self, kind: str, file: str) -> None:
        """Forget what was made of a file that is said to be touched, even if it is as it was: that may be so again.

        Something else may have stood in it for the moment in which it was read.
        """
        if file in self.reported:
            self.memory.drop(kind, file)

    def is_hidden(self, path: str) -> bool:
        """Whether search engines are asked to leave out the page at ``path``: one of an archive of ARCHIVE_NOINDEX."""
        hidden = self.settings["ARCHIVE_NOINDEX"]
        return bool(hidden) and path.startswith(tuple(addresses.archive_path(name) for name in hidden))

    def take(self, error: SociableError) -> None:
        """Keep the problems of ``error`` for the end of reading; paths are shown from where the build was started."""
        self.problems.extend(error.problems)


def shown(path: Path | str) -> str:
    """``path`` as a person would name it: from the current folder where it lies below."""
    whole, here = Path(path).resolve(), Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def of(settings: Mapping[str, Any]) -> Build:
    """The build that these settings belong to."""
    build: Build = settings[KEY]
    return build


def begin(pelican: Pelican) -> None:
    """Start a build; read the vocabulary, whose mistakes are problems like any other."""
    content = Path(pelican.path)
    memory = memories.begin(pelican.settings)
    files = sources.read(content, memory)
    terms = [item for item in files.items() if item[0].startswith(TERMS)]
    known, problems = memory.recall("vocabulary", terms, lambda: vocabulary.examine(content, shown(content)))
    settings, wrong = pelican.settings, list(problems)
    try:
        day = today(settings, os.environ)
    except ValueError:
        what = "the day of the build, TODAY or SOURCE_DATE_EPOCH, is none"
        wrong.append(Problem(what, mend="Write TODAY as 2026-11-21; the other is a number of seconds."))
        day = today({**settings, "TODAY": ""}, {})
    settings[KEY] = Build(settings, content, Place.of(settings), known, day, memory, files, wrong)


def today(settings: Mapping[str, Any], environment: Mapping[str, str]) -> date:
    """The day of this build: what ``TODAY`` or SOURCE_DATE_EPOCH says, else the site's own clock.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if settings.get("TODAY"):
        return date.fromisoformat(str(settings["TODAY"]))
    zone = ZoneInfo(settings["TIMEZONE"])
    epoch = environment.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.now(zone)).date()
