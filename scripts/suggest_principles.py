#!/usr/bin/env python3
"""Suggest which of the ten principles posts are about, tell whose they are, take decisions, and learn from those.

What a post says itself (`Principles:`, `Organisations:`) always wins, then what staff decided. Everything happens on
this computer.
Exit code 0: fine; 1: something was refused; 2: the command was called wrongly.

examples:
  python scripts/suggest_principles.py suggest content/blog
  python scripts/suggest_principles.py apply --archive harbour-notes --dry-run
  python scripts/suggest_principles.py organisations --uncertain
  python scripts/suggest_principles.py review
  python scripts/suggest_principles.py refit
  python scripts/suggest_principles.py evaluate
  python scripts/suggest_principles.py gaps --json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

try:
    import termios
    import tty
except ImportError:  # Windows has neither
    termios = tty = None

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sociable.archive import folder
from sociable.errors import SociableError
from sociable.tagging import labelled, learning, reviewing, site, weights
from sociable.tagging.evaluation import Share
from sociable.tagging.gaps import Tagged, gaps
from sociable.tagging.labelled import Example
from sociable.tagging.reviewing import Question, Whose
from sociable.tagging.site import Entry, Site
from sociable.tagging.suggest import suggest


def read_site(content: Path) -> Site:
    """Read what the content folder holds; raises with all that is wrong."""
    return site.read(content, [folder.read(path) for path in folder.find(content)])


def run_suggest(site: Site, options: argparse.Namespace) -> int:
    """Print what each post is about, or what the model suggests."""
    chosen = wanted(site, options.paths)
    if chosen is None:
        return 2
    found = [(entry, suggest(site.model, entry.text)) for entry in chosen]
    if options.json:
        print(
            json.dumps(
                [e.to_json() | e.filing.to_json() | verdict.to_json() for e, verdict in found],
                ensure_ascii=False,
                indent=1,
            )
        )
        return 0
    for entry, verdict in found:
        print(f"{entry.path.as_posix()}: {entry.text.title or '(no title)'}")
        if entry.filing.principles is not None:
            print(f"  decided ({entry.filing.by}): {', '.join(entry.filing.principles) or 'none fits'}")
            continue
        for each in verdict.suggestions:
            print(f"  {each.principle}: {', '.join(each.reasons)}")
        sure = "sure" if verdict.sure else "unsure"
        print(f"  {sure}, {verdict.confidence:.2f}" if verdict.suggestions else "  none")
    return 0


def wanted(site: Site, paths: Sequence[Path]) -> list[Entry] | None:
    """The posts at ``paths``, or in folders there; all if there are no paths, ``None`` if they hold none."""
    below = [path.resolve() for path in paths]
    found = [e for e in site.entries if not below or any(e.path.resolve().is_relative_to(each) for each in below)]
    if paths and not found:
        print("no post of the blog or of an archive is there", file=sys.stderr)
        return None
    return found


def run_organisations(site: Site, options: argparse.Namespace) -> int:
    """Print whose each post is and who says so, what is uncertain first."""
    chosen = wanted(site, options.paths)
    if chosen is None:
        return 2
    listed = sorted(chosen, key=lambda entry: entry.filing.belonging.certain)
    listed = [entry for entry in listed if not (options.uncertain and entry.filing.belonging.certain)]
    if options.json:
        print(
            json.dumps(
                [entry.to_json() | entry.filing.belonging.to_json() for entry in listed], ensure_ascii=False, indent=1
            )
        )
        return 0
    for entry in listed:
        found = entry.filing.belonging
        print(f"{entry.path.as_posix()}: {entry.text.title or '(no title)'}")
        names = [site.vocabulary.organisation(each).name for each in found.organisations]
        doubt = "" if found.certain else "uncertain, "
        print(f"  {', '.join(names) or 'nobody'} ({doubt}{found.by or 'undecided'}): {found.why}")
    return 0


def run_apply(here: Site, options: argparse.Namespace) -> int:
    """Apply what is sure to the undecided posts of an archive; what was so applied before is weighed anew."""
    archive = here.archives / options.archive
    if not archive.is_dir():
        print(f"{archive.as_posix()}: there is no such archive", file=sys.stderr)
        return 2
    new, undecided = site.applied(here, options.archive)
    if not options.dry_run:
        site.apply(here, options.archive, new)
    if options.json:
        print(json.dumps([{"post": tag.post, "principle": tag.principles[0]} for tag in new if tag.principles]))
    else:
        print(f"{len(new)} of {undecided} undecided posts {'would be' if options.dry_run else 'were'} tagged")
    return 0


def run_review(here: Site, options: argparse.Namespace) -> int:
    """Ask about what is undecided, the most useful first, and write each decision at once."""
    entries = {(entry.place, entry.name): entry for entry in here.entries}
    asked = [each for each in reviewing.questions(here, options.archive) if isinstance(each, KINDS[options.only])]
    names = {page.id: page.title for page in here.vocabulary.principles.values()}
    names |= {page.id: page.name for page in here.vocabulary.organisations.values()}
    for number, question in enumerate(asked, 1):
        print(reviewing.shown(question, number, len(asked), names), flush=True)
        try:
            answer = ask(question)
        except EOFError:
            break
        if answer is not None:
            keep = site.keep_principles if isinstance(question, Question) else site.keep_organisations
            path = keep(here, entries[question.place, question.post], answer)
            print(f"  {', '.join(answer) or reviewing.NEITHER} ({path.as_posix()})")
    return 0


def ask(question: Question | Whose) -> tuple[str, ...] | None:
    """Read keys until they decide; None for a post that is skipped. Raises EOFError when it is enough."""
    held: tuple[str, ...] = ()
    while True:
        key = read_key()
        if key in {"", reviewing.QUIT, "\x03", "\x04"}:
            raise EOFError
        if key == reviewing.SKIP:
            return None
        if key.isspace():
            continue
        try:
            held, is_decided = question.press(held, key)
        except ValueError as error:
            print(f"  {error}", flush=True)
            continue
        if is_decided:
            return held


def read_key() -> str:
    """Read one key: at once in a terminal that can, else the next character of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1)
    if termios is None:
        return input("> ")[:1] or "\n"
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def run_refit(site: Site, options: argparse.Namespace) -> int:
    """Learn: from decisions on top of the packaged words, or anew from labelled texts alone; measure either way."""
    examples, decided = read_labelled(options.labelled), site.decided()
    if options.anew:
        model = learning.anew(examples, site.vocabulary.principles.values())
    else:
        model = learning.from_decisions(decided, examples)
    out = options.out or site.content / weights.FOLDER
    learning.write(model, out)
    learned = f"{len(examples)} labelled texts" if options.anew else f"{len(decided)} decided posts"
    found = model.calibration
    print(f"{out.as_posix()}: learned from {learned}")
    print(f"from the confidence {found.sure:.2f} on a principle is applied alone; of {found.posts:.0f} posts measured,")
    print(f"none of which the model had seen, right were {Share(int(found.applied_right), int(found.applied))}")
    return 0


def run_evaluate(site: Site, options: argparse.Namespace) -> int:
    """Measure: labelled texts by a model fitted without their blog, texts of --on by the model in force."""
    if options.on:
        name = f"{options.on.name}, by the model in force"
        found = learning.measured_on(site.model, labelled.read(options.on))
    else:
        name = "labelled texts, leaving one blog out"
        found = learning.measured(read_labelled(options.labelled), site.vocabulary.principles.values())
    print(json.dumps({name: found.to_json()}, indent=1) if options.json else f"{name}: {found}")
    return 0


def read_labelled(more: Sequence[Path]) -> tuple[Example, ...]:
    """The labelled set of the project, and those of ``more``."""
    return tuple(example for path in (labelled.OWN, *more) for example in labelled.read(path))


def run_gaps(site: Site, options: argparse.Namespace) -> int:
    """Print what nobody has written about."""
    filed = [(entry.filing, entry.day) for entry in site.entries]
    entries = [Tagged(each.belonging.organisations, each.principles or (), day) for each, day in filed]
    written = [each for each in entries if not each.day or each.day <= options.today]
    found = gaps(written, site.vocabulary, options.today)
    if options.json:
        print(json.dumps([each.to_json() for each in found], ensure_ascii=False, indent=1))
    else:
        print("".join(f"{each.says}\n" for each in found), end="")
    return 0


KINDS: dict[str | None, tuple[type, ...]] = {
    "principles": (Question,),
    "organisations": (Whose,),
    None: (Question, Whose),
}
"""What may be asked about, by the name that ``--only`` knows it by."""

VERBS: dict[str, tuple[Callable[[Site, argparse.Namespace], int], str, str]] = {
    "suggest": (run_suggest, "print suggestions with the words that spoke for them", "suggest content/blog --json"),
    "organisations": (run_organisations, "print whose each post is, and who says so", "organisations --uncertain"),
    "apply": (run_apply, "tag the posts of an archive on which the model is sure", "apply --archive harbour-notes"),
    "review": (run_review, "decide on posts one by one, the most useful first", "review --archive harbour-notes"),
    "refit": (run_refit, "learn from what was decided", "refit"),
    "evaluate": (run_evaluate, "print how good the suggestions are", "evaluate --json"),
    "gaps": (run_gaps, "print what nobody has written about", "gaps --today 2026-11-21"),
}


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    style = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=style)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    made = {}
    for name, (_, about, example) in VERBS.items():
        shown = f"example:\n  python scripts/suggest_principles.py {example}"
        made[name] = verbs.add_parser(name, help=about, description=about, epilog=shown, formatter_class=style)
        made[name].add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="default: content")
    for name in ("suggest", "organisations", "apply", "evaluate", "gaps"):
        made[name].add_argument("--json", action="store_true", help="print the result as JSON")
    for name in ("suggest", "organisations"):
        made[name].add_argument("paths", nargs="*", type=Path, metavar="PATH", help="posts, or folders of them")
    made["organisations"].add_argument("--uncertain", action="store_true", help="only what somebody should look at")
    made["apply"].add_argument("--archive", required=True, metavar="NAME", help="which archive")
    made["apply"].add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    made["review"].add_argument("--archive", metavar="NAME", help="only this archive; `blog` is the shared blog")
    made["review"].add_argument("--only", choices=[*filter(None, KINDS)], help="ask about one of the two alone")
    for name in ("refit", "evaluate"):
        more = "labelled texts besides our own, as sociable/tagging/labelled.jsonl"
        made[name].add_argument("--labelled", nargs="*", type=Path, default=[], metavar="FILE", help=more)
    made["refit"].add_argument("--anew", action="store_true", help="from labelled texts and seeds alone; measures too")
    made["refit"].add_argument("--out", type=Path, metavar="DIR", help="where to write; default: content/tagging")
    made["evaluate"].add_argument("--on", type=Path, metavar="FILE", help="measure the model as it is on these texts")
    made["gaps"].add_argument("--today", type=date.fromisoformat, default=date.today(), metavar="DATE", help="as of")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Do what is asked; return 0, 1 where something is wrong in the files, or 2."""
    options = arguments().parse_args(argv)
    run, _, _ = VERBS[options.verb]
    try:
        if not options.content.is_dir():
            print(f"{options.content.as_posix()}: there is no such folder", file=sys.stderr)
            return 2
        return run(read_site(options.content), options)
    except (SociableError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # titles are in any script, a pipe on Windows is not
    sys.exit(main())
