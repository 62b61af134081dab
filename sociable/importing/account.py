"""``account.md``: what an archive says of its own making, for its readers and for whoever answers for it.

It stands in the bag and on a page of the site: from what the archive was made, what became of all that was found, how
much of every text came back from its Markdown, and, post by post, what could not be kept. It is made of the report
alone and names no file of the machine, so that the same sources give the same account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath

from sociable.archive.folder import ACCOUNT
from sociable.importing.plan import Plan
from sociable.importing.report import Item, Outcome, Report, Totals, name
from sociable.importing.staging import Staging
from sociable.importing.summary import KINDS
from sociable.importing.writing import Writing
from sociable.markup import escape
from sociable.model import About, Post

HEADINGS: Mapping[Outcome, str] = {
    "written": "Kept",
    "merged": "Found twice",
    "withheld": "Not public",
    "refused": "Not kept",
}
"""What the columns of the table of items are called."""

PROVED = {
    "words": "Words",
    "links": "Links, with where they lead",
    "images": "Pictures, with their descriptions",
    "headings": "Headings, with their levels",
    "code": "Passages of code, to the character",
    "lists": "List items, with their depth",
    "tables": "Table cells",
    "embeds": "Things embedded from elsewhere",
    "emphasis": "Emphasised passages",
}
"""What is compared, in words; a kind without words is called by its name."""

_NAMED_IN_EACH_PART = (("author", "merged"), ("term", "merged"))
"""Each part of an export names them all: in how many parts it came says nothing of the blog."""

_ORDER = {what: place for place, what in enumerate(PROVED)}


@dataclass(slots=True)
class _Told:
    """What one walk over the notable items of a report gathers."""

    losses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def write(plan: Plan, staging: Staging, report: Report, writing: Writing) -> None:
    """Write the account of an import whose ``report`` is complete."""
    told = bytearray()
    for piece in _pieces(plan.about, report, writing.by_stem):
        told += piece.encode()
    staging.write_bytes(ACCOUNT, told)


def account(about: About, report: Report, posts: Mapping[str, Post]) -> str:
    """Tell in Markdown what became of all. ``posts`` are those written, by the stems of their files."""
    return "".join(_pieces(about, report, posts))


def _pieces(about: About, report: Report, posts: Mapping[str, Post]) -> Iterator[str]:
    """The account piece by piece: of a large blog it is some megabytes."""
    told = _Told()
    for item in report.notable:
        _take(item, told, posts)
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("Where it comes from", (_origin(about),)),
        ("What was found, and what became of it", (_found(report.totals),)),
        ("The proof", (_proof(report.totals),)),
        ("What could not be kept", _listed(told.losses, "Nothing was lost.")),
        ("Files that are not here", _listed(map(_code, report.media.missing), "Every file is here.")),
        ("Files that were refused", _listed(map(escape.text, report.media.refused))),
        ("Links that lead to nothing that is kept", _listed(_dead_links(report, posts))),
        ("Worth knowing", _listed(told.notes)),
    )
    space = ""
    for title, lines in sections:
        heading = f"{space}## {title}\n\n"
        for line in lines:
            yield f"{heading}{line}\n"
            heading, space = "", "\n"


def _take(item: Item, told: _Told, posts: Mapping[str, Post]) -> None:
    if item.outcome == "refused":
        told.losses.append(f"{_name(item, posts)}: {escape.text(item.reason)}")
    if item.outcome == "written":  # of what is withheld not even the title is public
        told.notes.extend(f"{_name(item, posts)}: {escape.text(note)}" for note in item.notes)
    if item.proof:
        told.losses.extend(f"{_name(item, posts)}: {escape.text(loss)}" for loss in item.proof.losses)


def _name(item: Item, posts: Mapping[str, Post]) -> str:
    """What an item is called, with a link to the post that it is or that it belongs to."""
    post = posts.get(PurePosixPath(item.file).stem) if item.file else None
    if post is None:  # a comment is called by its number alone: the name may have to be erased one day
        return escape.text(name(item)) if item.kind in ("post", "page", "attachment") else f"{item.kind} {item.id}"
    there = _linked(post)
    return there if item.kind in ("post", "page") else f"{there}, {item.kind} {item.id}"


def _linked(post: Post) -> str:
    title = escape.text(post.title or "Untitled", in_link=True)
    return f"[{title}]({escape.destination(post.link)})" if post.link else title


def _dead_links(report: Report, posts: Mapping[str, Post]) -> Iterable[str]:
    """A line for each post, in the order of the posts."""
    for stem, links in groupby(report.links.gone, key=lambda link: PurePosixPath(link.file).stem):
        yield f"{_linked(posts[stem])}: {', '.join(_code(link.href) for link in links)}"


def _origin(about: About) -> str:
    captured = f", captured on {about.captured.isoformat()}" if about.captured else ""
    sources = about.source or "a source that nobody named"
    address = f" The blog was at {escape.text(about.url)}." if about.url else ""
    return f"Made from: {escape.text(sources)}{captured}.{address}"


def _found(totals: Totals) -> str:
    """A table of items: a row for each kind and a column for each outcome that occurs."""
    told = {key: count for key, count in totals.outcomes.items() if key not in _NAMED_IN_EACH_PART}
    occurs = [outcome for outcome in HEADINGS if any(told.get((kind, outcome)) for kind in KINDS)]
    counts = {kind: [told.get((kind, outcome), 0) for outcome in occurs] for kind in KINDS}
    rows = [
        [KINDS[kind][1].capitalize(), *(f"{count:,}" for count in (sum(found), *found))]
        for kind, found in counts.items()
        if any(found)
    ]
    return _table(["Kind", "Found", *(HEADINGS[outcome] for outcome in occurs)], rows)


def _proof(totals: Totals) -> str:
    how = "was written as Markdown, rendered again and compared with what the blog showed"
    said = f"Each of {totals.texts:,} texts {how}."
    rows = [
        [PROVED.get(what, what.capitalize()), f"{count:,}", f"{totals.kept[what]:,}"]
        for what, count in sorted(totals.expected.items(), key=lambda one: _ORDER.get(one[0], len(_ORDER)))
    ]
    return f"{said}\n\n{_table(['What', 'The blog showed', 'Kept'], rows)}" if rows else said


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *("--:" for _ in headings[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *rows))


def _listed(lines: Iterable[str], otherwise: str = "") -> Iterator[str]:
    """A list of ``lines``; where there are none, what is said ``otherwise``, if anything is."""
    is_empty = True
    for line in lines:
        is_empty = False
        yield f"- {line}"
    if is_empty and otherwise:
        yield otherwise


def _code(path: str) -> str:
    """A file's name as code; the few that hold a backtick as text."""
    return escape.text(path) if "`" in path else f"`{path}`"
