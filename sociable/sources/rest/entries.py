"""Turn posts, pages, comments and files of saved REST answers into values, as found.

Bodies are what ``the_content`` gave the reader, so they are HTML that is not rendered again; the two marks that
WordPress's themes act on only later, ``<!--more-->`` and ``<!--nextpage-->``, become what readers saw. An excerpt or
caption that WordPress made itself from the beginning of a text is none, and a theme's «Continue reading» is no part
of one. E-mail addresses, IPs and avatars are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from html import unescape
from urllib.parse import urldefrag

from sociable.model import Attachment, Comment, ImageSize, Loss, Page, Post
from sociable.sources import dates
from sociable.sources.attachments import mime_type
from sociable.sources.items import COMMENT_TYPES, DATE_FAULTS, PUBLIC_ATTACHMENT
from sociable.sources.people import WITHHELD, shown_address, without_address
from sociable.sources.rest.answers import Answer, Notes
from sociable.sources.rest.registers import People, Terms
from sociable.sources.saved_page.cleaning import cleaned
from sociable.sources.tally import Kind, quoted

NO_TEXT = Kind("posts or pages stand here without their texts", "Save them without _fields, and not as embedded ones.")
HIDDEN_FILE = Kind("attachments that are private or in the bin were left out")
COMMENT_STATUS = {"approved": "approved", "": "approved", "spam": "spam", "trash": "trash"}
"""An embedded comment says nothing of its status; whoever asks without a login gets approved ones only."""

_NEXT_PAGE = re.compile(r"<p>\s*<!--nextpage-->\s*</p>|<!--nextpage-->")
_MORE = re.compile(r"<!--more.*?-->", re.DOTALL)
_LAST_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(?:(?!<a\b).)*</a>\s*((?:</\w+>\s*)*)$', re.DOTALL)
_ITS_FILE = re.compile(
    r'\A\s*(?:<p class="attachment">.*?</p>|<div style="width:[^>]*class="wp-video">.*?</div>)\s*', re.S
)
_CUT = re.compile(r"(?:\[\s*)?(?:…|\.\.\.)(?:\s*\])?\W*$")
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_USER = re.compile(r"/users/(\d{1,18})(?:[/?#]|$)")
_COMMENT_PAGE = re.compile(r"comment-page-\d+/?$")
_EXCERPT_WORDS = 55  # what WordPress makes an excerpt of, unless a theme says otherwise
_FEW = 8  # words that may well come in one order by chance


class Entries:
    """Makes values of objects, given the blog's authors and terms."""

    def __init__(self, people: People, terms: Terms, notes: Notes) -> None:
        self._people = people
        self._terms = terms
        self._notes = notes

    def post(self, answer: Answer, comments: Sequence[Comment]) -> Post:
        """Return a post or page with ``comments``."""
        has_text = isinstance(answer.value("content"), (dict, str))
        if not has_text:
            self._notes.note(NO_TEXT, answer)
        is_rendered = bool(answer.text("content", "rendered")) or not answer.text("content", "raw")
        body = answer.html("content")
        post_format = answer.text("format")
        post = Post(
            answer.number("id"),
            answer.html("title"),
            self._own(_shown(body, answer.number("id")), answer) if is_rendered else body,
            slug=answer.text("slug"),
            link=answer.text("link"),
            guid=answer.html("guid"),
            date=self._date(answer, "date"),
            modified=self._date(answer, "modified"),
            status=answer.text("status") or "publish",
            has_password=answer.value("content", "protected") is True or answer.text("password") != "",
            authors=tuple(dict.fromkeys(filter(None, self._authors(answer)))),
            categories=self._terms.slugs("category", answer.numbers("categories")),
            tags=self._terms.slugs("post_tag", answer.numbers("tags")),
            excerpt=_written(answer, "excerpt", body),
            sticky=answer.value("sticky") is True,
            format="" if post_format == "standard" else post_format,
            featured=answer.number("featured_media"),
            comments_open=answer.text("comment_status") == "open",
            comments=tuple(comments),
            body_format="html" if is_rendered else "wordpress",
            lost=() if has_text else (Loss("body", "body missing: the answer does not hold it"),),
            is_cut=not has_text,
            source=answer.source(),
        )
        if answer.text("type") != "page":
            return post
        inherited = {field.name: getattr(post, field.name) for field in fields(post)}
        return Page(**inherited, parent=answer.number("parent"), menu_order=answer.order("menu_order"))

    def commented(self, number: int, comments: Sequence[Comment]) -> Post:
        """Return a post of which only its comments are here."""
        source = comments[0].source
        link = _COMMENT_PAGE.sub("", urldefrag(source.url).url)
        lost = Loss("body", "body missing: only its comments were saved")
        whole = tuple(comments)
        source = replace(source, url=link)
        return Post(
            number, "", "", link=link, comments=whole, body_format="html", lost=(lost,), is_cut=True, source=source
        )

    def _own(self, body: str, answer: Answer) -> str:
        """Return a body without what plugins and blocks of comments put into it; what is cut is counted."""
        body, cut = cleaned(body)
        for what in cut.elements():
            self._notes.note(Kind(f"cut out of texts: {what}"), answer)
        return body

    def comment(self, answer: Answer) -> Comment | None:
        """Return a comment or ping; ``None`` for what is neither, which is counted, or has no number."""
        kind, number = COMMENT_TYPES.get(answer.text("type")), answer.number("id")
        if kind is None or number is None:
            found = quoted(answer.text("type"))
            self._notes.note(Kind(f"comments of the type {found} are neither comments nor pings: left out"), answer)
            return None
        name = answer.text("author_name")
        is_rendered = bool(answer.text("content", "rendered"))
        return Comment(
            number,
            without_address(name) or (WITHHELD if name else ""),
            answer.html("content"),
            date=self._date(answer, "date"),
            parent=answer.number("parent"),
            type=kind,
            status=COMMENT_STATUS.get(answer.text("status"), "unapproved"),
            url=shown_address(answer.text("author_url")),
            user=self._people.numbered(answer.number("author")),
            body_format="html" if is_rendered else "wordpress",
            source=answer.source(),
        )

    def attachment(self, answer: Answer) -> Attachment | None:
        """Return a file of the media library; ``None`` for one that is not public, which is counted."""
        if answer.text("status") not in PUBLIC_ATTACHMENT:
            self._notes.note(HIDDEN_FILE, answer)
            return None
        url = answer.text("source_url") or answer.html("guid")
        description = _ITS_FILE.sub("", answer.html("description"), count=1)
        size = Answer(answer.value("media_details") or {}, answer.path, answer.line)
        return Attachment(
            answer.number("id"),
            url,
            title=answer.html("title"),
            slug=answer.text("slug"),
            link=answer.text("link"),
            caption=_written(answer, "caption", description),
            description=description.strip(),
            alt=answer.text("alt_text").strip(),
            mime=answer.text("mime_type") or mime_type(url),
            parent=answer.number("post"),
            date=self._date(answer, "date"),
            menu_order=answer.order("menu_order"),
            width=size.number("width"),
            height=size.number("height"),
            sizes=tuple(_sizes(size)),
            source=answer.source(),
        )

    def _authors(self, answer: Answer) -> Iterator[str]:
        """Yield the ids of who wrote a post: its co-authors, or else its author."""
        terms = [one for one in answer.objects("_embedded", "wp:term") if one.text("taxonomy") == "author"]
        if terms:
            yield from map(self._people.called, terms)
        elif numbers := author_numbers(answer):
            yield from map(self._people.numbered, numbers)
        else:
            yield from map(self._people.called, answer.objects("_embedded", "author"))

    def _date(self, answer: Answer, name: str) -> datetime | None:
        dated = dates.read(answer.text(f"{name}_gmt"), answer.text(name))
        if dated.fault:
            self._notes.note(DATE_FAULTS[dated.fault], answer)
        return dated.date


def author_numbers(answer: Answer) -> Sequence[int]:
    """Return the numbers of a post's users, also where a plugin put something else in the place of its author."""
    if number := answer.number("author"):
        return (number,)
    linked = (_USER.search(one.text("href")) for one in answer.objects("_links", "author"))
    return [int(found[1]) for found in linked if found]


def _shown(body: str, number: int | None) -> str:
    """Return a body with what themes make of WordPress's two marks."""
    if "<!--more" in body and number is not None:
        body = _MORE.sub(f'<span id="more-{number}"></span>', body, count=1)
    if "<!--nextpage-->" not in body:
        return body
    first, *rest = _NEXT_PAGE.split(body)
    parts = (f'\n<hr class="page-break" id="page-{page}" />\n{part}' for page, part in enumerate(rest, 2))
    return first + "".join(parts)


def _written(answer: Answer, name: str, text: str) -> str:
    """Return the excerpt or caption that somebody wrote; an empty string where it was made of ``text``."""
    if answer.text(name, "raw"):
        return answer.text(name, "raw")
    found = answer.html(name).strip()
    last = _LAST_LINK.search(found)
    if last and answer.text("link") and unescape(last[1]).partition("#")[0] == answer.text("link"):
        found = (found[: last.start()].rstrip() + last[2]).strip()
    plain = unescape(_TAG.sub("", found)).strip()
    words, letters = re.findall(r"\w+", plain), "".join(re.findall(r"\w", unescape(_TAG.sub("", text))))
    is_long = _CUT.search(plain) is not None and len(plain.split()) >= _EXCERPT_WORDS
    is_alike = letters.startswith("".join(words[:2])) or len(words) >= _FEW
    if is_long or (is_alike and _come_in_order(words, letters)):
        return ""
    return found


def _come_in_order(words: Sequence[str], letters: str) -> bool:
    """Whether ``letters`` hold ``words`` in their order, whatever stands between: WordPress leaves blocks out."""
    at = 0
    for word in words:
        at = letters.find(word, at) + len(word)
        if at < len(word):
            return False
    return True


def _sizes(details: Answer) -> Iterator[ImageSize]:
    sizes = details.value("sizes")
    for name, value in sizes.items() if isinstance(sizes, dict) else ():
        size = Answer(value if isinstance(value, dict) else {}, details.path, details.line)
        file, width, height = size.text("file"), size.number("width"), size.number("height")
        if name != "full" and file and width and height:
            yield ImageSize(name, file, width, height)
