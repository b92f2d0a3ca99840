"""Whatever a reader's rule gets wrong is told in a sentence, with its line, and not taken."""

import json

import pytest

from neuron_core import Experiment
from neuron_core.page.bridge import Bridge
from neuron_core.reader import own_rule

RULE = own_rule.source(Experiment())
MENDED = RULE.replace("1 - np.tanh(outputs) ** 2", "1 - outputs**2")
IN_STEP = "    # Forward: the outputs of one layer are the inputs of the next.\n"
ADDED = "layer.weights += learning_rate * adjustments"


def replaced(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)


WRONG: dict[str, tuple[str, str, str]] = {
    # The text, what the sentence says, and a part of the line that it points at
    "not Python": (
        replaced("return np.tanh(sums)", "return np.tanh(sums"),
        "never closed",
        "np.tanh(sums",
    ),
    "half a word": (replaced("def step(", "deff step("), "Python cannot read this: ", "deff"),
    "indented wrongly": (
        replaced("    return np.tanh(sums)", "  pass\n    return 1"),
        "indent",
        "  pass",
    ),
    "nothing at all": ("", "There is no function tanh any more", ""),
    "no step": (replaced("def step(", "def stop("), "There is no function step any more", ""),
    "no slope": (replaced("def tutorial_slope(", "def slope("), "no function tutorial_slope", ""),
    "step a number": (RULE + "\nstep = 3\n", "step is not a function", ""),
    "slope a number": (
        RULE + "\ntutorial_slope = 3\n",
        "tutorial_slope is not a function",
        "",
    ),
    "another name": (
        replaced("targets - outputs", "target - outputs"),
        "Nothing here is called target",
        "target - out",
    ),
    "a name that has no value yet": (
        replaced(IN_STEP, "    print(sums)\n"),
        "A name is used here before it has a value",
        "print(sums)",
    ),
    "no return": (
        replaced("return 1 -", "1 -"),
        "tutorial_slope gives nothing back",
        "def tutorial_slope",
    ),
    "no return of the activation": (
        replaced("return np.tanh", "np.tanh"),
        "tanh gives nothing back",
        "def tanh",
    ),
    "too few slopes": (
        replaced("return 1 - np.tanh(outputs) ** 2", "return np.ones(2)"),
        "tutorial_slope gives back the shape (2,); it was given (4, 1)",
        "def tutorial_slope",
    ),
    "text for a slope": (
        replaced("return 1 - np.tanh(outputs) ** 2", "return 'steep'"),
        "tutorial_slope gives back something else than numbers",
        "def tutorial_slope",
    ),
    "a ragged list": (
        replaced("return 1 - np.tanh(outputs) ** 2", "return [[1], [1, 2]]"),
        "tutorial_slope gives back something else than numbers",
        "def tutorial_slope",
    ),
    "complex numbers": (
        replaced("return np.tanh(sums)", "return sums * 1j"),
        "tanh gives back something else than numbers",
        "def tanh",
    ),
    "weights turned": (
        replaced(ADDED, "layer.weights = layer.weights.T"),
        "step leaves the weights of layer 1 in the shape (1, 3); it was (3, 1)",
        "def step",
    ),
    "no weights": (
        replaced(ADDED, "layer.weights = None"),
        "step leaves in the weights of layer 1 something else than numbers",
        "def step",
    ),
    "a bias where there is none": (
        replaced(ADDED, "layer.bias = [1, 2]"),
        "step leaves the bias of layer 1 in the shape (2,); it was ()",
        "def step",
    ),
    "not a number": (
        replaced(ADDED, "layer.weights *= np.nan"),
        "After one step a weight is not a finite number",
        "def step",
    ),
    "shapes that do not fit": (
        replaced("layer.inputs.T @ deltas", "layer.inputs @ deltas"),
        "It stops here with ValueError: matmul",
        "layer.inputs @ deltas",
    ),
    "another number of arguments": (
        replaced("def tanh(sums):", "def tanh(sums, more):"),
        "It stops here with TypeError: tanh() missing 1 required positional argument",
        "outputs = layer.activation",
    ),
    "a step without layers": (
        replaced("def step(layers, ", "def step("),
        "TypeError: step() takes 3",
        "",
    ),
    "a division by 0": (replaced(IN_STEP, "    1 / 0\n"), "Something is divided by 0", "1 / 0"),
    "an error of its own": (
        replaced(IN_STEP, "    raise KeyError('my own')\n"),
        "It stops here with KeyError: 'my own'",
        "raise KeyError",
    ),
    "an error that cannot be written": (
        replaced(
            IN_STEP,
            "    class Odd(Exception):\n        def __str__(self): return 1\n    raise Odd\n",
        ),
        "It stops here with",
        "raise Odd",
    ),
    "an error that is no exception": (
        replaced(IN_STEP, "    raise GeneratorExit\n"),
        "It stops here with GeneratorExit",
        "raise GeneratorExit",
    ),
    "an end of the program": (
        replaced(IN_STEP, "    raise SystemExit\n"),
        "SystemExit",
        "raise SystemExit",
    ),
    "calling itself": (
        replaced("return np.tanh(sums)", "return tanh(sums)"),
        "calls itself again and again",
        "return tanh(sums)",
    ),
    "calling each other": (
        replaced("return np.tanh(sums)", "return tutorial_slope(sums)").replace(
            "1 - np.tanh(outputs) ** 2", "tanh(outputs)"
        ),
        "calls itself again and again",
        "return t",
    ),
    "a module that there is not": (
        replaced("import numpy as np", "import numpy as np\nimport torch_like"),
        "There is no module torch_like here; numpy and neuron_core are there",
        "import torch_like",
    ),
    "inputs overwritten": (
        replaced(IN_STEP, "    inputs += 1\n"),
        "It stops here with ValueError: output array is read-only",
        "inputs += 1",
    ),
    "an activation for one number": (
        replaced("return np.tanh(sums)", "return sums if sums > 0 else 0 * sums"),
        "It stops here with ValueError: The truth value of an array",
        "return sums if",
    ),
    "an empty character": (RULE + "\0", "null bytes", ""),
}


@pytest.mark.parametrize("name", list(WRONG))
@pytest.mark.parametrize("before", [None, MENDED], ids=["the engine", "a rule"])
def test_what_does_not_work_is_not_taken_and_what_is_wrong_is_told(
    name: str, before: str | None
) -> None:
    text, sentence, part = WRONG[name]
    bridge = Bridge()
    assert bridge.use_rule(before) is None
    bridge.goto(30)
    run, frame = bridge.run, bridge.frame().tobytes()
    problem = bridge.use_rule(text)
    assert problem is not None
    assert sentence in problem["problem"]
    assert problem["problem"].endswith((".", "?"))
    assert "\n" not in problem["problem"]
    assert json.loads(json.dumps(problem)) == problem
    if part:
        assert part in text.splitlines()[problem["line"] - 1]
    assert "neuron_core/" not in problem["traceback"]
    assert "Told" not in problem["traceback"]
    assert len(problem["traceback"]) < 5_000
    assert bridge.run is run
    assert bridge.frame().tobytes() == frame
    assert bridge.describe()["edited"] == (before is not None)
    assert bridge.rule_problem() is None
