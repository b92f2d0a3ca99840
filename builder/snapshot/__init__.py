"""What a reader's Python starts from: its memory once NumPy and neuron_core are imported.

``bake.mjs`` makes it, in Node; ``site/python/snapshot/restore.js`` brings it to life in a browser.
Both first bring the runtime to the one state that ``site/python/snapshot/runtime.js`` describes.
"""

import gzip
import io
import json
import shutil
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from builder import runtime, split
from builder.console import Failure, run, say
from builder.files import CACHE, ROOT, SITE, content_key, sources, swap_in, temporary_folder
from builder.split import wasm
from builder.split.wasm import Module

MEMORY, SURROUNDINGS, FACTS = "memory.zst", "surroundings.zst", "facts.json"
FIRST_PART = "pyodide.first.wasm"
DATA = "pyodide.data"
"""In the surroundings: what the runtime's memory holds at first, which its first part does not."""
HERE = Path(__file__).parent
SHARED = SITE / "python" / "snapshot" / "runtime.js"
LEVEL = 19
"""Of zstd: the levels above take longer and save less than one part in two hundred."""
LONGEST_NAME = 100
"""Of a file in a tar archive, without the fields that later versions of the format added."""


@dataclass(frozen=True)
class Baked:
    """A snapshot.

    ``memory.zst`` is the difference between Python's memory and a fresh one; ``surroundings.zst``
    a tar archive of the libraries and sources that Python expects to find; beside them are the
    first part of the runtime, and the rests of all that was divided. `facts` is what must be known
    of them.
    """

    files: dict[str, Path]
    facts: dict[str, Any]


def baked(pyodide: Path, numpy: Path, core: Path) -> Baked:
    """Return the snapshot of a runtime and two wheels, made unless it was made before."""
    kept, whole = CACHE / "snapshot", pyodide / split.RUNTIME
    made_from = [whole, pyodide / "python_stdlib.zip", numpy, core]
    key = content_key([*made_from, *sources(HERE), *split.DIVIDED_BY, SHARED])
    if not (kept / key).exists():
        say("Making the snapshot of Python that the page starts from")
        with temporary_folder() as temporary:
            new = temporary / "new"
            new.mkdir()
            state, facts = _bake(pyodide, numpy, core, temporary)
            divided = split.divided(pyodide, numpy, facts["libraries"])
            for path in facts["libraries"]:
                shutil.copyfile(divided.first(path), state / f"files{path}")
            facts["data"] = _take_data(divided.first(split.RUNTIME), state / "files", new)
            code = (new / FIRST_PART).read_bytes()
            facts["files"] = {FIRST_PART: {"bytes": len(code), "sent": len(gzip.compress(code))}}
            for rest in divided.rests:
                shutil.copyfile(rest, new / rest.name)
            for name, content in {
                MEMORY: (state / "memory").read_bytes(),
                SURROUNDINGS: _tar(state / "files"),
            }.items():
                packed = zstandard.ZstdCompressor(level=LEVEL).compress(content)
                size = len(packed)
                facts["files"][name] = {"bytes": size, "sent": size, "unpacked": len(content)}
                (new / name).write_bytes(packed)
            (new / FACTS).write_text(json.dumps(facts), encoding="utf-8")
            (new / key).touch()
            swap_in(new, kept, temporary / "old")
    facts = json.loads((kept / FACTS).read_text(encoding="utf-8"))
    return Baked(
        {path.name: path for path in kept.iterdir() if path.name not in (FACTS, key)}, facts
    )


def _take_data(runtime: Path, surroundings: Path, to: Path) -> dict[str, Any]:
    """Move the data of a runtime into the surroundings, where they are packed better."""
    module = Module.read(runtime.read_bytes())
    begin = module.data[0][0]
    image = bytearray(max(address + len(content) for address, content in module.data) - begin)
    for address, content in module.data:
        image[address - begin : address - begin + len(content)] = content
    (surroundings / DATA).write_bytes(image)
    (to / FIRST_PART).write_bytes(
        module.but(dict.fromkeys((wasm.DATA, wasm.DATA_COUNT), b"")).written()
    )
    return {"file": f"/{DATA}", "to": begin}


def _bake(pyodide: Path, numpy: Path, core: Path, temporary: Path) -> tuple[Path, dict[str, Any]]:
    """Return a folder with the files of the state, and the facts about it."""
    wheels, state = temporary / "wheels", temporary / "state"
    for name, wheel in {"numpy": numpy, "core": core}.items():
        with zipfile.ZipFile(wheel) as archive:
            members = [name for name in archive.namelist() if ".dist-info/" not in name]
            archive.extractall(wheels / name, members)
    state.mkdir()
    node, script = runtime.node_program("node"), HERE / "bake.mjs"
    bake = [node, script, pyodide, wheels / "numpy", wheels / "core", state]
    facts: dict[str, Any] = json.loads(run(bake, what="Baking", cwd=ROOT))
    facts["lock"] = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    facts["archives"] = {
        "standard library": {"file": "python_stdlib.zip", "to": facts.pop("standard")},
        "numpy": {"file": numpy.name, "to": f"/tmp/{numpy.name}"},
    }
    return state, facts


def _tar(folder: Path) -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(sources(folder)):
            member = tarfile.TarInfo(path.relative_to(folder).as_posix())
            if len(member.name) >= LONGEST_NAME:
                raise Failure(f"The name {member.name} is too long for the page's reader of tar.")
            member.size = path.stat().st_size
            with path.open("rb") as file:
                tar.addfile(member, file)
    return archive.getvalue()
