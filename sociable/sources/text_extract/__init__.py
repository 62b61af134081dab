"""Read plain-text extracts of blog pages: what is left when everything but the words of a page is taken away.

There is no specification, only what themes of WordPress (and some neighbours) print and what extractors leave of it:
see ``titles``, ``entry``, ``conversation``, ``rules``, ``prose`` and ``damage`` for what each knows of that. A page may
hold one post or many, its comments or none. What the extract shows to be lost (names of tags, comments, targets of
links) is said, never mended; every line that is dropped is said with the rule that dropped it.

Links, emphasis, headings and pictures are gone from an extract and do not come back. A post's number is not in it, nor
its exact time; its day is, if its address or text says so. What isn't a post at all (a policy, slides) can't be told
from one, so such files should not be given. Other languages than English are read as words only: their dates, forms
and comment headers are not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sociable.errors import Problem, SourceError
from sociable.model import Blog, Item, Source
from sociable.sources.tally import Tally, Warn
from sociable.sources.text_extract import catalogue, lines, pages, posts, rules
from sociable.sources.text_extract.catalogue import Row
from sociable.sources.text_extract.conversation import KIND
from sociable.sources.text_extract.lines import is_text

__all__ = ["Row", "is_text", "read"]


def read(path: Path, warn: Warn, *, rows: Mapping[str, Row] | None = None) -> Iterator[Item]:
    """Yield the blog, then each author, term and post of an extract in the order of the page.

    ``rows`` say by file name what is known of the page; without them, ``sources.csv`` beside the file does. Bodies are
    HTML as readers got it (``body_format``), titles HTML, dates the first moment of their day in UTC. Posts have no
    number; comments have one made of their words. ``warn`` gets what was lost, post by post, and then what was dropped.

    Raises:
        SourceError: the file is no plain text, or its catalogue cannot be read. Nothing has been yielded then.
    """
    place = path.as_posix()
    known = catalogue.beside(path) if rows is None else rows
    row = known.get(path.name) or Row(path.name)
    tally, dropped = Tally(), rules.Dropped()
    found = rules.without_chrome(lines.read(path, tally), dropped)
    if all(line.is_blank for line in found):
        raise SourceError(Problem("holds no words but those around a post", place))
    where = pages.address(row.url)
    body = rules.without_foot(found, pages.last_anchor(found), dropped)
    page = pages.part(body, where, dropped)
    yield Blog(url=where.home, source=Source(place, 1, KIND, row.url), owner=row.owner, organisation=row.organisation)
    origin = posts.Origin(place, row, where, page.kind)
    sections = (posts.values(section, origin, dropped, warn) for section in page.sections)
    yield from posts.without_doubles(item for values in sections for item in values)
    if page.is_guess:
        what = f"parted into {len(page.sections)} posts by their titles alone: {_titles(page)}"
        warn(Problem(what, place, 1, "Look whether each is a post, and whether one was overlooked.", "warning"))
    tally.report(place, warn)
    for problem in dropped.problems(place):
        warn(problem)


def _titles(page: pages.Parted) -> str:
    return "; ".join(f"line {section.line} “{section.title}”" for section in page.sections)
