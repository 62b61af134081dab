"""Make XML of text that is nearly XML, where only one reading is possible.

WordPress writes an export by printing, so it can hold what no XML parser takes. Mended here, each with a note:

* ``]]>`` inside a CDATA section, which exports before WordPress 3.1 left unescaped: the section ends where
  ``]]>`` stands right before the end tag of the element it is in;
* ``&`` that starts no reference, the named characters of HTML (``&nbsp;``), references to characters XML forbids;
* ``<`` that starts no tag (``a < b``, ``<3``), and ``]]>`` in plain text.

No line is added or removed. This module is for files that a parser has refused: what is well-formed passes unchanged,
but for a CDATA section with plain text after it in the same element, which no exporter writes.
Tags that are left open or crossed are not mended: nobody can know where they should have ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from xml.sax.saxutils import escape

from sociable.sources.tally import Kind, Tally

CDATA_CLOSE = Kind("']]>' stood unescaped in a CDATA section: kept as text")
UNESCAPED = Kind("'&', '<' or ']]>' stood unescaped: kept as text")
HTML_NAME = Kind("characters were named as in HTML: replaced by the characters themselves")
NO_CHARACTER = Kind("references to what is no character: removed, or joined where two stood for one character")

LOOK_AHEAD = 1 << 25  # characters; a CDATA section whose element ends farther away is read as XML reads it
_KEPT = 1 << 20  # characters that may stay in the window behind the place of work

_CDATA_START, _CDATA_END, _CDATA_ESCAPED = "<![CDATA[", "]]>", "]]]]><![CDATA[>"
_UNESCAPED_END = re.compile(r"]]>(?!<!\[CDATA\[)")
_SPLIT = re.compile(r"\s*(?:<!\[CDATA\[|<!--)")
_VERBATIM = ((_CDATA_START, _CDATA_END), ("<!--", "-->"), ("<?", "?>"), ("<!", ">"))
_MARKUP = re.compile(r"<(?:/?[^\W\d]|[!?])")
_TAG = re.compile(r"<(/?)([^\W\d][\w:.-]*+)(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+>")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]*);)?")
_IN_TEXT = re.compile(rf"<|]]>|{_REFERENCE.pattern}")
_XML_CHARACTER = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def mend(texts: Iterable[str], tally: Tally) -> Iterator[str]:
    """Yield the same text with markup that an XML parser takes, or as it was where it can't be mended safely.

    Memory is bounded by the longest element that holds only text.
    """
    return _Mender(texts, tally).mended()


class _Mender:
    """A window on the text: what lies before ``_at`` is done, and it grows when somebody has to look farther."""

    def __init__(self, texts: Iterable[str], tally: Tally) -> None:
        self._texts = iter(texts)
        self._tally = tally
        self._window = ""
        self._at = 0
        self._line = 1
        self._let_go = 0  # characters that have left the window
        self._element = ""  # the element whose start tag was the last tag
        self._ending = ("", 0, 0)  # an element, where its end tag is and the "]]>" before it, from the file's start

    def mended(self) -> Iterator[str]:
        while self._at < len(self._window) or self._grow():
            end = self._find_markup()
            line = self._line
            yield self._mend(_IN_TEXT, self._take(end), line)
            if end >= 0:
                yield self._markup()

    def _grow(self) -> bool:
        more = next(self._texts, None)
        self._window += more or ""
        return more is not None

    def _find(self, needle: str, start: int, limit: int = 1 << 62) -> int:
        """Return where ``needle`` is in the window at or after ``start``, -1 if nowhere before ``_at + limit``."""
        while (found := self._window.find(needle, start)) < 0:
            start = max(start, len(self._window) - len(needle) + 1)
            if start - self._at > limit or not self._grow():
                return -1
        return found

    def _find_markup(self) -> int:
        """Return where the next markup starts in the window, growing it; -1 if nowhere."""
        start = self._at
        while (found := _MARKUP.search(self._window, start)) is None:
            start = max(start, len(self._window) - len("</"))
            if not self._grow():
                return -1
        return found.start()

    def _take(self, end: int) -> str:
        """Cut the text up to ``end`` off the window; a negative ``end`` means all that is there."""
        text = self._window[self._at : end] if end >= 0 else self._window[self._at :]
        self._at += len(text)
        self._line += text.count("\n")
        if self._at > _KEPT:
            self._let_go += self._at
            self._window, self._at = self._window[self._at :], 0
        return text

    def _markup(self) -> str:
        """Take the markup that the window stands at."""
        self._find("<", self._at + len(_CDATA_START))  # grow: whatever this is, if a tag, it ends before that
        line, window, at = self._line, self._window, self._at
        for start, end in _VERBATIM:
            if window.startswith(start, at):
                if start == _CDATA_START and self._element:
                    return self._cdata()
                close = self._find(end, at + len(start))
                return self._take(close + len(end) if close >= 0 else close)
        if tag := _TAG.match(window, at):
            self._element = "" if tag[1] or tag[0].endswith("/>") else tag[2]
            return self._mend(_REFERENCE, self._take(tag.end()), line)
        return self._take(self._find("<", at + 1))

    def _cdata(self) -> str:
        """Take a CDATA section, which ends before the end tag of its element if that reading is possible."""
        end = self._find(_CDATA_END, self._at + len(_CDATA_START))
        if end < 0:
            return self._take(end)
        after = end + len(_CDATA_END)
        self._find("<", after)
        if _SPLIT.match(self._window, after):
            return self._take(after)
        last = self._end_before_tag(after)
        return self._escaped_section(last) if last > end else self._take(after)

    def _end_before_tag(self, start: int) -> int:
        """Return where the ``]]>`` is that stands right before the element's end tag, -1 if none does.

        What was found is kept until that tag is behind, lest a text of many sections be searched for each.
        """
        element, tag_at, end = self._ending
        if element != self._element or tag_at < self._let_go + start:
            found = self._find(f"</{self._element}", start, LOOK_AHEAD)
            tag_at = found if found >= 0 else self._at + LOOK_AHEAD
            end = self._end_before(found)
            self._ending = self._element, self._let_go + tag_at, self._let_go + end if end >= 0 else -1
        return self._ending[2] - self._let_go

    def _end_before(self, place: int) -> int:
        """Return where the ``]]>`` is that only white space parts from ``place``, -1 if there is none."""
        while place > self._at and self._window[place - 1].isspace():
            place -= 1
        place -= len(_CDATA_END)
        return place if place > self._at and self._window.startswith(_CDATA_END, place) else -1

    def _escaped_section(self, last: int) -> str:
        """Take a CDATA section that ends at ``last``, with every end before that escaped."""
        line = self._line
        section = self._take(last)
        parts = _UNESCAPED_END.split(section)
        for part in parts[:-1]:
            line += part.count("\n")
            self._tally.note(CDATA_CLOSE, line)
        return _CDATA_ESCAPED.join(parts) + self._take(self._at + len(_CDATA_END))

    def _mend(self, suspects: re.Pattern[str], text: str, line: int) -> str:
        """Mend what is suspect in a text, or tag, that starts on ``line``."""
        if "&" not in text and "<" not in text and _CDATA_END not in text:
            return text
        parts: list[str] = []
        done = 0
        for suspect in suspects.finditer(text):
            between = text[done : suspect.start()]
            line += between.count("\n")
            done = suspect.end()
            parts += between, self._mend_suspect(suspect[0], suspect[1], line)
        return _without_surrogates("".join((*parts, text[done:])))

    def _mend_suspect(self, found: str, reference: str | None, line: int) -> str:
        """Return what stands for ``found``; ``reference`` is what is between its ``&`` and ``;`` if it has both."""
        if reference is None:
            self._tally.note(UNESCAPED, line)
            return escape(found)
        if not reference.startswith("#"):
            known = html5.get(f"{reference};")
            self._tally.note(UNESCAPED if known is None else HTML_NAME, line)
            return escape(found) if known is None else "".join(f"&#{ord(character)};" for character in known)
        number = int(reference[2:], 16) if reference[1] in "xX" else int(reference[1:])
        if number < 0x110000 and _XML_CHARACTER.fullmatch(chr(number)):
            return found.replace("X", "x")
        self._tally.note(NO_CHARACTER, line)
        return chr(number) if 0xD800 <= number < 0xE000 else ""


def _without_surrogates(text: str) -> str:
    """Put two references to surrogates together to the character they were meant for; drop single ones."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
