"""Exports that somebody broke or built to do harm: each ends in a clean archive or an error that says where.

Nothing is written outside the content folder, and where the file can be read the neighbours survive. The large
ones run in a process of their own, with 500 MB and twice the 10 seconds of processor time that a desk computer may
take: a machine that runs tests has other things to do.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import wxr_export as wxr
from wxr_export import HOME, comment, export, item

from sociable.archive.folder import Archive, read
from sociable.archive.threads import tree
from sociable.errors import SourceError
from sociable.importing import Report, run

ROOT = Path(__file__).resolve().parent.parent
NEIGHBOUR = item(900, comment(9000, "Still here."), title="Neighbour", body="Untouched words.", name="neighbour")


def imported(tmp_path: Path, text: str | bytes) -> tuple[Report, Archive]:
    """Import in a folder that holds nothing else, and see that nothing else comes to be in it."""
    source = tmp_path / "in" / "export.xml"
    source.parent.mkdir()
    source.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    report = run([source], name="old", content=tmp_path / "content")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "in"]
    assert [path.name for path in source.parent.iterdir()] == ["export.xml"]
    assert [path.name for path in (tmp_path / "content").iterdir()] == ["archive"]
    assert [path.name for path in (tmp_path / "content" / "archive").iterdir()] == ["old"]
    return report, read(tmp_path / "content" / "archive" / "old")


def assert_neighbour_lives(archive: Archive) -> None:
    (post,) = [post for post in archive.posts if post.id == 900]
    assert (post.title, post.body, post.path) == ("Neighbour", "Untouched words.", "2013/01/19/neighbour/")
    assert [each.body for each in post.comments] == ["Still here."]


def names_of(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*")]


SLUGS = {
    "parent folders": "../../x",
    "absolute": "/etc/passwd",
    "empty": "",
    "long": "a" * 300,
    "long and encoded": "%e2%82%ac" * 200,
    "device": "CON",
    "device with ending": "nul.txt",
    "hidden": ".htaccess",
    "index": "index",
    "index page": "index.html",
    "shell": "$(touch x)",
    "backticks": "`touch x`",
    "newline": "a\nb",
    "right-to-left override": "txt\u202eexe",
    "null, encoded": "a%00b",
    "encoded parent folders": "%2e%2e%2f%2e%2e%2fx",
    "backslashes": "..\\..\\x",
    "only dots": "...",
    "trailing dot and space": "name. ",
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7*7 }}",
    "intrasite": "{filename}x",
}


@pytest.mark.parametrize("slug", SLUGS.values(), ids=SLUGS.keys())
@pytest.mark.parametrize("kind", ["post", "page"])
def test_no_slug_leads_anywhere(tmp_path, slug, kind):
    text = export(
        wxr.category(slug, "Category"),
        wxr.tag(slug, "Tag"),
        wxr.author(slug, "Author"),
        wxr.attachment(50, f"{HOME}/wp-content/{slug}.jpg"),
        item(1, wxr.filed(slug, "Category"), wxr.meta("_wp_old_slug", slug), type=kind, name=slug, creator=slug),
        item(2, type=kind, name=slug, link=f"{HOME}/{slug}/", status="publish"),
        NEIGHBOUR,
    )
    _, archive = imported(tmp_path, text)
    assert_neighbour_lives(archive)
    assert len(archive.posts) + len(archive.pages) == 3
    data = tmp_path / "content"
    for name in names_of(data):
        last = name.rpartition("/")[2]
        assert len(last.encode()) <= 100 and last.isprintable() and not set(last) & set('\\:*?"<>|$`%'), name
        assert not last.startswith((".", "-")) and last.partition(".")[0].lower() not in {"con", "nul"}, name
    for path in (entry.path for entry in (*archive.posts, *archive.pages)):
        assert path.endswith("/") and not path.startswith("/") and ".." not in path.split("/")


def test_slugs_that_a_file_system_takes_for_one_are_two_posts(tmp_path):
    slugs = ["Café", "café", unicodedata.normalize("NFD", "café"), "CAFE\u0301"]
    posts = [item(number, name=slug, link="", title=f"Post {number}") for number, slug in enumerate(slugs, 1)]
    _, archive = imported(tmp_path, export(*posts, NEIGHBOUR))
    assert len(archive.posts) == 5
    names = [unicodedata.normalize("NFC", name).casefold() for name in names_of(tmp_path / "content")]
    assert len(set(names)) == len(names)


WORDS = {
    "newlines": "a\n\nTitle: other\n\nb",
    "carriage returns": "a\r\nStatus: draft\rb",
    "fence": "---\nTitle: x\n---",
    "template": "{{ settings }} {% include 'x' %}",
    "intrasite": "{filename}x.md |static|y {attach}z",
    "header": "Status: published",
    "delimiter": "=== comment 1 ===",
    "html comment": "<!-- x --> -->",
    "script": "<script>alert(1)</script>x",
    "entities": "&lt;b&gt; &amp;amp; &#x202e;",
    "escape": "\\u{41} \\",
    "bom and separators": "\ufeffa\u2028b\u0085c",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_no_words_break_a_file(tmp_path, words):
    text = export(
        wxr.author("ann", words),
        wxr.category("news", words),
        item(1, wxr.filed("news", words), comment(10, words, author=words), title=words, body=words, excerpt=words),
        NEIGHBOUR,
        title=words,
    )
    report, archive = imported(tmp_path, text)
    assert_neighbour_lives(archive)
    (post,) = [post for post in archive.posts if post.id == 1]
    assert (post.authors, post.categories, post.slug) == (("ann",), ("news",), "post-1")
    assert [each.id for each in post.comments] == [10]
    assert report.state == "written"
    assert "\n" not in post.title + archive.authors[0].name + archive.categories["news"].name


DATES = {
    "year 0": "0000-01-01 00:00:00",
    "no date": "0000-00-00 00:00:00",
    "year 10000": "10000-01-01 00:00:00",
    "30 February": "2013-02-30 10:00:00",
    "25 o'clock": "2013-02-03 25:61:61",
    "words": "yesterday",
    "nothing": "",
    "year 1": "0001-01-01 00:00:00",
    "the last second": "9999-12-31 23:59:59",
}


@pytest.mark.parametrize("date", DATES.values(), ids=DATES.keys())
def test_no_date_breaks_a_post(tmp_path, date):
    more = {"date": date, "date_gmt": date, "post_modified": date, "post_modified_gmt": date}
    _, archive = imported(tmp_path, export(item(1, comment(10, date=date, date_gmt=date), **more), NEIGHBOUR))
    assert_neighbour_lives(archive)
    assert len(archive.posts) == 2


NUMBERS = ["0", "-1", "x", "", "9" * 40, "1e3", "٣"]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_breaks_a_post(tmp_path, number):
    text = export(item(number, comment(number, parent=number), menu_order=number, parent=number), NEIGHBOUR)
    report, archive = imported(tmp_path, text)
    assert_neighbour_lives(archive)
    assert len(archive.posts) == 2
    assert report.counts()["comment"]["seen"] == 2


PARENTS = {
    "missing": [(1, 99), (2, 1)],
    "themselves": [(1, 1), (2, 2)],
    "a circle": [(1, 2), (2, 3), (3, 1), (4, 1)],
    "on another post": [(1, 9000), (2, 1)],
}


@pytest.mark.parametrize("pairs", PARENTS.values(), ids=PARENTS.keys())
def test_no_parent_breaks_a_conversation(tmp_path, pairs):
    talk = [comment(number, f"Comment {number}.", parent=parent) for number, parent in pairs]
    _, archive = imported(tmp_path, export(item(1, *talk), NEIGHBOUR))
    assert_neighbour_lives(archive)
    (post,) = [post for post in archive.posts if post.id == 1]
    assert [(each.id, each.parent) for each in post.comments] == pairs
    count, nodes = 0, list(tree(post.comments))
    while nodes:
        count, nodes = count + 1, [*nodes[1:], *nodes[0].replies]
    assert count == len(pairs)


def test_pages_that_are_each_others_parents_are_written(tmp_path):
    pages = [item(number, type="page", name=f"p{number}", link="", parent=number % 3 + 1) for number in (1, 2, 3)]
    _, archive = imported(tmp_path, export(*pages, NEIGHBOUR))
    assert_neighbour_lives(archive)
    assert len(archive.pages) == 3


def test_categories_that_are_each_others_parents_are_written(tmp_path):
    terms = [wxr.category("a", "A", parent="b"), wxr.category("b", "B", parent="a"), wxr.category("c", "C", parent="c")]
    _, archive = imported(tmp_path, export(*terms, item(1, wxr.filed("a", "A")), NEIGHBOUR))
    assert_neighbour_lives(archive)


FINE = export(item(1, title="Café"), NEIGHBOUR)
ENCODINGS = {
    "UTF-8 with BOM": b"\xef\xbb\xbf" + FINE.encode(),
    "UTF-16": FINE.replace("UTF-8", "UTF-16").encode("utf-16"),
    "Latin-1, declared": FINE.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "Windows line ends": FINE.replace("\n", "\r\n").encode(),
    "space above the declaration": b"\n\n  " + FINE.encode(),
    "control characters": FINE.replace("Untouched", "Un\x08touched").replace("Un\x08touched", "Untouched\x0b").encode(),
    "two BOMs": b"\xef\xbb\xbf\xef\xbb\xbf" + FINE.encode(),
}


@pytest.mark.parametrize("text", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_an_encoding_is_read_or_refused_with_its_line(tmp_path, text):
    try:
        _, archive = imported(tmp_path, text)
    except SourceError as error:
        assert all(problem.path and problem.line for problem in error.problems)
        assert not (tmp_path / "content").exists()
    else:
        assert [post.title for post in archive.posts if post.id == 1] == ["Café"]


UNREADABLE = {
    "cut short": FINE[: FINE.index("Neighbour")].encode(),
    "cut in a character": FINE.encode()[: FINE.encode().index(b"\xc3\xa9") + 1],
    "cut before the end": FINE.replace("</rss>", "").encode(),
    "unclosed CDATA": FINE.replace("]]></title>\n<wp:post_id>", "</title>\n<wp:post_id>", 1).encode()[:2000],
    "external entity": FINE.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss', 1)
    .replace("Old blog", "&x;")
    .encode(),
    "parameter entity": FINE.replace(
        "<rss", '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://192.0.2.1/x.dtd"> %x;]><rss', 1
    ).encode(),
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path, text):
    with pytest.raises(SourceError) as caught:
        imported(tmp_path, text)
    assert all(problem.path.endswith("export.xml") and problem.line for problem in caught.value.problems)
    assert not (tmp_path / "content").exists()


MEASURED = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from sociable.errors import SociableError
from sociable.importing import run
try:
    report = run([Path(sys.argv[1])], name="old", content=Path(sys.argv[2]))
    said = {"counts": report.counts(), "losses": report.losses[:3]}
except SociableError as error:
    said = {"problems": [[each.path, each.line, each.what[:200]] for each in error.problems]}
# Not what the system counts of this process: that begins with the peak of the one that started it.
status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
own = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")]
peak = own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(said | {"MB": peak / 1024}))
"""


def measured(tmp_path: Path, text: str) -> dict[str, object]:
    """Import in a process of its own, which is killed where it takes too long."""
    source = tmp_path / "export.xml"
    source.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", MEASURED, str(source), str(tmp_path / "content")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.returncode} {done.stderr[-2000:]}"
    said: dict[str, object] = json.loads(done.stdout)
    assert said["MB"] < 500
    assert {path.name for path in tmp_path.iterdir()} <= {"export.xml", "content"}
    return said


def bomb() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]>'
    return FINE.replace("<rss", declared + "<rss", 1).replace("Old blog", "&l11;", 1)


def nested(opening: str, closing: str, number: int = 60_000) -> str:
    return opening * number + "deep" + closing * number


def nested_elements() -> str:
    return FINE.replace("<title>", nested("<x>", "</x>") + "<title>", 1)


REFUSED_LARGE = {"entity bomb": bomb, "60,000 nested elements of the export": nested_elements}


@pytest.mark.parametrize("text", REFUSED_LARGE.values(), ids=REFUSED_LARGE.keys())
def test_a_file_that_is_built_to_explode_is_refused(tmp_path, text):
    said = measured(tmp_path, text())
    assert said["problems"] and all(path and line for path, line, _ in said["problems"])
    assert not (tmp_path / "content").exists()


BODIES = {
    "60,000 nested divs": lambda: nested("<div>", "</div>"),
    "60,000 nested quotes": lambda: nested("<blockquote>", "</blockquote>"),
    "60,000 nested spans": lambda: nested("<span>", "</span>"),
    "60,000 open lists": lambda: "<ul><li>" * 60_000,
    "a line of 10 MB": lambda: "word " * 2_000_000,
    "a word of 10 MB": lambda: "w" * 10_000_000,
    "a million open brackets": lambda: "[" * 1_000_000,
    "a million stars": lambda: "*" * 1_000_000,
    "a million tags": lambda: "<b>" * 300_000,
    "100,000 open shortcodes": lambda: "[caption]" * 100_000,
    "100,000 open comments": lambda: "<!-- wp:x " * 100_000,
    "100,000 nested blocks": lambda: nested("<!-- wp:group -->", "<!-- /wp:group -->", 100_000),
    "quotes without end": lambda: "'\"" * 500_000,
    "backticks": lambda: "`" * 500_000 + " ``" * 100_000,
    "100,000 lines": lambda: "line\n" * 100_000,
    "100,000 entities": lambda: "&amp;" * 100_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_no_body_takes_for_ever_and_its_neighbour_lives(tmp_path, body):
    said = measured(tmp_path, export(item(1, body=body()), NEIGHBOUR))
    assert said["counts"]["post"] == {"seen": 2, "written": 2, "merged": 0, "withheld": 0, "refused": 0}
    assert_neighbour_lives(read(tmp_path / "content" / "archive" / "old"))


@pytest.mark.slow
def test_a_hundred_thousand_comments_in_a_row(tmp_path):
    talk = "".join(comment(number, f"Answer {number}.", parent=number - 1) for number in range(1, 100_001))
    said = measured(tmp_path, export(item(1_000_000, talk)))
    assert said["counts"]["comment"]["written"] == 100_000
    post = read(tmp_path / "content" / "archive" / "old").posts[0]
    assert len(post.comments) == 100_000 and len(tree(post.comments)) == 1


@pytest.mark.slow
def test_five_thousand_posts_of_one_slug(tmp_path):
    posts = "".join(item(number, name="same", link="", title=f"T{number}") for number in range(1, 5_001))
    said = measured(tmp_path, export(posts))
    assert said["counts"]["post"]["written"] == 5_000


@pytest.mark.slow
def test_memory_does_not_grow_with_the_export(tmp_path):
    sizes = []
    for number in (50, 500):
        folder = tmp_path / str(number)
        folder.mkdir()
        sizes.append(measured(folder, "".join(wxr.many(number)))["MB"])
    assert sizes[1] - sizes[0] < 15
