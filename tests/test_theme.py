"""The theme's templates and style, without a browser: what they print, what they may contain, and that they fit."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.parts import Comment, Conversation, Site
from tests.theme_examples import CLOSED, EXAMPLES, OPEN, THEME, conversation_of, environment

TEMPLATES = THEME / "templates"
STYLE = (THEME / "static" / "css" / "site.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
COMPONENTS = sorted(path for path in (TEMPLATES / "components").glob("*.html") if path.stem != "plain")
LARGEST_STYLE = 48_000
"""Bytes, as it is sent before compression: every page waits for it."""

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"
BODY_CLASSES = re.compile(
    r"align\w+|has-[\w-]+|wp-caption|gallery\w*|gallery-[\w-]+|embed\w*|missing|page-break|verse|pullquote|footnote[\w-]*"
    r"|admonition[\w-]*|warning|toc|scroller"
)
"""Classes of bodies (``sociable.markup.allowed``) and of ``prose``: they come with the text, not from a template."""

each_example = pytest.mark.parametrize("name", EXAMPLES)
templates = cache(environment)


def render(name: str, view: Any = None) -> str:
    example = EXAMPLES[name]
    return templates().get_template(example.template).render(view=view or example.view)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@cache
def page(name: str) -> BeautifulSoup:
    """An example as it is, parsed; not to be changed."""
    return soup(render(name))


@each_example
def test_a_page_is_valid_html_with_one_h1_and_its_landmarks(name: str) -> None:
    html = render(name)
    html5lib.HTMLParser(strict=True).parse(html)
    shown = soup(html)
    assert [len(shown.select(part)) for part in ("h1", "main", "head > title")] == [1, 1, 1]
    assert shown.select_one("body > .skip-link")["href"] == "#" + shown.main["id"]
    assert shown.html["lang"] == "en-GB"
    ids = [tag["id"] for tag in shown.find_all(id=True)]
    assert len(ids) == len(set(ids))


@each_example
def test_a_page_has_no_script_and_no_style_of_its_own(name: str) -> None:
    shown = page(name)
    assert not shown.find_all(["script", "style", "iframe", "form"])
    assert not [tag for tag in shown.find_all(True) if any(key.startswith(("on", "style")) for key in tag.attrs)]
    policy = shown.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


def hostile(value: Any) -> Any:
    """The same view with hostile text wherever text may stand; addresses get it too, sanitised HTML does not."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"html", "image_html", "side", "voice", "section", "fingerprint"}
        return replace(
            value, **{one.name: hostile(getattr(value, one.name)) for one in fields(value) if one.name not in kept}
        )
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    return value + HOSTILE if isinstance(value, str) and value else value


@each_example
def test_hostile_text_stays_text_on_every_page(name: str) -> None:
    shown = BeautifulSoup(render(name, hostile(EXAMPLES[name].view)), "html5lib")
    assert not shown.find_all("script")
    assert not shown.find_all("img", src="x")
    assert not [tag for tag in shown.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
    assert "{{ 7*7 }}" in shown.title.text, "and is not run by the template either"


def test_only_one_macro_trusts_a_value() -> None:
    trusting = [
        path.name for path in TEMPLATES.rglob("*.html") if re.search(r"\|\s*safe|Markup|autoescape", path.read_text())
    ]
    assert trusting == ["plain.html"]
    assert (TEMPLATES / "components" / "plain.html").read_text().count("|safe") == 1


def test_the_site_may_live_below_a_path() -> None:
    view = EXAMPLES["post"].view
    shown = soup(render("post", replace(view, site=replace(view.site, base="/sub", theme="/sub/theme"))))
    own = [
        tag[key] for key in ("href", "src") for tag in shown.head.find_all(attrs={key: True}) if "/theme/" in tag[key]
    ]
    assert own
    assert all(address.startswith("/sub/theme/") for address in own)
    assert shown.select_one(".masthead .name")["href"] == "/sub/"


def test_the_files_that_a_page_names_are_there_and_the_style_changes_its_address() -> None:
    shown = soup(render("post"))
    named = [tag["href"] for tag in shown.head.find_all("link") if "/theme/" in tag["href"]]
    assert all((THEME / "static" / address.partition("?")[0].removeprefix("/theme/")).is_file() for address in named)
    assert [address for address in named if address.endswith("?v=0123456789")] == [
        "/theme/favicon.svg?v=0123456789",
        "/theme/css/site.css?v=0123456789",
    ]


def test_the_navigation_says_where_one_is() -> None:
    here = {
        name: [a.text for a in page(name).select(".masthead [aria-current]")] for name in ("post", "archive", "404")
    }
    assert here == {"post": ["Blog"], "archive": ["Archive"], "404": []}


# ------------------------------------------------------------------ conversations


@cache
def macros(component: str) -> Any:
    return templates().get_template(f"components/{component}.html").module


trees = st.recursive(
    st.just([]), lambda inner: st.lists(inner.map(lambda replies: ("Words.", replies, {})), max_size=4), max_leaves=25
)


def nested(html: str) -> list[Any]:
    """The tree that the lists of a conversation draw: (anchor, replies), read by an HTML5 parser."""
    shown = BeautifulSoup(html, "html5lib")
    top = shown.select_one(".conversation").find("ol", recursive=False)

    def items(ordered: Any) -> list[Any]:
        if ordered is None:
            return []
        children = ordered.find_all(True, recursive=False)
        assert {child.name for child in children} == {"li"}
        return [item(child) for child in children]

    def item(entry: Any) -> tuple[str, list[Any]]:
        article, *rest = entry.find_all(True, recursive=False)
        assert article["class"] == ["comment"]
        assert [one.name for one in rest] in ([], ["ol"])
        return article["id"], items(rest[0] if rest else None)

    return items(top)


def drawn(tree: list[Any], above: str = "") -> list[Any]:
    """The oracle: the same tree, walked by recursion, with the anchors that its examples have."""
    numbers = [f"{above}.{place}" if above else str(place) for place in range(1, len(tree) + 1)]
    return [
        (f"comment-{n.replace('.', '0')}", drawn(replies, n)) for n, (_, replies, _) in zip(numbers, tree, strict=True)
    ]


@given(trees)
@settings(max_examples=60, deadline=None)
def test_a_conversation_of_any_shape_is_drawn_as_its_tree(tree: list[Any]) -> None:
    conversation = Conversation(closed=True, lede="", comments=conversation_of(tree), end="End.")
    html = str(macros("conversation").conversation(conversation))
    html5lib.HTMLParser(strict=True).parse("<!doctype html><title>x</title>" + html)
    assert nested(html) == drawn(tree)


def talk(conversation: Conversation) -> BeautifulSoup:
    return soup(macros("conversation").conversation(conversation))


def comment(**more: Any) -> Comment:
    return Comment(
        **{"anchor": "comment-1", "number": "1", "author": "A", "html": "<p>W</p>", "opens": 1, "closes": 1, **more}
    )


def test_an_open_conversation_invites_and_a_closed_one_does_not() -> None:
    open_end, closed_end = (talk(one).select_one(".end").text for one in (OPEN, CLOSED))
    assert "To reply, write to talk@example.org" in " ".join(open_end.split())
    assert "This conversation is closed." in closed_end
    assert len(talk(OPEN).select(".comment .reply")) == len(OPEN.comments)
    assert not talk(CLOSED).select(".reply, a[href^=mailto]")


def test_a_removed_comment_keeps_its_place_and_says_why() -> None:
    gone = comment(author="", html="<p>never shown</p>", gone="Withdrawn at its writer’s request.")
    shown = talk(Conversation(closed=True, lede="", comments=(gone,)))
    assert shown.select_one(".comment[data-gone] .who").text == "Comment removed"
    assert shown.select_one(".words").text.strip() == "Withdrawn at its writer’s request."
    assert "never shown" not in shown.text


def test_a_commenters_address_passes_no_credit_and_no_access() -> None:
    shown = talk(Conversation(closed=True, lede="", comments=(comment(url="https://a.example/"),), pings=CLOSED.pings))
    links = shown.select("a.who")
    assert len(links) == 2
    assert all(link["rel"] == ["nofollow", "ugc", "noopener"] for link in links)


def test_a_reply_links_to_what_it_answers() -> None:
    links = talk(OPEN).select("a.reply-to")
    assert [(link.text, link["href"]) for link in links[:2]] == [
        ("answers 1", "#comment-1"),
        ("answers 1.1", "#comment-101"),
    ]


def test_pings_stand_apart_from_what_was_said() -> None:
    shown = talk(CLOSED)
    assert [ping["id"] for ping in shown.select(".pings .ping")] == ["comment-77", "comment-78"]
    assert not shown.select(".comment .ping, ol .ping")


# ------------------------------------------------------------------ voices, listings


def test_archived_entries_say_so_always_and_those_of_the_blog_in_mixed_lists_only() -> None:
    voices = {
        name: [one.text for one in page(name).select(".entry .voice")] for name in ("listing", "principle", "home")
    }
    assert voices == {"listing": [], "principle": ["Blog", "Archived", "Blog"], "home": ["Archived", "Archived"]}


def test_an_archived_page_speaks_in_the_archives_voice_and_says_the_word() -> None:
    shown = soup(render("archived"))
    assert shown.body["data-voice"] == "archived"
    assert shown.select_one(".seal strong").text.startswith("Archived")
    assert "data-voice" not in page("post").body.attrs


def test_headings_of_entries_follow_the_heading_above_them() -> None:
    for name in ("listing", "principle", "home"):
        levels = [int(heading.name[1]) for heading in page(name).main.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_an_index_nests_what_lies_below() -> None:
    index = page("archive").select_one(".index")
    below = [link.text for link in index.select(":scope > li > ul > li > .line > a")]
    assert below == ["Posters", "Web"]
    assert [link.text for link in index.select("ul > li > ul > li > ul .line > a")] == ["Large posters"]


# ------------------------------------------------------------------ components and style


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_called_alike_in_file_macro_style_and_examples(path: Path) -> None:
    assert re.search(rf"macro {path.stem}\(", path.read_text(encoding="utf-8"))
    assert re.search(rf"\.{path.stem}\b", RULES) or path.stem == "listing"
    assert any(page(name).select(f".{path.stem}") for name in EXAMPLES)


def classes_of_the_style() -> set[str]:
    selectors = re.sub(r"\{[^{}]*\}", " ", RULES)
    return set(re.findall(r"\.(-?[a-z][\w-]*)", re.sub(r"url\([^)]*\)|\"[^\"]*\"", "", selectors)))


def test_every_class_of_the_style_is_on_some_page() -> None:
    seen = {name for example in EXAMPLES for tag in page(example).find_all(class_=True) for name in tag["class"]}
    assert {name for name in classes_of_the_style() - seen if not BODY_CLASSES.fullmatch(name)} == set()


def test_the_style_has_layers_and_no_shouting() -> None:
    assert RULES.lstrip().startswith("@layer reset, tokens, base, layout, components, utilities;")
    assert "!important" not in RULES
    assert not re.search(r"(?:^|[\s,>+~}])#[a-z][\w-]*\s*[,{]", RULES), "no ids"
    assert not re.search(r"url\(\"?(?:https?:)?//|@import", RULES), "nothing from another host"
    assert len(STYLE.encode()) <= LARGEST_STYLE


def test_every_file_that_the_style_names_is_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', RULES)
    assert named
    assert all((THEME / "static" / "css" / name).is_file() for name in named)


# ------------------------------------------------------------------ contrast


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{([^}]*)\}", RULES)[:2]
    return {"light": tokens(light), "dark": {**tokens(light), **tokens(dark)}}


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ("paper", "wash", "archive-paper", "archive-wash")
PAIRS = [
    *((front, ground, 4.5) for ground in GROUNDS for front in ("ink", "quiet", "link", "visited")),
    *((front, ground, 4.5) for front in ("alarm",) for ground in ("paper", "archive-paper")),
    ("ink", "hit", 4.5),
    ("focus-ink", "focus", 4.5),
    ("paper", "ink", 4.5),
    ("paper", "living", 4.5),
    *((front, ground, 3) for ground in GROUNDS for front in ("edge", "archive")),
    ("living", "paper", 3),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=str)
def test_colours_can_be_told_from_their_ground(scheme: str, front: str, ground: str, least: float) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[front], colours[ground]) >= least


def test_the_views_are_made_of_plain_values() -> None:
    assert is_dataclass(Site)
    for example in EXAMPLES.values():
        assert hash(example.view) == hash(replace(example.view)), (
            "frozen all the way down, so that a page can be digested"
        )
