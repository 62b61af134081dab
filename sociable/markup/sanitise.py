"""The one sanitiser: any HTML in, inert and valid HTML of the allow-list out.

nh3 reads what came and has the last word on what goes; between the two, what is left is put into valid HTML5:
:mod:`~sociable.markup.modern` for old elements and attributes, :mod:`~sociable.markup.arrange` for what may stand
where, :mod:`~sociable.markup.embeds` for frames. The allow-list is :mod:`sociable.markup.allowed`. What is clean
already comes back the same: ``sanitise(sanitise(x)) == sanitise(x)``.

Not handled: whether an address is wise to follow, and whether a picture shows what its text says.
"""

from __future__ import annotations

import re

import nh3

from sociable.markup.allowed import ELEMENTS, EVERYWHERE, SCHEMES, UNREAD, is_generated_id, is_reserved_id
from sociable.markup.arrange import arrange
from sociable.markup.embeds import file_name
from sociable.markup.tree import Element, Node, read, write

RENAMED_ID = "text-{}"

_NEWLINE_IN_PRE = re.compile(r"<pre(?: [^>]*)?>\n")
_TAGS = set(ELEMENTS)
_ATTRIBUTES = {"*": set(EVERYWHERE), **{name: set(names) for name, names in ELEMENTS.items() if names}}
_UNREAD = set(UNREAD)
_SCHEMES = set(SCHEMES)


def sanitise(html: str) -> str:
    """Return the fragment ``html`` as inert, valid HTML5."""
    root = read(html)
    tidy(root)
    return written(root)


def tidy(root: Element) -> None:
    """Do to a tree from :func:`sociable.markup.tree.read` all that sanitising does to its elements."""
    arrange(root)
    _settle_ids(root)
    _name_links(root.children)


def written(root: Element) -> str:
    """Return the HTML of a tidy tree, as nh3 lets it pass."""
    html = nh3.clean(
        write(root.children),
        tags=_TAGS,
        clean_content_tags=_UNREAD,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    # a parser takes the first new line of a pre away; nh3 writes the text as it is
    return _NEWLINE_IN_PRE.sub(r"\g<0>\n", html) if "<pre" in html else html


def _settle_ids(root: Element) -> None:
    """Let each id occur once and clash with none of the page's; drop those that only a program gave."""
    with_id: list[Element] = []
    links: list[Element] = []
    _collect(root.children, with_id, links)
    if not with_id:
        return
    targets = {link.attributes["href"][1:] for link in links}
    seen: set[str] = set()
    renamed: dict[str, str] = {}
    for element in with_id:
        name = element.attributes["id"]
        kept = RENAMED_ID.format(name) if is_reserved_id(name) else name
        if kept in seen or is_generated_id(name) and name not in targets:
            del element.attributes["id"]
            continue
        seen.add(kept)
        if kept != name:
            element.attributes["id"] = renamed[name] = kept
    for link in links:
        target = link.attributes["href"][1:]
        if target in renamed:
            link.attributes["href"] = f"#{renamed[target]}"


def _collect(nodes: list[Node], with_id: list[Element], links: list[Element]) -> None:
    for node in nodes:
        if isinstance(node, Element):
            if node.attributes:
                if "id" in node.attributes:
                    with_id.append(node)
                if node.name == "a" and node.attributes.get("href", "").startswith("#"):
                    links.append(node)
            if node.children:
                _collect(node.children, with_id, links)


def _name_links(nodes: list[Node]) -> None:
    """Give a link that holds only a picture without words a name: that of the file."""
    for node in nodes:
        if not isinstance(node, Element):
            continue
        if node.name == "a" and "href" in node.attributes:
            _name_link(node)
        elif node.children:
            _name_links(node.children)


def _name_link(link: Element) -> None:
    words, picture = _says(link.children)
    if words:
        link.attributes.pop("aria-label", None)
    elif "aria-label" not in link.attributes:
        source = picture.attributes["src"] if picture is not None else link.attributes["href"]
        link.attributes["aria-label"] = link.attributes.get("title") or file_name(source)


def _says(nodes: list[Node]) -> tuple[bool, Element | None]:
    """Return whether ``nodes`` hold words, as text or of a picture, and the first picture without any."""
    picture: Element | None = None
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                return True, None
        elif node.name == "img":
            if node.attributes["alt"]:
                return True, None
            picture = picture or node
        else:
            words, inner = _says(node.children)
            if words:
                return True, None
            picture = picture or inner
    return False, picture
