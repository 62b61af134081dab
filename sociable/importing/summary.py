"""A report in words, for people: what was taken over, what was not and why, what to look at.

Of each sort a few lines are made and the others counted: a report may have a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from sociable.importing.report import OUTCOMES, Kind, Links, Media, Report, name

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
    yield from _listed("Refused or lost", report.each_loss())
    yield from _listed("Merged although they differ", _contradictions(report))
    yield from _listed("Worth a look", _notes(report))
    yield from _listed("About the source", map(str, report.warnings))
    yield from _listed("Amended by people, and kept as they left it", _conflicts(report))
    yield from _media(report.media)
    yield from _links(report.links)


def plain(report: Report) -> str:
    """The whole report as plain text."""
    rows = table(report)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    laid_out = ("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([*laid_out, "", *lines(report), ""])


def printable(text: str) -> str:
    """``text`` without what would steer a terminal or turn the reading direction."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _media(media: Media) -> Iterator[str]:
    counts = {
        "taken from the folder": media.copied,
        "held by the sources": media.held,
        "fetched": media.fetched,
        "kept from the last import": media.kept,
    }
    said = [f"{len(paths)} {what}" for what, paths in counts.items() if paths]
    if said:
        yield f"Files: {', '.join(said)}."
    if media.instead:
        yield f"Pictures that another size of them stands for: {len(media.instead)}."
    if media.missing:
        yield f"Files not here: {len(media.missing)} (--media names a folder with the blog's uploads)."
    reasons = (f"{path}: {media.reasons[path]}" for path in media.missing if path in media.reasons)
    yield from _listed("Why they are not", reasons)


def _links(links: Links) -> Iterator[str]:
    words = {"page": "to pages", "file": "to files", "listing": "to listings", "elsewhere": "out of the blog"}
    said = [f"{links.counts[kind]} {what}" for kind, what in words.items() if links.counts.get(kind)]
    if said:
        yield f"Links: {', '.join(said)}."
    gone = (f"{one.file}: {one.href}" for one in links.gone)
    yield from _listed("Links within the blog to nothing that is kept", gone)


def _listed(title: str, found: Iterable[str]) -> Iterator[str]:
    found = iter(found)
    shown = list(islice(found, MOST))
    if not shown:
        return
    yield f"{title}:"
    yield from (f"  {printable(line)}" for line in shown)
    more = sum(1 for _ in found)
    if more:
        yield f"  … and {more} more; --report FILE lists them all."


def _conflicts(report: Report) -> Iterator[str]:
    return (
        f"{each.file}: {each.why}" + (f". The import gives: {each.theirs}" if each.theirs else "")
        for each in report.conflicts
    )


def _withheld(report: Report) -> Iterator[str]:
    others: Counter[tuple[Kind, str]] = Counter()
    for item in report.notable:
        if item.outcome == "withheld":
            if item.kind in ("post", "page"):
                yield f"{item.where}: {name(item)}: {item.reason}"
            else:
                others[item.kind, item.reason] += 1
    for (kind, reason), number in sorted(others.items()):
        yield f"{number} {KINDS[kind][number > 1]}: {reason}"


def _contradictions(report: Report) -> Iterator[str]:
    return (
        f"{item.where}: {name(item)}: {item.reason}"
        for item in report.notable
        if item.outcome == "merged" and "they differ" in item.reason and item.kind in ("post", "page")
    )


def _notes(report: Report) -> Iterator[str]:
    return (f"{item.where}: {name(item)}: {'; '.join(item.notes)}" for item in report.notable if item.notes)
