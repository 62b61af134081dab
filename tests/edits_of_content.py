"""What people do to a site's content between two builds: each a function that does one such thing, and says what.

``None`` is the answer where there is nothing to do it to. What is done leaves the site without mistakes; the mistakes
are in ``edits_around``.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from rebuilding import Site, chosen

from sociable.archive import amending, redacting, searching
from sociable.archive.redacting import Redaction
from sociable.tagging import tags
from sociable.tagging.tags import Tag

Edit = Callable[[Site, Random], str | None]

WORDS = "tide harbour bench ladder rope lantern ferry gull anchor kettle notice ledger".split()
PRINCIPLES = [f"{side}-{number}" for side in ("inside", "outside") for number in range(1, 6)]
SECOND = "night-shift"
"""The archive that comes and goes; no page names it as evidence."""
ON = date(2026, 11, 22)


def sentence(random: Random) -> str:
    """A few words that no other edit has written."""
    return f"The {random.choice(WORDS)} and the {random.choice(WORDS)} number {random.randrange(10**9)}."


def header(path: Path, key: str) -> str:
    """What a file's header says, empty if it is not there."""
    found = re.search(rf"^{key}: (.*)$", path.read_text(encoding="utf-8").split("\n\n")[0], flags=re.M)
    return found[1] if found else ""


def set_header(path: Path, key: str, value: str) -> None:
    """Give a header a value, or take it away where ``value`` is empty."""
    head, separator, body = path.read_text(encoding="utf-8").partition("\n\n")
    lines = [line for line in head.split("\n") if not line.startswith(f"{key}: ")]
    write(path, "\n".join([*lines, f"{key}: {value}"] if value else lines) + separator + body)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def append(path: Path, text: str) -> None:
    write(path, path.read_text(encoding="utf-8").rstrip("\n") + f"\n\n{text}\n")


def posts(site: Site) -> list[Path]:
    """The blog's posts whose day has come."""
    return [path for path in sorted((site.content / "blog").glob("*.md")) if path.name < "2030"]


def talk_of(post: Path) -> Path:
    return post.parent / "comments" / post.name


def free(site: Site, paths: Iterable[Path]) -> list[Path]:
    """Those that no other text of the site names, so that they may be moved or deleted."""
    texts = {path: path.read_text(encoding="utf-8") for path in site.content.rglob("*.md") if "bag" not in path.parts}
    return [one for one in paths if not any(one.name in text for path, text in texts.items() if path != one)]


def in_place(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file's bytes, and put its old mtime back; most are of the same size."""
    before = path.stat()
    path.write_bytes(change(path.read_bytes()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def another_letter(random: Random) -> Callable[[bytes], bytes]:
    """Exchange one small letter of a word in the last half of a text for another."""

    def change(data: bytes) -> bytes:
        places = [found.start() for found in re.finditer(rb"(?<= [a-z])[a-z](?=[a-z]+[ .,])", data)]
        at = random.choice([place for place in places if place > len(data) // 2] or places)
        return data[:at] + bytes([(data[at] - 96) % 26 + 97]) + data[at + 1 :]

    return change


def body(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    append(path, sentence(random))
    return path.name


def body_of_the_same_size_and_mtime(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    in_place(path, another_letter(random))
    return path.name


def touched(site: Site, random: Random) -> str:
    path = random.choice([*posts(site), *(site.folder / "theme").rglob("*.html")])
    os.utime(path, (random.randrange(10**9), random.randrange(10**9)))
    return path.name


def title(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    set_header(
        path, "Title", f"{random.choice(WORDS).capitalize()} & <{random.choice(WORDS)}> {random.randrange(1000)}"
    )
    return path.name


def slug(site: Site, random: Random) -> str | None:
    path = chosen(random, free(site, posts(site)))
    if path is not None:
        set_header(path, "Slug", "" if header(path, "Slug") else f"moved-{random.randrange(10**6)}")
    return path and path.name


def day(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    old = datetime.fromisoformat(header(path, "Date"))
    new = min(old + timedelta(days=random.randrange(-90, 40), minutes=7), datetime(2026, 11, 21, 9))
    set_header(path, "Date", new.isoformat(" ", "minutes"))
    return f"{path.name} {old} {new}"


def modified(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    set_header(path, "Modified", "" if header(path, "Modified") else "2026-11-21 10:00")
    return path.name


def summary(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    set_header(path, "Summary", sentence(random))
    return path.name


def status(site: Site, random: Random) -> str | None:
    path = chosen(random, free(site, posts(site)))
    if path is not None:
        set_header(path, "Status", "" if header(path, "Status") == "draft" else "draft")
    return path and f"{path.name} {header(path, 'Status')}"


def tag(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    old = [each.strip() for each in header(path, "Tags").split(",") if each.strip()]
    new = old[1:] if random.random() < 0.5 else [*old, random.choice(("how to", random.choice(WORDS)))]
    set_header(path, "Tags", ", ".join(dict.fromkeys(new)))
    return f"{path.name} {old} {new}"


def author(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    names = [each.stem for each in sorted((site.content / "authors").glob("*.md"))]
    set_header(path, "Authors", "".join(f"{name}; " for name in random.sample(names, random.randrange(1, 3))).strip())
    return path.name


def organisation(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    ids = [each.stem for each in sorted((site.content / "organisations").glob("*.md"))]
    set_header(path, "Organisations", "" if header(path, "Organisations") else random.choice(ids) + ";")
    return path.name


def principle(site: Site, random: Random) -> str:
    path = random.choice(posts(site))
    set_header(path, "Principles", ", ".join(random.sample(PRINCIPLES, random.randrange(1, 3))))
    return path.name


def comment_added(site: Site, random: Random) -> str:
    post = random.choice(posts(site))
    path = talk_of(post)
    old = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    numbers = [int(each) for each in re.findall(r"^=== comment (\d+) ===$", old, flags=re.M)]
    parent = f"Parent: {random.choice(numbers)}\n" if numbers and random.random() < 0.5 else ""
    said = f"Author: A resident\nDate: 2026-11-21 12:{random.randrange(60):02d}\n{parent}\n{sentence(random)}\n"
    write(path, f"{old}=== comment {max(numbers, default=0) + 1} ===\n{said}")
    return path.name


def comment_removed(site: Site, random: Random) -> str | None:
    path = chosen(random, (site.content / "blog" / "comments").glob("*.md"))
    if path is None:
        return None
    told = re.split(r"(?=^=== comment)", path.read_text(encoding="utf-8"), flags=re.M)
    if len(told) <= 2:
        path.unlink()
    else:
        write(path, "".join(told[:-1]))
    return path.name


def comment_changed(site: Site, random: Random) -> str | None:
    path = chosen(random, (site.content / "blog" / "comments").glob("*.md"))
    if path is not None:
        in_place(path, another_letter(random))
    return path and path.name


def post_added(site: Site, random: Random) -> str:
    name = f"2026-{random.randrange(1, 12):02d}-{random.randrange(1, 29):02d}-new-{random.randrange(10**6)}"
    head = (
        f"Title: {sentence(random)}\nDate: {name[:10]} 08:00\nAuthors: Sociable team;\nPrinciples: inside-1\nTags: new"
    )
    write(site.content / "blog" / f"{name}.md", f"{head}\n\nSee [the rules](/principles/). {sentence(random)}\n")
    return name


def _bury(site: Site, path: Path) -> None:
    """Delete a file; what it held and when it was changed are remembered."""
    site.graves[path] = path.read_bytes(), path.stat().st_mtime_ns
    path.unlink()


def deleted(site: Site, random: Random) -> str | None:
    path = chosen(random, free(site, posts(site)))
    if path is not None:
        for each in (path, talk_of(path)):
            if each.exists():
                _bury(site, each)
    return path and path.name


def restored_with_its_old_mtime(site: Site, random: Random) -> str | None:
    path = chosen(random, (each for each in site.graves if each.parent.name == "blog"))
    if path is None:
        return None
    for each in (path, talk_of(path)):
        if each in site.graves:
            data, when = site.graves.pop(each)
            each.write_bytes(data)
            os.utime(each, ns=(when, when))
    return path.name


def renamed(site: Site, random: Random) -> str | None:
    path = chosen(random, free(site, posts(site)))
    if path is None:
        return None
    new = path.with_name(f"{path.name[:10]}-renamed-{random.randrange(10**6)}.md")
    for old, other in ((path, new), (talk_of(path), talk_of(new))):
        if old.exists():
            old.rename(other)
    return f"{path.name} {new.name}"


def exchanged(site: Site, random: Random) -> str:
    """Two posts change names, each with its mtime and inode."""
    one, other = random.sample(posts(site), 2)
    aside = one.with_suffix(".aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    return f"{one.name} {other.name}"


def page(site: Site, random: Random) -> str:
    path = random.choice(sorted((site.content / "pages").glob("*.md")))
    append(path, sentence(random))
    return path.name


def page_added_or_removed(site: Site, random: Random) -> str:
    path = site.content / "pages" / "tides.md"
    if path.exists():
        path.unlink()
    else:
        write(path, f"Title: Tides\nSummary: When.\n\n{sentence(random)}\n")
    return path.name


def image(site: Site, random: Random) -> str:
    """The picture that a post shows; every other time it keeps its size and mtime."""
    path = site.content / "images" / "hut-door-3.png"
    if random.random() < 0.5:
        in_place(path, lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    else:
        path.write_bytes(path.read_bytes() + bytes([random.randrange(256)]))
    return path.name


def image_added_or_removed(site: Site, random: Random) -> str:
    path = site.content / "images" / "quay" / "hut-door-4.png"
    other = site.content / "images" / path.name
    source, target = (path, other) if path.exists() else (other, path)
    target.parent.mkdir(exist_ok=True)
    source.rename(target)
    if source == path:
        path.parent.rmdir()
    return target.as_posix()


def organisation_s_name(site: Site, random: Random) -> str:
    path = random.choice(sorted((site.content / "organisations").glob("*.md")))
    set_header(path, "Title", f"{path.stem.replace('-', ' ').capitalize()} {random.randrange(1000)}")
    return path.name


def progress(site: Site, random: Random) -> str:
    """An organisation says one thing more of a principle, or one thing less."""
    path = random.choice(sorted((site.content / "organisations").glob("*.md")))
    head, separator, rest = path.read_text(encoding="utf-8").partition("\n\n")
    lines = head.split("\n")
    said = [line for line in lines if re.match(r"(In|Out)side-\d:", line)]
    if said and random.random() < 0.4:
        lines.remove(random.choice(said))
    else:
        when = f"{random.randrange(2015, 2026)}-{random.randrange(1, 13):02d}"
        lines.append(f"{random.choice(PRINCIPLES).capitalize()}: not yet since {when} | {sentence(random)}")
    write(path, "\n".join(lines) + separator + rest)
    return path.name


def affiliation(site: Site, random: Random) -> str:
    path = random.choice(sorted((site.content / "authors").glob("*.md")))
    ids = [each.stem for each in sorted((site.content / "organisations").glob("*.md"))]
    one, other = random.sample(ids, 2)
    moved = f"{one} to 2026-0{random.randrange(5, 9)}-30; {other} 2026-09-15 to;"
    set_header(path, "Affiliations", moved if random.random() < 0.7 else f"{one};")
    return path.name


def author_s_name(site: Site, random: Random) -> str:
    """It changes in every post too, since posts name their authors."""
    path = random.choice(sorted((site.content / "authors").glob("*.md")))
    old, new = header(path, "Title"), f"{path.stem.replace('-', ' ').capitalize()} {random.randrange(1000)}"
    for each in (site.content / "blog").glob("*.md"):
        set_header(each, "Authors", header(each, "Authors").replace(f"{old};", f"{new};"))
    set_header(path, "Title", new)
    return f"{old} {new}"


def principle_s_summary(site: Site, random: Random) -> str:
    path = random.choice(sorted((site.content / "principles").glob("*.md")))
    set_header(path, random.choice(("Summary", "Title")), sentence(random))
    return path.name


def vocabulary_s_text(site: Site, random: Random) -> str:
    folder = random.choice(("authors", "organisations", "principles"))
    path = random.choice(sorted((site.content / folder).glob("*.md")))
    in_place(path, another_letter(random))
    return path.name


def tags_csv(site: Site, random: Random) -> str:
    """A decision of staff on an archived post is made, changed or taken back; the file may go, and come back."""
    archive = random.choice([path.parent for path in sorted((site.content / "archive").glob("*/lock"))])
    path, kept = archive / tags.FILE, list(tags.read(archive))
    if kept and random.random() < 0.2:
        _bury(site, path)
        return f"{path} removed"
    if kept and random.random() < 0.3:
        kept.remove(random.choice(kept))
    else:
        names = sorted(header(each, "Path") for each in (archive / "bag" / "data" / "posts").glob("*.md"))
        given = tuple(random.sample(PRINCIPLES, random.randrange(3)))
        organisations = random.choice((None, (), ("leeds-city-council",)))
        kept = list(tags.put(kept, Tag(random.choice(names), given, organisations, date=ON)))
    tags.write(archive, kept)
    return f"{path} {len(kept)} rows"


def amended(site: Site, random: Random) -> str:
    """A text of an archive is amended: a word of a post, its title, or somebody's comment."""
    archive = random.choice([path.parent for path in sorted((site.content / "archive").glob("*/lock"))])
    data = archive / "bag" / "data"
    path = random.choice(sorted([*data.glob("posts/*.md"), *data.glob("comments/*.md")]))
    if path.parent.name == "posts" and random.random() < 0.4:
        set_header(path, "Title", sentence(random))
    else:
        in_place(path, another_letter(random))
    amending.amend([path], reason=f"A slip: {sentence(random)}", by="Web team", on=ON)
    return path.name


def redacted(site: Site, random: Random) -> str | None:
    """What somebody said in an archive is erased, as is asked for now and then."""
    talks = sorted((site.content / "archive").glob("*/bag/data/comments/*.md"))
    found = [(path, name) for path in talks for name in re.findall(r"^Author: (.+)$", path.read_text(), flags=re.M)]
    if not found:
        return None
    path, name = random.choice(found)
    archive = path.parents[3].name
    redacting.redact(site.content, searching.search(site.content, [name]), Redaction(on=ON), owners=[archive])
    return f"{archive}: {name}"


def archive_removed_or_added(site: Site, random: Random) -> str:
    """It keeps the times of its files."""
    here, aside = site.content / "archive" / SECOND, site.root / "put-aside"
    source, target = (here, aside) if here.exists() else (aside, here)
    shutil.move(source, target)
    return "removed" if source == here else "added"


CONTENT: dict[Edit, int] = {
    body: 6,
    body_of_the_same_size_and_mtime: 6,
    touched: 3,
    title: 5,
    slug: 4,
    day: 6,
    modified: 2,
    summary: 3,
    status: 4,
    tag: 6,
    author: 5,
    organisation: 4,
    principle: 5,
    comment_added: 6,
    comment_removed: 4,
    comment_changed: 3,
    post_added: 4,
    deleted: 5,
    restored_with_its_old_mtime: 4,
    renamed: 4,
    exchanged: 3,
    page: 3,
    page_added_or_removed: 3,
    image: 4,
    image_added_or_removed: 3,
    organisation_s_name: 4,
    progress: 5,
    affiliation: 5,
    author_s_name: 3,
    principle_s_summary: 4,
    vocabulary_s_text: 4,
    tags_csv: 6,
    amended: 5,
    redacted: 4,
    archive_removed_or_added: 5,
}
"""How often each is done, in parts of all edits."""
