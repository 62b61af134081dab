"""What is saved is seen at once, once, and by its path; what tools write beside it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sociable.serving.watching import changes


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "content"
    (folder / "blog").mkdir(parents=True)
    (folder / "blog" / "a.md").write_text("one")
    return folder


def write(file: Path) -> None:
    file.write_text("two")


def rename_over(file: Path) -> None:
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_text("two")
    beside.replace(file)


def keep_a_copy(file: Path) -> None:
    file.replace(file.with_name(f"{file.name}~"))
    file.write_text("two")


@pytest.mark.parametrize("save", [write, rename_over, keep_a_copy, Path.unlink])
def test_a_save_is_one_change_of_one_file_however_an_editor_saves(
    content: Path, tmp_path: Path, save: Callable[[Path], None]
) -> None:
    seen = changes([content], but=tmp_path / "output")
    assert next(seen) == frozenset()
    save(content / "blog" / "a.md")
    assert next(seen) == {content / "blog" / "a.md"}


def test_what_happens_meanwhile_comes_together_and_what_tools_write_does_not(content: Path) -> None:
    output = content / "output"
    output.mkdir()
    seen = changes([content], but=output)
    next(seen)
    for name in (".hidden.md", "a.md~", ".a.md.swp", "output/index.html", "a.pyc", "new.md", "blog/b.md"):
        (content / name).write_text("x")
    assert next(seen) == {content / "new.md", content / "blog" / "b.md"}
