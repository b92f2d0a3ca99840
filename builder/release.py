"""What a release consists of: the page as an archive, and the packages of npm and PyPI, checked.

Nothing is published from here. An owner of the names puts the packages up, with `npm publish` and
`twine upload`.
"""

import json
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

from builder import bundle, environment, runtime
from builder.console import Failure, run, say
from builder.files import ROOT, SITE, sources, swap_in, temporary_folder
from builder.scripts import ELEMENT, FOR_EDITORS

PACKAGES = Path(__file__).parent / "packages"
NO_README = "# No readme: every byte of the wheel's metadata is downloaded by the page's readers."
A_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Of all files of an archive: the same page is the same archive."""


def version() -> str:
    """Return the version of this project."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(settings["project"]["version"])


def release(page: Path, to: Path, tag: str = "") -> list[Path]:
    """Make all files of a release of a built page in a folder of their own, and return them.

    Raises
    ------
    Failure
        If the tag is not that of this version, or a package is not as its registry needs it.
    """
    if tag and tag != f"v{version()}":
        raise Failure(f"The tag is {tag}, and pyproject.toml says version {version()}.")
    with temporary_folder() as folder:
        new = folder / "release"
        new.mkdir()
        archive(page, new / f"neuron-page-{version()}.zip")
        _element(page, folder, new)
        _core(folder, new)
        to.parent.mkdir(parents=True, exist_ok=True)
        swap_in(new, to, folder / "old")
    return sorted(to.iterdir())


def archive(page: Path, to: Path) -> None:
    """Pack a page, with its hidden files, so that unpacking it anywhere gives a page to host."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(page.rglob("*")):
            if path.is_file():
                member = zipfile.ZipInfo(path.relative_to(page).as_posix(), A_FIXED_TIME)
                member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                packed.writestr(member, path.read_bytes())


def _element(page: Path, folder: Path, to: Path) -> None:
    """Pack the element, as npm does."""
    say("Packing the element for npm")
    package = folder / "element"
    package.mkdir()
    shutil.copyfile(page / ELEMENT, package / ELEMENT)
    for name in FOR_EDITORS:
        shutil.copyfile(SITE / name, package / name)
    shutil.copyfile(PACKAGES / "one-neuron.md", package / "README.md")
    shutil.copyfile(ROOT / "LICENSE", package / "LICENSE")
    facts = json.loads((PACKAGES / "one-neuron.json").read_text(encoding="utf-8"))
    facts |= {"version": version(), "files": [ELEMENT, *FOR_EDITORS]}
    (package / "package.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    pack: list[str | Path] = [runtime.node_program("npm"), "pack", "--pack-destination", to]
    run(pack, what="npm pack", cwd=package)


def _core(folder: Path, to: Path) -> None:
    """Build the package of neuron_core with a readme, which the page's own wheel has not."""
    say("Building neuron_core for PyPI")
    package = folder / "core"
    for path in sources(bundle.PACKAGE):
        copy = package / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    shutil.copyfile(ROOT / "LICENSE", package / "LICENSE")
    shutil.copyfile(PACKAGES / "neuron-core.md", package / "README.md")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    with_readme, places = re.subn(re.escape(NO_README), 'readme = "README.md"', settings)
    if places != 1:
        raise Failure("pyproject.toml has no place for the readme that PyPI shows.")
    (package / "pyproject.toml").write_text(with_readme, encoding="utf-8")
    build = environment.isolated("-m", "build", "--no-isolation", "--outdir", to)
    run([*build, package], what="python -m build", cwd=folder)
    packages = [path for path in to.iterdir() if path.name.startswith("neuron_core-")]
    check = environment.isolated("-m", "twine", "check", "--strict")
    run([*check, *packages], what="twine check", cwd=folder)
