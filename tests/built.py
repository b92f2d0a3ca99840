"""What the build has found out, as it tells it to the modules that it bundles; and other builds."""

import shutil
from pathlib import Path
from typing import Any

from builder import bundle, contents, offline, runtime
from builder.files import SITE


def built(dist: Path) -> dict[str, Any]:
    """Return it for a finished dist/, but for the facts about its snapshot and its recording."""
    modules = runtime.node_modules()
    lock = modules / "pyodide" / "pyodide-lock.json"
    paths = (path for path in (dist / contents.FOLDER).rglob("*") if path.is_file())
    return {
        "files": {path.name: contents.made(path, dist) for path in paths},
        "lock": bundle.lock_of(lock, runtime.numpy_wheel(modules), bundle.core_wheel()),
        "facts": {},
        "catalogue": {},
        "description": {},
    }


def data(dist: Path, name: str) -> Path:
    """Find a data file of a dist/ by its name."""
    (found,) = (dist / contents.FOLDER).glob(f"*/{name}")
    return found


def code(dist: Path, name: str) -> Path:
    """Find a script of a dist/, by what its name begins with."""
    (found,) = (dist / "code").glob(f"{name}-*.js")
    return found


def code_with(dist: Path, text: str) -> str:
    """Find the one script of a dist/ in which some text is, and give its name."""
    scripts = (dist / "code").glob("*.js")
    (found,) = (path.name for path in scripts if text in path.read_text(encoding="utf-8"))
    return found


def list_anew(dist: Path) -> None:
    """Make a changed copy of dist/ a build of its own: its service worker lists what is in it."""
    shutil.copyfile(SITE / offline.SERVICE_WORKER, dist / offline.SERVICE_WORKER)
    offline.write(dist)
