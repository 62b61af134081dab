"""A blog's files, found in a copy of its uploads."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociable.archive.folder import DATA
from sociable.importing import files
from sociable.importing.staging import staged

PATH = "wp-content/uploads/2013/01/x.jpg"
URL = f"http://old.example/{PATH}"


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def taken(tmp_path: Path, source: Path | None, wanted: dict[str, str]) -> tuple[files.Media, Path]:
    folder = tmp_path / "content" / "old"
    with staged(folder, dry_run=False) as staging:
        media = files.take_over(wanted, source, staging)
        staging.commit()
    return media, folder / DATA / "media"


LAYOUTS = {
    "the uploads folder": "2013/01/x.jpg",
    "the root of the site": PATH,
    "a folder with the site in it": f"backup/public_html/{PATH}",
    "a mirror of hosts": f"old.example/{PATH}",
}


@pytest.mark.parametrize("name", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_file_is_found_in_any_copy(tmp_path, name):
    media, folder = taken(tmp_path, lay(tmp_path / "copy", name), {PATH: URL})
    assert media.copied == (PATH,) and not media.missing
    assert (folder / PATH).read_text() == name


def test_in_a_mirror_the_right_host_counts(tmp_path):
    source = lay(tmp_path / "copy", f"a.example/{PATH}", f"old.example/{PATH}")
    _, folder = taken(tmp_path, source, {PATH: URL})
    assert (folder / PATH).read_text() == f"old.example/{PATH}"


def test_a_file_of_another_host_is_not_mixed_up_with_the_blogs_own(tmp_path):
    place = f"elsewhere/other.example/{PATH}"
    media, _ = taken(tmp_path, lay(tmp_path / "copy", PATH), {place: f"http://other.example/{PATH}"})
    assert media.missing == (place,)


def test_what_is_not_there_is_said(tmp_path):
    media, _ = taken(tmp_path, lay(tmp_path / "copy", "2013/01/y.jpg"), {PATH: URL})
    assert media.missing == (PATH,)


def test_what_an_earlier_import_took_over_stays(tmp_path):
    taken(tmp_path, lay(tmp_path / "copy", PATH), {PATH: URL})
    media, folder = taken(tmp_path, None, {PATH: URL})
    assert media.kept == (PATH,) and (folder / PATH).is_file()


def test_links_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    lay(outside, "x.jpg")
    source = tmp_path / "copy" / "2013" / "01"
    source.mkdir(parents=True)
    (source / "x.jpg").symlink_to(outside / "x.jpg")
    (tmp_path / "copy" / "2014").symlink_to(outside)
    media, _ = taken(
        tmp_path, tmp_path / "copy", {PATH: URL, "wp-content/uploads/2014/x.jpg": "http://old.example/2014"}
    )
    assert len(media.missing) == 2


def test_what_could_run_in_a_browser_is_refused(tmp_path):
    path = PATH.replace(".jpg", ".html")
    media, _ = taken(tmp_path, lay(tmp_path / "copy", path), {path: f"http://old.example/{path}"})
    assert "a file of the kind .html is not taken" in media.refused[0]


def test_what_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 3)
    media, _ = taken(tmp_path, lay(tmp_path / "copy", PATH), {PATH: URL})
    assert "larger than" in media.refused[0]
