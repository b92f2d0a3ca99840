"""Making dist/: the page, what it runs on, and neuron_core, in one folder that needs no other."""

import json
import shutil
from pathlib import Path
from typing import Any

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

from builder import contents, environment, offline, recording, runtime, scripts, snapshot
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
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue

PACKAGE = ROOT / "neuron_core"
SETTINGS = [ROOT / "pyproject.toml", ROOT / "LICENSE"]  # what the wheel is made from, too
LICENCES = Path(__file__).parent / "licences"

# A dist/ with this file in it was made here, from what its key says; another is left alone.
MARKER = ".built-from"

NOT_SHIPPED_ENDINGS = (".js", ".css", ".json", ".md", ".ts")
"""What is bundled, and what is for developers."""

PYODIDE = {  # the names in the npm package, and those here: hosts do not know the type of .mjs
    "pyodide.asm.mjs": "pyodide.asm.js",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
    "python_stdlib.zip": "python_stdlib.zip",
}
# Whatever git does with line ends elsewhere, these files have hashes.
ATTRIBUTES = "* -text\n"


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
        readers = runtime.reader_wheels()
        say(f"Building {out}")
        new, old = (out.with_name(f".{out.name}.{state}") for state in ("new", "old"))
        for left_over in (new, old):
            shutil.rmtree(left_over, ignore_errors=True)
        _copy_site(new)
        baked = snapshot.baked(modules / "pyodide", numpy, core)
        pyodide = {ours: modules / "pyodide" / theirs for theirs, ours in PYODIDE.items()}
        with temporary_folder() as folder:
            recorded = {"frames.bin": recording.write(folder / "frames.bin")}
            wheels = {wheel.name: wheel for wheel in (numpy, core, *readers)}
            parts = baked.files | recorded | wheels | pyodide
            files = {name: contents.put(path, new, name) for name, path in parts.items()}
        built = {
            "files": files,
            "facts": baked.facts,
            "catalogue": catalogue(),
            "description": Bridge().describe(),
            "readers": {kind: [*wheels] for kind, wheels in runtime.READER_WHEELS.items()},
            "lock": lock_of(modules / "pyodide" / "pyodide-lock.json", numpy, core),
        }
        recording.write_report(new / "index.html")
        packages = scripts.write(new, built)
        _copy_licences(modules, packages - {"pyodide"}, new / "licences")
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
    for path in sources(SITE):
        inside = path.relative_to(SITE)
        if inside.parts[0] == "node_modules":
            continue
        if not path.name.endswith(NOT_SHIPPED_ENDINGS) or path.name == offline.SERVICE_WORKER:
            (to / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to / inside)
    shutil.copyfile(ROOT / "LICENSE", to / "LICENSE")
    (to / ".nojekyll").touch()  # so that GitHub Pages serves the files as they are
    (to / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")


def _copy_licences(modules: Path, packages: set[str], to: Path) -> None:
    """Copy the licences of what readers get; those of Python packages are in their wheels."""
    found = {f"{package}.txt": modules / package / "LICENSE" for package in packages}
    found |= {f"pyodide-{text.name}": text for text in LICENCES.glob("*.txt")}
    for name, licence in found.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(licence, to / name)


def lock_of(shipped: Path, numpy: Path, core: Path) -> dict[str, Any]:
    """Return the page's lock: what Pyodide's own says of itself, and only the page's packages."""
    lock = PyodideLockSpec.from_json(shipped)
    lock.packages = {name: lock.packages[name] for name in ["numpy"]}
    with temporary_folder() as folder:
        for wheel in (numpy, core):
            shutil.copyfile(wheel, folder / wheel.name)
        written = folder / "pyodide-lock.json"
        add_wheels_to_spec(lock, [folder / core.name]).to_json(written)
        content: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return content
