"""What an import will do, decided before anything is written: whose blog it is, what is public, what goes where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sociable import contentfile
from sociable.archive.homes import Homes, files_host, locate
from sociable.errors import Problem, SourceError
from sociable.importing import normalise
from sociable.importing.merging import Entry, merge
from sociable.importing.placing import Place, place, safe_names
from sociable.importing.stubs import Stub
from sociable.importing.survey import Survey
from sociable.importing.uniting import Numbers
from sociable.markup.wordpress import plain_title
from sociable.model import About, Attachment, Blog, Post

_SOURCES = {
    "wxr": ("WordPress export", ""),
    "page": ("copy of its pages", "copies of its pages"),
    "feed": ("saved feed", "saved feeds"),
    "rest": ("set of saved REST answers", "sets of saved REST answers"),
    "text": ("text extract of a page", "text extracts of pages"),
}
"""What one and many of each kind of source are called; exports are one, in however many files they came."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that writing needs to know.

    ``places`` are those of the public entries, by key; ``children`` are the attachments by the post they were
    uploaded to; ``withheld_…`` are the names (as found) of authors and terms that only withheld posts have.
    ``hosts`` are all that an address of the blog may be on: those of its homes, and of its posts' links.
    """

    survey: Survey
    about: About
    homes: Homes
    entries: Sequence[Entry]
    places: Mapping[int, Place]
    names: normalise.Names
    children: MutableMapping[int, tuple[Attachment, ...]]
    hosts: frozenset[str]
    public_ids: Container[int]
    withheld_ids: Container[int]
    withheld_authors: frozenset[str]
    withheld_terms: frozenset[tuple[str, str]]


@dataclass(slots=True)
class _Told:
    """What all posts of a blog tell of it; ``used`` and ``hidden`` are names of authors and terms, with their kinds."""

    hosts: set[str] = field(default_factory=set)
    first: date | None = None
    last: date | None = None
    lost: list[str] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    hidden: set[tuple[str, str]] = field(default_factory=set)
    public_ids: list[int] = field(default_factory=list)
    withheld_ids: list[int] = field(default_factory=list)

    def public(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Note what all ``entries`` tell; hand on those that are public."""
        for entry in entries:
            self._note(entry)
            if not entry.withheld:
                yield entry

    def _note(self, entry: Entry) -> None:
        stub = entry.stub
        if located := locate(stub.link):
            self.hosts.add(located.host)
        (self.hidden if entry.withheld else self.used).update(_names_in(stub))
        if entry.id is not None:
            (self.withheld_ids if entry.withheld else self.public_ids).append(entry.id)
        if entry.withheld:
            return
        self.used.update(("author", name) for one in (stub, *entry.others) for name in one.commenters)
        if entry.lost:
            self.lost.append(f"{stub.title or 'Untitled'}: {', '.join(loss.what for loss in entry.lost)}")
        if stub.date and stub.kind is Post:
            day = stub.date.date()
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)


def make(survey: Survey, *, about: Path | None, url: str | None, name: str) -> Plan:
    """Decide everything that can be decided without the texts.

    Raises:
        SourceError: the exports are of several blogs.
        ContentError: the file ``about`` cannot be read.
    """
    entries = merge(survey.posts)
    said = _about(survey.blogs, about=about, url=url, name=name)
    homes = _homes(survey, said.url)
    told = _Told()
    places = place(told.public(entries), homes)
    only_hidden = told.hidden - told.used
    said = replace(said, lost=(*said.lost, *told.lost), first=said.first or told.first, last=said.last or told.last)
    return Plan(
        survey=survey,
        about=said,
        homes=homes,
        entries=entries,
        places=places,
        names=_names(survey),
        children=_children(survey),
        hosts=frozenset((*(host for host, _ in homes.places), *told.hosts)),
        public_ids=Numbers(told.public_ids),
        withheld_ids=Numbers(told.withheld_ids),
        withheld_authors=frozenset(name for kind, name in only_hidden if kind == "author"),
        withheld_terms=frozenset((kind, name) for kind, name in only_hidden if kind != "author"),
    )


def _about(blogs: Sequence[Blog], *, about: Path | None, url: str | None, name: str) -> About:
    """What is known of the blog: what people say of it goes before what its newest export says."""
    homes = {home.places: blog for blog in blogs if (home := Homes.of([blog.url])).places}
    said = About("") if about is None else contentfile.load_about(contentfile.read_text(about), str(about))
    if len(homes) > 1 and not url:
        addresses = " and ".join(blog.url for blog in homes.values())
        mend = "Import each under a name of its own; if it is one blog that moved, say with --url where it was last."
        raise SourceError(Problem(f"these are exports of several blogs: {addresses}", mend=mend))
    found = About(
        title=next((title for blog in blogs if (title := normalise.line(plain_title(blog.title)))), name),
        url=next((blog.url for blog in blogs if normalise.web_address(blog.url)), ""),
        description=next((text for blog in blogs if (text := normalise.line(plain_title(blog.description)))), ""),
        language=next((blog.language for blog in blogs if blog.language), ""),
        owner=next((blog.owner for blog in blogs if blog.owner), ""),
        organisation=next((blog.organisation for blog in blogs if blog.organisation), ""),
        source=_sources(blogs),
    )
    address = (url or said.url or found.url).strip().rstrip("/")
    return replace(
        said,
        title=said.title or found.title,
        url=address,
        former=_former(said, blogs, address),
        description=said.description or found.description,
        language=said.language or found.language,
        owner=said.owner or found.owner,
        organisation=said.organisation or found.organisation,
        source=said.source or found.source,
    )


def _former(said: About, blogs: Sequence[Blog], address: str) -> tuple[str, ...]:
    """The addresses that the blog had besides ``address``, as far as people or its exports say."""
    exported = (url for blog in blogs for url in (blog.url, blog.source.url if blog.source.kind == "wxr" else ""))
    found: dict[Homes, str] = {Homes.of([address]): ""}
    for former in (*said.former, *exported):
        home = Homes.of([former])
        if home.places and normalise.web_address(former):
            found.setdefault(home, former.strip().rstrip("/"))
    return tuple(filter(None, found.values()))


def _sources(blogs: Sequence[Blog]) -> str:
    """What the blog was imported from, in words."""
    counts = Counter(blog.source.kind for blog in blogs)
    versions = ", ".join(sorted({blog.version for blog in blogs if blog.version}))
    said = [
        f"{counts[kind]} {many}" if many and counts[kind] > 1 else one
        for kind, (one, many) in _SOURCES.items()
        if counts[kind]
    ]
    return f"{' and '.join(said)} (WXR {versions})" if versions else " and ".join(said)


def _homes(survey: Survey, url: str) -> Homes:
    """The blog's own addresses; where nothing names one, the host that most posts' links have."""
    exported = (address for blog in survey.blogs for address in (blog.url, blog.source.url))
    homes = Homes.of([url, *exported, *{files_host(one.url) for one in survey.attachments.values()}])
    if homes.places:
        return homes
    hosts = Counter(located.host for stub in survey.posts if (located := locate(stub.link)))
    return Homes.of(f"http://{host}" for host, _ in hosts.most_common(1))


def _names(survey: Survey) -> normalise.Names:
    terms = survey.terms.values()
    return normalise.Names(
        authors=safe_names((author.id, author.name) for author in survey.authors.values()),
        categories=safe_names((term.slug, term.name) for term in terms if term.taxonomy == "category"),
        tags=safe_names((term.slug, term.name) for term in terms if term.taxonomy == "post_tag"),
    )


def _children(survey: Survey) -> MutableMapping[int, tuple[Attachment, ...]]:
    found: dict[int, list[Attachment]] = {}
    for _, attachment in sorted(survey.attachments.items()):
        if attachment.parent is not None:
            found.setdefault(attachment.parent, []).append(attachment)
    return {parent: tuple(children) for parent, children in found.items()}


def _names_in(stub: Stub) -> Iterator[tuple[str, str]]:
    """The authors and terms of a post, each with its kind."""
    for kind, names in (("author", stub.authors), ("category", stub.categories), ("post_tag", stub.tags)):
        for name in names:
            yield kind, name
