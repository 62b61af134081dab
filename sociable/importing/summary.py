"""A report in words, for people: what was taken over, what was not and why, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sociable.importing.report import OUTCOMES, Kind, Report, name

MOST = 20
"""Lines of one sort that are shown; all are in the report's file."""

KINDS: Mapping[Kind, tuple[str, str]] = {
    "post": ("post", "posts"),
    "page": ("page", "pages"),
    "comment": ("comment", "comments"),
    "pingback": ("pingback", "pingbacks"),
    "trackback": ("trackback", "trackbacks"),
    "attachment": ("file", "files"),
    "author": ("author", "authors"),
    "term": ("category or tag", "categories and tags"),
}
"""What one and many of each kind are called."""
_STATES = {
    "written": "The archive was written.",
    "unchanged": "The archive holds all of this already: nothing was written.",
    "dry run": "A dry run: nothing was written.",
    "refused": "Something would be lost, so nothing was written (--strict).",
}


def table(report: Report) -> tuple[tuple[str, ...], ...]:
    """The counts, a row for each kind that occurs, below a row of headings."""
    counts: Mapping[str, Mapping[str, int]] = report.counts()
    rows = [
        (words, *(str(counts[kind][what]) for what in ("seen", *OUTCOMES)))
        for kind, (_, words) in KINDS.items()
        if kind in counts
    ]
    return (("", "seen", *OUTCOMES), *rows)


def lines(report: Report) -> Iterator[str]:
    """Yield what a table cannot say."""
    yield f"{report.folder}: {_STATES[report.state]}"
    yield from _listed("Withheld, since it was not public", _withheld(report))
    yield from _listed("Refused or lost", list(report.losses))
    yield from _listed("Merged although they differ", _contradictions(report))
    yield from _listed("Worth a look", _notes(report))
    yield from _listed("About the source", [str(problem) for problem in report.warnings])
    if report.media.copied or report.media.kept:
        yield f"Files taken over: {len(report.media.copied)}; kept from the last import: {len(report.media.kept)}."
    if report.media.missing:
        yield f"Files not here: {len(report.media.missing)} (--media names a folder with the blog's uploads)."


def plain(report: Report) -> str:
    """The whole report as plain text."""
    rows = table(report)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    laid_out = ("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([*laid_out, "", *lines(report), ""])


def printable(text: str) -> str:
    """``text`` without what would steer a terminal or turn the reading direction."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _listed(title: str, found: list[str]) -> Iterator[str]:
    if not found:
        return
    yield f"{title}:"
    yield from (f"  {printable(line)}" for line in found[:MOST])
    if len(found) > MOST:
        yield f"  … and {len(found) - MOST} more; --report FILE lists them all."


def _withheld(report: Report) -> list[str]:
    shown = [item for item in report.items if item.outcome == "withheld"]
    return [f"{item.where}: {name(item)}: {item.reason}" for item in shown if item.kind in ("post", "page")] + [
        f"{number} {KINDS[kind][number > 1]}: {reason}"
        for (kind, reason), number in sorted(
            Counter((item.kind, item.reason) for item in shown if item.kind not in ("post", "page")).items()
        )
    ]


def _contradictions(report: Report) -> list[str]:
    return [
        f"{item.where}: {name(item)}: {item.reason}"
        for item in report.items
        if item.outcome == "merged" and "they differ" in item.reason and item.kind in ("post", "page")
    ]


def _notes(report: Report) -> list[str]:
    return [f"{item.where}: {name(item)}: {'; '.join(item.notes)}" for item in report.items if item.notes]
