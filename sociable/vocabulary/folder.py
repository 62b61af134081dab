"""Reads the vocabulary from a content folder: ``principles/``, ``organisations/`` and ``authors/``.

Files are ``*.md`` directly in those folders; names that start with ``.`` or ``_`` are left alone, and a folder that
isn't there is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from sociable.contentfile.fields import did_you_mean
from sociable.contentfile.headers import read_text, shown
from sociable.errors import ContentError, Problem, VocabularyError
from sociable.model import Affiliation
from sociable.vocabulary.lookup import Vocabulary, alike
from sociable.vocabulary.pages import (
    PRINCIPLES,
    Organisation,
    Principle,
    Profile,
    is_slug,
    scan_organisation,
    scan_principle,
    scan_profile,
    slug_of,
)

_Page = TypeVar("_Page", Principle, Organisation, Profile)


@dataclass(frozen=True, slots=True)
class _Shelf(Generic[_Page]):
    """A folder of the vocabulary, and how its files are read."""

    name: str
    scan: Callable[[str, str, str], tuple[_Page, tuple[Problem, ...]]]
    bad_name: Callable[[str, str], Problem | None]


def read(content: Path, shown_as: str = "") -> Vocabulary:
    """Read the vocabulary of a content folder; ``shown_as`` is that folder's name in messages.

    Raises:
        VocabularyError: with every problem of every page.
    """
    vocabulary, problems = examine(content, shown_as)
    if problems:
        raise VocabularyError(*problems)
    return vocabulary


def examine(content: Path, shown_as: str = "") -> tuple[Vocabulary, tuple[Problem, ...]]:
    """Read the vocabulary as far as it goes, and say what is wrong with it.

    So what refers to it can still be checked in the same run.
    """
    folder = shown_as or content.as_posix()
    problems: list[Problem] = []
    principles = dict(_pages(content, folder, _PRINCIPLES, problems))
    organisations = dict(_pages(content, folder, _ORGANISATIONS, problems))
    authors = dict(_pages(content, folder, _AUTHORS, problems))
    for pages in (
        [(page.id, page.title, page.path) for page in principles.values()],
        [(page.id, page.name, page.path) for page in organisations.values()],
        [(page.id, page.name, page.path) for page in authors.values()],
    ):
        problems += _clashes(pages)
    vocabulary = Vocabulary(
        principles={key: principles[key] for key in PRINCIPLES if key in principles},
        organisations=dict(sorted(organisations.items(), key=lambda item: (alike(item[1].name), item[0]))),
        folder=folder,
    )
    resolved = {key: _resolve(page, vocabulary, problems) for key, page in authors.items()}
    by_name = dict(sorted(resolved.items(), key=lambda item: (alike(item[1].name), item[0])))
    return replace(vocabulary, authors=by_name), tuple(problems)


def _pages(content: Path, folder: str, shelf: _Shelf[_Page], problems: list[Problem]) -> Iterator[tuple[str, _Page]]:
    """Yield a folder's pages by id, in the order of their file names."""
    for file in sorted(file for file in (content / shelf.name).glob("[!._]*.md") if file.is_file()):
        path = f"{folder}/{shelf.name}/{file.name}"
        if wrong := shelf.bad_name(file.stem, path):
            problems.append(wrong)
            continue
        try:
            page, found = shelf.scan(read_text(file, path), file.stem, path)
        except ContentError as error:
            problems += error.problems
            page, _ = shelf.scan("", file.stem, path)  # so that what refers to it by id is not called unknown
        else:
            problems += found
        yield file.stem, page


def _no_principle(stem: str, path: str) -> Problem | None:
    if stem in PRINCIPLES:
        return None
    what = f"no principle has the id {shown(stem)}{did_you_mean(stem, PRINCIPLES)}"
    return Problem(what, path, None, f"Rename the file to one of {', '.join(PRINCIPLES)}.")


def _no_slug(stem: str, path: str) -> Problem | None:
    if is_slug(stem):
        return None
    what = f"the file name {shown(stem)} cannot be an address: small letters, digits and hyphens only"
    better = slug_of(stem)
    return Problem(what, path, None, f"Rename it to {better}.md." if better else "Rename it.")


def _clashes(pages: Iterable[tuple[str, str, str]]) -> Iterator[Problem]:
    """Yield a problem for each page of (id, name, path) that has an earlier one's id or name."""
    owners: dict[str, str] = {}
    for key, name, path in pages:
        for spelling in dict.fromkeys((name, key)):
            owner = owners.setdefault(alike(spelling), path)
            if owner != path:
                yield Problem(f"{shown(spelling)} already means {owner}", path, 1, "Give one of the two another name.")


def _resolve(page: Profile, vocabulary: Vocabulary, problems: list[Problem]) -> Profile:
    """Put ids for the organisations of an author's affiliations."""
    stays: list[Affiliation] = []
    for stay in page.affiliations:
        try:
            stays.append(replace(stay, organisation=vocabulary.organisation(stay.organisation).id))
        except VocabularyError as error:
            problems += [replace(each, path=page.path, line=page.source.line) for each in error.problems]
    return replace(page, affiliations=tuple(stays))


_PRINCIPLES = _Shelf("principles", scan_principle, _no_principle)
_ORGANISATIONS = _Shelf("organisations", scan_organisation, _no_slug)
_AUTHORS = _Shelf("authors", scan_profile, _no_slug)
