"""What can go wrong, said so that a person can mend it.

A :class:`Problem` is a value: what, where and how to mend it. The library gathers problems and
raises them together as one :class:`SociableError`; only a command's ``main()`` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``path:line: what. mend``. ``line`` counts from 1; ``None`` is the whole file."""

    what: str
    path: str = ""
    line: int | None = None
    mend: str = ""
    level: Level = "error"

    @property
    def where(self) -> str:
        """``path:line``, as much of it as is known."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if not self.mend:
            return text
        return f"{text}{'' if text.endswith(('.', '?', '!')) else '.'} {self.mend}"


class SociableError(Exception):
    """One or more problems that stopped a piece of work. ``problems`` is never empty."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("an error needs at least one problem")
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(map(str, problems)))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> SociableError:
        """Build the error that carries all of ``problems``."""
        return cls(*problems)


class ContentError(SociableError):
    """A file that people wrote, or one of an archive, does not hold what it must."""


class SourceError(SociableError):
    """A source (an export, a saved page …) cannot be read, or is cut short."""


class NoBlogError(SourceError):
    """A source can be read, but it holds nothing of a blog: a page that is somebody else's, a read-me file."""


class VocabularyError(SociableError):
    """A principle, organisation or author is unknown, or its page is wrong."""


class ArchiveError(SociableError):
    """An archive's folder cannot be written, exchanged or trusted."""
