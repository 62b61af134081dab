"""The authors and terms of a site, gathered from all of its pages.

A link names a term with its slug, a listing's ``body`` its number (``category category-news category-3``), a post's
own element the slugs of terms that its theme may not print. So a post can be filed under terms whose names only other
pages tell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from sociable.model import Author, Source, Taxonomy, Term
from sociable.sources.people import WITHHELD, identifier, without_address
from sociable.sources.saved_page.byline import Name
from sociable.sources.saved_page.cleaning import Cutter, Span
from sociable.sources.saved_page.elements import Node
from sociable.sources.saved_page.facts import SavedPage
from sociable.sources.terms import slug_of

Key = tuple[Taxonomy, str]

_LISTED = re.compile(r"(category|tag)-(.+)")
_AUTHOR = re.compile(r"author-(.+)")
_ITEM = re.compile(r"(?:cat-item|tag-link)-(\d{1,18})")
_LINK = re.compile(r"/(category|tag)/(.+?)/?(?:[?#].*)?$|[?&](cat|tag)=([^&#]+)")
_DESCRIPTIONS = (
    "wp-block-term-description",
    "taxonomy-description",
    "archive-description",
    "category-archive-meta",
    "archive-meta",
)


def most(said: Counter[str]) -> str:
    """Return what is said most often; of two the first in the alphabet, so that the order of the pages is nothing."""
    return min((name for name in said if name), key=lambda name: (-said[name], name), default="")


def taxonomy_of(said: str) -> Taxonomy:
    """Return the taxonomy that a post's link or class means."""
    return "category" if said.startswith("cat") else "post_tag"


@dataclass(slots=True)
class Registers:
    """What is known of authors and terms. Where pages differ, what most of them say counts, whatever their order."""

    _terms: dict[Key, Counter[str]] = field(default_factory=dict)
    _parents: dict[str, Counter[str]] = field(default_factory=dict)
    _authors: dict[str, Counter[str]] = field(default_factory=dict)
    _linked: dict[str, Counter[str]] = field(default_factory=dict)
    _numbers: dict[Key, int] = field(default_factory=dict)
    _author_numbers: dict[str, int] = field(default_factory=dict)
    _descriptions: dict[Key, str] = field(default_factory=dict)
    _lists: dict[Key, Counter[str]] = field(default_factory=dict)
    _classes: set[Key] = field(default_factory=set)

    def look_at(self, page: SavedPage) -> None:
        """Take in what a page says of terms and authors, whatever it is a page of."""
        self._listing(page)
        for node in page.document.nodes:
            if node.name == "a" and node.classes:
                self._item(page, node, node.classes)
            elif node.name == "li" and "cat-item" in node.classes:
                link = next(page.document.named("a", within=node), None)
                if link is not None:
                    self._item(page, link, node.classes)

    def add_author(self, name: Name) -> None:
        """Take in an author as a post names them."""
        shown = without_address(name.name) or WITHHELD
        slug = identifier(without_address(name.slug))
        if slug:
            self._linked.setdefault(shown.casefold(), Counter())[slug] += 1
        self._authors.setdefault(slug or f" {shown.casefold()}", Counter())[shown] += 1
        if slug and name.number is not None:
            self._author_numbers.setdefault(slug, name.number)

    def author_id(self, name: Name) -> str:
        """Return the id of an author, whom another page may have named with a link where this one had none."""
        shown = without_address(name.name) or WITHHELD
        linked = self._linked.get(shown.casefold())
        return identifier(without_address(name.slug)) or (most(linked) if linked else identifier(shown)) or "author"

    def add_term(self, name: Name) -> None:
        """Take in a term as a post names it."""
        taxonomy, slug = self.term_key(name)
        self._terms.setdefault((taxonomy, slug), Counter())[name.name] += 1
        if name.parent and taxonomy == "category":
            self._parents.setdefault(slug, Counter())[name.parent] += 1
        if name.number is not None:
            self._numbers.setdefault((taxonomy, slug), name.number)

    def term_key(self, name: Name) -> Key:
        """Return what a term is told by."""
        taxonomy = taxonomy_of(name.taxonomy)
        return taxonomy, name.slug or self._slug_of_number(taxonomy, name.number) or slug_of(name.name)

    def add_class(self, taxonomy: str, said: str) -> None:
        """Take in a term that a class of a post's element names by slug or number."""
        self._classes.add((taxonomy_of(taxonomy), said.lower()))

    def settle(self) -> None:
        """Make terms of what only classes named: called as lists of terms call them, or else by their slugs."""
        for taxonomy, said in sorted(self._classes):
            key = (taxonomy, self._slug_of_number(taxonomy, int(said)) if said.isdecimal() else said)
            if key[1] and key not in self._terms:
                self._terms[key] = self._lists.get(key, Counter({key[1]: 1}))

    def by_class(self, taxonomy: str, said: str) -> Key | None:
        """Return the known term that a class of a post's element names by slug or number."""
        key = (taxonomy_of(taxonomy), said.lower())
        if key in self._terms:
            return key
        slug = self._slug_of_number(key[0], int(said)) if said.isascii() and said.isdigit() else ""
        return (key[0], slug) if (key[0], slug) in self._terms else None

    def terms(self, source: Source) -> tuple[Term, ...]:
        """Return the terms with all that is known of them, in the order of their slugs."""
        found = []
        for key, names in sorted(self._terms.items()):
            taxonomy, slug = key
            parent = most(self._parents.get(slug, Counter())) if taxonomy == "category" else ""
            is_known = ("category", parent) in self._terms and parent != slug
            described, number = self._descriptions.get(key, ""), self._numbers.get(key)
            found.append(Term(taxonomy, slug, most(names), parent if is_known else "", described, source, number))
        return tuple(found)

    def authors(self, source: Source) -> tuple[Author, ...]:
        """Return the authors, in the order of their ids."""
        names: dict[str, Counter[str]] = {}
        for slug, said in self._authors.items():
            author_id = slug if not slug.startswith(" ") else self.author_id(Name(most(said)))
            names.setdefault(author_id, Counter()).update(said)
        return tuple(
            Author(author_id, most(said), source=source, number=self._author_numbers.get(author_id))
            for author_id, said in sorted(names.items())
        )

    def _slug_of_number(self, taxonomy: Taxonomy, number: int | None) -> str:
        if number is None:
            return ""
        return next((slug for (kind, slug), known in self._numbers.items() if kind == taxonomy and known == number), "")

    def _listing(self, page: SavedPage) -> None:
        """Take in the number and description of the term or author that a listing is of."""
        body = page.body
        if "author" in body:
            found = sorted(one[1] for name in body if (one := _AUTHOR.fullmatch(name)))
            numbers, slugs = [one for one in found if one.isdigit()], [one for one in found if not one.isdigit()]
            if numbers and slugs:
                self._author_numbers.setdefault(identifier(slugs[0]), int(numbers[0]))
            return
        if not body & {"category", "tag"} or page.kind != "listing":
            return
        path = _LINK.search(page.permalink.url)
        number = next(
            (int(one[2]) for name in sorted(body) if (one := _LISTED.fullmatch(name)) and one[2].isdigit()), None
        )
        if path is None:
            return
        key = (
            taxonomy_of(path[1] or path[3]),
            re.sub(r"/page/\d+$", "", path[2] or path[4]).rpartition("/")[2].lower(),
        )
        if number is not None:
            self._numbers.setdefault(key, number)
        node = page.document.first(*_DESCRIPTIONS)
        if node is not None:
            self._descriptions.setdefault(
                key, Cutter(page.document, page.resolve).clean(Span(page.document, node.inner, node.stop))
            )

    def _item(self, page: SavedPage, link: Node, classes: frozenset[str]) -> None:
        """Take in the number and name that a list or cloud of terms gives."""
        number = next((int(found[1]) for name in sorted(classes) if (found := _ITEM.fullmatch(name))), None)
        found = _LINK.search(page.resolve(link.attributes.get("href", ""))) if number is not None else None
        if number is not None and found and (found[1] or not found[4].isdigit()):
            key = (taxonomy_of(found[1] or found[3]), (found[2] or found[4]).rpartition("/")[2].lower())
            self._numbers.setdefault(key, number)
            self._lists.setdefault(key, Counter())[page.document.words(link)] += 1
