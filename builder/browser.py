"""Finding a Chromium for the tests, or installing one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

from builder.console import Failure, run, say
from builder.environment import isolated
from builder.files import ROOT

COMMANDS = ["google-chrome", "google-chrome-stable", "chrome", "chromium", "chromium-browser"]
SHELL = "chromium-headless-shell"
"""Debian's name for a Chromium without windows, which opens a page in two thirds of the time. It
lacks what only windows need, and ways to measure."""
MAC_APPLICATIONS = ["Google Chrome", "Chromium", "Microsoft Edge"]
WINDOWS_FOLDERS = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
WINDOWS_PROGRAMS = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"]

# A system's own browser would otherwise talk to its makers while the tests watch the network.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Launch(TypedDict):
    """The options of Playwright's `launch` that start the browser which was found."""

    executable_path: str
    args: list[str]


@cache
def chromium(*, whole: bool = False) -> Launch:
    """Return how to launch Playwright's Chromium, else the system's, else one installed now.

    Parameters
    ----------
    whole
        Whether it must be one that people use, with windows.

    Raises
    ------
    Failure
        If there is none and none can be installed: says what to install.
    """
    path = _found(whole) or _installed(whole)
    if not path:
        raise Failure(
            "The tests of the page need a browser, and none could be found or downloaded: install "
            "Google Chrome or Chromium (on Debian: apt-get install chromium) and run this again."
        )
    as_root = sys.platform.startswith("linux") and os.geteuid() == 0
    return {"executable_path": str(path), "args": QUIET + ["--no-sandbox"] * as_root}


def _found(whole: bool) -> Path | None:
    return next(filter(_starts, (_playwrights_own(), *_of_the_system(whole))), None)


def _playwrights_own() -> Path:
    """Ask Playwright in a process of its own: in this one, a test may be using it."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    return Path(run(isolated("-c", question), what="Asking Playwright", cwd=ROOT).strip())


def _of_the_system(whole: bool) -> Iterator[Path]:
    """Name the places where a Chrome or Chromium may be."""
    for command in COMMANDS if whole else [SHELL, *COMMANDS]:
        if on_path := shutil.which(command):
            yield Path(on_path)
    if sys.platform == "darwin":
        for name in MAC_APPLICATIONS:
            yield Path("/Applications", f"{name}.app", "Contents", "MacOS", name)
    if sys.platform == "win32":
        for folder in filter(None, map(os.environ.get, WINDOWS_FOLDERS)):
            yield from (Path(folder, program) for program in WINDOWS_PROGRAMS)


def _starts(browser: Path) -> bool:
    """Try it, because a file of that name may only tell where to get the browser."""
    if not browser.is_file():
        return False
    if os.name == "nt":  # where asking for the version opens a window
        return True
    answer = subprocess.run([browser, "--version"], capture_output=True, check=False, timeout=60)
    return answer.returncode == 0


def _installed(whole: bool) -> Path | None:
    """Install a browser, Playwright's or on Debian the system's, and return where it is."""
    playwrights = isolated("-m", "playwright", "install", "chromium")
    if _installs("Playwright's Chromium", [playwrights]) and (browser := _found(whole)):
        return browser
    return _found(whole) if installed_from_debian("chromium" if whole else SHELL) else None


def installed_from_debian(package: str) -> bool:
    """Install a package where the system is Debian or like it, and this process may do so."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    apt = ["apt-get", "--quiet", "--assume-yes"]
    commands = [[*apt, "update"], [*apt, "install", package]]
    return _installs(f"Debian's {package}", commands)


def _installs(name: str, commands: Sequence[Sequence[str | Path]]) -> bool:
    say(f"Installing {name} for the tests of the page")
    try:
        for command in commands:
            run(command, what=name, cwd=ROOT)
    except Failure as failure:
        lines = str(failure).splitlines()
        errors = [line for line in lines if re.search("^error|^E:", line, re.IGNORECASE)]
        say(f"  not possible: {(errors or lines)[0]}")
        return False
    return True
