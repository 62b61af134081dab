"""Saved pages of an invented blog, in a classic and a block theme: one post once, whole, and nothing around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sociable.errors import Problem
from sociable.model import Attachment, Author, Blog, Item, Page, Post, Term
from sociable.sources.saved_page import Capture, is_page, read_site
from tests.blog_pages import HOME, SITE, Line, Listing, Said, Shown, block, classic, listing

THEMES = pytest.mark.parametrize("theme", [classic, block], ids=["classic", "block"])
Theme = Callable[[Shown], str]


def site(pages: Mapping[str, str]) -> list[Item]:
    """What ``pages`` hold, by address below the blog's home; a warning fails no test here."""
    return list(
        read_site([Capture(HOME + path, html.encode(), path) for path, html in pages.items()], lambda problem: None)
    )


def posts(pages: Mapping[str, str]) -> list[Post]:
    return [item for item in site(pages) if isinstance(item, Post)]


def warnings(pages: Mapping[str, str]) -> str:
    said: list[Problem] = []
    list(read_site([Capture(HOME + path, html.encode(), path) for path, html in pages.items()], said.append))
    return "\n".join(map(str, said))


GREEN = Shown(
    12, "green-shoots", "Green <em>shoots</em> &amp; more", author="Ground staff", tags=("benches", "Old town")
)


@THEMES
def test_a_page_gives_a_post_with_all_that_the_theme_says_of_it(theme: Theme) -> None:
    said = replace(
        GREEN, picture=f"{HOME}/wp-content/uploads/2013/01/shoots.jpg", words="<p>First.</p>\n<p>Second.</p>"
    )
    items = site({"/2013/01/green-shoots/": theme(said)})
    blog = next(item for item in items if isinstance(item, Blog))
    assert (blog.title, blog.url, blog.description, blog.language) == (SITE, HOME, "Benches &amp; bins", "en-GB")
    [post] = [item for item in items if isinstance(item, Post) and item.id == 12]
    assert (post.title, post.slug, post.link) == ("Green <em>shoots</em> &amp; more", "green-shoots", said.link)
    assert post.body == "<p>First.</p>\n<p>Second.</p>"
    assert post.body_format == "html"
    assert post.date == datetime(2013, 1, 19, 10, 5, 11, tzinfo=UTC)
    assert post.authors == ("ground-staff",)
    assert (post.categories, post.tags) == (("news",), ("benches", "old-town"))
    assert post.image == said.picture
    assert (post.comments_open, post.status, post.has_password) == (True, "publish", False)
    assert (post.source.kind, post.source.url) == ("page", said.link)
    assert [author.name for author in items if isinstance(author, Author)] == ["Ground staff"]
    terms = {(term.taxonomy, term.slug): term.name for term in items if isinstance(term, Term)}
    assert terms == {
        ("category", "news"): "News",
        ("post_tag", "benches"): "benches",
        ("post_tag", "old-town"): "Old town",
    }


def nested(depth: int, number: int = 100) -> Said:
    below = (nested(depth - 1, number + 1),) if depth > 1 else ()
    return Said(number, f"<p>Depth of {number}.</p>", f"Resident {number}", replies=below)


@THEMES
def test_replies_keep_what_they_answer_however_deep(theme: Theme) -> None:
    said = replace(GREEN, comments=(nested(5), Said(200, "<p>Another.</p>")))
    [post] = [post for post in posts({"/2013/01/green-shoots/": theme(said)}) if post.id == 12]
    found = {comment.id: comment.parent for comment in post.comments}
    assert found == {100: None, 101: 100, 102: 101, 103: 102, 104: 103, 200: None}
    assert [comment.author for comment in post.comments][:2] == ["Resident 100", "Resident 101"]
    assert post.comments[4].body == "<p>Depth of 104.</p>"
    assert post.comments[0].date == datetime(2013, 3, 14, 8, 1, tzinfo=UTC)
    assert "Depth of" not in post.body


def test_pingbacks_and_trackbacks_are_told_from_comments() -> None:
    pings = (
        Said(7, name="A blog &raquo; On benches", url="http://other.example/a/", kind="pingback"),
        Said(8, name="Another", url="http://other.example/b/", kind="trackback"),
        Said(9, "<p>Nice.</p>", url="http://home.example/"),
    )
    [post] = posts({"/2013/01/green-shoots/": classic(replace(GREEN, comments=pings))})
    assert [(one.type, one.author, one.url, one.body) for one in post.comments] == [
        ("pingback", "A blog » On benches", "http://other.example/a/", ""),
        ("trackback", "Another", "http://other.example/b/", ""),
        ("comment", "A resident", "http://home.example/", "<p>Nice.</p>"),
    ]


def test_a_pingback_without_a_number_gets_the_same_one_in_every_copy() -> None:
    ping = '<ol class="commentlist"><li class="post pingback"><p>Pingback: <a href="http://o.example/1" class="url">One</a></p></li></ol>'
    page = classic(GREEN).replace(
        '<div id="comments" class="comments-area">', f'<div id="comments" class="comments-area">{ping}'
    )
    [post] = posts({"/2013/01/green-shoots/": page, "/2013/01/green-shoots/?replytocom=3": page})
    [comment] = post.comments
    assert (comment.type, comment.author, comment.url) == ("pingback", "One", "http://o.example/1")
    assert comment.id >= 10**12


def test_a_comment_that_waits_is_not_approved() -> None:
    waits = Said(5, extra='<p class="comment-awaiting-moderation">Your comment is awaiting moderation.</p>')
    [post] = posts({"/2013/01/green-shoots/": classic(replace(GREEN, comments=(waits, Said(6))))})
    assert [(one.id, one.status) for one in post.comments] == [(5, "unapproved"), (6, "approved")]


@THEMES
def test_parts_are_joined_in_order_and_their_links_left_out(theme: Theme) -> None:
    parts = {
        f"/2013/01/green-shoots/{number}/" if number > 1 else "/2013/01/green-shoots/": theme(
            replace(GREEN, words=f"<p>Part {number}.</p>", parts=3, part=number)
        )
        for number in (3, 1, 2)
    }
    [post] = [post for post in posts(parts) if post.id == 12]
    assert post.link == GREEN.link
    assert post.lost == ()
    assert post.body.split("\n") == [
        "<p>Part 1.</p>",
        '<hr class="page-break" id="page-2" />',
        "<p>Part 2.</p>",
        '<hr class="page-break" id="page-3" />',
        "<p>Part 3.</p>",
    ]


def test_a_part_that_is_missing_is_a_loss() -> None:
    [post] = posts({"/2013/01/green-shoots/": classic(replace(GREEN, parts=3))})
    assert [(loss.of, loss.what) for loss in post.lost] == [("body", "part 2, 3 is not here")]


def a_day(number: int) -> str:
    return f"2013-03-{number:02}T08:00:00+00:00"


COMMENTS = tuple(Said(number, f"<p>Number {number}.</p>", day=a_day(number)) for number in range(1, 7))


@THEMES
@pytest.mark.parametrize("is_newest_first", [False, True], ids=["oldest first", "newest first"])
def test_pages_of_comments_are_joined_oldest_first(theme: Theme, is_newest_first: bool) -> None:
    def page(comments: tuple[Said, ...], number: int = 0) -> str:
        shown = comments[::-1] if is_newest_first else comments
        return theme(replace(GREEN, comments=shown, comment_page=number, stated=6))

    first = {"/2013/01/green-shoots/comment-page-1/": page(COMMENTS[:2], 1)}
    middle = {"/2013/01/green-shoots/comment-page-2/": page(COMMENTS[2:4], 2)}
    last = {"/2013/01/green-shoots/comment-page-3/": page(COMMENTS[4:], 3)}
    if is_newest_first:
        pages = {"/2013/01/green-shoots/": page(COMMENTS[4:]), **middle, **first}
    else:
        pages = {"/2013/01/green-shoots/": page(COMMENTS[:2]), **last, **middle}
    [post] = [post for post in posts(pages) if post.id == 12]
    assert [comment.id for comment in post.comments] == [1, 2, 3, 4, 5, 6]
    assert post.lost == ()


def test_pages_of_comments_that_are_missing_are_a_loss() -> None:
    [post] = posts({"/2013/01/green-shoots/": classic(replace(GREEN, comments=COMMENTS[:2], stated=6))})
    assert [(loss.of, loss.what) for loss in post.lost] == [("comments", "6 comments stated, 2 here")]


@THEMES
def test_copies_are_one_post_and_the_fullest_counts(theme: Theme) -> None:
    full = theme(replace(GREEN, words="<p>All of it, to the end.</p>", comments=COMMENTS))
    short = theme(replace(GREEN, words="<p>All of it.</p>", comments=COMMENTS[:1]))
    found = posts(
        {
            "/?p=12": short,
            "/2013/01/green-shoots/amp/": theme(replace(GREEN, words="<p>All of it, to the end, for telephones.</p>")),
            "/2013/01/green-shoots/?replytocom=3": full,
            "/2013/01/green-shoots/": full,
            "/2013/01/greener-shoots/": short,
            "/2013/01/green-shoots/?utm_source=feed": short,
        }
    )
    [post] = [post for post in found if post.id == 12]
    assert post.body == "<p>All of it, to the end.</p>"
    assert len(post.comments) == 6
    assert post.old_slugs == ("greener-shoots",)


def test_the_newest_capture_counts_where_dates_are_known() -> None:
    def capture(words: str, year: int) -> Capture:
        html = classic(replace(GREEN, words=words)).encode()
        return Capture(GREEN.link, html, str(year), datetime(year, 1, 1, tzinfo=UTC))

    found = read_site(
        [capture("<p>A long text, long ago.</p>", 2014), capture("<p>Mended.</p>", 2015)], lambda problem: None
    )
    assert [item.body for item in found if isinstance(item, Post)] == ["<p>Mended.</p>"]


PASSWORD = '<form action="http://parks.example/wp-login.php?action=postpass" class="post-password-form" method="post"><p>This content is password protected.</p></form>'


@THEMES
def test_a_post_behind_a_password_says_so_and_nothing_else(theme: Theme) -> None:
    said = replace(GREEN, title="Protected: Plans", words=PASSWORD, classes="post-password-required")
    [post] = [post for post in posts({"/2013/01/green-shoots/": theme(said)}) if post.id == 12]
    assert (post.has_password, post.title, post.body) == (True, "Plans", "")


def test_a_password_asked_for_by_any_undated_copy_counts() -> None:
    asked = classic(replace(GREEN, title="Protected: Plans", words=PASSWORD))
    [post] = posts({"/2013/01/green-shoots/": classic(replace(GREEN, words="<p>The plans.</p>")), "/?p=12": asked})
    assert post.has_password


@THEMES
def test_pages_know_the_page_above_them_by_number_or_address(theme: Theme) -> None:
    about = Shown(2, "about", "About", kind="page")
    pages = {
        "/about/": theme(about),
        "/about/team/": theme(Shown(3, "team", "Team", kind="page", above="about/", body="page-child parent-pageid-2")),
        "/about/history/": theme(Shown(4, "history", "History", kind="page", above="about/")),
    }
    found = {page.slug: (page.id, page.parent, page.date) for page in posts(pages) if isinstance(page, Page)}
    assert {name: said[:2] for name, said in found.items()} == {"about": (2, None), "team": (3, 2), "history": (4, 2)}


def test_a_listing_fills_in_only_what_no_page_of_its_own_tells() -> None:
    bare = classic(GREEN).replace('rel="category tag"', 'rel="nothing"').replace('rel="tag"', 'rel="nothing"')
    lost = Shown(13, "lost", "Lost & found".replace("&", "&amp;"), tags=("keys",))
    home = listing(
        Listing(
            (
                Line(GREEN, "<p>Beginning of the green.</p>", "sticky"),
                Line(lost, "<p>Its beginning.</p>", more=' <a class="more-link" href="#">Continue reading</a>'),
                Line(Shown(14, "whole"), "<p>All of it.</p>"),
            )
        )
    )
    green, found, whole = posts({"/2013/01/green-shoots/": bare, "/": home})
    assert (green.body, green.sticky) == ("<p>Words of a post.</p>", True)
    assert (green.categories, green.tags) == (("news",), ("benches", "old-town"))
    assert (found.id, found.title, found.link, found.is_cut) == (13, "Lost &amp; found", lost.link, True)
    assert found.body == "<p>Its beginning.</p>"
    assert [loss.of for loss in found.lost] == ["body", "comments"]
    assert (found.tags, found.authors) == (("keys",), ("parks-team",))
    assert (whole.body, whole.is_cut) == ("<p>All of it.</p>", False)


def test_terms_and_authors_have_the_numbers_that_listings_tell() -> None:
    described = '<div class="taxonomy-description"><p>All the news.</p></div>'
    pages = {
        "/2013/01/green-shoots/": classic(GREEN),
        "/category/news/": listing(
            Listing((Line(GREEN),), "archive category category-news category-31", above=described)
        ),
        "/author/ground-staff/": listing(Listing((Line(GREEN),), "archive author author-ground-staff author-5")),
    }
    items = site(pages)
    [news] = [item for item in items if isinstance(item, Term) and item.slug == "news"]
    assert (news.number, news.description) == (31, "<p>All the news.</p>")
    assert [item.number for item in items if isinstance(item, Author)] == [5]


def test_terms_that_a_theme_does_not_print_are_known_by_classes_and_lists() -> None:
    page = classic(replace(GREEN, tags=("benches", "Old town"), body="x"))
    page = page.replace('rel="category tag"', "").replace('rel="tag"', "")
    cloud = f'<p><a href="{HOME}/tag/old-town/" class="tag-cloud-link tag-link-8">The old town</a></p>'
    items = site({"/2013/01/green-shoots/": page.replace("</aside>", f"{cloud}</aside>")})
    [post] = [item for item in items if isinstance(item, Post)]
    assert (post.categories, post.tags) == (("news",), ("benches", "old-town"))
    found = {term.slug: (term.name, term.number) for term in items if isinstance(term, Term)}
    assert found == {"news": ("News", 31), "benches": ("benches", None), "old-town": ("The old town", 8)}


def test_a_picture_that_only_a_listing_shows_is_the_posts() -> None:
    home = listing(Listing((Line(GREEN, "<p>Beginning.</p>"),)))
    home = home.replace("<h2", f'<img class="wp-post-image" src="{HOME}/wp-content/uploads/a.jpg"><h2', 1)
    [post] = posts({"/2013/01/green-shoots/": classic(GREEN), "/": home})
    assert post.image == f"{HOME}/wp-content/uploads/a.jpg"


def test_a_category_below_another_knows_it() -> None:
    page = classic(replace(GREEN, categories=("News", "Trees")))
    page = page.replace("/category/trees/", "/category/news/trees/")
    [trees] = [
        item for item in site({"/2013/01/green-shoots/": page}) if isinstance(item, Term) and item.slug == "trees"
    ]
    assert (trees.taxonomy, trees.parent) == ("category", "news")


def test_a_format_shown_without_a_title_takes_the_documents() -> None:
    page = classic(replace(GREEN, title="Short note", classes="format-aside"))
    page = page.replace('<h1 class="entry-title">Short note</h1>', "<h1>Ground staff</h1>")
    [post] = posts({"/2013/01/green-shoots/": page})
    assert (post.title, post.format) == ("Short note", "aside")


@THEMES
def test_an_untitled_post_stays_untitled(theme: Theme) -> None:
    [post] = [post for post in posts({"/2013/01/12-2/": theme(Shown(12, "12-2", ""))}) if post.id == 12]
    assert (post.title, post.slug) == ("", "12-2")


AROUND = {
    "sharing": ('<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">X</a></li></ul></div>', ""),
    "related": ('<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div>', ""),
    "author": ('<div class="author-info"><h2>Ground staff</h2><p class="author-bio">They dig.</p></div>', ""),
    "edit": ('<span class="edit-link"><a href="#">Edit</a></span>', ""),
    "avatar": ('<p><img src="http://1.gravatar.com/avatar/abc?s=96" class="x"></p>', "<p></p>"),
    "emoji": ('<p>Hm <img class="emoji" alt="🙂" src="https://s.w.org/images/core/emoji/1.svg"></p>', "<p>Hm 🙂</p>"),
    "late picture": (
        '<img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="A"><noscript><img src="/a.jpg" alt="A"></noscript>',
        f'<img src="{HOME}/a.jpg" data-src="/a.jpg" alt="A">',
    ),
    "relative link": ('<a href="../other/?a=1&amp;b=2">O</a>', f'<a href="{HOME}/2013/01/other/?a=1&amp;b=2">O</a>'),
    "link in the page": ('<a href="#there">There</a>', '<a href="#there">There</a>'),
    "candidates": ('<img src="/a.jpg" srcset="/a-1.jpg 1x, /a-2.jpg 2x">', f'<img src="{HOME}/a.jpg" srcset="{HOME}/a-1.jpg 1x, {HOME}/a-2.jpg 2x">'),
    "code": ("<pre><code>&lt;div class=&quot;sharedaddy&quot;&gt;\n  x\n</code></pre>", "<pre><code>&lt;div class=&quot;sharedaddy&quot;&gt;\n  x\n</code></pre>"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "kept"), AROUND.values(), ids=AROUND)
@THEMES
def test_a_text_is_kept_to_the_letter_but_for_what_is_none_of_it(theme: Theme, given: str, kept: str) -> None:
    words = f"<p>Before.</p>{given}<p>After.</p>"
    [post] = [post for post in posts({"/2013/01/green-shoots/": theme(replace(GREEN, words=words))}) if post.id == 12]
    assert post.body == f"<p>Before.</p>{kept}<p>After.</p>"


def test_what_is_cut_out_is_said() -> None:
    words = f"<p>Words.</p>{AROUND['sharing'][0]}{AROUND['edit'][0]}"
    said = warnings({"/2013/01/green-shoots/": classic(replace(GREEN, words=words))})
    assert "cut out of texts: links for editors (1), sharing buttons (1)" in said


@pytest.mark.parametrize("words", ["<div><p>One too few.</p>", "<p>One too many.</p></div>"], ids=["open", "closed"])
def test_a_text_with_unbalanced_elements_ends_where_the_theme_says(words: str) -> None:
    [post] = posts({"/2013/01/green-shoots/": classic(replace(GREEN, words=words, comments=(Said(3),)))})
    assert post.body == words
    assert [comment.id for comment in post.comments] == [3]


def test_an_attachment_page_gives_the_file_and_what_is_said_of_it() -> None:
    picture = f'<p class="attachment"><a href="{HOME}/wp-content/uploads/2013/01/bench.jpg"><img src="{HOME}/wp-content/uploads/2013/01/bench-300x200.jpg" class="attachment-medium" alt="A bench"></a></p>'
    said = replace(GREEN, number=30, slug="green-shoots/bench", title="Bench", words=f"{picture}<p>By the pond.</p>")
    page = classic(said).replace("single single-post postid-30", "attachment single single-attachment attachmentid-30")
    page = page.replace("type-post", "type-attachment").replace(
        "<footer", '<div class="entry-caption"><p>Seen.</p></div><footer'
    )
    items = site({"/2013/01/green-shoots/": classic(GREEN), "/2013/01/green-shoots/bench/": page})
    [attachment] = [item for item in items if isinstance(item, Attachment)]
    assert (attachment.id, attachment.url) == (30, f"{HOME}/wp-content/uploads/2013/01/bench.jpg")
    assert (attachment.title, attachment.alt, attachment.mime) == ("Bench", "A bench", "image/jpeg")
    assert (attachment.caption, attachment.description) == ("<p>Seen.</p>", "<p>By the pond.</p>")
    assert (attachment.parent, attachment.link) == (12, f"{HOME}/2013/01/green-shoots/bench/")
    assert [item.id for item in items if isinstance(item, Post)] == [12]


def test_pages_of_other_types_and_other_sites_are_left_out_and_counted() -> None:
    other = classic(GREEN).replace(HOME, "http://neighbour.example")
    product = classic(GREEN).replace("single-post postid-12", "single-product postid-12")
    captures = [
        Capture(GREEN.link, classic(GREEN).encode(), "a"),
        Capture(f"{HOME}/2013/02/again/", classic(replace(GREEN, number=13, slug="again")).encode(), "b"),
        Capture("http://neighbour.example/2013/01/green-shoots/", other.encode(), "c"),
        Capture(f"{HOME}/product/x/", product.encode(), "d"),
        Capture(f"{HOME}/notes.html", b"<html><body><p>Notes.</p></body></html>", "e"),
    ]
    said: list[Problem] = []
    found = [item.id for item in read_site(captures, said.append) if isinstance(item, Post)]
    assert found == [12, 13]
    [problem] = said
    assert "pages of other sites (1)" in problem.what
    assert "pages of other types than posts and pages (1)" in problem.what
    assert "pages that show no sign of WordPress (1)" in problem.what


def test_a_site_is_the_same_whatever_the_order_and_however_captures_come() -> None:
    pages = {
        "/2013/01/green-shoots/": classic(replace(GREEN, comments=COMMENTS)),
        "/about/": block(Shown(2, "about", "About", kind="page")),
        "/": listing(Listing((Line(GREEN), Line(Shown(14, "whole"), "<p>All.</p>")))),
    }
    captures = [Capture(HOME + path, html.encode(), path) for path, html in pages.items()]
    found = list(read_site(captures, lambda problem: None))
    assert list(read_site(captures[::-1], lambda problem: None)) == found
    assert list(read_site(iter(captures), lambda problem: None)) == found
    assert list(read_site(lambda: iter(captures), lambda problem: None)) == found


HEADS = {
    "html5": (b"<!DOCTYPE html><html>", True),
    "old": (b'\xef\xbb\xbf\n<!-- saved --><HTML lang="en">', True),
    "xhtml": (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">', True),
    "feed": (b'<?xml version="1.0"?><rss version="2.0"><channel><description>&lt;html&gt;', False),
    "text": (b"What <html> means", False),
    "nothing": (b"", False),
}


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS)
def test_a_page_is_told_by_its_beginning(head: bytes, expected: bool) -> None:
    assert is_page(head) is expected
