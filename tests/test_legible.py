"""Formulas and backgrounds are said in words and pictures, whatever stands in them, and in linear time."""

from __future__ import annotations

import pytest

from sociable.markup.elements import replaced
from sociable.markup.legible import legible
from sociable.markup.sanitise import sanitise

FORMULAS = {
    "signs": ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "x=2"),
    "its source": (
        "<math><mi>x</mi><annotation encoding='application/x-tex'>\\frac{1}{2}</annotation></math>",
        "\\frac{1}{2}",
    ),
    "another annotation": ("<math><mi>x</mi><annotation encoding='other'>no</annotation></math>", "x"),
    "only another text": ('<math alttext="a over b"></math>', "a over b"),
    "a program": ("<math><mi>x</mi><script>alert(1)</script></math>", "x"),
    "never closed": ("<math><mi>x", "<math><mi>x"),
}


@pytest.mark.parametrize(("html", "text"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_becomes_text(html: str, text: str) -> None:
    assert legible(html) == text


BACKGROUNDS = {
    "a cover": ('<div style="background-image:url(http://a.b/c.jpg);color:red">x</div>', "http://a.b/c.jpg"),
    "in quotes": (
        "<section style='x:y; background: #fff url(\"http://a.b/c.jpg\") 0 0'>x</section>",
        "http://a.b/c.jpg",
    ),
    "escaped quotes": (
        '<figure style="background-image:url(&quot;http://a.b/c.jpg&quot;)">x</figure>',
        "http://a.b/c.jpg",
    ),
    "a colour": ('<div style="background:red">url(http://a.b/c.jpg)</div>', None),
    "another property": ('<div style="list-style:url(http://a.b/c.jpg);background:red">x</div>', None),
    "a picture in the address": ('<div style="background-image:url(data:image/png;base64,xx)">x</div>', None),
}


@pytest.mark.parametrize(("html", "url"), BACKGROUNDS.values(), ids=BACKGROUNDS)
def test_a_background_becomes_a_picture(html: str, url: str | None) -> None:
    shown = sanitise(html)
    assert shown.count("<img") == (url is not None)
    assert url is None or f'<img src="{url}" alt="">' in shown
    assert sanitise(shown) == shown


def test_elements_are_replaced_whole() -> None:
    text = "<pre>a</pre> <PRE x>b</PRE > <pre>c <preface></preface> <code>d"
    assert replaced(text, ("pre", "code"), str.upper) == (
        "<PRE>A</PRE> <PRE X>B</PRE > <pre>c <preface></preface> <code>d"
    )


HOSTILE = (
    "<math>" * 100_000,
    "<math" * 100_000 + "></math>",
    "<math>" + "<script>" * 50_000 + "</math>",
    "<math>" + "<annotation tex>" * 50_000 + "</math>",
    "<div style='url(" * 50_000 + ">",
    "<div style='background:" + "background:" * 50_000 + "url(x'>",
    "<pre>" * 100_000 + "</code>",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_html_takes_linear_time(text: str) -> None:
    assert len(legible(text)) <= len(text)
    assert replaced(text, ("pre", "code"), lambda element: element) == text
