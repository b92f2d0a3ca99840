"""A rule that remembers begins as its text says at every run, and can be gone back and forth in."""

from dataclasses import replace

import numpy as np
import pytest

from neuron_core import Experiment
from neuron_core.page.lab import Lab
from neuron_core.presets import PRESETS
from neuron_core.reader import own_rule
from neuron_core.reader.own_rule import STRAYED
from neuron_core.reader.reader_memory import may_remember

TUTORIALS = own_rule.source(Experiment())
STEP = "def step(layers, inputs, targets, learning_rate):"
ADDED = "        layer.weights += learning_rate * adjustments\n"


def remembering(before: str, update: str, step: str = STEP) -> str:
    """Return the tutorial's rule with something above its step, and another update."""
    assert TUTORIALS.count(STEP) == TUTORIALS.count(ADDED) == 1
    lines = "".join(f"        {line}\n" for line in update.splitlines())
    return TUTORIALS.replace(STEP, f"{before}\n\n\n{step}").replace(ADDED, lines)


MOVED = "layer.weights += learning_rate * 0.1 * velocity"
# The same momentum, remembered in every way that Python has.
MOMENTA = {
    "in a dict": remembering(
        "velocity = {}",
        "velocity[0] = 0.9 * velocity.get(0, 0) + adjustments\n"
        "layer.weights += learning_rate * 0.1 * velocity[0]",
    ),
    "in a name": remembering(
        "velocity = 0",
        f"global velocity\nvelocity = 0.9 * velocity + adjustments\n{MOVED}",
    ),
    "in an array, in place": remembering(
        "velocity = np.zeros((3, 1))",
        f"velocity[...] = 0.9 * velocity + adjustments\n{MOVED}",
    ),
    "in a default argument": remembering(
        "",
        f"velocity[0] = 0.9 * velocity[0] + adjustments\n{MOVED}[0]",
        "def step(layers, inputs, targets, learning_rate, velocity=[0]):",
    ),
    "in an object": remembering(
        "class Momentum:\n    velocity = 0\n\n\nmomentum = Momentum()",
        "momentum.velocity = velocity = 0.9 * momentum.velocity + adjustments\n" + MOVED,
    ),
    "in a class": remembering(
        "class Momentum:\n    velocity = 0",
        "Momentum.velocity = velocity = 0.9 * Momentum.velocity + adjustments\n" + MOVED,
    ),
    "in a closure": remembering(
        "def remembered():\n    kept = 0\n\n    def add(adjustments):\n        nonlocal kept\n"
        "        kept = 0.9 * kept + adjustments\n        return kept\n\n    return add\n\n\n"
        "add = remembered()",
        "velocity = add(adjustments)\n" + MOVED,
    ),
    "at a function": remembering(
        "",
        "here = step\nhere.velocity = velocity = 0.9 * getattr(here, 'velocity', 0) + adjustments\n"
        + MOVED,
    ),
    "in a generator": remembering(
        "def remembered():\n    kept = 0\n    while True:\n"
        "        kept = 0.9 * kept + (yield kept)\n\n\nmomentum = remembered()\nnext(momentum)",
        "velocity = momentum.send(adjustments)\n" + MOVED,
    ),
}
EACH = pytest.mark.parametrize("way", list(MOMENTA))
TUTORIAL = Experiment()


def history(steps: int, experiment: Experiment = TUTORIAL) -> list[list[float]]:
    """Return the weights at each iteration by a loop of its own."""
    weights, velocity = experiment.network().parameters[:, np.newaxis].copy(), np.zeros((3, 1))
    inputs, targets = experiment.data.inputs, experiment.data.targets
    kept = [weights.ravel().tolist()]
    for _ in range(steps):
        outputs = np.tanh(inputs @ weights)
        adjustments = inputs.T @ ((targets - outputs) * (1 - np.tanh(outputs) ** 2))
        velocity = 0.9 * velocity + adjustments
        weights = weights + 0.1 * velocity
        kept.append(weights.ravel().tolist())
    return kept


def weights(bench: Lab) -> list[float]:
    found: list[float] = bench.run.network.parameters.tolist()
    return found


def looked_at(bench: Lab) -> None:
    """Have everything computed that is shown, and a step that is only tried."""
    bench.frame()
    bench.losses()
    bench.ask("quality")
    bench.ask("truth_table")
    bench.ask("gradient_check")
    bench.plane(21)
    bench.ask("surface", 0, 1)


@EACH
def test_momentum_begins_at_0_at_every_run(way: str) -> None:
    bench, expected = Lab(), history(200)
    assert bench.use_rule(MOMENTA[way]) is None
    for _ in range(2):
        bench.goto(200)
        assert f"{weights(bench)[0]:.8f}" == "5.05479825"
        assert weights(bench) == pytest.approx(expected[200], rel=1e-9, abs=1e-9)
        bench.open({**TUTORIAL.plain(), "seed": 2})
        assert bench.iteration == 0
        bench.goto(30)
        assert weights(bench) == pytest.approx(history(30, replace(TUTORIAL, seed=2))[30])
        bench.open(TUTORIAL.plain())
    assert bench.use_rule(MOMENTA[way]) is None
    bench.goto(200)
    assert weights(bench) == pytest.approx(expected[200], rel=1e-9, abs=1e-9)


@EACH
@pytest.mark.parametrize("there", [[150, 0, 1, 0, 149, 130, 129, 151], [64, 63, 62, 200, 7]])
def test_any_iteration_is_the_same_from_wherever_it_is_come_to(way: str, there: list[int]) -> None:
    bench, expected = Lab(), history(200)
    assert bench.use_rule(MOMENTA[way]) is None
    for iteration in there:
        bench.goto(iteration)
        looked_at(bench)
        assert bench.iteration == iteration
        assert weights(bench) == pytest.approx(expected[iteration], rel=1e-9, abs=1e-9)
    assert bench.run.strayed_at is None
    assert bench.rule_problem() is None


def test_trained_in_slices_after_having_gone_back_it_comes_to_the_same() -> None:
    bench = Lab()
    assert bench.use_rule(MOMENTA["in a dict"]) is None
    bench.goto(120)
    bench.goto(40)
    while not bench.train(200, milliseconds=0):
        looked_at(bench)
    assert f"{weights(bench)[0]:.8f}" == "5.05479825"


def test_another_rate_from_some_iteration_on_keeps_what_was_before() -> None:
    bench, fresh = Lab(), Lab()
    later = replace(TUTORIAL, rates=((60, 0.5),)).plain()
    for one in (bench, fresh):
        assert one.use_rule(MOMENTA["in a dict"]) is None
    bench.goto(100)
    bench.open(later)
    assert bench.iteration == 60
    fresh.open(later)
    for one in (bench, fresh):
        one.goto(100)
    assert weights(bench) == weights(fresh)


@pytest.mark.parametrize("batch_size", [2, 3])
def test_batches_share_what_is_remembered(batch_size: int) -> None:
    counting = remembering(
        "steps = [0]",
        "steps[0] += 1\nlayer.weights += 0 * adjustments + steps[0]",
    )
    bench = Lab()
    assert bench.use_rule(counting) is None
    bench.open(replace(TUTORIAL, batch_size=batch_size, average=True).plain())
    start = weights(bench)
    for iteration in (5, 3, 6):
        bench.goto(iteration)
        added = sum(range(1, iteration + 1))
        assert weights(bench) == pytest.approx([one + added for one in start])


def noisy(draw: str, before: str = "") -> str:
    return remembering(before, f"layer.weights += 0.1 * adjustments + 0.01 * {draw}")


@pytest.mark.parametrize(
    "text",
    [
        noisy("np.random.normal(size=(3, 1))"),
        noisy("random.random()", "import random"),
        noisy("draw.normal(size=(3, 1))", "draw = np.random.default_rng(7)"),
    ],
    ids=["NumPy's", "Python's", "its own"],
)
def test_chance_is_the_same_at_every_run_and_leaves_that_of_others_alone(text: str) -> None:
    found = []
    np.random.seed(5)
    others = np.random.random(3).tolist()
    for seed in (1, 2):
        np.random.seed(5)
        bench = Lab()
        assert bench.use_rule(text) is None
        assert np.random.random(3).tolist() == others
        np.random.seed(seed)
        bench.goto(50)
        at_50 = weights(bench)
        looked_at(bench)
        bench.goto(20)
        bench.goto(50)
        assert weights(bench) == at_50
        assert bench.rule_problem() is None
        found.append(at_50)
    assert found[0] == found[1]


def test_a_rule_that_never_comes_to_the_same_says_that_it_cannot_be_gone_back_in() -> None:
    bench = Lab()
    assert bench.use_rule(noisy("draw.normal()", "draw = np.random.default_rng()")) is None
    bench.goto(50)
    assert bench.rule_problem() is None
    bench.goto(20)
    assert bench.rule_problem() == {"problem": STRAYED, "line": None, "traceback": ""}
    assert bench.run.strayed_at == 1
    # What is shown is one run, though: the newer one.
    assert bench.run.trace.iterations[-1] == 20
    assert bench.run.trace.parameters[-1].tolist() == weights(bench)


def test_what_steps_change_and_activations_read_is_seen_in_all_that_is_shown() -> None:
    text = remembering(
        "stretch = 1.0",
        "global stretch\nstretch *= 0.9\nlayer.weights += 0.1 * adjustments",
    ).replace("return np.tanh(sums)", "return np.tanh(stretch * sums)")
    bench = Lab()
    assert bench.use_rule(text) is None
    for iteration in (7, 3):
        bench.goto(iteration)
        outputs = bench.run.network(TUTORIAL.data.inputs).ravel()
        sums = TUTORIAL.data.inputs @ bench.run.network.parameters
        assert outputs == pytest.approx(np.tanh(0.9**iteration * sums))


def test_looks_leave_nothing_in_an_activation_that_counts() -> None:
    text = TUTORIALS.replace(
        "def tanh(sums):", "calls = [0]\n\n\ndef tanh(sums):\n    calls[0] += 1"
    ).replace("return np.tanh(sums)", "return np.tanh(sums) / calls[0]")
    bench, other = Lab(), Lab()
    assert bench.use_rule(text) is None
    assert other.use_rule(text) is None
    for iteration in range(1, 9):
        bench.goto(iteration)
        looked_at(bench)
    other.goto(8)
    assert weights(bench) == weights(other)


@pytest.mark.parametrize("batch_size", [None, 2])
@pytest.mark.parametrize("table", ["inputs", "targets"])
def test_a_rule_that_writes_into_the_data_is_told_so(table: str, batch_size: int | None) -> None:
    bench = Lab()
    bench.open(replace(TUTORIAL, batch_size=batch_size, features=("x1", "x2", "x3")).plain())
    text = remembering("", f"{table}[0, 0] += 1")
    assert (bench.use_rule(text) or {})["problem"].startswith("It stops here with ValueError")


PURE = [
    TUTORIALS,
    TUTORIALS.replace("1 - np.tanh(outputs) ** 2", "1 - outputs**2"),
    remembering("RATE = 0.5 * (1 + 1)", "change = RATE * adjustments\nlayer.weights += change"),
    remembering("import math", "layer.weights = layer.weights + math.sqrt(2) * adjustments"),
    remembering("def half(x, by=2):\n    return x / by", "layer.weights += half(adjustments)"),
    remembering("", "for row in range(len(inputs)):\n    layer.weights[0] += inputs[row].sum()"),
]


@pytest.mark.parametrize("text", PURE, ids=range(len(PURE)))
def test_a_rule_that_can_remember_nothing_goes_straight_to_any_iteration(text: str) -> None:
    assert not may_remember(text)
    bench = Lab()
    assert bench.use_rule(text) is None
    assert bench.run.jumps


@pytest.mark.parametrize("name", PRESETS)
def test_so_do_all_rules_that_are_shown(name: str) -> None:
    assert not may_remember(own_rule.source(PRESETS[name]))


SUSPECTS = {
    **MOMENTA,
    "another name for a function": remembering("", "f = tanh\nf.kept = 1"),
    "another name for NumPy": remembering("", "n = np\nn.kept = 1"),
    "written into NumPy": remembering("", "np.kept = 1"),
    "NumPy's chance": noisy("np.random.normal()"),
    "the class of a layer": remembering("", "layer.__class__.kept = 1"),
    "by its name": remembering("", "globals()['kept'] = 1"),
    "by setattr": remembering("", "setattr(np, 'kept', 1)"),
    "a decorator": remembering("@list\ndef nothing():\n    return []", "pass"),
    "another module": remembering("import os", "pass"),
    "imported later": remembering("", "import os"),
    "a loop outside": remembering("for kept in [1]:\n    pass", "pass"),
}


@pytest.mark.parametrize("way", SUSPECTS)
def test_whatever_may_remember_is_suspected(way: str) -> None:
    assert may_remember(SUSPECTS[way])
