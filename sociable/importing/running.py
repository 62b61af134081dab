"""An import from beginning to end: read the exports, decide, write beside the old archive, exchange."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sociable.archive.folder import FOLDER
from sociable.errors import ArchiveError, Problem
from sociable.importing import account, exports, ownership, plan, registers, scratch
from sociable.importing.dialling import FetchError
from sociable.importing.download import Downloads, folder_for, hosts_of
from sociable.importing.fetching import Fetcher
from sociable.importing.files import Download
from sociable.importing.gathering import Gathering
from sociable.importing.plan import Plan
from sociable.importing.report import Report
from sociable.importing.spool import Spool
from sociable.importing.staging import Staging, staged
from sociable.importing.survey import look_through
from sociable.importing.writing import Writing

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What an archive may be called: its folder, and a part of the address of all that is in it."""

SAID = "imported again"
"""What the log of an archive says of an import that changed it."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0: not known)."""


def silent(what: str, done: int, total: int) -> None:
    """Take no notice of progress."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for circles of values seldom: an import makes millions of values and hardly a circle.

    At Python's own pace a quarter of the time went into looking for them.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@seldom_collected()
def run(
    sources: Sequence[Path],
    *,
    name: str,
    content: Path,
    about: Path | None = None,
    url: str | None = None,
    media: Path | None = None,
    download: bool = False,
    withheld: Path | None = None,
    dry_run: bool = False,
    strict: bool = False,
    as_of: date | None = None,
    progress: Progress = silent,
) -> Report:
    """Import a blog into ``content/archive/<name>`` and say what became of every item.

    ``sources`` are exports, or folders or archives of them, in any order. ``about`` says what they do not, ``url``
    where the blog was; ``media`` holds a copy of its files, and with ``download`` those that nobody holds are fetched;
    ``withheld`` gets what is not public. ``as_of`` chooses among several captures of a page. With ``strict`` any loss
    leaves the old archive in place.

    Raises:
        SourceError: a source cannot be read to its end, or not be unpacked; nothing was written.
        ContentError: ``about`` cannot be read.
        ArchiveError: the archive cannot be written; what was there before is untouched.
    """
    _check(name, content, withheld)
    folder = content / FOLDER / name
    report = Report(name, folder.as_posix())
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        progress("Reading", count, 0)

    with scratch.opened() as aside, Spool() as spool:
        found = exports.find(sources, name, report.warnings.append, aside, as_of=as_of)
        survey = look_through(found, spool, step)
        report.seen, report.warnings = survey.seen, report.warnings + survey.warnings
        survey.blogs = ownership.known(survey.blogs, content, report.warnings.append)
        planned = plan.make(survey, about=about, url=url, name=name)
        with staged(folder, dry_run=dry_run) as staging:
            writing = Writing(planned, staging, report, None if dry_run else withheld)
            gathering = Gathering(survey, planned.entries, spool, report)
            total = len(planned.entries)
            for done, entry in enumerate(planned.entries, 1):
                writing.write(entry, gathering.gather(entry))
                progress("Writing posts and pages", done, total)
            registers.write(
                planned,
                staging,
                report,
                writing,
                media,
                download=_download(planned, folder_for(content, name), dry_run=dry_run) if download else None,
                step=lambda done, total: progress("Looking for files", done, total),
            )
            report.check()
            account.write(planned, staging, report, writing)
            staging.keep_amended()
            report.files = staging.count
            report.conflicts = staging.amended.conflicts
            _settle(staging, report, dry_run=dry_run, strict=strict)
    return report


def _check(name: str, content: Path, withheld: Path | None) -> None:
    if not NAME.fullmatch(name):
        mend = "Write it in lower-case letters and digits, with single hyphens between."
        raise ArchiveError(Problem(f"an archive cannot be called {name!r}", mend=mend))
    if withheld is not None and withheld.resolve().is_relative_to(content.resolve()):
        mend = "Name a folder outside it: what lies in the content may be published."
        raise ArchiveError(Problem("what is withheld must not lie in the content folder", str(withheld), mend=mend))


def _download(planned: Plan, folder: Path, *, dry_run: bool) -> Download:
    """What fetches files; in a dry run nothing does."""
    return _not_now if dry_run else Downloads(folder, Fetcher(hosts_of(planned.homes))).get


def _not_now(url: str, path: str) -> Path:
    raise FetchError("a dry run fetches nothing", url)


def _settle(staging: Staging, report: Report, *, dry_run: bool, strict: bool) -> None:
    """Exchange the folders, unless there is a reason not to."""
    if strict and report.has_losses:
        report.state = "refused"
    elif not staging.is_changed():
        report.state = "unchanged"
    elif dry_run:
        report.state = "dry run"
    else:
        staging.commit(reason=SAID)
        report.state = "written"
