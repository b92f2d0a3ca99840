""".venv is made once, completed when more is asked for, and made anew when in doubt."""

import json
import sys
from pathlib import Path

import pytest

from builder import environment, files
from builder.console import Failure


class Trial:
    """The environment with its two slow steps replaced by notes of them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.wanted = {"build": ["builder==1"], "test": ["tester==1"]}
        self.marker = folder / "installed.json"
        monkeypatch.setattr(files, "CACHE", folder)
        monkeypatch.setattr(environment, "MARKER", self.marker)
        monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
        monkeypatch.setattr(environment, "_wanted", lambda: dict(self.wanted))
        monkeypatch.setattr(environment, "_create", lambda: self.done.append("create"))
        monkeypatch.setattr(environment, "_install", lambda lines: self.done.extend(lines))

    def ensure(self, *extras: str) -> list[str]:
        self.done.clear()
        environment.ensure(list(extras))
        return list(self.done)


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    return Trial(tmp_path, monkeypatch)


def test_what_is_there_is_kept_and_what_is_missing_is_added(trial: Trial) -> None:
    assert trial.ensure("build") == ["create", "builder==1"]
    assert trial.ensure("build") == []
    assert trial.ensure("build", "test") == ["tester==1"]
    assert trial.ensure("build") == []


def test_other_requirements_make_it_anew(trial: Trial) -> None:
    trial.ensure("build")
    trial.wanted["test"] = ["tester==2"]  # not installed yet: no reason
    assert trial.ensure("build") == []
    trial.wanted["build"] = ["builder==2"]
    assert trial.ensure("build") == ["create", "builder==2"]


def test_another_python_makes_it_anew(trial: Trial) -> None:
    trial.ensure("build")
    marker = json.loads(trial.marker.read_text(encoding="utf-8"))
    trial.marker.write_text(json.dumps(marker | {"python": "3.12.0"}), encoding="utf-8")
    assert trial.ensure("build") == ["create", "builder==1"]


def test_an_interrupted_installation_makes_it_anew(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_lines: list[str]) -> None:
        raise KeyboardInterrupt

    trial.ensure("build")
    with monkeypatch.context() as during:
        during.setattr(environment, "_install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure(["test"])
    assert trial.ensure("build") == ["create", "builder==1"]


def test_a_program_that_fails_is_shown_with_what_it_said(tmp_path: Path) -> None:
    from builder.console import run

    script = "print('the reason'); raise SystemExit(3)"
    with pytest.raises(Failure, match=r"A trial failed \(exit code 3\):\nthe reason"):
        run([sys.executable, "-c", script], what="A trial", cwd=tmp_path)
    with pytest.raises(Failure, match="A trial failed"):
        run(["no-program-has-this-name"], what="A trial", cwd=tmp_path)
