"""Typographic quotes, dashes and ellipses, as WordPress puts them in when it shows a text.

Behaviour: https://developer.wordpress.org/reference/functions/wptexturize/ (WordPress 6.1, English). Text inside
``pre code kbd style script tt`` and inside ``[code]`` stays as it is, and so do tags, comments and the insides of
known shortcodes. Every rule looks at one stretch of text between two tags, as WordPress's do.

Not handled: the translated quotes of other languages, and the filters by which plugins change the rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

ELLIPSIS, APOSTROPHE = "&#8230;", "&#8217;"
OPEN_DOUBLE, CLOSE_DOUBLE, DOUBLE_PRIME = "&#8220;", "&#8221;", "&#8243;"
OPEN_SINGLE, CLOSE_SINGLE, PRIME = "&#8216;", "&#8217;", "&#8242;"
EN_DASH, EM_DASH, TIMES, TRADE_MARK = "&#8211;", "&#8212;", "&#215;", "&#8482;"

LITERAL_TAGS = frozenset({"pre", "code", "kbd", "style", "script", "tt"})
LITERAL_SHORTCODES = frozenset({"code"})
_COMMON_TAGS = frozenset("<p> </p> <em> </em> <strong> </strong> </a> <li> </li> <ul> </ul> <br>".split())
"""Tags that change nothing: half of all."""

# Words that lost their beginning: an apostrophe, where the rules would see an opening quote.
CLIPPED = ("'tain't", "'twere", "'twas", "'tis", "'twill", "'til", "'bout", "'nuff", "'round", "'cause", "'em")
FIXED = (
    ("...", ELLIPSIS),
    ("``", OPEN_DOUBLE),
    (" (tm)", f" {TRADE_MARK}"),
)
FIXED_WITH_QUOTES = (("''", CLOSE_DOUBLE), *((word, word.replace("'", APOSTROPHE)) for word in CLIPPED))
_FIXED_WITH_QUOTES = re.compile(rf"'(?:{'|'.join(re.escape(written[1:]) for written, _ in FIXED_WITH_QUOTES)})")

_SPACE = r"(?:[\r\n\t \xa0]|&nbsp;)"
_CLOSES = rf"(?=\Z|[.,:;!?)}}\-\]]|&gt;|{_SPACE})"


def _first_in_word(signs: str, *after: str) -> str:
    """Match ``signs`` at the start, after a space or after one of ``after``.

    What stands before is looked at last, as a search for a fixed beginning is many times faster.
    """
    before = (r"[\r\n\t \xa0]", "&nbsp;", *after)
    return rf"{signs}(?:{'|'.join(f'(?<={one}{signs})' for one in before)}|(?<![\s\S]{signs}))"


# Marks that stand for a quote whose kind is settled, until the primes have been told apart from the rest.
_APOSTROPHE_MARK, _OPENING_MARK, _UNSURE = "\ue000", "\ue001", "\ue002"

_SINGLE_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"'(\d\d)'{_CLOSES}"), rf"{_APOSTROPHE_MARK}\1{CLOSE_SINGLE}"),
    (re.compile(rf"'(\d\d)\"{_CLOSES}"), rf"{_APOSTROPHE_MARK}\1{CLOSE_DOUBLE}"),
    (re.compile(r"'(?=\d\d(?:\Z|(?![%\d]|[.,]\d)))"), _APOSTROPHE_MARK),
    (re.compile(_first_in_word("'") + r"(\d[.,\d]*)'"), rf"{_OPENING_MARK}\1{CLOSE_SINGLE}"),
    (re.compile(_first_in_word("'", r"[(\[{\"\-]", "&lt;")), _OPENING_MARK),
    (
        re.compile(rf"'(?<![\r\n\t \xa0]')(?<!&nbsp;')(?!\Z|[.,:;!?\"'(){{}}\[\]\-]|&[lg]t;|{_SPACE})"),
        _APOSTROPHE_MARK,
    ),
)
_DOUBLE_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_first_in_word('"') + r'(\d[.,\d]*)"'), rf"{_OPENING_MARK}\1{CLOSE_DOUBLE}"),
    (re.compile(_first_in_word('"', r"[(\[{\-]", "&lt;") + f"(?!{_SPACE})"), _OPENING_MARK),
)
_INSIDE_WORD = re.compile(r"'(?<=[A-Za-z]')(?=[A-Za-z])")
"""An apostrophe for certain, and nearly all there are: no rule sees a quote there, nor looks at it from beside it."""
_DASH_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("---"), EM_DASH),
    (re.compile(_first_in_word("--") + rf"(?=\Z|{_SPACE})"), EM_DASH),
    (re.compile("--(?<!xn--)"), EN_DASH),
    (re.compile(_first_in_word("-") + rf"(?=\Z|{_SPACE})"), EN_DASH),
)
_LIKELY_DASH = re.compile(rf"-(?:-|\Z|{_SPACE})")
"""What every match of the rules above begins with, and no hyphen within a word."""
_QUOTE_THAT_CLOSES = {quote: re.compile(quote + _CLOSES) for quote in "'\""}
_QUOTE_AFTER_DIGIT = {quote: re.compile(rf"{quote}(?<=\d{quote})") for quote in "'\""}
_UNSURE_AFTER_DIGIT = re.compile(rf"(?<=\d){_UNSURE}")
_UNSURE_AFTER_OTHER = re.compile(rf"(?<!\d){_UNSURE}")
_MULTIPLICATION = re.compile(r"x(?<=[0-9]x)(?=[0-9])")
_NUMBER_CHARACTERS = "0123456789.,"
_LONE_AMPERSAND = re.compile(r"&(?!#(?:\d+|x[a-f0-9]+);|[a-z1-4]{1,8};)", re.IGNORECASE)


def texturize(text: str, shortcodes: Collection[str] = ()) -> str:
    """Return ``text`` (HTML as stored) with WordPress's typography. ``shortcodes`` are the names that are known."""
    pieces = _split(tuple(sorted(shortcodes)) if "[" in text else ()).split(text)
    tags: list[str] = []
    codes: list[str] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            if piece in _COMMON_TAGS:
                continue
            pieces[index] = _delimiter(piece, tags, codes)
        elif not tags and not codes and piece and not piece.isspace():
            pieces[index] = _prose(piece)
    return "".join(pieces)


@lru_cache(maxsize=8)
def _split(shortcodes: tuple[str, ...]) -> re.Pattern[str]:
    """Match a comment, a tag (one without an end runs to the end of the text) or a known shortcode's tag."""
    pattern = r"<(?:!--.*?(?:-->|\Z)|(?!!--)[^>]*>?)"
    if shortcodes:
        names = "|".join(map(re.escape, shortcodes))
        pattern += rf"|\[[/\[]?(?:{names})(?=[\s\]/])(?:[^\[\]<>]+|<[^\[\]>]*>)*+\]\]?"
    return re.compile(f"({pattern})", re.DOTALL)


def _delimiter(piece: str, tags: list[str], codes: list[str]) -> str:
    """Keep track of the literal elements that are open; return the tag with its lone ampersands escaped."""
    if piece.startswith("<!--"):
        return piece
    if piece.startswith("<"):
        _open_or_close(piece, tags, LITERAL_TAGS)
        return _LONE_AMPERSAND.sub("&#038;", piece) if "&" in piece else piece
    if not piece.startswith("[[") and not piece.endswith("]]"):
        _open_or_close(piece, codes, LITERAL_SHORTCODES)
    return piece


def _open_or_close(tag: str, stack: list[str], literal: frozenset[str]) -> None:
    closing = tag[1:2] == "/"
    start = 2 if closing else 1
    space = tag.find(" ")
    name = tag[start : space if space >= 0 else -1]
    if name not in literal:
        return
    if not closing:
        stack.append(name)
    elif stack and stack[-1] == name:
        stack.pop()


def _prose(text: str) -> str:
    """Apply every rule to one stretch of text without tags."""
    for written, shown in FIXED:
        text = text.replace(written, shown)
    if "'" in text:
        if _FIXED_WITH_QUOTES.search(text) is not None:
            for written, shown in FIXED_WITH_QUOTES:
                text = text.replace(written, shown)
        text = _INSIDE_WORD.sub(_APOSTROPHE_MARK, text)
        if "'" in text:
            text = _quotes(text, "'", _SINGLE_RULES, prime=PRIME, closing=CLOSE_SINGLE)
        text = text.replace(_APOSTROPHE_MARK, APOSTROPHE).replace(_OPENING_MARK, OPEN_SINGLE)
    if '"' in text:
        text = _quotes(text, '"', _DOUBLE_RULES, prime=DOUBLE_PRIME, closing=CLOSE_DOUBLE)
        text = text.replace(_OPENING_MARK, OPEN_DOUBLE)
    if "-" in text and _LIKELY_DASH.search(text) is not None:
        for pattern, dash in _DASH_RULES:
            text = pattern.sub(dash, text)
    if "x" in text and _MULTIPLICATION.search(text) is not None:
        text = _times(text)
    return _LONE_AMPERSAND.sub("&#038;", text) if "&" in text else text


def _quotes(text: str, quote: str, rules: tuple[tuple[re.Pattern[str], str], ...], *, prime: str, closing: str) -> str:
    for pattern, shown in rules:
        text = pattern.sub(shown, text)
    if quote not in text:
        return text
    parts = text.split(_OPENING_MARK)
    for index, part in enumerate(parts):
        if quote in part:
            settle = _after_opening if index and closing not in part else _close_or_prime
            parts[index] = settle(part, quote, prime, closing)
    text = _OPENING_MARK.join(parts)
    # a double quote that no rule knew closes; a single one stays straight
    return text.replace('"', closing) if quote == '"' else text


def _close_or_prime(part: str, quote: str, prime: str, closing: str) -> str:
    """A quote after a digit is a prime; any other that ends a word closes."""
    return _QUOTE_THAT_CLOSES[quote].sub(closing, _QUOTE_AFTER_DIGIT[quote].sub(prime, part))


def _after_opening(part: str, quote: str, prime: str, closing: str) -> str:
    """Settle the quotes after an opening one: exactly one should close, even after a digit."""
    part, candidates = _QUOTE_THAT_CLOSES[quote].subn(_UNSURE, part)
    if candidates > 1:
        part, closed = _UNSURE_AFTER_OTHER.subn(closing, part)
        if not closed:
            before_full_stop = part.rfind(_UNSURE + ".")
            at = before_full_stop if before_full_stop >= 0 else part.rfind(_UNSURE)
            part = part[:at] + closing + part[at + 1 :]
        part = _QUOTE_AFTER_DIGIT[quote].sub(prime, part)
        return _UNSURE_AFTER_DIGIT.sub(prime, part).replace(_UNSURE, closing)
    return _QUOTE_AFTER_DIGIT[quote].sub(prime, part.replace(_UNSURE, closing))


def _times(text: str) -> str:
    """``9x9`` gets a multiplication sign, ``0x9``, ``a9x9`` and ``9x9cm`` don't."""
    parts = _MULTIPLICATION.split(text)
    out = [parts[0]]
    for index, right in enumerate(parts[1:], 1):
        left = parts[index - 1] if index == 1 else "x" + parts[index - 1]
        multiplies = _ends_with_number(left) and _starts_with_number(right if index == len(parts) - 1 else right + "x")
        out += (TIMES if multiplies else "x", right)
    return "".join(out)


def _ends_with_number(text: str) -> bool:
    """Say whether the digits at the end are a number of their own, and not a lone zero."""
    stem = text.rstrip(_NUMBER_CHARACTERS)
    number = text[len(stem) :]
    if _is_word(stem[-1:]):
        number = number.lstrip("0123456789")  # these belong to the word before; one after a comma stands alone
    return number.lstrip(".,") not in {"", "0"}


def _starts_with_number(text: str) -> bool:
    """Say whether the digits at the start end where a word would end."""
    rest = text.lstrip(_NUMBER_CHARACTERS)
    number = text[: len(text) - len(rest)]
    return not number.isdigit() or not _is_word(rest[:1])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
