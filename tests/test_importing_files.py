"""A blog's files, found in a copy of its uploads."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociable.archive.folder import DATA
from sociable.importing import files
from sociable.importing.dialling import FetchError
from sociable.importing.download import Unfit
from sociable.importing.report import Media
from sociable.importing.staging import staged
from sociable.model import HeldFile

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


GIF = b"GIF89a" + bytes(20)
PICTURE = "wp-content/uploads/2013/01/x.gif"
WHERE = f"http://old.example/{PICTURE}"


def held(folder: Path, url: str, data: bytes = GIF) -> dict[str, HeldFile]:
    path = folder / f"{abs(hash(url))}.held"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {url: HeldFile(url, str(path), "image/gif")}


def had(tmp_path: Path, wanted: dict[str, str], source: Path | None = None, **places: object) -> tuple[Media, Path]:
    folder = tmp_path / "content" / "old"
    with staged(folder, dry_run=False) as staging:
        media = files.take_over(wanted, source, staging, **places)
        staging.commit()
    return media, folder / DATA / "media"


@pytest.mark.parametrize(
    "url",
    [
        WHERE,
        f"https://www.old.example/{PICTURE}",
        f"https://i0.wp.com/old.example/{PICTURE}",
        WHERE.replace("x.gif", "%78.gif"),
    ],
)
def test_a_file_that_a_source_holds_is_taken_from_there(tmp_path, url):
    media, folder = had(tmp_path, {PICTURE: WHERE}, held=held(tmp_path / "mirror", url))
    assert media.held == (PICTURE,) and (folder / PICTURE).read_bytes() == GIF


def test_a_web_page_that_a_mirror_holds_for_a_picture_is_none(tmp_path):
    media, folder = had(tmp_path, {PICTURE: WHERE}, held=held(tmp_path / "mirror", WHERE, b"<html>Not found"))
    assert media.refused == (f"{PICTURE}: it is called .gif, but holds a web page or other markup",)
    assert not folder.exists()


def test_same_named_files_stay_apart(tmp_path):
    wanted = {
        f"wp-content/uploads/{path}": f"http://old.example/wp-content/uploads/{path}"
        for path in ("2013/01/x.gif", "2013/02/x.gif", "2013/02/X.gif")
    }
    mirror: dict[str, HeldFile] = {}
    for url in wanted.values():
        mirror |= held(tmp_path / "mirror", url, GIF + url.encode())
    media, folder = had(tmp_path, wanted, held=mirror)
    assert len(media.held) == 3
    assert all((folder / path).read_bytes() == GIF + url.encode() for path, url in wanted.items())


SIZED = "https://leeds.files.wordpress.com/2013/01/x.gif?w=300"


def test_of_several_sizes_that_a_mirror_holds_the_largest_is_taken(tmp_path):
    url = SIZED.partition("?")[0]
    mirror = held(tmp_path / "m", f"{url}?w=9", GIF) | held(tmp_path / "m", SIZED, GIF + GIF)
    _, folder = had(tmp_path, {PICTURE: url}, held=mirror)
    assert (folder / PICTURE).read_bytes() == GIF + GIF
    media, folder = had(tmp_path, {PICTURE: url}, held=mirror | held(tmp_path / "m", url, GIF + b"whole"))
    assert media.held == (PICTURE,) and (folder / PICTURE).read_bytes() == GIF + b"whole"


def test_a_size_never_takes_the_place_of_the_whole_that_is_kept(tmp_path):
    url = SIZED.partition("?")[0]
    had(tmp_path, {PICTURE: url}, held=held(tmp_path / "m", url, GIF + b"whole"))
    media, folder = had(tmp_path, {PICTURE: url}, held=held(tmp_path / "m", SIZED, GIF))
    assert media.kept == (PICTURE,) and (folder / PICTURE).read_bytes() == GIF + b"whole"


class Web:
    """Has the files at some addresses."""

    def __init__(self, folder: Path, has: dict[str, bytes]) -> None:
        self.folder, self.has, self.asked = folder, has, []

    def __call__(self, url: str, path: str) -> Path:
        self.asked.append(url)
        if url not in self.has:
            raise FetchError("the host answered 404 Not Found", url)
        if not self.has[url]:
            raise Unfit("it is empty", url)
        (self.folder / "fetched").write_bytes(self.has[url])
        return self.folder / "fetched"


def test_what_nobody_holds_is_fetched(tmp_path):
    web = Web(tmp_path, {WHERE: GIF})
    media, folder = had(tmp_path, {PICTURE: WHERE}, download=web)
    assert media.fetched == (PICTURE,) and (folder / PICTURE).read_bytes() == GIF


def test_what_somebody_holds_is_not(tmp_path):
    web = Web(tmp_path, {})
    had(tmp_path, {PICTURE: WHERE}, held=held(tmp_path / "mirror", WHERE), download=web)
    media, _ = had(tmp_path, {PICTURE: WHERE}, download=web)
    assert media.kept == (PICTURE,) and web.asked == []


def test_the_whole_is_fetched_or_else_what_the_text_showed(tmp_path):
    web = Web(tmp_path, {SIZED: GIF})
    media, _ = had(tmp_path, {PICTURE: SIZED}, download=web)
    assert media.fetched == (PICTURE,) and web.asked == [SIZED.partition("?")[0], SIZED]


def test_what_cannot_be_fetched_is_missing_with_the_reason(tmp_path):
    media, _ = had(tmp_path, {PICTURE: WHERE}, download=Web(tmp_path, {}))
    assert media.missing == (PICTURE,) and media.reasons == {PICTURE: "the host answered 404 Not Found"}


def test_what_is_not_what_it_is_called_is_refused(tmp_path):
    media, _ = had(tmp_path, {PICTURE: WHERE}, download=Web(tmp_path, {WHERE: b""}))
    assert media.refused == (f"{PICTURE}: it is empty",) and not media.missing


def test_what_no_archive_may_hold_is_not_asked_for(tmp_path):
    web = Web(tmp_path, {})
    path = PICTURE.replace(".gif", ".svg")
    media, _ = had(tmp_path, {path: f"http://old.example/{path}"}, download=web)
    assert web.asked == [] and "kind .svg is not taken" in media.reasons[path]
