"""Which authors, terms and files of several sources are one, and what each source calls them.

An export knows an author by login, REST and saved pages by the name in the author's address, a feed by the name
shown: names count only between kinds of sources, for two people of one export may have one name. A term has its slug
everywhere but in feeds and extracts; a file has its number, or else its address. What a source that counts less knows
besides (a number, a size) is added to what is known; nothing else of it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from sociable.archive.homes import locate
from sociable.archive.names import fold
from sociable.importing.words import letters
from sociable.model import Attachment, Author, Taxonomy, Term
from sociable.sources.people import WITHHELD

NAMED_ONLY = ("feed", "text")
"""Kinds of sources that know a term by its name alone; in a feed every category is a tag."""

FULL = ("wxr", "rest")
"""Kinds of sources that know all of a term."""

_SIZE = re.compile(r"(?:-\d+x\d+|-scaled)+(?=\.\w+$)|\?.*$")


@dataclass(slots=True)
class Aliases:
    """What one source calls authors and terms, by what the archive calls them, where the two differ."""

    authors: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], tuple[Taxonomy, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.authors or self.terms)

    def of_authors(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what the archive calls these authors, each once."""
        return tuple(dict.fromkeys(self.authors.get(one, one) for one in ids))

    def of_terms(self, categories: Sequence[str], tags: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what the archive calls these categories and tags: a tag may turn out a category."""
        asked = [*(("category", slug) for slug in categories), *(("post_tag", slug) for slug in tags)]
        found = dict.fromkeys(self.terms.get(one, one) for one in asked)
        return (
            tuple(slug for taxonomy, slug in found if taxonomy == "category"),
            tuple(slug for taxonomy, slug in found if taxonomy == "post_tag"),
        )


@dataclass(slots=True)
class Registers:
    """The authors, terms and files of a blog, united; ``merged`` are those that were known already."""

    authors: dict[str, Author] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    unnumbered: dict[str, Attachment] = field(default_factory=dict)
    merged: list[Author | Term | Attachment] = field(default_factory=list)
    _authors_by_name: dict[str, list[str]] = field(default_factory=dict)
    _authors_by_number: dict[int, str] = field(default_factory=dict)
    _terms_by_name: dict[str, tuple[Taxonomy, str]] = field(default_factory=dict)
    _terms_by_slug: dict[tuple[str, str], tuple[Taxonomy, str]] = field(default_factory=dict)
    _terms_by_number: dict[tuple[str, int], tuple[Taxonomy, str]] = field(default_factory=dict)
    _files: dict[tuple[str, str], int | None] = field(default_factory=dict)

    def take_authors(self, found: Sequence[Author], aliases: Aliases, *, same_blog: bool) -> None:
        """Take over the authors of a source. Two of one source are two; numbers count only within ``same_blog``."""
        claimed: set[str] = set()
        for author in found:
            known = self._same_author(author, claimed, same_blog=same_blog)
            if known is None:
                known = self._new_id(author.id)
                self.authors[known] = replace(author, id=known)
            else:
                self.authors[known] = _completed_author(self.authors[known], author)
                self.merged.append(author)
            claimed.add(known)
            if known != author.id:
                aliases.authors[author.id] = known
        for author_id in claimed:
            self._index_author(self.authors[author_id])

    def take_terms(self, found: Sequence[Term], aliases: Aliases, *, same_blog: bool) -> None:
        """Take over the terms of a source."""
        for term in found:
            known = self._same_term(term, same_blog=same_blog)
            if known is None:
                known = (term.taxonomy, term.slug)
                self.terms[known] = term
            else:
                self.terms[known] = _completed_term(self.terms[known], term)
                self.merged.append(term)
            if known != (term.taxonomy, term.slug):
                aliases.terms[term.taxonomy, term.slug] = known
        for term in found:
            key = (term.taxonomy, term.slug)
            self._index_term(self.terms[aliases.terms.get(key, key)])

    def take_attachments(self, found: Sequence[Attachment]) -> None:
        """Take over the files of a source; one whose number another file has is kept by its address alone."""
        for attachment in found:
            address = _address(attachment.url)
            number = attachment.id if attachment.id in self.attachments else self._files.get(address)
            known = self.attachments.get(number) if number is not None else self.unnumbered.get(attachment.url)
            if known is not None and _is_same_file(known, attachment):
                self._put(_completed_file(known, attachment))
                self.merged.append(attachment)
            else:
                self._put(attachment if known is None else replace(attachment, id=None))

    def forget_files(self) -> None:
        """Let go of the files, which are many, when they have been written."""
        self.attachments.clear()
        self.unnumbered.clear()
        self._files.clear()

    def _put(self, attachment: Attachment) -> None:
        if attachment.id is None:
            self.unnumbered[attachment.url] = attachment
        else:
            self.attachments[attachment.id] = attachment
        self._files.setdefault(_address(attachment.url), attachment.id)

    def _same_author(self, author: Author, claimed: set[str], *, same_blog: bool) -> str | None:
        numbered = self._authors_by_number.get(author.number or 0) if same_blog else None
        if numbered is not None and numbered not in claimed:
            return numbered
        named = self._authors_by_name.get(letters(author.name), []) if author.name != WITHHELD else []
        others = [one for one in named if self.authors[one].source.kind != author.source.kind]
        for one in (author.id, *(others if len(named) == 1 else [])):
            if one not in self.authors or one in claimed:
                continue
            numbers = {author.number, self.authors[one].number} - {None}
            if len(numbers) < 2 or not same_blog:
                return one
        return None

    def _new_id(self, wanted: str) -> str:
        author_id, count = wanted, 1
        while author_id in self.authors:
            count += 1
            author_id = f"{wanted}-{count}"
        return author_id

    def _index_author(self, author: Author) -> None:
        ids = self._authors_by_name.setdefault(letters(author.name), [])
        if author.id not in ids:
            ids.append(author.id)
        if author.number is not None:
            self._authors_by_number.setdefault(author.number, author.id)

    def _same_term(self, term: Term, *, same_blog: bool) -> tuple[Taxonomy, str] | None:
        by_slug = self._terms_by_slug.get((term.taxonomy, _slug(term.slug)))
        if (term.taxonomy, term.slug) in self.terms:
            return term.taxonomy, term.slug
        if by_slug is None and same_blog and term.number is not None:
            by_slug = self._terms_by_number.get((term.taxonomy, term.number))
        if by_slug is None and term.source.kind in NAMED_ONLY:
            return self._terms_by_name.get(letters(term.name))
        return by_slug

    def _index_term(self, term: Term) -> None:
        key = (term.taxonomy, term.slug)
        self._terms_by_slug.setdefault((term.taxonomy, _slug(term.slug)), key)
        self._terms_by_name.setdefault(letters(term.name), key)
        if term.number is not None:
            self._terms_by_number.setdefault((term.taxonomy, term.number), key)


def _slug(slug: str) -> str:
    return fold(unquote(slug, errors="replace"))


def _address(url: str) -> tuple[str, str]:
    located = locate(url)
    return (located.host, located.key) if located else ("", url)


def _is_same_file(one: Attachment, other: Attachment) -> bool:
    """Whether two files are one: pages show resized copies, and blogs move."""
    if _SIZE.sub("", one.url).rpartition("/")[2] == _SIZE.sub("", other.url).rpartition("/")[2]:
        return True
    return (one.slug != "" and one.slug == other.slug) or (one.title != "" and one.title == other.title)


def _completed_author(known: Author, found: Author) -> Author:
    is_nameless = known.name in (WITHHELD, f"Author {known.number}")
    number = found.number if known.number is None else known.number
    return replace(known, name=found.name if is_nameless else known.name, number=number)


def _completed_term(known: Term, found: Term) -> Term:
    number = found.number if known.number is None else known.number
    if known.source.kind in FULL or known.taxonomy != found.taxonomy:
        return known if number == known.number else replace(known, number=number)
    description, parent = known.description or found.description, known.parent or found.parent
    return replace(known, number=number, description=description, parent=parent)


def _completed_file(known: Attachment, found: Attachment) -> Attachment:
    if known == found:
        return known
    return replace(
        known,
        link=known.link or found.link,
        alt=known.alt or found.alt,
        caption=known.caption or found.caption,
        mime=known.mime or found.mime,
        date=known.date or found.date,
        width=known.width or found.width,
        height=known.height or found.height,
        sizes=known.sizes or found.sizes,
    )
