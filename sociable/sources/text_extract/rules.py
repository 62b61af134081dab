"""The rules by which lines of a page that are no words of its post are dropped, and the record of what they dropped.

A rule takes a whole line, spaces plain. Those of :data:`ANYWHERE` hold wherever they match: nobody writes such a line.
Those of :data:`FOOT` hold only at the end of a page, from where the reply form starts: a post may well say «leave a
reply». A form starts where two of its lines stand within ten, or where nothing but such lines follows; a few short
lines that no rule knows may stand in it, for themes word their forms as they like.

From: WordPress's ``comment_form()``, WordPress.com's forms and notices, Blogger's foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sociable.errors import Problem
from sociable.sources.text_extract.lines import Line

FORM_REACH = 10  # lines within which a second line of a form has to follow the first
FORM_STRANGERS = 2  # lines that no rule knows which may stand in a form …
STRANGER_WORDS = 12  # … if they are no longer than this


class Rule(NamedTuple):
    """A rule and the lines it drops."""

    name: str
    pattern: re.Pattern[str]


def _rule(name: str, *patterns: str) -> Rule:
    return Rule(name, re.compile("|".join(patterns), re.IGNORECASE))


ANYWHERE = (
    _rule("skip-link", r"skip to (?:main |primary |secondary )?(?:content|navigation)"),
    _rule("older-posts", r"[←«] ?older (?:posts|entries)", r"newer (?:posts|entries) ?[→»]", r"[←«] previous page"),
    _rule("advertisement", r"advertisements?", r"about these ads", r"report this ad", r"occasionally, some of your.*"),
    _rule(
        "sharing",
        r"share this:?",
        r"like this:?",
        r"(?:like )?loading ?(?:\.\.\.|…)",
        r"\d+ likes",
        r"be the first to like this\.?",
        r"click to (?:share|email|print)\b.*\(opens in new window\).*",
    ),
    _rule("print", r"print friendly(?: and|,) pdf.*"),
    _rule("newsletter", r"missing us\?.*", r"sign up now (?:for|to)\b.*"),
    _rule("page-links", r"pages: 1(?: \d+)+"),
    _rule("cookies", r"privacy (?:&|and) cookies: this site uses cookies.*", r"close and accept"),
)

FOOT = (
    _rule(
        "reply-form",
        r"leave a (?:reply|comment)\b[^.!?]{0,60}(?:\.\.\.|…)?",
        r"(?:post|add) a comment",
        r"cancel reply",
        r"your email address will not be published\..*",
        r"required fields are marked.*",
        r"fill in your details below or click an icon to log in:.*",
        r"(?:wordpress\.com|google\+?|twitter|facebook)? ?(?:logo|photo|picture)",
        r"you are commenting using your .*account\..*",
        r"connecting to %s",
        r"you must be logged in to post a comment\.?",
        r"(?:name|email|website|url|comment)(?: ?\*| \(.*\)| ?\(required\).*)?:?",
        r"notify me of (?:new|follow-?up) (?:comments|posts)\b.*",
        r"save my name, email,.*",
        r"(?:post|submit) comment",
        r"enter your comment here.*",
        "Δ",
    ),
    _rule("akismet", r"this site uses akismet to reduce spam\..*"),
    _rule("likers", r"(?:%d|\d+) bloggers? likes? this:?"),
    _rule("comments-closed", r"comments (?:are )?closed\.?", r"no comments:?"),
)

UNKNOWN_IN_FORM = "within-reply-form"
AUTHOR_BIO = "author-bio"
REPLY_LINK = "reply-link"
CONTINUE_READING = "continue-reading"
ORIGINAL_POST = "view-original-post"
ARCHIVE_HEADER = "archive-header"
"""Rules that need more than one line to go by; they are in the modules that apply them."""


class Dropped:
    """What was dropped from one file, by rule."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = {}

    def add(self, rule: str, *lines: Line) -> None:
        """Note that ``rule`` dropped lines; blank ones do not count."""
        self._numbers.setdefault(rule, []).extend(line.number for line in lines if not line.is_blank)

    def __contains__(self, rule: str) -> bool:
        return rule in self._numbers

    def problems(self, path: str) -> list[Problem]:
        """Return a warning for each rule, with all lines it dropped."""
        return [
            Problem(f"dropped by the rule {rule}: {_named(sorted(numbers))}", path, min(numbers), level="warning")
            for rule, numbers in self._numbers.items()
            if numbers
        ]


def without_chrome(lines: Iterable[Line], dropped: Dropped) -> list[Line]:
    """Return ``lines`` with those that match a rule of :data:`ANYWHERE` made blank."""
    kept = []
    for line in lines:
        rule = _rule_for(line, ANYWHERE)
        if rule:
            dropped.add(rule, line)
        kept.append(Line(line.number, "") if rule else line)
    return kept


def without_foot(lines: Sequence[Line], start: int, dropped: Dropped) -> Sequence[Line]:
    """Return ``lines`` up to the reply form and what else ends a page; nothing before ``start`` is looked at."""
    rules = {index: _rule_for(lines[index], FOOT) for index in range(start, len(lines)) if not lines[index].is_blank}
    begin, strangers, known_below = len(lines), 0, len(lines)
    for index in sorted(rules, reverse=True):
        if rules[index]:
            if not strangers or known_below - index <= FORM_REACH:
                begin = index
            known_below = index
        elif strangers == FORM_STRANGERS or len(lines[index].text.split()) > STRANGER_WORDS:
            break
        else:
            strangers += 1
    for index, rule in rules.items():
        if index >= begin:
            dropped.add(rule or UNKNOWN_IN_FORM, lines[index])
    return lines[:begin]


def _rule_for(line: Line, rules: Iterable[Rule]) -> str:
    words = line.words
    return next((rule.name for rule in rules if rule.pattern.fullmatch(words)), "")


def _named(numbers: Sequence[int]) -> str:
    """Name the lines, runs of them short: ``7 lines, 55, 57 and 59–63``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    names = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    if len(numbers) == 1:
        return f"line {names[0]}"
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{len(numbers)} lines, {listed}"
