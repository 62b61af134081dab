"""A text as the words that may speak for a principle, each with how much it counts.

Title, opening and whole text are three zones. In each, words count with the logarithm of their number and their
rarity, and the zone is brought to a fixed length; so a long post is heard no louder than a summary, and its title and
opening weigh more than the rest. Words are stemmed lightly, so that a words file can still be read; pairs of
neighbouring words count besides the words themselves. English only; a word of another language is a word like any.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

Vector = Mapping[str, float]
"""``{word: how much it counts}``; the squares sum to 1, or it is empty."""

OPENING = 80
"""How many words the opening has: about what stands above the fold, and all of a summary."""

ZONES = {"title": 1.0, "opening": 1.0, "whole": 1.0}
"""What share each zone has in a text, before all is brought to length 1. Found by trying, leaving blogs out."""

PAIR = 0.7
"""What a pair of words counts beside a single word."""

_MARKUP = re.compile(r"<[^>]{0,2000}>|\]\([^)\s]{0,2000}\)|https?://\S+|&[a-z]{2,8};|&#\d{1,7};")
_WORD = re.compile(r"[^\W\d_][\w’']*")
_SAME = {
    "ceo": ("chief", "executive"),
    "ceos": ("chief", "executive"),
    "cllr": ("councillor",),
    "cllrs": ("councillor",),
    "tweet": ("twitter",),
    "tweets": ("twitter",),
    "tweeted": ("twitter",),
    "tweeting": ("twitter",),
    "tweeter": ("twitter",),
    "tweeters": ("twitter",),
    "fb": ("facebook",),
    "localgov": ("local", "government"),
    "frontline": ("front", "line"),
    "socmed": ("social", "media"),
    "webcasting": ("webcast",),
    "epetition": ("petition",),
    "epetitions": ("petition",),
    "comms": ("communications", "team"),
    "employees": ("staff",),
    "employee": ("staff",),
    "qr": ("qr", "code"),
}
"""Words that mean what others mean; each stands for those."""

_STOP = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but
    by came can cannot come could did do does doing don done down during each else even ever every few for from get
    gets getting go goes going gone got had has have having he her here hers him his how however i if in into is isn
    it its itself just let like ll made make makes making many may me might more most much must my myself no nor not
    now of off on once one ones only or other our out over own rather re really s said same say says see seem seems
    she should since so some still such t than that the their them then there these they thing things this those
    though through to too under until up upon us very want was way we well went were what when where whether which
    while who whom whose why will with without would yes yet you your yours ve""".split()
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))
_KEEP_S = ("ss", "us", "is", "news", "comms", "nhs", "gds", "always")


@dataclass(frozen=True, slots=True)
class Text:
    """What is read of a post: its title, its text (plain, Markdown or HTML), and the terms it is filed under."""

    title: str
    body: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are: in how many of ``total`` texts each was seen."""

    total: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)

    def of(self, word: str) -> float:
        """The inverse document frequency, smoothed; a word never seen is as rare as one seen once."""
        return math.log((1 + self.total) / (1 + max(1, self.seen.get(word, 1)))) + 1

    @classmethod
    def among(cls, texts: Iterable[Text]) -> Rarity:
        """Count in how many of ``texts`` each word occurs."""
        found = [set(words(_joined(text))) for text in texts]
        return cls(len(found), dict(Counter(word for each in found for word in each)))


def vector(text: Text, rarity: Rarity) -> dict[str, float]:
    """Turn a text into its words and what each counts; length 1, empty if it holds no words."""
    body = _tokens(_plain(text.body)) + _tokens(" ".join(text.terms))
    zones = {"title": _tokens(_plain(text.title)), "opening": body[:OPENING], "whole": body}
    sum_: dict[str, float] = {}
    for zone, tokens in zones.items():
        for word, part in _scaled(_weighed(tokens, rarity), ZONES[zone]):
            sum_[word] = sum_.get(word, 0.0) + part
    return dict(_scaled(sum_, 1.0))


def words(text: str) -> list[str]:
    """Give the words and pairs of words of a text, in order, as the words files spell them."""
    return [word for word, _ in _with_pairs(_tokens(_plain(text)))]


def stem(word: str) -> str:
    """Take the endings off a word as far as it stays readable: plurals, ``-ing``, ``-ed``, ``-ly``."""
    if len(word) > 3 and not word.endswith(_KEEP_S):
        for ending, better in _ENDINGS:
            if word.endswith(ending):
                word = word[: -len(ending)] + better
                break
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and _has_vowel(word[: -len(ending)]):
            word = _undoubled(word[: -len(ending)])
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _joined(text: Text) -> str:
    return " . ".join((text.title, text.body, *text.terms))


def _plain(text: str) -> str:
    return _MARKUP.sub(" ", text)


def _tokens(text: str) -> list[str]:
    """The stems of a text; an empty one stands for a stop word, so that no pair reaches across it."""
    found: list[str] = []
    for match in _WORD.finditer(text.casefold()):
        word = match[0].replace("’", "'").partition("'")[0]
        found += (stem(each) for each in _SAME[word]) if word in _SAME else ("" if word in _STOP else stem(word),)
    return found


def _with_pairs(tokens: list[str]) -> Iterator[tuple[str, float]]:
    yield from ((token, 1.0) for token in tokens if token)
    yield from ((f"{one} {two}", PAIR) for one, two in pairwise(tokens) if one and two)


def _weighed(tokens: list[str], rarity: Rarity) -> dict[str, float]:
    counts = Counter(_with_pairs(tokens))
    return {word: (1 + math.log(count)) * share * rarity.of(word) for (word, share), count in counts.items()}


def _scaled(weights: Mapping[str, float], length: float) -> list[tuple[str, float]]:
    now = math.sqrt(sum(value * value for value in weights.values()))
    return [(word, value * length / now) for word, value in weights.items()] if now else []


def _has_vowel(text: str) -> bool:
    return any(letter in "aeiouy" for letter in text)


def _undoubled(word: str) -> str:
    return word[:-1] if word[-1:] == word[-2:-1] and word[-1:] not in "lsz" else word
