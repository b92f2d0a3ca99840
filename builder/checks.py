"""Every check and every test."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from builder.console import say
from builder.environment import PYTHON, isolated
from builder.files import ROOT, SITE
from builder.runtime import NODE_MODULES, node_program

Command = Sequence[str | Path]

ON_ALL_CORES = ["--numprocesses=auto", "--dist=worksteal"]
"""A worker has half of the tests, as they stand, and who is done first takes some of the other's:
those of a module remain together nearly always, and with them what they share."""

BIOME = NODE_MODULES / "@biomejs" / "biome" / "bin" / "biome"


def check() -> int:
    """Run the checks of the sources, which take seconds, and none of the tests."""
    return _told(_failed(_checks()), "All checks passed.")


def fix() -> int:
    """Format the sources, and mend what linters can mend by themselves."""
    steps: list[tuple[str, Command]] = [
        ("ruff format", isolated("-m", "ruff", "format")),
        ("ruff check", isolated("-m", "ruff", "check", "--fix")),
        ("biome", [node_program("node"), BIOME, "check", "--write", "--error-on-warnings"]),
    ]
    failed = [name for name, command in steps if _failed([(name, command)])]  # one after the other
    return _told(failed, "All sources are formatted.")


def run_all(pytest_arguments: list[str]) -> int:
    """Run the checks, then the tests: on all cores, unless the arguments say otherwise (`-n0`)."""
    failed = _failed([*_checks(), _node_tests()])
    say("\n== pytest")
    pytest = isolated("-m", "pytest", *ON_ALL_CORES, *pytest_arguments)
    if subprocess.call(pytest, cwd=ROOT, env=_environment()):
        failed.append("pytest")
    return _told(failed, "All checks and tests passed.")


def only(folder: str, pytest_arguments: list[str]) -> int:
    """Run the tests in one folder of `tests`, which are not among all of them."""
    left_out = "-rs"  # is told with why, as servers that cannot be had
    tests = isolated("-m", "pytest", left_out, ROOT / "tests" / folder, *pytest_arguments)
    return subprocess.call(tests, cwd=ROOT)


def bench(arguments: list[str]) -> int:
    """Run the measurements."""
    return subprocess.call(isolated(ROOT / "tests" / "bench", *arguments), cwd=ROOT)


def _failed(steps: Iterable[tuple[str, Command]]) -> list[str]:
    """Run all of them, on all cores, and say what each has printed; return which have failed."""
    steps = list(steps)
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, _), done in zip(steps, pool.map(_run, (step[1] for step in steps)), strict=True):
            say(f"\n== {name}\n{done.stdout.rstrip()}")
            if done.returncode:
                failed.append(name)
    return failed


def _run(command: Command) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _environment() -> dict[str, str]:
    """For the tests in Node, which ask Python."""
    return {**os.environ, "PYTHON": str(PYTHON)}


def _told(failed: Sequence[str], well: str) -> int:
    """Say a line that sums up, and return the exit code."""
    say(f"\nFailed: {', '.join(failed)}" if failed else f"\n{well}")
    return 1 if failed else 0


def _checks() -> Iterator[tuple[str, Command]]:
    yield "ruff check", isolated("-m", "ruff", "check")
    yield "ruff format", isolated("-m", "ruff", "format", "--check")
    yield "mypy", isolated("-m", "mypy")
    node = node_program("node")
    yield "biome", [node, BIOME, "check", "--error-on-warnings"]
    tsc = NODE_MODULES / "typescript" / "bin" / "tsc"
    yield "tsc", [node, tsc, "--noEmit", "-p", SITE / "jsconfig.json"]
    actionlint = NODE_MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
    yield "actionlint", [node, actionlint, ".github/workflows/*.yml"]


def _node_tests() -> tuple[str, Command]:
    """Test what of the page needs no browser; `packages.js` tells Node where its packages are."""
    folder = ROOT / "tests" / "site"
    packages = (folder / "packages.js").as_uri()
    tests = sorted(folder.glob("*.test.js"))
    return "node --test", [node_program("node"), "--import", packages, "--test", *tests]
