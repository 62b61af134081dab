"""Paragraphs and line breaks where WordPress puts them: at blank lines and at newlines.

Behaviour: https://developer.wordpress.org/reference/functions/wpautop/ and ``shortcode_unautop`` (WordPress 6.1).
The rules are substitutions whose order matters, as odd results on odd input are part of what readers saw. All take
time linear in the text: no pattern can try the same run of characters from every one of its positions.

Not handled: the filters by which plugins change the rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_BLOCK_NAMES = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address"
    "|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu"
    "|summary"
)
_BLOCK = f"(?:{_BLOCK_NAMES})"
_BLOCK_TAG = rf"</?{_BLOCK}[^>]*>"
# White space from the start of its run: a later start could only match less, and would make the search quadratic.
_SPACE_BEFORE = r"(?:(?<!\s)\s+)?"
_NEWLINE_IN_TAG = " <!-- wpnl --> "
_ENDLESS = "\ue050"
_KEPT_NEWLINE = "<WPPreserveNewline />"

Step = tuple[re.Pattern[str], str]


def _step(pattern: str, shown: str, flags: re.RegexFlag = re.ASCII) -> Step:
    return re.compile(pattern, flags | re.ASCII), shown


_AROUND_BLOCKS: tuple[Step, ...] = (
    _step(r"<br\s*/?>\s*<br\s*/?>", "\n\n"),
    _step(rf"(<{_BLOCK}[\s/>])", r"\n\n\1"),
    _step(rf"(</{_BLOCK}>)", r"\1\n\n"),
    _step(r"(<hr\s*?/?>)", r"\1\n\n"),
    _step(r"\r\n?", "\n"),
)
# Elements whose children would become paragraphs if newlines around them stayed: what must occur, and the steps.
_TIGHT_ELEMENTS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    ("<option", (_step(rf"{_SPACE_BEFORE}<option", "<option"), _step(r"</option>\s*", "</option>"))),
    (
        "</object>",
        (
            _step(r"(<object[^>]*>)\s*", r"\1"),
            _step(rf"{_SPACE_BEFORE}</object>", "</object>"),
            _step(rf"{_SPACE_BEFORE}(</?(?:param|embed)[^>]*>)\s*", r"\1"),
        ),
    ),
    *(
        (
            occurring,
            (
                _step(r"([<\[](?:audio|video)[^>\]]*[>\]])\s*", r"\1"),
                _step(rf"{_SPACE_BEFORE}([<\[]/(?:audio|video)[>\]])", r"\1"),
                _step(rf"{_SPACE_BEFORE}(<(?:source|track)[^>]*>)\s*", r"\1"),
            ),
        )
        for occurring in ("<source", "<track")
    ),
    (
        "<figcaption",
        (_step(rf"{_SPACE_BEFORE}(<figcaption[^>]*>)", r"\1"), _step(r"</figcaption>\s*", "</figcaption>")),
    ),
)
_UNWRAP: tuple[Step, ...] = (
    _step(r"<p>\s*</p>", ""),
    _step(r"<p>([^<]+)</(div|address|form)>", r"<p>\1</p></\2>"),
    _step(rf"<p>\s*({_BLOCK_TAG})\s*</p>", r"\1"),
    _step(r"<p>(<li.+?)</p>", r"\1"),
    _step(r"<p><blockquote([^>]*)>", r"<blockquote\1><p>", re.IGNORECASE),
    _step(r"</blockquote></p>", "</p></blockquote>"),
    _step(rf"<p>\s*({_BLOCK_TAG})", r"\1"),
    _step(rf"({_BLOCK_TAG})\s*</p>", r"\1"),
)
# A run of white space that holds a newline ends in a break, unless one stands before it already; what a run
# has after its last newline stays. (In the second form the run's first character follows a break.)
_TO_LAST_NEWLINE = r"[^\S\n]*+\n(?:[^\S\n]*+\n)*+"
_SPACED_NEWLINES = _step(rf"(?:(?<!\s)(?<!<br />)|(?<=<br />\s)){_TO_LAST_NEWLINE}", "<br />\n")
_PLAIN_NEWLINES = _step(r"\n(?<!<br />\n)", "<br />\n")
_SPACE_AT_NEWLINE = re.compile(r"\s\n", re.ASCII)
_NO_BREAKS_AT_BLOCKS: tuple[Step, ...] = (
    _step(rf"({_BLOCK_TAG})\s*<br />", r"\1"),
    _step(r"<br />(\s*</?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)[^>]*>)", r"\1"),
    _step(r"\n</p>(\n?)\Z", r"</p>\1"),
)

_TAG = re.compile(r"<(?:!--.*?(?:-->|\Z)|!\[CDATA\[.*?(?:\]\]>|\Z)|(?!!--|!\[CDATA\[)[^>]*>?)", re.DOTALL)
# Tags other than a few that stand in lines; white space at the edges of lines; other signs for the end of one.
_BEYOND_LINES = re.compile(r"<(?!/?(?:a|b|em|i|strong)(?: [^<>\n]*)?>)")
_EDGE_SPACE = (" ", "\t")
_AT_NEWLINE = (" \n", "\t\n", "\n ", "\n\t")
_ODD_SIGNS = "\r\v\f\x1c\x1d\x1e\x1f\0" + _ENDLESS
_REACHING = re.compile(r"<(?:!|/?(?:p[\s/>]|pre|script|style|svg|math|option|object|source|track|figcaption))")
"""Elements whose rules reach beyond the empty lines around them."""
_FOLLOWING = ("\n\nx", "<p>x</p>\n")
"""A paragraph as it is typed, and as it is shown."""
_PARAGRAPH_END = re.compile(r"\n\s*\n", re.ASCII)
_MANY_NEWLINES = re.compile(r"\n\n+")
_RAW_START = re.compile(r"<(script|style|svg|math)")
_PRE_MARK = re.compile(r"<pre wp-pre-tag-([0-9]+)></pre>")


def autop(text: str) -> str:
    """Return ``text`` (HTML as stored) with paragraphs and line breaks as tags."""
    if not text.strip(" \t\n\r\0\v"):
        return ""
    if any(sign in text for sign in _ODD_SIGNS):
        return _by_rules(text)
    if _is_plain(text):
        return _by_lines(text)
    return (_by_runs(text) if _REACHING.search(text) is None else None) or _by_rules(text)


def _is_plain(text: str) -> bool:
    """Say whether ``text`` has no blocks, and no white space at the edges of lines."""
    return (
        _BEYOND_LINES.search(text) is None
        and not text.startswith(_EDGE_SPACE)
        and not text.endswith(_EDGE_SPACE)
        and not ("\n" in text and any(space in text for space in _AT_NEWLINE))
    )


def _by_runs(text: str) -> str | None:
    """What the rules come to where they need to run over a part only, cut out at empty lines: the rest are words.

    ``None`` where a tag, or white space that a rule takes away, goes beyond such a part.
    """
    if text.endswith("\n"):
        return None
    out: list[str] = []
    run: list[str] = []
    for part in text.split("\n\n"):
        if not _is_plain(part):
            run.append(part)
            continue
        if run:
            shown = _run(run, *_FOLLOWING)
            if shown is None:
                return None
            out.append(shown)
            run.clear()
        out.append(_by_lines(part))
    last = _run(run, "", "") if run else ""
    return None if last is None else "".join((*out, last))


def _run(parts: list[str], following: str, shown_after: str) -> str | None:
    """Return what the rules make of ``parts``, other than they are at the end of a text if ``following`` is not."""
    text = "\n\n".join(parts)
    if text.rfind("<") > text.rfind(">") or text != text.strip():
        return None
    shown = _by_rules(text + following)
    return shown.removesuffix(shown_after) if shown.endswith(shown_after) else None


def _by_rules(text: str) -> str:
    text, kept = _set_pre_aside(text + "\n")
    text = _apply(_AROUND_BLOCKS, text)
    text = _keep_newlines_in_tags(text)
    for occurring, steps in _TIGHT_ELEMENTS:
        if occurring in text:
            text = _apply(steps, text)
    text = _apply(_UNWRAP, _paragraphs(text))
    text = _line_breaks(_keep_raw_newlines(text))
    text = _apply(_NO_BREAKS_AT_BLOCKS, text)
    if kept:
        text = _PRE_MARK.sub(lambda mark: kept[int(mark[1])] if int(mark[1]) < len(kept) else mark[0], text)
    text = text.replace(_NEWLINE_IN_TAG, "\n").replace(_NEWLINE_IN_TAG.strip(), "\n")
    return text.replace(_ENDLESS, "<")


def _keep_newlines_in_tags(text: str) -> str:
    """Put a mark in place of the newlines in tags; and in that of the signs of tags without an end.

    Each of these would be searched to the end of the text by every rule to come.
    """
    endless = text.find("<", text.rfind(">") + 1)
    end = len(text) if endless < 0 else endless
    kept = _TAG.sub(lambda tag: tag[0].replace("\n", _NEWLINE_IN_TAG), text[:end])
    return kept + text[end:].replace("<", _ENDLESS).replace("\n", _NEWLINE_IN_TAG)


def _by_lines(text: str) -> str:
    """What all the rules come to in a plain text."""
    parts = (part.strip("\n") for part in text.split("\n\n"))
    return "".join("<p>" + part.replace("\n", "<br />\n") + "</p>\n" for part in parts if part)


def unwrap_shortcodes(text: str, shortcodes: Collection[str]) -> str:
    """Take a known shortcode that stands alone in a paragraph out of it (``shortcode_unautop``)."""
    if not shortcodes or "[" not in text:
        return text
    out: list[str] = []
    done = 0
    closing_tags: dict[str, int] = {}
    for start in _lone_shortcode(tuple(sorted(shortcodes))).finditer(text):
        end = _end_of_paragraph(text, start, closing_tags) if start.start() >= done else None
        if end is not None:
            shortcode_end, paragraph_end = end
            out += (text[done : start.start()], text[start.start(1) : shortcode_end])
            done = paragraph_end
    return "".join((*out, text[done:]))


def _apply(steps: tuple[Step, ...], text: str) -> str:
    for pattern, shown in steps:
        text = pattern.sub(shown, text)
    return text


def _set_pre_aside(text: str) -> tuple[str, list[str]]:
    """Put a mark in place of each ``<pre>…</pre>``; return the text and what the marks stand for."""
    kept: list[str] = []
    if "<pre" not in text:
        return text, kept
    *parts, last = text.split("</pre>")
    out: list[str] = []
    for part in parts:
        start = part.find("<pre")
        if start < 0:
            out.append(part)
        else:
            out.append(f"{part[:start]}<pre wp-pre-tag-{len(kept)}></pre>")
            kept.append(part[start:] + "</pre>")
    return "".join((*out, last)), kept


def _paragraphs(text: str) -> str:
    text = _MANY_NEWLINES.sub("\n\n", text)
    parts = (part.strip("\n") for part in _PARAGRAPH_END.split(text) if part)
    return "".join(f"<p>{part}</p>\n" for part in parts)


def _keep_raw_newlines(text: str) -> str:
    """Put a mark in place of the newlines inside scripts, styles, SVG and formulas."""
    out: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for start in _RAW_START.finditer(text):
        name = start[1]
        if start.start() < done or name in unclosed:
            continue
        end = text.find(f"</{name}>", start.end())
        if end < 0:
            unclosed.add(name)
            continue
        end += len(name) + 3
        out += (text[done : start.start()], text[start.start() : end].replace("\n", _KEPT_NEWLINE))
        done = end
    return "".join((*out, text[done:]))


def _line_breaks(text: str) -> str:
    text = text.replace("<br>", "<br />").replace("<br/>", "<br />")
    newlines = _PLAIN_NEWLINES if _SPACE_AT_NEWLINE.search(text) is None else _SPACED_NEWLINES
    return _apply((newlines,), text).replace(_KEPT_NEWLINE, "\n")


_SPACES = r"(?:[\r\n\t \xa0]|&nbsp;)*+"
_PARAGRAPH_CLOSES = re.compile(rf"{_SPACES}</p>")


@lru_cache(maxsize=8)
def _lone_shortcode(shortcodes: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, shortcodes))
    return re.compile(rf"<p>{_SPACES}(\[({names})(?![\w-])[^\]]*\])")


def _end_of_paragraph(text: str, opening: re.Match[str], closing_tags: dict[str, int]) -> tuple[int, int] | None:
    """Find where the shortcode and the paragraph that holds it alone end; ``None`` if other text follows.

    ``closing_tags`` remembers where the next closing tag of a name is, so that no stretch is searched twice.
    """
    name, end = opening[2], opening.end()
    if not opening[1].endswith("/]"):
        closing_tag = f"[/{name}]"
        if 0 <= closing_tags.get(name, 0) < end:
            closing_tags[name] = text.find(closing_tag, end)
        if closing_tags[name] >= 0:
            after_content = closing_tags[name] + len(closing_tag)
            closes = _PARAGRAPH_CLOSES.match(text, after_content)
            if closes is not None:
                return after_content, closes.end()
    closes = _PARAGRAPH_CLOSES.match(text, end)
    return (end, closes.end()) if closes is not None else None
