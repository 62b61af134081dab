"""Text that breaks naive formats, for properties: everything UTF-8 can hold, and what looks like the format itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

PIECES = [
    "\n", "\r\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f",
    "\ufeff", "\xa0", "\u3000", " ", "\t", "---", "===", "=", "=== comment 7 ===", "==== comment 7 ===", "===comment", "=== Comment",
    "\n=== comment 8 ===\n", "Status: published", "Title: x", "Id:", ":", ";", ",", "; ", ", ", "\\", "\\u{", "\\u{a}", "\\u{}",
    "\\n", "u{", "}", "<script>", "{{ x }}", "{filename}", "a", "é", "e\u0301", "😀", "to", " to ", "2012-01-09", " 2012-01-09 to 2013-01-01",
    "150x150", "None", "yes",
]  # fmt: skip
"""Pieces of headers, delimiters, lists, escapes and line ends; a text is any row of them."""

texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
text_lists = st.lists(texts, max_size=4).map(tuple)
numbers = st.one_of(st.none(), st.integers(-(10**12), 10**12))
days = st.one_of(st.none(), st.dates())
moments = st.one_of(
    st.none(),
    st.builds(
        lambda naive, minutes: naive.replace(
            microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)) if minutes else UTC
        ),
        st.datetimes(),
        st.integers(-14 * 60, 14 * 60),
    ),
)


def offset(moment: datetime | None) -> timedelta | None:
    """What equality of aware dates does not look at."""
    return moment.utcoffset() if moment else None
