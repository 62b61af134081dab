"""The living half of the site, built by real Pelican runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.building import ROOT, VOCABULARY, Built, build, lay, post

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return lay(tmp_path / "content", VOCABULARY)


def test_a_post_has_its_page_its_authors_its_organisation_and_its_principles(content: Path, tmp_path: Path) -> None:
    text = post("Hello", authors="Web team;", principles="outside-1, inside-2", tags="rota", body="Some *words*.")
    lay(content, {"blog/2024-03-01-hello.md": text})
    site = build(content, tmp_path / "output")
    page = site.page("blog/2024/03/hello/")
    assert page.h1.get_text(strip=True) == "Hello"
    assert page.select_one(".prose em").get_text() == "words"
    assert site.links("blog/2024/03/hello/", ".bylines a") == ["Web team", "Devon County Council"]
    assert site.links("blog/2024/03/hello/", ".head .mark") == ["Outside 1 Outside rule 1", "Inside 2 Inside rule 2"]
    assert page.select_one("link[rel=canonical]")["href"] == "/blog/2024/03/hello/"


def test_an_author_who_moved_counts_for_where_they_were_on_the_posts_date(content: Path, tmp_path: Path) -> None:
    lay(
        content,
        {
            "blog/2014-12-31-before.md": post("Before", date="2014-12-31 23:59"),
            "blog/2015-01-01-after.md": post("After", date="2015-01-01"),
        },
    )
    site = build(content, tmp_path / "output")
    assert site.links("organisations/leeds/", ".entry .name a") == ["Before"]
    assert site.links("organisations/devon/", ".entry .name a") == ["After"]


def test_co_authors_of_two_bodies_count_for_both_and_both_are_in_the_feed(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-03-01-both.md": post("Both", authors="Web team; Desk, the;")})
    site = build(content, tmp_path / "output")
    for organisation in ("leeds", "devon"):
        assert site.links(f"organisations/{organisation}/", ".entry .name a") == ["Both"]
    feed = ElementTree.fromstring(site.text("blog/feed.atom"))
    names = [name.text for name in feed.findall(f"{ATOM}entry/{ATOM}author/{ATOM}name")]
    assert names == ["Web team", "Desk, the"]


def test_what_the_post_says_of_its_organisations_wins(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-03-01-x.md": post("X", organisations="Leeds City Council;")})
    site = build(content, tmp_path / "output")
    assert site.links("organisations/leeds/", ".entry .name a") == ["X"]
    assert site.links("organisations/devon/", ".entry .name a") == []


def test_drafts_and_posts_of_the_future_never_reach_the_output(content: Path, tmp_path: Path) -> None:
    lay(
        content,
        {
            "blog/2024-03-01-shown.md": post("Shown"),
            "blog/2024-03-02-draft.md": post("Unfinished", date="2024-03-02", status="draft", tags="secretive"),
            "blog/2999-01-01-later.md": post("Tomorrow’s news", date="2999-01-01", tags="secretive"),
        },
    )
    site = build(content, tmp_path / "output")
    everything = "".join(
        path.read_text() for path in site.output.rglob("*") if path.suffix in {".html", ".atom", ".xml"}
    )
    assert "Shown" in everything
    for word in ("Unfinished", "Tomorrow", "secretive"):
        assert word not in everything


def test_a_post_that_was_removed_is_gone_after_the_next_build(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-03-01-a.md": post("A"), "blog/2024-03-02-b.md": post("B", date="2024-03-02")})
    build(content, tmp_path / "output")
    (content / "blog/2024-03-02-b.md").unlink()
    site = build(content, tmp_path / "output")
    assert site.has("blog/2024/03/a/") and not site.has("blog/2024/03/b/")


def test_two_builds_of_the_same_content_are_the_same_to_the_byte(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-03-01-a.md": post("A", principles="outside-1")})
    first, second = (build(content, tmp_path / name, SITEURL="https://x.example").output for name in ("one", "two"))
    files = {path.relative_to(first): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert files == {path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()}


def test_an_output_folder_with_other_files_in_it_is_not_replaced(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path / "output", {"precious.txt": "keep me"})
    with pytest.raises(SystemExit) as stop:
        build(content, tmp_path / "output")
    assert stop.value.code == 1
    assert (tmp_path / "output/precious.txt").read_text() == "keep me"
    assert "empty this one first" in capsys.readouterr().err


def numbered(count: int) -> dict[str, str]:
    return {
        f"blog/2024-01-{day:02d}-p{day}.md": post(f"Post {day}", date=f"2024-01-{day:02d}")
        for day in range(1, count + 1)
    }


def pages_of(site: Built, root: str) -> dict[str, list[str]]:
    return {
        address: site.links(address, ".entry .name a")
        for address in sorted(site.addresses())
        if address == root or address.startswith(f"{root}page/")
    }


def test_long_listings_are_numbered_from_the_oldest_so_that_old_pages_do_not_change(
    content: Path, tmp_path: Path
) -> None:
    lay(content, numbered(7))
    before = build(content, tmp_path / "one", ENTRIES_PER_PAGE=3)
    assert pages_of(before, "blog/") == {
        "blog/": ["Post 7", "Post 6", "Post 5", "Post 4"],
        "blog/page/1/": ["Post 3", "Post 2", "Post 1"],
    }
    lay(content, numbered(9))
    after = build(content, tmp_path / "two", ENTRIES_PER_PAGE=3)
    assert pages_of(after, "blog/")["blog/page/2/"] == ["Post 6", "Post 5", "Post 4"]
    assert after.text("blog/page/1/") != "" and pages_of(after, "blog/")["blog/page/1/"] == [
        "Post 3",
        "Post 2",
        "Post 1",
    ]


def test_a_conversation_keeps_its_tree_and_offers_a_way_to_reply(content: Path, tmp_path: Path) -> None:
    talk = (
        "=== comment 1 ===\nAuthor: A resident\nDate: 2024-03-02 10:00\n\nFirst.\n"
        "=== comment 2 ===\nAuthor: Web team\nUser: web-team\nDate: 2024-03-02 11:00\nParent: 1\n\nAn answer.\n"
        "=== comment 3 ===\nAuthor: Another\nDate: 2024-03-03 10:00\n\nSecond.\n"
    )
    lay(content, {"blog/2024-03-01-hello.md": post("Hello"), "blog/comments/2024-03-01-hello.md": talk})
    page = build(content, tmp_path / "output").page("blog/2024/03/hello/")
    tree = [(comment["id"], [parent["id"] for parent in _above(comment)]) for comment in page.select("article.comment")]
    assert tree == [("comment-1", []), ("comment-2", ["comment-1"]), ("comment-3", [])]
    assert "author" in page.select_one("#comment-2 .role").get_text()
    assert page.select_one("#comment-1 a.reply")["href"].startswith(
        "mailto:talk@sociable.example?subject=Reply%20to%201"
    )


def _above(comment: object) -> list[object]:
    return [
        item.find("article", recursive=False)
        for item in comment.find_parents("li")
        if item.find("article", recursive=False) is not comment
    ]


def test_a_link_to_another_file_of_the_content_leads_to_its_page(content: Path, tmp_path: Path) -> None:
    lay(
        content,
        {
            "blog/2024-03-01-a.md": post("A", body="[about]({filename}/pages/about.md)"),
            "pages/about.md": "Title: About\n\n[a]({filename}/blog/2024-03-01-a.md)\n",
        },
    )
    site = build(content, tmp_path / "output")
    assert site.page("blog/2024/03/a/").select_one(".prose a")["href"] == "/about/"
    assert site.page("about/").select_one(".prose a")["href"] == "/blog/2024/03/a/"


def test_under_a_path_every_link_of_the_site_starts_with_it(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-03-01-a.md": post("A", principles="outside-1", tags="t")})
    site = build(content, tmp_path / "output", SITEURL="https://council.example/sociable")
    for address in site.addresses():
        for link in site.page(address).select("a[href], link[href], img[src]"):
            target = link.get("href") or link.get("src")
            assert target.startswith(("/sociable/", "https://council.example/sociable/", "#", "mailto:")), (
                address,
                target,
            )


def test_the_site_map_has_every_page_once_with_true_dates(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-03-01-a.md": post("A", date="2024-03-01 10:00", modified="2024-04-01 12:00")})
    site = build(content, tmp_path / "output", SITEURL="https://x.example")
    found = {
        url.findtext("{*}loc"): url.findtext("{*}lastmod") for url in ElementTree.fromstring(site.text("sitemap.xml"))
    }
    assert set(found) == {f"https://x.example/{address.lstrip('/')}" for address in site.addresses()}
    assert found["https://x.example/blog/2024/03/a/"] == "2024-04-01T12:00:00+01:00"


def test_feeds_hold_the_newest_entries_whole(content: Path, tmp_path: Path) -> None:
    lay(content, numbered(25))
    site = build(content, tmp_path / "output", SITEURL="https://x.example")
    entries = ElementTree.fromstring(site.text("blog/feed.atom")).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [f"Post {day}" for day in range(25, 5, -1)]
    assert entries[0].findtext(f"{ATOM}content").strip() == "<p>Words.</p>"


def test_the_command_of_the_readme_builds_a_folder_with_only_a_vocabulary(content: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(tmp_path / "out"), "-s", "pelicanconf.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/index.html").is_file()
