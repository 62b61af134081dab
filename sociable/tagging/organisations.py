"""Which organisations a post belongs to, and who says so.

In this order: the post itself (its ``Organisations``); the affiliations of its authors on its day; a byline or a
sentence of introduction in its text; the owner of the blog. A mere mention says nothing, since people write about
other councils. Two errors are common. A guest writes on somebody's blog, under that person's account: where the text
says so («guest post by NAME, ORGANISATION») it outweighs the account's affiliations. An author moved: affiliations
have dates.

Looked for are «by NAME, ROLE at ORGANISATION», «NAME is a ROLE for ORGANISATION» and «I work for ORGANISATION», in the
first and the last paragraphs, and only with the full name of an organisation that has a page. «NAME is …» counts if
NAME is an author of the post, if the text says beside it that this is a guest or an author, or if it stands last,
where introductions do; else it may be about anybody. English only. What is not certain is to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sociable.model import Post
from sociable.vocabulary import Vocabulary

By = Literal["explicit", "affiliation", "byline", "owner", ""]

NEAR = 4
"""How many paragraphs at either end of a text may introduce who wrote it."""

LONGEST = 400
"""How many characters of a paragraph are looked at: an introduction stands at its beginning."""

_MARKUP = re.compile(r"<[^>]{0,2000}>|!?\[(?=[^\]]{0,500}\]\()|\]\([^)\s]{0,2000}\)|[*_]{1,3}")
_GUEST = re.compile(r"\bguest\s+(?:post|blog|blogger|editor|author|writer)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\babout\s+(?:the|this)\s+author\b|\bwritten\s+by\b|\bposted\s+by\b", re.IGNORECASE)
_NAME = r"(?:[A-Z][\w’'-]{0,30}(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w’'.-]{0,30}){0,3})"
_ROLE = r"[^.!?]{0,100}?"
_AT = r"\b(?:at|for|with|of|from)\s(?:the\s)?"


@dataclass(frozen=True, slots=True)
class Belonging:
    """The ids of the organisations that a post belongs to; ``by`` says who decided, empty if nobody could.

    What is not ``certain`` is to be looked at by somebody; ``why`` says in a few words what decided or what is open.
    """

    organisations: tuple[str, ...]
    by: By
    certain: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Introduction:
    """An organisation for which the text introduces somebody; how sure it is that this is who wrote the text."""

    organisation: str
    is_guest: bool
    is_certain: bool


def decide(
    post: Post, authors: Iterable[str], vocabulary: Vocabulary, owner: str = "", *, names: Iterable[str] = ()
) -> Belonging:
    """Decide whose a post is.

    ``authors`` are the ids of those of its authors who have pages, ``owner`` is the organisation that the blog
    belongs to, by id or name, ``names`` are what its authors are called besides what their pages say. Of an undated
    post the affiliations count only where they never changed. Raises :class:`VocabularyError` for what is unknown.
    """
    if post.organisations:
        return Belonging(post.organisations, "explicit", True, "the post says so")
    known = tuple(authors)
    called = {vocabulary.author(each).name for each in known} | set(names)
    introduced = tuple(_introductions(post.body, vocabulary, called))
    if guests := [each for each in introduced if each.is_guest]:
        return _by_text(guests, "the text introduces a guest")
    if stays := _affiliations(post, known, vocabulary):
        told = {each.organisation for each in introduced}
        if told and not told & set(stays):
            return Belonging(stays, "affiliation", False, f"but the text introduces {', '.join(sorted(told))}")
        return Belonging(stays, "affiliation", True, "where its authors belonged on that day")
    if introduced:
        return _by_text(introduced, "the text introduces who wrote it")
    if owner:  # in doubt where an author has a page, but belonged nowhere on that day
        why = "nothing but the blog's owner speaks for it"
        return Belonging((vocabulary.organisation(owner).id,), "owner", not known, why)
    return Belonging((), "", False, "nothing says whose it is")


def _by_text(introduced: Sequence[_Introduction], why: str) -> Belonging:
    found = tuple(dict.fromkeys(each.organisation for each in introduced))
    return Belonging(found, "byline", len(found) == 1 and all(each.is_certain for each in introduced), why)


def _affiliations(post: Post, authors: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    if post.date:
        return vocabulary.organisations_of(authors, post.date.date())
    stays = [vocabulary.author(author).affiliations for author in authors]
    if any(len(each) != 1 for each in stays):
        return ()
    return tuple(dict.fromkeys(each[0].organisation for each in stays))


def _introductions(body: str, vocabulary: Vocabulary, called: set[str]) -> Iterator[_Introduction]:
    """Find whom the text says it is by."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", _MARKUP.sub("", body)) if part.strip()]
    last = len(paragraphs) - 1
    for place, paragraph in enumerate(paragraphs):
        if NEAR <= place <= last - NEAR:
            continue
        beside = f"{paragraphs[place - 1] if place else ''} {paragraph}"[-2 * LONGEST :]
        for organisation in vocabulary.organisations.values():
            if organisation.name not in paragraph[:LONGEST]:
                continue
            found = _introduction(organisation.name).search(paragraph[:LONGEST])
            if found is None:
                continue
            is_named = found["who"] is None or found["who"] in called or _ABOUT.search(beside) is not None
            is_guest = _GUEST.search(beside) is not None
            if is_named or is_guest or place == last:
                yield _Introduction(organisation.id, is_guest, is_named or is_guest)


@lru_cache(maxsize=4096)
def _introduction(organisation: str) -> re.Pattern[str]:
    """What introduces somebody of an organisation: «by NAME, …», «NAME is … at …», «I am … at …»."""
    byline = rf"(?:^|[.:!]\s)(?:[^.:!]{{0,30}}\s)?[Bb]y\s{_NAME}(?:\s?[,(–-]|\s{_AT}){_ROLE}"
    bio = rf"(?:^|[.!:]\s)(?P<who>{_NAME})\s(?:is|was|works|worked)\s{_ROLE}{_AT}"
    self_told = rf"\bI(?:\swork(?:ed|ing)?\s|(?:’m|'m|\sam|\swas)\s(?:an?|the)\s){_ROLE}{_AT}"
    return re.compile(rf"(?:{byline}|{bio}|{self_told}){re.escape(organisation)}(?![\w’'])")
