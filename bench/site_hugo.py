"""The same site for Hugo (https://gohugo.io): content with JSON front matter, comments in it, and plain templates.

Comments stand as data in the front matter of their post, each answer below what it answers, and their Markdown is
rendered by Hugo's own engine: of the ways that Hugo offers this is the cheapest. Listings are its taxonomies, so
that it looks for no post, and each has the address it has here.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bench.site_posts import ARCHIVE, Entry, Whole, lay, mentions, spoken, threads
from sociable.contentfile import parse, read_text
from sociable.model import Comment
from sociable.vocabulary.progress import STAGES

TEMPLATES = Path(__file__).resolve().parent / "peers" / "hugo"
THEME = Path(__file__).resolve().parent.parent / "theme" / "static"
_TERM = r"([^/]+)"
_APART = (("blog", "living"), ("archives", "kept"))
TAXONOMIES = (
    (r"blog/(\d+)/", "years"),
    (r"blog/(\d+/\d+)/", "months"),
    (rf"{ARCHIVE}(\d+)/", "kept_years"),
    (rf"{ARCHIVE}(\d+/\d+)/", "kept_months"),
    (rf"{ARCHIVE}(\d+/\d+/\d+)/", "kept_days"),
    (rf"{ARCHIVE}category/{_TERM}/", "kept_categories"),
    (rf"{ARCHIVE}tag/{_TERM}/", "kept_tags"),
    (rf"{ARCHIVE}author/{_TERM}/", "kept_authors"),
    *((rf"organisations/{_TERM}/{apart}/", f"{voice}_organisations") for apart, voice in _APART),
    *((rf"principles/{_TERM}/{apart}/", f"{voice}_principles") for apart, voice in _APART),
    *((rf"principles/([^/]+/[^/]+)/{apart}/", f"{voice}_cells") for apart, voice in _APART),
    (r"principles/([^/]+/[^/]+)/", "cells"),
    *((rf"{name}/{_TERM}/", name) for name in ("principles", "organisations", "authors", "tags")),
)
"""Which taxonomy holds the listing at an address, and the term. One with paths for terms holds none above another:
Hugo would list in the upper what stands in the lower too. For the same reason no taxonomy's name begins another's."""

INDEXED = ("principles", "organisations", "authors", "tags")
"""The taxonomies that have a page of their own."""


def write(whole: Whole, site: Path) -> None:
    """Write a whole Hugo site into the new folder ``site``."""
    shutil.copytree(TEMPLATES, site)
    shutil.copytree(THEME, site / "static" / "theme")
    shutil.copytree(whole.archive.folder / "bag/data/media", site / "static" / ARCHIVE)
    lay(site / "content", files(whole))


def files(whole: Whole) -> Iterator[tuple[str, str]]:
    """Yield the content: path and text of each file."""
    yield from ((path_of(entry), post(entry)) for entry in whole.entries)
    yield from _vocabulary(whole)
    yield from _terms(whole)
    for page in sorted((whole.content / "pages").glob("*.md")):
        document = parse(read_text(page), page.name)
        yield f"{page.name}", _file({"title": document.headers[0].value, "url": f"/{page.stem}/"}, document.body)
    yield "_index.md", _file({"title": "The Sociable Organisation"})
    yield "blog/_index.md", _file({"title": "Blog", "outputs": ["html", "atom"]})
    yield "archive/_index.md", _file({"title": "Archive", "layout": "archives"})
    about = {"title": "Measured", "layout": "archive", "outputs": ["html", "atom"]}
    yield f"{ARCHIVE}_index.md", _file(about, whole.archive.about.body)
    account = {"title": "What was imported, and what was not", "url": f"/{ARCHIVE}about-this-archive/", "plain": True}
    yield "about-measured.md", _file(account, whole.archive.account)
    yield "principles-by-year.md", _file({"title": "Years", "url": "/principles/years/", "layout": "years"})
    for name in sorted({name for _, name in TAXONOMIES}.difference(INDEXED)):
        yield f"{name}/_index.md", _file({"title": name, "build": {"render": "never"}})


def path_of(entry: Entry) -> str:
    """Where a post stands below Hugo's content folder."""
    return f"{ARCHIVE}{Path(entry.file).name}" if entry.archived else entry.file


def post(entry: Entry) -> str:
    """A post's file."""
    head: dict[str, Any] = {
        "title": entry.title,
        "date": entry.date.isoformat(),
        "slug": entry.slug,
        "description": entry.summary,
        "people": _named(entry.people),
        "marks": entry.principles,
        "whose": entry.organisations,
        "labels": _named(entry.tags),
        "groups": _named(entry.categories),
        "image": f"{entry.image}",
        "source": entry.source,
        "archived": entry.archived,
        "comments": _tree(spoken(entry)),
        "said": len(spoken(entry)),
        "mentions": [{"id": one.id, "name": one.author, "href": one.url} for one in mentions(entry)],
        **_listed(entry),
    }
    return _file({key: value for key, value in head.items() if value not in ("", (), [], 0)}, entry.body)


def _listed(entry: Entry) -> Mapping[str, list[str]]:
    """The terms of each taxonomy that a post has."""
    found: dict[str, list[str]] = {}
    for path in entry.listings:
        if term := term_of(path):
            found.setdefault(term[0], []).append(term[1])
    return found


@cache
def term_of(path: str) -> tuple[str, str] | None:
    """The taxonomy and the term of the listing at ``path``; the blog's own is a section."""
    for pattern, name in TAXONOMIES:
        if match := re.fullmatch(pattern, path):
            return name, match[1]
    return None


def _tree(comments: Sequence[Comment]) -> list[dict[str, Any]]:
    """The comments at the top, each with its answers below it."""
    found = [_comment(comment) for comment in comments]
    answers: set[int] = set()
    for place, (_, below) in enumerate(threads(comments)):
        if below:
            found[place]["answers"] = [found[each] for each in below]
            answers.update(below)
    return [each for place, each in enumerate(found) if place not in answers]


def _comment(comment: Comment) -> dict[str, Any]:
    value = {
        "id": comment.id,
        "author": comment.author,
        "date": comment.date.isoformat() if comment.date else "",
        "url": comment.url,
        "body": comment.body,
    }
    return {key: each for key, each in value.items() if each}


def _vocabulary(whole: Whole) -> Iterator[tuple[str, str]]:
    known = whole.known
    for principle in known.principles.values():
        head: dict[str, Any] = {"title": principle.title, "description": principle.summary}
        head["slug"] = principle.id
        head["mark"] = f"{principle.side.capitalize()} {principle.number}"
        yield f"principles/{principle.id}/_index.md", _file(head, principle.body)
    for one in known.organisations.values():
        stages = {
            said.principle: {"stage": STAGES[said.stage], "since": said.since.first.isoformat(), "words": said.sentence}
            | {"evidence": said.evidence}
            for said in one.progress
        }
        head = {"title": one.name, "slug": one.id, "description": one.summary, "site": one.url, "stages": stages}
        yield f"organisations/{one.id}/_index.md", _file(head, one.body)
    for author in known.authors.values():
        stays = [
            {"id": stay.organisation, "since": str(stay.since or ""), "until": str(stay.until or "")}
            for stay in author.affiliations
        ]
        yield (
            f"authors/{author.id}/_index.md",
            _file({"title": author.name, "slug": author.id, "stays": stays}, author.body),
        )
    for name in INDEXED:
        yield f"{name}/_index.md", _file({"title": name.capitalize()})


def _terms(whole: Whole) -> Iterator[tuple[str, str]]:
    """What the old blog's listings are called, of those that list anything."""
    archive = whole.archive
    used = {term_of(path) for entry in whole.entries for path in entry.listings}
    named = {f"authors/{one.id}": one.name for one in archive.authors}
    named |= {f"categories/{one.slug}": one.name for one in archive.categories.values()}
    named |= {f"tags/{one.slug}": one.name for one in archive.tags.values()}
    for path, name in named.items():
        kind, _, term = f"kept_{path}".partition("/")
        if (kind, term) in used:
            yield f"{kind}/{term}/_index.md", _file({"title": name, "slug": term})


def _named(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "href": f"/{path}"} for name, path in pairs]


def _file(head: Mapping[str, Any], body: str = "") -> str:
    return f"{json.dumps(head, ensure_ascii=False, indent=1)}\n\n{body}\n"
