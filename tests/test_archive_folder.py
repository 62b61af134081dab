"""An archive's folder, read as values."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sociable import contentfile
from sociable.archive.folder import DATA, find, read
from sociable.errors import ArchiveError, ContentError
from sociable.model import About, Attachment, Author, Comment, Page, Post, Term


def write(folder: Path, name: str, text: str) -> None:
    path = folder / DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def post(number: int, day: int | None, slug: str) -> Post:
    date = None if day is None else datetime(2013, 1, day, 9, 30, tzinfo=UTC)
    return Post(id=number, title=slug, body=f"Words of {slug}.", slug=slug, path=f"{slug}/", date=date)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "archive" / "old"
    write(folder, "archive.md", contentfile.dump_about(About("Old blog", url="http://old.example")))
    write(folder, "authors.md", contentfile.dump_authors([Author("ann", "Ann")]))
    write(folder, "terms.md", contentfile.dump_terms([Term("category", "a", "A"), Term("post_tag", "a", "A tag")]))
    write(folder, "media.md", contentfile.dump_media([Attachment(5, "http://old.example/x.jpg", path="x.jpg")]))
    write(folder, "media/wp-content/x.jpg", "a picture")
    for one in (post(9, 2, "b"), post(3, 2, "a"), post(1, None, "c"), post(7, 1, "d")):
        write(folder, f"posts/{one.slug}.md", contentfile.dump_post(one))
    write(folder, "pages/about.md", contentfile.dump_post(Page(id=2, title="About", body="", path="about/")))
    write(folder, "comments/a.md", contentfile.dump_conversation([Comment(id=4, author="Bob", body="Yes.")]))
    return folder


def test_everything_is_read(archive):
    found = read(archive)
    assert found.name == "old" and found.about.title == "Old blog"
    assert [author.name for author in found.authors] == ["Ann"]
    assert found.categories["a"].name == "A" and found.tags["a"].name == "A tag"
    assert [one.path for one in found.media] == ["x.jpg"]
    assert found.files == {"wp-content/x.jpg"}
    assert found.file("wp-content/x.jpg").read_text() == "a picture"
    assert [page.path for page in found.pages] == ["about/"]


def test_posts_come_by_date_then_number_the_undated_last(archive):
    assert [one.slug for one in read(archive).posts] == ["d", "a", "b", "c"]


def test_comments_stand_with_their_post(archive):
    by_slug = {one.slug: one for one in read(archive).posts}
    assert [comment.author for comment in by_slug["a"].comments] == ["Bob"]
    assert by_slug["b"].comments == ()


def test_an_archive_needs_no_more_than_its_own_page(tmp_path):
    write(tmp_path, "archive.md", contentfile.dump_about(About("")))
    assert read(tmp_path).about.title == tmp_path.name


def test_no_archive_is_an_error(tmp_path):
    with pytest.raises(ArchiveError, match="no archive here"):
        read(tmp_path)


def test_all_problems_of_all_files_come_at_once(archive):
    write(archive, "posts/bad.md", "Nonsense: 1\n\nx\n")
    write(archive, "terms.md", "Nonsense: 1\n")
    with pytest.raises(ContentError) as caught:
        read(archive)
    assert {Path(problem.path).name for problem in caught.value.problems} == {"bad.md", "terms.md"}


def test_comments_on_no_post_are_a_problem(archive):
    write(archive, "comments/zzz.md", contentfile.dump_conversation([Comment(id=1, author="A", body="B")]))
    with pytest.raises(ContentError, match="comments on no post"):
        read(archive)


def test_a_post_and_a_page_of_one_name_are_a_problem(archive):
    write(archive, "pages/a.md", contentfile.dump_post(Page(id=20, title="A", body="", path="a2/")))
    with pytest.raises(ContentError, match="a post has this name too"):
        read(archive)


def test_archives_are_found_and_work_in_progress_is_not(archive):
    (archive.parent / ".old.importing").mkdir()
    (archive.parent / "README.md").touch()
    assert find(archive.parent.parent) == (archive,)
    assert find(archive) == ()
