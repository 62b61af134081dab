"""One table of examples: a view for every page kind and its turns, with names that are plainly samples.

Fed to the tests of the theme, to the accessibility check and the HTML checker, and to whoever wants to look at the
theme without building a site (``python -m tests.theme_examples FOLDER``). Bodies go through ``prose``, as on the site.
A flat table, which is why the module is long.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins import templates
from plugins.parts import (
    Amendment,
    Aside,
    Byline,
    Comment,
    Conversation,
    Entry,
    Fact,
    Feed,
    Head,
    IndexGroup,
    IndexItem,
    Link,
    Listing,
    Mark,
    Month,
    Pager,
    Ping,
    Seal,
    Site,
    Stamp,
    Year,
)
from plugins.prose import prose
from plugins.standing import Cell, Chart, Dot, Label, Matrix, Progress, Row, Stage, Standing
from plugins.views import (
    ArchiveView,
    AuthorView,
    CellView,
    HomeView,
    IndexView,
    ListingView,
    MatrixView,
    NotFoundView,
    OrganisationView,
    PageView,
    PostView,
    PrincipleView,
)

THEME = Path(__file__).resolve().parent.parent / "theme"
SITE_NAME = "The Sample Organisation"
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Example:
    """A page: the template and the view it is rendered from."""

    template: str
    view: Any


def environment() -> Environment:
    """Jinja2 as the site's own build sets it up."""
    return templates.environment(THEME / "templates")


def build(folder: Path) -> dict[str, Path]:
    """Render every example into ``folder``, with the theme's own files beside; return name → file."""
    rendering = environment()
    shutil.copytree(THEME / "static", folder / "theme", dirs_exist_ok=True)
    (folder / "files").mkdir(exist_ok=True)
    for name, text in PICTURES.items():
        (folder / "files" / name).write_text(text, encoding="utf-8")
    pages = {}
    for name, example in EXAMPLES.items():
        pages[name] = folder / f"{name}.html"
        pages[name].write_text(rendering.get_template(example.template).render(view=example.view), encoding="utf-8")
    return pages


def _picture(width: int, height: int, colour: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="{colour}"/>'
        f'<circle cx="30%" cy="60%" r="25%" fill="none" stroke="#fff" stroke-width="6"/></svg>'
    )


PICTURES = {
    "wide.svg": _picture(1200, 500, "#6d8a7d"),
    "tall.svg": _picture(300, 400, "#8a7a5c"),
    "small.svg": _picture(150, 150, "#7c8f9c"),
}


def _stamp(iso: str, words: str) -> Stamp:
    return Stamp(iso, words)


def _site(section: str) -> Site:
    return Site(
        name=SITE_NAME,
        tagline="A shared blog of councils and NHS bodies, beside the blogs it grew from. One line down the margin: "
        "still being written. Two lines: closed, and kept as it was.",
        base="",
        language="en-GB",
        navigation=(
            Link("Blog", "/listing.html"),
            Link("Principles", "/principles.html"),
            Link("Organisations", "/organisations.html"),
            Link("Archive", "/archive.html", voice="archived"),
        ),
        footer=tuple(Link(name, "/page.html") for name in ("About", "Write for the blog", "Accessibility", "Privacy")),
        notice="Sample text. Nothing here is a statement by any body.",
        fingerprint="0123456789",
    )


def _page(title: str, section: str, **head: Any) -> dict[str, Any]:
    whole = f"{title} · {SITE_NAME}" if title else SITE_NAME
    address = f"https://example.org/{section}/"
    return {"site": _site(section), "head": Head(whole, address, section=section, **head)}


OUTSIDE = tuple(
    Mark("outside", number, title, "/principle.html", count, summary)
    for number, title, count, summary in (
        (1, "Conversation, not broadcast", 58, "It talks with people where they are, and answers in the same place."),
        (2, "Easy to deal with online", 37, "Whatever can be done online can be done there from beginning to end."),
        (3, "Wants to hear", 1, "There is evidence that it wants to hear, and that what it hears changes something."),
        (4, "More than one way in", 24, ""),
        (5, "Print points online", 0, "What is printed says where the talking goes on."),
    )
)
INSIDE = tuple(
    Mark("inside", number, title, "/principle.html", count, summary)
    for number, title, count, summary in (
        (1, "Access, not blocks", 31, "People at work may reach what the people they serve can reach."),
        (2, "Federated comms", 35, "Those who do the work speak for it, with help from those who know how."),
        (3, "Social tools at work", 40, ""),
        (4, "Leaders respond", 16, "Whoever leads answers in public, in their own words."),
        (5, "A clear strategy", 21, "It is written down why all this is done."),
    )
)
BOTH = (OUTSIDE[0], INSIDE[1])

TEAM = Link("Digital access team", "/author.html")
COUNCIL = Link("Sample City Council", "/organisation.html")
TRUST = Link("Vale and Fen Sample Trust", "/organisation.html")


def _entry(title: str, stamp: Stamp | None, **more: Any) -> Entry:
    return Entry(
        title=title,
        href="/post.html",
        voice="blog",
        stamp=stamp,
        **{"authors": (TEAM,), "organisations": (COUNCIL,), "comments": "9 in the conversation", "marks": BOTH, **more},
    )


def _archived(title: str, stamp: Stamp | None, **more: Any) -> Entry:
    plain = Link("A sample team", "/listing-archived.html")
    return replace(
        _entry(title, stamp, authors=(plain,), comments="6 comments, closed", origin="From Notes from a Sample"),
        href="/archived.html",
        voice="archived",
        **more,
    )


LIVING = (
    _entry(
        "We answered every planning question in public for a month",
        _stamp("2026-11-18T09:30:00+00:00", "18 November 2026"),
        summary="Four hundred and twelve questions, nine staff, one spreadsheet. What we learned about tone, about "
        "Tuesday evenings, and about the eleven questions we could not answer at all.",
    ),
    _entry(
        "A ward noticeboard with a way back",
        _stamp("2026-11-12", "12 November 2026"),
        summary="We put a short address on forty noticeboards and counted who followed it.",
        organisations=(TRUST,),
        marks=(OUTSIDE[4],),
        comments="6 in the conversation",
    ),
    _entry(
        "Unblocking, one year on",
        _stamp("2026-11-03", "3 November 2026"),
        authors=(TEAM, Link("ICT service")),
        marks=(INSIDE[0],),
        comments="No replies yet",
    ),
)
KEPT = (
    _archived(
        "What we learned in the first hundred days",
        _stamp("2013-01-19T09:30:00+00:00", "19 January 2013"),
        summary="A plain list of what worked, what did not, and who we owe a cup of tea.",
        sticky=True,
    ),
    _archived(
        "Untitled", None, marks=(), organisations=(), authors=(), comments="", origin="", summary="A post without date."
    ),
    _archived(
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        _stamp("2009-01-14", "14 January 2009"),
        marks=(INSIDE[2],),
        summary="https://example.org/a/very/long/address/that/somebody/pasted/as/a/summary/without/a/single/space.html",
    ),
)

PLAIN = """
<p>For the whole of October, anyone who asked us about a planning application got their answer where they had asked it:
on the open page, under the question, with a name beside it.</p>
<h2 id="what-we-did">What we did</h2>
<p>Nine of us took turns, two a day. Planning officers wrote the answers; we kept three rules:</p>
<ol><li>Answer in the same place, within one working day.</li><li>Say who is speaking: the team, and a first name.</li>
<li>Never close a question because it is <em>awkward</em>.</li></ol>
<h3 id="the-eleven">The eleven we could not answer</h3>
<p>So we wrote one page that says <a href="/page.html">what we may not discuss, and why</a>, and linked to it each time
with a sentence in our own words.</p>
<blockquote><p>A body that says “I don’t know yet” in public, and then comes back, has said something about itself.</p>
</blockquote>
<p>Take the figures and tell us what you find.</p>
"""

EVERYTHING = """
<h1>A first-level heading of the old blog</h1>
<p>Words with <strong>weight</strong>, <em>stress</em>, <code>code</code>, <del>what was</del> <ins>what is</ins>,
H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>, <abbr title="National Health Service">NHS</abbr>, <mark>a mark</mark>, a
footnote<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> and
https://example.org/a/very/long/address/that/nobody/ever/broke/into/lines/and/that/no/page/may/be/widened/by.html</p>
<h4>A heading two levels too deep</h4>
<p><img class="alignleft" src="/files/small.svg" alt="A hut by the water" width="150" height="150"> Text runs beside a
picture that stands on the left, as it did on the old blog, for as long as the picture is high, and then goes on below it
as if nothing had been there, which needs some more words than one would think, so here they are.</p>
<figure class="wp-caption aligncenter"><a href="/files/wide.svg" aria-label="wide.svg"><img src="/files/wide.svg" alt="" width="1200"
height="500"></a><figcaption>A wide picture, in a link without words, with a caption.</figcaption></figure>
<figure class="wp-caption alignright"><img src="/files/tall.svg" alt="The door" width="300" height="400">
<figcaption>On the right, captioned.</figcaption></figure>
<p>Then a picture on the right, with a caption below it that is a little longer than the picture is wide, and a paragraph
that goes round both. It needs a good many words, too, so that the text reaches below the foot of the picture where there
is room for both of them side by side; on a telephone the picture simply stands first.</p>
<p>One that is not held: <img src="/files/gone.jpg" alt="Our stand at the market">, one elsewhere:
<img src="https://elsewhere.example/banner.png" alt="">, one in a link:
<a href="/files/gone.jpg" aria-label="gone.jpg"><img src="/files/gone.jpg" alt=""></a>.</p>
<div class="gallery gallery-columns-3">
<figure class="gallery-item"><a href="/files/small.svg" aria-label="small.svg"><img
src="/files/small.svg" alt=""></a></figure>
<figure class="gallery-item"><a href="/files/tall.svg"><img src="/files/tall.svg" alt="Second"></a><figcaption>With
words</figcaption></figure>
<figure class="gallery-item"><img src="/files/small.svg" alt="Third"></figure>
<figure class="gallery-item"><img src="/files/small.svg" alt="Fourth"><figcaption>A longer caption, of two
lines</figcaption></figure></div>
<pre><code class="language-python">def greet(name: str) -&gt; str:
    return f"Good morning, {name}, and here is a line that is a good deal longer than any telephone is wide"
</code></pre>
<pre>A poem,
    set as it stands.</pre>
<pre class="verse">Another poem,
    in the letters of the text.</pre>
<figure class="pullquote"><blockquote><p>A sentence that was pulled out.</p><cite>A resident</cite></blockquote></figure>
<p class="has-text-align-center has-large-font-size">Large, in the middle.</p>
<hr class="page-break">
<table><thead><tr><th></th><th class="has-text-align-right">Posts</th><th>What they were about</th><th>Who</th><th>When it was</th><th>A sixth</th></tr></thead>
<tbody><tr><th>2012</th><td class="has-text-align-right">44</td><td>Photographs, mostly</td><td>A sample team</td><td>All year</td><td>x</td></tr>
<tr><th>2013</th><td class="has-text-align-right">3</td><td>Donaudampfschifffahrtsgesellschaft</td><td>A resident</td><td>In spring</td><td>y</td></tr></tbody></table>
<ul><li>One<ul><li>Two<ol><li>Three</li></ol></li></ul></li><li><p>A paragraph in a list.</p><p>And another.</p></li></ul>
<dl><dt>Term</dt><dd>What it means.</dd><dd>And what else.</dd><dt>Another</dt><dd>With its meaning.</dd></dl>
<p class="embed"><a href="https://video.example/watch?v=1234567">Video: a sample film</a></p>
<p>An <a class="gone" title="Not in this archive" href="https://harbournotes.example/2010/gone/">earlier note</a>.</p>
<p><audio src="/files/a.mp3" controls="" preload="none"></audio></p>
<div class="admonition note"><p class="admonition-title">Note</p><p>Something to know.</p></div>
<div class="admonition warning"><p class="admonition-title">Careful</p><p>Something to mind.</p></div>
<details><summary>More, for those who ask</summary><p>Here it is.</p></details>
<p>مرحبا بالعالم، هذه فقرة تُقرأ من اليمين إلى اليسار، وفيها كلمة English واحدة.</p>
<h2>Again on the second level</h2>
<h5></h5>
<h6>A sixth-level heading</h6>
<hr>
<p id="text-comments">A paragraph with an id of its own, and a <a href="#text-comments">link to it</a>.</p>
<div class="footnote"><hr><ol><li id="fn:1"><p>The footnote. <a class="footnote-backref" href="#fnref:1"
title="Jump back to footnote 1 in the text">↩</a></p></li></ol></div>
"""


def _body(html: str) -> str:
    return prose(html, missing={"/files/gone.jpg"})


def _said(words: str, number: str) -> str:
    return prose(f"<p>{words}</p>", below=2, prefix=f"c{number}-")


def conversation_of(tree: list[Any], **more: Any) -> tuple[Comment, ...]:
    """Flatten ``tree``, a list of (words, replies, changes), as the site's own plugin does for a conversation."""
    flat: list[Comment] = []

    def add(nodes: list[Any], above: str) -> None:
        for place, (words, replies, changes) in enumerate(nodes, start=1):
            number = f"{above}.{place}" if above else str(place)
            answers = Link(above, f"#{_anchor(above)}") if above else None
            comment = Comment(
                anchor=_anchor(number),
                number=number,
                author="A resident",
                html=_said(words, number),
                opens=int(place == 1),
                closes=0,
                stamp=_stamp("2026-11-18T10:14:00+00:00", "18 November 2026 at 10:14 am"),
                answers=answers,
                **more,
            )
            flat.append(replace(comment, **changes))
            add(replies, number)
        if nodes:
            flat[-1] = replace(flat[-1], closes=flat[-1].closes + 1)

    add(tree, "")
    return tuple(flat)


def _anchor(number: str) -> str:
    return f"comment-{number.replace('.', '0')}"


_BY_TEAM = {"author": "Digital access team", "organisation": "Sample City Council", "is_author": True}
TALK = [
    (
        "We tried two weeks of this and stopped, because nobody had agreed who answers at weekends. How did you?",
        [
            (
                "We said on the page that we would be back on Monday.",
                [
                    (
                        "Did anyone ask for weekends all the same?",
                        [("Eleven people in a month.", [("Better than our letters manage.", [], {})], _BY_TEAM)],
                        {"author": "Communications desk", "organisation": "Vale and Fen Sample Trust"},
                    ),
                    ("Not only online: we pinned the answers to the library noticeboard.", [], {}),
                ],
                _BY_TEAM,
            )
        ],
        {"author": "Communications desk", "url": "https://desk.example/", "organisation": "Vale and Fen Sample Trust"},
    ),
    ("Could you publish the figures by hour?", [("Done, and linked.", [], _BY_TEAM)], {}),
    ("Thank you for saying what you could not answer.", [], {"author": "مجموعة صوت المريض"}),
]
KEPT_TALK = [
    ("The poster made us laugh, and then check our own. Same fault.", [("Thursday it is.", [], {})], {}),
    ("", [("A fair challenge, and no good answer yet.", [], _BY_TEAM)], {"gone": "Withdrawn at its writer’s request."}),
]


def _deep(levels: int) -> list[Any]:
    tree: list[Any] = []
    for level in range(levels, 0, -1):
        tree = [(f"A reply on level {level}, with enough words to need more than one line on a telephone.", tree, {})]
    return tree


OPEN = Conversation(
    closed=False,
    margin="Open",
    lede="9 replies. Each has a number, as in minutes: 1.1 answers 1.",
    comments=conversation_of(TALK, reply="mailto:talk@example.org?subject=Reply"),
    reply="mailto:talk@example.org?subject=Reply",
    address="talk@example.org",
    end="Give the number you answer. An editor adds it, usually the same day.",
    policy=Link("How we look after conversations", "/page.html"),
)
CLOSED = Conversation(
    closed=True,
    margin="Last entry 14 March 2013",
    lede="4 comments, in the order and under the names they were first published with.",
    comments=conversation_of(KEPT_TALK),
    pings=(
        Ping(
            anchor="comment-77",
            author="Links of the week « A neighbour’s blog",
            html=_said("[…] a plain list of what worked […]", "77"),
            url="https://neighbour.example/2013/02/",
            stamp=_stamp("2013-02-01T08:00:00+00:00", "1 February 2013"),
        ),
        Ping(anchor="comment-78", author="An address that is gone", html="", kind="Trackback"),
    ),
    end="It was kept whole: 4 comments and 2 links from other sites.",
)

POST = PostView(
    **_page("We answered every planning question", "blog", description="What we learned.", feeds=(Feed("Blog", "/f"),)),
    title="We answered every planning question in public for a month",
    html=_body(PLAIN),
    folio=(Link("Blog", "/listing.html"),),
    stamp=_stamp("2026-11-18T09:30:00+00:00", "18 November 2026"),
    modified=_stamp("2026-11-20T09:30:00+00:00", "20 November 2026"),
    standfirst="Four hundred and twelve questions, nine staff, one spreadsheet.",
    marks=BOTH,
    bylines=(Byline(TEAM, (COUNCIL,)), Byline(Link("A sample writer"), (TRUST, COUNCIL))),
    asides=(
        Aside("Organisations", (COUNCIL, TRUST)),
        Aside("Conversation", (Link("9 replies", "#comments"),), "The last on 21 November"),
        Aside(
            "On the same principles",
            (
                Link("A survey is not a conversation", "/post.html", note="3 replies"),
                Link("What we learned in the first hundred days", "/archived.html", voice="archived"),
                Link("A title without address"),
            ),
        ),
    ),
    conversation=OPEN,
    earlier=Link("A ward noticeboard with a way back", "/post.html"),
    later=Link("Minutes anyone can read", "/post.html"),
)
ARCHIVED = PostView(
    **_page("What we learned (archived)", "archive", voice="archived"),
    title="What we learned in the first hundred days",
    html=_body(EVERYTHING),
    folio=(Link("Archive", "/archives.html"), Link("Notes from a Sample", "/archive.html")),
    stamp=_stamp("2013-01-19T09:30:00+00:00", "19 January 2013"),
    marks=(OUTSIDE[0], INSIDE[4]),
    bylines=(Byline(Link("A sample team", "/listing-archived.html"), (COUNCIL,)),),
    filed=(
        Aside("Categories", (Link("Publishing", "/listing-archived.html"), Link("Design", "/listing-archived.html"))),
        Aside("Tags", (Link("posters", "/listing-archived.html"),)),
    ),
    asides=(Aside("On the blog since", (Link("We answered every planning question in public", "/post.html"),)),),
    seal=Seal(
        "Archived, and kept as it was",
        "From Notes from a Sample, which ran from January 2012 to November 2014. Its words and links are as they were "
        "found, and its comments are closed. Some links no longer lead anywhere.",
        (
            Link("About this archive", "/archive.html"),
            Link("Original address", "https://notes.example/2013/01/19/x/"),
            Link("The blog today", "/listing.html"),
        ),
        (
            Amendment(_stamp("2027-03-01", "1 March 2027"), "The telephone number belongs to somebody else now."),
            Amendment(_stamp("2027-04-02", "2 April 2027"), "A" * 80),
        ),
    ),
    image_html='<img src="/files/wide.svg" alt="">',
    conversation=CLOSED,
    earlier=Link("A room and a kettle", "/archived.html"),
)

MIXED = Listing(
    entries=(LIVING[0], KEPT[0], LIVING[1]),
    count="29 posts",
    filters=(
        Link("All 29", "/principle.html", current=True),
        Link("Blog 17", "/principle.html"),
        Link("Archives 0"),
    ),
    pager=Pager("The newest posts", older=Link("Older posts", "/listing.html")),
    feed=Feed("Outside 3: Wants to hear", "/principles/outside-3/feed.atom"),
)
ALONE = Listing(entries=LIVING, count="3 posts", feed=Feed("Blog", "/blog/feed.atom"))
OLDER = Listing(
    entries=KEPT,
    count="",
    pager=Pager(
        "Page 2, counted from the oldest",
        newer=Link("Newer posts", "/listing.html"),
        older=Link("Older posts", ""),
        pages=(Link("1", "/listing.html"), Link("2", "/listing.html", current=True), Link("3")),
    ),
)
EMPTY = Listing(entries=(), count="0 posts", empty="Nobody has written about this yet.")

CATEGORIES = (
    IndexItem(Link("Design", "/listing-archived.html", voice="archived"), "12"),
    IndexItem(Link("Posters", "/listing-archived.html", voice="archived"), "3", depth=1),
    IndexItem(Link("Large posters", "/listing-archived.html", voice="archived"), "1", depth=2),
    IndexItem(Link("Web", "/listing-archived.html", voice="archived"), "4", depth=1),
    IndexItem(Link("A name without address"), "", words="With words below it."),
)
ORGANISATIONS = tuple(
    IndexItem(Link(name, "/organisation.html"), note, words=words)
    for name, note, words in (
        ("Sample City Council", "37 posts, 66 archived", "The council of a sample city."),
        ("Vale and Fen Sample Trust", "24 posts", "An NHS body that runs sample hospitals."),
        ("Northmoor Sample Borough Council", "nothing yet", ""),
    )
)


def _year(number: int) -> Year:
    counts = [(number * (month + 3)) % 7 for month in range(12)]
    months = tuple(
        Month(name[:3], f"{name} {number}", count, "/listing-archived.html" if count else "")
        for name, count in zip(MONTHS, counts, strict=True)
    )
    return Year(str(number), "/listing-archived.html", months)


HOME = HomeView(
    **_page("", "home", description="A shared blog."),
    margin="3 organisations",
    purpose="Councils and NHS bodies, writing together about how to be sociable, inside and out.",
    entries=LIVING,
    more=Link("All posts on the blog", "/listing.html"),
    archive_words="One blog began this. It is read-only, with every conversation kept whole.",
    archive=Link("See what is held", "/archives.html"),
    archived=(KEPT[0], KEPT[1]),
    outside=OUTSIDE,
    inside=INSIDE,
    organisations=ORGANISATIONS,
)

STAGES = tuple(Stage(number, name) for number, name in enumerate(("Not yet", "Trying it", "Under way", "Everyday")))
BODIES = (
    "Sample City Council",
    "Vale and Fen Sample Trust",
    "Northmoor Sample Borough Council",
    "Unitary Authority of Telecommunications",
)


def _cell(seed: int, href: str = "/cell.html") -> Cell:
    blog, archived = seed % 4, (seed * 7) % 5 * (seed % 3)
    newest = _stamp("2026-11-18", "2026") if blog else _stamp("2013-02-01", "2013") if archived else None
    stage = replace(STAGES[seed % 4], old=seed % 5 == 1) if seed % 3 else None
    return Cell(blog, archived, newest, href, stage)


def _still(blog: int, archived: int) -> Cell:
    return Cell(blog, archived, _stamp("2026-11-18", "2026") if blog else None)


MATRIX = Matrix(
    caption="Posts and progress by organisation and principle",
    corner="Organisation",
    outside=OUTSIDE,
    inside=INSIDE,
    rows=tuple(
        Row(Link(name, "/organisation.html"), tuple(_cell(row * 11 + column) for column in range(10)), _still(row, 12))
        for row, name in enumerate(BODIES, start=1)
    ),
    total=Row(Link("Together"), tuple(_still(column % 4, column * 9) for column in range(10)), _still(37, 1204)),
    every="All ten",
    note="A post may speak to several principles; in the totals it counts once.",
)
YEARS = replace(
    MATRIX,
    caption="Posts by year and principle",
    corner="Year",
    rows=tuple(
        Row(Link(name), tuple(_still(column % 3, 0) for column in range(10)), _still(5, 0))
        for name in ("2026", "Undated")
    ),
    gap="Nothing",
)
LINES = tuple(Label(stage.name, 0, 120 - 34 * stage.number) for stage in STAGES)
CHART = Chart(
    title="How far Sample City Council is with each principle",
    words="Outside 1 everyday, at first not yet; inside 2 trying it. The table says the same.",
    caption="Filled: now. Open: what was said first, from May 2022 on.",
    height=184,
    lines=LINES,
    dots=(
        Dot("outside", "was", 84, 120, stem=18),
        Dot("outside", "now", 84, 18),
        Dot("inside", "was", 228, 18, stem=86),
        Dot("inside", "now", 228, 86),
    ),
    labels=tuple(Label(str(number), 63 + 21 * number, 148) for number in range(1, 6)),
    wall=188,
)
COUNTS = replace(CHART, dots=(Dot("outside", "now", 84, 52, "3"), Dot("inside", "now", 228, 18, "12")))
PROGRESS = Progress(
    stage=STAGES[2],
    since="since May 2024",
    sentence="Every question about planning is answered in public, under the question, by whoever knows.",
    evidence=(
        Link("We answered every planning question", "/post.html"),
        Link("What we learned", "/archived.html", voice="archived"),
        Link("city.example", "https://city.example/answers"),
    ),
    before=("Trying it since 2022: We began with one service.", "Not yet since 2019: Nobody had asked us to."),
)
OLD = replace(
    PROGRESS, stage=STAGES[3], age="Said in May 2024; more than a year ago.", evidence=PROGRESS.evidence[:1], before=()
)
NOT_YET = Progress(STAGES[0], "since 2026", "We have not begun.")


def _standings(marks: tuple[Mark, ...]) -> tuple[Standing, ...]:
    said = (PROGRESS, None, OLD, NOT_YET, None)
    return tuple(
        Standing(_cell(at + 1), mark, progress=one) for at, (mark, one) in enumerate(zip(marks, said, strict=True))
    )


EXAMPLES: dict[str, Example] = {
    "home": Example("home.html", HOME),
    "home-without-archive": Example(
        "home.html", replace(HOME, archive_words="", archive=None, archived=(), organisations=(), entries=LIVING[:1])
    ),
    "post": Example("article.html", POST),
    "post-deep": Example(
        "article.html", replace(POST, asides=(), conversation=replace(OPEN, comments=conversation_of(_deep(10))))
    ),
    "post-quiet": Example(
        "article.html",
        replace(
            POST,
            marks=(),
            bylines=(),
            asides=(),
            standfirst="",
            modified=None,
            earlier=None,
            later=None,
            conversation=Conversation(closed=False, lede="Nobody has replied yet."),
        ),
    ),
    "archived": Example("article.html", ARCHIVED),
    "archived-page": Example(
        "article.html",
        replace(
            ARCHIVED, title="Untitled", untitled=True, html="", stamp=None, marks=(), conversation=None, language="cy"
        ),
    ),
    "page": Example(
        "page.html",
        PageView(
            **_page("Accessibility", ""),
            title="Accessibility",
            html=_body(EVERYTHING),
            standfirst="What works, what does not, and whom to tell.",
            modified=_stamp("2026-10-01", "1 October 2026"),
        ),
    ),
    "listing": Example(
        "listing.html",
        ListingView(
            **_page("Blog", "blog"), title="Blog", folio=(), listing=ALONE, standfirst="Everything, newest first."
        ),
    ),
    "listing-archived": Example(
        "listing.html",
        ListingView(
            **_page("January 2013", "archive", voice="archived", noindex=True),
            title="January 2013",
            folio=(Link("Archive", "/archives.html"), Link("Notes from a Sample", "/archive.html")),
            listing=OLDER,
            html=_body("<p>A category’s own words.</p>"),
            asides=(Aside("Below this", (Link("Posters", "/listing-archived.html"),)),),
        ),
    ),
    "listing-empty": Example(
        "listing.html", ListingView(**_page("Tag", "blog"), title="posters", folio=(Link("Tags", "/"),), listing=EMPTY)
    ),
    "organisations": Example(
        "index_of.html",
        IndexView(
            **_page("Organisations", "organisations"),
            title="Organisations",
            folio=(),
            groups=(IndexGroup("", ORGANISATIONS),),
            standfirst="The bodies whose people write here.",
        ),
    ),
    "archives": Example(
        "index_of.html",
        IndexView(
            **_page("Archive", "archive", voice="archived"),
            title="Archive",
            folio=(),
            groups=(
                IndexGroup("Blogs held", CATEGORIES, margin="Closed, and kept as they were"),
                IndexGroup("Announced", (), empty="None."),
            ),
        ),
    ),
    "archive": Example(
        "archive.html",
        ArchiveView(
            **_page("Notes from a Sample", "archive", voice="archived"),
            title="Notes from a Sample",
            folio=(Link("Archive", "/archives.html"),),
            standfirst="A sample blog, where the ten principles were first taken up. Nothing here is edited.",
            html=_body("<p>It is kept because people still link to it.</p><pre><code>python -m sample</code></pre>"),
            facts=(
                Fact("Original address", "https://notes.example/", "https://notes.example/"),
                Fact("Span", "9 January 2012 to 21 November 2014"),
                Fact("Held", "94 posts, 6 pages, 412 comments, 187 files"),
            ),
            years=(_year(2012), _year(2013)),
            groups=(IndexGroup("Categories", CATEGORIES),),
            latest=Listing(KEPT, "Newest first", feed=Feed("Notes from a Sample", "/archive/x/feed.atom")),
            count="94 posts",
            undated=Link("3 posts without a date", "/listing-archived.html"),
        ),
    ),
    "principles": Example(
        "principles.html",
        MatrixView(
            **_page("Principles", "principles"),
            title="Ten principles, four organisations",
            standfirst="Read along a row for an organisation, down a column for a principle.",
            outside=OUTSIDE,
            inside=INSIDE,
            more=Link("The same by year", "/principles-years.html"),
            matrix=MATRIX,
            stages=(*STAGES, Stage(3, "Pale: said more than a year ago", old=True)),
            about="What a sociable organisation looks like to the people it serves, and to those who work there.",
            chart=COUNTS,
        ),
    ),
    "principles-years": Example(
        "principles.html",
        MatrixView(
            **_page("Principles by year", "principles"),
            title="Ten principles, year by year",
            standfirst="Read along a row for a year.",
            outside=(),
            inside=(),
            more=Link("The same by organisation", "/principles.html"),
            matrix=YEARS,
            folio=(Link("Principles", "/principles.html"),),
        ),
    ),
    "principles-empty": Example(
        "principles.html",
        MatrixView(
            **_page("Principles", "principles"),
            title="Ten principles",
            standfirst="What a sociable organisation looks like.",
            outside=OUTSIDE,
            inside=INSIDE,
            more=Link("The same by year", "/principles-years.html"),
        ),
    ),
    "cell": Example(
        "cell.html",
        CellView(
            **_page("Outside 3: Wants to hear, at Sample City Council", "principles"),
            mark=OUTSIDE[2],
            organisation=COUNCIL,
            listing=MIXED,
            progress=PROGRESS,
            folio=(Link("Principles", "/principles.html"),),
        ),
    ),
    "cell-gap": Example(
        "cell.html",
        CellView(
            **_page("Inside 4: Leaders respond, at Vale and Fen Sample Trust", "principles"),
            mark=INSIDE[3],
            organisation=TRUST,
            listing=replace(
                EMPTY,
                empty="Nobody at Vale and Fen Sample Trust has written about this principle, on the blog or in an archive.",
                feed=Feed("Inside 4, at Vale and Fen Sample Trust", "/principles/inside-4/vale/feed.atom"),
            ),
            ways=(Link("Read what others say", "/principle.html"), Link("Write the first one", "/page.html")),
            folio=(Link("Principles", "/principles.html"),),
        ),
    ),
    "principle": Example(
        "principle.html",
        PrincipleView(
            **_page("Outside 3: Wants to hear", "principles"),
            mark=OUTSIDE[2],
            standfirst="There is evidence that the organisation wants to hear from people where they already talk.",
            html=_body(
                "<p>Asking is easy; wanting to hear is harder to fake.</p><h2>How one would know</h2><p>Look.</p>"
            ),
            standings=(
                Standing(_cell(3), link=COUNCIL, progress=PROGRESS),
                Standing(_cell(5), link=TRUST, progress=NOT_YET),
                Standing(_cell(4), link=Link("Unitary Authority of Telecommunications", "/organisation.html")),
            ),
            chart=replace(
                CHART,
                height=138,
                wall=0,
                labels=(),
                dots=(Dot("outside", "now", 84, 52), Dot("outside", "now", 84, 120)),
            ),
            listing=MIXED,
            before=Link("Outside 2: Easy to deal with online", "/principle.html"),
            after=Link("Outside 4: More than one way in", "/principle.html"),
            folio=(Link("Principles", "/principles.html"),),
        ),
    ),
    "principle-inside-empty": Example(
        "principle.html",
        PrincipleView(
            **_page("Inside 4: Leaders respond", "principles"),
            mark=INSIDE[3],
            standfirst="Whoever leads answers in public.",
            html=_body("<p>In their own words.</p>"),
            standings=(),
            listing=EMPTY,
        ),
    ),
    "organisation": Example(
        "organisation.html",
        OrganisationView(
            **_page("Sample City Council", "organisations"),
            name="Sample City Council",
            kind="Council",
            standfirst="The council of a sample city, with four teams who write here.",
            html=_body("<p>It serves a sample of people.</p>"),
            url="https://city.example/",
            outside=_standings(OUTSIDE),
            inside=_standings(INSIDE),
            authors=(IndexItem(TEAM, "since 2012"), IndexItem(Link("A sample writer", "/author.html"), "2012 to 2014")),
            listing=MIXED,
            chart=CHART,
            reviewed=_stamp("2026-11-01", "1 November 2026"),
            folio=(Link("Organisations", "/organisations.html"),),
        ),
    ),
    "organisation-silent": Example(
        "organisation.html",
        OrganisationView(
            **_page("Northmoor Sample Borough Council", "organisations"),
            name="Northmoor Sample Borough Council",
            kind="",
            standfirst="",
            html="",
            url="",
            outside=tuple(Standing(_cell(4 * at), mark) for at, mark in enumerate(OUTSIDE)),
            inside=tuple(Standing(_cell(0), mark) for mark in INSIDE),
            authors=(),
            listing=EMPTY,
        ),
    ),
    "author": Example(
        "author.html",
        AuthorView(
            **_page("Digital access team", ""),
            name="Digital access team",
            html=_body("<p>Six people and a kettle.</p>"),
            affiliations=(IndexItem(COUNCIL, "since 9 January 2012"),),
            listing=ALONE,
            folio=(Link("Authors", "/authors.html"),),
        ),
    ),
    "404": Example(
        "404.html",
        NotFoundView(
            site=_site(""),
            head=Head(f"Not found · {SITE_NAME}", "", noindex=True),
            ways=(Link("The newest posts", "/listing.html"), Link("The archive", "/archive.html", voice="archived")),
        ),
    ),
}

if __name__ == "__main__":
    build(Path(sys.argv[1]))
