"""The parts of pages that count and compare: a cell of the matrix, a stage, what was said of progress, a chart.

Plain values, as in :mod:`plugins.parts`. Charts are given in px, in the units of their ``viewBox``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plugins.parts import Link, Mark, Side, Stamp


@dataclass(frozen=True, slots=True)
class Stage:
    """How far things are: 0 to 3 blocks, and the words for it. ``old``: it was said more than a year ago."""

    number: int
    name: str
    old: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """How much was written, how recently, and how far things are.

    ``href`` leads to the posts or, where there are none, to a page that says so and how to be the first; empty, it is a
    total. ``newest`` has the day for machines and the year for people.
    """

    blog: int
    archived: int
    newest: Stamp | None = None
    href: str = ""
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the matrix: whose, a cell a principle, and all together."""

    link: Link
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table whose columns are the principles.

    ``gap`` are the words of a cell without posts, ``note`` those that stand below the table.
    """

    caption: str
    corner: str
    outside: tuple[Mark, ...]
    inside: tuple[Mark, ...]
    rows: tuple[Row, ...]
    total: Row
    every: str
    gap: str = "Nothing yet"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What an organisation says of a principle now; ``before`` is what it said earlier, newest first.

    ``age`` says of an old statement that it is one; it is empty for the others.
    """

    stage: Stage
    since: str
    sentence: str
    evidence: tuple[Link, ...] = ()
    age: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of a table of progress: a principle (``mark``) or an organisation (``link``), and where it stands."""

    cell: Cell
    mark: Mark | None = None
    link: Link | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a chart."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A ring or a square in a chart: open for what was, filled for what is.

    ``text`` stands in it; a ``stem`` goes from it to that y.
    """

    side: Side
    kind: Literal["was", "now"]
    x: int
    y: int
    text: str = ""
    stem: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing whose lines are the stages. ``words`` say all that it shows; ``wall`` is the x of the wall, or 0."""

    title: str
    words: str
    caption: str
    height: int
    lines: tuple[Label, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...] = ()
    wall: int = 0
