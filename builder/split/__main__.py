"""Record which functions a first training calls: ``python -m builder.split``, of a new runtime."""

import io
import json
import shutil
import tarfile
from pathlib import Path

import zstandard

from builder import bundle, runtime, snapshot, split
from builder.console import run, say
from builder.files import sole_writer, temporary_folder, write_whole


def record() -> None:
    """Write the profile."""
    with sole_writer():
        modules = runtime.node_modules()
        pyodide, numpy = modules / "pyodide", runtime.numpy_wheel(modules)
        baked = snapshot.baked(pyodide, numpy, bundle.core_wheel())
        with temporary_folder() as folder:
            instrumented = folder / "pyodide"
            shutil.copytree(pyodide, instrumented)
            packed = baked.files[snapshot.SURROUNDINGS].read_bytes()
            with tarfile.open(fileobj=io.BytesIO(zstandard.decompress(packed))) as surroundings:
                surroundings.extractall(folder / "files", filter="data")
            code = split.modules(pyodide, numpy, baked.facts["libraries"])
            for name, one in code.items():
                path = instrumented / name if name == split.RUNTIME else folder / f"files{name}"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(split.instrument(one))
            (folder / "facts.json").write_text(json.dumps(baked.facts), encoding="utf-8")
            packed = baked.files[snapshot.MEMORY].read_bytes()
            (folder / "memory").write_bytes(zstandard.decompress(packed))
            script = Path(__file__).with_name("record.mjs")
            command = [runtime.node_program("node"), script, instrumented, folder]
            called = json.loads(run(command, what="Recording", cwd=folder))
    write_whole(split.PROFILE, split.profile(dict(zip(code, called, strict=True)), code))
    for name, functions in zip(code, called, strict=True):
        say(f"{len(functions):6,} functions of {Path(name).name}")


if __name__ == "__main__":
    record()
