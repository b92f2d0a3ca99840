"""What the command says while it works, and how it runs other programs without their noise."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

TICK = 0.2  # seconds between two looks at a running program
LINES_OF_A_FAILURE = 25


class Failure(Exception):
    """Something that the person at the keyboard can mend: its text is all that they are shown."""


def say(text: str) -> None:
    """Print a line now, also where the output is a pipe."""
    print(text, flush=True)


class Progress:
    """A last line that is rewritten in place on a terminal, and is not there anywhere else."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown = 0

    def show(self, how_far: str) -> None:
        """Replace the line by one that says how far it is."""
        if sys.stdout.isatty():
            line = f"  {self.what}: {how_far}"
            print("\r" + line.ljust(self.shown), end="", flush=True)
            self.shown = len(line)

    def close(self) -> None:
        """Take the line away."""
        if self.shown:
            print("\r" + " " * self.shown + "\r", end="", flush=True)
            self.shown = 0


def run(command: Sequence[str | Path], *, what: str, cwd: Path) -> str:
    """Run a program to its end and return what it printed; on a terminal, count the seconds.

    Raises
    ------
    Failure
        If the program cannot be started or fails; with the end of what it printed.
    """
    begun = time.monotonic()
    progress = Progress(what)
    try:
        with subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process:
            try:
                while True:
                    try:
                        printed, _ = process.communicate(timeout=TICK)
                        break
                    except subprocess.TimeoutExpired:
                        progress.show(f"{time.monotonic() - begun:.0f} s")
            except BaseException:
                process.kill()
                raise
    except OSError as error:
        raise Failure(f"{what} failed: {error}") from error
    finally:
        progress.close()
    if process.returncode:
        end = "\n".join(printed.strip().splitlines()[-LINES_OF_A_FAILURE:])
        raise Failure(f"{what} failed (exit code {process.returncode}):\n{end}")
    return printed
