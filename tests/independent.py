"""Whether a built page still holds what an export says, by means that share no code with the importer.

An export is read by ElementTree, its bodies and the pages by html5lib and Beautiful Soup. What WordPress stores is
not rendered: the marks of blocks and the tags of shortcodes are taken out, and what is left is HTML whose words, links,
pictures, headings, code and cells must all be on the page.
"""

from __future__ import annotations

import html
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from bs4.element import Comment, NavigableString

WP = "{*}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

_PLUGINS = "caption|gallery|audio|video|playlist|embed|wp_caption|sourcecode|code"
_SHORTCODE = re.compile(rf"\[/?(?:{_PLUGINS})(?![\w-])((?:[^\[\]<>]|<[^<>]*>)*)\]")
_CAPTION = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
_BARE = re.compile(r"<pre.*?</pre>|^\s*(?P<url>https?://[^\s<>\"]+)\s*$", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"<!--.*?-->", re.DOTALL)
_UNSEEN = {"script", "style", "select", "template", "title", "noscript", "iframe", "object"}
_BREAKING = set(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr img li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_APOSTROPHES = re.compile("['\u2018\u2019\u2032\u00b4]")
_WORD = re.compile(r"[^\W_]+")
_SIZED = re.compile(r"(?:-scaled|-\d+x\d+|-\d|-[0-9a-f]{8})+$")  # sizes of WordPress's, and what tells namesakes apart
_SMILEY = re.compile(r"(?<!\S)[:;8][-]?[DPOox](?!\S)")


@dataclass
class Held:
    """What a piece of HTML holds, each kind as often as it is there."""

    words: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    code: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)

    def lacks(self, page: Held) -> dict[str, list[str]]:
        """What is here and not in ``page``."""
        missing = {kind: sorted((getattr(self, kind) - getattr(page, kind)).elements()) for kind in vars(self)}
        return {kind: found for kind, found in missing.items() if found}


@dataclass
class Text:
    """A public post, page or comment of an export: its number and what is stored of it."""

    number: int
    title: str
    link: str
    stored: str
    comments: list[Text] = field(default_factory=list)


def published(export: Path) -> Iterator[Text]:
    """Yield the public posts and pages of an export."""
    for item in ElementTree.parse(export).getroot().iter("item"):
        said = {
            name: item.findtext(f"{WP}{name}") or "" for name in ("post_id", "post_type", "status", "post_password")
        }
        if said["post_type"] in {"post", "page"} and said["status"] == "publish" and not said["post_password"]:
            comments = [
                Text(int(one.findtext(f"{WP}comment_id") or 0), "", "", one.findtext(f"{WP}comment_content") or "")
                for one in item.iterfind(f"{WP}comment")
                if one.findtext(f"{WP}comment_approved") == "1"
            ]
            body = item.findtext(CONTENT) or ""
            yield Text(int(said["post_id"]), item.findtext("title") or "", item.findtext("link") or "", body, comments)


def of_stored(stored: str) -> Held:
    """Return what a stored text holds, without what only WordPress could make of it."""
    plain = _SHORTCODE.sub(_caption, _MARKS.sub(" ", stored))
    return of_html(_BARE.sub(_embedded, plain))


def of_html(markup: str) -> Held:
    """Return what HTML holds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return of_tree(BeautifulSoup(markup, "html5lib"))


def of_tree(tree: Tag) -> Held:
    """Return what a parsed page, or a part of it, holds."""
    held = Held(words=Counter(words(text_of(tree))))
    for link in tree.find_all("a", href=True):
        pictures = [_file(str(image["src"])) for image in link.find_all("img", src=True)]
        if words(text_of(link)):
            held.links[_address(str(link["href"]))] += 1
        elif pictures:  # its own page, which leads to wherever the picture is; a link around nothing no reader sees
            held.links[f"around {' '.join(pictures)}"] += 1
    for image in tree.find_all("img", src=True):
        held.images[_file(str(image["src"]))] += 1
    for heading in tree.find_all(re.compile("h[1-6]")):
        if said := " ".join(words(text_of(heading))):
            held.headings[said] += 1  # a theme may move all levels
    for code in tree.find_all(["pre", "code", "tt"]):
        text = code.get_text().strip("\n").rstrip()
        if text.strip() and not code.find_parent(["pre", "code", "tt"]):
            held.code[text.replace("\r\n", "\n")] += 1
    for cell in tree.find_all(["td", "th"]):
        if said := " ".join(words(text_of(cell))):
            held.cells[said] += 1
    return held


def words(text: str) -> list[str]:
    """Return the words of a text, without case, signs, smilies and typography."""
    plain = unicodedata.normalize("NFKC", _SMILEY.sub(" ", text)).replace("\u00d7", "x")
    return _WORD.findall(_APOSTROPHES.sub("", plain).casefold())


def text_of(tree: Tag) -> str:
    """Return the text that readers see, with what stands between blocks apart."""
    out: list[str] = []
    for node in tree.children:
        if isinstance(node, Tag):
            if node.name not in _UNSEEN:
                is_apart = node.name in _BREAKING or "missing" in (node.get("class") or ())
                out.append(f" {text_of(node)} " if is_apart else text_of(node))
        elif type(node) is NavigableString and not isinstance(node, Comment):
            out.append(str(node))
    return "".join(out)


def _caption(shortcode: re.Match[str]) -> str:
    said = _CAPTION.search(shortcode[1])
    return f" {said[1] or said[2]} " if said else " "


def _embedded(found: re.Match[str]) -> str:
    """A link for an address on a line of its own: its words may be the other site's."""
    return f'<a href="{found["url"]}">.</a>' if found["url"] else found[0]


def _address(href: str) -> str:
    """Return an address by what it leads to: hosts and paths are moved, anchors on other pages may be none here."""
    split = urlsplit(html.unescape(href.strip()))
    last = split.path.rstrip("/").rpartition("/")[2]
    query = "&".join(part for part in split.query.split("&") if not part.startswith("ref_src="))
    return unquote(f"{last}?{query}" if last or query else f"#{split.fragment}").casefold()


def _file(src: str) -> str:
    name = unquote(urlsplit(src).path).rpartition("/")[2].casefold()
    return "-".join(_WORD.findall(_SIZED.sub("", name.rpartition(".")[0] or name)))
