#!/usr/bin/env python3
"""Suggest which of the ten principles posts are about, take decisions on them, and learn from those.

What a post says itself (`Principles:`) always wins, then what staff decided. Everything happens on this computer.
Exit code 0: fine; 1: something was refused; 2: the command was called wrongly.

examples:
  python scripts/suggest_principles.py suggest content/blog
  python scripts/suggest_principles.py apply --archive harbour-notes --dry-run
  python scripts/suggest_principles.py review
  python scripts/suggest_principles.py refit
  python scripts/suggest_principles.py evaluate
  python scripts/suggest_principles.py gaps --json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

try:
    import termios
    import tty
except ImportError:  # Windows has neither
    termios = tty = None

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sociable import vocabulary
from sociable.archive import folder
from sociable.archive.folder import Archive
from sociable.contentfile import read_text
from sociable.errors import ContentError, SociableError
from sociable.model import Post
from sociable.tagging import evaluation, fitting, labelled, organisations, reviewing, tags, weights
from sociable.tagging.evaluation import Figures
from sociable.tagging.features import Text
from sociable.tagging.gaps import Tagged, gaps
from sociable.tagging.labelled import Example
from sociable.tagging.suggest import Verdict, suggest
from sociable.vocabulary import Vocabulary

BLOG = "blog"
OPENING = 160


@dataclass(frozen=True)
class Entry:
    """A post, where it is kept, and what is decided on it (``principles`` is None where nothing is)."""

    place: str
    name: str
    path: Path
    text: Text
    day: date | None
    organisations: tuple[str, ...]
    principles: tuple[str, ...] | None
    by: str


@dataclass(frozen=True)
class Site:
    """A content folder with its vocabulary, its posts and the model that is in force."""

    content: Path
    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    model: weights.Model


def read_site(content: Path) -> Site:
    """Read what the content folder holds; raises with all that is wrong."""
    words = vocabulary.read(content)
    entries = [*blog_entries(content, words), *archive_entries(content, words)]
    return Site(content, words, tuple(entries), weights.read(weights.find(content)))


def blog_entries(content: Path, words: Vocabulary) -> Iterator[Entry]:
    """The published posts of the shared blog."""
    problems = []
    for path in sorted((content / BLOG).glob("[!._]*.md")):
        shown = path.as_posix()
        try:
            text = read_text(path, shown)
            post = vocabulary.load_article(text, shown, words)
        except ContentError as error:
            problems += error.problems
            continue
        if post.status != "publish":
            continue
        decided = post.principles if tags.says_principles(text, shown) else None
        owned = post.organisations or words.organisations_of(post.authors, day_of(post) or date.min)
        by = "post" if decided is not None else ""
        yield Entry(BLOG, path.name, path, Text(post.title, post.body, post.tags), day_of(post), owned, decided, by)
    if problems:
        raise ContentError(*problems)


def archive_entries(content: Path, words: Vocabulary) -> Iterator[Entry]:
    """The posts of all archives."""
    for path in folder.find(content):
        archive = folder.read(path)
        decisions = tags.decide(read_tags(path))
        for post in archive.posts:
            decision = decisions.get(tags.name_of(post), tags.Decision())
            principles, by = decision.principles, decision.principles_by
            if post.principles:
                principles, by = post.principles, "post"
            terms = [*(archive.categories[each].name for each in post.categories if each in archive.categories)]
            terms += [archive.tags[each].name for each in post.tags if each in archive.tags]
            owned = decision.organisations or owners(post, archive, words)
            source = Path(post.source.path)
            text, day = Text(post.title, post.body, tuple(terms)), day_of(post)
            yield Entry(path.name, tags.name_of(post), source, text, day, owned, principles, by)


def owners(post: Post, archive: Archive, words: Vocabulary) -> tuple[str, ...]:
    """The organisations an archived post belongs to."""
    called = {author.id: author.name for author in archive.authors}
    by_name = {profile.name: profile.id for profile in words.authors.values()}
    names = [called.get(each, each) for each in post.authors]
    known = [by_name[name] for name in names if name in by_name]
    return organisations.decide(post, known, words, archive.about.organisation, names=names).organisations


def day_of(post: Post) -> date | None:
    """The day of a post."""
    return post.date.date() if post.date else None


def read_tags(archive: Path) -> tuple[tags.Tag, ...]:
    """The decisions beside an archive's bag."""
    path = archive / tags.FILE
    return tags.load(read_text(path), path.as_posix()) if path.is_file() else ()


def write_tags(archive: Path, decided: Iterable[tags.Tag]) -> None:
    """Write the decisions beside an archive's bag."""
    with (archive / tags.FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.write(tags.dump(decided))


def run_suggest(site: Site, options: argparse.Namespace) -> int:
    """Print what each post is about, or what the model suggests."""
    chosen = [entry for entry in site.entries if is_below(entry.path, options.paths)]
    if options.paths and not chosen:
        print("no post of the blog or of an archive is there", file=sys.stderr)
        return 2
    found = [(entry, suggest(site.model, entry.text)) for entry in chosen]
    if options.json:
        print(json.dumps([as_json(*pair) for pair in found], ensure_ascii=False, indent=1))
        return 0
    for entry, verdict in found:
        print(f"{entry.path.as_posix()}: {entry.text.title or '(no title)'}")
        if entry.principles is not None:
            print(f"  decided ({entry.by}): {', '.join(entry.principles) or 'none fits'}")
            continue
        for each in verdict.suggestions:
            print(f"  {each.principle}: {', '.join(each.reasons)}")
        sure = "sure" if verdict.sure else "unsure"
        print(f"  {sure}, {verdict.confidence:.2f}" if verdict.suggestions else "  none")
    return 0


def as_json(entry: Entry, verdict: Verdict) -> dict[str, object]:
    """A post with its verdict as plain values."""
    return {
        "place": entry.place,
        "post": entry.name,
        "path": entry.path.as_posix(),
        "title": entry.text.title,
        "decided": None if entry.principles is None else list(entry.principles),
        "by": entry.by,
        "confidence": round(verdict.confidence, 4),
        "applied": verdict.applied,
        "suggestions": [{"principle": each.principle, "reasons": list(each.reasons)} for each in verdict.suggestions],
    }


def is_below(path: Path, wanted: Sequence[Path]) -> bool:
    """Tell whether a file is one of those wanted, or in one of their folders; nothing wanted is everything."""
    return not wanted or any(path.resolve().is_relative_to(each.resolve()) for each in wanted)


def run_apply(site: Site, options: argparse.Namespace) -> int:
    """Apply what is sure to the undecided posts of an archive; what was so applied before is weighed anew."""
    archive = site.content / folder.FOLDER / options.archive
    if not archive.is_dir():
        print(f"{archive.as_posix()}: there is no such archive", file=sys.stderr)
        return 2
    kept = [tag for tag in read_tags(archive) if tag.who != "applied"]
    undecided = [e for e in site.entries if e.place == options.archive and (e.principles is None or e.by == "applied")]
    verdicts = [(entry, suggest(site.model, entry.text)) for entry in undecided]
    new = [tags.Tag(e.name, (v.applied,), who="applied") for e, v in verdicts if v.applied]
    if not options.dry_run:
        write_tags(archive, [*kept, *new])
    if options.json:
        print(json.dumps([{"post": tag.post, "principle": tag.principles[0]} for tag in new if tag.principles]))
    else:
        print(f"{len(new)} of {len(undecided)} undecided posts {'would be' if options.dry_run else 'were'} tagged")
    return 0


def run_review(site: Site, options: argparse.Namespace) -> int:
    """Ask about undecided posts, the most useful first, and write each decision at once."""
    by_name = {(entry.place, entry.name): entry for entry in site.entries}
    asked = [e for e in site.entries if e.by in {"", "applied"} and options.archive in {None, e.place}]
    questions = reviewing.most_useful_first(
        reviewing.Question(e.place, e.name, e.text.title, opening(e.text.body), suggest(site.model, e.text))
        for e in asked
    )
    titles = {page.id: page.title for page in site.vocabulary.principles.values()}
    for number, question in enumerate(questions, 1):
        print(reviewing.shown(question, number, len(questions), titles), flush=True)
        try:
            answer = ask(question)
        except EOFError:
            break
        if answer is not None:
            keep(site, by_name[question.place, question.post], answer)
            print(f"  {', '.join(answer) or 'none fits'}")
    return 0


def ask(question: reviewing.Question) -> tuple[str, ...] | None:
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
            held, is_decided = reviewing.press(question, held, key)
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


def keep(site: Site, entry: Entry, principles: tuple[str, ...]) -> None:
    """Write a decision of staff where it belongs: into the post of the blog, or beside the archive's bag."""
    if entry.place == BLOG:
        with entry.path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        with entry.path.open("w", encoding="utf-8", newline="") as file:
            file.write(tags.with_principles(text, principles, entry.path.as_posix()))
        return
    archive = site.content / folder.FOLDER / entry.place
    known = read_tags(archive)
    old = next((tag for tag in known if (tag.post, tag.who) == (entry.name, "staff")), tags.Tag(entry.name))
    write_tags(archive, tags.put(known, replace(old, principles=principles, date=date.today())))


def opening(body: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(body.split())[:OPENING]


def decided(site: Site) -> list[Example]:
    """The posts that people decided on: by the post's own line, by staff, or taken over from elsewhere."""
    return [
        Example(entry.text, entry.principles, entry.place, entry.name)
        for entry in site.entries
        if entry.principles is not None and entry.by != "applied"
    ]


def run_refit(site: Site, options: argparse.Namespace) -> int:
    """Learn: from decisions on top of the packaged words, or anew from labelled texts alone."""
    examples = read_labelled(options.labelled)
    if options.anew:
        model, equations = fitting.fit(examples, labelled.seeds(site.vocabulary.principles.values()))
        judged = evaluation.unseen(fitting.blank(model.rarity), equations, examples)
        model = replace(model, calibration=evaluation.calibrate(judged))
    else:
        model, _ = fitting.refit(weights.packaged(), examples, decided(site))
    out = options.out or site.content / weights.FOLDER
    out.mkdir(parents=True, exist_ok=True)
    for name, text in weights.dump(model).items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    learned = "labelled texts" if options.anew else "decided posts"
    print(f"{out.as_posix()}: learned from {len(examples) if options.anew else len(decided(site))} {learned}")
    return 0


def run_evaluate(site: Site, options: argparse.Namespace) -> int:
    """Measure: labelled texts by a model fitted without their blog, texts of --on by the model in force."""
    measured: dict[str, Figures] = {}
    if options.on:
        judged = evaluation.seen_by(site.model, labelled.read(options.on))
        known = {each.blog: site.model.calibration for each in judged}
        measured[f"{options.on.name}, by the model in force"] = evaluation.figures(judged, known)
    else:
        examples = read_labelled(options.labelled)
        model, equations = fitting.fit(examples, labelled.seeds(site.vocabulary.principles.values()))
        judged = evaluation.unseen(fitting.blank(model.rarity), equations, examples)
        measured["labelled texts, leaving one blog out"] = evaluation.measure(judged)
    if options.json:
        print(json.dumps({name: each.to_json() for name, each in measured.items()}, indent=1))
    else:
        for name, each in measured.items():
            print(f"{name}: {each}")
    return 0


def read_labelled(more: Sequence[Path]) -> tuple[Example, ...]:
    """The labelled set of the project, and those of ``more``."""
    return tuple(example for path in (labelled.OWN, *more) for example in labelled.read(path))


def run_gaps(site: Site, options: argparse.Namespace) -> int:
    """Print what nobody has written about."""
    entries = [Tagged(entry.organisations, entry.principles or (), entry.day) for entry in site.entries]
    written = [each for each in entries if not each.day or each.day <= options.today]
    found = gaps(written, site.vocabulary, options.today)
    if options.json:
        print(json.dumps([each.to_json() for each in found], ensure_ascii=False, indent=1))
    else:
        print("".join(f"{each.says}\n" for each in found), end="")
    return 0


VERBS: dict[str, tuple[Callable[[Site, argparse.Namespace], int], str, str]] = {
    "suggest": (run_suggest, "print suggestions with the words that spoke for them", "suggest content/blog --json"),
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
    for name in ("suggest", "apply", "evaluate", "gaps"):
        made[name].add_argument("--json", action="store_true", help="print the result as JSON")
    made["suggest"].add_argument("paths", nargs="*", type=Path, metavar="PATH", help="posts, or folders of them")
    made["apply"].add_argument("--archive", required=True, metavar="NAME", help="which archive")
    made["apply"].add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    made["review"].add_argument("--archive", metavar="NAME", help="only this archive; `blog` is the shared blog")
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
