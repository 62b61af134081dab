"""Turns an archive's Markdown into HTML for this site."""

from __future__ import annotations

from functools import cached_property

from plugins import addresses
from plugins.addresses import Place
from plugins.placeholders import Places
from sociable.archive.addresses import AddressBook
from sociable.archive.folder import Archive
from sociable.markup.render import render
from sociable.markup.rewrite import rewrite
from sociable.model import Post


class Renderer:
    """Renders the Markdown of one archive, with the old blog's addresses turned to this site's.

    ``missing`` are the places of pictures that are shown but not kept, ``gone`` their addresses on this site.
    """

    def __init__(self, place: Place, archive: Archive) -> None:
        self.place = place
        self.archive = archive
        self.missing: set[str] = set()
        self.gone: set[str] = set()
        self.places = Places([entry.path for entry in (*archive.posts, *archive.pages)], archive.files)

    @cached_property
    def book(self) -> AddressBook:
        """What the old addresses mean here."""
        return AddressBook(self.archive)

    def html(self, post: Post, markdown: str) -> str:
        """Return the sanitised HTML of a body or comment of ``post``."""
        return rewrite(render(markdown), href=lambda href: self.href(href, post), src=lambda src: self.src(src, post))

    def href(self, href: str, post: Post) -> str:
        """Where a link of ``post`` leads now; one that leads out, or to what is not kept, stays as it was."""
        target = self.book.resolve(href, post)
        if target is None or target.kind == "gone" or (target.kind == "file" and target.path not in self.archive.files):
            return href
        return self._here(target.path)

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

    def _here(self, path: str) -> str:
        return self.place.href(addresses.archive_path(self.archive.name, path))
