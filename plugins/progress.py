"""What organisations say of their progress, ready to print; and whether the evidence they name is misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from plugins import addresses, listings
from plugins.build import Build, shown
from plugins.items import Item
from plugins.parts import Link
from plugins.standing import Progress, Stage
from sociable.errors import Problem
from sociable.vocabulary import STAGES, Organisation, Since, Statement

_NEAR = 0.85
"""How alike (by difflib's ratio) a wrong name and a right one are where the one was meant: a slip or two apart."""


def stage(number: int, *, old: bool = False) -> Stage:
    """A stage in its words."""
    return Stage(number, STAGES[number].capitalize(), old)


def now(build: Build, principle: str, organisation: Organisation) -> Stage | None:
    """The stage an organisation says it is at; ``None`` where it has said nothing."""
    said = build.board.now(principle, organisation.id)
    return stage(said.stage, old=bool(age(said.since, organisation.reviewed, build.today))) if said else None


def progress(build: Build, principle: str, organisation: Organisation) -> Progress | None:
    """What an organisation says of a principle (by id); ``None`` where it has said nothing."""
    key = principle, organisation.id
    if key not in build.progress:
        build.progress[key] = _progress(build, principle, organisation)
    return build.progress[key]


def _progress(build: Build, principle: str, organisation: Organisation) -> Progress | None:
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
    if reviewed and reviewed > today:
        reviewed = None
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
    if link.startswith(("/", "blog/")):
        return Link(f"{link.removeprefix('blog/')} (not on this site)")
    return Link((urlsplit(link).hostname or link).removeprefix("www."), link)


def _post(build: Build, link: str) -> Item | None:
    if link.startswith("/"):
        return build.board.addresses.get(_path(build, link))
    file = build.memory.recall("evidence", None, lambda: shown(build.content / link), link)
    return build.board.files.get(file)


def _page(build: Build, link: str) -> Any:
    """Pelican's page at an address of this site, or ``None``."""
    return next((page for page in build.site_pages if link.startswith("/") and page.url == _path(build, link)), None)


def _path(build: Build, link: str) -> str:
    """An address as somebody copies it from their browser, as the site itself knows it."""
    return unquote(link.removeprefix(build.place.base)).strip("/") + "/"


def problems(build: Build) -> list[Problem]:
    """Evidence that is plainly misspelt: the post or address that was meant is there.

    What is not there at all (a post still to come, an archive that this site does not hold) is named without a link.
    """
    posts = [file.rpartition("/")[2] for file in build.board.files]
    return [
        Problem(f"there is no {link}; did you mean {near}?", organisation.path, statement.line, "Correct it.")
        for organisation in build.vocabulary.organisations.values()
        for statement in organisation.progress
        for link in statement.evidence
        if (near := _near(build, link, posts))
    ]


def _near(build: Build, link: str, posts: Sequence[str]) -> str:
    """What was meant by the address or file of no post; empty where the link is good, or nothing is near it."""
    if not link.startswith(("/", "blog/")) or _post(build, link) or _page(build, link):
        return ""
    if link.startswith("/"):
        known = [f"/{address}" for address in build.board.addresses if address.split("/")[:2] == link.split("/")[1:3]]
        near = difflib.get_close_matches(link, known, 1, _NEAR)
    else:
        near = [] if (build.content / link).is_file() else difflib.get_close_matches(link[5:], posts, 1, _NEAR)
    return near[0] if near else ""
