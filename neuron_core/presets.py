"""Experiments with a name: what a lesson sets up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from neuron_core import checks
from neuron_core.data.dataset import AND, HOURS, NAND, OR, XOR, Dataset
from neuron_core.data.patterns import Recipe
from neuron_core.data.scaling import multiplied
from neuron_core.engine.layers import Layer
from neuron_core.experiment import Experiment

_TUTORIAL = Experiment()
_EXACT_SLOPE = replace(_TUTORIAL, layers=(Layer(1, "tanh", bias=False),))
# Nearly the third row, so that there is something to ask where every row of 0 and 1 is known.
_XOR_NEURON = replace(_EXACT_SLOPE, data=XOR, learning_rate=0.1, question=(0.9, 0.1, 1.0))

# The tutorial's shape: the third input is always 1, so that its weight does what a bias does, and
# XOR differs from these in nothing but its targets. Sums of 0 must not mean an output of 0, as
# they do for tanh: rows 1 to 3 of "and" have the same target, for which tanh finds no weights.
_GATE = Experiment(
    layers=(Layer(1, "sigmoid", bias=False),),
    learning_rate=5.0,
    iterations=1_000,
    question=_XOR_NEURON.question,
)


def _points(pattern: str, units: list[int], rows: int = 300, **changes: Any) -> Experiment:
    """Return an experiment with a pattern of `patterns.py`, half of whose rows are for testing."""
    return Experiment(
        average=True,
        **{
            "batch_size": 10,
            "data": Dataset(recipe=Recipe(pattern, rows), test_share=0.5),
            "layers": tuple(Layer(count, "tanh") for count in units),
            "iterations": 1_000,
            "learning_rate": 0.1,
            "question": (1.0, 1.0),
            **changes,
        },
    )


PRESETS: dict[str, Experiment] = {
    "tutorial": _TUTORIAL,
    "exact-slope": _EXACT_SLOPE,
    "small-rate": replace(_EXACT_SLOPE, learning_rate=0.1),
    # On either side of 2 over the curvature of the error surface, where steps begin to settle.
    "rate-below": replace(_TUTORIAL, learning_rate=0.763),
    "rate-above": replace(_TUTORIAL, learning_rate=0.765),
    "xor-neuron": _XOR_NEURON,
    # Two hidden neurons are enough, but stay stuck at 0.5 for two rows from one start of seven.
    "xor-hidden": replace(
        _XOR_NEURON,
        layers=(Layer(4, "tanh", bias=False), Layer(1, "tanh", bias=False)),
    ),
    "hours": Experiment(
        data=HOURS,
        layers=(Layer(3, "tanh", bias=False), Layer(1, "tanh", bias=False)),
        learning_rate=0.5,
        question=(4, 8),
    ),
    "and": replace(_GATE, data=AND),
    "or": replace(_GATE, data=OR),
    "nand": replace(_GATE, data=NAND),
    "circle": _points("circle", [6, 1], learning_rate=0.2),
    # With one hidden layer, or in plain descent, a quarter stays lost from some starts.
    "xor-points": _points("xor", [4, 4, 1], seed=5, optimiser="adam", learning_rate=0.03),
    "gauss": _points("gauss", [1], iterations=300),
    # With waves among the inputs the arms come apart; with the two columns alone they hardly do.
    "spiral": _points(
        "spiral",
        [8, 8, 1],
        rows=400,
        features=("x1", "x2", "sin x1", "sin x2"),
        seed=2,
        iterations=3_000,
    ),
    "several-classes": _points(
        "several-classes",
        [],
        layers=(Layer(3, "softmax"),),
        loss="cross-entropy",
        iterations=300,
    ),
    "plane": _points("plane", [], layers=(Layer(1, "linear"),), learning_rate=0.03, iterations=300),
    "multi-gauss": _points(
        "multi-gauss",
        [12, 8, 1],
        rows=500,
        features=("x1", "x2", "sin x1", "sin x2"),
        seed=5,
        batch_size=25,
        optimiser="momentum",
        learning_rate=0.1,
        iterations=3_000,
    ),
    "curve": _points(
        "curve",
        [],
        data=Dataset(recipe=Recipe("curve", 100, noise=0.1), test_share=0.2),
        layers=(Layer(8, "tanh"), Layer(8, "tanh"), Layer(1, "linear")),
        optimiser="momentum",
        learning_rate=0.03,
        iterations=2_000,
        question=(1.0,),
    ),
}

MEANT_TO_FAIL = {
    "tutorial": "Its rate and its slope are what the lesson mends.",
    "exact-slope": "With its slope alone mended, it still takes too large steps.",
    "xor-neuron": "No one neuron can.",
}
"""Presets that do not learn their rows, and why. All others do, from 19 of 20 seeds at least, and
their own seed is a usual one."""

_SAID = {
    "tutorial": "The tutorial's neuron",
    "exact-slope": "The exact slope",
    "small-rate": "The exact slope and a small rate",
    "rate-below": "A rate just below the limit",
    "rate-above": "A rate just above the limit",
    "xor-neuron": "One or the other: one neuron",
    "xor-hidden": "One or the other: a hidden layer",
}
GROUPS: dict[str, list[str]] = {
    "The tutorial": ["tutorial", "exact-slope", "small-rate", "rate-below", "rate-above", "hours"],
    "Logic": ["and", "or", "nand", "xor-neuron", "xor-hidden"],
    "Points of two or more kinds": ["circle", "xor-points", "gauss", "spiral", "several-classes"],
    "Amounts": ["plane", "multi-gauss", "curve"],
}
"""The order and the headings under which people are offered the presets."""

TITLES: dict[str, str] = {
    name: _SAID.get(name, preset.data.title) for name, preset in PRESETS.items()
}
"""What the presets are called, for people: what their data are, where that says it."""


def filled(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a plain experiment that may name a preset, with all that this preset says.

    Whatever else is said goes before it. Of data that have no rows of their own, this holds for
    each thing said of them, and of a recipe; so ``{"preset": "circle", "data": {"recipe":
    {"noise": 0.3}}}`` has as many rows as the preset has. A question about the preset's own data
    is in their units under ``"asked"``; under ``"question"`` it is scaled already, as links had it
    before data had units.

    Raises
    ------
    InputError
        If there is no such preset.

    Examples
    --------
    >>> filled({"preset": "xor-neuron", "seed": 5})["learning_rate"]
    0.1
    """
    if not isinstance(plain, Mapping) or "preset" not in plain:
        return plain
    name = checks.one_of(plain["preset"], "preset", PRESETS)
    changes = {field: value for field, value in plain.items() if field != "preset"}
    preset = PRESETS[name].plain()
    data = changes.pop("data", None)
    if "asked" in changes:
        changes["question"] = changes.pop("asked")
    elif data is None and "question" in changes and PRESETS[name].data.scaling:
        sizes = [size for _, size in PRESETS[name].data.scaling[: len(preset["question"])]]
        [changes["question"]] = multiplied([changes["question"]], sizes, "new situation")
    if data is not None:
        changes["data"] = _over(preset["data"], data)
    return {**preset, **changes}


def _over(preset: dict[str, Any], said: Any) -> Any:
    """Return what is said of data, with the preset's for the rest unless they are other rows."""
    if not isinstance(said, Mapping) or {"inputs", "targets"} & {*said}:
        return said
    over = {**preset, **said}
    if isinstance(said.get("recipe"), Mapping) and "recipe" in preset:
        over["recipe"] = {**preset["recipe"], **said["recipe"]}
    return over
