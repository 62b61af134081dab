"""What became of every item of an import: the report that accounts for all of them.

``seen`` is counted while the sources are first read, the items while they are written: :meth:`Report.check` makes
sure that the two agree. The items lie in a temporary file, so that a report of a million of them needs no memory;
counts are kept beside it, and what is worth a look lies in a file of its own. Nothing in a report is secret: e-mail
and IP addresses that somebody wrote into a title, or that a message quotes, are masked.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from operator import attrgetter
from typing import Any, Literal

from sociable.errors import ArchiveError, Problem
from sociable.importing.amended import Conflict
from sociable.importing.spool import Rows
from sociable.model import Attachment, Author, Comment, Page, Post, Term

Kind = Literal["post", "page", "comment", "pingback", "trackback", "attachment", "author", "term"]
Outcome = Literal["written", "merged", "withheld", "refused"]
State = Literal["written", "unchanged", "dry run", "refused"]

Found = Post | Comment | Attachment | Author | Term

OUTCOMES: tuple[Outcome, ...] = ("written", "merged", "withheld", "refused")

_LONGEST_TITLE = 80
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of something came back from the Markdown: ``what`` is ``words``, ``links`` …"""

    what: str
    kept: int
    of: int

    def __str__(self) -> str:
        return f"{self.what} {self.kept}/{self.of}"


@dataclass(frozen=True, slots=True)
class Proof:
    """The Markdown rendered again, beside what the blog showed.

    ``as_html`` are the blocks kept as HTML, since Markdown cannot say them; ``losses`` what is missing even so.
    """

    kept: tuple[Kept, ...] = ()
    as_html: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item, and why; ``file`` is where it is now, ``where`` in which source it stood.

    ``tree`` says how the archive as it stood before this import differs from the source (:mod:`.verifying`);
    ``fields`` names those that another source gave, and where.
    """

    kind: Kind
    id: int | str | None
    title: str
    outcome: Outcome
    where: str
    reason: str = ""
    file: str = ""
    tree: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    proof: Proof | None = None


_ITEM = tuple(each.name for each in fields(Item))
_said = attrgetter(*(each.name for each in fields(Item) if each.name not in ("notes", "fields", "proof")))


@dataclass(frozen=True, slots=True)
class Media:
    """The files, by their paths in the archive.

    They were ``copied`` from a folder, ``held`` by a source, ``fetched`` from the web now, or ``kept`` from the last
    import; or they are ``missing`` (``reasons`` say why, where that is known), or ``refused`` with why. ``instead``
    says which other size of a picture stands for one that is not there.
    """

    copied: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def there(self) -> tuple[str, ...]:
        """All that the archive has now, from wherever."""
        return (*self.copied, *self.held, *self.fetched, *self.kept)


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link within the blog that leads to nothing that is kept: ``href`` as it stands in the text of ``file``."""

    file: str
    href: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of all texts lead: to pages, files or listings of the archive, to other hosts, or nowhere."""

    counts: Mapping[str, int] = field(default_factory=dict)
    gone: tuple[DeadLink, ...] = ()


@dataclass(slots=True)
class Totals:
    """How many items of each kind had each outcome; of ``texts`` proved, how much was ``expected`` and was ``kept``."""

    outcomes: Counter[tuple[Kind, Outcome]] = field(default_factory=Counter)
    texts: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    lost: int = 0

    def take(self, item: Item) -> None:
        """Count ``item``."""
        self.outcomes[item.kind, item.outcome] += 1
        self.lost += item.outcome == "refused"
        if item.proof:
            self.texts += 1
            self.lost += len(item.proof.losses)
            for kind in item.proof.kept:
                self.kept[kind.what] += kind.kept
                self.expected[kind.what] += kind.of


@dataclass(slots=True)
class Report:
    """An import of the blog ``name`` into ``folder``. ``files`` is the number of files that the archive has.

    ``conflicts`` are files that people amended, of which the import would have made something else.
    """

    name: str
    folder: str
    state: State = "refused"
    files: int = 0
    seen: Counter[Kind] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)
    media: Media = Media()
    totals: Totals = field(default_factory=Totals)
    _items: Rows = field(default_factory=Rows)
    _notable: Rows = field(default_factory=Rows)
    links: Links = Links()
    conflicts: list[Conflict] = field(default_factory=list)

    def add(
        self,
        found: Found,
        title: str,
        outcome: Outcome,
        *,
        reason: str = "",
        file: str = "",
        proof: Proof | None = None,
        notes: tuple[str, ...] = (),
        sources: Mapping[str, str] | None = None,
        tree: tuple[str, ...] = (),
    ) -> None:
        """Account for an item as found, under the ``title`` by which people know it."""
        known = tuple(masked(note) for note in notes)
        where, kind, number = found.source.where, kind_of(found), _number(found)
        differing = tuple(map(masked, tree))
        item = Item(kind, number, short(title), outcome, where, reason, file, differing, known, sources or {}, proof)
        self.totals.take(item)
        row = _row(item)
        self._items.add(row)
        if outcome != "written" or notes or tree or (proof and proof.losses):
            self._notable.add(row)

    @property
    def items(self) -> Iterator[Item]:
        """Yield every item, in the order in which they were added."""
        return map(_item, self._items)

    @property
    def notable(self) -> Iterator[Item]:
        """Yield the items that are not just written: withheld, merged, refused, with notes, losses or damage."""
        return map(_item, self._notable)

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many of each kind were seen, written, merged, withheld and refused."""
        found = self.totals.outcomes
        kinds = dict.fromkeys((*self.seen, *(kind for kind, _ in found)))
        return {
            kind: {"seen": self.seen[kind], **{outcome: found[kind, outcome] for outcome in OUTCOMES}} for kind in kinds
        }

    def check(self) -> None:
        """Make sure that every item seen is accounted for.

        Raises:
            ArchiveError: one is not, which is a fault of this program.
        """
        wrong = [
            Problem(f"{counts['seen']} of kind {kind} were seen, but {_total(counts)} are accounted for", self.folder)
            for kind, counts in self.counts().items()
            if counts["seen"] != _total(counts)
        ]
        if wrong:
            raise ArchiveError(*wrong)

    @property
    def has_losses(self) -> bool:
        """Whether anything was refused or lost."""
        return self.totals.lost > 0 or bool(self.media.refused)

    def each_loss(self) -> Iterator[str]:
        """Yield all that was refused or lost, a line each."""
        if self.totals.lost:
            yield from (
                f"{item.where}: {name(item)} refused: {item.reason}" for item in self.notable if is_refused(item)
            )
            lossy = (item for item in self.notable if item.proof)
            yield from (f"{one.where}: {name(one)}: {loss}" for one in lossy if one.proof for loss in one.proof.losses)
        yield from self.media.refused

    @property
    def losses(self) -> tuple[str, ...]:
        """All that was refused or lost, at once."""
        return tuple(self.each_loss())

    def to_json(self) -> Mapping[str, Any]:
        """The report as plain data."""
        return {**self._summed_up(), "losses": list(self.losses), "items": [asdict(item) for item in self.items]}

    def json_lines(self) -> Iterator[str]:
        """Yield the report as JSON, in pieces: the same as :meth:`to_json`, an item or a loss a line."""
        yield json.dumps(self._summed_up(), ensure_ascii=False, indent=1).removesuffix("\n}")
        written = json.JSONEncoder(ensure_ascii=False).encode
        for key, values in (("losses", self.each_loss()), ("items", map(_as_data, self.items))):
            yield f',\n "{key}": ['
            for place, value in enumerate(values):
                yield f"{',' if place else ''}\n  {written(value)}"
            yield "\n ]"
        yield "\n}\n"

    def _summed_up(self) -> dict[str, Any]:
        return {
            "blog": self.name,
            "folder": self.folder,
            "state": self.state,
            "files": self.files,
            "counts": self.counts(),
            "warnings": [{"where": each.where, "what": masked(each.what)} for each in self.warnings],
            "media": asdict(self.media),
            "links": asdict(self.links),
            "conflicts": [asdict(each) for each in self.conflicts],
        }


def _as_data(item: Item) -> dict[str, Any]:
    """An item as plain data, many times faster than by ``asdict``."""
    data = {name: getattr(item, name) for name in _ITEM}
    if proof := item.proof:
        kept = [{"what": one.what, "kept": one.kept, "of": one.of} for one in proof.kept]
        data["proof"] = {"kept": kept, "as_html": proof.as_html, "losses": proof.losses}
    return data


def _row(item: Item) -> tuple[Any, ...]:
    """An item as plain values."""
    proof = item.proof
    proved = proof and (tuple((one.what, one.kept, one.of) for one in proof.kept), proof.as_html, proof.losses)
    return (*_said(item), item.notes, dict(item.fields), proved)


def _item(row: tuple[Any, ...]) -> Item:
    values = list(row)
    if proved := values[-1]:
        values[-1] = Proof(tuple(Kept(*one) for one in proved[0]), proved[1], proved[2])
    return Item(*values)


def kind_of(found: Found) -> Kind:
    """The kind of an item as found."""
    match found:
        case Comment():
            return found.type
        case Page():
            return "page"
        case Post():
            return "post"
        case Attachment():
            return "attachment"
        case Author():
            return "author"
        case Term():
            return "term"


def name(item: Item) -> str:
    """An item in few words: ``post 12 «Green shoots»``."""
    number = "" if item.id is None else f" {item.id}"
    return f"{item.kind}{number}" + (f" «{item.title}»" if item.title else "")


def is_refused(item: Item) -> bool:
    """Whether the item is not in the archive although it belongs there."""
    return item.outcome == "refused"


def short(title: str) -> str:
    """A title as the report shows it: on one line, not too long, with nothing that is nobody's business."""
    line = " ".join(title.split())
    return masked(line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…")


def masked(text: str) -> str:
    """``text`` without the e-mail and IP addresses in it."""
    without = MAIL.sub("[e-mail address]", text) if "@" in text else text
    return _IP.sub("[IP address]", without) if "." in without else without


def _number(found: Found) -> int | str | None:
    return found.slug if isinstance(found, Term) else found.id


def _total(counts: Mapping[str, int]) -> int:
    return sum(counts[outcome] for outcome in OUTCOMES)
