"""A rule that remembers begins as its text says at every run, and can be gone back and forth in."""

from dataclasses import replace

import numpy as np
import pytest

from neuron_core import Experiment
from neuron_core.page.bridge import Bridge
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


def weights(bridge: Bridge) -> list[float]:
    found: list[float] = bridge.run.network.parameters.tolist()
    return found


def looked_at(bridge: Bridge) -> None:
    """Have everything computed that is shown, and a step that is only tried."""
    bridge.frame()
    bridge.losses()
    bridge.ask("quality")
    bridge.ask("truth_table")
    bridge.ask("gradient_check")
    bridge.plane(21)
    bridge.ask("surface", 0, 1)


@EACH
def test_momentum_begins_at_0_at_every_run(way: str) -> None:
    bridge, expected = Bridge(), history(200)
    assert bridge.use_rule(MOMENTA[way]) is None
    for _ in range(2):
        bridge.goto(200)
        assert f"{weights(bridge)[0]:.8f}" == "5.05479825"
        assert weights(bridge) == pytest.approx(expected[200], rel=1e-9, abs=1e-9)
        bridge.open({**TUTORIAL.plain(), "seed": 2})
        assert bridge.iteration == 0
        bridge.goto(30)
        assert weights(bridge) == pytest.approx(history(30, replace(TUTORIAL, seed=2))[30])
        bridge.open(TUTORIAL.plain())
    assert bridge.use_rule(MOMENTA[way]) is None
    bridge.goto(200)
    assert weights(bridge) == pytest.approx(expected[200], rel=1e-9, abs=1e-9)


@EACH
@pytest.mark.parametrize("there", [[150, 0, 1, 0, 149, 130, 129, 151], [64, 63, 62, 200, 7]])
def test_any_iteration_is_the_same_from_wherever_it_is_come_to(way: str, there: list[int]) -> None:
    bridge, expected = Bridge(), history(200)
    assert bridge.use_rule(MOMENTA[way]) is None
    for iteration in there:
        bridge.goto(iteration)
        looked_at(bridge)
        assert bridge.iteration == iteration
        assert weights(bridge) == pytest.approx(expected[iteration], rel=1e-9, abs=1e-9)
    assert bridge.run.strayed_at is None
    assert bridge.rule_problem() is None


def test_trained_in_slices_after_having_gone_back_it_comes_to_the_same() -> None:
    bridge = Bridge()
    assert bridge.use_rule(MOMENTA["in a dict"]) is None
    bridge.goto(120)
    bridge.goto(40)
    while not bridge.train(200, milliseconds=0):
        looked_at(bridge)
    assert f"{weights(bridge)[0]:.8f}" == "5.05479825"


def test_another_rate_from_some_iteration_on_keeps_what_was_before() -> None:
    bridge, fresh = Bridge(), Bridge()
    later = replace(TUTORIAL, rates=((60, 0.5),)).plain()
    for one in (bridge, fresh):
        assert one.use_rule(MOMENTA["in a dict"]) is None
    bridge.goto(100)
    bridge.open(later)
    assert bridge.iteration == 60
    fresh.open(later)
    for one in (bridge, fresh):
        one.goto(100)
    assert weights(bridge) == weights(fresh)


@pytest.mark.parametrize("batch_size", [2, 3])
def test_batches_share_what_is_remembered(batch_size: int) -> None:
    counting = remembering(
        "steps = [0]",
        "steps[0] += 1\nlayer.weights += 0 * adjustments + steps[0]",
    )
    bridge = Bridge()
    assert bridge.use_rule(counting) is None
    bridge.open(replace(TUTORIAL, batch_size=batch_size, average=True).plain())
    start = weights(bridge)
    for iteration in (5, 3, 6):
        bridge.goto(iteration)
        added = sum(range(1, iteration + 1))
        assert weights(bridge) == pytest.approx([one + added for one in start])


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
        bridge = Bridge()
        assert bridge.use_rule(text) is None
        assert np.random.random(3).tolist() == others
        np.random.seed(seed)
        bridge.goto(50)
        at_50 = weights(bridge)
        looked_at(bridge)
        bridge.goto(20)
        bridge.goto(50)
        assert weights(bridge) == at_50
        assert bridge.rule_problem() is None
        found.append(at_50)
    assert found[0] == found[1]


def test_a_rule_that_never_comes_to_the_same_says_that_it_cannot_be_gone_back_in() -> None:
    bridge = Bridge()
    assert bridge.use_rule(noisy("draw.normal()", "draw = np.random.default_rng()")) is None
    bridge.goto(50)
    assert bridge.rule_problem() is None
    bridge.goto(20)
    assert bridge.rule_problem() == {"problem": STRAYED, "line": None, "traceback": ""}
    assert bridge.run.strayed_at == 1
    # What is shown is one run, though: the newer one.
    assert bridge.run.trace.iterations[-1] == 20
    assert bridge.run.trace.parameters[-1].tolist() == weights(bridge)


def test_what_steps_change_and_activations_read_is_seen_in_all_that_is_shown() -> None:
    text = remembering(
        "stretch = 1.0",
        "global stretch\nstretch *= 0.9\nlayer.weights += 0.1 * adjustments",
    ).replace("return np.tanh(sums)", "return np.tanh(stretch * sums)")
    bridge = Bridge()
    assert bridge.use_rule(text) is None
    for iteration in (7, 3):
        bridge.goto(iteration)
        outputs = bridge.run.network(TUTORIAL.data.inputs).ravel()
        sums = TUTORIAL.data.inputs @ bridge.run.network.parameters
        assert outputs == pytest.approx(np.tanh(0.9**iteration * sums))


def test_looks_leave_nothing_in_an_activation_that_counts() -> None:
    text = TUTORIALS.replace(
        "def tanh(sums):", "calls = [0]\n\n\ndef tanh(sums):\n    calls[0] += 1"
    ).replace("return np.tanh(sums)", "return np.tanh(sums) / calls[0]")
    bridge, other = Bridge(), Bridge()
    assert bridge.use_rule(text) is None
    assert other.use_rule(text) is None
    for iteration in range(1, 9):
        bridge.goto(iteration)
        looked_at(bridge)
    other.goto(8)
    assert weights(bridge) == weights(other)


@pytest.mark.parametrize("batch_size", [None, 2])
@pytest.mark.parametrize("table", ["inputs", "targets"])
def test_a_rule_that_writes_into_the_data_is_told_so(table: str, batch_size: int | None) -> None:
    bridge = Bridge()
    bridge.open(replace(TUTORIAL, batch_size=batch_size, features=("x1", "x2", "x3")).plain())
    text = remembering("", f"{table}[0, 0] += 1")
    assert (bridge.use_rule(text) or {})["problem"].startswith("It stops here with ValueError")


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
    bridge = Bridge()
    assert bridge.use_rule(text) is None
    assert bridge.run.jumps


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
