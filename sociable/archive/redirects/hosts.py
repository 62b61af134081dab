"""Rules for hosts that take a file ``_redirects``: Netlify, which knows queries, and Cloudflare Pages, which does not.

See https://docs.netlify.com/routing/redirects/ and https://developers.cloudflare.com/pages/configuration/redirects/.
Both compare addresses with regard to case, and take a slash at the end or none for the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from sociable.archive.redirects.old import IDS, Old, Table, tails

STATIC_LIMIT = 2000
"""Rules without ``*`` that Cloudflare Pages takes."""

DYNAMIC_LIMIT = 100
"""Rules with ``*`` that it takes."""

RULE_LIMIT = 1000
"""Characters of a rule that it takes."""


def netlify(table: Table, site: str = "") -> str:
    """Write all old addresses; those with a query come first, since the first rule that fits counts."""
    root = f"/{table.home}/" if table.home else "/"
    lines = [
        f"{quote(root)} {argument}={quote(old.asks)} {table.located(old.target, site)} 301!"
        for old in table.entries
        for argument in _arguments(old)
    ]
    lines.extend(f"{_path(table, old.asks)} {table.located(old.target, site)} 301!" for old in _all_paths(table))
    lines.extend(_followed(table, site))
    return "".join(f"{line}\n" for line in lines)


def cloudflare(table: Table, site: str = "") -> tuple[str, tuple[str, ...]]:
    """Write the paths, and say in words what goes beyond the host's limits.

    What is above the limit is left out, posts last: a rule too many makes the host refuse them all.
    """
    lines = [f"{_path(table, old.asks)} {table.located(old.target, site)} 301" for old in _all_paths(table)]
    short = [line for line in lines if len(line) <= RULE_LIMIT]
    warnings = []
    if len(short) < len(lines):
        warnings.append(f"{len(lines) - len(short)} addresses are longer than the {RULE_LIMIT} characters of a rule")
    if len(short) > STATIC_LIMIT:
        warnings.append(
            f"{len(short):,} rules, but Cloudflare Pages takes {STATIC_LIMIT:,}: the file holds the first of them; "
            "use the stubs for the others, or a Worker"
        )
    asked = sum(1 for old in table.entries if any(_arguments(old)))
    if asked:
        warnings.append(f"{asked:,} addresses have a query (?p=12), which Cloudflare Pages cannot tell apart")
    return "".join(f"{line}\n" for line in short[:STATIC_LIMIT]), tuple(warnings)


def _arguments(old: Old) -> tuple[str, ...]:
    if old.kind in ("path", "feed", "slug"):
        return ()
    return IDS if old.kind == "id" else (old.kind,)


def _all_paths(table: Table) -> Iterator[Old]:
    yield from (old for old in table.entries if old.kind == "path")
    yield from tails(table)


def _followed(table: Table, site: str) -> Iterator[str]:
    """What may follow the address of a post in other numbers than are known."""
    paths = table.of("path")
    for path in table.comments:
        target = table.located(paths.get(path, path), site)
        yield f"{_path(table, path)}/* {target} 301!"


def _path(table: Table, path: str) -> str:
    parts = [part for part in (table.home, path) if part]
    return "/" + quote("/".join(parts), safe="/-._~+,=:@!&")
