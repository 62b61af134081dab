"""Whole imports: what goes in, what comes out, what is said of it, and what is never touched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import wxr_export as wxr
from wxr_export import HOME, comment, export, item

from sociable.archive.folder import Archive, read
from sociable.errors import ArchiveError, ContentError, SourceError
from sociable.importing import Report, run

ROOT = Path(__file__).resolve().parent.parent


def lay(folder: Path, *exports: str) -> list[Path]:
    paths = []
    for number, text in enumerate(exports):
        path = folder / f"export-{number}.xml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def imported(tmp_path: Path, *exports: str, **options: object) -> tuple[Report, Archive]:
    content = tmp_path / "content"
    report = run(lay(tmp_path, *exports), name="old", content=content, **options)
    return report, read(content / "archive" / "old")


def outcomes(report: Report, kind: str) -> list[tuple[object, str]]:
    return [(each.id, each.outcome) for each in report.items if each.kind == kind]


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


FULL = export(
    wxr.author("ann", "Ann"),
    wxr.author("bob", "Bob &amp; Co", number=2),
    wxr.category("news", "News"),
    wxr.category("leeds", "Leeds", parent="news"),
    wxr.tag("tea", "Tea"),
    wxr.attachment(50, f"{HOME}/wp-content/uploads/2013/01/x.jpg", parent=1, title="A picture"),
    wxr.attachment(51, f"{HOME}/wp-content/uploads/2013/01/secret.jpg", parent=3),
    item(
        1,
        wxr.filed("leeds", "Leeds"),
        wxr.filed("tea", "Tea", domain="post_tag"),
        wxr.meta("_thumbnail_id", 50),
        wxr.meta("_wp_old_slug", "earlier"),
        comment(10, "First!"),
        comment(11, "Answer", parent=10),
        comment(12, "Buy now", approved="spam"),
        comment(13, "Not yet", approved="0"),
        comment(14, "[...] linked [...]", type="pingback", author="Another blog"),
        body="Hello <b>world</b>.\n\nSecond paragraph.",
        excerpt="In <em>short</em>.",
        title="Tea &amp; biscuits",
    ),
    item(2, type="page", name="about", link=f"{HOME}/about/", title="About us"),
    item(
        3,
        comment(15),
        wxr.filed("tea", "Tea", domain="post_tag"),
        wxr.filed("plans", "Secret plans", domain="post_tag"),
        status="draft",
        title="Draft",
        creator="bob",
    ),
    item(4, comment(16, approved="0"), password="hush", title="Protected"),
)


def test_an_export_becomes_an_archive(tmp_path):
    report, archive = imported(tmp_path, FULL)
    (post,), (page,) = archive.posts, archive.pages
    assert report.state == "written"
    assert (post.id, post.title, post.path) == (1, "Tea & biscuits", "2013/01/19/post-1/")
    assert post.body == "Hello **world**.\n\nSecond paragraph."
    assert (post.authors, post.categories, post.tags) == (("ann",), ("leeds",), ("tea",))
    assert post.excerpt == "In short." and post.old_slugs == ("earlier",) and post.comments_open
    assert post.image == f"{HOME}/wp-content/uploads/2013/01/x.jpg"
    assert post.link == f"{HOME}/2013/01/19/post-1/"
    assert (page.title, page.path) == ("About us", "about/")
    assert [(each.id, each.parent, each.type) for each in post.comments] == [
        (10, None, "comment"),
        (11, 10, "comment"),
        (14, None, "pingback"),
    ]
    assert archive.about.title == "Old blog" and archive.about.url == HOME
    assert archive.about.first == archive.about.last == post.date.date()
    assert archive.categories["leeds"].parent == "news"


def test_every_item_is_accounted_for(tmp_path):
    report, _ = imported(tmp_path, FULL)
    assert outcomes(report, "post") == [(1, "written"), (3, "withheld"), (4, "withheld")]
    assert outcomes(report, "comment") == [
        (10, "written"),
        (11, "written"),
        (12, "withheld"),
        (13, "withheld"),
        (15, "withheld"),
        (16, "withheld"),
    ]
    for kind, counts in report.counts().items():
        assert counts["seen"] == sum(counts[what] for what in ("written", "merged", "withheld", "refused")), kind
    assert all(each.where and (each.outcome == "written" or each.reason) for each in report.items)
    proof = next(each.proof for each in report.items if each.kind == "post" and each.proof)
    assert "words 4/4" in map(str, proof.kept)


def test_what_is_not_public_is_nowhere_in_the_content(tmp_path):
    report, archive = imported(tmp_path, FULL)
    everything = "\n".join(text.decode() for _, text in snapshot(tmp_path / "content").values())
    for secret in ("Draft", "Protected", "hush", "Buy now", "Not yet", "plans", "Bob", "secret", "192.0.2.7", "@"):
        assert secret not in everything, secret
    assert {each.name for each in archive.authors} == {"Ann"}
    said = json.dumps(report.to_json())
    assert not re.search(r"@example|192\.0\.2|hush", said)


def test_what_is_withheld_can_be_had_apart(tmp_path):
    imported(tmp_path, FULL, withheld=tmp_path / "apart")
    assert set(snapshot(tmp_path / "apart")) == {
        "draft/2013-01-19-post-3.md",
        "draft/comments/2013-01-19-post-3.md",
        "protected/2013-01-19-post-4.md",
        "protected/comments/2013-01-19-post-4.md",
        "comments/2013-01-19-post-1.md",
    }
    text = (tmp_path / "apart/draft/2013-01-19-post-3.md").read_text()
    assert "Status: draft" in text and "Title: Draft" in text
    assert "secret@example.org" not in "".join(map(str, snapshot(tmp_path / "apart").values()))


def test_importing_again_writes_nothing(tmp_path):
    imported(tmp_path, FULL)
    before = snapshot(tmp_path / "content")
    report, _ = imported(tmp_path, FULL)
    assert report.state == "unchanged"
    assert snapshot(tmp_path / "content") == before


def test_a_dry_run_says_all_and_writes_nothing(tmp_path):
    content = tmp_path / "content"
    report = run(lay(tmp_path, FULL), name="old", content=content, dry_run=True, withheld=tmp_path / "apart")
    assert report.state == "dry run" and report.counts()["post"]["written"] == 1
    assert not content.exists() and not (tmp_path / "apart").exists()


def test_a_dry_run_over_what_is_there_says_that_nothing_would_change(tmp_path):
    imported(tmp_path, FULL)
    report, _ = imported(tmp_path, FULL, dry_run=True)
    assert report.state == "unchanged"


def test_the_order_of_exports_does_not_matter(tmp_path):
    parts = [
        export(item(n, title=f"Post {n}", date=f"201{n}-01-01 00:00:00"), wxr.author("ann", "Ann")) for n in (1, 2, 3)
    ]
    results = []
    for number, order in enumerate(([0, 1, 2], [2, 0, 1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths = lay(folder, *parts)
        run([paths[each] for each in order], name="old", content=folder / "content")
        results.append({path: text for path, (_, text) in snapshot(folder / "content").items()})
    assert results[0] == results[1] and len(results[0]) == 6 + 5


def test_a_folder_stands_for_the_exports_in_it(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    lay(folder, export(item(1)), export(item(2)))
    (folder / "README.txt").write_text("What this is.")
    (folder / ".hidden.xml").write_text("x")
    report = run([folder], name="old", content=tmp_path / "content")
    assert report.counts()["post"]["written"] == 2
    assert [problem.what for problem in report.warnings if "README" in problem.path] == [
        "not an export that is known here"
    ]


def test_a_post_in_two_exports_is_merged_with_the_comments_of_both(tmp_path):
    old = export(
        item(
            1,
            comment(10),
            comment(11, "Only here"),
            title="A",
            body="Old words.",
            post_modified_gmt="2013-02-01 00:00:00",
        )
    )
    new = export(
        item(
            1,
            comment(10),
            comment(12, "Only there"),
            title="A",
            body="New words.",
            post_modified_gmt="2014-02-01 00:00:00",
        )
    )
    for exports in ((old, new), (new, old)):
        report, archive = imported(tmp_path, *exports)
        assert archive.posts[0].body == "New words."
        assert [each.id for each in archive.posts[0].comments] == [10, 11, 12]
        assert sorted(outcomes(report, "post")) == [(1, "merged"), (1, "written")]
        assert sorted(outcomes(report, "comment")) == [
            (10, "merged"),
            (10, "written"),
            (11, "written"),
            (12, "written"),
        ]
        (merged,) = [each.reason for each in report.items if each.kind == "post" and each.outcome == "merged"]
        assert "they differ in body, modified" in merged


def test_comments_that_were_counted_anew_are_still_the_same(tmp_path):
    old = export(
        item(1, comment(10, "One"), comment(11, "Two", parent=10), title="A", post_modified_gmt="2013-02-01 00:00:00")
    )
    new = export(item(1, comment(3, "One"), title="A", post_modified_gmt="2014-02-01 00:00:00"))
    report, archive = imported(tmp_path, old, new)
    assert [(each.id, each.parent, each.body) for each in archive.posts[0].comments] == [
        (3, None, "One"),
        (11, 3, "Two"),
    ]
    assert sorted(outcomes(report, "comment")) == [(3, "written"), (10, "merged"), (11, "written")]


def test_the_same_export_twice_is_merged_without_a_word(tmp_path):
    report, archive = imported(tmp_path, FULL, FULL)
    assert len(archive.posts) == 1 and len(archive.posts[0].comments) == 3
    assert not any("differ" in each.reason for each in report.items)


def test_a_number_that_two_comments_have_is_given_to_the_first(tmp_path):
    report, archive = imported(
        tmp_path, export(item(1, comment(10, "One"), comment(10, "One")), item(2, comment(10, "Other")))
    )
    assert sorted(outcomes(report, "comment")) == [(10, "merged"), (10, "written"), (11, "written")]
    assert [[(one.id, one.body) for one in post.comments] for post in archive.posts] == [[(10, "One")], [(11, "Other")]]
    (noted,) = [each for each in report.items if each.notes]
    assert noted.notes == ("another comment has the number 10: this one is 11 here",)


def test_a_comment_whose_parent_is_not_there_keeps_its_number_and_is_reported(tmp_path):
    report, archive = imported(tmp_path, export(item(1, comment(10, parent=99), comment(11, parent=10))))
    assert [each.parent for each in archive.posts[0].comments] == [99, 10]
    (noted,) = [each for each in report.items if each.notes]
    assert noted.id == 10 and "answers comment 99, which is not here" in noted.notes[0]


def test_exports_of_two_blogs_are_not_one_archive(tmp_path):
    one, other = export(item(1)), export(item(2), home="http://other.example")
    with pytest.raises(SourceError, match="exports of several blogs"):
        imported(tmp_path, one, other)
    assert not (tmp_path / "content").exists()
    report, archive = imported(tmp_path, one, other, url="https://moved.example/")
    assert report.counts()["post"]["written"] == 2 and archive.about.url == "https://moved.example"


def test_an_export_that_is_cut_short_is_refused_and_nothing_is_written(tmp_path):
    paths = lay(tmp_path, FULL, FULL[: len(FULL) // 2], "<rss><x>")
    with pytest.raises(SourceError) as caught:
        run(paths[:2], name="old", content=tmp_path / "content")
    (problem,) = caught.value.problems
    assert problem.path.endswith("export-1.xml") and problem.line
    with pytest.raises(SourceError, match=r"export-2\.xml"):
        run([paths[2]], name="old", content=tmp_path / "content")
    assert not (tmp_path / "content").exists()


def test_a_file_of_no_known_kind_is_refused(tmp_path):
    with pytest.raises(SourceError, match="not an export that is known here"):
        imported(tmp_path, "Dear diary")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no export here"):
        run([tmp_path / "empty"], name="old", content=tmp_path / "content")


def test_people_say_what_the_export_does_not(tmp_path):
    about = tmp_path / "about.md"
    about.write_text("Title: Green Leeds\nOwner: Leeds City Council\nCaptured: 2014-11-21\n\nKept because.\n")
    _, archive = imported(tmp_path, FULL, about=about)
    assert (archive.about.title, archive.about.owner, archive.about.body) == (
        "Green Leeds",
        "Leeds City Council",
        "Kept because.",
    )
    assert archive.about.url == HOME and archive.about.language == "en-GB"
    about.write_text("Titel: x\n")
    with pytest.raises(ContentError, match="Titel"):
        imported(tmp_path, FULL, about=about)


def test_a_strict_import_that_would_lose_something_writes_nothing(tmp_path):
    lossy = export(item(1, body='<a href="foo:bar">Words</a>'))
    report = run(lay(tmp_path, lossy), name="old", content=tmp_path / "content", strict=True)
    assert report.state == "refused" and report.losses
    assert not list((tmp_path / "content" / "archive").iterdir())
    assert run(lay(tmp_path, FULL), name="old", content=tmp_path / "content", strict=True).state == "written"


@pytest.mark.parametrize("name", ["", "../x", "a/b", "Old", "-x", ".x", "a--b", "a b", "con\n"])
def test_a_name_that_is_no_folder_name_is_refused(tmp_path, name):
    with pytest.raises(ArchiveError, match="an archive cannot be called"):
        run(lay(tmp_path, FULL), name=name, content=tmp_path / "content")


def test_what_is_withheld_is_never_written_into_the_content(tmp_path):
    with pytest.raises(ArchiveError, match="must not lie in the content folder"):
        imported(tmp_path, FULL, withheld=tmp_path / "content" / "x" / ".." / "apart")


def test_files_are_taken_from_a_copy_and_missing_ones_are_said(tmp_path):
    uploads = tmp_path / "uploads" / "2013" / "01"
    uploads.mkdir(parents=True)
    for name in ("x.jpg", "x-300x200.jpg", "secret.jpg", "unused.jpg"):
        (uploads / name).write_text(name)
    shown = item(
        5, body=f'<img src="{HOME}/wp-content/uploads/2013/01/x-300x200.jpg"> <img src="/gone.png">', name="five"
    )
    text = FULL.replace("</channel>", shown + "</channel>")
    report, archive = imported(tmp_path, text, media=tmp_path / "uploads")
    base = "wp-content/uploads/2013/01"
    assert archive.files == {f"{base}/x.jpg", f"{base}/x-300x200.jpg"}
    assert report.media.missing == ("gone.png",)
    again, archive = imported(tmp_path, text)
    assert again.state == "unchanged" and len(archive.files) == 2


def test_progress_is_told(tmp_path):
    told = []
    imported(tmp_path, FULL, progress=lambda *step: told.append(step))
    assert told[0] == ("Reading", 1, 0)
    assert ("Writing posts and pages", 4, 4) in told
    assert told[-1] == ("Looking for files", 1, 1)


def test_names_that_are_addresses_are_not_kept(tmp_path):
    text = export(
        wxr.author("ann@example.org", "ann@example.org"),
        item(1, comment(10, author="bob@example.org", author_url="mailto:bob@example.org"), creator="ann@example.org"),
    )
    _, archive = imported(tmp_path, text)
    assert "@" not in "".join(text.decode() for _, text in snapshot(tmp_path / "content").values())
    assert archive.posts[0].authors


KILLED = """
import hashlib, os, sys
from pathlib import Path
from sociable.archive.verifying import full
from sociable.importing import run

content, exports = Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]]
folder = content / "archive" / "old"
STEPS = {"open", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "shutil.copyfile", "shutil.rmtree"}

def digest():
    assert not full(folder).differences
    files = sorted(path for path in (folder / "bag").rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()

def child(export, last):
    done = 0
    def hook(event, arguments):
        nonlocal done
        if event in STEPS and str(content) in str(arguments[0]):
            done += 1
            if done == last:
                os.kill(os.getpid(), 9)
    sys.addaudithook(hook)
    run([export], name="old", content=content)
    os._exit(0)

whole = {}
for export in exports:
    run([export], name="old", content=content)
    whole[digest()] = export
last, status = 0, 1
while status:
    last += 1
    other = next(export for found, export in whole.items() if found != digest())
    process = os.fork()
    if process == 0:
        child(other, last)
    status = os.waitpid(process, 0)[1]
    assert digest() in whole, last
print(last)
"""


def test_an_author_of_drafts_who_commented_in_public_is_kept(tmp_path):
    text = export(
        wxr.author("ann", "Ann"),
        wxr.author("bob", "Bob", number=2),
        item(1, comment(10, user_id=2)),
        item(2, status="draft", creator="bob"),
    )
    _, archive = imported(tmp_path, text)
    assert {each.name for each in archive.authors} == {"Ann", "Bob"}
    assert archive.posts[0].comments[0].user in {each.id for each in archive.authors}


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_kill_at_any_step_leaves_the_old_archive_or_the_new_one(tmp_path):
    content = tmp_path / "content"
    exports = lay(tmp_path, *("".join(wxr.many(3, body=f"<p>{word}</p>")) for word in ("old", "new")))
    command = [sys.executable, "-c", KILLED, content, *exports]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
    assert [path.name for path in (content / "archive").iterdir()] == ["old"]
