"""One build of the site: what its plugins share, made anew for every run.

Pelican hands every generator the same settings; the :class:`Build` hangs there, so that nothing is global and two
builds in one process do not meet. Problems are gathered in it by whoever finds them; ``strict`` ends the build.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican import Pelican

from plugins import addresses
from plugins.addresses import Place
from plugins.board import Board
from plugins.items import Catalogue
from plugins.pages import Pages
from plugins.rendering import Renderer
from sociable import vocabulary
from sociable.archive.folder import Archive
from sociable.errors import Problem, SociableError
from sociable.vocabulary import Vocabulary

KEY = "SOCIABLE_BUILD"


@dataclass
class Build:
    """A run of Pelican. ``problems`` end it before anything is written."""

    settings: Mapping[str, Any]
    content: Path
    place: Place
    vocabulary: Vocabulary
    today: date
    """The day that the ages of statements are counted from."""
    problems: list[Problem] = field(default_factory=list)
    archives: tuple[Archive, ...] = ()
    renderers: dict[str, Renderer] = field(default_factory=dict)
    """How each archive's Markdown becomes HTML, by its name."""
    site_pages: tuple[Any, ...] = ()
    """Pelican's pages: about, privacy …"""
    tag_slugs: dict[str, str] = field(default_factory=dict)
    """The address of each tag of the blog."""
    context: dict[str, Any] = field(default_factory=dict)
    """What Pelican's own contents resolve ``{filename}`` links with."""
    fingerprint: str = ""
    pages: Pages = field(init=False)
    catalogue: Catalogue = field(init=False)

    @cached_property
    def board(self) -> Board:
        """What is written and said of every principle; there once the catalogue is."""
        return Board(self.catalogue, self.vocabulary, self.today)

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
    known, problems = vocabulary.examine(content, shown(content))
    settings, wrong = pelican.settings, list(problems)
    try:
        day = today(settings, os.environ)
    except ValueError:
        what = "the day of the build, TODAY or SOURCE_DATE_EPOCH, is none"
        wrong.append(Problem(what, mend="Write TODAY as 2026-11-21; the other is a number of seconds."))
        day = today({**settings, "TODAY": ""}, {})
    settings[KEY] = Build(settings, content, Place.of(settings), known, day, wrong)


def today(settings: Mapping[str, Any], environment: Mapping[str, str]) -> date:
    """The day of this build: what ``TODAY`` or SOURCE_DATE_EPOCH says, else the site's own clock.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if settings.get("TODAY"):
        return date.fromisoformat(str(settings["TODAY"]))
    zone = ZoneInfo(settings["TIMEZONE"])
    epoch = environment.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.now(zone)).date()
