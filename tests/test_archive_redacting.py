"""After an erasure nothing of the person is left, nothing else has changed, and no import brings anything back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import wxr_export as wxr
from wxr_export import comment, export, item

from sociable.archive import searching
from sociable.archive.amending import amend
from sociable.archive.cleaning import without_comments
from sociable.archive.folder import read
from sociable.archive.redacting import GROUND, Redaction, redact
from sociable.archive.verifying import full
from sociable.errors import ArchiveError
from sociable.importing import run
from tests.building import ROOT, VOCABULARY, build, lay

DAY = date(2027, 3, 9)
JANE = {"author": "Jane Doe", "author_url": "https://jane.example/"}
EXPORT = export(
    wxr.author("ann", "Ann"),
    wxr.author("jane", "Jane Doe", number=2),
    item(
        1,
        comment(10, "The first thing that anybody said about it was mine.", **JANE),
        comment(11, "JANE-DOE is right, see https://jane.example/why", parent=10),
        comment(12, "You wrote «the first thing that anybody said about it was mine»", parent=11),
        comment(13, "Hello again.", parent=12, **JANE, user_id=2),
        comment(14, "Other people exist too.", author="Jane Doe-Smith"),
        title="Tea with Jane Doe",
        body="Words about tea. Jane Doe made it. [Her page](https://old.example/author/jane-doe/).",
    ),
    item(2, comment(20, "Nothing to see."), title="Another"),
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "export.xml").write_text(EXPORT, encoding="utf-8")
    run([tmp_path / "export.xml"], name="old", content=tmp_path / "content")
    return tmp_path / "content"


def erase(content: Path, *who: str, owners: Sequence[str] = ("old",), **how: object) -> tuple[str, ...]:
    findings = searching.search(content, who)
    return redact(content, findings, Redaction(on=DAY, by="Web team", **how), owners=owners)


def texts(*folders: Path) -> str:
    return "\n".join(
        f"{path}\n{path.read_bytes().decode('utf-8', 'replace')}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    ).casefold()


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_tombstone_stands_where_each_comment_stood(content):
    before = read(content / "archive/old").posts[0].comments
    assert erase(content, "jane doe") == ("old",)
    archive = read(content / "archive/old")
    after = next(post for post in archive.posts if post.id == 1).comments
    assert [(each.id, each.parent) for each in after] == [(each.id, each.parent) for each in before]
    assert [each.id for each in after if each.gone] == [10, 13]
    for stone in after:
        if stone.gone:
            assert stone.gone == f"Removed in March 2027: {GROUND}"
            assert not (stone.author or stone.body or stone.url or stone.user or stone.date)
    checked = full(content / "archive/old")
    assert checked.differences == ()
    assert [entry.verb for entry in checked.entries] == ["redact", "amend"]
    assert [author.name for author in archive.authors] == ["Ann"]


def test_what_others_wrote_stays_unless_it_is_asked_for(content):
    findings = searching.search(content, ["Jane Doe"])
    assert [each.comment.id for each in findings.theirs] == [10, 13]
    assert {each.where for each in findings.mentions} == {"text", "address"}
    assert len([each for each in findings.mentions if each.where == "text"]) >= 5
    erase(content, "Jane Doe")
    [post] = [post for post in read(content / "archive/old").posts if post.id == 1]
    assert "Jane Doe made it" in post.body and post.title == "Tea with Jane Doe"


def test_mentions_and_quotations_go_on_request_and_stay_gone(content, tmp_path):
    erase(content, "Jane Doe", mentions=True)
    assert not full(content / "archive/old").differences
    for again in (False, True):
        if again:
            assert run([tmp_path / "export.xml"], name="old", content=content).state == "unchanged"
        left = texts(content, tmp_path / ".cache").replace("/author/jane-doe/", "")
        for trace in ("jane doe", "jane-doe is", "jane.example", "anybody said", "hello again"):
            assert trace not in left.replace("jane doe-smith", ""), (again, trace)
    [post] = [post for post in read(content / "archive/old").posts if post.id == 1]
    assert post.title == "Tea with [name removed]"
    assert "[Her page](https://old.example/author/jane-doe/)" in post.body


def test_the_same_export_again_changes_nothing(content, tmp_path):
    erase(content, "Jane Doe", "https://jane.example")
    before = snapshot(content)
    report = run([tmp_path / "export.xml"], name="old", content=content)
    assert report.state == "unchanged" and snapshot(content) == before
    assert [(each.id, each.title, each.reason) for each in report.items if each.reason.startswith("erased")] == [
        (10, "", "erased, and stays so"),
        (13, "", "erased, and stays so"),
    ]


def test_what_the_account_says_of_an_erased_comment_goes_too(tmp_path):
    content = tmp_path / "content"
    mine, ours = (f"{wxr.HOME}/2011/{name}/" for name in ("mine", "ours"))
    hers = comment(10, f'See <a href="{mine}">x</a> and <a href="{ours}">y</a>.', **JANE, parent=99)
    text = export(item(1, hers, comment(11, f'No, <a href="{ours}">y</a>.', parent=98)), item(2))
    (tmp_path / "export.xml").write_text(text, encoding="utf-8")
    run([tmp_path / "export.xml"], name="old", content=content)
    account = content / "archive/old/bag/data/account.md"
    assert "2011/mine/`, `" in account.read_text() and account.read_text().count("2011/ours/") == 2
    assert "comment 10: answers" in account.read_text() and "comment 11: answers" in account.read_text()
    erase(content, "Jane Doe")
    assert "2011/mine" not in account.read_text() and account.read_text().count("2011/ours/") == 1
    assert "comment 10" not in account.read_text() and "comment 11: answers" in account.read_text()
    assert not full(content / "archive/old").differences
    assert run([tmp_path / "export.xml"], name="old", content=content).state == "unchanged"


def test_an_account_is_left_as_an_import_would_write_it():
    account = (
        "## What could not be kept\n\n- [A, b](x), comment 7: words: missing «secret»\n\n"
        "## Files that are not here\n\n- `x`\n\n## Worth knowing\n\n- comment 7: y\n"
    )
    assert without_comments(account, {7}) == (
        "## What could not be kept\n\nNothing was lost.\n\n## Files that are not here\n\n- `x`\n"
    )
    assert without_comments(account, {77}) == without_comments(account, ()) == account
    assert without_comments("", {7}) == ""


def test_a_newer_export_brings_what_is_new_and_not_what_was_erased(content, tmp_path):
    erase(content, "Jane Doe")
    newer = EXPORT.replace("Nothing to see.", "Nothing to see here.").replace("Hello again.", "Hello once again.")
    (tmp_path / "newer.xml").write_text(newer, encoding="utf-8")
    assert run([tmp_path / "newer.xml"], name="old", content=content).state == "written"
    assert "see here" in texts(content) and "hello once" not in texts(content)
    checked = full(content / "archive/old")
    assert checked.differences == () and checked.entries[-1].verb == "import"


def test_what_is_not_public_is_not_laid_apart_once_it_was_erased(content, tmp_path):
    erase(content, "Jane Doe")
    draft = export(item(1, comment(10, "The first thing.", approved="0", **JANE), comment(15, "x", approved="0")))
    (tmp_path / "draft.xml").write_text(draft, encoding="utf-8")
    run([tmp_path / "draft.xml"], name="old", content=content, withheld=tmp_path / "apart")
    assert "jane doe" not in texts(tmp_path / "apart") and "comment 15" in texts(tmp_path / "apart")


def test_a_text_extract_does_not_bring_it_back(content):
    erase(content, "Jane Doe")
    from sociable.archive.erasures import Erased
    from sociable.model import Comment, Source

    found = Comment(1, "", "The first thing that anybody said about it was mine", source=Source("x.txt", 1, "text"))
    erased = Erased.read(content / "archive/old")
    path = next(post.path for post in read(content / "archive/old").posts if post.id == 1)
    erased.expect([path])
    assert list(erased.among(path, [found], lambda each: each.body)) == [0]


def test_what_the_log_said_of_the_person_goes_too(content):
    folder = content / "archive/old"
    talk = next((folder / "bag/data/comments").glob("*post-1.md"))
    talk.write_text(talk.read_text().replace("first thing", "first real thing"))
    amend([talk], reason="Jane Doe asked for a correction", by="Web team", on=DAY)
    digests = {change.new for entry in full(folder).entries for change in entry.files.values()}
    erase(content, "Jane Doe")
    checked = full(folder)
    assert checked.differences == ()
    assert checked.entries[0].reason == "[name removed] asked for a correction"
    assert not [digest for digest in digests if digest in (folder / "log").read_text()]


def test_erasing_a_second_person_keeps_the_first_erased(content, tmp_path):
    erase(content, "Jane Doe")
    erase(content, "Jane Doe-Smith", ground="somebody is at risk")
    run([tmp_path / "export.xml"], name="old", content=content)
    stones = [each for post in read(content / "archive/old").posts for each in post.comments if each.gone]
    assert [each.id for each in stones] == [10, 13, 14]
    assert "at risk" in stones[-1].gone
    assert not full(content / "archive/old").differences


def test_comments_can_be_named_by_their_number(content):
    folder = content / "archive/old"
    path = next(post.path for post in read(folder).posts if post.id == 2)
    findings = searching.search(content, [], [("old", path.strip("/"), 20)])
    assert searching.search(content, [], [("other", path.strip("/"), 20)]).theirs == ()
    assert [each.comment.id for each in findings.theirs] == [20]
    redact(content, findings, Redaction(on=DAY), owners=["old"])
    assert "nothing to see" not in texts(content)


def test_a_ground_that_names_the_person_is_refused(content):
    before = snapshot(content)
    with pytest.raises(ArchiveError, match="holds what is to be erased"):
        erase(content, "Jane Doe", ground="Jane Doe asked")
    assert snapshot(content) == before


def test_nothing_is_erased_from_an_archive_that_is_not_what_was_sealed(content):
    post = next((content / "archive/old/bag/data/posts").glob("*post-2.md"))
    post.write_text(post.read_text().replace("Another", "Forged"))
    before = snapshot(content)
    with pytest.raises(ArchiveError, match=r"post-2\.md was changed"):
        erase(content, "Jane Doe")
    assert snapshot(content) == before


def test_an_archive_in_which_the_person_is_not_is_left_alone(content):
    before = snapshot(content)
    assert erase(content, "Nobody At All") == ()
    assert snapshot(content) == before


def test_the_living_blogs_conversations_are_included(content):
    lay(
        content,
        {
            "blog/2027-01-01-x.md": "Title: X\n\nJane Doe was here.\n",
            "blog/comments/2027-01-01-x.md": "=== comment 1 ===\nAuthor: Jane Doe\nDate: 2027-01-02 09:00\n\nSecret words.\n\n"
            "=== comment 2 ===\nAuthor: A team\nDate: 2027-01-03 09:00\nParent: 1\n\nYes.\n",
        },
    )
    findings = searching.search(content, ["Jane Doe"])
    assert [each.conversation.owner for each in findings.theirs] == ["old", "old", "blog"]
    assert [each.file.endswith("blog/2027-01-01-x.md") for each in findings.mentions if each.where == "blog"] == [True]
    assert erase(content, "Jane Doe", owners=("blog",)) == ("blog",)
    talk = (content / "blog/comments/2027-01-01-x.md").read_text()
    assert "Secret" not in talk and "Gone: Removed in March 2027" in talk and "Parent: 1" in talk
    assert "Jane Doe" in texts(content / "archive").title()


def test_names_of_files_and_what_is_in_pictures_is_listed(content):
    media = content / "archive/old/bag/data/media"
    (media / "2013").mkdir(parents=True)
    (media / "2013/jane-doe.jpg").write_bytes(b"\xff\xd8\xff plain")
    (media / "2013/x.jpg").write_bytes(b"\xff\xd8\xff\xe1 Artist\0Jane Doe\0 \xff\xfe")
    amend([media / "2013/jane-doe.jpg", media / "2013/x.jpg"], reason="r", by="b")
    found = {(Path(each.file).name, each.where) for each in searching.search(content, ["Jane Doe"]).mentions}
    assert {("jane-doe.jpg", "file name"), ("x.jpg", "bytes")} <= found


def test_an_address_that_others_share_is_not_looked_for(content, tmp_path):
    shared = export(
        item(1, comment(10, "One", author="Desk", author_url=wxr.HOME), body=f"See [x]({wxr.HOME}/2013/)."),
    )
    (tmp_path / "shared.xml").write_text(shared, encoding="utf-8")
    run([tmp_path / "shared.xml"], name="shared", content=content)
    assert [each for each in searching.search(content, ["Desk"]).mentions if "shared" in each.file] == []


SAMPLE = ROOT / "sample"
HOME = "archive/harbour-notes/"


@pytest.mark.slow
def test_one_commenter_of_the_sample_is_gone_from_everything_and_nothing_else_is_touched(tmp_path):
    content = lay(tmp_path / "content", VOCABULARY)
    shutil.copytree(ROOT / "content/archive/harbour-notes", content / HOME)
    shutil.copy(ROOT / "content/organisations/harbour-district-council.md", content / "organisations")
    folder = content / HOME
    theirs = [each for post in read(folder).posts for each in post.comments if each.author == "Tea stall"]
    words = [" ".join(each.body.split())[:40].casefold() for each in theirs]
    assert len(theirs) == 4
    kept, site = snapshot(content), build(content, tmp_path / "output")
    pages = snapshot(site.output)
    findings = searching.search(content, ["Tea stall"])
    redact(content, findings, Redaction(on=DAY), owners=["harbour-notes"])
    for again in (False, True):
        if again:
            sources = [SAMPLE / "harbour-notes.wordpress.xml"]
            about = {"about": SAMPLE / "about.md", "media": SAMPLE / "media"}
            assert run(sources, name="harbour-notes", content=content, **about).state == "unchanged"
        assert not full(folder).differences
        build(content, tmp_path / "output")
        everything = texts(content, tmp_path / "output", tmp_path / ".cache")
        assert "teastall.example" not in everything and "author: tea stall" not in everything
        assert '"who">tea stall' not in everything
        assert not [each for each in words if each in everything]
    talks = {each.conversation.file.relative_to(content).as_posix() for each in findings.theirs}
    seal = {f"{HOME}{name}" for name in ("lock", "log", "erased", "bag/bag-info.txt")}
    seal |= {f"{HOME}bag/{name}manifest-sha512.txt" for name in ("", "tag")}
    assert {path for path, data in snapshot(content).items() if kept.get(path) != data} == talks | seal
    assert not kept.keys() - snapshot(content).keys()
    posts = {f"{HOME}{each.conversation.post}index.html" for each in findings.theirs}
    changed = {path for path, data in snapshot(site.output).items() if pages.get(path) != data}
    assert pages.keys() == snapshot(site.output).keys()
    assert posts <= changed <= posts | {f"{HOME}index.html"}
    for path in posts:
        before, after = (_anchors(data) for data in (pages[path], (site.output / path).read_bytes()))
        assert before == after


def _anchors(page: bytes) -> list[str]:
    from bs4 import BeautifulSoup

    return [each["id"] for each in BeautifulSoup(page, "html.parser").select("[id^=comment-]")]
