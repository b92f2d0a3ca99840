"""The project's private environment, .venv: made once, kept while what it should hold is the same.

Only the standard library is imported here: this runs before anything is installed.
"""

import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

from builder.console import Failure, run, say
from builder.files import ROOT, sole_writer, write_whole

VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
# Taken away first and written last: where it is missing, .venv was interrupted and is made anew.
MARKER = VENV / "installed.json"

Installed = dict[str, Any]


def isolated(*arguments: str | Path) -> list[str | Path]:
    """Return the command that runs .venv's Python with the project's folder last on its path.

    Not first, as it otherwise is: there build.py would hide the package `build` from other tools.
    """
    return [PYTHON, "-P", *arguments]


def ensure(extras: list[str]) -> None:
    """See to it that .venv has these extras of pyproject.toml, and asks no network if it has."""
    with sole_writer():
        wanted = _wanted()
        has = _installed()
        kept = has.get("extras", {})
        if has.get("python") != sys.version or any(
            wanted.get(extra) != requirements for extra, requirements in kept.items()
        ):
            MARKER.unlink(missing_ok=True)
            _create()
            kept = {}
        missing = [extra for extra in extras if extra not in kept]
        if missing:
            MARKER.unlink(missing_ok=True)
            _install(sorted({line for extra in missing for line in wanted[extra]}))
            kept |= {extra: wanted[extra] for extra in missing}
            write_whole(MARKER, json.dumps({"python": sys.version, "extras": kept}, indent=2))


def _wanted() -> dict[str, list[str]]:
    """Read from pyproject.toml what each extra means: here `build` also builds the wheel."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    extras: dict[str, list[str]] = settings["project"]["optional-dependencies"]
    building = settings["build-system"]["requires"] + settings["project"]["dependencies"]
    return extras | {"build": extras["build"] + building}


def _installed() -> Installed:
    """Read what .venv says that it has; nothing if it was never finished, or its Python is gone."""
    try:
        installed: Installed = json.loads(MARKER.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return installed if PYTHON.exists() else {}


def _create() -> None:
    """Make .venv anew, empty, with the project on its path."""
    version = ".".join(map(str, sys.version_info[:3]))
    say(f"Making the private environment .venv with Python {version}")
    # Not sys.executable: that may be the .venv that is made anew.
    python = getattr(sys, "_base_executable", sys.executable)
    run([python, "-m", "venv", "--clear", VENV], what="Making .venv", cwd=ROOT)
    # A line in a .pth file is a folder that comes last on the path, here relative to that file.
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run([PYTHON, "-c", query], what="Asking .venv's Python", cwd=ROOT).strip())
    (packages / "this_project.pth").write_text(os.path.relpath(ROOT, packages), encoding="utf-8")


def _install(requirements: list[str]) -> None:
    """Install with pip, quietly unless it fails."""
    say(f"Installing what this command needs: {', '.join(requirements)}")
    pip = isolated("-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    try:
        run([*pip, *requirements], what="Installing", cwd=ROOT)
    except Failure as failure:
        raise Failure(
            f"{failure}\npip could not install what pyproject.toml asks for. If the network or the "
            "package index was out of reach, run the command again when it is back."
        ) from None
