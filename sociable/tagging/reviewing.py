"""Walks through what is unsure, the most useful first: one key a decision. A state and the keys, no screen, no files.

Asked are whose a post is, where that could only be worked out with a doubt, and which principles it is about. Most
useful are posts of which nobody knows whose they are, then those of which there is a doubt, then those on whose
principles the model hesitates: whose first suggestion is nearest to an even chance. What staff have decided is not
asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sociable.tagging.organisations import Belonging
from sociable.tagging.site import BLOG, Entry, Site
from sociable.tagging.suggest import MOST, Verdict, suggest
from sociable.vocabulary import PRINCIPLES

LETTERS = dict(zip("abcdefghij", PRINCIPLES, strict=True))
"""A letter for each principle: outside-1 is a, inside-5 is j."""

ALL, NONE, SKIP, QUIT, ADD = "y", "n", "s", "q", "+"
NEITHER = "none"
"""What an answer is called that holds nothing."""

CHOICES = "123456789abcdefghijklmoprtuvwxz"
"""A key for each organisation that is offered; the letters with another meaning are left out."""

OPENING = 160
"""How many characters of a text a question shows."""

Held = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Which principles a post is about: where it is kept (``place``), its name, title, opening and verdict."""

    place: str
    post: str
    title: str
    opening: str
    verdict: Verdict

    @property
    def use(self) -> float:
        """How useful an answer is: the nearer the confidence is to one half, the more."""
        return 0.5 - abs(self.verdict.confidence - 0.5)

    def press(self, held: Held, key: str) -> tuple[Held, bool]:
        """Give the principles after a key, and whether that decides: a capital letter adds one and waits for more.

        ``held`` are the principles that capitals have added so far. The number of a suggestion, a small letter,
        ``y`` for all suggestions and ``n`` for none decide.

        Raises:
            ValueError: the key means nothing here, or contradicts what is held.
        """
        suggested = self.verdict.principles
        if key == NONE:
            return _nothing(held)
        if key == ALL and suggested:
            added = suggested
        elif key.isdigit() and 0 < int(key) <= len(suggested):
            added = (suggested[int(key) - 1],)
        elif key.lower() in LETTERS:
            added = (LETTERS[key.lower()],)
        else:
            raise ValueError(f"{key!r} means nothing here")
        principles = tuple(dict.fromkeys((*held, *added)))
        if len(principles) > MOST:
            raise ValueError(f"a post is about {MOST} principles at most")
        return principles, not key.isupper()

    def lines(self, names: Mapping[str, str]) -> list[str]:
        """What is asked, and by which keys it is answered."""
        lines = [
            f"{place}  {each.principle} {names.get(each.principle, '')}: {', '.join(each.reasons)}"
            for place, each in enumerate(self.verdict.suggestions, 1)
        ]
        letters = "  ".join(f"{letter} {principle}" for letter, principle in LETTERS.items())
        keys = f"{ALL} all suggestions  {NONE} none fits  {_LEAVE}  (a capital adds one and waits for more)"
        return [*(lines or ["nothing is suggested"]), letters, keys]


@dataclass(frozen=True, slots=True)
class Whose:
    """Which organisations a post belongs to; ``likely`` are those offered, the likeliest first."""

    place: str
    post: str
    title: str
    opening: str
    belonging: Belonging
    likely: tuple[str, ...]

    @property
    def use(self) -> float:
        """How useful an answer is: more than any on principles, and the most where nobody knows."""
        return 0.75 if self.belonging.organisations else 1.0

    def press(self, held: Held, key: str) -> tuple[Held, bool]:
        """Give the organisations after a key, and whether that decides: after ``+`` the next choice waits for more.

        Raises:
            ValueError: the key means nothing here, or contradicts what is held.
        """
        chosen, waits = (held[:-1], True) if held[-1:] == (ADD,) else (held, False)
        if key == ADD and not waits:
            return (*held, ADD), False
        if key == NONE:
            if self.place == BLOG:
                raise ValueError("a post of the blog is somebody's; its authors' pages say where they belong")
            return _nothing(held)
        if key == ALL and self.belonging.organisations:
            added = self.belonging.organisations
        elif key in CHOICES[: len(self.likely)]:
            added = (self.likely[CHOICES.index(key)],)
        else:
            raise ValueError(f"{key!r} means nothing here")
        return tuple(dict.fromkeys((*chosen, *added))), not waits

    def lines(self, names: Mapping[str, str]) -> list[str]:
        """What is asked, and by which keys it is answered."""
        found = ", ".join(names[each] for each in self.belonging.organisations) or "nobody's"
        offered = [f"{key} {names[each]}" for key, each in zip(CHOICES, self.likely, strict=False)]
        unseen = len(self.likely) - len(offered)
        more = [f"{unseen} more; write those into the file"] if unseen > 0 else []
        take = [f"{ALL} so it is"] if self.belonging.organisations else []
        none = [] if self.place == BLOG else [f"{NONE} nobody's"]
        keys = "  ".join([*take, *none, _LEAVE, f"({ADD} before a choice waits for more)"])
        return [f"whose? {found}: {self.belonging.why}", "  ".join(offered + more), keys]


Asked = TypeVar("Asked", Question, Whose, Question | Whose)

_LEAVE = f"{SKIP} skip  {QUIT} quit"


def questions(site: Site, archive: str | None = None) -> tuple[Question | Whose, ...]:
    """Give all that may be asked of a site, or of one of its places, the most useful first."""
    asked: list[Question | Whose] = []
    for entry in site.entries:
        if archive not in {None, entry.place}:
            continue
        if not entry.filing.belonging.certain and entry.likely:
            asked.append(Whose(*_about(entry), entry.filing.belonging, entry.likely))
        if entry.is_undecided:
            asked.append(Question(*_about(entry), suggest(site.model, entry.text)))
    return most_useful_first(asked)


def most_useful_first(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Order questions by how useful an answer is; then by where they are, so that it is stable."""
    return tuple(sorted(asked, key=lambda each: (-each.use, each.place, each.post)))


def shown(question: Question | Whose, number: int, of: int, names: Mapping[str, str]) -> str:
    """Give the text that asks a question; ``names`` are what principles and organisations are called, by id."""
    head = f"[{number} of {of}] {question.title or question.post} ({question.place})"
    return "\n  ".join([head, question.opening, *question.lines(names)])


def _about(entry: Entry) -> tuple[str, str, str, str]:
    return entry.place, entry.name, entry.text.title, " ".join(entry.text.body.split())[:OPENING]


def _nothing(held: Sequence[str]) -> tuple[Held, bool]:
    if held:
        raise ValueError("none fits, or these do: not both")
    return (), True
