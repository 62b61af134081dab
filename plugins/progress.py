"""What organisations say of their progress, ready to print; and whether the evidence they name is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from plugins import addresses, listings
from plugins.build import Build, shown
from plugins.items import Item
from plugins.parts import Link
from plugins.standing import Progress, Stage
from sociable.contentfile.fields import did_you_mean
from sociable.errors import Problem
from sociable.vocabulary import STAGES, Organisation, Since, Statement


def stage(number: int, *, old: bool = False) -> Stage:
    """A stage in its words."""
    return Stage(number, STAGES[number].capitalize(), old)


def now(build: Build, principle: str, organisation: Organisation) -> Stage | None:
    """The stage an organisation says it is at; ``None`` where it has said nothing."""
    said = build.board.now(principle, organisation.id)
    return stage(said.stage, old=bool(age(said.since, organisation.reviewed, build.today))) if said else None


def progress(build: Build, principle: str, organisation: Organisation) -> Progress | None:
    """What an organisation says of a principle (by id); ``None`` where it has said nothing."""
    history = build.board.histories.get((principle, organisation.id))
    if not history:
        return None
    last = history[-1]
    return Progress(
        stage=stage(last.stage),
        since=f"since {addresses.when(last.since)}",
        sentence=last.sentence,
        evidence=tuple(_evidence(build, link) for link in last.evidence),
        age=age(last.since, organisation.reviewed, build.today),
        before=tuple(map(_earlier, reversed(history[:-1]))),
    )


def age(since: Since, reviewed: date | None, today: date) -> str:
    """Say of a statement that is surely more than a year old that it is; empty for one that is not.

    What was looked at again and found still so is as old as that look.
    """
    if not _old(max(since.last, reviewed or since.last), today):
        return ""
    if reviewed and reviewed > since.last:
        return f"Last looked at on {addresses.long_date(reviewed)}; more than a year ago."
    return f"Said {'on' if since.day else 'in'} {addresses.when(since)}; more than a year ago."


def _old(said: date, today: date) -> bool:
    """Whether the anniversary is past; (year, month, day) compare without a 29 February that is not there."""
    return (today.year, today.month, today.day) > (said.year + 1, said.month, said.day)


def _earlier(statement: Statement) -> str:
    return f"{STAGES[statement.stage].capitalize()} since {addresses.when(statement.since)}: {statement.sentence}"


def _evidence(build: Build, link: str) -> Link:
    item = _post(build, link)
    if item:
        return Link(listings.title(item), build.place.href(item.path), voice=item.voice)
    page = _page(build, link)
    if page:
        return Link(page.title, build.place.href(page.url))
    return Link((urlsplit(link).hostname or link).removeprefix("www."), link)


def _post(build: Build, link: str) -> Item | None:
    if link.startswith("/"):
        return build.board.addresses.get(_path(build, link))
    return build.board.files.get(shown(build.content / link))


def _page(build: Build, link: str) -> Any:
    """Pelican's page at an address of this site, or ``None``."""
    return next((page for page in build.site_pages if link.startswith("/") and page.url == _path(build, link)), None)


def _path(build: Build, link: str) -> str:
    """An address as somebody copies it from their browser, as the site itself knows it."""
    return unquote(link.removeprefix(build.place.base)).strip("/") + "/"


def problems(build: Build) -> list[Problem]:
    """What is wrong with statements, seen beside everything else that is on the site."""
    found = []
    for organisation in build.vocabulary.organisations.values():
        if organisation.reviewed and organisation.reviewed > build.today:
            what = f"reviewed on {addresses.long_date(organisation.reviewed)}, which is yet to come"
            found.append(Problem(what, organisation.path, mend="Correct the date in `Reviewed`."))
        for statement in organisation.progress:
            found += _of_tomorrow(build, organisation, statement)
            found += [
                problem
                for link in statement.evidence
                if (problem := _missing(build, link, organisation.path, statement.line))
            ]
    return found


def _of_tomorrow(build: Build, organisation: Organisation, statement: Statement) -> Sequence[Problem]:
    if statement.since.first <= build.today:
        return ()
    what = f"{STAGES[statement.stage]} since {addresses.when(statement.since)}, which is yet to come"
    return (Problem(what, organisation.path, statement.line, "Say what is so today, or correct the date."),)


def _missing(build: Build, link: str, path: str, line: int | None) -> Problem | None:
    """A problem where a post that is named as evidence is not on the site; web addresses are not asked for."""
    if not link.startswith(("/", "blog/")) or _post(build, link) or _page(build, link):
        return None
    if link.startswith("/"):
        what = f"nothing on this site has the address {link}"
        return Problem(what, path, line, "Copy the address of a post or page from your browser, from the first / on.")
    if (build.content / link).is_file():
        what = f"{link} is no evidence yet: it is a draft, or dated in the future"
        return Problem(what, path, line, "Publish it first, or name another.")
    names = [file.removeprefix(f"{shown(build.content / 'blog')}/") for file in build.board.files]
    hint = did_you_mean(link.removeprefix("blog/"), names)
    return Problem(f"there is no {shown(build.content / link)}{hint}", path, line, "Correct the name of the file.")
