"""``suggest_principles.py``: what it prints, writes and leaves alone."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from scripts import suggest_principles as command
from sociable.tagging import reviewing, tags
from sociable.tagging.suggest import Suggestion, Verdict

ROOT = Path(__file__).resolve().parent.parent
HEAD = "Title: {title}\nDate: {day} 09:00\nAuthors: Ann;\n{more}\n{body}\n"
POSTS = {
    "2012-01-01-open.md": ("Unblock it", "Staff cannot open sites at work: the firewall has blocked access by policy."),
    "2012-02-01-pie.md": ("A pie", "Butter, apples and a hot oven for an hour make a pie that nobody leaves alone."),
}
ARCHIVED = {
    "yammer": ("Yammer", "Colleagues across teams ask and answer on Yammer, the internal network beside the intranet."),
    "fair": ("The fair", "There was a fair on the green with coconuts and one very old roundabout."),
}


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two undecided posts of the blog and an archive of two."""
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content/principles", content / "principles")
    for name, text in {
        "organisations/devon.md": "Title: Devon\n",
        "authors/ann.md": "Title: Ann\nAffiliations: devon;\n",
        "archive/old/bag/data/archive.md": "Title: Old\nOrganisation: devon\n",
    }.items():
        write(content / name, text)
    for name, (title, body) in POSTS.items():
        write(content / "blog" / name, HEAD.format(title=title, day=name[:10], more="", body=body))
    for number, (slug, (title, body)) in enumerate(ARCHIVED.items(), 1):
        head = f"Title: {title}\nDate: 2011-01-0{number} 09:00:00+00:00\nId: {number}\nSlug: {slug}\nPath: 2011/01/0{number}/{slug}/\n"
        write(content / f"archive/old/bag/data/posts/2011-01-0{number}-{slug}.md", f"{head}\n{body}\n")
    return content


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def files(content: Path) -> dict[str, bytes]:
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def suggested(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict[str, object]]:
    assert command.main(["suggest", "--json", *more]) == 0
    return {each["title"]: each for each in json.loads(capsys.readouterr().out)}


def review(monkeypatch: pytest.MonkeyPatch, keys: str, *more: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
    return command.main(["review", *more])


def test_posts_of_the_blog_and_of_archives_get_suggestions_with_reasons(content, capsys):
    found = suggested(capsys)
    assert found["Unblock it"]["suggestions"][0]["principle"] == "inside-1"
    assert found["Yammer"]["suggestions"][0]["reasons"]
    assert found["A pie"]["suggestions"] == found["The fair"]["suggestions"] == []


def test_a_path_narrows_what_is_looked_at(content, capsys):
    assert set(suggested(capsys, "content/archive/old")) == {"Yammer", "The fair"}
    assert set(suggested(capsys, "content/blog/2012-01-01-open.md")) == {"Unblock it"}
    assert command.main(["suggest", "content/blog/gone.md"]) == 2
    assert "no post" in capsys.readouterr().err


def test_what_a_post_says_itself_wins(content, capsys):
    path = content / "blog/2012-01-01-open.md"
    path.write_text(path.read_text().replace("Authors: Ann;", "Authors: Ann;\nPrinciples: outside-5"))
    found = suggested(capsys)["Unblock it"]
    assert (found["decided"], found["by"]) == (["outside-5"], "post")
    assert command.main(["suggest", "content/blog"]) == 0
    assert "decided (post): outside-5" in capsys.readouterr().out


def test_only_what_is_sure_is_applied_and_twice_is_as_once(content, capsys):
    assert command.main(["apply", "--archive", "old"]) == 0
    first = (content / "archive/old/tags.csv").read_text()
    assert tags.load(first, "tags.csv") == (tags.Tag("2011/01/01/yammer/", ("inside-3",), who="applied"),)
    assert command.main(["apply", "--archive", "old"]) == 0
    assert (content / "archive/old/tags.csv").read_text() == first


def test_a_dry_run_writes_nothing(content, capsys):
    before = files(content)
    assert command.main(["apply", "--archive", "old", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"post": "2011/01/01/yammer/", "principle": "inside-3"}]
    assert files(content) == before


def test_what_staff_decided_is_not_applied_over(content, capsys):
    path = content / "archive/old/tags.csv"
    path.write_text(tags.dump([tags.Tag("2011/01/01/yammer/", (), who="staff")]))
    assert command.main(["apply", "--archive", "old"]) == 0
    assert [tag.who for tag in tags.load(path.read_text(), "")] == ["staff"]


def test_an_unknown_archive_is_a_wrong_call(content, capsys):
    assert command.main(["apply", "--archive", "new"]) == 2
    assert "no such archive" in capsys.readouterr().err


def test_one_key_decides_and_only_the_line_of_principles_changes(content, capsys, monkeypatch):
    before = files(content)
    assert review(monkeypatch, "nnnn") == 0
    after = files(content)
    assert {name for name in after if after[name] != before.get(name)} == {
        "archive/old/tags.csv", "blog/2012-01-01-open.md", "blog/2012-02-01-pie.md",
    }  # fmt: skip
    changed = after["blog/2012-02-01-pie.md"].decode().splitlines()
    assert [line for line in changed if line not in before["blog/2012-02-01-pie.md"].decode().splitlines()] == [
        "Principles:"
    ]
    kept = tags.load(after["archive/old/tags.csv"].decode(), "")
    assert {(tag.principles, tag.who, tag.date) for tag in kept} == {((), "staff", date.today())}
    capsys.readouterr()
    assert {each["decided"] == [] for each in suggested(capsys).values()} == {True}
    assert review(monkeypatch, "nnnn") == 0
    assert capsys.readouterr().out == ""


def test_numbers_letters_and_capitals_are_understood(content, capsys, monkeypatch):
    assert review(monkeypatch, "?9\nJa" + "1" + "q", "--archive", "old") == 0
    out = capsys.readouterr().out
    assert "'?' means nothing here" in out and "'9' means nothing here" in out
    decided = {tag.principles for tag in tags.load((content / "archive/old/tags.csv").read_text(), "")}
    assert ("inside-5", "outside-1") in decided


@pytest.mark.parametrize("keys", ["q", "", "ssssq", "\x04"], ids=["quit", "end of input", "skip", "control-D"])
def test_leaving_decides_nothing(content, capsys, monkeypatch, keys):
    before = files(content)
    assert review(monkeypatch, keys) == 0
    assert files(content) == before


def test_decisions_taken_before_leaving_are_kept(content, capsys, monkeypatch):
    assert review(monkeypatch, "nq", "--archive", "blog") == 0
    assert sum("Principles:" in path.read_text() for path in (content / "blog").glob("*.md")) == 1


def test_what_was_applied_is_still_asked_about(content, capsys, monkeypatch):
    command.main(["apply", "--archive", "old"])
    capsys.readouterr()
    review(monkeypatch, "q", "--archive", "old")
    assert "of 2]" in capsys.readouterr().out


def test_a_refit_learns_from_three_posts_and_the_site_uses_it(content, capsys):
    body = "The marrow show at plot {0}: slugs, compost, seeds and a kettle in the shed of allotment {0}."
    for number in (1, 2, 3, 4):
        more = "" if number == 4 else "Principles: inside-5\n"
        text = HEAD.format(title=f"Marrow show {number}", day=f"2013-01-0{number}", more=more, body=body.format(number))
        write(
            content / f"blog/2013-01-0{number}-marrow.md",
            text.replace("Authors: Ann;", f"Authors: Ann;\nSlug: marrow-{number}"),
        )
    assert "inside-5" not in str(suggested(capsys)["Marrow show 4"]["suggestions"])
    assert command.main(["refit"]) == 0
    assert "learned from 3 decided posts" in capsys.readouterr().out
    assert (content / "tagging/inside-5.txt").is_file()
    assert suggested(capsys)["Marrow show 4"]["suggestions"][0]["principle"] == "inside-5"
    before = files(content)
    assert command.main(["refit"]) == 0
    assert files(content) == before


def test_gaps_are_data(content, capsys):
    tagged = [tags.Tag("2011/01/01/yammer/", ("inside-3",))]
    (content / "archive/old/tags.csv").write_text(tags.dump(tagged))
    assert command.main(["gaps", "--json", "--today", "2026-11-21"]) == 0
    found = {each["principle"]: each for each in json.loads(capsys.readouterr().out)}
    assert found["inside-3"]["says"] == "nobody from Devon has written about inside-3 since 2011"
    assert (found["inside-3"]["posts"], found["inside-3"]["last"]) == (1, "2011-01-01")
    assert found["inside-4"]["says"] == "nobody from Devon has written about inside-4 yet"
    assert command.main(["gaps", "--today", "2011-06-01"]) == 0
    assert "inside-3" not in capsys.readouterr().out


def test_the_model_in_force_is_measured_on_texts_of_ones_own(content, tmp_path, capsys):
    line = {"id": "a", "blog": "x", "title": "Yammer", "summary": ARCHIVED["yammer"][1], "principles": ["inside-3"]}
    (tmp_path / "mine.jsonl").write_text(json.dumps(line))
    assert command.main(["evaluate", "--on", "mine.jsonl", "--json"]) == 0
    [figures] = json.loads(capsys.readouterr().out).values()
    assert figures["first"] == {"right": 1, "of": 1, "value": 1.0, "interval": pytest.approx([0.2065, 1.0], abs=1e-3)}
    assert command.main(["evaluate", "--on", "mine.jsonl"]) == 0
    assert "first suggestion right:         1.00 (1 of 1; 0.21 to 1.00)" in capsys.readouterr().out


def test_what_is_wrong_is_told_without_a_traceback(content, capsys):
    (content / "archive/old/tags.csv").write_text("post,who\n")
    assert command.main(["suggest"]) == 1
    assert "tags.csv:1" in capsys.readouterr().err
    assert command.main(["suggest", "--content", "nowhere"]) == 2


@pytest.mark.parametrize("verb", command.VERBS)
def test_the_example_of_every_verb_runs(verb: str) -> None:
    told = subprocess.run(
        [sys.executable, "scripts/suggest_principles.py", verb, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    line = shlex.split(told.partition("example:\n")[2].splitlines()[0])
    assert line[:3] == ["python", "scripts/suggest_principles.py", verb]
    command.arguments().parse_args(line[2:])


def test_what_is_nearest_to_an_even_chance_is_asked_first() -> None:
    def question(name: str, confidence: float) -> reviewing.Question:
        return reviewing.Question("blog", name, name, "", Verdict((Suggestion("inside-1", 0.1),), confidence))

    asked = reviewing.most_useful_first([question("a", 0.95), question("b", 0.52), question("c", 0.1)])
    assert [each.post for each in asked] == ["b", "c", "a"]


def test_more_than_three_principles_or_none_beside_some_are_refused() -> None:
    asked = reviewing.Question("blog", "a", "A", "", Verdict((), 0.1))
    with pytest.raises(ValueError, match="3 principles at most"):
        asked.press(("outside-1", "outside-2", "outside-3"), "j")
    with pytest.raises(ValueError, match="not both"):
        asked.press(("outside-1",), "n")
    with pytest.raises(ValueError, match="means nothing"):
        asked.press((), "y")


UNCERTAIN = "archive/old/bag/data/posts/2011-01-03-guest.md"
NOBODYS = "archive/lone/bag/data/posts/2012-01-03-alone.md"


@pytest.fixture
def doubtful(content: Path) -> Path:
    """The same site with a guest's post, an archive that nobody is known to own, and a blog's post by a freelance."""
    head = "Title: {0}\nDate: {1} 09:00:00+00:00\nId: {2}\nSlug: {0}\nPath: {0}/\n\n{3}\n"
    write(content / "organisations/leeds.md", "Title: Leeds City Council\n")
    write(content / UNCERTAIN, head.format("guest", "2011-01-03", 3, "Guest post by Dee Dale of the market hall."))
    write(content / "archive/lone/bag/data/archive.md", "Title: Lone\n")
    write(content / NOBODYS, head.format("alone", "2012-01-03", 1, "On my own, about Leeds City Council."))
    write(content / "authors/fay.md", "Title: Fay\n")
    text = HEAD.format(title="Free", day="2013-01-01", more="", body="A pie for all.").replace("Ann;", "Fay;")
    write(content / "blog/2013-01-01-free.md", text)
    return content


def whose(capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert command.main(["organisations", "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_post_is_listed_with_who_said_whose_it_is_the_uncertain_first(doubtful, capsys):
    found = whose(capsys)
    assert [(each["title"], each["organisations"], each["by"], each["certain"]) for each in found] == [
        ("Free", [], "", False),
        ("alone", [], "", False),
        ("guest", ["devon"], "owner", False),
        ("Unblock it", ["devon"], "affiliation", True),
        ("A pie", ["devon"], "affiliation", True),
        ("Yammer", ["devon"], "owner", True),
        ("The fair", ["devon"], "owner", True),
    ]
    assert all(each["why"] for each in found)
    assert [each["title"] for each in whose(capsys, "--uncertain")] == ["Free", "alone", "guest"]
    assert [each["title"] for each in whose(capsys, "--uncertain", "content/archive/old")] == ["guest"]


def test_the_list_of_organisations_is_for_people_too(doubtful, capsys):
    assert command.main(["organisations", "content/archive"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"content/{NOBODYS}: alone", "  nobody (uncertain, undecided): nothing says whose it is"]
    assert "  Devon (owner): nothing but the blog's owner speaks for it" in lines
    assert command.main(["organisations", "content/nowhere"]) == 2


def test_who_wrote_a_row_of_the_tags_is_told(doubtful, capsys):
    rows = [
        tags.Tag("guest/", None, ("leeds",), "imported"),
        tags.Tag("2011/01/01/yammer/", None, (), "staff", date(2026, 11, 1)),
    ]
    (doubtful / "archive/old/tags.csv").write_text(tags.dump(rows))
    found = {each["title"]: (each["organisations"], each["by"], each["certain"]) for each in whose(capsys)}
    assert found["guest"] == (["leeds"], "imported", True)
    assert found["Yammer"] == ([], "staff", True)


def test_whose_a_post_is_is_asked_first_and_kept_where_it_belongs(doubtful, capsys, monkeypatch):
    before = files(doubtful)
    assert review(monkeypatch, "n2" + "1" + "yq") == 0  # the blog's cannot be nobody's: the 2 answers
    out = capsys.readouterr().out
    assert out.index("Free") < out.index("alone") < out.index("guest") < out.index("[4 of 10]")
    assert "a post of the blog is somebody's" in out
    after = files(doubtful)
    assert {name for name in after if after[name] != before.get(name)} == {
        "archive/lone/tags.csv", "archive/old/tags.csv", "blog/2013-01-01-free.md",
    }  # fmt: skip
    assert "Organisations: leeds;" in after["blog/2013-01-01-free.md"].decode()
    kept = {each: tags.load(after[f"archive/{each}/tags.csv"].decode(), "") for each in ("lone", "old")}
    assert kept["lone"] == (tags.Tag("alone/", None, ("leeds",), "staff", date.today()),)
    assert kept["old"] == (tags.Tag("guest/", None, ("devon",), "staff", date.today()),)
    assert whose(capsys, "--uncertain") == []


def test_several_organisations_none_and_slips_are_understood(doubtful, capsys, monkeypatch):
    assert review(monkeypatch, "z++1" + "2", "--only", "organisations", "--archive", "lone") == 0
    out = capsys.readouterr().out
    assert "'z' means nothing here" in out and "'+' means nothing here" in out
    [kept] = tags.load((doubtful / "archive/lone/tags.csv").read_text(), "")
    assert kept.organisations == ("leeds", "devon")
    assert review(monkeypatch, "n", "--only", "organisations", "--archive", "old") == 0
    [kept] = tags.load((doubtful / "archive/old/tags.csv").read_text(), "")
    assert kept.organisations == ()


def test_a_decision_on_principles_leaves_that_on_organisations(doubtful, capsys, monkeypatch):
    path = doubtful / "archive/lone/tags.csv"
    path.write_text(tags.dump([tags.Tag("alone/", None, ("leeds",), "staff")]))
    assert review(monkeypatch, "n", "--archive", "lone") == 0
    assert tags.load(path.read_text(), "") == (tags.Tag("alone/", (), ("leeds",), "staff", date.today()),)


def test_either_kind_can_be_asked_about_alone(doubtful, capsys, monkeypatch):
    assert review(monkeypatch, "sss", "--only", "organisations") == 0
    assert "of 3]" in capsys.readouterr().out
    assert review(monkeypatch, "q", "--only", "principles") == 0
    assert "of 7]" in capsys.readouterr().out
