"""A module in two parts: together they do what it does, and the rest comes when it is needed."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from builder import runtime, split
from builder.files import ROOT
from builder.split.wasm import (
    CODE,
    ELEMENTS,
    EXPORTS,
    FUNCTION,
    FUNCTIONS,
    GLOBAL,
    GLOBALS,
    IMPORTS,
    MEMORIES,
    MEMORY,
    TABLE,
    TABLES,
    TYPES,
    Export,
    Import,
    Module,
    body,
    vector,
)
from neuron_core.engine.wasm import ADD_I32, call, get, integer, unsigned

ONE, THREE = 1, 3  # an imported function comes before them


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A module with all that is divided: an import, memory, a table, a global, calls to and fro."""
    through_table = b"\x11\0\0"
    bodies = [
        get(0) + integer(1) + ADD_I32,
        get(0) + call(ONE) + call(THREE),
        get(0) + call(0) + b"\x23\0" + ADD_I32 + call(ONE),
        get(0) + integer(1) + through_table,
    ]
    exports = [
        *(Export(name, FUNCTION, at) for at, name in enumerate(["one", "two", "three", "four"], 1)),
        Export("memory", MEMORY, 0),
        Export("table", TABLE, 0),
        Export("global", GLOBAL, 0),
    ]
    return Module(
        {
            TYPES: vector([b"\x60\1\x7f\1\x7f"]),
            IMPORTS: vector([Import("env", "twice", FUNCTION, unsigned(0)).written()]),
            FUNCTIONS: vector([unsigned(0)] * len(bodies)),
            TABLES: vector([b"\x70\0\2"]),
            MEMORIES: vector([b"\0\1"]),
            GLOBALS: vector([b"\x7f\1" + integer(100) + b"\x0b"]),
            EXPORTS: vector(one.written() for one in exports),
            ELEMENTS: vector([b"\0" + integer(0) + b"\x0b" + vector(map(unsigned, [1, 2]))]),
            CODE: vector(body(b"\0" + code + b"\x0b") for code in bodies),
        },
        [],
    ).written()


LINK = ROOT / "site" / "python" / "snapshot" / "link.js"
RUN = """
import { readFileSync } from "node:fs";
const [folder, linker] = process.argv.slice(2);
const { link } = await import(linker);
const env = { twice: (number) => 2 * number };
const read = (name) => new WebAssembly.Module(readFileSync(`${folder}/${name}`));
const module = read("first");
const instance = new WebAssembly.Instance(module, { env });
let came = 0;
link(module, instance, { env }, (name) => {
  came += 1;
  return read(name);
});
const told = ["one", "two", "three", "four"].map((name) => [instance.exports[name](5), came]);
console.log(JSON.stringify(told));
"""


def told(folder: Path) -> list[list[int]]:
    """What each function makes of 5, and how often the rest had come by then."""
    script = folder / "run.mjs"
    script.write_text(RUN, encoding="utf-8")
    node = runtime.node_program("node")
    ran = subprocess.run(
        [node, script, folder, LINK.as_uri()], capture_output=True, text=True, check=True
    )
    answer: list[list[int]] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("hot", [[], [0], [1], [0, 3], [2, 3], [0, 1, 2]])
def test_two_parts_do_what_the_whole_does(whole: bytes, hot: list[int], tmp_path: Path) -> None:
    """One calls nothing; two calls one and three; three an import and one; four, two by a table."""
    (tmp_path / "first").write_bytes(whole)
    expected = [answer for answer, _ in told(tmp_path)]
    assert expected == [6, 113, 111, 113]
    first, rest = split.divide(whole, hot, "the rest")
    (tmp_path / "first").write_bytes(first)
    (tmp_path / "the rest").write_bytes(rest)
    answers = told(tmp_path)
    assert [answer for answer, _ in answers] == expected
    needs = {0: {0}, 1: {0, 1, 2}, 2: {0, 2}, 3: {0, 1, 2, 3}}
    came = [any(not needs[at] <= {*hot} for at in range(upto + 1)) for upto in range(4)]
    assert [bool(times) for _, times in answers] == came
    assert max(times for _, times in answers) <= 1


def test_a_module_is_written_as_it_was_read(whole: bytes) -> None:
    assert Module.read(whole).written() == whole


def test_what_is_no_module_is_an_error() -> None:
    with pytest.raises(ValueError, match="no module"):
        Module.read(b"<!doctype html>")


def test_the_profile_is_of_what_is_shipped() -> None:
    """If this fails after an upgrade of Pyodide: ``python -m builder.split`` records it anew."""
    modules = runtime.node_modules()
    profile = json.loads(split.PROFILE.read_text(encoding="utf-8"))
    paths = [path for path in profile if path != split.RUNTIME]
    shipped = split.modules(modules / "pyodide", runtime.numpy_wheel(modules), paths)
    assert {path: hashlib.sha256(code).hexdigest() for path, code in shipped.items()} == {
        path: facts["sha256"] for path, facts in profile.items()
    }
