"""HTML as people, programs and attackers write it, for properties that must hold of any."""

from __future__ import annotations

from hypothesis import strategies as st

TEXTS = (
    "word", "two words", " ", "\n", "  lead", "trail  ", "*a*", "**b**", "_c_", "__d__", "`e`", "``", "[f](g)",
    "![h](i)", "[j]: k", "# l", "- m", "+ n", "1. o", "2) p", "> q", "---", "***", "===", "| r | s |", "| --- | --- |",
    "&amp;lt;", "&amp;amp;", "&lt;b&gt;", "\\", "\\*", "~~t~~", "~", "http://x.y/z_w_v", "{filename}a.md",
    "|filename|b", "{{ c }}", "Key: value", "a_b_c", "!", "&nbsp;", "é—“”", "2 * 3 * 4", "x < y > z", "&copy;", "#",
    "##", "    code", "\t", "*", "_", "<", "&", "]", "[", "](", "0.", "10. x", "+", "-", "=", "``` js", "\U0001f600",
    "\ufeff", "\u200b", "<br>", "<br><br>",
)  # fmt: skip
EMPTY_ELEMENTS = (
    "<img src=a.jpg>", "<img src='b c.jpg' alt='al*t [x]'>", "<img src=c.png alt=d width=10 class=alignleft>", "<hr>",
    "<iframe src='http://youtube.com/embed/x' title=T></iframe>", "<a name=anchor></a>", "<img alt=only>", "<wbr>",
    "<audio src='http://x.y/a.mp3'></audio>", "<video src=/v.mp4></video>", "<input value=x>",
    "<a href='http://p.q/'><img src=r.jpg></a>", "<object data='http://o.b/j'><p>fallback</p></object>",
    "<script>alert(1)</script>", "<a href='http://e.mpty/'></a>", "<svg><title>x</title></svg>",
)  # fmt: skip
INLINE = "b i em strong u del s code span small sub sup mark abbr q cite kbd font tt strike a ins big".split()
BLOCKS = (
    "p div blockquote h1 h2 h3 ul ol li pre center dl dt dd table tr td th figure figcaption details summary section"
    " address caption thead tbody"
).split()
ATTRIBUTES = (
    "", "", "", " class='alignleft'", " id=a", " id=b", " title='t \"x\" *y*'", " style='text-align:center'",
    " align=right", " href='http://a.b/c_d(e)?f=g&amp;h=i'", " href='#a'", " lang=en", " name=n", " start=3",
    " colspan=2", " rowspan=3", " href='x y' title=z", " type=a", " value=2", " style='text-decoration:underline'",
)  # fmt: skip
STRAY_TAGS = tuple(f"<{slash}{name}>" for name in "b i p div table td li ul h2 pre a".split() for slash in ("", "/"))

texts = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map("".join)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(INLINE + BLOCKS), st.sampled_from(ATTRIBUTES), st.lists(children, max_size=4))
    return parts.map(lambda part: f"<{part[0]}{part[1]}>{''.join(part[2])}</{part[0]}>")


_elements = st.recursive(texts | st.sampled_from(EMPTY_ELEMENTS), _element, max_leaves=12)


def _table(rows: list[list[str]]) -> str:
    def row(cells: list[str], name: str) -> str:
        return f"<tr>{''.join(f'<{name}>{cell}</{name}>' for cell in cells)}</tr>"

    head, *body = rows
    return (
        f"<table><thead>{row(head, 'th')}</thead><tbody>{''.join(row(cells, 'td') for cells in body)}</tbody></table>"
    )


_tables = st.lists(st.lists(texts | _elements, min_size=1, max_size=3), min_size=1, max_size=3).map(_table)


def _list(parts: tuple[str, list[str]]) -> str:
    return f"<{parts[0]}>{''.join(f'<li>{item}</li>' for item in parts[1])}</{parts[0]}>"


_lists = st.recursive(
    st.tuples(st.just("ul"), st.lists(texts, min_size=1, max_size=3)).map(_list),
    lambda inner: st.tuples(st.sampled_from(["ul", "ol"]), st.lists(texts | inner | _elements, min_size=1)).map(_list),
    max_leaves=8,
)

fragments = st.lists(
    st.one_of(_elements, _tables, _lists, texts, st.sampled_from(STRAY_TAGS)), min_size=1, max_size=6
).map("".join)
"""Any of it, one after another, with tags that are never opened or never closed."""
