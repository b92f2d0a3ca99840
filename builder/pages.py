"""A site with the page as it is now, and each release in a folder that does not change any more.

An embed that names `/v1.2/` keeps to the releases 1.2.x, one that names `/v1/` to 1.x.y.
"""

import re
import shutil
import zipfile
from pathlib import Path

from builder.console import Failure
from builder.release import PACKAGES

ARCHIVE = re.compile(r"neuron-page-(\d+)\.(\d+)\.(\d+)\.zip")
NOT_FOUND = "404.html"


def site(page: Path, releases: Path, base: str, out: Path) -> Path:
    """Make a folder with a page, the releases of another folder, and what is told where nothing is.

    Parameters
    ----------
    page
        As it was built.
    releases
        Where the archives of releases are; there may be none.
    base
        The path under which the site is hosted, as ``/neuron/``.
    out
        What is there already makes way, if it was made here.

    Raises
    ------
    Failure
        If an archive is not that of a page, or `out` is not ours.
    """
    newest = folders(releases)
    if out.exists() and not (out / NOT_FOUND).exists() and any(out.iterdir()):
        raise Failure(f"{out} holds something else: give --out a new folder.")
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(page, out)
    for folder, archive in newest.items():
        with zipfile.ZipFile(archive) as packed:
            if "index.html" not in packed.namelist():
                raise Failure(f"{archive.name} has no index.html: it is no page.")
            packed.extractall(out / folder)
    said = (PACKAGES / NOT_FOUND).read_text(encoding="utf-8")
    path = f"/{base.strip('/')}/".replace("//", "/")
    (out / NOT_FOUND).write_text(said.replace("BASE", path), encoding="utf-8")
    return out


def folders(releases: Path) -> dict[str, Path]:
    """Return for each folder, such as ``v1.2`` and ``v1``, the newest release that it is for."""
    found: list[tuple[tuple[int, ...], Path]] = []
    for path in releases.glob("*.zip"):
        named = ARCHIVE.fullmatch(path.name)
        if not named:
            raise Failure(f"{path.name} is not named as the archive of a release is.")
        found.append((tuple(map(int, named.groups())), path))
    newest: dict[str, Path] = {}
    for (major, minor, _), path in sorted(found):
        newest[f"v{major}.{minor}"] = newest[f"v{major}"] = path
    return newest
