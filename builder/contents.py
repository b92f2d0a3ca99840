"""The page's data files, each in a folder that is named after its content.

So an address never means two contents: neither a host nor a browser's cache can give one build the
file of another, and what did not change from one build to the next is not fetched again.
"""

import base64
import shutil
from pathlib import Path
from typing import TypedDict

from builder.files import sha256

FOLDER = "files"
LETTERS = 12
"""Of the hash, in a folder's name."""


class Made(TypedDict):
    """A file as the page expects it: its path in dist/, its length, its SHA-256 in base64."""

    path: str
    bytes: int
    sha256: str


def put(file: Path, dist: Path, name: str | None = None) -> Made:
    """Copy a file into `dist`, under its own name or another."""
    folder = dist / FOLDER / sha256(file)[:LETTERS]
    folder.mkdir(parents=True)
    target = folder / (name or file.name)
    shutil.copyfile(file, target)
    return made(target, dist)


def made(file: Path, dist: Path) -> Made:
    """Describe a file of `dist`."""
    return {
        "path": file.relative_to(dist).as_posix(),
        "bytes": file.stat().st_size,
        "sha256": hash_of(file),
    }


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in base64, as browsers write it."""
    return base64.b64encode(bytes.fromhex(sha256(path))).decode()
