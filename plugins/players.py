"""Puts the players of an old blog back where its archive holds the recording, and a link to it in each as a fallback.

An archived text has a link where a sound or a film was (``sociable.markup.embeds`` says how it looks), since its
address is another host's. Once the file is one of this site's, a reader may as well press play: nothing is loaded
before. Several formats of one film are one player; what no browser plays stays a link. The file's old address stands
in ``data-original``.

Works on the sanitiser's own output, where tags are lower case, attributes stand in double quotes and no text holds
``<``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from sociable.markup.embeds import file_name

IsHeld = Callable[[str], bool]
"""Says of an address whether this site has the file."""

PLAYED = {
    "audio": frozenset(".aac .flac .m4a .mp3 .oga .ogg .opus .wav".split()),
    "video": frozenset(".m4v .mov .mp4 .ogg .ogv .webm".split()),
}
"""Endings that browsers play (https://developer.mozilla.org/docs/Web/Media/Guides/Formats/Containers)."""

_ATTRIBUTES = r'(?: [^\s="<>/]+="[^"]*")+'
_LINK = re.compile(rf"<a({_ATTRIBUTES})>([^<]*)</a>")
_OF_A_PLAYER = rf'<a(?=[^>]* class="embed embed-(?:audio|video)[" ]){_ATTRIBUTES}>[^<]*</a>'
_INLINE = re.compile(rf'(?:<img src="([^"]*)" alt="">\s)?({_OF_A_PLAYER}(?:\s{_OF_A_PLAYER})*)')
_PARAGRAPH = re.compile(rf'(<p class="embed embed-(audio|video)(?: [^"]*)?">)(<a{_ATTRIBUTES}>[^<]*</a>)(?=</p>)')
_PLAYER = re.compile(rf"<(audio|video)({_ATTRIBUTES})></\1>")
_HREF = re.compile(r' href="([^"]*)"')
_SRC = re.compile(r' src="([^"]*)"')
_KIND = re.compile(r' class="embed embed-(audio|video)')


def restore(html: str, is_held: IsHeld) -> str:
    """Return ``html`` with a player in place of every link to a recording that is held and can be played.

    A player whose file is not held becomes such a link.
    """
    if "<audio" in html or "<video" in html:
        html = _PLAYER.sub(lambda found: _kept(found[0], found[1], _address(_SRC, found[2]), is_held), html)
    if "embed-audio" not in html and "embed-video" not in html:
        return html
    html = _PARAGRAPH.sub(lambda found: found[1] + _players(found[2], "", [found[3]], is_held), html)
    return _INLINE.sub(lambda found: _inline(found, is_held), html)


def _kept(whole: str, kind: str, source: str, is_held: IsHeld) -> str:
    words = f"{kind.capitalize()}: {file_name(source)}"
    if is_held(source):
        return whole.replace("></", f">{_link(source, words)}</", 1)
    return f'<a class="embed embed-{kind}" href="{escape(source)}">{escape(words)}</a>'


def _inline(found: re.Match[str], is_held: IsHeld) -> str:
    links = [link[0] for link in _LINK.finditer(found[2])]
    runs = [(kind, list(run)) for kind, run in groupby(links, key=_kind)]
    posters = [unescape(found[1] or ""), *("" for _ in runs[1:])]
    shown = [_players(kind, poster, run, is_held) for (kind, run), poster in zip(runs, posters, strict=True)]
    is_shown = found[1] is None or shown[0].partition(">")[0].endswith(f' poster="{found[1]}"')
    return ("" if is_shown else f'<img src="{found[1]}" alt=""> ') + " ".join(shown)


def _players(kind: str, poster: str, links: Sequence[str], is_held: IsHeld) -> str:
    """The players for ``links``, of which neighbours of one name are one film in several formats."""
    shown: list[str] = []
    for _, formats in groupby(links, key=_stem):
        shown += _player(kind, poster if not shown else "", list(formats), is_held)
    return " ".join(shown)


def _player(kind: str, poster: str, links: Sequence[str], is_held: IsHeld) -> Iterator[str]:
    played = [link for link in links if _suffix(link) in PLAYED[kind] and is_held(_address(_HREF, link))]
    if played:
        attributes = f' poster="{escape(poster)}"' if poster and kind == "video" and is_held(poster) else ""
        sources = "".join(_source(_address(_HREF, link)) for link in played)
        words = _words(played[0])
        fallback = _link(_address(_HREF, played[0]), words)
        label = escape(words)
        yield f'<{kind} controls="" preload="none" aria-label="{label}"{attributes}>{sources}{fallback}</{kind}>'
    yield from (link for link in links if link not in played)


def _source(address: str) -> str:
    return f'<source src="{escape(address)}" data-original="{escape(address)}">'


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _kind(link: str) -> str:
    found = _KIND.search(link)
    assert found, link
    return found[1]


def _words(link: str) -> str:
    found = _LINK.fullmatch(link)
    assert found, link
    return unescape(found[2])


def _address(attribute: re.Pattern[str], attributes: str) -> str:
    found = attribute.search(attributes)
    return unescape(found[1]) if found else ""


def _suffix(link: str) -> str:
    return _path(link).suffix.lower()


def _stem(link: str) -> str:
    return str(_path(link).with_suffix("")) if _path(link).name else link


def _path(link: str) -> PurePosixPath:
    return PurePosixPath(unquote(urlsplit(_address(_HREF, link)).path))
