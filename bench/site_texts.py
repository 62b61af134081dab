"""Markdown to measure a whole site with: archived posts and comments as the importer writes them, posts as people do.

The words, and the rates of headings, pictures, lists, quotations, tables and code, are those of ``bodies``. An archived
text has typographic marks and keeps as HTML what Markdown cannot say; one of the shared blog is typed plainly, with
straight quotes, and its engine sets it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.bodies import HOME, WORDS

PICTURES = 60
"""How many pictures the old blog's library has; posts share them."""

ARCHIVED_WORDS = [word.replace("'", "’") for word in WORDS]
PLAIN_WORDS = [word for word in WORDS if word.isascii() and word.isalpha() and word.islower()]
"""Words that an address can hold as they are."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose texts: the ``words`` they have, what they link to, their marks of quotation, dash and ellipsis."""

    words: Sequence[str]
    targets: Sequence[str]
    quote: str
    dash: str
    dots: str


ARCHIVED = Voice(
    ARCHIVED_WORDS,
    (
        f"{HOME}/?p={{number}}",
        f"{HOME}/wp-content/uploads/2012/05/report-{{number}}.pdf",
        "https://www.council.example/news/{number}",
        "http://elsewhere.example/a/path/page.html?x={number}&y=2#part",
    ),
    "“{}”",
    "—",
    "…",
)
WRITTEN = Voice(
    [word for word in WORDS if word.isascii()],
    (
        "/principles/",
        "https://www.council.example/news/{number}",
        "http://elsewhere.example/a/path/page.html?x={number}&y=2#part",
    ),
    '"{}"',
    "--",
    "...",
)
Part = Callable[[int, Voice, random.Random], str]


def words(voice: Voice, chance: random.Random, count: int) -> str:
    """``count`` words."""
    return " ".join(chance.choices(voice.words, k=count))


def body(number: int, voice: Voice, chance: random.Random) -> str:
    """A post's text: of every five four have 3 to 5 paragraphs, one up to 18; between them what its number asks for."""
    most = 5 if chance.random() < 4 / 5 else 18
    parts = [paragraph(number, voice, chance) for _ in range(chance.randrange(3, most + 1))]
    for each, part in _PARTS.items():
        if number % each == 0:
            parts.insert(chance.randrange(1, len(parts) + 1), part(number, voice, chance))
    return "\n\n".join(parts)


def paragraph(number: int, voice: Voice, chance: random.Random) -> str:
    """A paragraph of 30 to 110 words; every second has a link, every third something emphasised."""
    text = sentences(voice, chance, chance.randrange(30, 110))
    if chance.random() < 1 / 2:
        text += f" {_opening(voice, chance, 4)} {link(voice, chance)}, {words(voice, chance, 6)}."
    if chance.random() < 1 / 3:
        said = voice.quote.format(_opening(voice, chance, 5))
        text += f" {said} {voice.dash} **{words(voice, chance, 3)}** and *so on*{voice.dots}"
    return text


def comment(voice: Voice, chance: random.Random) -> str:
    """A comment: half are one paragraph of words, others have more of them, a link or a quotation."""
    text = sentences(voice, chance, chance.randrange(8, 90))
    match chance.randrange(10):
        case 0 | 1:
            return f"{text}\n\n{sentences(voice, chance, 30)}"
        case 2:
            target = f"http://elsewhere.example/{chance.randrange(1000)}/"
            return f"{text} [{target}]({target})"
        case 3:
            said = voice.quote.format(words(voice, chance, 3))
            return f"> {sentences(voice, chance, 20)}\n\n{text} {link(voice, chance)} {said}"
        case 4:
            return f"{text} *{words(voice, chance, 3)}*; {words(voice, chance, 5)} {voice.dash} so{voice.dots}"
    return text


def sentences(voice: Voice, chance: random.Random, count: int) -> str:
    """Sentences of 14 words, ``count`` words in all."""
    drawn = chance.choices(voice.words, k=count)
    for start in range(0, count, 14):
        drawn[start] = _capital(drawn[start])
        if start:
            drawn[start - 1] += "."
    drawn[count // 2] += ","
    return " ".join(drawn) + "."


def link(voice: Voice, chance: random.Random) -> str:
    """A link of three words."""
    target = chance.choice(voice.targets).format(number=chance.randrange(1, 1000))
    return f"[{words(voice, chance, 3)}]({target})"


def has_image(number: int) -> bool:
    """Whether a post has a picture."""
    return number % 3 == 0


def image(number: int) -> str:
    """Where the picture of a post was on the old blog, below its home."""
    return f"wp-content/uploads/2012/05/photo-{number % PICTURES}.png"


def _opening(voice: Voice, chance: random.Random, count: int) -> str:
    return _capital(words(voice, chance, count))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _heading(number: int, voice: Voice, chance: random.Random) -> str:
    return f"### {_opening(voice, chance, 4)}"


def _list(number: int, voice: Voice, chance: random.Random) -> str:
    points = (words(voice, chance, 9) if chance.random() < 2 / 3 else link(voice, chance) for _ in range(4))
    return "\n".join(f"- so {point}" for point in points)


def _picture(number: int, voice: Voice, chance: random.Random) -> str:
    if voice is WRITTEN:
        return f"![{words(voice, chance, 4)}](/archive/measured/{image(number)})"
    src = f"{HOME}/{image(number)}"
    alt, caption = words(voice, chance, 4), words(voice, chance, 7)
    return (
        f'<figure class="wp-caption alignright"><a href="{src}"><img src="{src}" alt="{alt}" width="300" '
        f'height="200"></a>\n<figcaption>{caption}</figcaption>\n</figure>'
    )


def _quote(number: int, voice: Voice, chance: random.Random) -> str:
    return f"> {sentences(voice, chance, 40)}"


def _table(number: int, voice: Voice, chance: random.Random) -> str:
    rows = [[words(voice, chance, 2) for _ in range(3)] for _ in range(7)]
    if voice is WRITTEN or number % 40:
        head, *others = ("| " + " | ".join(row) + " |" for row in rows)
        return "\n".join((head, "| --- | --- | --- |", *others))
    cells = (f"<tr>\n{''.join(f'<td>{cell}</td>{chr(10)}' for cell in row)}</tr>" for row in rows)
    return "<table>\n<tbody>\n{}\n</tbody>\n</table>".format("\n".join(cells))


def _code(number: int, voice: Voice, chance: random.Random) -> str:
    return "```\nfor each in all:\n    if each < 3:\n        print(each, *rest)\n```"


_PARTS: Mapping[int, Part] = {2: _heading, 3: _picture, 4: _list, 7: _quote, 20: _table, 25: _code}
"""Which parts a post has: every second a heading, every third a picture and so on."""
