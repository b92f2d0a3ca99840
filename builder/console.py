"""What the command says while it works, and how it runs other programs without their noise."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

INTERRUPTED = 130  # what a shell reports for a command ended by Ctrl-C
TERMINATED = 143  # and for one ended by SIGTERM
TICK = 0.2  # seconds between two looks at a running program
LINES_OF_A_FAILURE = 25


class Failure(Exception):
    """Something that the person at the keyboard can mend: its text is all that they are shown."""


@contextmanager
def plain_endings() -> Iterator[None]:
    """End the process with one sentence, where the person at the keyboard can mend the reason.

    That is what is known to be theirs (`Failure`), and whatever the system refuses: a full disk, a
    folder that is read-only. Ctrl-C and SIGTERM also end the programs that this one has started.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    except Failure as failure:
        sys.exit(str(failure))
    except OSError as error:
        sys.exit(told(error))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(INTERRUPTED)


def told(error: OSError) -> str:
    """Return what the system refused, as a sentence.

    >>> told(OSError(28, "No space left on device", "/page/index.html"))
    'No space left on device: /page/index.html'
    """
    if isinstance(error, shutil.Error):  # copying a folder, which gathers: (from, to, why)
        _, path, why = error.args[0][0]
        reason = re.sub(r"^\[Errno \d+\] |: '.*$", "", str(why))
        return f"{reason}: {path}"
    path = error.filename2 or error.filename  # of a copy, where it goes
    return ": ".join(str(part) for part in (error.strerror or error, path) if part)


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
