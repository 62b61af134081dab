"""What happens around a site's content between two builds: to theme, settings, code, libraries, output and cache.

Edits are as in ``edits_of_content``. A mistake is a function that makes one and gives back how to mend it; with it in
the site, no build may succeed, and the output stays as it is.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import typogrify
from edits_of_content import Edit, another_letter, append, in_place, posts, sentence, set_header, write
from rebuilding import Site, chosen, set_setting

from sociable.archive.portable import MARK
from sociable.tagging import tags

Mistake = Callable[[Site, Random], tuple[str, Callable[[], None]]]

TEXTS = {
    "plugins/summaries.py": "summary",
    "plugins/reader.py": "html",
    "sociable/markup/render.py": "render",
    "sociable/markup/sanitise.py": "sanitise",
}
"""Functions that give text of a page, and the modules that they are in."""

VALUES: dict[str, Callable[[Random], str]] = {
    "SITENAME": lambda random: repr(sentence(random)),
    "SITE_NOTICE": lambda random: repr(random.choice(("", sentence(random)))),
    "REPLY_ADDRESS": lambda random: repr(f"talk{random.randrange(100)}@sociable.example"),
    "SITEURL": lambda random: repr(random.choice(("", "https://one.example", "https://two.example/below"))),
    "ENTRIES_PER_PAGE": lambda random: str(random.randrange(2, 9)),
    "FEED_ENTRIES": lambda random: str(random.randrange(2, 9)),
    "TODAY": lambda random: repr(f"2027-0{random.randrange(1, 10)}-15"),
    "TIMEZONE": lambda random: repr(random.choice(("Europe/London", "Asia/Tokyo"))),
    "ARCHIVE_NOINDEX": lambda random: random.choice(("[]", '["harbour-notes"]')),
}


def setting(site: Site, random: Random) -> str:
    name = random.choice(sorted(VALUES))
    value = VALUES[name](random)
    set_setting(site.folder / "pelicanconf.py", name, value)
    return f"{name} = {value}"


def template(site: Site, random: Random) -> str:
    """A template says a word more, where every page that uses it shows it."""
    path = random.choice(sorted((site.folder / "theme" / "templates").rglob("*.html")))
    text = path.read_text(encoding="utf-8")
    write(path, re.sub(r"(</(?:p|h1|h2|li|footer|nav|main)>)", rf" {sentence(random)}\1", text, count=1))
    return path.name


def template_of_the_same_size_and_mtime(site: Site, random: Random) -> str:
    path = site.folder / "theme" / "templates" / "components" / "foot.html"
    in_place(
        path,
        lambda data: re.sub(rb"(?<=[ >])[A-Za-z](?=[a-z]+ [a-z]+ [a-z]+)", b"Q", data, count=1 + random.randrange(3)),
    )
    return path.name


def css(site: Site, random: Random) -> str:
    """The style sheet; every other time it keeps its size and mtime."""
    path = site.folder / "theme" / "static" / "css" / "site.css"
    if random.random() < 0.5:
        in_place(path, another_letter(random))
    else:
        append(path, f".new-{random.randrange(10**6)} {{ color: inherit; }}")
    return path.name


def static_file_added_or_removed(site: Site, random: Random) -> str:
    path = site.folder / "theme" / "static" / "more" / "notes.txt"
    if path.exists():
        shutil.rmtree(path.parent)
    else:
        write(path, sentence(random))
    return path.name


def code(site: Site, random: Random) -> str:
    """A function of a plugin or of the library gives other text than before."""
    able = [name for name, function in TEXTS.items() if f"\ndef {function}(" in (site.folder / name).read_text("utf-8")]
    name, number = random.choice(able), random.randrange(10**6)
    function = TEXTS[name]
    lines = (
        f"_before_{number} = {function}",
        f"def {function}(*arguments, **options):",
        f'    return _before_{number}(*arguments, **options).replace(" the ", " the {number} ")',
    )
    append(site.folder / name, "\n".join(lines))
    site.server.stop()
    return f"{name} {number}"


def library(site: Site, random: Random) -> str:
    """Another version of a library is installed, which does something else."""
    package = Path(typogrify.__file__).parent
    number = random.randrange(10**6)
    shutil.rmtree(site.libraries)
    shutil.copytree(package, site.libraries / "typogrify", ignore=shutil.ignore_patterns("__pycache__"))
    lines = ("_widont = widont", "def widont(text):", f'    return _widont(text).replace(" of ", " of {number} ")')
    append(site.libraries / "typogrify" / "filters.py", "\n".join(lines))
    told = importlib.metadata.distribution("typogrify").read_text("METADATA") or ""
    versioned = re.sub(r"^Version: .*$", f"Version: 99.{number}", told, flags=re.M)
    write(site.libraries / f"typogrify-99.{number}.dist-info" / "METADATA", versioned)
    site.server.stop()
    return f"typogrify 99.{number}"


def _page(site: Site, random: Random) -> Path:
    return chosen(random, (path for path in site.output.rglob("*") if path.is_file() and path.name != MARK))


def page_deleted_from_the_output(site: Site, random: Random) -> str:
    path = _page(site, random)
    path.unlink()
    return path.as_posix()


def folder_deleted_from_the_output(site: Site, random: Random) -> str:
    path = _page(site, random).parent
    path = path if path != site.output else site.output / "blog"
    shutil.rmtree(path)
    return path.as_posix()


def page_overwritten_in_the_output(site: Site, random: Random) -> str:
    path = _page(site, random)
    path.write_bytes(random.choice((b"", b"Something else.", path.read_bytes()[:-7])))
    return path.as_posix()


def page_overwritten_with_its_size_and_mtime(site: Site, random: Random) -> str:
    path = _page(site, random)
    in_place(path, lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    return path.as_posix()


def stray_file_in_the_output(site: Site, random: Random) -> str:
    path = _page(site, random).with_name(f"stray-{random.randrange(10**6)}.html")
    write(path, "Nobody wrote this.")
    return path.as_posix()


def stray_folder_in_the_output(site: Site, random: Random) -> str:
    path = _page(site, random).parent / "stray" / "folder"
    path.mkdir(parents=True, exist_ok=True)
    return path.as_posix()


def output_deleted(site: Site, random: Random) -> str:
    shutil.rmtree(site.output)
    return "all of it"


def _kept_or_put_back(site: Site, folder: Path, name: str) -> str:
    """Copy a folder aside, or put back the copy of an earlier time."""
    kept = site.root / f"kept-{name}"
    if not kept.exists():
        shutil.copytree(folder, kept) if folder.exists() else kept.mkdir()
        return "copied aside"
    shutil.rmtree(folder, ignore_errors=True)
    kept.rename(folder)
    return "put back"


def output_put_back(site: Site, random: Random) -> str:
    return _kept_or_put_back(site, site.output, "output")


def cache_put_back(site: Site, random: Random) -> str:
    return _kept_or_put_back(site, site.cache, "cache")


def cache_deleted(site: Site, random: Random) -> str:
    for folder in site.caches:
        shutil.rmtree(folder, ignore_errors=True)
    return "all of it"


def _cached(site: Site) -> list[Path]:
    return sorted(path for folder in site.caches for path in folder.rglob("*") if path.is_file())


def cache_file_deleted(site: Site, random: Random) -> str | None:
    path = chosen(random, _cached(site))
    if path is not None:
        path.unlink()
    return path and path.as_posix()


def cache_file_cut_short(site: Site, random: Random) -> str | None:
    path = chosen(random, _cached(site))
    if path is not None:
        data = path.read_bytes()
        path.write_bytes(data[: random.choice((0, len(data) // 2, max(0, len(data) - 1)))])
    return path and path.as_posix()


def cache_file_garbled(site: Site, random: Random) -> str | None:
    """A few bytes of it are others; size and mtime are as before."""
    path = chosen(random, (path for path in _cached(site) if path.stat().st_size))
    if path is None:
        return None

    def garble(data: bytes) -> bytes:
        other = bytearray(data)
        for _ in range(1 + len(other) // 500):
            other[random.randrange(len(other))] ^= 1 << random.randrange(8)
        return bytes(other)

    in_place(path, garble)
    return path.as_posix()


def cache_file_taken_for_another(site: Site, random: Random) -> str | None:
    """One file of the cache holds what another should."""
    found = _cached(site)
    if len(found) < 2:
        return None
    one, other = random.sample(found, 2)
    in_place(one, lambda _: other.read_bytes())
    return f"{one} {other}"


AROUND: dict[Edit, int] = {
    setting: 8,
    template: 8,
    template_of_the_same_size_and_mtime: 4,
    css: 4,
    static_file_added_or_removed: 3,
    code: 5,
    library: 3,
    page_deleted_from_the_output: 3,
    folder_deleted_from_the_output: 3,
    page_overwritten_in_the_output: 3,
    page_overwritten_with_its_size_and_mtime: 3,
    stray_file_in_the_output: 3,
    stray_folder_in_the_output: 3,
    output_deleted: 2,
    output_put_back: 4,
    cache_put_back: 4,
    cache_deleted: 2,
    cache_file_deleted: 3,
    cache_file_cut_short: 4,
    cache_file_garbled: 5,
    cache_file_taken_for_another: 2,
}
"""How often each is done, in the parts that ``edits_of_content.CONTENT`` counts."""


def mending(path: Path) -> Callable[[], None]:
    """How to make a file again what it is now; one that is not there is removed."""
    if not path.exists():
        return path.unlink
    data, when = path.read_bytes(), path.stat().st_mtime_ns

    def mend() -> None:
        path.write_bytes(data)
        os.utime(path, ns=(when, when))

    return mend


def unknown_principle(site: Site, random: Random) -> tuple[str, Callable[[], None]]:
    path = random.choice(posts(site))
    mend = mending(path)
    set_header(path, "Principles", "outsid-1")
    return path.name, mend


def no_title(site: Site, random: Random) -> tuple[str, Callable[[], None]]:
    path = site.content / "blog" / "2026-11-20-no-title.md"
    mend = mending(path)
    write(path, "Date: 2026-11-20\nAuthors: Sociable team;\n\nWords.\n")
    return path.name, mend


def unknown_stage(site: Site, random: Random) -> tuple[str, Callable[[], None]]:
    path = random.choice(sorted((site.content / "organisations").glob("*.md")))
    mend = mending(path)
    set_header(path, "Inside-3", "nearly there since 2026 | Words.")
    return path.name, mend


def row_of_no_post(site: Site, random: Random) -> tuple[str, Callable[[], None]]:
    path = site.content / "archive" / "harbour-notes" / tags.FILE
    mend = mending(path)
    write(path, "post,principles\n1999/01/01/gone/,outside-1\n")
    return path.name, mend


def archive_edited_by_hand(site: Site, random: Random) -> tuple[str, Callable[[], None]]:
    path = random.choice(sorted((site.content / "archive" / "harbour-notes" / "bag" / "data" / "posts").glob("*.md")))
    mend = mending(path)
    append(path, sentence(random))
    return path.name, mend


def template_that_is_none(site: Site, random: Random) -> tuple[str, Callable[[], None]]:
    path = site.folder / "theme" / "templates" / random.choice(("article.html", "components/foot.html"))
    mend = mending(path)
    append(path, "{% if %}")
    return path.name, mend


MISTAKES: tuple[Mistake, ...] = (
    unknown_principle,
    no_title,
    unknown_stage,
    row_of_no_post,
    archive_edited_by_hand,
    template_that_is_none,
)
