"""The contract between Python and JavaScript: what Python answers is what the page takes it for.

Real answers are written down as JavaScript, each with the type that the page declares for it, and
TypeScript reads them as strictly as it reads the page: a field that is not declared is an error
too. `literal` is what crossing from Python to JavaScript makes of a value.
"""

import json
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np

from builder import runtime
from builder.files import SITE
from neuron_core import Experiment, InputError
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from neuron_core.page.queries import QUERIES
from neuron_core.presets import PRESETS

TYPES = {"model/frame.js": "Catalogue, Description, News", "python/worker.js": "Sheet, Update"}
TYPES |= {"python/queries.js": "Answers, Problem, Spread, Sweep"}
ABOUT: dict[str, tuple[tuple[Any, ...], ...]] = {
    "goal": (("loss <= 1",), ("right = all",), ("none",)),
    "course": (({"preset": "tutorial", "iterations": 50},),),
    "export": (("script",), ("plane",)),
    "frames": (([0, 2],),),
    "ledger": ((None,), (0,)),
    "picture": ((11,),),
    "plane_table": ((0,),),
    "surface": ((0, 1), (0, 1, [0, 1])),
    "layer_space": ((0, 0, 1),),
}
"""What else is asked along with some questions."""
TABLE = "size;colour;note\n1,5;red;a\n2;blue;b\n3;white;c\n4;red;d\n"
EXPERIMENTS = {
    **PRESETS,
    "diverged": replace(
        Experiment(),
        layers=(replace(Experiment().layers[0], activation="linear"),),
        learning_rate=5.0,
    ),
    "adam": replace(
        PRESETS["hours"], optimiser="adam", regularisation="l1", regularisation_rate=0.1
    ),
}


def literal(value: Any) -> str:
    """Return a value as JavaScript has it once it has crossed; NumPy's scalars do not."""
    if isinstance(value, np.ndarray):
        kind = {np.dtype("f8"): "Float64Array", np.dtype("f4"): "Float32Array"}[value.dtype]
        return f"new {kind}()" if value.ndim == 1 else f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        fields = (f"{json.dumps(name)}: {literal(part)}" for name, part in value.items())
        return f"{{{', '.join(fields)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    assert value is None or type(value) in {bool, int, float, str}, type(value)
    return json.dumps(value)  # NaN and Infinity are called the same


def answers(experiment: Experiment) -> Iterator[tuple[str, Any]]:
    """Yield all that the page is told of an experiment, each with the type that it has there."""
    bridge, columns = Bridge(), len(experiment.question)
    bridge.open({"seed": 5})
    yield "News", bridge.open(experiment.plain())
    yield "News", bridge.open({**experiment.plain(), "data": None, "question": [0.5] * columns})
    yield "News", bridge.change_rate(0.05)
    bridge.open(experiment.plain())
    bridge.goto(experiment.iterations // 50)
    yield "Description", bridge.describe()
    yield "Update", {"serial": 1, **bridge.update(0)}
    yield "Update", {"serial": 2, **bridge.update(9)}
    for name in QUERIES:
        for about in ABOUT.get(name, ((),)):
            if name == "answer":
                about = ([0.5] * columns,)
            try:
                yield f'ReturnType<Answers["{name}"]>', bridge.ask(name, *about)
            except (
                InputError
            ):  # a layer of one neuron has no layer space, one weight has no surface
                assert name in {"surface", "layer_space"}
    yield "Spread", bridge.spreading(2).told()
    yield "Sweep", bridge.sweeping("rate").told()


def others() -> Iterator[tuple[str, Any]]:
    """Yield what the page is told whatever is open."""
    bridge = Bridge()
    yield "Catalogue", catalogue()
    yield "Sheet", bridge.read_csv(TABLE)
    yield "News", bridge.use_csv([0], 1)
    yield "Problem", bridge.use_rule("x = 1 / 0")
    yield "Problem", bridge.run_script("def")
    yield "Problem", bridge.run_script("x = 1 / 0")


def scripts(told: Iterator[tuple[str, Any]]) -> str:
    imports = [
        f'/** @import {{ {names} }} from "{SITE / module}" */\n' for module, names in TYPES.items()
    ]
    lines = (
        f"/** @type {{{kind}}} */\nexport const told{at} = {literal(value)};\n"
        for at, (kind, value) in enumerate(told)
    )
    return "".join([*imports, *lines])


def faults(folder: Path, files: dict[str, str]) -> dict[str, list[str]]:
    """Return what TypeScript finds wrong with some scripts beside the page's modules."""
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    settings = {"extends": str(SITE / "jsconfig.json")}
    include = {"include": ["*.js", str(SITE / "built.d.ts")]}
    (folder / "jsconfig.json").write_text(json.dumps(settings | include), encoding="utf-8")
    tsc = runtime.node_modules(with_tools=True) / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        [runtime.node_program("node"), tsc, "--pretty", "false", "-p", folder / "jsconfig.json"],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    lines = [line for line in done.stdout.splitlines() if "error TS" in line]
    assert bool(lines) == bool(done.returncode), done.stdout + done.stderr
    found = {name: [line for line in lines if line.startswith(f"{name}.js(")] for name in files}
    assert sum(map(len, found.values())) == len(lines), lines
    return found


def test_every_answer_has_the_type_that_the_page_takes_it_for(tmp_path: Path) -> None:
    files = {name: scripts(answers(one)) for name, one in EXPERIMENTS.items()}
    files["others"] = scripts(others())
    assert [line for lines in faults(tmp_path, files).values() for line in lines] == []


def changed(value: Any, way: tuple[str | int, ...], to: Any = ...) -> Any:
    """Return a copy in which something on the way in is another value, or is not there."""
    copy = deepcopy(value)
    *inside, last = way
    within = reduce(lambda part, step: part[step], inside, copy)
    if to is ...:
        del within[last]
    else:
        within[last] = to
    return copy


def test_what_departs_from_the_types_is_found(tmp_path: Path) -> None:
    bridge = Bridge()
    described, step = bridge.describe(), bridge.ask("ledger")
    cases = {
        "undeclared": ("Description", changed(described, ("toy",), 1)),
        "undeclared-inside": ("Description", changed(described, ("plane", "levels", 0, "toy"), 1)),
        "missing": ("Description", changed(described, ("steps_in_epoch",))),
        "missing-inside": ('ReturnType<Answers["ledger"]>', changed(step, ("rows", 3, "delta"))),
        "null": ("Description", changed(described, ("meanings", "right"), None)),
        "null-of-many": ("Description", changed(described, ("network_inputs", 3, 1), None)),
        "another-type": ("Catalogue", changed(catalogue(), ("limits", "rows"), [1, "2"])),
        "a-list-for-an-array": ('ReturnType<Answers["ledger"]>', changed(step, ("frame",), [1.0])),
        "no-type": ('ReturnType<Answers["toy"]>', bridge.iteration),
        "none-of-it": ("Description", described),
    }
    found = faults(tmp_path, {name: scripts(iter([told])) for name, told in cases.items()})
    assert [name for name, lines in found.items() if not lines] == ["none-of-it"]
