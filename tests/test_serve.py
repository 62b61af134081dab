"""`scripts/serve.py`, whole: it builds what is saved, says what is wrong, and takes up code that changed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.serving import Builder
from tests.building import ROOT, VOCABULARY, lay, own_signals, post
from tests.serving import PATIENCE, copy_of_the_project, serving

A = "blog/2024/03/a/"
FILE = "blog/2024-03-01-a.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return lay(tmp_path / "content", {**VOCABULARY, FILE: post("First words")})


@pytest.mark.slow
def test_a_builder_builds_again_and_again_and_says_what_is_wrong_each_time(content: Path, tmp_path: Path) -> None:
    page = tmp_path / "output" / A / "index.html"
    with own_signals():
        builder = Builder(ROOT / "pelicanconf.py", content, tmp_path / "output")
        assert builder.build(None) == [] and "First words" in page.read_text(encoding="utf-8")
        lay(content, {FILE: post("Second words", body="[x]({filename}gone.md)")})
        for _ in range(2):
            [problem] = builder.build(frozenset([content / FILE]))
            assert "gone.md" in problem.what and "First words" in page.read_text(encoding="utf-8")
        lay(content, {FILE: post("Third words")})
        assert builder.build(frozenset([content / FILE])) == []
        assert "Third words" in page.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_what_is_saved_is_shown_and_a_mistake_is_said_and_leaves_the_last_good_version(
    content: Path, tmp_path: Path, end: signal.Signals
) -> None:
    with serving(content, tmp_path / "output") as served:
        news = served.news(A)
        assert next(one for one in news if one["build"])["problems"] == []
        assert "First words" in served.get(A)[1]
        assert served.get("nothing/")[0] == 404 and "There is no page at this address" in served.get("nothing/")[1]
        lay(content, {FILE: post("Second words")})
        assert next(news)["problems"] == [] and "Second words" in served.get(A)[1]
        lay(content, {FILE: post("Third words", princples="x")})
        [problem] = next(news)["problems"]
        assert problem["where"].endswith("2024-03-01-a.md:4") and "Principles" in problem["what"]
        assert "Second words" in served.get(A)[1]
        lay(content, {FILE: post("Third words")})
        assert next(news)["problems"] == [] and "Third words" in served.get(A)[1]
        served.process.send_signal(end)
        assert served.process.wait(PATIENCE) == 0
    assert "2024-03-01-a.md:4: unknown header" in "".join(served.said)
    assert "Traceback" not in "".join(served.said)


@pytest.mark.slow
def test_a_first_build_that_fails_is_said_and_becomes_the_site_when_mended(content: Path, tmp_path: Path) -> None:
    lay(content, {FILE: post("First words", princples="x")})
    with serving(content, tmp_path / "output") as served:
        served.hear(lambda news: news["build"] == 1)
        status, words = served.get(A)
        assert status == 503 and "The site could not be built" in words and "2024-03-01-a.md:4</code>" in words
        lay(content, {FILE: post("First words")})
        served.hear(lambda news: news["build"] == 2)
        assert served.get(A)[0] == 200


@pytest.mark.slow
def test_changed_code_and_settings_are_taken_up_at_the_same_address(content: Path, tmp_path: Path) -> None:
    root = copy_of_the_project(tmp_path / "site")
    conf = root / "pelicanconf.py"
    text = conf.read_text(encoding="utf-8")
    with serving(content, tmp_path / "output", root=root) as served:
        news = served.news(A)
        assert next(one for one in news if one["build"])["problems"] == []
        conf.write_text(text.replace("The Sociable Organisation", "Another Name"), encoding="utf-8")
        assert list(news) == []
        served.hear(lambda news: news["build"] == 1, A)
        assert "Another Name" in served.get(A)[1]
        conf.write_text(text + "\ndef\n", encoding="utf-8")
        [problem] = served.hear(lambda news: news["build"] == 2, A)["problems"]
        assert problem["where"].startswith("pelicanconf.py:") and "invalid syntax" in problem["what"]
        conf.write_text(text + "\nNO_SUCH_NAME\n", encoding="utf-8")
        [problem] = served.hear(lambda news: news["build"] == 1 and bool(news["problems"]), A)["problems"]
        assert problem["where"].startswith("pelicanconf.py:") and "NO_SUCH_NAME" in problem["what"]
        assert "Another Name" in served.get(A)[1]
        page = root / "theme" / "templates" / "article.html"
        conf.write_text(text, encoding="utf-8")
        served.hear(lambda news: news["build"] == 1 and not news["problems"], A)
        page.write_text(page.read_text(encoding="utf-8") + "{% nonsense %}", encoding="utf-8")
        [problem] = served.hear(lambda news: news["build"] == 2, A)["problems"]
        assert problem["where"].startswith("theme/templates/article.html:") and "nonsense" in problem["what"]
        assert "The Sociable Organisation" in served.get(A)[1]


def test_what_cannot_be_served_is_said_without_a_traceback(content: Path, tmp_path: Path) -> None:
    command = [sys.executable, "scripts/serve.py", "--content", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "there is no such folder" in done.stderr and "Traceback" not in done.stderr
