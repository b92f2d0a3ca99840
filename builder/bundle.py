"""Making dist/: the page, what it runs on, and neuron_core, in one folder that needs no other."""

import json
import shutil
from pathlib import Path

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

from builder import environment, offline, preload, recording, runtime, snapshot
from builder.console import Failure, run, say
from builder.files import (
    CACHE,
    ROOT,
    SITE,
    content_key,
    removed_at_last,
    sole_writer,
    sources,
    swap_in,
    temporary_folder,
)

PACKAGE = ROOT / "neuron_core"
SETTINGS = [ROOT / "pyproject.toml", ROOT / "LICENSE"]  # what the wheel is made from, too
LICENCES = Path(__file__).parent / "licences"

# A dist/ with this file in it was made here, from what its key says; another is left alone.
MARKER = ".built-from"

NOT_SHIPPED = {"package.json", "package-lock.json", "jsconfig.json", "node_modules"}
NOT_SHIPPED_ENDINGS = (".md", ".d.ts")

PYODIDE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]
# Fetched by Pyodide itself, out of sight: the page shows their progress and checks their bytes.
BIG = {".wasm", ".zip", ".whl"}

# vendor/<package>/<file name>, from a path in the package.
BROWSER_PACKAGES = {
    "uplot": ["dist/uPlot.esm.js", "dist/uPlot.min.css", "LICENSE"],
    "comlink": ["dist/esm/comlink.min.mjs", "LICENSE"],
    "zstddec": ["dist/zstddec.mjs", "LICENSE"],
    # The editor: its five packages of site/package.json, and what these import.
    "@codemirror/autocomplete": ["dist/index.js", "LICENSE"],
    "@codemirror/commands": ["dist/index.js", "LICENSE"],
    "@codemirror/lang-python": ["dist/index.js", "LICENSE"],
    "@codemirror/language": ["dist/index.js", "LICENSE"],
    "@codemirror/state": ["dist/index.js", "LICENSE"],
    "@codemirror/streamparser": ["dist/index.js", "LICENSE"],
    "@codemirror/view": ["dist/index.js", "LICENSE"],
    "@lezer/common": ["dist/index.js", "LICENSE"],
    "@lezer/highlight": ["dist/index.js", "LICENSE"],
    "@lezer/lr": ["dist/index.js", "LICENSE"],
    "@lezer/python": ["dist/index.js", "LICENSE"],
    "@marijn/find-cluster-break": ["src/index.js", "LICENSE"],
    "crelt": ["index.js", "LICENSE"],
    "style-mod": ["src/style-mod.js", "LICENSE"],
    "w3c-keyname": ["index.js", "LICENSE"],
}


def build(out: Path, *, with_tools: bool = False) -> Path:
    """Make `out` the finished page unless it is already, and return it; it is never half of one.

    `with_tools` also installs what only the checks of the page's sources need.

    Raises
    ------
    Failure
        If `out` holds something that was not made here, or a part of the page cannot be had.
    """
    out = out.resolve()  # of a link, the folder that it leads to is replaced
    with sole_writer(), removed_at_last(out.with_name(f".{out.name}.new")):
        _refuse_foreign(out)
        modules = runtime.node_modules(with_tools=with_tools)
        key = content_key(page_sources())
        if _key_of(out) == key:
            return out
        numpy, core = runtime.numpy_wheel(modules), core_wheel()
        say(f"Building {out}")
        new, old = (out.with_name(f".{out.name}.{state}") for state in ("new", "old"))
        for left_over in (new, old):
            shutil.rmtree(left_over, ignore_errors=True)
        _copy_site(new)
        _copy_browser_packages(modules, new / "vendor")
        _copy_pyodide(modules, [numpy, core], new / "vendor" / "pyodide")
        snapshot.write(new / "snapshot", modules / "pyodide", numpy, core)
        recording.write(new)
        preload.write(new)
        offline.write(new)
        (new / MARKER).write_text(key, encoding="utf-8")
        swap_in(new, out, old)
    return out


def page_sources() -> list[Path]:
    """List the files of this project that the page is made from, and by."""
    return [*sources(SITE), *sources(PACKAGE), *sources(LICENCES.parent), *SETTINGS]


def core_wheel() -> Path:
    """Build the wheel of neuron_core, unless the same files have been built before."""
    folder = CACHE / "wheels" / content_key([*sources(PACKAGE), *SETTINGS])[:16]
    if not folder.exists():
        say("Building the wheel of neuron_core")
        pip = environment.isolated("-m", "pip", "wheel", "--disable-pip-version-check")
        options = ["--no-deps", "--no-index", "--no-build-isolation"]
        with temporary_folder() as temporary:
            wheels = temporary / "wheels"
            run([*pip, *options, "--wheel-dir", wheels, ROOT], what="Building", cwd=temporary)
            folder.parent.mkdir(parents=True, exist_ok=True)
            wheels.rename(folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _refuse_foreign(out: Path) -> None:
    if out.is_mount():
        raise Failure(
            f"{out} is a disk of its own and cannot be replaced: give --out a folder in it."
        )
    if out.exists() and not out.is_dir():
        raise Failure(f"{out} is a file: give --out a new folder, or one that build.py made.")
    if out.exists() and not _key_of(out) and any(out.iterdir()):
        raise Failure(
            f"{out} holds something that build.py did not make, and would be replaced: give --out "
            "a new folder, an empty one, or one that build.py made."
        )


def _key_of(out: Path) -> str:
    """Return the key of what a folder was built from; nothing if it was not built here."""
    marker = out / MARKER
    return marker.read_text(encoding="utf-8", errors="replace") if marker.exists() else ""


def _copy_site(to: Path) -> None:
    def kept_back(_folder: str, names: list[str]) -> set[str]:
        hidden = {name for name in names if name.startswith(".")}
        return hidden | {
            name for name in names if name in NOT_SHIPPED or name.endswith(NOT_SHIPPED_ENDINGS)
        }

    shutil.copytree(SITE, to, ignore=kept_back)
    shutil.copy(ROOT / "LICENSE", to)
    (to / ".nojekyll").touch()  # so that GitHub Pages serves the files as they are


def _copy_browser_packages(modules: Path, to: Path) -> None:
    for package, paths in BROWSER_PACKAGES.items():
        (to / package).mkdir(parents=True)
        for path in paths:
            shutil.copy(modules / package / path, to / package)


def _copy_pyodide(modules: Path, wheels: list[Path], to: Path) -> None:
    to.mkdir(parents=True)
    for file in [*(modules / "pyodide" / name for name in PYODIDE), *wheels]:
        shutil.copyfile(file, to / file.name)
    for licence in LICENCES.glob("*.txt"):
        shutil.copyfile(licence, to / f"LICENSE-{licence.name}")
    write_lock(modules / "pyodide" / "pyodide-lock.json", [to / wheel.name for wheel in wheels])
    write_list_of_big_files(to)


def write_lock(shipped: Path, wheels: list[Path]) -> None:
    """Write the lock file of the page: what Pyodide's own says of itself, and only our packages."""
    numpy, core = wheels
    lock = PyodideLockSpec.from_json(shipped)
    lock.packages = {name: lock.packages[name] for name in ["numpy"]}
    add_wheels_to_spec(lock, [core]).to_json(numpy.with_name("pyodide-lock.json"), indent=2)


def write_list_of_big_files(folder: Path) -> None:
    """Write files.json: name, size and hash of each file whose loading takes long."""
    files = [
        {
            "name": path.name,
            "bytes": path.stat().st_size,
            "integrity": f"sha256-{offline.hash_of(path)}",
        }
        for path in sorted(folder.iterdir())
        if path.suffix in BIG
    ]
    (folder / "files.json").write_text(json.dumps(files, indent=2) + "\n", encoding="utf-8")
