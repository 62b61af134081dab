"""Read saved answers of WordPress's REST interface: what a blog told whoever asked, in JSON.

https://developer.wordpress.com/docs/api/ (versions 1.1 and 2) and https://developer.wordpress.org/rest-api/reference/:
posts, pages, comments, media, users, categories, tags and the root, in pages of up to 100 or one object a file, with
or without ``_embedded``, in any folders and under any names: what an object is shows from what it holds. Not read:
other types of posts, other taxonomies, menus, settings, templates. They are counted in warnings. What an answer does
not hold: pings where a blog's answers leave them out, old slugs, and the text of what a password protects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sociable.model import Attachment, Blog, Item, Source, Taxonomy
from sociable.sources.rest import answers, wordpress_com
from sociable.sources.rest.answers import HEAD, KIND, Answer, Notes, is_rest
from sociable.sources.rest.entries import Entries, author_numbers
from sociable.sources.rest.registers import People, Terms
from sociable.sources.rest.waiting import Waiting
from sociable.sources.tally import Kind, Warn, quoted

__all__ = ["HEAD", "KIND", "is_rest", "read"]

REFUSED = Kind("answers say that there was nothing to be had", "Look whether that was to be expected.")
NO_PLACE_FOR_COMMENTS = Kind("comments on what is neither a post nor a page were left out")
OTHER = Kind("objects are nothing that a blog's readers saw: left out")

TERMS_OF_POSTS: tuple[tuple[Taxonomy, str], ...] = (("category", "categories"), ("post_tag", "tags"))
_REVISIONS = "-revision-v1"


def read(path: Path, warn: Warn) -> Iterator[Item]:
    """Yield the blog, its authors, terms and files, then its posts and pages with their comments, by file.

    ``path`` is a file or a folder of them. Every file is read twice: once to see that all can be read and who the
    authors and what the terms are, once for the posts. Memory is bounded by the largest file (at most
    :data:`answers.LARGEST` bytes), the authors and the terms. ``warn`` gets one warning for each kind of thing that
    was left out or is in doubt, when the last value has been taken.

    Raises:
        SourceError: a file is no JSON, is cut short or too large; ``line`` says where. Nothing has been yielded then.
    """
    notes = Notes()
    with Waiting() as waiting:
        reader = _Reader(path, notes, waiting)
        reader.survey()
        yield reader.blog
        yield from reader.people.all()
        yield from reader.terms.all()
        yield from reader.values()
    notes.report(warn)


def kind_of(answer: Answer) -> str:
    """What an object is: ``root post media comment user term error``, or an empty string for anything else."""
    has = answer.data.keys()
    if "namespaces" in has:
        return "root"
    if "taxonomy" in has:
        return "term"
    if {"code", "message"} <= has:
        return "error"
    if "author_name" in has:
        return "comment"
    if "source_url" in has or "media_details" in has:
        return "media"
    if answer.text("type") and {"title", "slug"} <= has and not answer.text("slug").endswith(_REVISIONS):
        return "post"
    if {"name", "slug"} <= has and "rest_base" not in has and "type" not in has:
        return "user"
    return ""


@dataclass(slots=True)
class _Reader:
    """The files of one blog, gone through twice."""

    path: Path
    notes: Notes
    waiting: Waiting
    blog: Blog = field(default_factory=Blog)
    people: People = field(init=False)
    terms: Terms = field(init=False)
    _entries: Entries = field(init=False)
    _files: tuple[Path, ...] = ()
    _with_posts: dict[Path, None] = field(default_factory=dict)
    _media: set[int | None] = field(default_factory=set)
    _site: Answer | None = None

    def __post_init__(self) -> None:
        self.people, self.terms = People(self.notes), Terms(self.notes)
        self._entries = Entries(self.people, self.terms, self.notes)

    def survey(self) -> None:
        """Learn all that posts refer to, and let their comments wait."""
        self._files = answers.files(self.path)
        comments: list[Path] = []
        for file in self._files:
            for answer in self._answers(file):
                if self._learn(answer, file) == "comment" and file not in comments[-1:]:
                    comments.append(file)
        self.people.settle()
        self.terms.settle()
        for file in comments:
            for answer in self._answers(file):
                if kind_of(answer) == "comment":
                    self._wait(answer)
        self.blog = _blog(self._site, self.path)

    def values(self) -> Iterator[Item]:
        """Yield the files, posts and pages, then posts of which only comments are here."""
        for file in self._with_posts:
            for answer in self._answers(file):
                match kind_of(answer):
                    case "media":
                        yield from self._attachment(answer)
                    case "post":
                        for embedded in answer.objects("_embedded", "wp:featuredmedia"):
                            yield from self._embedded(embedded)
                        yield from self._post(answer)
        for number in list(self.waiting.left()):
            yield self._entries.commented(number, self.waiting.take(number))

    def _answers(self, file: Path) -> Iterator[Answer]:
        for answer in answers.read(file):
            yield from wordpress_com.translated(answer)

    def _learn(self, answer: Answer, file: Path) -> str:
        """Take in what is no post, and what stands embedded in posts; return its kind."""
        kind = kind_of(answer)
        match kind:
            case "root":
                self._site = answer
            case "user":
                self.people.declare(answer)
            case "term":
                self.terms.declare(answer)
            case "post" | "media":
                self._with_posts[file] = None
                self._learn_around(answer, kind)
            case "error":
                self.notes.note(REFUSED, answer)
            case "":
                self.notes.note(OTHER, answer)
        return kind

    def _learn_around(self, answer: Answer, kind: str) -> None:
        if self._site is None:
            self._site = answer
        if kind == "media":
            self._media.add(answer.number("id"))
        for user in answer.objects("_embedded", "author"):
            if kind_of(user) == "user":
                self.people.declare(user)
        for term in answer.objects("_embedded", "wp:term"):
            if term.text("taxonomy") == "author":
                self.people.declare(term)
            else:
                self.terms.declare(term)
        for number in author_numbers(answer):
            self.people.mention(number, answer)
        for taxonomy, name in TERMS_OF_POSTS:
            for number in answer.numbers(name):
                self.terms.mention(taxonomy, number, answer)

    def _wait(self, answer: Answer) -> None:
        post, comment = answer.number("post"), self._entries.comment(answer)
        above = next((one.text("post_type") for one in answer.objects("_links", "up")), "")
        if comment is None:
            return
        if post is None or post in self._media or above not in ("", "post", "page"):
            self.notes.note(NO_PLACE_FOR_COMMENTS, answer)
        else:
            self.waiting.put(post, comment)

    def _post(self, answer: Answer) -> Iterator[Item]:
        if (kind := answer.text("type")) not in ("post", "page"):
            left_out = Kind(f"items of the type {quoted(kind)} are neither posts nor pages: left out")
            self.notes.note(left_out, answer)
            return
        number = answer.number("id") or 0
        for embedded in answer.objects("_embedded", "replies"):
            is_new = kind_of(embedded) == "comment" and embedded.number("id") not in self.waiting
            if is_new and (comment := self._entries.comment(embedded)):
                self.waiting.put(number, comment)
        yield self._entries.post(answer, self.waiting.take(number))

    def _embedded(self, answer: Answer) -> Iterator[Attachment]:
        if kind_of(answer) == "media" and answer.number("id") not in self._media:
            self._media.add(answer.number("id"))
            yield from self._attachment(answer)

    def _attachment(self, answer: Answer) -> Iterator[Attachment]:
        attachment = self._entries.attachment(answer)
        if attachment is not None:
            yield attachment


def _blog(site: Answer | None, path: Path) -> Blog:
    """Return what the root says of the blog, or else what any other object's links say."""
    if site is None:
        return Blog(source=Source(path.as_posix(), None, KIND))
    if kind_of(site) == "root":
        home = (site.text("home") or site.text("url")).rstrip("/")
        name, description = site.text("name"), site.text("description")
        return Blog(name, home, description, source=Source(site.path, site.line, KIND, site.text("url") or home))
    own = next((one.text("href") for one in site.objects("_links", "self")), "")
    home = own.partition("/wp-json/")[0] if "/wp-json/" in own else own.partition("/?rest_route=")[0]
    if home == own or not home:
        parts = urlsplit(site.text("link"))
        home = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return Blog("", home, source=Source(site.path, site.line, KIND, home))
