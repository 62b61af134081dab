"""Which organisations a post belongs to, and who says so.

In this order: the post itself (its ``Organisations``); the affiliations of its authors on its day; a byline or a
sentence of introduction in its text; the owner of the blog. A mere mention says nothing, since people write about
other councils. Two errors are common. A guest writes on somebody's blog, under that person's account: where the text
says so («guest post by NAME, ORGANISATION») it outweighs the account's affiliations. An author moved: affiliations
have dates.

Looked for are «by NAME, ROLE at ORGANISATION», «NAME is a ROLE for ORGANISATION» and «I work for ORGANISATION», in the
first and the last paragraphs, and only with the full name of an organisation that has a page. «NAME is …» counts if
NAME is an author of the post, if the text says beside it that this is a guest or an author, or if it stands last,
where introductions do; else it may be about anybody. English only.

What is not certain is to be looked at by somebody: a guest without a known organisation, an author of several who has
no page or belonged nowhere on that day, several affiliations at once, a text that says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sociable.model import Post
from sociable.vocabulary import Vocabulary
from sociable.vocabulary.lookup import alike

By = Literal["explicit", "staff", "imported", "applied", "affiliation", "byline", "owner", ""]
"""Who says whose a post is: the post, a row of ``tags.csv`` (by whom), what was worked out, or nobody."""

A_GUEST = "the text speaks of a guest and does not say whose"

NEAR = 4
"""How many paragraphs at either end of a text may introduce who wrote it."""

LONGEST = 400
"""How many characters of a paragraph are looked at: an introduction stands at its beginning."""

_MARKUP = re.compile(r"<[^>]{0,2000}>|!?\[(?=[^\]]{0,500}\]\()|\]\([^)\s]{0,2000}\)|[*_]{1,3}")
_GUEST = re.compile(r"\bguest\s+(?:post|blog|blogger|editor|author|writer)\b", re.IGNORECASE)
_A_GUEST_WROTE = re.compile(
    r"\bguest\s+(?:post|blog(?:\s+post)?|blogger|editor|author|writer)\s*(?:by|from|:|[–—-]\s)"
    r"|\b(?:this|today[’']s|following|latest|another)\s(?:\w+\s){0,3}guest\s+(?:post|blog|blogger|author|writer)\b"
    r"|^\W*guest\s+(?:post|blog|blogger)\b",
    re.IGNORECASE,
)
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

    def to_json(self) -> dict[str, object]:
        """Give it as plain values."""
        return {
            "organisations": list(self.organisations),
            "by": self.by,
            "certain": self.certain,
            "why": self.why,
        }


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
    known, named = tuple(authors), tuple(names)
    called = {vocabulary.author(each).name for each in known} | set(named)
    introduced = tuple(_introductions(post.body, vocabulary, called))
    if guests := [each for each in introduced if each.is_guest]:
        return _by_text(guests, "the text introduces a guest")
    told = tuple(dict.fromkeys(each.organisation for each in introduced))
    is_guests = not told and _is_of_guest(post)
    if stays := _affiliations(post, known, vocabulary):
        doubt = _doubt(post, known, named, vocabulary)
        if told and not set(told) & set(stays):
            doubt = f"the text introduces {_listed(told, vocabulary)}"
        elif is_guests:
            doubt = A_GUEST
        why = "where its authors belonged on that day"
        return Belonging(stays, "affiliation", not doubt, f"{why}, but {doubt}" if doubt else why)
    if introduced:
        return _by_text(introduced, "the text introduces who wrote it")
    if owner:  # in doubt where an author has a page, but belonged nowhere on that day
        why = "nothing but the blog's owner speaks for it"
        why = f"{why}, and {A_GUEST}" if is_guests else why
        return Belonging((vocabulary.organisation(owner).id,), "owner", not known and not is_guests, why)
    return Belonging((), "", False, "nothing says whose it is")


def likely(post: Post, authors: Iterable[str], vocabulary: Vocabulary, owner: str = "") -> tuple[str, ...]:
    """Give the ids of all organisations, those first to which a post may well belong.

    First those that its text introduces somebody for, then those its authors ever belonged to, then the owner of the
    blog, then those that title and text name, in that order; the others follow in the order of the vocabulary.
    """
    known = tuple(authors)
    text = f"{post.title}\n{post.body}"
    named = [(text.find(each.name), each.id) for each in vocabulary.organisations.values() if each.name in text]
    return tuple(
        dict.fromkeys(
            (
                *(each.organisation for each in _introductions(post.body, vocabulary, set())),
                *(stay.organisation for author in known for stay in vocabulary.author(author).affiliations),
                *((vocabulary.organisation(owner).id,) if owner else ()),
                *(organisation for _, organisation in sorted(named)),
                *vocabulary.organisations,
            )
        )
    )


def _is_of_guest(post: Post) -> bool:
    """Tell whether the title or either end of the text says that a guest wrote it."""
    if _GUEST.search(post.title):
        return True
    paragraphs = _paragraphs(post.body)
    ends = paragraphs if len(paragraphs) <= 2 * NEAR else [*paragraphs[:NEAR], *paragraphs[-NEAR:]]
    return any(_A_GUEST_WROTE.search(each[:LONGEST]) for each in ends)


def _doubt(post: Post, known: Sequence[str], named: Sequence[str], vocabulary: Vocabulary) -> str:
    """Say why the affiliations of a post's authors may not tell whose it is; empty if nothing speaks against them."""
    have_pages = {alike(vocabulary.author(each).name) for each in known}
    if strangers := [name for name in named if alike(name) not in have_pages]:
        return f"{strangers[0]} has no page"
    for author in known:
        stays = _affiliations(post, (author,), vocabulary)
        if len(stays) != 1:
            where = f"to {_listed(stays, vocabulary)} at once" if stays else "nowhere"
            return f"{vocabulary.author(author).name} belonged {where}"
    return ""


def _listed(organisations: Iterable[str], vocabulary: Vocabulary) -> str:
    return " and ".join(vocabulary.organisation(each).name for each in organisations)


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
    plain = _MARKUP.sub("", body)
    if not any(_first_word(organisation.name) in plain for organisation in vocabulary.organisations.values()):
        return
    paragraphs = _paragraphs(body)
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


def _first_word(name: str) -> str:
    return next(iter(name.split()), "")


@lru_cache(maxsize=2)
def _paragraphs(body: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", _MARKUP.sub("", body)) if part.strip()]


@lru_cache(maxsize=4096)
def _introduction(organisation: str) -> re.Pattern[str]:
    """What introduces somebody of an organisation: «by NAME, …», «NAME is … at …», «I am … at …»."""
    byline = rf"(?:^|[.:!]\s)(?:[^.:!]{{0,30}}\s)?[Bb]y\s{_NAME}(?:\s?[,(–-]|\s{_AT}){_ROLE}"
    bio = rf"(?:^|[.!:]\s)(?P<who>{_NAME})\s(?:is|was|works|worked)\s{_ROLE}{_AT}"
    self_told = rf"\bI(?:\swork(?:ed|ing)?\s|(?:’m|'m|\sam|\swas)\s(?:an?|the)\s){_ROLE}{_AT}"
    return re.compile(rf"(?:{byline}|{bio}|{self_told}){re.escape(organisation)}(?![\w’'])")
