"""Every check and every test, one after the other."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.console import say
from builder.environment import isolated
from builder.files import ROOT, SITE
from builder.runtime import NODE_MODULES, node_program

Command = Sequence[str | Path]


def run_all(pytest_arguments: list[str]) -> int:
    """Run all of them, also after one has failed; the tests last, then a line that sums up."""
    failed = [name for name, command in _steps(pytest_arguments) if not _passes(name, command)]
    say(f"Failed: {', '.join(failed)}" if failed else "All checks and tests passed.")
    return 1 if failed else 0


def hosts(pytest_arguments: list[str]) -> int:
    """Run the tests of the page on the servers and hosts that people have."""
    tests = isolated("-m", "pytest", ROOT / "tests" / "hosts", *pytest_arguments)
    return subprocess.call(tests, cwd=ROOT)


def bench(arguments: list[str]) -> int:
    """Run the measurements."""
    return subprocess.call(isolated(ROOT / "tests" / "bench", *arguments), cwd=ROOT)


def _steps(pytest_arguments: list[str]) -> Iterator[tuple[str, Command]]:
    yield "ruff check", isolated("-m", "ruff", "check")
    yield "ruff format", isolated("-m", "ruff", "format", "--check")
    yield "mypy", isolated("-m", "mypy")
    if (SITE / "jsconfig.json").exists():
        tsc = NODE_MODULES / "typescript" / "bin" / "tsc"
        yield "tsc", [node_program("node"), tsc, "--noEmit", "-p", SITE / "jsconfig.json"]
    yield "pytest", isolated("-m", "pytest", *pytest_arguments)


def _passes(name: str, command: Command) -> bool:
    say(f"\n== {name}")
    return subprocess.call(command, cwd=ROOT) == 0
