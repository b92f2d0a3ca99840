"""Trouble with disks, and being told to end: one sentence, and nothing left behind."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from builder import bundle, recording
from builder.console import Failure, plain_endings, told
from builder.environment import isolated
from builder.files import ROOT


@pytest.fixture
def usual_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Failure("Give another folder."), "Give another folder."),
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "Permission denied", "/page"), "Permission denied: /page"),
        (OSError(28, "No space left", "/a", None, "/page/a"), "No space left: /page/a"),
        (
            shutil.Error([("/a", "/page/a", "[Errno 28] No space left on device: '/page/a'")]),
            "No space left on device: /page/a",
        ),
    ],
)
def test_what_the_system_refuses_is_one_sentence(trouble: Exception, said: str) -> None:
    with pytest.raises(SystemExit) as ended, plain_endings():
        raise trouble
    assert ended.value.code == said


@pytest.mark.usefixtures("usual_signals")
def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(KeyError), plain_endings():
        raise KeyError("name")


def test_a_copy_that_really_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a").symlink_to("nowhere")
    with pytest.raises(shutil.Error) as failed:
        shutil.copytree(tmp_path / "from", tmp_path / "to")
    assert told(failed.value) == f"No such file or directory: {tmp_path / 'to' / 'a'}"


def test_a_page_below_a_file_cannot_be_and_leaves_nothing(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError) as failed:  # noqa: PT011 (which one depends on the system)
        bundle.build(tmp_path / "file" / "page")
    assert str(tmp_path / "file") in told(failed.value)
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_an_unfinished_page_is_removed(
    dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recording, "write", full)
    with pytest.raises(OSError, match="No space"):
        bundle.build(tmp_path / "page")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link_and_its_folder_is_the_page(dist: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(dist, target_is_directory=True)
    assert bundle.build(link) == dist.resolve()
    assert link.is_symlink()


def test_a_marker_that_is_no_text_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / bundle.MARKER).write_bytes(b"\xff\xfe")
    assert bundle._key_of(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="has no such signal")
def test_being_told_to_end_ends_what_was_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    begin = f"open({str(tmp_path / 'pipe')!r}, 'w').write(str(os.getpid()))"
    child = f"import os, time; {begin}; time.sleep(600)"
    code = (
        "import sys; from pathlib import Path; from builder.console import plain_endings, run\n"
        "with plain_endings():\n"
        f"    run([sys.executable, '-c', {child!r}], what='A trial', cwd=Path('.'))"
    )
    with subprocess.Popen(isolated("-c", code), cwd=ROOT) as program:
        started = int((tmp_path / "pipe").read_text(encoding="utf-8"))  # waits for the child
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=60) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)
