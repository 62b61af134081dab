"""The page of an attachment: a file of the media library, what is said of it, the post it was uploaded to."""

from __future__ import annotations

import re

from sociable.model import Attachment, Source
from sociable.sources.attachments import mime_type
from sociable.sources.saved_page import addresses, byline
from sociable.sources.saved_page.cleaning import Cutter, Span
from sociable.sources.saved_page.elements import Node
from sociable.sources.saved_page.entry import Reading
from sociable.sources.saved_page.facts import SavedPage

KIND = "page"

_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
_CAPTIONS = ("entry-caption", "wp-caption-text", "wp-element-caption")
_DESCRIPTIONS = ("entry-description", "attachment-description")
_PLAYERS = ("audio", "video", "source", "embed")


def read(page: SavedPage, reading: Reading, site: str) -> Attachment | None:
    """Return the attachment that a page is of; ``None`` if its file is not named. ``parent`` is not known yet."""
    document = page.document
    scope = reading.node or next(document.named("main", "body"), None)
    shown = _picture(page, scope)
    url = _file(page, scope, shown)
    if not url:
        return None
    image = shown.attributes if shown is not None else {}
    caption = document.first(*_CAPTIONS, within=scope)
    cutter = Cutter(document, page.resolve)
    return Attachment(
        page.number,
        url,
        title=reading.title(site),
        slug=addresses.slug(page.permalink, page.number),
        link=page.permalink.url,
        caption=cutter.clean(Span(document, caption.inner, caption.stop)) if caption is not None else "",
        description=_description(page, reading, cutter),
        alt=image.get("alt", ""),
        mime=mime_type(url),
        date=byline.date(reading),
        source=Source(page.capture.where, None, KIND, page.permalink.url),
    )


def parent_link(page: SavedPage, reading: Reading) -> str:
    """Return the address of the post that a page's attachment was uploaded to, if a link says so."""
    for node in page.document.named("a", within=reading.node):
        if "gallery" in node.rel or "parent-post-link" in node.classes:
            return page.resolve(node.attributes.get("href", ""))
    around = (one for one in page.document.all("parent-post-link", "page-title", "published-in", "nav-previous"))
    for box in around:
        for node in page.document.named("a", within=box):
            if "gallery" in node.rel or "prev" in node.rel or box.classes & {"parent-post-link", "published-in"}:
                return page.resolve(node.attributes.get("href", ""))
    return ""


def _picture(page: SavedPage, scope: Node | None) -> Node | None:
    images = [node for node in page.document.named("img", within=scope) if "avatar" not in node.classes]
    marked = (one for one in images if any(name.startswith("attachment-") for name in one.classes))
    own = f"wp-image-{page.number}"
    by_number = (one for one in images if own in one.classes)
    return next(by_number, None) or next(marked, None)


def _file(page: SavedPage, scope: Node | None, shown: Node | None) -> str:
    """Return the address of the file itself: of a picture the largest that is linked, else what plays or is linked."""
    files = [page.resolve(node.attributes.get("href", "")) for node in page.document.named("a", within=scope)]
    files = [file for file in files if mime_type(file)]
    if shown is not None:
        src = page.resolve(shown.attributes.get("src", ""))
        stem = _stem(src)
        return next((file for file in files if _stem(file) == stem), "") or (_SIZE.sub("", src.partition("?")[0]))
    for node in page.document.named(*_PLAYERS, within=scope):
        src = page.resolve(node.attributes.get("src", "")).partition("?")[0]
        if mime_type(src):
            return src
    return files[0] if files else ""


def _stem(url: str) -> str:
    return _SIZE.sub("", url.partition("?")[0].rpartition("/")[2])


def _description(page: SavedPage, reading: Reading, cutter: Cutter) -> str:
    document = page.document
    own = document.first(*_DESCRIPTIONS, within=reading.node)
    if own is not None:
        return cutter.clean(Span(document, own.inner, own.stop))
    if reading.content is None:
        return ""
    boxes = (
        "attachment",
        "entry-attachment",
        "wp-caption",
        "entry-caption",
        "gallery-nav",
        "wp-block-image",
        "navigation",
    )
    without = [node for node in document.all(*boxes, within=reading.content) if node.name != "img"]
    html = cutter.clean(Span(document, reading.content.inner, reading.content.stop), *without)
    return "" if not re.sub(r"<[^>]*>|\s", "", html) else html
