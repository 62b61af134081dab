"""Read a saved feed of a blog: RSS 0.9x to 2.0, RSS 1.0 (RDF) or Atom 1.0, of its posts or of its comments.

https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/, RFC 4287, and the modules ``content``,
``dc``, ``slash`` (https://web.resource.org/rss/1.0/modules/). A feed holds the newest ten posts or so, as the blog
showed them, so bodies are HTML as readers got it. An entry that has only a summary gives that, marked as cut.
WordPress writes a post's number into its ``guid`` (``?p=12``) and a comment's into its address (``#comment-12``): those
are kept.

Not known from a feed: which of its categories are tags (all are taken as tags), comments' parents, enclosures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape
from pathlib import Path

from lxml import etree

from sociable.errors import Problem, SourceError
from sociable.model import Author, Blog, Comment, Item, Loss, Post, Source, Term
from sociable.sources import repair, wellformed, wxr
from sociable.sources.people import WITHHELD, identifier, without_address
from sociable.sources.tally import Kind, Tally, Warn
from sociable.sources.terms import slug_of

KIND = "feed"
LARGEST = 64 * 1024 * 1024  # characters; real feeds have some ten thousand

SUMMARY_ONLY = Kind(
    "entries have only a summary: the beginning is all there is", "Add an extract of the posts' own pages."
)
NO_COMMENTS = Kind("entries state comments, which the feed does not hold", "Save the comments' feed, too.")
NO_DATE = Kind("dates could not be read: left out")

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_DECLARATIONS = re.compile(r"<!(?:DOCTYPE|ENTITY)")
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_SLASH = "http://purl.org/rss/1.0/modules/slash/"
_ATOM = "http://www.w3.org/2005/Atom"
_OWN = (
    "",
    _ATOM,
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
)
_ENTRIES = frozenset({"item", "entry"})
_MARKUP = re.compile(r"</?[a-z][^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|ul|ol|br|h[1-6]|blockquote|table|pre)\b", re.IGNORECASE)
_CUT = re.compile(r"(?:\[(?:…|\.\.\.)\]|continue reading|read more|read the rest)\W*(?:</\w+>\s*)*$", re.IGNORECASE)
_NUMBER = re.compile(r"[?&](?:p|page_id)=(\d{1,18})$")
_COMMENT = re.compile(r"#comment-(\d{1,18})$")
_SAID_BY = re.compile(r"(?:by: (?P<by>.+)|comment on (?P<title>.+) by (?P<name>.+?))", re.IGNORECASE | re.DOTALL)
_COMMENTS_ON = re.compile(r"comments on: (.+)", re.IGNORECASE | re.DOTALL)
_NAMED_MAIL = re.compile(r"\S+@\S+ \((?P<name>.+)\)")


def is_feed(head: bytes) -> bool:
    """Whether a file that starts with ``head`` is a feed, and no export of WordPress, which is RSS too."""
    return bool(_ROOT.search(head.replace(b"\0", b""))) and not wxr.is_wxr(head)


def read(path: Path, warn: Warn) -> Iterator[Item]:
    """Yield the blog, then each author, term and post of a feed in its order, or the posts its comments are on.

    A post known by its comments alone has no body and is marked as cut. Dates are aware, in the offset they are given
    in. ``warn`` gets a warning for each kind of thing that was mended, left out or in doubt, with the lines.

    Raises:
        SourceError: the file is no feed, is cut short, or declares a document type, as no feed does. Nothing has been
            yielded then.
    """
    place = path.as_posix()
    tally = Tally()
    root = _parsed(path, place, tally)
    entries = [node for node in root.iter(etree.Element) if _name(node) in _ENTRIES]
    blog = _blog(root, place)
    reader = _Reader(place, tally)
    yield blog
    if entries and all(_COMMENT.search(_link(node)) for node in entries):
        yield from reader.commented(entries, blog)
    else:
        seen: set[tuple[str, ...]] = set()
        for node in entries:
            for item in reader.values(node):
                key = _key(item)
                if key not in seen:
                    yield item
                seen.add(key)
    tally.report(place, warn)


def _key(item: Item) -> tuple[str, ...]:
    """What an author or a term is told by; of a post, its place: each is yielded."""
    match item:
        case Author():
            return "author", item.id, item.name
        case Term():
            return "term", item.slug, item.name
    return "post", item.source.where, str(id(item))


def _parsed(path: Path, place: str, tally: Tally) -> etree._Element:
    text = "".join(repair.texts(path, tally))
    if len(text) > LARGEST:
        raise SourceError(Problem("is too large for a feed", place))
    if declared := _DECLARATIONS.search(text):
        line = text.count("\n", 0, declared.start()) + 1
        mend = "Do not trust where it comes from."
        raise SourceError(Problem("declares a document type or an entity, which no feed does", place, line, mend))
    try:
        root = _tree(text)
    except etree.XMLSyntaxError:
        try:
            root = _tree("".join(wellformed.mend([text], tally)))
        except etree.XMLSyntaxError as error:
            what = f"is cut short or not well-formed: {error.msg}"
            raise SourceError(Problem(what, place, error.lineno, "Save the feed again.")) from error
    if _name(root) not in ("rss", "feed", "RDF"):
        raise SourceError(Problem(f"is no feed, but a document of type <{_name(root)}>", place, 1))
    return root


def _tree(text: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True)
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _blog(root: etree._Element, place: str) -> Blog:
    channel = root if _name(root) == "feed" else next(_all(root, "channel"), root)
    address = _link(channel)
    language = _text(channel, "language") or channel.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    description = _text(channel, "description") or _text(channel, "subtitle")
    title = _html(_text(channel, "title"))
    return Blog(
        title,
        "" if _COMMENTS_ON.fullmatch(title) else address.rstrip("/"),
        _html(description),
        language,
        source=Source(place, _line(channel), KIND, address),
    )


class _Reader:
    """Turns the entries of one feed into values."""

    def __init__(self, place: str, tally: Tally) -> None:
        self._place = place
        self._tally = tally

    def values(self, node: etree._Element) -> Iterator[Item]:
        """Yield the authors and tags of an entry, then its post."""
        authors = [self._author(name, node) for name in _people(node)]
        names = dict.fromkeys(filter(None, map(_category, _all(node, "category"))))
        terms = [Term("post_tag", slug_of(name), _html(name), source=self._source(node)) for name in names]
        yield from authors
        yield from terms
        body, is_cut = _body(node)
        lost = self._lost(node, is_cut=is_cut)
        guid, link = _text(node, "guid") or _text(node, "id"), _link(node)
        number = _NUMBER.search(guid)
        yield Post(
            int(number[1]) if number else None,
            _title(node),
            body,
            link=link,
            guid=guid,
            date=self._date(node, "pubDate", "published", "date", "issued", "updated"),
            modified=self._date(node, "updated", "modified"),
            authors=tuple(dict.fromkeys(author.id for author in authors)),
            tags=tuple(dict.fromkeys(term.slug for term in terms)),
            excerpt=_excerpt(node) if not is_cut else "",
            body_format="html",
            lost=lost,
            is_cut=is_cut,
            source=self._source(node),
        )

    def commented(self, nodes: Sequence[etree._Element], blog: Blog) -> Iterator[Item]:
        """Yield a post without a body for each post that the comments of a feed are on."""
        by_post: dict[str, list[etree._Element]] = {}
        for node in nodes:
            by_post.setdefault(_link(node).partition("#")[0], []).append(node)
        of_one = _COMMENTS_ON.fullmatch(unescape(blog.title))
        for link, found in by_post.items():
            said = [_SAID_BY.fullmatch(unescape(_title(node))) for node in found]
            title = next((match["title"] for match in said if match and match["title"]), of_one[1] if of_one else "")
            comments = (self._comment(node, match) for node, match in zip(found, said, strict=True))
            self._tally.note(SUMMARY_ONLY, _line(found[0]))
            yield Post(
                None,
                escape(title, quote=False),
                "",
                link=link,
                comments=tuple(sorted(comments, key=lambda comment: comment.id)),
                body_format="html",
                lost=(Loss("body", "body missing: only its comments are in the feed"),),
                is_cut=True,
                source=self._source(found[0]),
            )

    def _comment(self, node: etree._Element, said: re.Match[str] | None) -> Comment:
        number = _COMMENT.search(_link(node))
        assert number is not None
        name = next(iter(_people(node)), "") or (said and (said["by"] or said["name"])) or ""
        date = self._date(node, "pubDate", "published", "date", "updated")
        body, _ = _body(node)
        shown = without_address(name) or (WITHHELD if name else "")
        return Comment(int(number[1]), shown, body, date, body_format="html", source=self._source(node))

    def _lost(self, node: etree._Element, *, is_cut: bool) -> tuple[Loss, ...]:
        line = _line(node)
        lost: list[Loss] = []
        if is_cut:
            self._tally.note(SUMMARY_ONLY, line)
            lost.append(Loss("body", "only the beginning is here"))
        stated = _text(node, "comments", _SLASH)
        if stated.isascii() and stated.isdigit() and int(stated):
            self._tally.note(NO_COMMENTS, line)
            lost.append(Loss("comments", f"{int(stated)} comments stated, none here: the feed holds posts only"))
        return tuple(lost)

    def _date(self, node: etree._Element, *names: str) -> datetime | None:
        """Return the first of the named dates that is there; a bad one is noted."""
        for name in names:
            written = _text(node, name) or (_text(node, "date", _DUBLIN_CORE) if name == "date" else "")
            if not written:
                continue
            date = _moment(written)
            if date is None:
                self._tally.note(NO_DATE, _line(node))
            return date
        return None

    def _author(self, name: str, node: etree._Element) -> Author:
        shown = without_address(name) or WITHHELD
        return Author(identifier(shown) or "author", shown, source=self._source(node))

    def _source(self, node: etree._Element) -> Source:
        return Source(self._place, _line(node), KIND, _link(node))


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _all(node: etree._Element, name: str, namespace: str | None = None) -> Iterator[etree._Element]:
    """Yield the children with a name, of the feed's own namespace or the given one."""
    for child in node:
        if _name(child) == name:
            own = etree.QName(child).namespace or ""
            if own == namespace if namespace is not None else own in _OWN:
                yield child


def _words(node: etree._Element) -> str:
    return "".join(map(str, node.itertext())).strip()


def _line(node: etree._Element) -> int:
    return node.sourceline if isinstance(node.sourceline, int) else 1


def _text(node: etree._Element, name: str, namespace: str | None = None) -> str:
    """Return the text of the first child with a name, without blank space around it."""
    child = next(_all(node, name, namespace), None)
    return "" if child is None else _words(child)


def _link(node: etree._Element) -> str:
    """Return the address of an entry's page, or of the blog's home."""
    links = list(_all(node, "link"))
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return (link.get("href") or "").strip()
    return next((text for link in links if (text := (link.text or "").strip())), "")


def _people(node: etree._Element) -> list[str]:
    """Return the names of an entry's authors."""
    creators = [_words(child) for child in _all(node, "creator", _DUBLIN_CORE)]
    for author in _all(node, "author"):
        name = _text(author, "name") if len(author) else _words(author)
        named = _NAMED_MAIL.fullmatch(name)
        creators.append(named["name"] if named else name)
    return list(dict.fromkeys(filter(None, creators)))


def _category(node: etree._Element) -> str:
    return (node.get("label") or node.get("term") or _words(node)).strip()


def _title(node: etree._Element) -> str:
    child = next(_all(node, "title"), None)
    if child is None:
        return ""
    return _inner(child) if child.get("type") == "xhtml" else _html(_words(child))


def _html(text: str) -> str:
    """Return the HTML that a text of a feed stands for: many hold HTML where plain text is asked for."""
    return text if _MARKUP.search(text) else escape(text, quote=False)


def _body(node: etree._Element) -> tuple[str, bool]:
    """Return an entry's text as HTML, and whether that is only the beginning."""
    encoded = _text(node, "encoded", _CONTENT)
    if encoded:
        return encoded, False
    content = next(_all(node, "content"), None)
    if content is not None:
        return _construct(content), False
    summary = next(_all(node, "summary"), None)
    if summary is not None:
        return _construct(summary), True
    described = _text(node, "description")
    is_cut = not _BLOCK.search(described) or bool(_CUT.search(unescape(described)))
    body = _html(described)
    return body if _BLOCK.search(body) or not body else f"<p>{body}</p>", is_cut


def _excerpt(node: etree._Element) -> str:
    """Return what stands beside an entry's text as its summary, unless that was cut from the text itself."""
    has_text = bool(_text(node, "encoded", _CONTENT)) or next(_all(node, "content"), None) is not None
    written = _text(node, "description") or _text(node, "summary")
    return _html(written) if has_text and not _CUT.search(unescape(written)) else ""


def _construct(node: etree._Element) -> str:
    """Return the HTML of an Atom text construct or content (RFC 4287, 3.1 and 4.1.3)."""
    kind = node.get("type", "text")
    if kind == "xhtml":
        return _inner(node)
    text = _words(node)
    return text if "html" in kind or not text else f"<p>{escape(text, quote=False)}</p>"


def _inner(node: etree._Element) -> str:
    """Return what is inside the ``div`` of an XHTML construct, as HTML."""
    around = etree.fromstring(etree.tostring(next(iter(node), node), with_tail=False))
    for inner in around.iter(etree.Element):
        inner.tag = etree.QName(inner).localname
    etree.cleanup_namespaces(around)
    parts = [escape(around.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in around]
    return "".join(parts).strip()


def _moment(text: str) -> datetime | None:
    """Read a date of RFC 822 or of RFC 3339; one without a zone is taken as UTC."""
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        try:
            date = parsedate_to_datetime(text)
        except ValueError:
            return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return aware.replace(microsecond=0)
