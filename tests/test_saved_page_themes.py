"""Themes that mark things otherwise than most: each gives the same post."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sociable.model import Item, Page, Post
from sociable.sources.saved_page import Capture, read_site

HOME = "http://parks.example"
LINK = f"{HOME}/2013/01/green-shoots/"
HEAD = f'<title>Green shoots | Parks desk</title><link rel="alternate" type="application/rss+xml" title="Parks desk &raquo; Feed" href="{HOME}/feed/">'

KUBRICK = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><title>Parks desk &raquo; Blog Archive &raquo; Green shoots</title>
<link rel="alternate" type="application/rss+xml" title="Parks desk &raquo; Feed" href="{HOME}/feed/"></head><body>
<div id="page"><div id="header"><h1><a href="{HOME}/">Parks desk</a></h1></div><div id="content" class="widecolumn">
<div class="navigation"><div class="alignleft">&laquo; <a href="{HOME}/2012/12/before/" rel="prev">Before</a></div></div>
<div class="post" id="post-12"><h2>Green shoots</h2><div class="entry"><p>Words of a post.</p>
<p class="postmetadata alt"><small>This entry was posted on Saturday, January 19th, 2013 at 10:05 am and is filed under
<a href="{HOME}/category/news/" title="View all posts in News" rel="category tag">News</a>. You can follow any responses.</small></p></div></div>
<h3 id="comments">2 Responses to &#8220;Green shoots&#8221;</h3><ol class="commentlist">
<li class="alt" id="comment-5"><img class="avatar" src="x.jpg"><cite><a href="http://o.example/" rel="external nofollow">A resident</a></cite> Says:<br />
<small class="commentmetadata"><a href="#comment-5" title="">March 14th, 2013 at 8:01 am</a></small><p>Well said.</p></li>
<li id="comment-6"><cite>Desk</cite> Says:<br /><small class="commentmetadata"><a href="#comment-6">March 15th, 2013 at 9:00 pm</a></small><p>Thanks.</p></li></ol>
<h3 id="respond">Leave a Reply</h3><form id="commentform" action="x"></form></div></div></body></html>"""

LEGACY_COMMENTS = f"""<h3 id="comments-title">2 thoughts on x</h3><ol class="commentlist">
<li class="comment even thread-even depth-1 parent" id="comment-5"><div id="div-comment-5" class="comment-body"><div class="comment-author vcard">
<img src="http://0.gravatar.com/avatar/1"><cite class="fn"><a href="http://o.example/" rel="external nofollow" class="url">A resident</a></cite> <span class="says">says:</span></div>
<div class="comment-meta commentmetadata"><a href="{LINK}#comment-5">March 14, 2013 at 8:01 am</a>&nbsp;&nbsp;<a class="comment-edit-link" href="#">(Edit)</a></div>
<p>Well said.</p><div class="reply"><a class="comment-reply-link" href="#">Reply</a></div></div>
<ul class="children"><li class="comment byuser comment-author-desk bypostauthor odd alt depth-2" id="comment-6"><div id="div-comment-6" class="comment-body">
<div class="comment-author vcard"><cite class="fn">Desk</cite> <span class="says">says:</span></div><div class="comment-meta commentmetadata"><a href="{LINK}#comment-6">March 15, 2013 at 9:00 pm</a></div>
<p>Thanks.</p><div class="reply"></div></div></li></ul></li></ol>"""

TERMS = f'<a href="{HOME}/category/news/" rel="category tag">News</a>'

ELEVEN = f"""<!DOCTYPE html><html lang="en"><head>{HEAD}<link rel="canonical" href="{LINK}"></head><body class="single single-post postid-12 single-format-standard singular">
<div id="page" class="hfeed"><header id="branding"><h1 id="site-title"><span><a href="{HOME}/" rel="home">Parks desk</a></span></h1></header><div id="main"><div id="primary"><div id="content" role="main">
<nav id="nav-single"><h3 class="assistive-text">Post navigation</h3></nav>
<article id="post-12" class="post-12 post type-post status-publish format-standard hentry category-news"><header class="entry-header"><h1 class="entry-title">Green shoots</h1>
<div class="entry-meta"><span class="sep">Posted on </span><a href="{LINK}" title="10:05 am" rel="bookmark"><time class="entry-date" datetime="2013-01-19T10:05:00+00:00">19/01/2013</time></a>
<span class="by-author"> <span class="sep"> by </span> <span class="author vcard"><a class="url fn n" href="{HOME}/author/desk/" rel="author">Desk</a></span></span></div></header>
<div class="entry-content"><p>Words of a post.</p></div><!-- .entry-content -->
<footer class="entry-meta">This entry was posted in {TERMS} by <a href="{HOME}/author/desk/">Desk</a>.<div id="author-info"><h2>About Desk</h2><a href="{HOME}/author/boss/" rel="author">The boss</a></div></footer></article>
<div id="comments"><h2 id="comments-title">2 thoughts</h2><ol class="commentlist"><li class="comment even thread-even depth-1" id="li-comment-5"><article id="comment-5" class="comment"><footer class="comment-meta">
<div class="comment-author vcard"><img class="avatar" src="a"><span class="fn"><a href="http://o.example/" rel="external nofollow" class="url">A resident</a></span> on <a href="#comment-5"><time pubdate datetime="2013-03-14T08:01:00+00:00">a day</time></a> <span class="says">said:</span></div></footer>
<div class="comment-content"><p>Well said.</p></div><div class="reply"></div></article><ul class="children"><li class="comment byuser comment-author-desk bypostauthor depth-2" id="li-comment-6"><article id="comment-6" class="comment"><footer class="comment-meta"><div class="comment-author vcard">
<span class="fn">Desk</span> on <a href="#comment-6"><time pubdate datetime="2013-03-15T21:00:00+00:00">a day</time></a></div></footer><div class="comment-content"><p>Thanks.</p></div></article></li></ul></li></ol></div></div></div></div></body></html>"""

LEGACY = (
    ELEVEN[: ELEVEN.index('<div id="comments">')]
    + f'<div id="comments">{LEGACY_COMMENTS}</div></div></div></div></div></body></html>'
)

NINETEEN = f"""<!DOCTYPE html><html lang="en"><head>{HEAD}<link rel="canonical" href="{LINK}"></head><body class="post-template-default single single-post postid-12 single-format-standard singular">
<header id="masthead" class="site-header featured-image"><p class="site-title"><a href="{HOME}/" rel="home">Parks desk</a></p><div class="site-featured-image"><figure class="post-thumbnail"><img src="{HOME}/wp-content/uploads/shoots.jpg" class="attachment-post-thumbnail wp-post-image"></figure>
<div class="entry-header"><h1 class="entry-title">Green shoots</h1></div></div></header><main><article id="post-12" class="post-12 post type-post status-publish hentry category-news entry"><div class="entry-content"><p>Words of a post.</p></div><!-- .entry-content -->
<footer class="entry-footer"><span class="byline"><span class="author vcard"><a class="url fn n" href="{HOME}/author/desk/">Desk</a></span></span><span class="posted-on"><a href="{LINK}" rel="bookmark"><time class="entry-date published updated" datetime="2013-01-19T10:05:00+00:00">x</time></a></span><span class="cat-links">{TERMS}</span></footer></article>
<nav class="navigation post-navigation"><a href="{HOME}/other/" rel="next"><img class="wp-post-image" src="next.jpg">Other</a></nav>
<div id="comments" class="comments-area">{LEGACY_COMMENTS}</div></main></body></html>"""

TWENTY = f"""<!DOCTYPE html><html lang="en"><head>{HEAD}<link rel="canonical" href="{LINK}"></head><body class="post-template-default single single-post postid-12 single-format-standard">
<div class="site-title"><a href="{HOME}/" rel="home">Parks desk</a></div><main id="site-content"><article class="post-12 post type-post status-publish format-standard hentry category-news" id="post-12"><header class="entry-header"><div class="entry-categories"><div class="entry-categories-inner">{TERMS}</div></div><h1 class="entry-title">Green shoots</h1>
<div class="post-meta-wrapper"><ul class="post-meta"><li class="post-author meta-wrapper"><span class="meta-text">By <a href="{HOME}/author/desk/">Desk</a></span></li><li class="post-date meta-wrapper"><span class="meta-text"><a href="{LINK}">19 January 2013</a></span></li></ul></div></header>
<div class="post-inner thin"><div class="entry-content"><p>Words of a post.</p></div><!-- .entry-content --></div>
<div class="author-bio"><h2 class="author-title">By Desk</h2><div class="author-description"><a class="author-link" href="{HOME}/author/desk/" rel="author">View Archive</a></div></div>
<div class="comments-wrapper"><div class="comments" id="comments"><h2 class="comment-reply-title">2 replies on &ldquo;Green shoots&rdquo;</h2>
<div id="comment-5" class="comment even depth-1 parent"><article id="div-comment-5" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><a href="http://o.example/" rel="external nofollow" class="url"><img class="avatar" src="a"><span class="fn">A resident</span><span class="screen-reader-text says">says:</span></a></div>
<div class="comment-metadata"><a href="#comment-5"><time datetime="2013-03-14T08:01:00+00:00">a day</time></a></div></footer><div class="comment-content entry-content"><p>Well said.</p></div></article>
<div id="comment-6" class="comment byuser comment-author-desk bypostauthor odd depth-2"><article id="div-comment-6" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><span class="fn">Desk</span></div><div class="comment-metadata"><time datetime="2013-03-15T21:00:00+00:00">a day</time></div></footer>
<div class="comment-content entry-content"><p>Thanks.</p></div></article></div></div></div></div></article></main></body></html>"""

FLAT = LEGACY.replace('<ul class="children">', "</li>").replace("</li></ul></li></ol>", "</li></ol>")

THEMES = {"kubrick": KUBRICK, "legacy": LEGACY, "eleven": ELEVEN, "nineteen": NINETEEN, "twenty": TWENTY, "flat": FLAT}


def items(pages: dict[str, str]) -> list[Item]:
    captures = [Capture(HOME + path, html.encode(), path) for path, html in pages.items()]
    return list(read_site(captures, lambda problem: None))


@pytest.mark.parametrize("html", THEMES.values(), ids=THEMES)
def test_a_theme_gives_title_text_day_terms_and_comments(html: str) -> None:
    [post] = [item for item in items({"/2013/01/green-shoots/": html}) if isinstance(item, Post)]
    assert (post.id, post.title, post.slug, post.link) == (12, "Green shoots", "green-shoots", LINK)
    assert post.body.startswith("<p>Words of a post.</p>")
    assert (post.date or datetime.min).date().isoformat() == "2013-01-19"
    assert post.categories == ("news",)
    first, second = post.comments
    assert (first.id, first.author, first.url, first.body) == (
        5,
        "A resident",
        "http://o.example/",
        "<p>Well said.</p>",
    )
    assert (second.id, second.author, second.body) == (6, "Desk", "<p>Thanks.</p>")
    assert first.date == datetime(2013, 3, 14, 8, 1, tzinfo=UTC)
    assert second.date == datetime(2013, 3, 15, 21, 0, tzinfo=UTC)
    assert second.parent == (None if html is KUBRICK else 5)


@pytest.mark.parametrize("html", [ELEVEN, NINETEEN, TWENTY], ids=["eleven", "nineteen", "twenty"])
def test_the_author_is_who_the_line_below_the_title_names(html: str) -> None:
    [post] = [item for item in items({"/2013/01/green-shoots/": html}) if isinstance(item, Post)]
    assert post.authors == ("desk",)
    assert post.comments[1].user == "desk"


def test_a_featured_image_may_stand_above_the_post() -> None:
    [post] = [item for item in items({"/2013/01/green-shoots/": NINETEEN}) if isinstance(item, Post)]
    assert post.image == f"{HOME}/wp-content/uploads/shoots.jpg"


def test_what_a_theme_prints_into_the_text_of_kubrick_is_cut_out() -> None:
    [post] = [item for item in items({"/2013/01/green-shoots/": KUBRICK}) if isinstance(item, Post)]
    assert post.body == "<p>Words of a post.</p>"


def test_the_page_that_shows_the_posts_is_a_page_without_text() -> None:
    blog = f"""<html><head><title>News desk &#8211; Parks desk</title>{HEAD[HEAD.index("<link") :]}</head><body class="blog">
    <ul><li class="page_item page-item-3 current_page_item"><a href="{HOME}/news-desk/">News desk</a></li></ul>
    <main><article id="post-12" class="post-12 post type-post hentry"><h2 class="entry-title"><a href="{LINK}" rel="bookmark">Green shoots</a></h2><div class="entry-content"><p>Words.</p></div></article></main></body></html>"""
    found = items({"/news-desk/": blog, "/2013/01/green-shoots/": ELEVEN})
    [page] = [item for item in found if isinstance(item, Page)]
    assert (page.id, page.title, page.body, page.slug) == (3, "News desk", "", "news-desk")
    assert [item.id for item in found if isinstance(item, Post)] == [3, 12]


def test_a_front_page_is_a_page_at_the_blogs_home() -> None:
    home = f"""<html><head><title>Parks desk</title><link rel="canonical" href="{HOME}/">{HEAD[HEAD.index("<link") :]}</head><body class="home page-template-default page page-id-4">
    <main><article id="post-4" class="post-4 page type-page hentry"><h1 class="entry-title">Welcome</h1><div class="entry-content"><p>Hello.</p></div></article></main></body></html>"""
    [page] = [item for item in items({"/": home}) if isinstance(item, Page)]
    assert (page.id, page.title, page.body, page.link, page.slug) == (4, "Welcome", "<p>Hello.</p>", f"{HOME}/", "")


QUERY = """<div class="wp-block-query"><ul class="wp-block-post-template"><li class="wp-block-post post-12 post type-post hentry">
<h2 class="wp-block-post-title">Mine</h2><div class="wp-block-post-date"><time datetime="2001-01-01T00:00:00+00:00">x</time></div>
<div class="entry-content wp-block-post-content"><form class="post-password-form" action="/wp-login.php?action=postpass"></form></div></li></ul></div>"""


def test_a_list_of_posts_in_a_text_is_text_and_says_nothing_of_the_post() -> None:
    page = TWENTY.replace("<p>Words of a post.</p>", f"<p>Words of a post.</p>{QUERY}")
    [post] = [item for item in items({"/2013/01/green-shoots/": page}) if isinstance(item, Post)]
    assert (post.title, post.has_password, post.body) == ("Green shoots", False, f"<p>Words of a post.</p>{QUERY}")


def test_comments_shown_by_a_block_in_the_text_are_the_posts_but_not_those_of_other_posts() -> None:
    block = '<div class="wp-block-comments"><ol class="wp-block-comment-template"><li id="comment-{}" class="comment"><div class="wp-block-comment-content"><p>In the text.</p></div></li></ol></div>'
    others = QUERY.replace("<form", block.format(8) + "<form")
    page = TWENTY.replace("<p>Words of a post.</p>", f"<p>Words of a post.</p>{block.format(7)}{others}")
    [post] = [item for item in items({"/2013/01/green-shoots/": page}) if isinstance(item, Post)]
    assert sorted(comment.id for comment in post.comments) == [5, 6, 7]
    assert "In the text" not in post.body.partition("wp-block-query")[0]


DAYS = {
    "day first": ("05/01/2013", "2013-01-05"),
    "day last": ("01/19/2013", "2013-01-19"),
    "the address decides": ("01/05/2013", "2013-01-05"),
    "year first": ("2013-01-19", "2013-01-19"),
    "words": ("Saturday, 19th of January 2013", "2013-01-19"),
    "short": ("Jan. 19, 2013", "2013-01-19"),
    "none": ("last week", None),
}


@pytest.mark.parametrize(("written", "day"), DAYS.values(), ids=DAYS)
def test_days_in_words_are_read(written: str, day: str | None) -> None:
    page = TWENTY.replace("19 January 2013", written)
    [post] = [item for item in items({"/2013/01/green-shoots/": page}) if isinstance(item, Post)]
    assert (post.date.date().isoformat() if post.date else None) == day
