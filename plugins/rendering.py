"""Turns an archive's Markdown into HTML for this site.

What was an address of the old blog becomes one of this site's where there is something to lead to. A link within the
blog that leads to nothing that is kept stays what it was, and says so; of a picture's sizes those stay that are held.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import escape, unescape

from plugins import addresses, players
from plugins.addresses import Place
from plugins.placeholders import Places
from sociable.archive.addresses import AddressBook, Target
from sociable.archive.folder import Archive
from sociable.markup.render import render
from sociable.markup.rewrite import candidates, rewrite
from sociable.model import Post

GONE = "Not in this archive"
"""What a link says that leads to nothing that is kept."""

_LINK = re.compile(r'<a((?: [^\s="<>/]+="[^"]*")+)>')
_PICTURE = re.compile(r'<img(?: [^\s="<>/]+="[^"]*")+>')
_ATTRIBUTE = re.compile(r' ([^\s="<>/]+)="([^"]*)"')
_SIZES = re.compile(r' (?:srcset|sizes)="[^"]*"')
_FEWEST = 2
"""Sizes between which a browser can choose."""


class Renderer:
    """Renders the Markdown of one archive, with the old blog's addresses turned to this site's.

    ``missing`` are the places of pictures that are shown but not kept (until they are asked for), ``gone`` the
    addresses of all of them on this site.
    """

    def __init__(self, place: Place, archive: Archive) -> None:
        self.place = place
        self.archive = archive
        self.missing: set[str] = set()
        self.gone: set[str] = set()
        self.places = Places([entry.path for entry in (*archive.posts, *archive.pages)], archive.files)

    def shown(self) -> tuple[str, ...]:
        """The places of pictures that were shown and are not kept, since this was asked last."""
        found = tuple(sorted(self.missing))
        self.missing.clear()
        return found

    @cached_property
    def book(self) -> AddressBook:
        """What the old addresses mean here."""
        return AddressBook(self.archive)

    def html(self, post: Post, markdown: str) -> str:
        """Return the sanitised HTML of a body or comment of ``post``."""
        html = players.restore(render(markdown), lambda address: self.is_held(address, post))
        if '="' not in html:
            return html  # words alone: nothing that leads anywhere
        if "<a " in html:
            html = _LINK.sub(lambda link: self._marked(link, post), html)
        if " srcset=" in html:
            html = _PICTURE.sub(lambda picture: self._sized(picture[0], post), html)
        return rewrite(html, href=lambda href: self.href(href, post), src=lambda src: self.src(src, post))

    def href(self, href: str, post: Post) -> str:
        """Where a link of ``post`` leads now; one that leads out, or to what is not kept, leads where it led."""
        target = self.book.target(href, post)
        return self.book.whole(href, post) if target is None or _is_gone(target) else self._here(target.path)

    def src(self, src: str, post: Post) -> str:
        """Where a picture of ``post`` lies on this site: no page asks another host for anything."""
        path = self.book.media_path(src, post)
        if not path:
            return src
        if path in self.archive.files:
            return self._here(path)
        path = self.places.take(path)
        self.missing.add(path)
        self.gone.add(self._here(path))
        return self._here(path)

    def is_held(self, address: str, post: Post) -> bool:
        """Whether the archive has the file at ``address``, or another size of it."""
        return self.book.media_path(address, post) in self.archive.files

    def _marked(self, link: re.Match[str], post: Post) -> str:
        """A link that says so where it leads to nothing that is kept."""
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(link[1])}
        target = self.book.target(given["href"], post) if "href" in given else None
        if target is None or not _is_gone(target):
            return link[0]
        given["class"] = f"{given.get('class', '')} gone".strip()
        given["title"] = f"{given['title']} ({GONE.lower()})" if given.get("title") else GONE
        return "<a" + "".join(f' {name}="{escape(value)}"' for name, value in given.items()) + ">"

    def _sized(self, picture: str, post: Post) -> str:
        """A picture with those of its sizes that are held, if there is a choice between them."""
        given = dict(_ATTRIBUTE.findall(picture))
        if "srcset" not in given:
            return picture
        held = [
            address + size
            for address, size in candidates(unescape(given["srcset"]))
            if self.book.own_path(address, post) in self.archive.files
        ]
        if len(held) < _FEWEST:
            return _SIZES.sub("", picture)
        return picture.replace(f' srcset="{given["srcset"]}"', f' srcset="{escape(", ".join(held))}"')

    def _here(self, path: str) -> str:
        return self.place.href(addresses.archive_path(self.archive.name, path))


def _is_gone(target: Target) -> bool:
    return target.kind == "gone"
