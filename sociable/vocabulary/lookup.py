"""The vocabulary as a value: its pages by id, found by id or name, and who belonged where on a day.

A name is matched whatever its case, its white space and its kind of quotation marks. What isn't known is an error that
names the nearest known one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from sociable.contentfile.fields import did_you_mean
from sociable.contentfile.headers import shown
from sociable.errors import Problem, VocabularyError
from sociable.model import Affiliation
from sociable.vocabulary.pages import PRINCIPLES, Organisation, Principle, Profile

_QUOTES = str.maketrans("‘’‚‛′`´“”„‟″", "'''''''\"\"\"\"\"")
_SPACE = re.compile(r"\s+")

_Page = TypeVar("_Page", Principle, Organisation, Profile)


@dataclass(frozen=True)
class Vocabulary:
    """All that posts may refer to, by id: the ten in their order, organisations and authors by name.

    ``folder`` is the content folder as messages name it.
    """

    principles: Mapping[str, Principle] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    authors: Mapping[str, Profile] = field(default_factory=dict)
    folder: str = "content"

    def principle(self, name: str) -> Principle:
        """Find a principle by id or title. Raises :class:`VocabularyError`."""
        mend = f"Correct it; the principles are {PRINCIPLES[0]} to {PRINCIPLES[4]}, {PRINCIPLES[5]} to {PRINCIPLES[9]}."
        return _find(name, "principle", self.principles, self._principle_names, mend)

    def organisation(self, name: str) -> Organisation:
        """Find an organisation by id or name. Raises :class:`VocabularyError`."""
        mend = f"Correct it, or add {self.folder}/organisations/….md."
        return _find(name, "organisation", self.organisations, self._organisation_names, mend)

    def author(self, name: str) -> Profile:
        """Find an author by id or name. Raises :class:`VocabularyError`."""
        return _find(
            name, "author", self.authors, self._author_names, f"Correct it, or add {self.folder}/authors/….md."
        )

    def organisations_of(self, author_ids: Iterable[str], on: date) -> tuple[str, ...]:
        """Give the ids of the organisations that authors belonged to on a day, each once.

        Their order is that of the authors, then that of each one's affiliations. Raises :class:`VocabularyError`.
        """
        return tuple(
            dict.fromkeys(
                each.organisation
                for author in author_ids
                for each in self.author(author).affiliations
                if _is_current(each, on)
            )
        )

    @cached_property
    def _principle_names(self) -> dict[str, tuple[str, str]]:
        return names((page.id, page.title) for page in self.principles.values())

    @cached_property
    def _organisation_names(self) -> dict[str, tuple[str, str]]:
        return names((page.id, page.name) for page in self.organisations.values())

    @cached_property
    def _author_names(self) -> dict[str, tuple[str, str]]:
        return names((page.id, page.name) for page in self.authors.values())


def alike(name: str) -> str:
    """Give the form in which two spellings of one name are equal: case, white space and quotes don't count."""
    plain = unicodedata.normalize("NFKC", name.translate(_QUOTES)).casefold()
    return _SPACE.sub(" ", plain).strip()


def names(pages: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Give ``{alike(id or name): (id, as it is spelt)}`` for pages of (id, name). The first to claim a form has it."""
    found: dict[str, tuple[str, str]] = {}
    for key, name in pages:
        for spelling in (key, name):
            found.setdefault(alike(spelling), (key, spelling))
    return found


def _find(name: str, kind: str, pages: Mapping[str, _Page], known: Mapping[str, tuple[str, str]], mend: str) -> _Page:
    if name in pages:
        return pages[name]
    form = alike(name)
    if form in known:
        return pages[known[form][0]]
    hint = did_you_mean(name, [spelling for _, spelling in known.values()])
    raise VocabularyError(Problem(f"unknown {kind} {shown(name)}{hint}", mend=mend))


def _is_current(stay: Affiliation, on: date) -> bool:
    return (stay.since is None or stay.since <= on) and (stay.until is None or on <= stay.until)
