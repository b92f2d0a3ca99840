"""What is noticed of changes to the sources."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from builder import bundle
from builder.files import ROOT
from builder.watch import changes

Work = Callable[[], object]


class Over(Exception):
    """Nothing more is done."""


def told(folder: Path, *between: Work) -> list[list[str]]:
    """Return what is told of a folder in which one thing is done between each two looks."""
    work = iter(between)
    names: list[list[str]] = []

    def rest(_seconds: float) -> None:
        one = next(work, None)
        if one is None:
            raise Over
        one()

    with suppress(Over):
        names.extend([path.name for path in some] for some in changes(folder.iterdir, rest))
    return names


def nothing() -> None:
    pass


def test_files_changed_made_and_removed_are_told_once(tmp_path: Path) -> None:
    for name in ("a.js", "b.js", "c.js"):
        (tmp_path / name).write_text(name, encoding="utf-8")

    def change() -> None:
        (tmp_path / "a.js").write_text("longer than before", encoding="utf-8")
        (tmp_path / "b.js").unlink()
        (tmp_path / "d.js").touch()

    assert told(tmp_path, nothing, change, nothing, nothing) == [["a.js", "b.js", "d.js"]]


def test_what_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    def write(letters: int) -> Work:
        return lambda: (tmp_path / "a.js").write_text("a" * letters, encoding="utf-8")

    assert told(tmp_path, write(1), write(2), write(3), nothing, nothing) == [["a.js"]]


def test_what_has_come_and_gone_is_no_change(tmp_path: Path) -> None:
    passing = tmp_path / "a.js"
    assert told(tmp_path, passing.touch, passing.unlink, nothing, nothing) == []


def test_it_is_the_sources_of_the_page_that_are_watched() -> None:
    watched = {path.relative_to(ROOT).as_posix() for path in bundle.page_sources()}
    assert {
        "site/index.html",
        "neuron_core/reader/rule.py",
        "builder/bundle.py",
        "pyproject.toml",
    } <= watched
    assert not [name for name in watched if name.startswith(("dist/", ".cache/", "tests/"))]
