"""The authors and terms of a site, gathered from all of its pages.

A link names a term with its slug, a listing's ``body`` its number (``category category-news category-3``), a post's
own element the slugs of terms that its theme may not print. So a post can be filed under terms whose names only other
pages tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sociable.model import Author, Source, Taxonomy, Term
from sociable.sources.people import WITHHELD, identifier, without_address
from sociable.sources.saved_page import addresses
from sociable.sources.saved_page.byline import Name
from sociable.sources.saved_page.cleaning import Cutter, Span
from sociable.sources.saved_page.facts import SavedPage
from sociable.sources.terms import slug_of

KIND = "page"
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


def taxonomy_of(said: str) -> Taxonomy:
    """Return the taxonomy that a post's link or class means."""
    return "category" if said.startswith("cat") else "post_tag"


@dataclass(slots=True)
class Registers:
    """What is known of authors and terms; ``site`` is the blog's title as far as known."""

    terms: dict[Key, Term] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)
    _numbers: dict[Key, int] = field(default_factory=dict)
    _author_numbers: dict[str, int] = field(default_factory=dict)
    _descriptions: dict[Key, str] = field(default_factory=dict)

    def look_at(self, page: SavedPage) -> None:
        """Take in what a page says of terms and authors, whatever it is a page of."""
        self._listing(page)
        for node in page.document.nodes:
            if node.name == "a" and node.classes:
                self._item(page, node.classes, node.attributes.get("href", ""))
            elif node.name == "li" and "cat-item" in node.classes:
                link = next(page.document.named("a", within=node), None)
                if link is not None:
                    self._item(page, node.classes, link.attributes.get("href", ""))

    def author(self, name: Name, source: Source) -> str:
        """Take in an author as a post names them, and return the id."""
        shown = without_address(name.name) or WITHHELD
        slug = identifier(without_address(name.slug))
        author_id = slug or self._by_name.get(shown.casefold(), "") or identifier(shown) or "author"
        if slug:
            self._by_name.setdefault(shown.casefold(), author_id)
        self.authors.setdefault(author_id, Author(author_id, shown, source=source))
        if name.number is not None:
            self._author_numbers.setdefault(author_id, name.number)
        return author_id

    def settled_author(self, name: Name) -> str:
        """Return the id of an author whom another page may have named better."""
        shown = (without_address(name.name) or WITHHELD).casefold()
        return identifier(without_address(name.slug)) or self._by_name.get(shown, "") or identifier(shown) or "author"

    def term(self, name: Name, source: Source) -> Key:
        """Take in a term as a post names it, and return what it is told by."""
        taxonomy = taxonomy_of(name.taxonomy)
        slug = name.slug or self._slug_of_number(taxonomy, name.number) or slug_of(name.name)
        key = (taxonomy, slug)
        term = Term(taxonomy, slug, name.name, name.parent, source=source)
        known = self.terms.setdefault(key, term)
        if name.parent and not known.parent:
            self.terms[key] = replace(known, parent=name.parent)
        if name.number is not None:
            self._numbers.setdefault(key, name.number)
        return key

    def by_class(self, taxonomy: str, said: str) -> Key | None:
        """Return the known term that a class of a post's element names by slug or number."""
        key = (taxonomy_of("category" if taxonomy == "category" else "tag"), said.lower())
        if key in self.terms:
            return key
        if said.isdigit():
            return next(
                (one for one, number in self._numbers.items() if one[0] == key[0] and number == int(said)), None
            )
        return None

    def all_terms(self) -> tuple[Term, ...]:
        """Return the terms with all that is known of them, in the order of their slugs."""
        whole = (
            replace(
                term,
                number=self._numbers.get(key),
                description=self._descriptions.get(key, ""),
                parent=term.parent if ("category", term.parent) in self.terms and term.parent != term.slug else "",
            )
            for key, term in sorted(self.terms.items())
        )
        return tuple(whole)

    def all_authors(self) -> tuple[Author, ...]:
        """Return the authors, in the order of their ids; one named only by name is another's if the name is."""
        found = {}
        for author_id, author in sorted(self.authors.items()):
            if self._by_name.get(author.name.casefold(), author_id) == author_id or author_id in self._by_name.values():
                found[author_id] = replace(author, number=self._author_numbers.get(author_id))
        return tuple(found.values())

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

    def _item(self, page: SavedPage, classes: frozenset[str], href: str) -> None:
        """Take in the number that a list or cloud of terms gives."""
        number = next((int(found[1]) for name in sorted(classes) if (found := _ITEM.fullmatch(name))), None)
        if number is None:
            return
        found = _LINK.search(addresses.address(page.resolve(href)).url)
        if found and (found[1] or not (found[4] or "").isdigit()):
            slug = (found[2] or found[4]).rpartition("/")[2].lower()
            self._numbers.setdefault((taxonomy_of(found[1] or found[3]), slug), number)
