"""Old addresses: each one that the old blog answered is answered by real web servers, and by files alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import pytest
import web_servers
from bs4 import BeautifulSoup
from building import ROOT, VOCABULARY, Built, build, lay

from sociable.archive import folder
from sociable.archive.folder import Archive
from sociable.archive.redirects import apache, collect, hosts, nginx, stubs
from sociable.archive.redirects.old import Table
from sociable.importing import run
from sociable.model import About, Attachment, Author, Comment, Page, Post, Term

WP = "{http://wordpress.org/export/1.2/}"
SAMPLE = ROOT / "sample" / "harbour-notes.wordpress.xml"
URL = "https://old.example/notes"


def small() -> Archive:
    """An archive with something of every kind, below a path of its host."""
    day = datetime(2013, 1, 19, 9, tzinfo=UTC)
    post = Post(
        12,
        "Green shoots",
        'One.\n\n<hr class="page-break" id="page-2" />\n\nTwo.',
        slug="green-shoots",
        link=f"{URL}/2013/01/19/green-shoots/",
        path="2013/01/19/green-shoots/",
        date=day,
        old_slugs=("shoots",),
        categories=("news",),
        tags=("café",),
        authors=("ann",),
        comments=tuple(Comment(number, "A resident", "Yes.", date=day) for number in range(1, 8)),
    )
    shown = f"![Us]({URL}/wp-content/uploads/a-300x200.jpg) ![Them]({URL}/wp-content/files/them.jpg)"
    post = replace(post, body=f"{post.body}\n\n{shown}\n\n[Its page]({URL}/2013/01/19/green-shoots/them/)")
    odd = replace(post, id=13, slug="", link=f"{URL}/?p=13", path="2013/01/19/13/", old_slugs=(), comments=(), body="")
    page = Page(5, "About", "Us.", slug="about", link=f"{URL}/about/", path="about/")
    held = Attachment(20, f"{URL}/wp-content/uploads/a.jpg", link=f"{URL}/2013/01/19/green-shoots/a/")
    lost = Attachment(21, f"{URL}/wp-content/uploads/lost.pdf", path="wp-content/uploads/lost.pdf")
    return Archive(
        "old-notes",
        About("Notes", URL),
        authors=(Author("ann", "Ann", number=3),),
        terms=(Term("category", "news", "News", number=7), Term("post_tag", "café", "Café")),
        media=(replace(held, path="wp-content/uploads/a.jpg"), lost),
        posts=(post, odd),
        pages=(page,),
        files=frozenset({"wp-content/uploads/a.jpg"}),
    )


HERE = "/archive/old-notes/"
POST = f"{HERE}2013/01/19/green-shoots/"
ANSWERS = {
    "/notes/": HERE,
    "/notes": HERE,
    "/notes/page/3/": HERE,
    "/notes/feed/": f"{HERE}feed.atom",
    "/notes/?feed=rss2": f"{HERE}feed.atom",
    "/notes/comments/feed/": f"{HERE}feed.atom",
    "/notes/2013/01/19/green-shoots/": POST,
    "/notes/2013/01/19/green-shoots": POST,
    "/notes/2013/01/19/Green-Shoots/": POST,
    "/notes/index.php/2013/01/19/green-shoots/": POST,
    "/notes/2013/01/19/green-shoots/feed/": POST,
    "/notes/2013/01/19/green-shoots/trackback/": POST,
    "/notes/2013/01/19/green-shoots/comment-page-2/": POST,
    "/notes/2013/01/19/green-shoots/2/": f"{POST}#page-2",
    "/notes/2013/01/19/green-shoots/?replytocom=4": f"{POST}#comment-4",
    "/notes/2013/01/19/shoots/": POST,
    "/notes/green-shoots/": POST,
    "/notes/?p=12": POST,
    "/notes/?p=0012": POST,
    "/notes/?p=13": f"{HERE}2013/01/19/13/",
    "/notes/?page_id=5": f"{HERE}about/",
    "/notes/?attachment_id=20": f"{HERE}wp-content/uploads/a.jpg",
    "/notes/2013/01/19/green-shoots/a/": f"{HERE}wp-content/uploads/a.jpg",
    "/notes/wp-content/uploads/a.jpg": f"{HERE}wp-content/uploads/a.jpg",
    "/notes/wp-content/uploads/lost.pdf": f"{HERE}about-this-archive/",
    "/notes/wp-content/uploads/a-300x200.jpg": f"{HERE}wp-content/uploads/a.jpg",
    "/notes/wp-content/files/them.jpg": f"{HERE}about-this-archive/",
    "/notes/2013/01/19/green-shoots/them/": POST,
    "/notes/category/news/": f"{HERE}category/news/",
    "/notes/category/news/feed/": f"{HERE}category/news/feed.atom",
    "/notes/category/news/page/2/": f"{HERE}category/news/",
    "/notes/?category_name=news": f"{HERE}category/news/",
    "/notes/tag/caf%C3%A9/": f"{HERE}tag/caf%C3%A9/",
    "/notes/?tag=caf%c3%a9": f"{HERE}tag/caf%C3%A9/",
    "/notes/author/ann/": f"{HERE}author/ann/",
    "/notes/2013/": f"{HERE}2013/",
    "/notes/2013/01/": f"{HERE}2013/01/",
    "/notes/2013/01/19/": f"{HERE}2013/01/19/",
    "/notes/?m=201301": f"{HERE}2013/01/",
    "/notes/wp-content/uploads/a-150x150.jpg": f"{HERE}wp-content/uploads/a.jpg",
    "/notes/category/only-withheld/": HERE,
    "/notes/2013/01/20/": HERE,
}
NOTHING = ["/notes/?p=99", "/notes/?s=words", "/notes/never/", "/other/", "/notes/wp-login.php", "/notes/%22%20x/"]


@pytest.fixture(scope="module")
def table() -> Table:
    return collect(small())


def served(kind: str, tmp_path: Path, table: Table):
    """A running server of ``kind`` with the rules for ``table``."""
    if kind == "nginx":
        return web_servers.nginx(tmp_path, nginx.rules(table))
    return web_servers.apache(partial(apache.rules, table), apache.mapped(table))


@pytest.mark.parametrize("kind", ["nginx", "apache"])
def test_a_real_server_answers_every_form_of_an_old_address_in_one_step(kind, tmp_path_factory, table):
    folder_of = Path(tmp_path_factory.mktemp(kind, numbered=True))
    with served(kind, folder_of, table) as port:
        found = {asked: web_servers.ask(port, asked, "old.example") for asked in ANSWERS}
        assert {asked: answer.location for asked, answer in found.items()} == ANSWERS
        assert {answer.status for answer in found.values()} == {301}
        assert {asked: web_servers.ask(port, asked, "old.example").status for asked in NOTHING} == dict.fromkeys(
            NOTHING, 404
        )


def test_a_new_site_elsewhere_is_named_in_full(table):
    assert 'https://new.example/archive/old-notes/about/"' in nginx.rules(table, "https://new.example/")


def test_a_host_with_rules_for_queries_gets_them_before_the_paths(table):
    lines = hosts.netlify(table).splitlines()
    assert f"/notes/ p=12 {POST} 301!" in lines
    assert f"/notes/2013/01/19/green-shoots {POST} 301!" in lines
    assert lines.index(f"/notes/ p=12 {POST} 301!") < lines.index(f"/notes {HERE} 301!")


def test_cloudflare_gets_paths_and_a_warning_about_what_it_cannot_do(table):
    text, warnings = hosts.cloudflare(table)
    assert f"/notes/about {HERE}about/ 301" in text.splitlines()
    assert "?" not in text
    assert any("have a query" in warning for warning in warnings)


def test_cloudflare_is_given_no_more_rules_than_it_takes():
    archive = small()
    posts = [
        replace(archive.posts[0], id=n, slug=f"p{n}", link=f"{URL}/2013/p{n}/", path=f"2013/p{n}/", comments=())
        for n in range(hosts.STATIC_LIMIT)
    ]
    text, warnings = hosts.cloudflare(collect(replace(archive, posts=tuple(posts))))
    assert len(text.splitlines()) == hosts.STATIC_LIMIT
    assert any("Cloudflare Pages takes 2,000" in warning for warning in warnings)


def test_stubs_answer_every_path_and_lead_nowhere_else(table):
    written = {stub.path: stub for stub in stubs.stubs(table, small().files, "https://new.example")}
    for asked, leads in ANSWERS.items():
        path = unquote(asked).strip("/")
        if "?" in asked or "index.php" in asked or asked in ("/notes/2013/01/19/Green-Shoots/", "/notes/green-shoots/"):
            continue  # a file cannot tell queries apart, nor a case, nor guess
        if "/page/" in asked or "150x150" in asked or "only-withheld" in asked or asked == "/notes/2013/01/20/":
            continue  # what the archive does not know of, a file cannot answer for
        stub = written.get(path) or written[f"{path}/index.html"]
        assert stub.file or f'url=https://new.example{leads}"' in stub.text, asked
    pages = [BeautifulSoup(stub.text, "html.parser") for stub in written.values() if stub.text]
    for page in pages:
        link = page.select_one("link[rel=canonical]")["href"]
        assert link.startswith("https://new.example/archive/old-notes/")
        assert page.a["href"] == link
        assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={link}"


def asked_of(export: Path) -> Iterator[str]:
    """Every address that the blog of an export answered, worked out from the export alone."""
    channel = ElementTree.parse(export).getroot().find("channel")
    home = (channel.findtext(f"{WP}base_blog_url") or channel.findtext("link")).rstrip("/")
    yield from (f"{home}/", f"{home}/feed/", f"{home}/?feed=rss2")
    items = [item for item in channel.iter("item") if is_public(item)]
    posts = {item.findtext(f"{WP}post_id") for item in items}
    for item in items:
        kind, number = item.findtext(f"{WP}post_type"), item.findtext(f"{WP}post_id")
        link = item.findtext("link").strip()
        if kind == "attachment":
            if item.findtext(f"{WP}post_parent") in {*posts, "0"}:
                yield f"{home}/?attachment_id={number}"
                yield item.findtext(f"{WP}attachment_url").strip()
                yield link
            continue
        yield f"{home}/?{'p' if kind == 'post' else 'page_id'}={number}"
        yield link
        if "?" not in link:
            yield from (link.rstrip("/"), link + "feed/")
        for comment in item.findall(f"{WP}comment"):
            if comment.findtext(f"{WP}comment_approved") == "1":
                yield f"{link}#comment-{comment.findtext(f'{WP}comment_id')}"
        if kind == "post":
            day = item.findtext(f"{WP}post_date")[:10].replace("-", "/")
            if not day.startswith("0000"):
                yield from (
                    f"{home}/{day}/",
                    f"{home}/{day[:7]}/",
                    f"{home}/{day[:4]}/",
                    f"{home}/?m={day[:4]}{day[5:7]}",
                )
            for term in item.findall("category"):
                folder_of = {"category": "category", "post_tag": "tag"}.get(term.get("domain"))
                if folder_of:
                    yield f"{home}/{folder_of}/{term.get('nicename')}/"
                    yield f"{home}/{folder_of}/{term.get('nicename')}/feed/"
        for meta in item.findall(f"{WP}postmeta"):
            if meta.findtext(f"{WP}meta_key") == "_wp_old_slug" and "?" not in link:
                yield f"{link.rstrip('/').rpartition('/')[0]}/{meta.findtext(f'{WP}meta_value')}/"


def is_public(item: ElementTree.Element) -> bool:
    kind, status = item.findtext(f"{WP}post_type"), item.findtext(f"{WP}status")
    if item.findtext(f"{WP}post_password"):
        return False
    return (kind in ("post", "page") and status == "publish") or kind == "attachment"


def answered(table: Table, asked: str, location: str, site: Built) -> bool:
    """Whether ``location`` is a page or file of ``site``, with the comment that was asked for, and no redirect."""
    path = unquote(urlsplit(location).path).lstrip("/")
    if not location.startswith(f"/archive/{table.name}/") or not site.has(path):
        return False
    if not path.endswith("/"):
        return True
    text = site.text(path)
    anchor = urlsplit(asked).fragment
    return 'http-equiv="refresh"' not in text.lower() and (
        not anchor.startswith("comment-") or f'id="{anchor}"' in text
    )


def check_all(asked: list[str], archive: Archive, site: Built, tmp_path: Path) -> None:
    """Ask both servers, and the stubs for what has no query."""
    table = collect(archive)
    own = {*table.hosts, *(f"www.{host}" for host in table.hosts)}
    targets = {
        address: quote(unquote(parts.path) or "/", safe="/") + (f"?{parts.query}" if parts.query else "")
        for address in dict.fromkeys(asked)
        if (parts := urlsplit(address)).hostname in own
    }
    assert len(targets) > 100
    for kind in ("nginx", "apache"):
        running = tmp_path / kind
        running.mkdir()
        with served(kind, running, table) as port:
            missed = [
                (address, answer)
                for address, target in targets.items()
                if not answered(
                    table, address, (answer := web_servers.ask(port, target, table.hosts[0])).location, site
                )
            ]
        assert not missed, "\n".join(map(str, (kind, len(missed), *missed[:30])))
    written = {stub.path: stub for stub in stubs.stubs(table, archive.files)}
    for address in targets:
        parts = urlsplit(address)
        path = unquote(parts.path).strip("/")
        stub = written.get(path) or written.get(f"{path}/index.html".lstrip("/"))
        if not parts.query and not re.search(r"-\d+x\d+\.\w+$", path):  # sizes of the theme's own are not in an export
            assert stub, address
            leads = stub.file or re.search(r"url=([^\"]+)\"", stub.text)[1]
            assert stub.file in archive.files or answered(table, address, leads, site), (address, leads)


def test_the_sample_answers_at_every_old_address(tmp_path):
    site = build(ROOT / "content", tmp_path / "output")
    check_all(list(asked_of(SAMPLE)), folder.read(ROOT / "content/archive/harbour-notes"), site, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "export", ["wxr/cc-labs.wordpress.2014-11-21.xml", "wordpress-site/wxr/re-export.all.xml"], ids=["cc-labs", "site"]
)
def test_a_real_blog_answers_at_every_old_address(export, legacy, tmp_path):
    content = lay(tmp_path / "content", VOCABULARY)
    run([legacy / export], name="old", content=content)
    site = build(content, tmp_path / "output")
    asked = list(asked_of(legacy / export))
    if "wordpress-site" in export:
        hidden = withheld(legacy / export)
        linked = linked_in(legacy / "wordpress-site/html/twentyten")
        asked.extend(address for address in linked if not address.startswith(hidden) or address in asked)
    check_all(asked, folder.read(content / "archive/old"), site, tmp_path)


def withheld(export: Path) -> tuple[str, ...]:
    """The addresses that only a protected post had: its own, and the listings that hold nothing else."""
    channel = ElementTree.parse(export).getroot().find("channel")
    home, public = channel.findtext("link").rstrip("/"), set(asked_of(export))
    found = set()
    for item in channel.iter("item"):
        if item.findtext(f"{WP}post_type") == "post" and item.findtext(f"{WP}post_password"):
            found.add(item.findtext("link"))
            found.add(f"{home}/{item.findtext(f'{WP}post_date')[:10].replace('-', '/')}/")
            found.update(f"{home}/{term.get('domain')}/{term.get('nicename')}/" for term in item.findall("category"))
    return tuple(sorted(found - public))


LEFT_OUT = re.compile(
    r"wp-json|wp-login|xmlrpc|wp-comments-post|wp-includes|wp-admin|wp-content/(?:themes|plugins)|[?&]s="
)
"""What is no content: the engine's own doors, the theme's files, searches."""


def linked_in(mirror: Path) -> Iterator[str]:
    """Every address of the mirrored site: its files, and what their links name."""
    root = next(path for path in mirror.iterdir() if path.is_dir())
    home = f"http://{root.name}"
    for path in root.rglob("*.html"):
        yield f"{home}/{path.relative_to(root).as_posix().removesuffix('index.html')}"
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        for name, element in [(key, tag) for key in ("href", "src") for tag in page.find_all(attrs={key: True})]:
            address = element[name].strip()
            if urlsplit(address).hostname == root.name and not LEFT_OUT.search(address):
                yield address
