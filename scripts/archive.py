#!/usr/bin/env python3
"""Look after the archives in content/archive: check them, and change them in the one way that leaves a trace.

verify says whether every byte is what was sealed: what is missing, extra, changed, renamed. amend records a change
that staff made to files of an archive, and seals it again. Each has its own --help. Exit code 0: fine; 1: something
differs, or was refused; 2: the command was called wrongly; 3: something cannot be read.

example:
  python scripts/archive.py verify --history
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sociable.archive import amending, verifying
from sociable.archive.folder import FOLDER, find
from sociable.archive.log import Entry
from sociable.archive.verifying import Verified
from sociable.errors import SociableError

FINE, DIFFERS, UNREADABLE = 0, 1, 3

AMEND = """\
Edit files in the bag of an archive (or add or remove some), then record it: everything else must be as it was sealed,
and the files must still be readable. The page of an amended post says when it was amended and why.

example:
  python scripts/archive.py amend content/archive/old-blog/bag/data/posts/2013-01-19-x.md \\
    --reason "Corrected the telephone number, which belongs to somebody else now" --by "Web team"
"""


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="check every byte of archives", description="Check every byte.")
    verify.add_argument("names", nargs="*", metavar="NAME", help="archives; without any, all")
    verify.add_argument("--history", action="store_true", help="tell every change in the log")
    verify.add_argument("--quick", action="store_true", help="read only files that were touched since the last check")
    plain = argparse.RawDescriptionHelpFormatter
    amend = verbs.add_parser("amend", help="record a change to an archive", description=AMEND, formatter_class=plain)
    amend.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files of one archive that were changed")
    amend.add_argument("--reason", required=True, help="why; readers see it")
    amend.add_argument("--by", required=True, help="who; a role or a team will do")
    amend.add_argument("--from", dest="new", type=Path, metavar="NEWFILE", help="what FILE is to become")
    for verb in (verify, amend):
        verb.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="default: content")
        verb.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def folders(parser: argparse.ArgumentParser, content: Path, names: Sequence[str]) -> list[Path]:
    """The archives that are named, or all; a name that is none is a wrong call."""
    there = {path.name: path for path in find(content)}
    for name in names:
        if name not in there:
            parser.error(f"no archive {name} in {content / FOLDER}; there are: {', '.join(there) or 'none'}")
    return [there[name] for name in dict.fromkeys(names)] if names else list(there.values())


def verify(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Check archives; say what differs."""
    code, said = FINE, []
    for folder in folders(parser, given.content, given.names):
        state = verifying.state_of(folder)
        done = verifying.quick(folder, state=state) if given.quick else verifying.full(folder, state=state)
        code = max(code, outcome(done))
        said.append(as_data(folder, done))
        for difference in done.differences:
            print(difference.problem(folder.as_posix()), file=sys.stderr)
        if not given.json:
            tell(folder, done, history=given.history)
    if given.json:
        print(json.dumps({"archives": said}, ensure_ascii=False, indent=1))
    return code


def outcome(done: Verified) -> int:
    """The exit code of a check."""
    kinds = {difference.kind for difference in done.differences}
    return UNREADABLE if "unreadable" in kinds else DIFFERS if kinds else FINE


def tell(folder: Path, done: Verified, *, history: bool) -> None:
    """Say in a line that all is well, and on request what was changed since the archive was made."""
    if not done.differences:
        read = "" if done.read == done.files else f" ({done.read} were read, the others were not touched since)"
        print(f"{folder.as_posix()}: {done.files} files are what was sealed{read}.")
    for number, entry in enumerate(done.entries if history else (), 1):
        print(f"  {number}. {line(entry)}")


def line(entry: Entry) -> str:
    """A change in words."""
    by = f" by {entry.by}" if entry.by else ""
    what = ", ".join((*entry.files, *entry.comments))
    return f"{entry.date.isoformat()} {entry.verb}{by}: {entry.reason}" + (f" ({what})" if what else "")


def as_data(folder: Path, done: Verified) -> dict[str, object]:
    """A check as plain data."""
    states = {FINE: "fine", DIFFERS: "differs", UNREADABLE: "unreadable"}
    return {
        "name": folder.name,
        "state": states[outcome(done)],
        "files": done.files,
        "read": done.read,
        "differences": [asdict(difference) for difference in done.differences],
        "history": [as_entry(entry) for entry in done.entries],
    }


def amend(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Record a change that was made to files of an archive."""
    if given.new and (len(given.files) > 1 or not given.new.is_file()):
        parser.error("--from: name one file, and the one FILE that it takes the place of")
    folder, entry = amending.amend(given.files, reason=given.reason, by=given.by, new=given.new)
    print(json.dumps(as_entry(entry), ensure_ascii=False) if given.json else f"{folder.as_posix()}: {line(entry)}")
    return FINE


def as_entry(entry: Entry) -> dict[str, object]:
    """A line of the log as plain data."""
    return {**asdict(entry), "date": entry.date.isoformat()}


VERBS = {"verify": verify, "amend": amend}


def main(argv: list[str] | None = None) -> int:
    """Do what was asked for; return the exit code."""
    parser = arguments()
    given = parser.parse_args(argv)
    try:
        return VERBS[given.verb](parser, given)
    except (SociableError, OSError) as error:
        print(error, file=sys.stderr)
        return DIFFERS


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # names of files are in any script, a pipe on Windows is not
    sys.exit(main())
