"""Erase what a person wrote: a tombstone takes the place of each comment, and no import brings it back.

Replies stay. What others wrote of the person is taken out on request only, and only of texts: changing addresses and
names of files would break links. Nothing that is written here (tombstones, list of erasures, log, lock) holds
anything of the person, and of what the log had said before, that is taken out as well. The log keeps no digest over
what is gone: short words could be found by trying.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sociable import contentfile
from sociable.archive import erasures, log, seal, verifying
from sociable.archive.bag import Sum
from sociable.archive.cleaning import cleaned, without_comments, without_links
from sociable.archive.erasures import Erased
from sociable.archive.folder import ACCOUNT, AUTHORS, COMMENTS, DATA, FILES, Archive, cache_of, find, read
from sociable.archive.log import ERASED, ERASURES, Change, Entry
from sociable.archive.revising import held, revise
from sociable.archive.searching import BLOG, Conversation, Findings
from sociable.archive.sought import Sought
from sociable.errors import ArchiveError, Problem
from sociable.markup.compare import inventory
from sociable.markup.render import render
from sociable.model import Comment

GROUND = "its writer asked for it"

ELSEWHERE = """\
What was erased is still in places that this program does not reach:
- the site's output: build it again, and publish it;
- git's history: `git filter-repo --replace-text FILE` takes texts out of it (FILE names them, so keep it out of the
  repository); afterwards everybody has to clone anew, and the host has to be asked to clear what it keeps;
- the owner's export, deposits, copies and backups: erase it at the source, export again. Importing the old export
  again is safe: what was erased here stays erased;
- search engines and web archives: ask them, with the address of the page."""

_TAKEN_OUT = "What names or quotes a person was taken out"


@dataclass(frozen=True, slots=True)
class Redaction:
    """How to erase: on what ``ground`` (readers see it), ``by`` whom, on which day, and whether mentions go too."""

    ground: str = GROUND
    by: str = ""
    on: date | None = None
    mentions: bool = False

    @property
    def day(self) -> date:
        """The day of it, today unless it is given."""
        return self.on or log.today()

    @property
    def month(self) -> str:
        """The month of it, which is all that readers see."""
        return f"{self.day:%Y-%m}"


def redact(content: Path, findings: Findings, how: Redaction, *, owners: Iterable[str]) -> tuple[str, ...]:
    """Erase what was found in ``owners`` (archives, by name; ``blog``), and return those that were changed.

    Each is changed in one step, one after the other; begun again after a kill, it does the rest.

    Raises:
        ArchiveError: an archive is not as it was sealed, or the ground names the person; it is as it was.
    """
    if findings.sought.has(how.ground) or findings.sought.has(how.by):
        mend = "Say it without the person's name and address: both are written down."
        raise ArchiveError(Problem("the ground or the name of who erases holds what is to be erased", mend=mend))
    wanted = set(owners)
    changed = [
        folder.name for folder in find(content) if folder.name in wanted and _redact_archive(folder, findings, how)
    ]
    if BLOG in wanted and _redact_blog(findings, how):
        changed.append(BLOG)
    purge(content)
    return tuple(changed)


def purge(content: Path) -> None:
    """Remove what was kept beside the content and can be made again: it may hold what was erased."""
    cache = cache_of(content / "archive" / "any")
    is_ours = (content.absolute().parent / "pelicanconf.py").is_file()
    for place in [cache] if is_ours else [cache / "conflicts", cache / "checked", cache / "site"]:
        shutil.rmtree(place, ignore_errors=True)


def _redact_archive(folder: Path, findings: Findings, how: Redaction) -> bool:
    with held(folder):
        differences = verifying.full(folder).differences
        if differences:
            raise ArchiveError(*(each.problem(folder.as_posix()) for each in differences))
        sealed = seal.read(folder)
        assert sealed is not None, "an archive without a lock differs"
        found = _of_folder(findings, folder)
        texts = {_path(talk, folder): _with_tombstones(talk, gone, how) for talk, gone in found}
        texts |= _account(folder, found)
        removed = _removed(folder, texts, findings.sought, how)
        lines = [
            erasures.erase(talk.post, comment, month=how.month, ground=how.ground)
            for talk, gone in found
            for comment in gone
        ]
        if not texts and not removed:
            return False
        files = {path: text.encode() for path, text in {**texts, **removed}.items()}
        entries = [*log.without(sealed.entries, files, findings.sought.removed)]
        if lines:
            files[ERASURES] = erasures.dump((*Erased.read(folder).erasures, *lines))
            entries.append(_tombstones(folder, files, texts.keys() - removed.keys(), found, how))
        if removed:
            entries.append(_mentions(files, removed, how))
        revise(folder, files, sealed, entries)
    return True


def _of_folder(findings: Findings, folder: Path | None) -> list[tuple[Conversation, list[Comment]]]:
    """The conversations of an archive (or the blog) with the comments in each that are to be erased."""
    found: dict[Path, tuple[Conversation, list[Comment]]] = {}
    for each in findings.theirs:
        if each.conversation.folder == folder:
            found.setdefault(each.conversation.file, (each.conversation, []))[1].append(each.comment)
    return list(found.values())


def _path(talk: Conversation, folder: Path) -> str:
    return talk.file.relative_to(folder).as_posix()


def _with_tombstones(talk: Conversation, gone: Sequence[Comment], how: Redaction) -> str:
    numbers = {comment.id for comment in gone}
    stone = erasures.Erasure(talk.post, 0, how.month, how.ground, "", "")
    return contentfile.dump_conversation(
        erasures.tombstone(each, stone) if each.id in numbers else each for each in talk.comments
    )


def _account(folder: Path, found: Sequence[tuple[Conversation, Sequence[Comment]]]) -> dict[str, str]:
    """The account of the import without what it says of comments: words that were lost of them, links that are dead."""
    path = folder / DATA / ACCOUNT
    text = contentfile.read_text(path) if path.is_file() else ""
    short = without_comments(text, {comment.id for _, gone in found for comment in gone})
    for talk, gone in found:
        links = (link for comment in gone for link in inventory(render(comment.body)).links)
        short = without_links(short, talk.link, [link.rpartition(" → ")[2] for link in links])
    return {f"{DATA}/{ACCOUNT}": short} if short != text else {}


def _removed(folder: Path, texts: dict[str, str], sought: Sought, how: Redaction) -> dict[str, str]:
    """The files in which something else has to go: mentions where that was asked for, and an author who is none."""
    found: dict[str, str] = {}
    files = sorted((folder / DATA).rglob("*.md")) if how.mentions else [folder / DATA / AUTHORS]
    for file in filter(Path.is_file, files):
        path = file.relative_to(folder / DATA).as_posix()
        if path.startswith(f"{FILES}/"):
            continue
        old = texts.get(f"{DATA}/{path}") or contentfile.read_text(file)
        new = _without_strangers(read(folder), texts, sought) if path == AUTHORS else old
        new = cleaned(path, new, sought) if how.mentions else new
        if new != old:
            found[f"{DATA}/{path}"] = new
    return found


def _without_strangers(archive: Archive, texts: dict[str, str], sought: Sought) -> str:
    """The register of authors without the person, if nothing of theirs is left that would need it."""
    used = {author for entry in (*archive.posts, *archive.pages) for author in entry.authors}
    for entry in (*archive.posts, *archive.pages):
        path = f"{DATA}/{COMMENTS}/{Path(entry.source.path).name}"
        comments = contentfile.load_conversation(texts[path], path) if path in texts else entry.comments
        used |= {comment.user for comment in comments}
    kept = [each for each in archive.authors if each.id in used or not sought.is_name(each.name)]
    return contentfile.dump_authors(kept)


def _tombstones(
    folder: Path,
    files: dict[str, bytes],
    talks: Iterable[str],
    found: Sequence[tuple[Conversation, Sequence[Comment]]],
    how: Redaction,
) -> Entry:
    """The line of the log that says which comments were erased. Of what they were it keeps no digest."""
    path = folder / ERASURES
    before = Sum.of(path.read_bytes()).digest if path.is_file() else ""
    changes = {talk: Change(ERASED, Sum.of(files[talk]).digest) for talk in talks}
    changes[ERASURES] = Change(before, Sum.of(files[ERASURES]).digest)
    numbers = tuple(f"{talk.post}#{comment.id}" for talk, gone in found for comment in gone)
    return Entry(how.day, "redact", how.by, how.ground, Change(ERASED, ERASED), changes, numbers)


def _mentions(files: dict[str, bytes], removed: Iterable[str], how: Redaction) -> Entry:
    changes = {path: Change(ERASED, Sum.of(files[path]).digest) for path in removed}
    return Entry(how.day, "amend", how.by, f"{_TAKEN_OUT}: {how.ground}", Change(ERASED, ERASED), changes)


def _redact_blog(findings: Findings, how: Redaction) -> bool:
    """Put tombstones into the blog's own conversations, which are nobody's archive: git keeps their history."""
    found = _of_folder(findings, None)
    for talk, gone in found:
        text = _with_tombstones(talk, gone, how)
        text = cleaned(f"{COMMENTS}/{talk.file.name}", text, findings.sought) if how.mentions else text
        unfinished = talk.file.with_name(f".{talk.file.name}.new")
        unfinished.write_bytes(text.encode())
        unfinished.replace(talk.file)
    return bool(found)
