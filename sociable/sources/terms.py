"""Know the categories and tags of a WordPress export, and which of them an item is filed under.

A term is declared in the channel (``wp:category``, ``wp:tag``, ``wp:term``) and named by items in ``<category>``
elements. WXR 1.0 names each twice, once without a slug, and calls the taxonomy of tags ``tag``. Slugs are kept as
found (WordPress percent-encodes what is not ASCII), names as stored, so they may hold HTML entities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from sociable.model import Source, Taxonomy, Term
from sociable.sources.people import identifier
from sociable.sources.records import Category, Record
from sociable.sources.tally import Kind, Tally, quoted

TAXONOMIES: dict[str, Taxonomy] = {"": "category", "category": "category", "tag": "post_tag", "post_tag": "post_tag"}
OF_NO_POST = frozenset(
    {"author", "post_format", "nav_menu", "link_category", "wp_theme", "wp_template_part_area", "wp_pattern_category"}
)
"""Taxonomies that are read otherwise, or order what is not read: WordPress's own machinery."""

NO_PARENT = Kind("categories have a parent that is not in the file, or is below them: put at the top")

Key = tuple[Taxonomy, str]

_DECLARED_BY: dict[str, Taxonomy] = {"wp:category": "category", "wp:tag": "post_tag"}

DECLARED = {
    "wp:category": ("wp:category_nicename", "wp:cat_name", "wp:category_parent", "wp:category_description"),
    "wp:tag": ("wp:tag_slug", "wp:tag_name", "", "wp:tag_description"),
    "wp:term": ("wp:term_slug", "wp:term_name", "wp:term_parent", "wp:term_description"),
}
"""The records that declare a term, and their elements for slug, name, parent and description."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What an item is filed under: :class:`Term` values in order, its format, and the terms of its co-authors."""

    terms: tuple[Term, ...] = ()
    format: str = ""
    co_authors: tuple[Category, ...] = ()


class Terms:
    """The categories and tags of one export, by taxonomy and slug."""

    def __init__(self, path: str, tally: Tally) -> None:
        self._path = path
        self._tally = tally
        self._by_slug: dict[Key, Term] = {}
        self._slugs: dict[Key, str] = {}  # by name

    def declare(self, record: Record) -> None:
        """Take in a term that the channel declares, if it is a category or a tag."""
        taxonomy, slug, name, parent, description = _read(record)
        if taxonomy is None:
            self._leave_out(record.text("wp:term_taxonomy"), record.line)
        elif slug or name:
            number = record.number("wp:term_id")
            self._add(taxonomy, slug, name, record.line, parent=parent, description=description, number=number)

    def settle_parents(self) -> None:
        """Give every category's parent by slug, where WordPress before 3.1 wrote its name; cut what leads nowhere."""
        for key, term in self._by_slug.items():
            if not term.parent:
                continue
            is_slug = ("category", term.parent) in self._by_slug
            parent = term.parent if is_slug else self._slugs.get(("category", term.parent), "")
            if not parent:
                self._tally.note(NO_PARENT, term.source.line or 1)
            self._by_slug[key] = replace(term, parent=parent)
        settled: set[Key] = set()
        for key in self._by_slug:
            self._cut_circle(key, settled)

    def declared(self, record: Record) -> Term | None:
        """Return the category or tag that a record of the channel declares; ``None`` for a term of another kind."""
        taxonomy, slug, name, *_ = _read(record)
        return self._by_slug.get((taxonomy, slug or slug_of(name))) if taxonomy else None

    def file(self, categories: Sequence[Category], line: int) -> Filing:
        """Return what an item on ``line`` is filed under, making the terms that the channel did not declare."""
        with_slug = {(TAXONOMIES.get(category.domain), category.name) for category in categories if category.nicename}
        terms: dict[Key, Term] = {}
        post_format, co_authors = "", []
        for category in categories:
            taxonomy = TAXONOMIES.get(category.domain)
            if taxonomy:
                if category.nicename or (category.name and (taxonomy, category.name) not in with_slug):
                    term = self._named(taxonomy, category, line)
                    terms.setdefault((taxonomy, term.slug), term)
            elif category.domain == "post_format":
                post_format = category.nicename.removeprefix("post-format-")
            elif category.domain == "author":
                co_authors.append(category)
            else:
                self._leave_out(category.domain, line)
        return Filing(tuple(terms.values()), post_format, tuple(co_authors))

    def _named(self, taxonomy: Taxonomy, category: Category, line: int) -> Term:
        slug = category.nicename or self._slugs.get((taxonomy, category.name), "")
        return self._by_slug.get((taxonomy, slug)) or self._add(taxonomy, slug, category.name, line)

    def _add(
        self,
        taxonomy: Taxonomy,
        slug: str,
        name: str,
        line: int,
        *,
        parent: str = "",
        description: str = "",
        number: int | None = None,
    ) -> Term:
        """Make a term; of two with one slug, the first stays."""
        source = Source(self._path, line, "wxr")
        term = Term(taxonomy, slug or slug_of(name), name or slug, parent, description, source, number)
        self._slugs.setdefault((taxonomy, term.name), term.slug)
        return self._by_slug.setdefault((taxonomy, term.slug), term)

    def _leave_out(self, taxonomy: str, line: int) -> None:
        if taxonomy not in OF_NO_POST:
            self._tally.note(Kind(f"the taxonomy {quoted(taxonomy)} is neither categories nor tags: left out"), line)

    def _cut_circle(self, key: Key, settled: set[Key]) -> None:
        """Follow the parents of a term to the top; where they come back to one of themselves, make that one a top."""
        way: dict[Key, Term] = {}
        while key not in settled and key not in way:
            way[key] = self._by_slug[key]
            if not way[key].parent:
                break
            key = ("category", way[key].parent)
        else:
            if key in way:
                self._tally.note(NO_PARENT, way[key].source.line or 1)
                self._by_slug[key] = replace(way[key], parent="")
        settled.update(way)


def slug_of(name: str) -> str:
    """Return a slug for a term that has only a name, made as WordPress makes it."""
    return identifier(name) or quote("-".join(name.lower().split()), safe="")


def _read(record: Record) -> tuple[Taxonomy | None, str, str, str, str]:
    """Return a declared term's taxonomy, ``None`` unless it is one of posts, slug, name, parent and description."""
    taxonomy = _DECLARED_BY.get(record.name) or TAXONOMIES.get(record.text("wp:term_taxonomy"))
    slug, name, parent, description = (record.text(element) for element in DECLARED[record.name])
    return taxonomy, slug, name, parent if taxonomy == "category" else "", description
