"""The folders are rooms: each is described, and imports go one way between them.

The tables of docs/architecture.md say which rooms there are, and in which order.
"""

import ast
import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from builder.files import ROOT, SITE

CORE = ROOT / "neuron_core"
NOT_ROOMS = {"built", "styles", "node_modules"}  # folders of site/ without modules of ours
TOP = [
    "main.js",
    "page.js",
    "one-neuron.js",
    "service-worker.js",
]  # of site/: what may use every room


def rooms_of(folder: str) -> list[str]:
    """Return the rooms of a folder as its table lists them, the one that imports nothing first."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    _, _, section = text.partition(f"## The rooms of `{folder}`")
    section, _, _ = section.partition("\n## ")
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def python_imports(module: Path) -> Iterator[Path]:
    """Yield the files of neuron_core that a module of it imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            path = ROOT / (name.replace(".", "/") + ".py")
            if path.is_file():
                yield path


def script_imports(module: Path) -> Iterator[Path]:
    """Yield the files of site/ that a module imports, except for types, which are in comments."""
    code = re.sub(r"/\*.*?\*/", "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
    for name in re.findall(r'\b(?:from|import)\s*\(?\s*"(\.[^"]+)"', code):
        path = Path(os.path.normpath(module.parent / name))
        assert path.is_file() or path.suffix == ".json", f"{module} imports {name}"
        yield path


def room_of(module: Path, home: Path) -> str:
    first, *inside = module.relative_to(home).parts
    return f"{first}/" if inside else module.stem


@pytest.mark.parametrize(
    ("home", "pattern", "imports"),
    [(CORE, "*.py", python_imports), (SITE, "*.js", script_imports)],
    ids=["neuron_core", "site"],
)
def test_imports_go_up(home: Path, pattern: str, imports) -> None:  # type: ignore[no-untyped-def]
    order = rooms_of(home.name)
    free = {"__init__", "__main__", *(Path(name).stem for name in TOP)}
    seen = 0
    for module in sorted(home.rglob(pattern)):
        room = room_of(module, home)
        if room in free or room.rstrip("/") in NOT_ROOMS:
            continue
        assert room in order, f"docs/architecture.md does not name the room of {module}"
        for imported in imports(module):
            other = room_of(imported, home)
            if other in free or other.rstrip("/") in NOT_ROOMS:
                assert other.rstrip("/") not in {"main", "page"}, f"{module} imports {imported}"
                continue
            seen += 1
            assert order.index(other) <= order.index(room), f"{module} imports {imported}"
    assert seen > 50


def test_every_room_is_there_and_says_what_it_is() -> None:
    core = [CORE / room.rstrip("/") for room in rooms_of("neuron_core") if room.endswith("/")]
    site = [SITE / room.rstrip("/") for room in rooms_of("site")]
    there = chain(
        (path.parent for path in CORE.glob("*/__init__.py")),
        (path for path in SITE.iterdir() if path.is_dir() and path.name not in NOT_ROOMS),
    )
    assert {*core, *site} == {path for path in there if path.name[0] != "."}
    for room in core:
        said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
        assert len((said or "").splitlines()) >= 3, room
    for room in site:
        said = (room / "README.md").read_text(encoding="utf-8")
        assert len(said.splitlines()) == 2, room


def test_only_the_page_itself_knows_the_ids_of_its_html() -> None:
    by_id = re.compile(r"""getElementById|(?:querySelector|find)(?:All)?\(\s*["'`]#""")
    knowing = {
        module.relative_to(SITE).as_posix()
        for module in SITE.rglob("*.js")
        if room_of(module, SITE).rstrip("/") not in NOT_ROOMS
        and by_id.search(module.read_text(encoding="utf-8"))
    }
    # A tab names its panel by an id, which is the panel's address.
    assert knowing <= {"main.js", "page.js", "kit/tabs.js"}
