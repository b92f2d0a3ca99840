"""Where things are, and how they are written: whole or not at all, by one command at a time."""

import hashlib
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from builder.console import say

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
SITE = ROOT / "site"

_is_sole_writer = False


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_key(paths: Iterable[Path]) -> str:
    """Return a key that changes with any byte or name of these files."""
    facts = [f"{path.relative_to(ROOT).as_posix()} {sha256(path)}" for path in sorted(paths)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def sources(folder: Path) -> list[Path]:
    """List the files below a folder, without hidden ones and those that Python writes there."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts
        )
    ]


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder for unfinished things, on the disk of the finished ones; then remove it.

    What a run that was killed left in it is removed first.
    """
    folder = CACHE / "unfinished"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def removed_at_last(folder: Path) -> Iterator[None]:
    """Leave nothing of an unfinished folder behind, however the block ends."""
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap_in(new: Path, final: Path, old: Path) -> None:
    """Put a finished folder where another may be, which goes to `old` for a moment."""
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def sole_writer() -> Iterator[None]:
    """Wait until no other build.py writes in this project, and keep others waiting meanwhile.

    A block of this kind may run inside of another one. The system lets go of the lock when the
    process ends, however it ends.
    """
    global _is_sole_writer
    if _is_sole_writer:
        yield
        return
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("a") as file:
        if not _lock(file):
            say("Another build.py is at work in this folder: waiting for it.")
            while not _lock(file):
                time.sleep(0.1)
        _is_sole_writer = True
        try:
            yield
        finally:
            _is_sole_writer = False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        """Take the lock if it is free."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
