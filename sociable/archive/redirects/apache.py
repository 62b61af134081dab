"""Rules for Apache: a map in a text file, and a virtual host that looks into it.

See https://httpd.apache.org/docs/2.4/rewrite/rewritemap.html. Keys are compared after ``escape`` and ``tolower``, as
Apache's own maps of these names write them: so they hold no spaces, and case does not count. A map must be named in
the server's configuration; an ``.htaccess`` may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from sociable.archive.redirects.nginx import FEDS, NEAR, SIZED, TAIL, variable
from sociable.archive.redirects.old import ARGUMENTS, IDS, Table, parts

_SAFE = "$-_.+!*'(),:@&=/~"
"""What Apache's ``escape`` leaves as it is, beside letters and digits (``os_escape_path``)."""

_RULE = "  RewriteRule ^ %1 [R=301,L,NE,QSD]"


def mapped(table: Table, site: str = "") -> str:
    """Write the map: a line for each old address, ``kind:what is asked for``, then where it is."""
    found: dict[str, str] = {}
    for old in table.entries:
        slash = "/" if old.kind in ("path", "feed", "slug") and old.asks else ""
        found.setdefault(f"{old.kind}:{slash}{_key(old.asks)}", table.located(old.target, site))
    for path, target in parts(table):
        found.setdefault(f"path:/{_key(path)}", table.located(target, site))
    return "".join(f"{key} {address}\n" for key, address in found.items())


def rules(table: Table, map_file: str, site: str = "") -> str:
    """Write a virtual host for the old blog's hosts. ``map_file`` is where the map will lie on the server."""
    return "\n".join(_lines(table, map_file, site)) + "\n"


def _lines(table: Table, map_file: str, site: str) -> Iterator[str]:
    name = variable(table.name)
    home = f"/{quote(table.home)}" if table.home else ""
    first, *others = [host for each in table.hosts for host in (each, f"www.{each}")] or ["localhost"]
    yield f"# Old addresses of the archive {table.name}: include this file in Apache's configuration, not in .htaccess,"
    yield "# with mod_rewrite on, and put the map where the line RewriteMap says. Each leads to its place in one step."
    yield "<VirtualHost *:80>"
    yield f"  ServerName {first}"
    if others:
        yield f"  ServerAlias {' '.join(others)}"
    yield "  RewriteEngine On"
    yield f'  RewriteMap old_{name} "txt:{map_file}"'
    yield "  RewriteMap lower int:tolower"
    yield "  RewriteMap escape int:escape"
    yield f"  RewriteCond %{{QUERY_STRING}} (?:^|&)(?:{'|'.join(IDS)})=0*([0-9]+)(?:&|$) [NC]"
    yield from _looked_up(name, "id:%1")
    for kind in ARGUMENTS:
        yield f"  RewriteCond %{{QUERY_STRING}} (?:^|&){kind}=([^&]+) [NC]"
        yield from _looked_up(name, f"{kind}:${{lower:%1}}")
    yield f"  RewriteCond %{{QUERY_STRING}} (?:^|&)(?:{'|'.join((*IDS, *ARGUMENTS, 's'))})=[^&] [NC]"
    yield "  RewriteRule ^ - [R=404,L]"
    start = f"^{home}(?:/index\\.php)?"
    yield "  RewriteCond %{QUERY_STRING} (?:^|&)feed=[^&] [NC]"
    yield f'  RewriteCond "%{{REQUEST_URI}}" "(?i){start}((?:/.*?)??)/*$"'
    yield from _looked_up(name, "feed:${lower:${escape:%1}}")
    for asks, tail in (*(("feed", ending) for ending in FEDS), ("path", ""), ("path", TAIL)):
        yield from _path_rules(name, asks, f"{start}((?:/.*?)??){tail}/*$")
    yield f'  RewriteCond "%{{REQUEST_URI}}" "(?i){start}{SIZED}$"'
    yield from _looked_up(name, "path:${lower:${escape:%1%2}}")
    yield from _path_rules(name, "slug", "^.*(/[^/]+?)/*$")
    for pattern in NEAR:
        yield f'  RewriteCond "%{{REQUEST_URI}}" "(?i){start}{pattern}/*$"'
        yield f"  RewriteRule ^ {table.located('', site)} [R=301,L,NE,QSD]"
    yield "  RewriteRule ^ - [R=404,L]"
    yield "</VirtualHost>"


def _path_rules(name: str, kind: str, pattern: str) -> Iterator[str]:
    """Look a path up: with the comment that is answered, then without."""
    key = f"${{old_{name}:{kind}:${{lower:${{escape:%1}}}}}}"
    condition = f'  RewriteCond "%{{REQUEST_URI}}" "(?i){pattern}"'
    yield condition
    yield f'  RewriteCond "{key} %{{QUERY_STRING}}" "^(\\S+) (?:.*&)?replytocom=([0-9]+)(?:&|$)"'
    yield "  RewriteRule ^ %1#comment-%2 [R=301,L,NE,QSD]"
    yield condition
    yield f'  RewriteCond "{key}" "^(.+)$"'
    yield _RULE


def _looked_up(name: str, key: str) -> Iterator[str]:
    yield f'  RewriteCond "${{old_{name}:{key}}}" "^(.+)$"'
    yield _RULE


def _key(text: str) -> str:
    return quote(text, safe=_SAFE).lower()
