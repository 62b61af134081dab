"""Split a WXR file into its records with expat.

Not with lxml's iterparse: expat gives the exact line of every element (beyond line 65535 libxml2 gives that of the
next text, mostly one too many), keeps nothing in memory that is not asked for, takes a namespace that is no URI or is
not declared (libxml2 refuses both), and is as fast (31 ms against 30 ms a megabyte for the same fields).
It reads no DTD and resolves no entity: a file that declares one is refused, as is one nested deeper than any export.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from sociable.errors import Problem, SourceError
from sociable.sources.records import AS_STORED, EMBEDDED, FIELDS, META_KEYS, RECORDS_IN, Category, Record
from sociable.sources.tally import Kind, Tally, quoted

MAX_DEPTH = 128  # an export is six deep; a text that was not put into CDATA brings elements of its own
BUFFER = 1 << 16  # bytes of text that expat hands over at once

FOREIGN_PREFIX = Kind("a prefix of WordPress's is bound to somebody else's namespace: what it names was not read")
UNDECLARED_PREFIX = Kind("a prefix is used that is not declared: taken for what WordPress means by it")
NO_URI = Kind("a namespace is no valid URI: taken as it stands")

_NAMESPACES = (
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/excerpt/?"), "excerpt:"),
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/?"), "wp:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?"), "content:"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/?"), "dc:"),
    (re.compile(r"|https?://(?:backend\.userland\.com/rss2|blogs\.law\.harvard\.edu/tech/rss)/?"), ""),
)
_CONVENTIONAL = frozenset({"wp", "dc", "content", "excerpt"})
_NOTHING: frozenset[str] = frozenset()
_URI = re.compile(r"[!-~]*")

_CODES = expat.errors.codes
_CUT_SHORT = frozenset(
    _CODES[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_MENDABLE = frozenset(
    _CODES[message]
    for message in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_TAG_MISMATCH,
        expat.errors.XML_ERROR_UNDEFINED_ENTITY,
        expat.errors.XML_ERROR_BAD_CHAR_REF,
    )
)
_EXPORT_AGAIN = "Export the blog again with Tools → Export → All content."


class NotWellFormed(SourceError):
    """The file is no XML. ``mendable``: ``wellformed.mend`` may know how to make it so."""

    def __init__(self, problem: Problem, *, mendable: bool) -> None:
        super().__init__(problem)
        self.mendable = mendable


def records(
    texts: Iterable[str], path: str, tally: Tally, fields: Mapping[str, frozenset[str]] = FIELDS
) -> Iterator[Record]:
    """Yield the records of a file in the order in which they end, so comments before the item they are on.

    ``fields`` are the names of the texts to read, by the name of the record; other records are passed over.

    Raises:
        NotWellFormed: ``texts`` are no XML, or cut short.
        SourceError: ``texts`` are XML, but no export, or one made to do harm.
    """
    reader = _Reader(path, tally, fields)
    for text in texts:
        yield from reader.feed(text)
    yield from reader.close()


class _Names(dict[str, str]):
    """WordPress's name for every element name in one scope of namespaces; an empty string if it has none."""

    def __init__(self, bindings: ChainMap[str, str], note: Callable[[Kind], None]) -> None:
        super().__init__()
        self.bindings = bindings
        self._note = note

    def __missing__(self, qname: str) -> str:
        prefix, _, local = qname.rpartition(":")
        if prefix in self.bindings:
            family = _family(self.bindings[prefix])
        elif prefix in _CONVENTIONAL:
            self._note(UNDECLARED_PREFIX)
            family = f"{prefix}:"
        else:
            family = None
        self[qname] = "" if family is None else family + local
        return self[qname]


class _Reader:
    """The handlers of one expat parser, and what they know of the place in the file."""

    def __init__(self, path: str, tally: Tally, fields: Mapping[str, frozenset[str]]) -> None:
        self._path = path
        self._tally = tally
        self._fields = fields
        self._records_in = {record: inner & fields.keys() for record, inner in RECORDS_IN.items()}
        self._open: list[tuple[str, int]] = []  # every open element's name and line
        self._records = [Record("", 1)]  # the open records, from a stand-in for the file on
        self._done: list[Record] = []
        self._channel_seen = False
        self._ours = 0  # how many of the open elements are records
        self._skipped = 0  # how many are open in one that is passed over
        self._field = ""  # the open text, if it is read
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []  # of the open text; between two, the white space there
        self._take = self._text.append
        self._has_markup = False
        self._names = _Names(ChainMap({"": "", "xml": "xml"}), self._note)
        self._scope = -1  # the depth of the element whose namespaces hold
        self._outer_scopes: list[tuple[int, _Names]] = []
        self._enter("")
        self._parser = self._hardened_parser()

    def _hardened_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = BUFFER
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        return parser

    def feed(self, text: str, *, final: bool = False) -> list[Record]:
        """Parse a piece of text and return the records that ended in it."""
        try:
            self._parser.Parse(text, final)
        except expat.ExpatError as error:
            raise NotWellFormed(self._explained(error), mendable=error.code in _MENDABLE) from error
        done, self._done = self._done, []
        return done

    def close(self) -> list[Record]:
        """Say that the text is at its end."""
        done = self.feed("", final=True)
        if not self._channel_seen:
            raise SourceError(Problem("is no WordPress export: it has no <channel>", self._path, None, _EXPORT_AGAIN))
        return done

    def _start(self, qname: str, attributes: dict[str, str]) -> None:
        depth = len(self._open)
        if depth == MAX_DEPTH:
            raise self._too_deep()
        line = self._parser.CurrentLineNumber
        self._open.append((qname, line))
        if attributes:
            self._bind_namespaces(attributes, depth, line)
        if self._field:
            self._start_markup(qname, attributes)
            return
        name = self._names[qname]
        if name in self._texts_here:
            self._field = name
            self._attributes = attributes
            self._text.clear()
        elif name in self._records_here:
            self._ours += 1
            self._records.append(Record(name, line))
            self._enter(name)
        elif not depth:
            raise self._refusal(f"is no WordPress export: it is a document of type <{qname}>", _EXPORT_AGAIN)
        else:
            self._skip()

    def _skip(self) -> None:
        """Pass over the element that has just begun: with handlers of its own, since most of a file is not read."""
        self._parser.StartElementHandler = self._start_skipped
        self._parser.EndElementHandler = self._end_skipped
        self._parser.CharacterDataHandler = None

    def _start_skipped(self, _qname: str, _attributes: dict[str, str]) -> None:
        self._skipped += 1
        if len(self._open) + self._skipped > MAX_DEPTH:
            raise self._too_deep()

    def _end_skipped(self, qname: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take
        self._end(qname)

    def _end(self, qname: str) -> None:
        _, line = self._open.pop()
        depth = len(self._open)
        if self._field:
            if self._ours < depth:
                self._text.append(f"</{qname}>")
            else:
                self._end_text(line)
        elif self._ours > depth:
            self._ours -= 1
            self._end_record(self._records.pop())
            self._enter(self._records[-1].name)
        if depth == self._scope:
            self._scope, self._names = self._outer_scopes.pop()

    def _enter(self, record: str) -> None:
        """Know what is read in the record that is now the innermost."""
        self._texts_here = self._fields.get(record, _NOTHING)
        self._records_here = self._records_in.get(record, _NOTHING)

    def _data_beside_markup(self, text: str) -> None:
        self._text.append(escape(text))

    def _start_markup(self, qname: str, attributes: Mapping[str, str]) -> None:
        """Take an element inside a text, one that was not put into CDATA, as the markup it was meant to be."""
        if not self._has_markup:
            self._text[:] = [escape("".join(self._text))]
            self._has_markup = True
            self._parser.CharacterDataHandler = self._data_beside_markup
        self._text.append(f"<{qname}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())}>")

    def _end_text(self, line: int) -> None:
        name, record, pieces = self._field, self._records[-1], self._text
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if name not in AS_STORED:
            text = text.strip()
        if name == "category":
            domain, nicename = self._attributes.get("domain", ""), self._attributes.get("nicename", "")
            record.categories.append(Category(domain.strip(), nicename.strip(), text))
        elif not record.texts.get(name):
            record.texts[name] = text
            record.lines[name] = line
        self._field = ""
        pieces.clear()
        if self._has_markup:
            self._has_markup = False
            self._parser.CharacterDataHandler = self._take

    def _end_record(self, record: Record) -> None:
        if record.name == "wp:postmeta":
            key = record.text("wp:meta_key")
            if key in META_KEYS or key.startswith(EMBEDDED):
                self._records[-1].meta.append((key, record.text("wp:meta_value")))
        elif record.name != "rss":
            self._channel_seen = self._channel_seen or record.name == "channel"
            self._done.append(record)

    def _bind_namespaces(self, attributes: Mapping[str, str], depth: int, line: int) -> None:
        bindings = {
            name.removeprefix("xmlns").removeprefix(":"): uri
            for name, uri in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        if not bindings:
            return
        for prefix, uri in bindings.items():
            if not _URI.fullmatch(uri):
                self._tally.note(NO_URI, line)
            if prefix in _CONVENTIONAL and _family(uri) is None:
                self._tally.note(FOREIGN_PREFIX, line)
        self._outer_scopes.append((self._scope, self._names))
        self._scope = depth
        self._names = _Names(self._names.bindings.new_child(bindings), self._note)

    def _doctype(self, _name: str, system_id: str | None, public_id: str | None, _internal: bool) -> None:
        if system_id or public_id:
            raise self._refusal("names a DTD outside the file, which no export does", "Delete its <!DOCTYPE …> line.")

    def _entity(self, name: str, *_: object) -> None:
        raise self._refusal(
            f"declares the entity {quoted(name)}, which no export does", "Do not trust where it comes from."
        )

    def _note(self, kind: Kind) -> None:
        self._tally.note(kind, self._parser.CurrentLineNumber)

    def _too_deep(self) -> SourceError:
        return self._refusal(f"has elements nested more than {MAX_DEPTH} deep", _EXPORT_AGAIN)

    def _refusal(self, what: str, mend: str) -> SourceError:
        return SourceError(Problem(what, self._path, self._parser.CurrentLineNumber, mend))

    def _explained(self, error: expat.ExpatError) -> Problem:
        if not self._open and error.code in _CUT_SHORT:
            return Problem("is empty: it holds no element", self._path, error.lineno, _EXPORT_AGAIN)
        if error.code in _CUT_SHORT:
            name, line = self._open[-1]
            return Problem(
                f"is cut short: <{name}> of line {line} is not closed", self._path, error.lineno, _EXPORT_AGAIN
            )
        if error.code == _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]:
            name, line = self._open[-1]
            what = f"is not well-formed: an end tag does not fit <{name}> of line {line}"
        else:
            what = f"is not well-formed: {expat.ErrorString(error.code)}"
        return Problem(what, self._path, error.lineno, "Mend that line, or export the blog again.")


def _family(namespace: str) -> str | None:
    """Return the prefix, with its colon, that WordPress uses for a namespace; ``None`` for somebody else's."""
    return next((family for pattern, family in _NAMESPACES if pattern.fullmatch(namespace)), None)
