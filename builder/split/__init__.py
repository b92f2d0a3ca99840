"""A runtime in two parts: what a first training calls, and the rest, which may come later.

The first part keeps the number of everything in the module, so that a snapshot of its memory fits
it as it fits the whole. In the place of a function that is not called it has a stub, which calls
through a table of its own, and has the rest of the module come if it is not there yet:
``site/python/snapshot/link.js`` does that. The rest takes memory, tables, globals and
the functions that it needs from the first part.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from builder.console import say
from builder.files import CACHE, content_key
from builder.split.wasm import (
    CODE,
    ELEMENTS,
    EXPORTS,
    FUNCTION,
    FUNCTION_REFERENCE,
    FUNCTIONS,
    GLOBAL,
    HELD,
    IMPORTS,
    MEMORY,
    TABLE,
    TABLES,
    TAG,
    TYPES,
    Export,
    Import,
    Module,
    after_locals,
    body,
    number,
    string,
    vector,
)
from neuron_core.engine.wasm import call, get, integer, unsigned

HERE = Path(__file__).parent
DIVIDED_BY = [HERE / "__init__.py", HERE / "wasm.py", HERE / "profile.json"]
RUNTIME = "pyodide.asm.wasm"
*_, PROFILE = DIVIDED_BY
"""The functions of each module that a first training calls. They are told by their numbers, which
belong to one build of the module: its SHA-256 stands there, too. ``python -m builder.split`` makes
the file. A function that is missing in it is a file that is fetched earlier than it could be."""

LINK = "rest"
"""Of the first part: the name of its table and of the section that names the file of the rest."""
FIRST, OWN = "first", "own"
"""Of the rest: the modules from which it imports what the table holds, and what is exported."""
MARKS = "marks"
"""Of an instrumented module: a table with a place for each function, null once it was called."""

IF, IS_NULL, NOWHERE = b"\x04\x40", b"\xd1", b"\0"
UNREACHABLE = b"\0\0\x0b"
NOTHING = b"\x60\0\0"
"""The type of a function that takes nothing and gives nothing."""


class Parts(NamedTuple):
    """A module in two."""

    first: bytes
    rest: bytes


def modules(pyodide: Path, numpy: Path, libraries: Sequence[str]) -> dict[str, bytes]:
    """Return the runtime and NumPy's libraries, by the paths at which Python looks for them."""
    code = {RUNTIME: (pyodide / RUNTIME).read_bytes()}
    with zipfile.ZipFile(numpy) as wheel:
        return code | {path: wheel.read(path.split("/site-packages/")[1]) for path in libraries}


def profile(called: Mapping[str, Sequence[int]], code: Mapping[str, bytes]) -> str:
    """Write down which functions of some modules are called, as the distances between them."""
    known = {
        name: {
            "sha256": hashlib.sha256(code[name]).hexdigest(),
            "called": [after - before for before, after in pairwise([0, *functions])],
        }
        for name, functions in called.items()
    }
    return json.dumps(known, separators=(",", ":")) + "\n"


@dataclass(frozen=True)
class Divided:
    """The parts of the runtime and of NumPy's libraries, as files in a folder."""

    folder: Path

    @property
    def rests(self) -> list[Path]:
        """What may come later."""
        return sorted((self.folder / "rest").iterdir())

    def first(self, path: str) -> Path:
        """Return the first part of a module; all of it where there is no profile of it."""
        return self.folder / "first" / rest_of(path)


def rest_of(path: str) -> str:
    """Return the name of the file that holds the rest of a module."""
    return f"{path.rpartition('/')[2].partition('.')[0].strip('_')}.rest.wasm"


def divided(pyodide: Path, numpy: Path, libraries: Sequence[str]) -> Divided:
    """Divide the runtime and NumPy's libraries, unless that was done before."""
    kept = CACHE / "split" / content_key([pyodide / RUNTIME, numpy, *DIVIDED_BY])
    if not kept.exists():
        say("Dividing the runtime: what a first training calls, and the rest")
        known = json.loads(PROFILE.read_text(encoding="utf-8"))
        new = kept.with_name("new")
        shutil.rmtree(kept.parent, ignore_errors=True)
        for part in ("first", "rest"):
            (new / part).mkdir(parents=True)
        for path, code in modules(pyodide, numpy, libraries).items():
            rest, facts = rest_of(path), known.get(path, {})
            first = code
            if facts.get("sha256") == hashlib.sha256(code).hexdigest():
                first, later = divide(code, list(accumulate(facts["called"])), rest)
                (new / "rest" / rest).write_bytes(later)
            else:
                say(f"  {path} is another one than is known: python -m builder.split records it.")
            (new / "first" / rest).write_bytes(first)
        new.rename(kept)
    return Divided(kept)


def divide(code: bytes, called: Collection[int], rest: str) -> Parts:
    """Divide a module.

    Parameters
    ----------
    called
        The functions, counted from the first that is not imported, that belong into the first
        part. Those that cannot do without it are added.
    rest
        The name under which the first part has the rest come.
    """
    module = Module.read(code)
    imported = len(module.imported(FUNCTION))
    hot = _needed(module, called)
    cold = [at for at in range(len(module.functions)) if at not in hot]
    reached = _reached(module, hot)
    stubs = [at for at in cold if at + imported in reached]
    called_by_cold = {
        one.number for at in cold for one in module.references[at] if one.kind == FUNCTION
    }
    wanted = sorted(called_by_cold - {at + imported for at in cold})
    # The table: what has the rest come, then what the rest calls, then what it brings.
    shared = [at for at in wanted if at >= imported]
    slots = {at: 1 + len(shared) + place for place, at in enumerate(stubs)}
    table = FUNCTION_REFERENCE + b"\x01" + 2 * unsigned(1 + len(shared) + len(stubs))
    return Parts(
        _first(module, hot, slots, shared, table, rest),
        _rest(module, cold, slots, wanted, table),
    )


def instrument(code: bytes) -> bytes:
    """Have each function clear its place in a table of their own when it is called."""
    module = Module.read(code)
    tables = module.described(TABLE)
    size = unsigned(len(module.functions))
    marks = FUNCTION_REFERENCE + b"\0" + size
    clear = b"\xd0" + FUNCTION_REFERENCE + b"\x26" + unsigned(len(tables))
    marked = [
        body(one[: (at := after_locals(one))] + integer(place) + clear + one[at:])
        for place, one in enumerate(module.bodies)
    ]
    exports = [*module.exports, Export(MARKS, TABLE, len(tables))]
    return module.but(
        {
            TABLES: vector([*tables[len(module.imported(TABLE)) :], marks]),
            EXPORTS: vector(one.written() for one in exports),
            CODE: vector(marked),
        }
    ).written()


def _needed(module: Module, called: Collection[int]) -> set[int]:
    """Return what is called, and what refers to something that only its own module reaches.

    What a module calls of itself when it comes to life is called before anybody can bring the rest.
    """
    hot = {*called, *_begun(module)}
    exported = {(one.kind, one.number) for one in module.exports}
    own = {kind: len(module.imported(kind)) for kind in (TABLE, GLOBAL, TAG)}
    for at, found in enumerate(module.references):
        for kind, _, _, index in found:
            if kind == HELD or (
                kind in own and index >= own[kind] and (kind, index) not in exported
            ):
                hot.add(at)
    return hot


def _begun(module: Module) -> list[int]:
    """Return the functions that a module calls when it comes to life."""
    imported = len(module.imported(FUNCTION))
    found = [module.start - imported] if module.start is not None else []
    for at in found:  # which grows
        calls = [one.number - imported for one in module.references[at] if one.kind == FUNCTION]
        found += [call for call in dict.fromkeys(calls) if call >= 0 and call not in found]
    return found


def _reached(module: Module, hot: set[int]) -> set[int]:
    """Return the functions that the first part, or whoever uses it, may call."""
    found = {one.number for one in module.exports if one.kind == FUNCTION} | module.elements
    if module.start is not None:
        found.add(module.start)
    for at in hot:
        found |= {one.number for one in module.references[at] if one.kind == FUNCTION}
    return found


def _first(
    module: Module, hot: set[int], slots: dict[int, int], shared: list[int], table: bytes, rest: str
) -> bytes:
    types = [*module.types, NOTHING]
    nothing, tables = len(types) - 1, module.described(TABLE)
    place = len(tables)
    loader = len(module.imported(FUNCTION)) + len(module.functions)
    code = [
        body(
            one
            if at in hot
            else _stub(types, module.functions[at], slots[at], place, loader)
            if at in slots
            else UNREACHABLE
        )
        for at, one in enumerate(module.bodies)
    ]
    # Calls what is in the table's first place, unless the rest has filled its last.
    last = integer(max(slots.values(), default=0))
    has_it_come = last + b"\x25" + unsigned(place) + IS_NULL + IF
    bring = integer(0) + b"\x11" + unsigned(nothing) + unsigned(place) + b"\x0b\x0b"
    code.append(body(b"\0" + has_it_come + bring))
    own = tables[len(module.imported(TABLE)) :]
    return module.but(
        {
            TYPES: vector(types),
            FUNCTIONS: vector(map(unsigned, [*module.functions, nothing])),
            TABLES: vector([*own, table]),
            EXPORTS: vector(one.written() for one in [*module.exports, Export(LINK, TABLE, place)]),
            ELEMENTS: vector([*module.segments, _filling(place, 1, shared)]),
            CODE: vector(code),
        },
        string(LINK) + rest.encode(),
    ).written()


def _stub(types: list[bytes], kind: int, slot: int, table: int, loader: int) -> bytes:
    """Have the rest come, and call the function with all that this one was given."""
    parameters = number(types[kind], 1)[0]
    given = b"".join(get(at) for at in range(parameters))
    through = b"\x11" + unsigned(kind) + unsigned(table)
    return b"\0" + call(loader) + given + integer(slot) + through + b"\x0b"


def _filling(table: int, begin: int, functions: list[int]) -> bytes:
    """Return the segment that fills a table with functions from there on."""
    where = unsigned(table) + integer(begin) + b"\x0b"
    return b"\x02" + where + b"\0" + vector(map(unsigned, functions))


def _rest(
    module: Module, cold: list[int], slots: dict[int, int], wanted: list[int], table: bytes
) -> bytes:
    functions = module.imported(FUNCTION)
    numbers: dict[int, dict[int, int]] = {FUNCTION: {}}
    imports: list[Import] = []
    slot = 0
    for at in wanted:
        numbers[FUNCTION][at] = len(imports)
        if at < len(functions):
            imports.append(functions[at])
        else:
            slot += 1
            takes = unsigned(module.functions[at - len(functions)])
            imports.append(Import(FIRST, str(slot), FUNCTION, takes))
    for place, at in enumerate(cold):
        numbers[FUNCTION][at + len(functions)] = len(wanted) + place
    for kind in (TABLE, MEMORY, GLOBAL, TAG):
        used = {one.number for at in cold for one in module.references[at] if one.kind == kind}
        numbers[kind] = {index: place for place, index in enumerate(sorted(used | _ALWAYS[kind]))}
        imports += [_import(module, kind, index) for index in numbers[kind]]
    imports.append(Import(OWN, LINK, TABLE, table))
    brought = [numbers[FUNCTION][at + len(functions)] for at in slots]
    begin = min(slots.values(), default=0)
    return Module(
        {
            TYPES: module.sections[TYPES],
            IMPORTS: vector(one.written() for one in imports),
            FUNCTIONS: vector(unsigned(module.functions[at]) for at in cold),
            ELEMENTS: vector([_filling(len(numbers[TABLE]), begin, brought)]),
            CODE: vector(body(_renumbered(module, at, numbers)) for at in cold),
        },
        [],
    ).written()


_ALWAYS = {TABLE: set[int](), MEMORY: {0}, GLOBAL: set[int](), TAG: set[int]()}
"""Loads and stores do not say that they are of the one memory."""


def _import(module: Module, kind: int, index: int) -> Import:
    """Return how the rest asks for something of which the first part has that number."""
    imported = module.imported(kind)
    described = module.described(kind)[index]
    if kind in (TABLE, MEMORY):  # of whatever length
        described = described[: kind == TABLE] + b"\0\0"
    if index < len(imported):
        return imported[index]._replace(type=described)
    name = next(one.name for one in module.exports if one[1:] == (kind, index))
    return Import(OWN, name, kind, described)


def _renumbered(module: Module, at: int, numbers: dict[int, dict[int, int]]) -> bytes:
    """Return a function's code in which all that it refers to has its number in the rest."""
    code, parts, end = module.bodies[at], [], 0
    for kind, begin, after, index in module.references[at]:
        parts += [code[end:begin], unsigned(numbers[kind][index])]
        end = after
    return b"".join([*parts, code[end:]])
