"""What the README says can be done, and every command's help, are true."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = sorted(path.name for path in (ROOT / "scripts").glob("*.py"))


def run(*command: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **more)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_command_has_help_with_an_example(script: str) -> None:
    done = run(sys.executable, f"scripts/{script}", "--help")
    assert done.returncode == 0
    assert f"scripts/{script}" in done.stdout
    assert "xample" in done.stdout


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_call_that_makes_no_sense_ends_with_2_and_no_traceback(script: str) -> None:
    done = run(sys.executable, f"scripts/{script}", "--no-such-option")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_targets_the_readme_names_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z]+)\b", README))
    assert {"site", "test", "serve", "check", "publish"} <= named
    for target in named & {"site", "test", "serve", "check", "publish", "clean"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_files_and_folders_the_readme_names_are_there() -> None:
    for name in re.findall(r"`((?:content|sample|scripts|theme|tests|plugins|sociable)/[\w./-]*)`", README):
        if "2026-11-21" not in name and "old-blog" not in name and "blog/comments" not in name:
            assert (ROOT / name).exists(), name


def test_the_readmes_post_can_be_added_as_it_stands(tmp_path: Path) -> None:
    example = re.search(r"```markdown\n(Title: Answering.*?)```", README, re.DOTALL)
    content = tmp_path / "content"
    _copy_vocabulary(content)
    blog = content / "blog"
    blog.mkdir()
    (blog / "2026-11-21-answering-on-sundays.md").write_text(example[1], encoding="utf-8")
    done = run(sys.executable, "-m", "pelican", str(content), "-o", str(tmp_path / "out"), "-s", "pelicanconf.py")
    assert done.returncode == 0, done.stderr


def test_the_readmes_reply_can_be_added_as_it_stands(tmp_path: Path) -> None:
    line = next(line for line in README.splitlines() if "add_comment.py content" in line)
    words = shlex.split(line)
    content = tmp_path / "content"
    _copy_vocabulary(content)
    post = content / "blog" / "2026-11-21-answering-on-sundays.md"
    post.parent.mkdir()
    post.write_text("Title: T\nDate: 2026-11-21\nAuthors: Digital access team;\n\nWords.\n", encoding="utf-8")
    (tmp_path / "reply.txt").write_text("Thank you.\n", encoding="utf-8")
    arguments = [str(tmp_path / word) if word.startswith(("content/", "reply")) else word for word in words[2:]]
    done = run(sys.executable, words[1], *arguments)
    assert done.returncode == 0, done.stderr
    assert "Thank you." in (post.parent / "comments" / post.name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_make_publish_builds_has_the_sites_own_address_everywhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pelican", "content", "-o", str(tmp_path / "out"), "-s", "publishconf.py"]
    done = run(*command, env={**os.environ, "SITEURL": "https://blog.council.example"})
    assert done.returncode == 0, done.stderr
    for name in ("sitemap.xml", "robots.txt", "blog/feed.atom", "index.html"):
        assert "https://blog.council.example/" in (tmp_path / "out" / name).read_text(encoding="utf-8"), name


def _copy_vocabulary(content: Path) -> None:
    for folder in ("authors", "organisations", "principles"):
        for path in (ROOT / "content" / folder).glob("*.md"):
            target = content / folder / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())


def test_the_project_speaks_of_itself_alone() -> None:
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0")
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js", "deb.debian" + ".org"]
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".woff2", ".png", ".jpg", ".gif"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [host for host in hosts if host in text], name
        assert not re.search(r"(?<![\w.])/(?:work|root|tmp/w)/", text), name


def test_every_dependency_is_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^([\w.-]+)==[\w.!+-]+", text, re.MULTILINE)
        blocks = [block for block in re.split(r"\n(?=\S)", text) if block.strip() and not block.startswith("#")]
        assert pinned and len(blocks) == len(pinned)
        assert all("--hash=sha256:" in block for block in blocks)
        assert "://" not in text
