"""The same site for stock Pelican: its own Markdown reader, a plain theme, and one plugin for what it has not.

That plugin (``peers/pelican/same_site.py``) shows the comments, which lie beside each post as JSON, and hands every
listing to Pelican's own writer, which cuts it into pages and writes its feed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.site_hugo import INDEXED, THEME
from bench.site_posts import ARCHIVE, Entry, Whole, lay, mentions, spoken, threads
from sociable.contentfile import parse, read_text

PEER = Path(__file__).resolve().parent / "peers" / "pelican"
FED = (
    "blog/",
    "authors/",
    "tags/",
    "organisations/",
    "principles/",
    *(f"{ARCHIVE}{one}/" for one in ("category", "tag", "author")),
)
"""Below which addresses a listing has a feed, unless it is one of what is archived alone, or of a year or a month."""


def write(whole: Whole, site: Path) -> None:
    """Write a whole Pelican site into the new folder ``site``."""
    shutil.copytree(PEER, site)
    shutil.copytree(THEME, site / "theme" / "static")
    shutil.copytree(whole.archive.folder / "bag/data/media", site / "content" / ARCHIVE)
    lay(site / "content", files(whole))


def files(whole: Whole) -> Iterator[tuple[str, str]]:
    """Yield the content: path and text of each file."""
    for entry in whole.entries:
        yield from texts(entry).items()
    yield "names.json", json.dumps(_names(whole), ensure_ascii=False)
    for page in sorted((whole.content / "pages").glob("*.md")):
        document = parse(read_text(page), page.name)
        yield f"pages/{page.name}", _page(document.headers[0].value, f"{page.stem}/", document.body)
    yield "pages/account.md", _page("What was imported", f"{ARCHIVE}about-this-archive/", whole.archive.account)


def texts(entry: Entry) -> dict[str, str]:
    """A post's two files, by path."""
    path = path_of(entry)
    return {path: post(entry), f"{path}.json": json.dumps(_beside(entry), ensure_ascii=False)}


def path_of(entry: Entry) -> str:
    """Where a post stands below Pelican's content folder."""
    return f"{'old' if entry.archived else 'blog'}/{Path(entry.file).name}"


def post(entry: Entry) -> str:
    """A post's file."""
    head = {
        "Title": entry.title,
        "Date": entry.date.isoformat(),
        "Slug": entry.slug,
        "Authors": "; ".join(name for name, _ in entry.people),
        "Summary": entry.summary,
        "URL": entry.path,
        "Save_as": f"{entry.path}index.html",
    }
    return "".join(f"{key}: {value}\n" for key, value in head.items() if value) + f"\n{entry.body}\n"


def is_fed(path: str) -> bool:
    """Whether the listing at ``path`` has a feed."""
    below = path.removeprefix("blog/")
    return path.startswith(FED) and not path.endswith("/archives/") and (below == path or not below)


def _beside(entry: Entry) -> dict[str, Any]:
    """What Pelican has no header for."""
    talk = spoken(entry)
    comments: list[dict[str, Any]] = [
        {"id": one.id, "author": one.author, "date": str(one.date or ""), "url": one.url, "body": one.body, "top": True}
        for one in talk
    ]
    for place, (_, below) in enumerate(threads(talk)):
        comments[place]["answers"] = [comments[each] for each in below]
        for each in below:
            comments[each]["top"] = False
    return {
        "archived": entry.archived,
        "people": entry.people,
        "marks": entry.principles,
        "whose": entry.organisations,
        "filed": (*entry.categories, *entry.tags),
        "image": entry.image,
        "source": entry.source,
        "said": len(talk),
        "comments": [one for one in comments if one["top"]],
        "mentions": [{"id": one.id, "name": one.author, "href": one.url} for one in mentions(entry)],
        "listings": entry.listings,
        "fed": [path for path in entry.listings if is_fed(path)],
    }


def _names(whole: Whole) -> dict[str, Any]:
    """What listings are called, and the text above them."""
    known, archive = whole.known, whole.archive
    named = {f"principles/{one.id}/": (one.title, one.body) for one in known.principles.values()}
    named |= {f"organisations/{one.id}/": (one.name, one.body) for one in known.organisations.values()}
    named |= {f"authors/{one.id}/": (one.name, one.body) for one in known.authors.values()}
    named |= {f"{ARCHIVE}author/{one.id}/": (one.name, "") for one in archive.authors}
    named |= {f"{ARCHIVE}category/{one.slug}/": (one.name, "") for one in archive.categories.values()}
    named |= {f"{ARCHIVE}tag/{one.slug}/": (one.name, "") for one in archive.tags.values()}
    indexes = [f"{name}/" for name in INDEXED]
    return {"named": named, "indexes": [*indexes, "principles/years/", "archive/"], "home": ARCHIVE}


def _page(title: str, path: str, body: str) -> str:
    return f"Title: {title}\nURL: {path}\nSave_as: {path}index.html\n\n{body}\n"
