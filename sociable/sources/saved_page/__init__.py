"""Read saved or mirrored pages of a WordPress blog: what readers saw, without what the theme put around it.

There is no specification but WordPress's own template functions (``body_class()``, ``post_class()``,
``wp_list_comments()``, ``wp_link_pages()``) and the habits of the themes that came with it, Kubrick to Twenty
Twenty-Four; where each module finds what it finds is said there. ``mirror`` reads folders, ``site`` joins captures of
any origin, ``wayback`` takes away what the Wayback Machine puts in.

Not in pages, so not here: drafts, revisions, the order of pages, excerpts that a theme does not show, seconds and zones
of dates where only their words are printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sociable.errors import NoBlogError, Problem
from sociable.model import Blog, Item
from sociable.sources.saved_page import choosing, mirror
from sociable.sources.saved_page.capture import Capture, is_page
from sociable.sources.saved_page.site import read_site
from sociable.sources.tally import Warn

__all__ = ["Capture", "is_page", "read", "read_site"]


def read(path: Path, warn: Warn, *, as_of: date | None = None) -> Iterator[Item]:
    """Yield what a folder of saved pages holds, or one page: the blog, the files lying there, then all other values.

    ``as_of`` chooses among several captures of a page.

    Bodies are HTML as readers got it (``body_format``), titles HTML. A post's ``image`` is the address of its featured
    image, whose number a page does not tell. ``warn`` gets what was left out, and what was cut out of texts.

    Raises:
        NoBlogError: there is no page of a WordPress blog.
        SourceError: one cannot be read.
    """
    found = mirror.read(path, warn)
    where = path.as_posix()
    has_posts = False
    pages = found if as_of is None else choosing.as_of(found, as_of)
    for item in read_site(pages, warn, where):
        yield item
        if isinstance(item, Blog):
            yield from found.held()
        else:
            has_posts = True
    if not has_posts:
        raise NoBlogError(Problem("holds no page of a WordPress blog", where, mend="Name the folder of a mirror."))
