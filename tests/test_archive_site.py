"""The archives as readers get them: the sample legacy blog, imported and built by real runs."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sociable.importing import Report, run
from tests.building import ROOT, VOCABULARY, Built, build, lay

pytestmark = pytest.mark.slow

SAMPLE = ROOT / "sample"
EXPORT = SAMPLE / "harbour-notes.wordpress.xml"
NAME = "harbour-notes"
HOME = f"archive/{NAME}/"


def import_sample(content: Path) -> Report:
    return run([EXPORT], name=NAME, content=content, about=SAMPLE / "about.md", media=SAMPLE / "media")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("archive")
    content = lay(folder / "content", VOCABULARY)
    shutil.copy(ROOT / "content/organisations/harbour-district-council.md", content / "organisations")
    import_sample(content)
    return build(content, folder / "output")


def test_importing_the_sample_again_gives_the_bytes_that_are_in_the_repository(tmp_path: Path) -> None:
    import_sample(tmp_path)
    assert not _differences(
        filecmp.dircmp(tmp_path / "archive" / NAME / "bag", ROOT / "content" / "archive" / NAME / "bag")
    )


def _differences(compared: filecmp.dircmp) -> list[str]:
    below = [name for each in compared.subdirs.values() for name in _differences(each)]
    _, differing, unreadable = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
    return [*compared.left_only, *compared.right_only, *differing, *unreadable, *below]


def test_every_post_and_page_is_at_the_path_it_had(site: Built) -> None:
    expected = _links_of_public_items()
    assert len(expected) == 33
    for link in expected:
        path = link.removeprefix("https://harbournotes.example/")
        assert site.has(f"{HOME}{path}"), link


def _links_of_public_items() -> list[str]:
    wordpress = "{http://wordpress.org/export/1.2/}"
    return [
        item.findtext("link")
        for item in ElementTree.parse(EXPORT).iter("item")
        if item.findtext(f"{wordpress}post_type") in {"post", "page"}
        and item.findtext(f"{wordpress}status") == "publish"
        and not item.findtext(f"{wordpress}post_password")
    ]


def test_every_archived_page_says_so_and_offers_no_way_to_reply(site: Built) -> None:
    pages = [address for address in site.addresses() if address.startswith(HOME) and address != HOME]
    assert len(pages) > 60
    for address in pages:
        page = site.page(address)
        assert page.body["data-voice"] == "archived", address
        assert not page.select("a.reply, form, a[href^='mailto:talk@']"), address
    posts = [address for address in pages if site.page(address).select("main article")]
    assert len(posts) >= 33
    for address in posts:
        assert "comments are closed" in site.page(address).select_one(".seal").get_text(), address


def test_conversations_are_whole_with_their_old_anchors(site: Built) -> None:
    anchors = [item["id"] for address in site.addresses() for item in site.page(address).select("[id^=comment-]")]
    assert len(anchors) == len(set(anchors)) == 125 + 4 + 1
    depths = [
        len(item.find_parents("li"))
        for address in site.addresses()
        for item in site.page(address).select("article.comment")
    ]
    assert max(depths) == 5


def test_what_was_not_public_is_nowhere(site: Built) -> None:
    wordpress = "{http://wordpress.org/export/1.2/}"
    withheld = [
        item.findtext("title")
        for item in ElementTree.parse(EXPORT).iter("item")
        if item.findtext(f"{wordpress}post_type") == "post"
        and (item.findtext(f"{wordpress}status") != "publish" or item.findtext(f"{wordpress}post_password"))
    ]
    everything = _everything(site.output)
    assert len(withheld) == 7
    for secret in [*filter(None, withheld), "@private.example", "198.51.100."]:
        assert secret not in everything


def _everything(output: Path) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in output.rglob("*")
        if path.suffix in {".html", ".atom", ".xml", ".txt"}
    )


def test_a_category_lists_what_those_below_it_hold(site: Built) -> None:
    parents = [
        address for address in site.addresses() if address.startswith(f"{HOME}category/") and address.count("/") == 4
    ]
    nested = [
        address for address in site.addresses() if address.startswith(f"{HOME}category/") and address.count("/") == 5
    ]
    assert nested
    for address in nested:
        above = address.rsplit("/", 2)[0] + "/"
        assert above in parents
        names, held = (set(site.links(one, ".entry .name a")) for one in (address, above))
        assert names <= held


def test_links_between_old_posts_lead_to_their_new_pages(site: Built) -> None:
    broken, internal = [], 0
    for address in site.addresses():
        if not address.startswith(HOME):
            continue
        for link in site.page(address).select(".prose a[href^='/']"):
            internal += 1
            path, _, fragment = link["href"].lstrip("/").partition("#")
            if not site.has(path) or (fragment and not site.page(path).find(id=fragment)):
                broken.append((address, link["href"]))
    assert internal >= 8
    assert not broken


def test_no_page_asks_another_host_for_anything(site: Built) -> None:
    for address in site.addresses():
        for element in site.page(address).select(
            "[src], [srcset], link[rel=stylesheet], link[rel=preload], link[rel=icon]"
        ):
            for name in ("src", "href", "srcset"):
                assert not str(element.get(name, "")).startswith(("http:", "https:", "//")), (address, element)


def test_every_picture_that_a_page_shows_is_there_and_a_lost_one_is_marked(site: Built) -> None:
    lost = []
    for address in site.addresses():
        for picture in site.page(address).select("img[src]"):
            assert site.has(picture["src"].split("?")[0].lstrip("/")), (address, picture["src"])
            if picture.find_parent(class_="missing"):
                lost.append(picture["src"].rsplit("/", 1)[1])
    assert lost


def test_an_archives_home_says_what_is_held_and_leads_everywhere(site: Built) -> None:
    words = site.page(HOME).get_text(" ")
    for said in ("30 posts", "3 pages", "125 comments", "5 links from other sites"):
        assert said in words
    months = site.links(HOME, ".months ol a")
    assert months
    for link in site.page(HOME).select("main a[href^='/']"):
        path = link["href"].lstrip("/").partition("#")[0]
        assert site.has(path), link["href"]


def test_archived_posts_are_listed_with_their_organisation_beside_the_blogs(site: Built) -> None:
    names = site.links("organisations/harbour-district-council/", ".entry .name a")
    assert len(names) >= 20
    assert "Archived" in site.page("organisations/harbour-district-council/").select_one(".entry .note").get_text()


def test_the_archives_feed_has_both_authors_of_a_post_and_whole_texts(site: Built) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(site.text(f"{HOME}feed.atom"))
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 20
    assert all(
        len(entry.findtext(f"{atom}content")) > 200 for entry in entries if entry.findtext(f"{atom}title") != "Untitled"
    )


def test_search_engines_are_asked_to_leave_out_an_archive_only_where_the_settings_say_so(tmp_path):
    content = ROOT / "content"
    shown = build(content, tmp_path / "shown", SITEURL="https://new.example")
    hidden = build(content, tmp_path / "hidden", SITEURL="https://new.example", ARCHIVE_NOINDEX=["harbour-notes"])
    for address in (
        "archive/harbour-notes/",
        "archive/harbour-notes/2009/",
        "archive/harbour-notes/about-this-archive/",
    ):
        assert not shown.page(address).select("meta[name=robots]")
        assert hidden.page(address).select_one("meta[name=robots]")["content"] == "noindex"
    assert not hidden.page("blog/").select("meta[name=robots]")
    assert "https://new.example/archive/harbour-notes/" in shown.text("sitemap.xml")
    assert "https://new.example/archive/harbour-notes/" not in hidden.text("sitemap.xml")


def test_an_archive_s_home_says_how_to_have_something_removed(tmp_path):
    home = build(ROOT / "content", tmp_path / "output").page("archive/harbour-notes/")
    link = home.select_one(".ledger a[href^='mailto:talk@sociable.example']")
    assert link and "subject=" in link["href"]
