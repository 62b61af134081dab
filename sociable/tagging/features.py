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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from operator import mul

Vector = Mapping[str, float]
"""``{word: how much it counts}``; the squares sum to 1, or it is empty."""

OPENING = 80
"""How many words the opening has: about what stands above the fold, and all of a summary."""

LONGEST = 300
"""How many words of a text are read: reading on changed no figure, and took longer than all the rest."""

ENOUGH = 20 * LONGEST
"""How many characters are searched first: with little markup they hold more than all words that are read."""

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


@dataclass(frozen=True)
class Rarity:
    """How rare words are: in how many of ``total`` texts each was seen."""

    total: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def of(self) -> Mapping[str, float]:
        """What words and pairs count for their rarity; one never seen counts as :attr:`most`, a pair :data:`PAIR`."""
        return {word: self._idf(count) * (PAIR if " " in word else 1.0) for word, count in self.seen.items()}

    @cached_property
    def most(self) -> float:
        """What a word counts that was seen once, or never."""
        return self._idf(1)

    def _idf(self, count: int) -> float:
        return math.log((1 + self.total) / (1 + count)) + 1

    @classmethod
    def among(cls, texts: Iterable[Text]) -> Rarity:
        """Count in how many of ``texts`` each word occurs."""
        found = [set(words(_joined(text))) for text in texts]
        return cls(len(found), dict(Counter(word for each in found for word in each)))


def vector(text: Text, rarity: Rarity) -> dict[str, float]:
    """Turn a text into its words and what each counts; length 1, empty if it holds no words."""
    body = _tokens(_read(text.body)) + _tokens(_found(" ".join(text.terms)))
    sum_ = _zone("whole", body, rarity)
    for zone, tokens in (("opening", body[:OPENING]), ("title", _tokens(_found(text.title)))):
        for word, value in _zone(zone, tokens, rarity).items():
            sum_[word] = sum_.get(word, 0.0) + value
    return _scaled(sum_, 1.0)


def words(text: str) -> list[str]:
    """Give the words and pairs of words of a text as the words files spell them: first the words, then the pairs."""
    tokens = _tokens(_found(text))
    return [token for token in tokens if token] + _pairs(tokens)


def spellings(text: Text) -> dict[str, str]:
    """How a text spells its words, in small letters: ``{stem: a word that has it}``."""
    found = [*_found(text.title), *_read(text.body)]
    return dict(zip(map(_stems.__getitem__, found), found, strict=True))


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


def _found(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(_MARKUP.sub(" ", text).casefold().replace("’", "'"))


@lru_cache(maxsize=1)
def _read(body: str) -> list[str]:
    """The words of a body that are read, in small letters; nobody may change the list."""
    found = _found(_beginning(body))
    if len(body) > ENOUGH and len(found) < LONGEST:
        found = _found(body)
    return found[:LONGEST]


def _beginning(body: str) -> str:
    """The first :data:`ENOUGH` characters, less a word, tag or link that goes on behind them."""
    if len(body) <= ENOUGH:
        return body
    cut = body[:ENOUGH].rpartition(" ")[0]
    for opens, closes in (("<", ">"), ("](", ")")):
        start = cut.rfind(opens)
        if start >= 0 and closes not in cut[start:]:
            cut = cut[:start]
    return cut


class _Stems(dict[str, str]):
    """The stem of each word met so far, or the stems with a space between; empty for a stop word."""

    def __missing__(self, word: str) -> str:
        plain = word.partition("'")[0]
        found = " ".join(map(stem, _SAME[plain])) if plain in _SAME else "" if plain in _STOP else stem(plain)
        if len(self) < _MOST_STEMS:
            self[word] = found
        return found


_MOST_STEMS = 1 << 17
_stems = _Stems()


def _tokens(found: list[str]) -> list[str]:
    """The stems of words; an empty one stands for a stop word, so that no pair reaches across it."""
    return " ".join(map(_stems.__getitem__, found)).split(" ")


def _pairs(tokens: list[str]) -> list[str]:
    return [f"{one} {two}" for one, two in pairwise(tokens) if one and two]


def _zone(zone: str, tokens: list[str], rarity: Rarity) -> dict[str, float]:
    """What each word and pair of a zone counts, brought to the zone's share."""
    of, most = rarity.of, rarity.most
    counted = {word: of.get(word, most) for word in tokens}
    counted.pop("", None)
    pairs = _pairs(tokens)
    rare = most * PAIR
    counted |= {pair: of.get(pair, rare) for pair in pairs}
    if len(counted) < len(tokens) + len(pairs):
        for word, count in Counter(chain(tokens, pairs)).items():
            if count > 1 and word:
                counted[word] *= 1 + math.log(count)
    return _scaled(counted, ZONES[zone])


def _scaled(weights: Mapping[str, float], length: float) -> dict[str, float]:
    scale = length / (_length(weights) or 1.0)
    return {word: value * scale for word, value in weights.items()}


def _length(weights: Mapping[str, float]) -> float:
    values = weights.values()
    return math.sqrt(sum(map(mul, values, values)))


def _has_vowel(text: str) -> bool:
    return any(letter in "aeiouy" for letter in text)


def _undoubled(word: str) -> str:
    return word[:-1] if word[-1:] == word[-2:-1] and word[-1:] not in "lsz" else word
