"""Texts to measure with, as people write them in WordPress: in classic markup, in blocks, and in comments.

Posts have 100 to some 1,600 words in paragraphs with links, emphasis and typographic marks; headings, lists, quotes,
pictures with captions, tables and code stand between them at the rates below.
"""

from __future__ import annotations

import random
from collections.abc import Callable

HOME = "http://old.example"

WORDS = (
    "the the the the the of of of and and and to to to a a a in in is that for it was on are as with they be at this "
    "have from or one had by words but what some we can out other were all there when up use your how said each she "
    "which do their time if will way about many then them would write like so these her long make thing see him two "
    "has look more day could go come did number sound no most people my over know water than call first who may down "
    "side been now find any new work part take get place made live where after back little only round man year came "
    "show every good me give our under name very through just form sentence great think say help low line differ turn "
    "cause much mean before move right boy old too same tell does set three want air well also play small end put home "
    "read hand port large spell add even land here must big high such follow act why ask men change went light kind "
    "off need house picture try us again animal point mother world near build self earth father head stand own page "
    "should country found answer school grow study still learn plant cover food sun four between state keep eye never "
    "last let thought city tree cross farm hard start might story saw far sea draw left late run while press close "
    "night real life few north council library street meeting service nurse ward clinic housing planning website don't "
    "it's we're council's “open” user-centred e-mail 2012 £50 10% Leeds Devon NHS GOV.UK"
).split()

_TARGETS = (
    "http://old.example/?p={number}",
    "http://old.example/2012/05/04/post-{number}/",
    "http://old.example/wp-content/uploads/2012/05/report-{number}.pdf",
    "https://www.council.example/news/{number}",
    "http://elsewhere.example/a/path/page.html?x={number}&amp;y=2#part",
)
Part = Callable[[int, random.Random], str]


def classic(number: int, chance: random.Random) -> str:
    """A post as the classic editor stored it: paragraphs parted by empty lines."""
    return "\n\n".join(_parts(number, chance, prose, _CLASSIC))


def blocks(number: int, chance: random.Random) -> str:
    """A post as the block editor stored it."""
    return "\n\n".join(_parts(number, chance, _paragraph_block, _BLOCKS))


def comment(chance: random.Random) -> str:
    """A comment: half are one paragraph of words, others have more of them, a link or a quotation."""
    text = _sentences(chance, chance.randrange(8, 90))
    match chance.randrange(10):
        case 0 | 1:
            return f"{text}\n\n{_sentences(chance, 30)}"
        case 2:
            return f"{text} http://elsewhere.example/{chance.randrange(1000)}/"
        case 3:
            return f'<blockquote>{_sentences(chance, 20)}</blockquote>\n{text} {_link(chance)} "{words(chance, 3)}"'
        case 4:
            return f"{text} <em>{words(chance, 3)}</em>; it's {words(chance, 4)} -- {words(chance, 6)}..."
    return text


def prose(number: int, chance: random.Random) -> str:
    """A paragraph of 30 to 110 words; every second has a link, every third something emphasised."""
    text = _sentences(chance, chance.randrange(30, 110))
    if chance.random() < 1 / 2:
        text += f" {words(chance, 4).capitalize()} {_link(chance)}, {words(chance, 6)}."
    if chance.random() < 1 / 3:
        text += f' "{words(chance, 5).capitalize()}" -- <strong>{words(chance, 3)}</strong> and <em>so on</em>...'
    return text


def words(chance: random.Random, count: int) -> str:
    """``count`` words."""
    return " ".join(chance.choices(WORDS, k=count))


def has_image(number: int) -> bool:
    """Whether the post has a picture."""
    return number % 3 == 0


def image(number: int) -> str:
    """The address of the post's picture."""
    return f"{HOME}/wp-content/uploads/{2008 + number % 16}/05/photo-{number}.jpg"


def _parts(number: int, chance: random.Random, paragraph: Part, kinds: dict[int, Part]) -> list[str]:
    """The paragraphs of a post, with every part in between that its number asks for.

    Four in five posts are short, as they are in blogs: the mean is some 500 words.
    """
    most = 5 if chance.random() < 4 / 5 else 18
    parts = [paragraph(number, chance) for _ in range(chance.randrange(3, most + 1))]
    for each, part in kinds.items():
        if number % each == 0:
            parts.insert(chance.randrange(1, len(parts) + 1), part(number, chance))
    return parts


def _sentences(chance: random.Random, count: int) -> str:
    drawn = chance.choices(WORDS, k=count)
    for start in range(0, count, 14):
        drawn[start] = drawn[start].capitalize()
        if start:
            drawn[start - 1] += "."
    drawn[count // 2] += ","
    return " ".join(drawn) + "."


def _link(chance: random.Random) -> str:
    target = chance.choice(_TARGETS).format(number=chance.randrange(1, 1000))
    return f'<a href="{target}">{words(chance, 3)}</a>'


def _paragraph_block(number: int, chance: random.Random) -> str:
    return f"<!-- wp:paragraph -->\n<p>{prose(number, chance)}</p>\n<!-- /wp:paragraph -->"


def _block(name: str, html: str, attributes: str = "") -> str:
    return f"<!-- wp:{name} {attributes}-->\n{html}\n<!-- /wp:{name} -->"


def _heading(number: int, chance: random.Random) -> str:
    return f"<h3>{words(chance, 4).capitalize()}</h3>"


def _points(number: int, chance: random.Random) -> list[str]:
    return [f"{words(chance, 9)} {_link(chance)}" if chance.random() < 1 / 3 else words(chance, 12) for _ in range(4)]


def _list(number: int, chance: random.Random) -> str:
    points = "\n".join(f"\t<li>{point}</li>" for point in _points(number, chance))
    return f"<ul>\n{points}\n</ul>"


def _list_block(number: int, chance: random.Random) -> str:
    points = "\n".join(_block("list-item", f"<li>{point}</li>") for point in _points(number, chance))
    return _block("list", f'<ul class="wp-block-list">{points}</ul>')


def _caption(number: int, chance: random.Random) -> str:
    picture = (
        f'<a href="{image(number)}"><img class="size-medium wp-image-{1_000_000 + number}" src="{image(number)}" '
        f'alt="{words(chance, 4)}" width="300" height="200" /></a>'
    )
    return f'[caption id="" align="alignright" width="300"]{picture} {words(chance, 7)}[/caption]'


def _image_block(number: int, chance: random.Random) -> str:
    html = (
        f'<figure class="wp-block-image size-large"><img src="{image(number)}" alt="{words(chance, 4)}" '
        f'class="wp-image-{1_000_000 + number}"/>'
        f'<figcaption class="wp-element-caption">{words(chance, 7)}</figcaption></figure>'
    )
    return _block("image", html, f'{{"id":{1_000_000 + number},"sizeSlug":"large","linkDestination":"none"}} ')


def _quote(number: int, chance: random.Random) -> str:
    return f"<blockquote>{_sentences(chance, 40)}</blockquote>"


def _quote_block(number: int, chance: random.Random) -> str:
    return _block("quote", f'<blockquote class="wp-block-quote">{_paragraph_block(number, chance)}</blockquote>')


def _table(number: int, chance: random.Random) -> str:
    head = "".join(f"<th>{words(chance, 1)}</th>" for _ in range(3))
    rows = "".join(f"<tr>{''.join(f'<td>{words(chance, 2)}</td>' for _ in range(3))}</tr>\n" for _ in range(6))
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"


def _table_block(number: int, chance: random.Random) -> str:
    return _block("table", f'<figure class="wp-block-table">{_table(number, chance)}</figure>')


def _code(number: int, chance: random.Random) -> str:
    return "<pre><code>for each in all:\n    if each &lt; 3:\n        print(each, *rest)\n</code></pre>"


def _code_block(number: int, chance: random.Random) -> str:
    code = _code(number, chance).replace("<pre>", '<pre class="wp-block-code">')
    return _block("code", code)


def _more(number: int, chance: random.Random) -> str:
    return "<!--more-->"


_CLASSIC: dict[int, Part] = {2: _heading, 3: _caption, 4: _list, 7: _quote, 11: _more, 20: _table, 25: _code}
_BLOCKS: dict[int, Part] = {
    2: lambda number, chance: _block("heading", _heading(number, chance), '{"level":3} '),
    3: _image_block,
    4: _list_block,
    7: _quote_block,
    11: lambda number, chance: _block("more", _more(number, chance)),
    20: _table_block,
    25: _code_block,
}
"""Which parts a post has: every second a heading, every third a picture (see :func:`has_image`) and so on."""
