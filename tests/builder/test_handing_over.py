"""build.py, the file that any Python may be the first to read."""

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from builder.files import ROOT

REFUSES = [sys.executable, "-c", "raise SystemExit(127)"]  # as pyenv's commands may
RUNS = [sys.executable]
IS_NOT_THERE = ["no-python-has-this-name"]


@pytest.fixture
def build_py() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_py", ROOT / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run_by_an_old_python(build_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(build_py, "sys", SimpleNamespace(version_info=(3, 8, 18)))
    return build_py


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "build.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_only_a_python_that_runs_and_is_new_enough_will_do(
    build_py: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build_py.is_new_enough(RUNS)
    assert not build_py.is_new_enough(REFUSES)
    assert not build_py.is_new_enough(IS_NOT_THERE)
    monkeypatch.setattr(build_py, "OLDEST", (99, 0))
    assert not build_py.is_new_enough(RUNS)


def test_hands_over_to_the_first_that_will_do(
    run_by_an_old_python: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        run_by_an_old_python, "candidates", lambda: [IS_NOT_THERE, REFUSES, RUNS, ["later"]]
    )
    monkeypatch.setattr(run_by_an_old_python, "hand_over", lambda command: command)
    assert run_by_an_old_python.main() == RUNS


def test_without_a_newer_python_one_sentence_says_so(
    run_by_an_old_python: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run_by_an_old_python, "candidates", lambda: [REFUSES])
    monkeypatch.setattr(run_by_an_old_python.sys, "stderr", sys.stderr, raising=False)
    assert run_by_an_old_python.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "needs Python 3.12" in said
    assert "this is Python 3.8" in said


def test_looks_on_the_path_then_in_pyenvs_folder_newest_first(
    build_py: ModuleType, tmp_path: Path
) -> None:
    for version in ("3.9.18", "3.13.0", "3.13.11", "2.7.18", "3.12-dev", "pypy3.10"):
        (tmp_path / "versions" / version).mkdir(parents=True)
    commands = build_py.candidates({"PYENV_ROOT": str(tmp_path)}, on_windows=False)
    assert commands[:3] == [["python3.14"], ["python3.13"], ["python3.12"]]
    versions = [Path(command[0]).parts[-3] for command in commands[3:]]
    assert versions == ["3.13.11", "3.13.0", "3.9.18"]
    assert ["py", "-3.13"] in build_py.candidates({}, on_windows=True)
