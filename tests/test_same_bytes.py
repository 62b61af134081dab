"""A whole site, in every form in which it can be handed over, imports to the same bytes."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crawls import Crawl, of_folder, wacz
from test_containers import tarred, zipped
from test_opening import split, tree

from sociable.archive.folder import DATA
from sociable.importing import run

pytestmark = pytest.mark.slow

Make = Callable[[Path], bytes]


def imported(folder: Path, *sources: Path) -> dict[str, bytes]:
    report = run(sources, name="old", content=folder)
    assert report.state == "written"
    return tree(folder / "archive" / "old" / DATA)


@pytest.fixture(scope="module")
def mirror(legacy: Path) -> Path:
    return legacy / "wordpress-site" / "html" / "twentyten"


@pytest.fixture(scope="module")
def expected(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = imported(tmp_path_factory.mktemp("folder"), mirror)
    assert len([name for name in found if name.startswith("posts/")]) > 100
    return found


def at_any_time(mirror: Path) -> bytes:
    """A crawl in no order, a second for each page, answered in chunks."""
    pages = sorted(path for path in mirror.rglob("*") if path.is_file() and path.parent != mirror)
    random.Random(5).shuffle(pages)
    crawl = Crawl(gzip=False, version="1.1")
    for number, path in enumerate(pages):
        body = path.read_bytes()
        parts = [body[at : at + 1000] for at in range(0, len(body), 1000)]
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        url = "http://" + path.relative_to(mirror).as_posix().removesuffix("index.html")
        taken = f"2015-06-01T12:{number // 60:02d}:{number % 60:02d}Z"
        crawl.add(url, chunks, taken=taken, headers={"Transfer-Encoding": "chunked"})
    return crawl.bytes()


def files(mirror: Path) -> Iterator[tuple[str, bytes]]:
    return iter(tree(mirror).items())


FORMS: dict[str, Make] = {
    "WARC": lambda mirror: of_folder(mirror).bytes(),
    "WARC in no order": at_any_time,
    "WACZ": lambda mirror: wacz(of_folder(mirror)),
    "zip": lambda mirror: zipped(*files(mirror)),
    "tar": lambda mirror: tarred(*files(mirror)),
    "tar.gz in a folder of its own": lambda mirror: gzip.compress(
        tarred(*((f"x/{name}", data) for name, data in files(mirror)))
    ),
}


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_a_mirror_gives_the_same_bytes_in_any_form(mirror, expected, tmp_path, make):
    (tmp_path / "source").write_bytes(make(mirror))
    found = imported(tmp_path / "content", tmp_path / "source")
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


def test_an_export_that_is_cut_into_three_gives_the_same_bytes_in_any_order(legacy, tmp_path):
    whole = legacy / "wordpress-site" / "wxr" / "re-export.all.xml"
    parts = [tmp_path / f"{number}.xml" for number in range(3)]
    for path, part in zip(parts, split(whole.read_bytes(), 3), strict=True):
        path.write_bytes(part)
        assert len(re.findall(rb"<item>", part)) > 30
    expected = imported(tmp_path / "whole", whole)
    for number, order in enumerate(((0, 1, 2), (2, 0, 1))):
        found = imported(tmp_path / str(number), *(parts[each] for each in order))
        assert [name for name in {*expected, *found} if found.get(name) != expected.get(name)] == []
