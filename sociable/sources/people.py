"""Know who the authors of a WordPress export are, and under which name and id they may be shown.

An export names an author by login (``wp:author``, ``dc:creator``), by user number (``wp:comment_user_id``) and, where
the plugin Co-Authors Plus is used, by a term of the taxonomy ``author``: its slug is ``cap-`` and the author's
nicename, its name the login. Guest authors of that plugin are items of the type ``guest-author``. Names are as stored,
so they may hold HTML entities.

No e-mail address leaves this module: people who log in with an address are named and numbered otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote

from sociable.model import Author, Source
from sociable.sources.records import Category, Record
from sociable.sources.records import number as read_number
from sociable.sources.tally import Kind, Tally

WITHHELD = "Name withheld"
MAX_ID = 60  # characters

ADDRESS_AS_NAME = Kind(
    "names of authors or commenters held an e-mail address: it is not passed on",
    "Give them a name in the blog, or in authors.md.",
)

_ADDRESS = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++@[\w-]++(?:\.[\w-]++)*+")
_LEFT_BY_ADDRESS = re.compile(r"\(\s*\)|\[\s*\]|<\s*>|&lt;\s*&gt;|\bmailto:", re.IGNORECASE)
_ADDRESS_ONLY = re.compile(r"(?:mailto:|https?://)?[^/\s@?#]+@[^/\s@?#]+/?", re.IGNORECASE)
_AVATAR = re.compile(r"gravatar\.com/avatar/", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # no file may be called so on Windows


def without_address(name: str, address: str = "") -> str:
    """Return ``name`` without ``address`` and all that looks like an e-mail address; maybe an empty string."""
    has_address = address and address.casefold() in name.casefold()
    clean = re.sub(re.escape(address), "", name, flags=re.IGNORECASE) if has_address else name
    if "@" in clean:
        clean = _ADDRESS.sub("", clean)
    if clean == name:
        return name
    return _LEFT_BY_ADDRESS.sub("", clean).strip(" \t\n-–—,;:|/<>()[]\"'")


def shown_address(url: str, address: str = "") -> str:
    """Return a commenter's web address, or an empty string if it holds their e-mail ``address`` or is an avatar's."""
    if not url:
        return ""
    has_address = address and address.casefold() in unquote(url).casefold()
    if url in ("http://", "https://") or has_address or _ADDRESS_ONLY.fullmatch(url) or _AVATAR.search(url):
        return ""
    return url


def identifier(text: str) -> str:
    """Return ``text`` as lower-case ASCII letters, digits and single hyphens, 60 at most; maybe an empty string."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NOT_IN_ID.sub("-", ascii_text.lower()).strip("-")[:MAX_ID].rstrip("-")


class People:
    """The authors of one export. Each is made once; looked up by login, nicename or user number."""

    def __init__(self, path: str, tally: Tally) -> None:
        self._path = path
        self._tally = tally
        self._by_name: dict[str, Author] = {}
        self._by_shown_name: dict[str, Author] = {}
        self._by_number: dict[str, Author] = {}
        self._ids: dict[str, int] = {}  # and how often each was asked for

    def declare(self, record: Record) -> Author | None:
        """Return the author that a ``wp:author`` record declares; ``None`` if it names nobody."""
        login, shown = record.text("wp:author_login"), record.text("wp:author_display_name")
        number, address = record.text("wp:author_id"), record.text("wp:author_email")
        names = (shown, f"{record.text('wp:author_first_name')} {record.text('wp:author_last_name')}".strip(), login)
        key = login or shown or number
        if not key:
            return None
        author = self._find(key) or self._make(names, (login,), record.line, address=address, number=number)
        self._know(author, key)
        self._by_shown_name.setdefault(shown.casefold(), author)
        if number:
            self._by_number.setdefault(number, author)
        return author

    def declare_guest(self, record: Record) -> Author:
        """Return the author that an item of the type ``guest-author`` declares."""
        nicename = record.text("wp:post_name").removeprefix("cap-")
        login = next(iter(record.metadata("cap-user_login")), "") or nicename
        accounts = [*record.metadata("cap-linked_account"), login, nicename]
        author = next(filter(None, map(self._find, accounts)), None)
        if author is None:
            author = self._make((record.text("title"), login), (login, nicename), record.line)
        self._know(author, login, nicename)
        return author

    def creator(self, login: str, line: int) -> Author:
        """Return the author with this login, or else this display name, one not declared if need be."""
        known = self._find(login) or self._by_shown_name.get(login.casefold())
        author = known or self._make((login,), (login,), line)
        self._know(author, login)
        return author

    def co_author(self, term: Category, line: int) -> Author:
        """Return the author that a term of Co-Authors Plus stands for, one not declared if need be."""
        nicename = term.nicename.removeprefix("cap-")
        author = self._find(term.name) or self._find(nicename)
        if author is None:
            author = self._make((term.name, nicename), (nicename, term.name), line)
        self._know(author, term.name, nicename)
        return author

    def user(self, number: str) -> str:
        """Return the id of the author with a user number, or an empty string."""
        author = self._by_number.get(number)
        return author.id if author else ""

    def shown_name(self, name: str, address: str, line: int) -> str:
        """Return a commenter's name without an address; an empty name stays one."""
        clean = without_address(name, address)
        if clean != name:
            self._tally.note(ADDRESS_AS_NAME, line)
        return clean if clean or not name else WITHHELD

    def _find(self, name: str) -> Author | None:
        return self._by_name.get(name.casefold())

    def _know(self, author: Author, *names: str) -> None:
        for name in filter(None, names):
            self._by_name.setdefault(name.casefold(), author)

    def _make(
        self, names: Sequence[str], logins: Sequence[str], line: int, *, address: str = "", number: str = ""
    ) -> Author:
        """Make an author called by the first of ``names``, its id by the first of ``logins``, that may be shown."""
        addresses = {address, *(found for text in (*names, *logins) for found in _ADDRESS.findall(text))} - {""}
        secrets = set(map(_letters, addresses))
        clean = filter(None, (without_address(name, address) for name in names))
        shown = [name for name in clean if _letters(name) not in secrets]
        name = shown[0] if shown else WITHHELD
        if name != next(filter(None, names), name):
            self._tally.note(ADDRESS_AS_NAME, line)
        bases = [base for base in (without_address(text, address) for text in logins) if _letters(base) not in secrets]
        ids = map(identifier, (*bases, *shown, f"author-{number}"))
        source = Source(self._path, line, "wxr")
        return Author(self._unused(next(filter(None, ids))), name, source=source, number=read_number(number))

    def _unused(self, base: str) -> str:
        if _DEVICE.fullmatch(base):
            base = f"author-{base}"
        author_id = base
        while author_id in self._ids:
            self._ids[base] += 1
            author_id = f"{base}-{self._ids[base]}"
        self._ids[author_id] = 1
        return author_id


def _letters(text: str) -> str:
    """Return what a nicename keeps of an address: ``jane@example.org`` is ``janeexample-org`` there."""
    return "".join(filter(str.isalnum, text.casefold()))
