"""Whatever comes in, what goes out is inert, valid and says the same."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociable.markup import urls
from sociable.markup.allowed import ELEMENTS, EVERYWHERE, SCHEMES
from sociable.markup.bounds import UNCHECKED, bounded
from sociable.markup.sanitise import sanitise
from sociable.markup.to_markdown import convert
from tests.fragments import fragments

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
XHTML = "{http://www.w3.org/1999/xhtml}"


def live(fragment: str) -> list[str]:
    """Name what in ``fragment``, read by an HTML5 parser, isn't on the allow-list."""
    found = []
    for element in html5lib.parseFragment(fragment).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if not isinstance(element.tag, str) or not element.tag.startswith(XHTML):
            found.append(str(element.tag))
            continue
        name = element.tag.removeprefix(XHTML)
        found += [name] if name not in ELEMENTS else []
        for attribute, value in element.attrib.items():
            if attribute not in EVERYWHERE | ELEMENTS.get(name, frozenset()):
                found.append(f"{name} {attribute}")
            scheme = re.match(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*):", value)
            if attribute in {"href", "src", "cite", "poster"} and scheme and scheme[1].lower() not in SCHEMES:
                found.append(f"{name} {attribute}={value}")
    return found


def test_no_vector_comes_out_live_and_its_neighbours_survive(hostile: Path) -> None:
    vectors = [json.loads(line)["payload"] for line in (hostile / "xss_vectors.jsonl").read_text("utf-8").splitlines()]
    assert len(vectors) == 813
    for vector in vectors:
        for text in (vector, f"<p>before</p>{vector}"):
            clean = sanitise(text)
            assert live(clean) == [], vector
            assert sanitise(clean) == clean, vector
        assert "before" in clean


@MANY
@given(fragments)
def test_what_is_clean_comes_back_the_same(fragment: str) -> None:
    clean = sanitise(fragment)
    assert sanitise(clean) == clean


@MANY
@given(fragments | st.text("<>/=\"' &;!-abdipx\n\0") | st.text())
def test_nothing_live_comes_out(fragment: str) -> None:
    assert live(sanitise(fragment)) == []


@MANY
@given(fragments.filter(lambda fragment: not re.search("<(?:iframe|object|audio|video|img alt|svg|script)", fragment)))
def test_every_letter_stays(fragment: str) -> None:
    assert letters(sanitise(fragment)) == letters(fragment)


def letters(fragment: str) -> list[str]:
    """The letters outside tags: not in their order, since a table is shown in another than it may be written in."""
    text = html.unescape(re.sub(r"<[a-zA-Z!/?][^>]*(?:>|\Z)", " ", fragment))
    return sorted(character for character in text if character.isalnum())


MODERN = {
    "bold and italic": ("<b>a</b> <i>b</i>", "<strong>a</strong> <em>b</em>"),
    "struck out": ("<strike>a</strike> <s>b</s>", "<del>a</del> <del>b</del>"),
    "teletype": ("<tt>a</tt>", "<code>a</code>"),
    "an acronym": ("<acronym title='t'>a</acronym>", '<abbr title="t">a</abbr>'),
    "large print": ("<big>a</big>", '<span class="has-large-font-size">a</span>'),
    "small print": ("<font size=1 color=red>a</font>", "<small>a</small>"),
    "a colour": ("<font color=red face=x>a</font>", "a"),
    "centred": ("<center>a</center>", '<div class="has-text-align-center">\n<p>a</p>\n</div>'),
    "aligned text": ("<p align=RIGHT>a</p>", '<p class="has-text-align-right">a</p>'),
    "an aligned image": ("<img src=a align=left alt=b>", '<img src="a" alt="b" class="alignleft">'),
    "a style that aligns": ("<h2 style='color:red; text-align: center'>a</h2>", '<h2 class="has-text-align-center">a</h2>'),
    "a style that underlines": ("<span style='text-decoration: underline;'>a</span>", "<u>a</u>"),
    "bold that isn't": ("<b style='font-weight:normal'>a</b>", "a"),
    "a named anchor": ("<a name=x></a>a", '<a id="x"></a>a'),
    "a table's looks": ("<table border=1 bgcolor=red><tr><td valign=top width=9>a</table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>"),
    "a table's summary": ("<table summary='s'><tr><td>a</table>", '<table aria-label="s">\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>'),
    "sections": ("<section><article>a</article></section>", "<p>a</p>"),
    "a form": ("<form><label>a <input></label><button>b</button></form>", "<p>a b</p>"),
    "a typed list": ("<ol type=A start=2><li value=7>a</ol>", '<ol type="A" start="2">\n<li value="7">a</li>\n</ol>'),
    "a wordpress caption": ("<div class='wp-caption alignleft x' style='width: 9px'><img src=a><p class=wp-caption-text>b</p></div>", '<figure class="wp-caption alignleft"><img src="a" alt="">\n<figcaption>b</figcaption>\n</figure>'),
    "an old gallery": ("<dl class='gallery-item'><dt><img src=a></dt><dd id='gallery-1-2'>b</dd></dl>", '<figure class="gallery-item"><img src="a" alt="">\n<figcaption>b</figcaption>\n</figure>'),
    "a language": ("<p lang=en_UK>a</p><p lang=nonsense>b</p>", '<p lang="en-GB">a</p>\n<p>b</p>'),
    "a lazy image": ("<img src='data:image/gif;base64,R0' data-src=a.jpg>", '<img src="a.jpg" alt="">'),
    "an image that is not there": ("<img alt='words'>", "words"),
    "a noscript": ("<noscript><a href=b>a</a></noscript>", '<a href="b">a</a>'),
    "an image map": ("<map><area href=b alt=a></map>", '<a href="b">a</a>'),
    "a text area": ("<textarea>\na\n  b</textarea>", "<pre>a\n  b</pre>"),
    "an image set": ("<img src=a srcset='b 100w, c 200w'>", '<img src="a" alt="" srcset="b 100w, c 200w" sizes="100vw">'),
    "a broken image set": ("<img src=a srcset='javascript:b 1x' sizes=9px>", '<img src="a" alt="">'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), MODERN.values(), ids=MODERN)
def test_old_html_says_the_same_in_new(old: str, new: str) -> None:
    assert sanitise(old) == new


ARRANGED = {
    "inline around blocks": ("<strong>a<p>b</p>c</strong>", "<strong>a</strong>\n<p><strong>b</strong></p>\n<strong>c</strong>"),
    "a link around blocks": ("<a href=x><h2>a</h2></a>", '<a href="x">\n<h2>a</h2>\n</a>'),
    "a link in a link": ("<a href=x><table><td><a href=y>a</a></table></a>", '<a href="x">\n<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>\n</a>'),
    "blocks in a heading": ("<h2><p>a</p><p>b</p></h2>", "<h2>a<br>b</h2>"),
    "nothing in a heading": ("<h2> </h2><h3 id=x></h3>", '<p id="x"></p>'),
    "text beside items": ("<ul>a<li>b</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "a list beside items": ("<ul><li>a<ul></ul></li><ol><li>b</ol></ul>", "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>"),
    "items without a list": ("<li>a<li>b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "terms without definitions": ("<dl><dt>a</dl>", "<dl>\n<dt>a</dt>\n<dd></dd>\n</dl>"),
    "details without a summary": ("<details>a</details>", "<p>a</p>"),
    "two captions": ("<figure><figcaption>a</figcaption><img src=b><figcaption>c</figcaption></figure>", '<figure>\n<figcaption>a</figcaption>\n<img src="b" alt="">\n<p>c</p>\n</figure>'),
    "a foot above": ("<table><tfoot><tr><td>b</tfoot><tr><td>a</table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n<tfoot>\n<tr>\n<td>b</td>\n</tr>\n</tfoot>\n</table>"),
    "spans over nothing": ("<table><tr><td colspan=9>a<tr><td rowspan=7>b<td>c</table>", '<table>\n<tbody>\n<tr>\n<td colspan="2">a</td>\n</tr>\n<tr>\n<td>b</td>\n<td>c</td>\n</tr>\n</tbody>\n</table>'),
    "empty rows": ("<table><tr></tr><tr><td>a</table><table></table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>"),
    "a heading in an address": ("<address><h2>a</h2></address>", "<h2>a</h2>"),
    "empty blocks keep words apart": ("a<p></p>b", "a<br>b"),
    "white space": ("<p> a \n b <em> c </em>d <br> e </p>", "<p>a b <em>c</em> d<br>e</p>"),
    "white space in code": ("<code>a  b\n\tc</code><pre>\n\n a\n</pre>", "<code>a  b\n\tc</code>\n<pre>\n\n a</pre>"),
    "a lone link without words": ('<a href="http://a.b/c%20d.pdf"><img src="e.png"></a>', '<a href="http://a.b/c%20d.pdf" aria-label="e.png"><img src="e.png" alt=""></a>'),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "right"), ARRANGED.values(), ids=ARRANGED)
def test_what_stands_wrongly_is_put_right(wrong: str, right: str) -> None:
    assert sanitise(wrong) == right


EMBEDS = {
    "a frame": ('<iframe src="https://www.youtube.com/embed/x?a=1&amp;b" title="T"></iframe>', '<p class="embed"><a href="https://www.youtube.com/embed/x?a=1&amp;b">YouTube: T</a></p>'),
    "a nameless frame": ("<iframe src=//a.example/b>c</iframe>", '<p class="embed"><a href="//a.example/b">a.example: embedded content</a></p>'),
    "a frame in a sentence": ("<p>a<iframe src=http://b.c/></iframe>d</p>", '<p>a <a class="embed" href="http://b.c/">b.c: embedded content</a> d</p>'),
    "an object and its fallback": ("<object><param name=movie value=http://vimeo.com/1><embed src=http://vimeo.com/1></object>", '<p class="embed"><a href="http://vimeo.com/1">Vimeo: embedded content</a></p>'),
    "a sound elsewhere": ("<audio controls src='http://a.b/c%20d.mp3'>e</audio>", '<p class="embed embed-audio"><a href="http://a.b/c%20d.mp3">Audio: c d.mp3</a></p>'),
    "a sound at home": ("<audio src=/c.mp3></audio>", '<audio controls="" preload="none" src="/c.mp3"></audio>'),
    "a film with two files": ("<video><source src=http://a.b/c.mp4><source src=http://a.b/c.webm></video>", '<a class="embed embed-video" href="http://a.b/c.mp4">Video: c.mp4</a> <a class="embed embed-video" href="http://a.b/c.webm">Video: c.webm</a>'),
    "a film at home": ("<video src=c.mp4 width=9 autoplay poster=d.jpg></video>", '<video controls="" preload="none" src="c.mp4" width="9" poster="d.jpg"></video>'),
    "a frame that leads nowhere": ("a<iframe src=javascript:x></iframe>b", "a b"),
}  # fmt: skip


@pytest.mark.parametrize(("embedded", "link"), EMBEDS.values(), ids=EMBEDS)
def test_what_is_embedded_becomes_a_link(embedded: str, link: str) -> None:
    assert sanitise(embedded) == link


IDS = {
    "an anchor": ('<h2 id="x">a</h2>', '<h2 id="x">a</h2>'),
    "one of the page's": ('<a href="#content">a</a><h2 id="content">b</h2>', '<a href="#text-content">a</a>\n<h2 id="text-content">b</h2>'),
    "a comment's": ('<h2 id="comment-5">b</h2><a href="#comment-6">a</a>', '<h2 id="text-comment-5">b</h2>\n<a href="#comment-6">a</a>'),
    "twice the same": ('<h2 id="x">a</h2><h2 id="x">b</h2>', '<h2 id="x">a</h2>\n<h2>b</h2>'),
    "made by a program": ('<p id="attachment_5">a</p>', "<p>a</p>"),
    "made by a program and linked": ('<p id="attachment_5">a</p><a href="#attachment_5">b</a>', '<p id="attachment_5">a</p>\n<a href="#attachment_5">b</a>'),
    "no id": ('<p id="a b">a</p>', "<p>a</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("given_html", "clean"), IDS.values(), ids=IDS)
def test_ids_clash_with_none(given_html: str, clean: str) -> None:
    assert sanitise(given_html) == clean


ADDRESSES = {
    "plain": ("http://a.b/c?d=e&f#g", "http://a.b/c?d=e&f#g"),
    "spaces around": (" http://a.b \n", "http://a.b"),
    "spaces and brackets": ("http://a.b/c d[e]|{f}", "http://a.b/c%20d%5Be%5D%7C%7Bf%7D"),
    "letters beyond ASCII": ("http://bücher.de/ü", "http://bücher.de/%C3%BC"),
    "a stray percent": ("a%zz%20", "a%25zz%20"),
    "two hashes": ("a#b#c", "a#b%23c"),
    "backslashes": ("a\\b", "a/b"),
    "missing slashes": ("http:a.b/c", "http://a.b/c"),
    "too many": ("http:////a.b", "http://a.b"),
    "no host but an anchor": ("https://#x", "#x"),
    "mail": ("mailto:a b@c.d", "mailto:a%20b@c.d"),
    "an IPv6 host": ("http://[::1]:80/", "http://[::1]:80/"),
    "Pelican's own": ("{filename}a.md", "%7Bfilename%7Da.md"),
    "no scheme of ours": ("skype:x", None),
    "a script": (" java\tscript:x", None),
    "data": ("data:text/html,x", None),
    "an empty label": ("http://a..b/", None),
    "a port too high": ("http://a.b:99999/", None),
    "a sign in the host": ("http://a<b>/", None),
}


@pytest.mark.parametrize(("url", "clean"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses_are_made_valid_or_refused(url: str, clean: str | None) -> None:
    assert urls.clean(url) == clean


@settings(deadline=None)
@given(st.text("htp:/#?.@[]%2 \\ab\0é") | st.text())
def test_a_clean_address_stays(url: str) -> None:
    clean = urls.clean(url)
    assert clean is None or urls.clean(clean) == clean


HOSTILE = {
    "60,000 elements deep": "<div>" * 60_000,
    "lists in lists": "<ul><li>" * 60_000,
    "tables in tables": "<table><tr><td>" * 30_000,
    "links never closed": "<a href=x>" * 60_000,
    "formatting in every paragraph": "".join(f"<b title={number}>" for number in range(400)) + "<p>x</p>" * 20_000,
    "a line of 10 MB": "word " * 2_000_000,
    "references": "&amp;" * 300_000 + "&" * 300_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x",
    "a tag without an end": "<a " * 300_000,
    "less-than signs": "<" * 500_000,
    "end tags": "<div>" * 30_000 + "</p>" * 30_000,
    "comments": "<!--" * 200_000,
    "cells that span": "<table>" + "<tr>" + "<td colspan=1000 rowspan=9>" * 20_000 + "</table>",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_html_takes_bounded_time(text: str) -> None:
    assert live(sanitise(text)[:50_000]) == []


def test_captions_of_a_film_become_links() -> None:
    film = '<video src="{}"><track src="/c.vtt" kind="subtitles" label="English"><track src="/d.vtt"></video>'
    links = '<p><a href="/c.vtt">Subtitles: English</a> <a href="/d.vtt">Captions: d.vtt</a></p>'
    for source in ("/a.mp4", "https://b.example/a.mp4"):
        shown = sanitise(film.format(source))
        assert shown.endswith(links) and sanitise(shown) == shown
        assert convert(film.format(source)).differences == ()


def test_a_frame_is_called_as_its_makers_called_it() -> None:
    assert ">b.example: A form</a>" in sanitise('<object data="https://b.example/x" aria-label="A form"></object>')


def test_a_long_page_of_people_is_left_alone() -> None:
    page = "<ul>" + "<li><p>word &amp; <b>word</b> <a href='x' title='y'>z</a>" * 3000 + "</ul>"
    assert len(page) > UNCHECKED
    assert bounded(page) == page


def test_text_survives_what_the_bounds_leave_out() -> None:
    page = "<div>" * 2000 + "word" * 6000 + "</div>" * 2000
    assert sanitise(page).count("word") == 6000


def test_no_word_is_escaped_twice() -> None:
    assert html.unescape(sanitise("&lt;b&gt; &amp;amp; &quot;x&quot; &nbsp;y")) == '<b> &amp; "x" \xa0y'
