"""The ten principles beside everybody who writes about them: by organisation, by year, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins import addresses, cells, charts, listings
from plugins.build import Build
from plugins.items import Item
from plugins.parts import Link, Mark
from plugins.progress import now, stage
from plugins.standing import Matrix, Row, Stage
from plugins.views import MatrixView
from sociable.vocabulary import STAGES, Principle

ABOUT = (
    "What a sociable organisation looks like to the people it serves, and to the people who work there. "
    "Every post, old or new, is filed by the ones it speaks to."
)
STANDFIRST = (
    "Read along a row for an organisation, down a column for a principle. Each cell leads to what has been written."
)
YEARS = "principles/years/"
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def write(build: Build) -> None:
    """Write the matrix with the ten in words, and the same by year."""
    write_matrix(build)
    write_years(build)


def write_matrix(build: Build) -> None:
    """Write the page of principles and organisations."""
    board, vocabulary = build.board, build.vocabulary
    principles = tuple(vocabulary.principles.values())
    marks = [listings.mark(build, one, len(board.principles.get(one.id, ()))) for one in principles]
    outside, inside = _sides(marks)
    view = MatrixView(
        site=listings.site(build),
        head=listings.head(build, "Principles", "principles/", section="principles", description=ABOUT),
        title=_title(len(principles), len(vocabulary.organisations)),
        standfirst=STANDFIRST if vocabulary.organisations else ABOUT,
        outside=outside,
        inside=inside,
        matrix=_matrix(build, principles) if principles and vocabulary.organisations else None,
        stages=_key(build),
        about=ABOUT,
        chart=charts.of_all(board, principles, vocabulary.organisations),
        more=Link("The same by year", build.place.href(YEARS)),
    )
    newest = max((when for item in board.filed if (when := item.changed)), default=None)
    build.pages.write("principles/", "principles.html", view, changed=newest)


def write_years(build: Build) -> None:
    """Write the page of principles and years."""
    principles = tuple(build.vocabulary.principles.values())
    view = MatrixView(
        site=listings.site(build),
        head=listings.head(build, "Principles by year", YEARS, section="principles"),
        title=f"{_number(len(principles)).capitalize()} principles, year by year",
        standfirst="Read along a row for a year, down a column for a principle.",
        outside=(),
        inside=(),
        matrix=_years(build, principles) if build.board.filed else None,
        folio=(Link("Principles", build.place.href("principles/")),),
        more=Link("The same by organisation", build.place.href("principles/")),
    )
    build.pages.write(YEARS, "principles.html", view)


def _key(build: Build) -> tuple[Stage, ...]:
    """The stages that the table may show; none where nobody has said anything."""
    histories, known = build.board.histories, build.vocabulary.organisations
    if not histories:
        return ()
    stages = tuple(stage(number) for number in range(len(STAGES)))
    shown = (now(build, principle, known[name]) for principle, name in histories)
    if any(one.old for one in shown if one):
        return (*stages, Stage(len(STAGES) - 1, "Pale: said more than a year ago", old=True))
    return stages


def _title(principles: int, organisations: int) -> str:
    """«Ten principles, six organisations»."""
    if not organisations:
        return f"{_number(principles).capitalize()} principles"
    bodies = "organisation" if organisations == 1 else "organisations"
    return f"{_number(principles).capitalize()} principles, {_number(organisations)} {bodies}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def _sides(marks: Sequence[Mark]) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    outside = tuple(mark for mark in marks if mark.side == "outside")
    return outside, tuple(mark for mark in marks if mark.side == "inside")


def _matrix(build: Build, principles: Sequence[Principle]) -> Matrix:
    board = build.board
    rows = [
        Row(
            Link(one.name, build.place.href(addresses.organisation_path(one.id))),
            tuple(cells.cell(build, principle.id, one) for principle in principles),
            cells.total(board.organisations.get(one.id, ())),
        )
        for one in build.vocabulary.organisations.values()
    ]
    if board.homeless:
        rows.append(_totals("No organisation known", principles, board.homeless, _distinct(board.homeless)))
    return _table(
        build, principles, rows, caption="Posts and progress by organisation and principle", corner="Organisation"
    )


def _years(build: Build, principles: Sequence[Principle]) -> Matrix:
    board = build.board
    spans: list[tuple[str, int | None]] = [(str(year), year) for year in board.span()]
    if None in board.periods:
        spans.append(("Undated", None))
    rows = [
        Row(
            Link(name),
            tuple(cells.tally(board.years.get(year, {}).get(one.id, ())) for one in principles),
            cells.tally(board.periods.get(year, ())),
        )
        for name, year in spans
    ]
    return _table(build, principles, rows, caption="Posts by year and principle", corner="Year", gap="Nothing")


def _table(build: Build, principles: Sequence[Principle], rows: Sequence[Row], **words: str) -> Matrix:
    outside, inside = _sides([listings.mark(build, one) for one in principles])
    return Matrix(
        **words,
        outside=outside,
        inside=inside,
        rows=tuple(rows),
        total=_totals("Together", principles, build.board.principles, build.board.filed),
        every=f"All {_number(len(principles))}",
        note=_note(build.board.unfiled),
    )


def _totals(
    name: str, principles: Sequence[Principle], groups: Mapping[str, Sequence[Item]], every: Sequence[Item]
) -> Row:
    """A row whose cells lead nowhere: posts by principle, and all of them."""
    return Row(Link(name), tuple(cells.total(groups.get(one.id, ())) for one in principles), cells.total(every))


def _distinct(groups: Mapping[str, Sequence[Item]]) -> Sequence[Item]:
    found = {item.path: item for items in groups.values() for item in items}
    return sorted(found.values(), key=lambda item: item.key, reverse=True)


def _note(unfiled: int) -> str:
    once = "A post may speak to several principles and come from several organisations; in the totals it counts once."
    if not unfiled:
        return once
    more = "1 more post is filed by none." if unfiled == 1 else f"{unfiled:,} more posts are filed by none."
    return f"{once} {more}"
