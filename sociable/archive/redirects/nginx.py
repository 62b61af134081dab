"""Rules for nginx: maps from what is asked for to where it is, and a server that looks into them.

See https://nginx.org/en/docs/http/ngx_http_map_module.html: the keys of a map are compared without regard to case,
``$uri`` is decoded and has its slashes merged. ``if`` with nothing but ``return`` in it is safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from sociable.archive.names import fold
from sociable.archive.redirects.old import ARGUMENTS, IDS, Kind, Table, parts

TAIL = (
    "(?:/(?:feed|rss2?|rdf|atom)(?:/(?:feed|rss2?|rdf|atom))?|/trackback|/embed|/amp|/comment-page-[0-9]+"
    "|/page/[0-9]+)*"
)
"""What may follow a path: see :mod:`sociable.archive.links`. Parts of a text (``/2/``) are entries of their own."""

FEDS = ("/feed/(?:feed|rss2?|rdf|atom)", "/(?:feed|rss2?|rdf|atom)")
"""The endings of a feed's address, the longer first."""

SIZED = "(/.*)-[0-9]+x[0-9]+([.][a-z]+)"
"""A resized copy of a picture; without its size it may be known."""

NEAR = ("/(?:category|tag|author)/.*", "(?:/[0-9]{4})?(?:/[0-9]{2}){0,2}")
"""Listings that hold nothing that is kept: the archive's home, which names all others, is the next best."""


def rules(table: Table, site: str = "") -> str:
    """Write a file for nginx's ``http`` block: the maps, and a server for the old blog's hosts."""
    return "\n".join(_lines(table, site)) + "\n"


def _lines(table: Table, site: str) -> Iterator[str]:
    name = variable(table.name)
    yield f"# Old addresses of the archive {table.name}: include this file in the http block of nginx.conf."
    yield "# Each leads to its place in the archive in one step (301). Should nginx.conf set map_hash_… already, take"
    yield "# out the two lines here and see that its own are no smaller."
    yield f"map_hash_max_size {max(2048, 4 * len(table.entries))};"
    yield "map_hash_bucket_size 1024;"
    yield from _coalesced(name)
    yield from _keys(table, name, site)
    yield from _map(f"$old_{name}_number", f"$old_{name}_id", _asked(table, "id"), table, site)
    for kind in ARGUMENTS:
        yield from _map(f"$arg_{kind}", f"$old_{name}_{kind}", _asked(table, kind), table, site)
    paths = _paths(table, "path")
    yield from _map(f"$old_{name}_whole", f"$old_{name}_path", paths, table, site)
    yield from _map(f"$old_{name}_fed", f"$old_{name}_feed", _paths(table, "feed"), table, site)
    yield from _map(f"$old_{name}_bare", f"$old_{name}_short", paths, table, site)
    yield from _map(f"$old_{name}_original", f"$old_{name}_file", paths, table, site)
    yield from _map(f"$old_{name}_last", f"$old_{name}_slug", _paths(table, "slug"), table, site)
    yield from _server(table, name)


def variable(name: str) -> str:
    """What of an archive's name may stand in the name of a variable."""
    return name.replace("-", "_")


def _coalesced(name: str) -> Iterator[str]:
    """One number for the arguments that hold that of a post, page or file; and whether a query asks for anything."""
    first, second, third = (f"$arg_{argument}" for argument in IDS)
    yield f'map {second} $old_{name}_second {{ default {second}; "" {third}; }}'
    yield f'map {first} $old_{name}_first {{ default {first}; "" $old_{name}_second; }}'
    yield f'map $old_{name}_first $old_{name}_number {{ default ""; "~^0*(?<old_{name}_n>[0-9]+)$" $old_{name}_n; }}'
    asked = "".join(("$old_", name, "_first", *(f"$arg_{kind}" for kind in ARGUMENTS), "$arg_s"))
    yield f'map "{asked}" $old_{name}_asked {{ default 1; "" ""; }}'


def _keys(table: Table, name: str, site: str) -> Iterator[str]:
    """The path below the blog's home, without slashes at its end: whole, without what may follow it, of a feed, its
    last part."""
    home = f"{_pattern(table.home)}(?:/index\\.php)?"
    for key, start, end in (("whole", home, ""), ("bare", home, TAIL), ("last", ".*", "")):
        group = f"old_{name}_{key}_is"
        part = "/[^/]+?" if key == "last" else "(?:/.*?)??"
        yield f'map $uri $old_{name}_{key} {{ default "-"; "~*^{start}(?<{group}>{part}){end}/*$" ${group}; }}'
    yield f'map "$arg_feed:$uri" $old_{name}_fed {{'
    yield '  default "-";'
    for place, (start, end) in enumerate((("[^:]+:", ""), *((":", ending) for ending in FEDS))):
        group = f"old_{name}_feed_{place}"
        yield f'  "~*^{start}{home}(?<{group}>(?:/.*?)??){end}/*$" ${group};'
    yield "}"
    stem, kind = f"old_{name}_stem", f"old_{name}_type"
    sized = SIZED.replace("(", f"(?<{stem}>", 1).replace("([", f"(?<{kind}>[")
    yield f'map $uri $old_{name}_original {{ default "-"; "~*^{home}{sized}$" "${stem}${kind}"; }}'
    near = "".join(f' "~*^{home}{pattern}/*$" "{table.located("", site)}";' for pattern in NEAR)
    yield f'map $uri $old_{name}_near {{ default "";{near} }}'


def _map(source: str, result: str, entries: Mapping[str, str], table: Table, site: str) -> Iterator[str]:
    yield f'map "{source}" {result} {{'
    yield '  default "";'
    for key, target in entries.items():
        yield f'  "{_quoted(key)}" "{table.located(target, site)}";'
    yield "}"


def _asked(table: Table, kind: Kind) -> Mapping[str, str]:
    """The entries of a kind, as a query may spell them: nginx does not decode arguments."""
    found: dict[str, str] = {}
    for asks, target in table.of(kind).items():
        for spelling in (asks.lower(), fold(asks), quote(asks).lower()):
            found.setdefault(spelling, target)
    return found


def _paths(table: Table, kind: Kind) -> Mapping[str, str]:
    """The entries of a kind that asks by path, each with a slash in front; the home is empty."""
    found: dict[str, str] = {}
    entries = (*table.of(kind).items(), *(parts(table) if kind == "path" else ()))
    for path, target in entries:
        for spelling in (path.lower(), fold(path)):
            found.setdefault(f"/{spelling}" if spelling else "", target)
    return found


def _server(table: Table, name: str) -> Iterator[str]:
    hosts = " ".join(f"{host} www.{host}" for host in table.hosts) or "_"
    yield "server {"
    yield "  listen 80;"
    yield f"  server_name {hosts};"
    for argument in ("id", *ARGUMENTS):
        yield f"  if ($old_{name}_{argument}) {{ return 301 $old_{name}_{argument}; }}"
    yield f"  if ($old_{name}_asked) {{ return 404; }}"
    yield f'  set $old_{name}_answered "";'
    yield f'  if ($arg_replytocom ~ "^[0-9]+$") {{ set $old_{name}_answered "#comment-$arg_replytocom"; }}'
    for key in ("feed", "path", "short", "file", "slug", "near"):
        yield f"  if ($old_{name}_{key}) {{ return 301 $old_{name}_{key}$old_{name}_answered; }}"
    yield "  return 404;"
    yield "}"


def _quoted(text: str) -> str:
    """A key inside quotes; ``~`` and words that nginx knows never come first, for a path starts with a slash."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _pattern(home: str) -> str:
    """The path of the blog's home as a regular expression of PCRE."""
    return "".join(c if c.isalnum() or c in "-_/" else f"[{c}]" for c in f"/{home}") if home else ""
