"""A deposit: one archive, whole, in one ZIP file that needs no web server, for a records office or a USB stick.

It holds the archive's folder as it is kept (``bag/`` and what lies beside it) and its pages as the site shows them,
with addresses that are relative and end in ``index.html``. What a browser will not do for a page of the file system is
taken out of the way: fonts stand in the stylesheet (a font of another file is refused), and the page's policy names
``file:``. A link to a part of the site that is not in the copy leads to a page that says so.

The same archive and pages give the same bytes: names are in order, and no time is written.
"""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import escape, unescape
from itertools import chain
from pathlib import Path
from posixpath import dirname, relpath
from urllib.parse import unquote

from sociable.archive.folder import FOLDER
from sociable.errors import ArchiveError, Problem

PAGES = "pages"
ELSEWHERE = "not-in-this-copy/index.html"
THEME = "theme"
BESIDE = "sociable"
"""Where the theme of these pages stands if the site has another for the rest."""
MARK = ".sociable"
"""The file by which a built site is known."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can say."""

_TAG = re.compile(r'<[a-z][a-z0-9]*(?:\s+[^\s=>"/]+(?:="[^"]*")?)*\s*/?>')
"""A tag as this site writes it: lower case, values in double quotes; the same words in a text are no tag."""

_ADDRESS = re.compile(r'(?P<before>\s(?:href|src)=")(?P<address>/(?!/)[^"]*)"')
_CANDIDATES = re.compile(r'(?P<before>\ssrcset=")(?P<candidates>[^"]*)"')
_CANDIDATE = re.compile(r"(?:^|(?<=,\s))/(?!/)\S+")
_RELATIVE_CANONICAL = re.compile(r'<link rel="canonical" href="/(?!/)[^"]*">\n?')
_PRELOAD = re.compile(r'<link rel="preload"[^>]*>\n?')
_POLICY = re.compile(r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')
_STYLESHEET = re.compile(r'href="([^"]*)/theme/(?:[^"]*/)?css/[^"]*"')
_FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)(?:\?[^"')]*)?["']?\)""")

_NOT_HERE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not in this copy</title>
</head>
<body>
<main>
<h1>Not in this copy</h1>
<p>This is a copy of one archive, to be kept and read without the internet. What you asked for belongs to the living
site, and is not part of it. Searching needs a server, so there is no search here either.</p>
<p><a href="../index.html">The archive’s home</a></p>
</main>
</body>
</html>
"""

_READ_ME = """{title}

This is a copy of an archived blog, made to be kept.

pages/index.html   opens the archive in a browser; nothing else is needed
archive/bag/       the archive itself, a BagIt bag (RFC 8493): Markdown texts, conversations, files
archive/lock       what the site that published it knew it by

To check that nothing was changed or lost, on Linux or macOS:

    cd archive/bag && sha512sum -c manifest-sha512.txt

Any tool for BagIt can check it too.
"""


def deposit(folder: Path, output: Path, title: str, target: Path) -> int:
    """Write the archive in ``folder`` and its pages in the built site ``output`` to ``target``; return how many files.

    Raises:
        ArchiveError: the site is not built, or lacks this archive; or ``target`` cannot be written.
    """
    below = output / FOLDER / folder.name
    if not (output / MARK).is_file() or not (below / "index.html").is_file():
        what = f"the site in {output} is not built, or does not have this archive"
        raise ArchiveError(
            Problem(what, str(folder), mend="Build it with make site, or name its folder with --output.")
        )
    unfinished = target.with_name(f".{target.name}.new")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed:
            count = _pack(packed, folder, output, title)
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ArchiveError(Problem(f"cannot write it: {error.strerror}", str(target))) from error
    return count


def _pack(packed: zipfile.ZipFile, folder: Path, output: Path, title: str) -> int:
    count = 0
    read_me = ("README.txt", _READ_ME.format(title=title).encode())
    for name, data in chain([read_me], _kept(folder), _pages(output, folder.name)):
        entry = zipfile.ZipInfo(f"{folder.name}/{name}", _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        packed.writestr(entry, data)
        count += 1
    return count


def _kept(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The archive's folder as it is; what starts with a dot is work in progress."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not name.startswith("."):
            yield f"archive/{name}", path.read_bytes()


def _pages(output: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the archive and of the theme, as it can be opened from a folder."""
    root, theme = output / FOLDER / name, output / THEME
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    own = theme / BESIDE if (theme / BESIDE).is_dir() else theme
    files |= {
        f"{THEME}/{path.relative_to(theme).as_posix()}": path for path in sorted(own.rglob("*")) if path.is_file()
    }
    base = _base(files["index.html"].read_text(encoding="utf-8"))
    for here, path in files.items():
        if here.endswith(".html"):
            yield (
                f"{PAGES}/{here}",
                page(path.read_text(encoding="utf-8"), here, files, f"{base}/{FOLDER}/{name}/", base).encode(),
            )
        elif here.startswith(f"{THEME}/") and here.endswith(".css"):
            yield f"{PAGES}/{here}", _with_fonts(path).encode()
        else:
            yield f"{PAGES}/{here}", path.read_bytes()
    yield f"{PAGES}/{ELSEWHERE}", _NOT_HERE.encode()


def page(html: str, here: str, files: Mapping[str, Path], root: str, base: str) -> str:
    """Return a page of the site, at ``here`` below ``root``, as it can be opened from a folder.

    ``files`` are all that the copy holds; ``base`` is the path that the site lives under.
    """
    html = _RELATIVE_CANONICAL.sub("", _PRELOAD.sub("", html))
    html = _POLICY.sub(lambda found: found[0].replace("'self'", "'self' file: data:"), html)
    lead = partial(_relative, here=here, files=files, root=root, base=base)
    return _TAG.sub(lambda tag: _turned(tag[0], lead), html)


def _turned(tag: str, lead: Callable[[str], str]) -> str:
    """A tag with its addresses turned."""
    tag = _ADDRESS.sub(lambda found: f'{found["before"]}{lead(found["address"])}"', tag)
    return _CANDIDATES.sub(
        lambda found: f'{found["before"]}{_CANDIDATE.sub(lambda one: lead(one[0]), found["candidates"])}"', tag
    )


def _relative(address: str, *, here: str, files: Mapping[str, Path], root: str, base: str) -> str:
    """The way from ``here`` to an address of the site, or to the page that says that it is not in the copy."""
    path, mark, fragment = unescape(address).partition("#")
    path = path.partition("?")[0]
    within = path.removeprefix(root) if path.startswith(root) else path.removeprefix(f"{base}/")
    is_ours = path.startswith((root, f"{base}/{THEME}/"))
    file = f"{within}index.html" if within.endswith("/") or not within else within
    if not is_ours or unquote(file) not in files:
        file, mark, fragment = ELSEWHERE, "", ""
    return escape(relpath(file, dirname(here) or ".") + mark + fragment)


def _base(home: str) -> str:
    """The path that the site lives under, as its home links to its stylesheet."""
    found = _STYLESHEET.search(home)
    return found[1] if found else ""


def _with_fonts(stylesheet: Path) -> str:
    """The stylesheet with its fonts in it."""

    def inlined(found: re.Match[str]) -> str:
        font = stylesheet.parent / found[1]
        data = base64.b64encode(font.read_bytes()).decode() if font.is_file() else ""
        return f'url("data:font/woff2;base64,{data}")' if data else found[0]

    return _FONT.sub(inlined, stylesheet.read_text(encoding="utf-8"))
