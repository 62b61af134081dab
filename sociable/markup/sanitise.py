"""The one sanitiser: any HTML in, inert and valid HTML of the allow-list out.

nh3 reads what came and has the last word on what goes; between the two, what is left is put into valid HTML5:
:mod:`~sociable.markup.modern` for old elements and attributes, :mod:`~sociable.markup.arrange` for what may stand
where, :mod:`~sociable.markup.embeds` for frames. The allow-list is :mod:`sociable.markup.allowed`. What is clean
already comes back the same: ``sanitise(sanitise(x)) == sanitise(x)``.

Not handled: whether an address is wise to follow, and whether a picture shows what its text says.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from sociable.markup.allowed import ELEMENTS, EVERYWHERE, is_generated_id, is_reserved_id
from sociable.markup.arrange import arrange
from sociable.markup.bounds import bounded
from sociable.markup.embeds import file_name
from sociable.markup.modern import identifier
from sociable.markup.tree import Element, Node, cleaner, read, write

RENAMED_ID = "text-{}"

_NEWLINE_IN_PRE = re.compile(r"<pre(?: [^>]*)?>\n")
_WRITER = cleaner(ELEMENTS, EVERYWHERE)


def sanitise(html: str) -> str:
    """Return the fragment ``html`` as inert, valid HTML5."""
    root = read(html)
    tidy(root)
    return written(root)


def tidy(root: Element) -> None:
    """Do to a tree from :func:`sociable.markup.tree.read` all that sanitising does to its elements."""
    _settle_ids(root)
    arrange(root)
    _name_links(root.children)


def written(root: Element) -> str:
    """Return the HTML of a tidy tree, as nh3 lets it pass."""
    html = _WRITER.clean(bounded(write(root.children)))
    # a parser takes the first new line of a pre away; nh3 writes the text as it is
    return _NEWLINE_IN_PRE.sub(r"\g<0>\n", html) if "<pre" in html else html


def _settle_ids(root: Element) -> None:
    """Let each id occur once and clash with none of the page's; drop those that only a program gave."""
    with_id: list[Element] = []
    links: list[Element] = []
    _collect(root.children, with_id, links)
    if not with_id:
        return
    targets = {_target(link) for link in links}
    seen: set[str] = set()
    renamed: dict[str, str] = {}
    for element in with_id:
        name = identifier(element.attributes.get("id") or element.attributes.get("name", "")) or ""
        kept = RENAMED_ID.format(name) if is_reserved_id(name) else name
        if not name or kept in seen or (is_generated_id(name) and name not in targets):
            element.attributes.pop("id", None)
            continue
        seen.add(kept)
        element.attributes["id"] = kept
        if kept != name:
            renamed[name] = kept
    for link in links:
        target = _target(link)
        if target in renamed:
            link.attributes["href"] = f"#{renamed[target]}"


def _target(link: Element) -> str:
    """Return the id that a link within the page leads to."""
    return unquote(link.attributes["href"].strip()[1:])


def _collect(nodes: list[Node], with_id: list[Element], links: list[Element]) -> None:
    for node in nodes:
        if isinstance(node, Element):
            given = node.attributes
            if given:
                if "id" in given or (node.name == "a" and "name" in given):
                    with_id.append(node)
                if node.name == "a" and given.get("href", "").lstrip().startswith("#"):
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
