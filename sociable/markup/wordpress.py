"""What WordPress showed of what it stored: a post's body, a comment's, a title.

The filters of ``the_content`` and ``comment_text`` in WordPress's own order (``wp-includes/default-filters.php``,
6.1): addresses and ``[embed]`` at 8, blocks at 9, typography, paragraphs and lone shortcodes at 10, shortcodes and
the P of WordPress at 11, smilies at 20. The result is what WordPress hands to the page: not clean, not checked.
A post cut by ``<!--nextpage-->`` is one page here, with a marked rule where the next part begins (``#page-2``).

Not handled: what plugins and themes add, and the ``srcset`` that WordPress works out from the copies of an image.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

import nh3

from sociable.markup import code_shortcodes, embed_shortcodes, holes, media_shortcodes
from sociable.markup.autop import autop, unwrap_shortcodes
from sociable.markup.blocks import Around, has_blocks, render_blocks
from sociable.markup.bounds import bounded
from sociable.markup.clickable import make_clickable
from sociable.markup.elements import replaced
from sociable.markup.media_shortcodes import Surroundings
from sociable.markup.shortcodes import Handler, expand, unknown
from sociable.markup.smilies import convert_smilies
from sociable.markup.texturize import texturize

__all__ = ["Rendered", "Surroundings", "plain_title", "render", "render_comment"]

NEXT_PAGE = "<!--nextpage-->"
_AROUND_NEXT_PAGE = re.compile(rf"\n?{NEXT_PAGE}\n?")
_NEXT_PAGE_BLOCK = re.compile(r"<!-- /?wp:nextpage -->")
_MORE = re.compile(r"<!--more.*?-->")
_MORE_BLOCK = re.compile(r"<!-- /?wp:more.*? -->")
_MISSPELT = re.compile(r"(?<=[ >(]|[\u2018\u201c])Wordpress|(?<=&#8216;)Wordpress|(?<=&#8220;)Wordpress")
_TITLE_BREAK = re.compile(r"<(?:br|/?p|/?div|/?h[1-6])\b[^<>]*>", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[<>]|&(?!#(?:8\d{3}|215|038);)|[^ -~\xa1-\u1fff\u2010-\u2027\u2030-\ud7ff]")
"""What a parser might see in a title, or change, beyond its words and typographic signs."""
_LITERAL = ("pre", "code")
_TAG = re.compile(r"<[^<>]*>")
_ASIDE = re.compile(r"<([0-9]+)>")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML that WordPress showed, with a hole (:mod:`sociable.markup.holes`) for what it alone could have shown.

    ``notes`` name the holes, as if all stayed open: unknown shortcodes, dynamic blocks.
    """

    html: str
    notes: tuple[str, ...] = ()


def render(stored: str, surroundings: Surroundings) -> Rendered:
    """Return what WordPress shows for a post whose body is ``stored``."""
    stored = stored.replace("\r\n", "\n")
    known: dict[str, Handler] = {}
    run = partial(expand, handlers=known)
    known |= media_shortcodes.handlers(surroundings, run)
    known |= embed_shortcodes.handlers()
    pages: list[str] = []
    for number, part in enumerate(_pages(code_shortcodes.settle_code(stored)), 1):
        shown = _render_page(_cut_at_more(part, surroundings.post), known, surroundings)
        pages.append(shown if number == 1 else f'\n<hr class="page-break" id="page-{number}" />\n{shown}')
    shown = _with_marked(_unknown(stored, known), "".join(pages))
    known.clear()  # its handlers hold it: a circle that would stay in memory until Python looks for circles
    return Rendered(shown, holes.notes(holes.kinds(shown)))


def render_comment(stored: str) -> str:
    """Return what WordPress shows for a comment whose text is ``stored``."""
    text = make_clickable(stored.replace("\r\n", "\n"))
    return _with_capital_p(autop(convert_smilies(texturize(text))))


def plain_title(stored: str) -> str:
    """Return the text of a title that is stored as HTML, with WordPress's typography."""
    spaced = _TITLE_BREAK.sub(" ", stored) if "<" in stored else stored
    shown = _with_capital_p(texturize(spaced))
    if _NOT_PLAIN.search(shown) is not None:
        shown = nh3.clean(bounded(shown), tags=set(), clean_content_tags={"script", "style"})
    return " ".join((html.unescape(shown) if "&" in shown else shown).split())


def _render_page(stored: str, known: dict[str, Handler], surroundings: Surroundings) -> str:
    embed = partial(embed_shortcodes.embed_addresses, meta=surroundings.meta)
    stored = embed(stored)
    with_blocks = has_blocks(stored)
    if with_blocks:
        stored = render_blocks(stored, Around(autop, embed, surroundings.blocks, surroundings.meta))
    shown = texturize(stored, known)
    if not with_blocks:
        shown = autop(shown)
    shown = unwrap_shortcodes(shown, known)
    return convert_smilies(_with_capital_p(expand(shown, known)))


def _pages(stored: str) -> Iterable[str]:
    if NEXT_PAGE not in stored:
        return (stored,)
    cut = _AROUND_NEXT_PAGE.sub(NEXT_PAGE, stored)
    return _NEXT_PAGE_BLOCK.sub("", cut).removeprefix(NEXT_PAGE).split(NEXT_PAGE)


def _cut_at_more(stored: str, post: int | None) -> str:
    """Put WordPress's anchor in the place of the first ``<!--more-->``."""
    if "<!--more" not in stored:
        return stored
    anchor = f'<span id="more-{post}"></span>' if post is not None else ""
    return _MORE.sub(anchor, _MORE_BLOCK.sub("", stored), count=1)


def _with_capital_p(shown: str) -> str:
    """Write WordPress as WordPress insists on (``capital_P_dangit``)."""
    return _MISSPELT.sub("WordPress", shown) if "Wordpress" in shown else shown


def _unknown(stored: str, known: dict[str, Handler]) -> tuple[str, ...]:
    if "[" not in stored:
        return ()
    names = dict.fromkeys((*known, "embed", *code_shortcodes.NAMES), _no_content)
    return unknown(_TAG.sub("", replaced(stored, _LITERAL, lambda _: "")), names)


def _with_marked(names: Collection[str], shown: str) -> str:
    """Mark the tags of unknown shortcodes, outside code and tags, as holes."""
    if not names:
        return shown
    kept: list[str] = []

    def aside(element: str) -> str:
        kept.append(element)
        return f"<{len(kept) - 1}>"

    tag = re.compile(rf"<[^<>]*>|\[/?(?P<name>{'|'.join(map(re.escape, names))})(?![\w-])[^\[\]]*\]")
    marked = tag.sub(_hole_of_shortcode, replaced(shown, _LITERAL, aside))
    return _ASIDE.sub(lambda mark: kept[int(mark[1])] if int(mark[1]) < len(kept) else mark[0], marked)


def _hole_of_shortcode(found: re.Match[str]) -> str:
    return holes.hole(f"shortcode {found['name']}", found[0]) if found["name"] else found[0]


def _no_content(attributes: object, content: str) -> str:
    return content
