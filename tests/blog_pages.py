"""Pages of an invented blog as two kinds of themes print them: a classic one, and one made of blocks.

The words are ours; the marks around them are those of WordPress's own template functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

HOME = "http://parks.example"
SITE = "Parks desk"


@dataclass(frozen=True)
class Said:
    """A comment as a page shows it, with the replies to it."""

    number: int
    words: str = "<p>Well said.</p>"
    name: str = "A resident"
    day: str = "2013-03-14T08:01:00+00:00"
    replies: tuple[Said, ...] = ()
    kind: str = "comment"
    url: str = ""
    extra: str = ""


@dataclass(frozen=True)
class Shown:
    """A post as a page shows it."""

    number: int
    slug: str
    title: str = "A post"
    words: str = "<p>Words of a post.</p>"
    day: str = "2013-01-19T10:05:11+00:00"
    author: str = "Parks team"
    categories: tuple[str, ...] = ("News",)
    tags: tuple[str, ...] = ("benches",)
    comments: tuple[Said, ...] = ()
    kind: str = "post"
    parts: int = 1
    part: int = 1
    comment_page: int = 0
    form: bool = True
    classes: str = ""
    body: str = ""
    head: str = ""
    above: str = ""
    picture: str = ""
    after: str = ""
    stated: int | None = None

    @property
    def link(self) -> str:
        if self.kind == "page":
            return f"{HOME}/{self.above}{self.slug}/"
        return f"{HOME}/{self.day[:4]}/{self.day[5:7]}/{self.slug}/"


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _title(said: Shown) -> str:
    return f"{said.title} – {SITE}" if said.title else SITE


def _head(said: Shown) -> str:
    part = (
        f"{said.part}/" if said.part > 1 else f"comment-page-{said.comment_page}/#comments" if said.comment_page else ""
    )
    return (
        f'<meta charset="UTF-8">\n<title>{_title(said)}</title>\n<link rel="alternate" type="application/rss+xml"'
        f' title="{SITE} &raquo; Feed" href="{HOME}/feed/">\n<link rel="https://api.w.org/" href="{HOME}/wp-json/">'
        f'\n<link rel="canonical" href="{said.link}{part}">\n<link rel="shortlink" href="{HOME}/?p={said.number}">'
        f"\n<style>.x > .y {{color: red}}</style>\n{said.head}"
    )


def _body_classes(said: Shown) -> str:
    names = f"page-template-default page page-id-{said.number}"
    if said.kind == "post":
        names = f"post-template-default single single-post postid-{said.number} single-format-standard"
    if said.part > 1:
        names += f" paged-{said.part} {'page' if said.kind == 'page' else 'single'}-paged-{said.part}"
    return f"{names} {said.body}".strip()


def _terms(said: Shown, taxonomy: str) -> str:
    names = said.categories if taxonomy == "category" else said.tags
    rel = "category tag" if taxonomy == "category" else "tag"
    return ", ".join(f'<a href="{HOME}/{taxonomy}/{slug(name)}/" rel="{rel}">{escape(name)}</a>' for name in names)


def _post_classes(said: Shown) -> str:
    terms = " ".join(f"category-{slug(name)}" for name in said.categories)
    tags = " ".join(f"tag-{slug(name)}" for name in said.tags)
    return (
        f"post-{said.number} {said.kind} type-{said.kind} status-publish hentry {terms} {tags} {said.classes}".strip()
    )


def classic_comments(comments: Iterable[Said], depth: int = 1) -> str:
    """What ``wp_list_comments()`` prints in its HTML5 format."""
    out = []
    for one in comments:
        below = (
            f'<ol class="children">{classic_comments(one.replies, depth + 1)}</ol><!-- .children -->'
            if one.replies
            else ""
        )
        name = f'<a href="{one.url}" rel="external nofollow" class="url">{one.name}</a>' if one.url else one.name
        if one.kind != "comment":
            out.append(
                f'<li id="comment-{one.number}" class="{one.kind} even thread-even depth-{depth}"><div class="comment-body">'
                f"{one.kind.capitalize()}: {name} </div></li><!-- #comment-## -->"
            )
            continue
        out.append(
            f'<li id="comment-{one.number}" class="comment even thread-even depth-{depth}">'
            f'<article id="div-comment-{one.number}" class="comment-body"><footer class="comment-meta">'
            '<div class="comment-author vcard"><img alt="" src="http://0.gravatar.com/avatar/5f4dcc3b?s=56" class="avatar'
            f' avatar-56 photo"><b class="fn">{name}</b> <span class="says">says:</span></div>'
            f'<div class="comment-metadata"><a href="{HOME}/x/#comment-{one.number}"><time datetime="{one.day}">a day'
            f"</time></a></div>{one.extra}</footer>"
            f'<div class="comment-content">{one.words}</div><div class="reply"><a class="comment-reply-link"'
            f' href="{HOME}/x/?replytocom={one.number}#respond">Reply</a></div></article>{below}</li><!-- #comment-## -->'
        )
    return "\n".join(out)


def block_comments(comments: Iterable[Said]) -> str:
    """What the block Comment Template prints."""
    out = []
    for one in comments:
        below = f"<ol>{block_comments(one.replies)}</ol>" if one.replies else ""
        out.append(
            f'<li id="comment-{one.number}" class="{one.kind} even thread-even depth-1"><div class="wp-block-group">'
            '<div class="wp-block-avatar"><img alt="" src="http://0.gravatar.com/avatar/5f4dcc3b?s=50"'
            ' class="avatar wp-block-avatar__image"></div>'
            f'<div class="wp-block-group"><div class="wp-block-comment-author-name">{one.name}</div>'
            f'<div class="wp-block-comment-date"><time datetime="{one.day}"><a href="{HOME}/x/#comment-{one.number}">a day'
            f'</a></time></div><div class="wp-block-comment-content">{one.words}</div>'
            f'<div class="wp-block-comment-reply-link"><a class="comment-reply-link" href="#">Reply</a></div></div></div>'
            f"{below}</li>"
        )
    return "\n".join(out)


def _count(comments: Iterable[Said]) -> int:
    return sum(1 + _count(one.replies) for one in comments)


def _stated(said: Shown) -> int:
    return _count(said.comments) if said.stated is None else said.stated


def _pages(said: Shown) -> str:
    if said.parts == 1:
        return ""
    links = " ".join(
        f'<span class="post-page-numbers current">{number}</span>'
        if number == said.part
        else f'<a href="{said.link}{number}/" class="post-page-numbers">{number}</a>'
        for number in range(1, said.parts + 1)
    )
    return f'<div class="page-links">Pages: {links}</div>'


FORM = '<div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3><form id="commentform"></form></div>'


def classic(said: Shown) -> str:
    """A post's own page in a classic theme."""
    thumb = (
        f'<div class="post-thumbnail"><img src="{said.picture}" class="attachment-post-thumbnail wp-post-image"></div>'
    )
    by = f'<span class="byline"><span class="author vcard"><a class="url fn n" href="{HOME}/author/{slug(said.author)}/">{said.author}</a></span></span>'
    when = f'<span class="posted-on"><a href="{said.link}" rel="bookmark"><time class="entry-date published" datetime="{said.day}">a day</time><time class="updated" datetime="2019-01-01T00:00:00+00:00">later</time></a></span>'
    comments = f'<h2 class="comments-title">{_stated(said)} thoughts on &ldquo;{said.title}&rdquo;</h2><ol class="comment-list">{classic_comments(said.comments)}</ol>'
    meta = (
        ""
        if said.kind == "page"
        else f'{by}{when}<span class="cat-links">{_terms(said, "category")}</span><span class="tags-links">{_terms(said, "tag")}</span>'
    )
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head>{_head(said)}</head>
<body class="{_body_classes(said)}"><div id="page" class="site"><header id="masthead"><p class="site-title"><a href="{HOME}/" rel="home">{SITE}</a></p>
<p class="site-description">Benches &amp; bins</p><nav><ul><li class="page_item page-item-2"><a href="{HOME}/about/">About</a></li></ul></nav></header>
<main id="main"><article id="post-{said.number}" class="{_post_classes(said)}">
<header class="entry-header"><h1 class="entry-title">{said.title}</h1></header>{thumb if said.picture else ""}
<div class="entry-content">
{said.words}
{_pages(said)}</div><!-- .entry-content -->
<footer class="entry-footer">{meta}</footer></article><!-- #post-## -->
<div id="comments" class="comments-area">{comments if said.comments else ""}{FORM if said.form else '<p class="no-comments">Comments are closed.</p>'}</div>
<nav class="navigation post-navigation"><a href="{HOME}/2012/01/before/" rel="prev">Before</a></nav>{said.after}</main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Comments</h2><ul><li class="recentcomments">Somebody on <a href="{HOME}/x/#comment-99">X</a></li></ul>
<ul><li class="cat-item cat-item-31"><a href="{HOME}/category/news/">News</a></li></ul></section></aside></div></body></html>
"""


def block(said: Shown) -> str:
    """A post's own page in a block theme: no element is around the post."""
    thumb = f'<figure class="wp-block-post-featured-image"><img src="{said.picture}" class="attachment-post-thumbnail wp-post-image"></figure>'
    meta = f"""<div class="wp-block-template-part"><div class="wp-block-post-date"><time datetime="{said.day}"><a href="{said.link}">a day</a></time></div>
<div class="wp-block-post-author-name"><a href="{HOME}/author/{slug(said.author)}/" class="wp-block-post-author-name__link">{said.author}</a></div>
<div class="taxonomy-category wp-block-post-terms"><span class="wp-block-post-terms__prefix">in </span>{_terms(said, "category").replace("category tag", "tag")}</div></div>"""
    tags = f'<div class="taxonomy-post_tag wp-block-post-terms">{_terms(said, "tag")}</div>'
    comments = f'<h2 id="comments" class="wp-block-comments-title">{_stated(said)} responses to &#8220;{said.title}&#8221;</h2><ol class="wp-block-comment-template">{block_comments(said.comments)}</ol>'
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head>{_head(said)}</head>
<body class="{_body_classes(said)} wp-embed-responsive"><div class="wp-site-blocks"><header class="wp-block-template-part"><p class="wp-block-site-title"><a href="{HOME}" rel="home">{SITE}</a></p><p class="wp-block-site-tagline">Benches &amp; bins</p></header>
<main class="wp-block-group">{thumb if said.picture else ""}<h1 class="wp-block-post-title">{said.title}</h1>{meta if said.kind == "post" else ""}
<div class="entry-content wp-block-post-content is-layout-constrained">{said.words}
{_pages(said).replace("page-links", "post-nav-links")}</div>
{tags if said.kind == "post" else ""}
<div class="wp-block-comments">{comments if said.comments else ""}{FORM if said.form else ""}</div>
<div class="wp-block-query"><ul class="wp-block-post-template"><li class="wp-block-post post-77 post type-post status-publish hentry category-news"><h2 class="wp-block-post-title"><a href="{HOME}/2012/05/another/">Another post</a></h2><div class="wp-block-post-date"><time datetime="2012-05-06T07:08:09+00:00">May 6, 2012</time></div></li></ul></div>{said.after}</main>
<footer class="wp-block-template-part">Proudly powered by WordPress</footer></div></body></html>
"""


@dataclass(frozen=True)
class Line:
    """A post as a listing shows it."""

    said: Shown
    words: str = ""
    classes: str = ""
    more: str = ""


@dataclass(frozen=True)
class Listing:
    """A page that lists posts."""

    lines: tuple[Line, ...]
    body: str = "home blog"
    title: str = SITE
    above: str = ""
    head: str = field(default=f'<link rel="https://api.w.org/" href="{HOME}/wp-json/">')


def listing(said: Listing) -> str:
    """A listing in a classic theme."""
    posts = "".join(
        f'<article id="post-{one.said.number}" class="{_post_classes(one.said)} {one.classes}"><h2 class="entry-title">'
        f'<a href="{one.said.link}" rel="bookmark">{one.said.title}</a></h2><time class="entry-date published"'
        f' datetime="{one.said.day}">a day</time> <span class="author vcard"><a class="fn" href="{HOME}/author/'
        f'{slug(one.said.author)}/">{one.said.author}</a></span><div class="entry-content">{one.words}{one.more}</div>'
        f'<footer>{_terms(one.said, "category")} {_terms(one.said, "tag")}<span class="comments-link"><a href="#">2'
        " Comments</a></span></footer></article>"
        for one in said.lines
    )
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>{said.title}</title>{said.head}</head><body class="{said.body}">'
        f'<p class="site-title"><a href="{HOME}/" rel="home">{SITE}</a></p>{said.above}<main>{posts}</main></body></html>'
    )
