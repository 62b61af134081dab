#!/usr/bin/env python3
"""Look after the archives in content/archive: check them, and change them in the one way that leaves a trace.

verify says whether every byte is what was sealed: what is missing, extra, changed, renamed. amend records a change
that staff made to files of an archive, and seals it again. redact erases what a person wrote. addresses says what the
old blog's addresses lead to now, and writes the rules for a web server. export packs an archive and its pages into one
file, for a records office. Each has its own --help. Exit code 0: fine; 1: something differs, or was refused; 2: the
command was called wrongly; 3: something cannot be read.

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

from sociable.archive import amending, portable, redacting, searching, verifying
from sociable.archive.folder import FOLDER, find, read
from sociable.archive.log import Entry
from sociable.archive.redacting import Redaction
from sociable.archive.redirects import collect, rules
from sociable.archive.searching import BLOG, Findings, Where
from sociable.archive.verifying import Verified
from sociable.errors import SociableError
from sociable.importing.normalise import web_address
from sociable.importing.summary import printable

FINE, DIFFERS, UNREADABLE = 0, 1, 3

AMEND = """\
Edit files in the bag of an archive (or add or remove some), then record it: everything else must be as it was sealed,
and the files must still be readable. The page of an amended post says when it was amended and why.

example:
  python scripts/archive.py amend content/archive/old-blog/bag/data/posts/2013-01-19-x.md \\
    --reason "Corrected the telephone number, which belongs to somebody else now" --by "Web team"
"""

REDACT = """\
Find a person in archives and blog, by name, web address, e-mail address or whatever they are known by, and put a
tombstone in the place of each comment that is theirs. Without --all the first word is the archive's name (`blog` is
the blog). What others wrote of them is listed; --remove-mentions takes it out of the texts of archives.

example:
  python scripts/archive.py redact old-blog "Jane Doe" https://jane.example --dry-run
"""

ADDRESSES = """\
Say how many of the old blog's addresses are answered, and by what; with --write, write the rules: nginx.conf,
apache.conf with apache.map, _redirects for Netlify and for Cloudflare Pages, and stubs, a folder of pages for a host
that knows no rules.

example:
  python scripts/archive.py addresses old-blog --write rules --site https://www.example.org
"""

EXPORT = """\
Pack an archive and its pages, as the built site has them, into one ZIP file that needs no web server.

example:
  python scripts/archive.py export old-blog old-blog.zip
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
    redact = verbs.add_parser("redact", help="erase what a person wrote", description=REDACT, formatter_class=plain)
    redact.add_argument("words", nargs="+", metavar="NAME|WHO", help="the archive, then who it is; with --all only who")
    redact.add_argument("--all", action="store_true", help="in the blog and in all archives")
    redact.add_argument("--comment", type=int, action="append", default=[], metavar="ID", help="this one is theirs too")
    redact.add_argument("--post", metavar="POST", help="the post of --comment: its path, or its file's name")
    redact.add_argument("--ground", default=redacting.GROUND, help=f"why; readers see it (default: {redacting.GROUND})")
    redact.add_argument("--by", default="", help="who erases; a role or a team will do")
    redact.add_argument("--remove-mentions", action="store_true", help="take the person out of others' texts as well")
    redact.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    redact.add_argument("--yes", action="store_true", help="do not ask")
    where = verbs.add_parser("addresses", help="old addresses", description=ADDRESSES, formatter_class=plain)
    where.add_argument("name", metavar="NAME", help="the archive")
    where.add_argument("--write", type=Path, metavar="DIR", help="write the rules there; a new or empty folder")
    where.add_argument("--site", default="", metavar="URL", help="the new site's address, if it is another host's")
    where.add_argument("--map-file", default="", metavar="PATH", help="where Apache will find its map")
    export = verbs.add_parser("export", help="pack it for a records office", description=EXPORT, formatter_class=plain)
    export.add_argument("name", metavar="NAME", help="the archive")
    export.add_argument("file", type=Path, metavar="FILE.zip", help="the file to write")
    export.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="the built site")
    for verb in (verify, amend, redact, where, export):
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


def redact(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Erase what a person wrote."""
    if bool(given.comment) != bool(given.post) or (given.all and given.post):
        parser.error("--comment and --post belong together, and to one archive")
    owners = [BLOG, *(folder.name for folder in find(given.content))]
    name, *who = ["", *given.words] if given.all else given.words
    if not who and not given.comment:
        parser.error("say who it is, after the archive's name")
    if not given.all and name not in owners:
        parser.error(f"no archive {name} in {given.content / FOLDER}; there are: {', '.join(owners)}")
    owners = owners if given.all else [name]
    chosen = [(name, given.post.strip("/").removesuffix(".md"), number) for number in given.comment]
    findings = searching.search(given.content, who, chosen)
    theirs = [each for each in findings.theirs if each.conversation.owner in owners]
    changed: tuple[str, ...] = ()
    if not given.json:
        show(findings, owners)
    if not given.dry_run and (given.yes or agreed(parser, len(theirs))):
        how = Redaction(given.ground, given.by, mentions=given.remove_mentions)
        changed = redacting.redact(given.content, findings, how, owners=owners)
    if given.json:
        print(json.dumps(as_findings(findings, owners, changed), ensure_ascii=False, indent=1))
    elif changed:
        print(f"Erased: {len(theirs)} comments, in {', '.join(changed)}.\n{redacting.ELSEWHERE}")
    return FINE


def agreed(parser: argparse.ArgumentParser, count: int) -> bool:
    """Ask whether to go on; where nobody can answer, --yes has to."""
    if not sys.stdin.isatty():
        parser.error("add --yes to erase this, or --dry-run to only look")
    return input(f"Erase {count} comments for ever? [y/N] ").strip().lower() in {"y", "yes"}


def show(findings: Findings, owners: Sequence[str]) -> None:
    """Say what would be erased, and where else the person is."""
    for here, title in ((True, "To erase"), (False, "Elsewhere (redact it too, or use --all)")):
        found = [each for each in findings.theirs if (each.conversation.owner in owners) is here]
        if found or here:
            print(f"{title}: {len(found) or 'nothing'}")
        for each in found:
            words = " ".join(each.comment.body.split())[:60]
            file = each.conversation.file.as_posix()
            print(f"  {file}: comment {each.comment.id} by {printable(each.comment.author)}: {printable(words)}")
    for where, title in PLACES.items():
        found_there = [each for each in findings.mentions if each.where == where]
        if found_there:
            print(f"{title}: {len(found_there)}")
        for mention in found_there:
            line = "" if mention.line is None else f":{mention.line}"
            print(f"  {mention.file}{line}: {printable(mention.excerpt)}")


def addresses(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Say what is answered, and write the rules that answer."""
    if given.site and not web_address(given.site):
        parser.error("--site: write it with https:// or http:// in front")
    (folder,) = folders(parser, given.content, [given.name])
    archive = read(folder)
    table = collect(archive)
    counts = rules.coverage(table)
    needing = sum(count for kind, count in counts.items() if kind in rules.NEEDS_A_SERVER)
    done = rules.write(table, archive, given.write, site=given.site, map_file=given.map_file) if given.write else None
    warnings = done.warnings if done else ()
    if given.json:
        told = {"name": folder.name, "hosts": table.hosts, "addresses": counts, "need_a_server": needing}
        print(json.dumps({**told, "stubs": done.stubs if done else None, "warnings": warnings}, indent=1))
        return FINE
    print(f"{folder.as_posix()}: {len(table.entries)} old addresses at {', '.join(table.hosts) or 'no host'}")
    for kind, count in counts.items():
        print(f"  {count} {rules.KINDS[kind]}{' (need a server)' if kind in rules.NEEDS_A_SERVER else ''}")
    if done:
        print(f"Written to {given.write}: rules for four kinds of host, and {done.stubs} stubs.")
    for warning in warnings:
        print(f"Cloudflare: {warning}.", file=sys.stderr)
    return FINE


def export(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Pack an archive and its pages."""
    (folder,) = folders(parser, given.content, [given.name])
    count = portable.deposit(folder, given.output, read(folder).about.title, given.file)
    told = {"name": folder.name, "file": str(given.file), "files": count}
    print(json.dumps(told) if given.json else f"{given.file}: {count} files, to be opened at pages/index.html.")
    return FINE


def as_findings(findings: Findings, owners: Sequence[str], changed: Sequence[str]) -> dict[str, object]:
    """What was found as plain data."""
    return {
        "theirs": [
            {
                "owner": each.conversation.owner,
                "file": each.conversation.file.as_posix(),
                "post": each.conversation.post,
                "comment": each.comment.id,
                "selected": each.conversation.owner in owners,
            }
            for each in findings.theirs
        ],
        "mentions": [asdict(each) for each in findings.mentions],
        "changed": list(changed),
    }


def as_entry(entry: Entry) -> dict[str, object]:
    """A line of the log as plain data."""
    return {**asdict(entry), "date": entry.date.isoformat()}


VERBS = {"verify": verify, "amend": amend, "redact": redact, "addresses": addresses, "export": export}
PLACES: dict[Where, str] = {
    "text": "Named or quoted by others (--remove-mentions takes it out)",
    "address": "In addresses, which stay: decide, and amend by hand",
    "file name": "In names of files, which stay: decide, and amend by hand",
    "bytes": "In the data of pictures and documents: look at them",
    "blog": "In what is written for the living site: edit it by hand",
}
"""Where mentions are found, and what can be done about them."""


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
