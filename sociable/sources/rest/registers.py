"""Know the users and terms of a blog, to which its posts refer by number.

Their own files may be missing (many blogs answer nobody who asks for their users): what stands in the posts under
``_embedded`` serves, too. With the plugin Co-Authors Plus a post's authors are terms of the taxonomy ``author``, whose
slug is ``cap-`` and the author's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sociable.model import Author, Source, Taxonomy, Term
from sociable.sources.people import WITHHELD, identifier, without_address
from sociable.sources.rest.answers import Answer, Notes
from sociable.sources.tally import Kind, quoted
from sociable.sources.terms import OF_NO_POST, TAXONOMIES, slug_of

ONLY_A_NUMBER = Kind(
    "authors or terms are known by their numbers alone: called after them", "Save users, categories and tags, too."
)
NO_PARENT = Kind("categories have a parent that is not here, or is below them: put at the top")


class People:
    """The authors of a blog, each made once; all users and co-authors are declared before anybody is looked up."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._authors: dict[str, Author] = {}
        self._by_number: dict[int, str] = {}
        self._by_slug: dict[str, str] = {}
        self._mentioned: dict[int, Answer] = {}

    def declare(self, user: Answer) -> None:
        """Take in a user, or a term of Co-Authors Plus."""
        slug = _slug(user)
        number = user.number("id") if "taxonomy" not in user.data else None
        if number is not None and number in self._by_number:
            return
        name = without_address(user.text("name")) or without_address(slug) or WITHHELD
        author_id = self._by_slug.get(slug) if slug else None
        if author_id is None:
            author_id = self._make(identifier(without_address(slug)) or identifier(name), name, user.source())
            self._by_slug[slug] = author_id
        if number is not None:
            self._by_number[number] = author_id
            self._authors[author_id] = replace(self._authors[author_id], name=name, number=number)

    def mention(self, number: int, answer: Answer) -> None:
        """Remember that ``answer`` refers to the user with a number."""
        self._mentioned.setdefault(number, answer.bare())

    def settle(self) -> None:
        """Make the authors that were mentioned and of whom nothing else is known."""
        for number, answer in sorted(self._mentioned.items(), key=lambda one: one[0]):
            if number not in self._by_number:
                self._notes.note(ONLY_A_NUMBER, answer)
                name = f"Author {number}"
                self._by_number[number] = author_id = self._make(identifier(name), name, answer.source())
                self._authors[author_id] = replace(self._authors[author_id], number=number)

    def numbered(self, number: int | None) -> str:
        """Return the id of the author with a number, or an empty string."""
        return self._by_number.get(number or 0, "")

    def called(self, user: Answer) -> str:
        """Return the id of the author that a user or a term of Co-Authors Plus stands for."""
        return self._by_slug.get(_slug(user), "")

    def all(self) -> tuple[Author, ...]:
        """Return all authors, by id."""
        return tuple(author for _, author in sorted(self._authors.items()))

    def _make(self, base: str, name: str, source: Source) -> str:
        author_id = base = base or "author"
        count = 1
        while author_id in self._authors:
            count += 1
            author_id = f"{base}-{count}"
        self._authors[author_id] = Author(author_id, name, source=source)
        return author_id


def _slug(user: Answer) -> str:
    return user.text("slug").removeprefix("cap-")


@dataclass(frozen=True, slots=True)
class _Declared:
    term: Term
    parent: int | None


class Terms:
    """The categories and tags of a blog, by number."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._by_number: dict[int, _Declared] = {}
        self._mentioned: dict[tuple[int, Taxonomy], Answer] = {}

    def declare(self, answer: Answer) -> None:
        """Take in a term; one of a taxonomy that is neither categories nor tags is counted."""
        found, number = answer.text("taxonomy"), answer.number("id")
        taxonomy = TAXONOMIES.get(found) if found else None
        if taxonomy is None or number is None:
            if found not in OF_NO_POST:
                kind = Kind(f"the taxonomy {quoted(found)} is neither categories nor tags: left out")
                self._notes.note(kind, answer)
            return
        name, slug = answer.text("name"), answer.text("slug")
        term = Term(taxonomy, slug or slug_of(name), name or slug, "", answer.text("description"), number=number)
        new = _Declared(replace(term, source=answer.source()), answer.number("parent"))
        old = self._by_number.get(number)
        if old is None or (len(new.term.description), new.parent or 0) > (len(old.term.description), old.parent or 0):
            self._by_number[number] = new

    def mention(self, taxonomy: Taxonomy, number: int, answer: Answer) -> None:
        """Remember that ``answer`` refers to the term with a number."""
        self._mentioned.setdefault((number, taxonomy), answer.bare())

    def settle(self) -> None:
        """Make the terms that were mentioned and of which nothing else is known."""
        for (number, taxonomy), answer in sorted(self._mentioned.items(), key=lambda one: one[0]):
            if number not in self._by_number:
                self._notes.note(ONLY_A_NUMBER, answer)
                name = f"{'Category' if taxonomy == 'category' else 'Tag'} {number}"
                term = Term(taxonomy, slug_of(name), name, source=answer.source(), number=number)
                self._by_number[number] = _Declared(term, None)

    def slugs(self, taxonomy: Taxonomy, numbers: Sequence[int]) -> tuple[str, ...]:
        """Return the slugs of the terms with these numbers."""
        found = (self._by_number[number].term for number in numbers if number in self._by_number)
        return tuple(term.slug for term in found if term.taxonomy == taxonomy)

    def all(self) -> tuple[Term, ...]:
        """Return all terms by number, each with the slug of its parent, where that leads to the top."""
        return tuple(self._with_parent(declared) for _, declared in sorted(self._by_number.items()))

    def _with_parent(self, declared: _Declared) -> Term:
        if declared.parent is None:
            return declared.term
        above, seen = self._by_number.get(declared.parent), {declared.term.number}
        parent = above.term.slug if above and above.term.taxonomy == "category" else ""
        while above and above.term.number not in seen:
            seen.add(above.term.number)
            above = self._by_number.get(above.parent) if above.parent is not None else None
        if not parent or above:
            source = declared.term.source
            self._notes.note(NO_PARENT, Answer({}, source.path, source.line or 1))
            return declared.term
        return replace(declared.term, parent=parent)
