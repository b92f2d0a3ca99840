"""The slopes of the backward pass are those of the loss itself; the tutorial's are not."""

import json
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import (
    ACTIVATIONS,
    Dataset,
    Experiment,
    GradientCheck,
    Layer,
    Network,
    gradient_check,
)
from neuron_core.insight.explain import LIMIT
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from neuron_core.reader import own_rule

Array = NDArray[np.float64]
EXACT = [one.name for one in ACTIVATIONS.values() if one.slope_rule == "exact" and not one.row_wise]
CLEAR = 1e-3  # A hundred nudges: no nudge of a weight moves a sum of this size across 0.


def random_network(seed: int, names: list[str]) -> tuple[Network, Array, Array]:
    """Return a network and a table on which no ReLU stands near its kink, where it has no slope."""
    random = np.random.default_rng(seed)
    while True:
        layers = [
            Layer(int(random.integers(1, 6)), str(random.choice(names)), bool(random.integers(2)))
            for _ in range(random.integers(1, 5))
        ]
        network = Network(int(random.integers(1, 5)), layers)
        network.parameters[:] = random.uniform(-1, 1, network.parameters.size)
        rows = random.integers(1, 8)
        inputs = random.uniform(-2, 2, (rows, network.inputs))
        targets = random.uniform(-1, 1, (rows, layers[-1].units))
        stages = network.forward(inputs).stages
        if all(
            abs(stage.sums).min() > CLEAR
            for layer, stage in zip(layers, stages, strict=True)
            if "relu" in layer.activation
        ):
            return network, inputs, targets


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("seed", range(10))
def test_exact_slopes_agree_with_the_loss(name: str, seed: int) -> None:
    assert gradient_check(*random_network(seed, [name])).relative_error < LIMIT


@pytest.mark.parametrize("seed", range(40))
def test_so_they_do_where_activations_are_mixed(seed: int) -> None:
    assert gradient_check(*random_network(seed, EXACT)).relative_error < LIMIT


@pytest.mark.parametrize("seed", range(10))
def test_the_tutorials_slope_does_not(seed: int) -> None:
    assert gradient_check(*random_network(seed, ["tanh-tutorial"])).relative_error > 1e-4


def test_only_the_tutorials_slope_is_not_exact() -> None:
    assert set(ACTIVATIONS) - set(EXACT) == {"tanh-tutorial", "softmax"}


@pytest.mark.parametrize("seed", range(5))
def test_its_second_opinion_is_the_loss_nudged_one_parameter_at_a_time(seed: int) -> None:
    network, inputs, targets = random_network(seed, ["tanh", "softplus"])
    check = gradient_check(network, inputs, targets)
    for place, slope in enumerate(check.by_nudging):
        halves = []
        for nudge in (1e-5, -1e-5):
            nudged = Network(network.inputs, network.layers, network.parameters.copy())
            nudged.parameters[place] += nudge
            halves.append(float(np.sum((targets - nudged(inputs)) ** 2)) / 2)
        assert slope == pytest.approx((halves[0] - halves[1]) / 2e-5, rel=1e-5, abs=1e-9)


def test_checking_leaves_the_network_as_it_is() -> None:
    network, inputs, targets = random_network(3, EXACT)
    before = network.parameters.copy()
    check = gradient_check(network, inputs, targets)
    assert network.parameters.tolist() == before.tolist()
    assert check.by_formula.shape == check.by_nudging.shape == before.shape
    assert check.by_formula.tolist() == network.gradient(inputs, targets).tolist()


@pytest.mark.parametrize(
    ("formula", "nudging", "error"),
    [
        ([3.0, 4.0], [3.0, 4.0], 0.0),
        ([0.0], [0.0], 0.0),
        ([2.0], [1.0], 1 / 3),
        ([3.0, 4.0], [0.0, 0.0], 1.0),
        ([1.0, 0.0], [-1.0, 0.0], 1.0),
    ],
)
def test_the_relative_error_is_0_where_they_agree_and_1_where_they_are_opposite(
    formula: list[float], nudging: list[float], error: float
) -> None:
    check = GradientCheck(np.array(formula), np.array(nudging))
    assert check.relative_error == pytest.approx(error, abs=1e-15)


def test_a_distance_within_the_noise_of_nudging_says_nothing() -> None:
    near, far = np.array([1e-12]), np.array([2e-12])
    assert GradientCheck(near, far, noise=1e-11).relative_error == 0
    assert GradientCheck(near, far, noise=1e-13).relative_error == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", [*PRESETS])
def test_along_a_training_exact_slopes_pass_and_the_tutorials_fail(name: str) -> None:
    bridge = Bridge()
    bridge.open(PRESETS[name].plain())
    exact = PRESETS[name].layers[-1].activation != "tanh-tutorial"
    for iteration in (0, 1, 9, 500, PRESETS[name].iterations):
        bridge.goto(iteration)
        check = bridge.ask("gradient_check")
        assert check["passed"] == exact
        assert (check["relative_error"] < check["limit"]) == exact
        assert check["relative_error"] < LIMIT or check["relative_error"] > 1e-4


def test_the_page_is_given_both_slopes_of_every_parameter() -> None:
    bridge = Bridge()
    bridge.open(PRESETS["hours"].plain())
    bridge.goto(20)
    told = bridge.ask("gradient_check")
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    run = PRESETS["hours"].run()
    run.goto(20)
    check = gradient_check(run.network, run.inputs, run.targets)
    assert [pair["by_formula"] for pair in told["parameters"]] == check.by_formula.tolist()
    assert [pair["by_nudging"] for pair in told["parameters"]] == check.by_nudging.tolist()
    assert told["limit"] == LIMIT == 1e-7


def test_at_the_tutorials_start_the_page_is_given_its_failure() -> None:
    check = Bridge().ask("gradient_check")
    assert f"{check['relative_error']:.3f}" == "0.124"
    assert not check["passed"]


def test_what_has_diverged_does_not_pass() -> None:
    bridge = Bridge()
    diverging = replace(PRESETS["tutorial"], layers=(Layer(1, "linear"),), learning_rate=5.0)
    bridge.open(diverging.plain())
    bridge.goto(10_000)
    assert bridge.iteration == bridge.run.diverged_at
    assert not bridge.ask("gradient_check")["passed"]


def test_a_relu_exactly_on_its_kink_has_no_slope_to_agree_on() -> None:
    network = Network(1, [Layer(1, "relu", bias=False)], np.array([0.0]))
    check = gradient_check(network, np.array([[1.0]]), np.array([[1.0]]))
    assert check.kinks.tolist() == [True]
    assert check.sides[:, 0] == pytest.approx([0.0, -1.0], abs=1e-7)
    assert not check.judged
    assert not check.passed
    assert check.verdict == "cannot be judged"
    assert check.left_out.startswith("At 1 of 1 parameter the error has a kink")


PAIRS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = Experiment(
    data=Dataset(PAIRS, np.array([0, 1, 1, 0])),
    layers=(Layer(4, "relu"), Layer(1, "linear")),
    learning_rate=0.1,
    question=(0.0, 0.0),
)


def standing_on_0(network: Network, inputs: Array) -> list[bool]:
    """Return which hidden biases move a sum that is 0 away from it."""
    return [bool(on_0) for on_0 in (network.forward(inputs).stages[0].sums == 0).any(axis=0)]


@pytest.mark.parametrize("iteration", [1, 100, 1_000])
@pytest.mark.parametrize("seed", range(1, 21))
@pytest.mark.parametrize("name", ["relu", "leaky-relu"])
def test_kinks_are_found_and_the_others_judged(name: str, seed: int, iteration: int) -> None:
    run = replace(XOR, layers=(Layer(4, name), XOR.layers[1]), seed=seed).run()
    run.goto(iteration)
    check = gradient_check(run.network, run.inputs, run.targets)
    assert check.passed
    assert not check.kinks[-5:].any()  # of the linear neuron there are none
    wrong = check.by_formula + 1e-3 * np.sign(check.by_formula)
    assert not gradient_check(run.network, run.inputs, run.targets, wrong).passed
    if iteration == 100:
        on_0 = standing_on_0(run.network, run.inputs)
        assert check.kinks[8:12].tolist() == on_0
        told = f"At {check.kinks.sum()} of 17 parameters the error has a kink"
        assert check.left_out.startswith(told) == any(on_0)
        assert str(check).startswith("The rule passes: both agree. Relative error")
        assert str(check).endswith("nothing is judged there.") == any(on_0)


def test_many_of_those_runs_stand_on_a_kink() -> None:
    standing = []
    for seed in range(1, 21):
        run = replace(XOR, seed=seed).run()
        run.goto(100)
        standing.append(any(standing_on_0(run.network, run.inputs)))
    assert sum(standing) >= 10


@pytest.mark.parametrize("away", [0.0, 1e-8, 3e-7, 1e-6, 5e-6, 2e-5, -4e-7, -5e-6])
def test_a_kink_nearby_is_told_or_looked_past_but_never_judged_wrong(away: float) -> None:
    # Two rows of one ReLU, one of which is that far from its kink.
    network = Network(1, [Layer(1, "relu")], np.array([1.0, -1.0]))
    inputs, targets = np.array([[1.0 + away], [2.0]]), np.array([[3.0], [0.5]])
    check = gradient_check(network, inputs, targets)
    assert check.passed or check.kinks.all()
    if abs(away) > 2e-6:
        assert not check.kinks.any()
        assert check.by_nudging == pytest.approx(check.by_formula, abs=1e-7)
    if away == 0:
        assert check.sides[:, 1] == pytest.approx([0.5, -2.5], abs=1e-6)


def test_so_it_is_for_a_kink_of_a_readers_own() -> None:
    # The biases are 0, so that the row of zeros stands on the kink of |sum|, where this rule takes
    # a slope of 1; its error is not 0.
    weights = (0.5, -0.4, 0.3, 0.7, -0.6, 0.2, 0.9, -0.8)
    parameters = (*weights, 0.0, 0.0, 0.0, 0.0, 0.3, -0.2, 0.4, 0.6, 0.1)
    layers = (Layer(4, "tanh"), Layer(1, "linear"))
    experiment = replace(XOR, layers=layers, parameters=parameters)
    text = own_rule.source(experiment)
    for old, new in (
        (
            "    return np.tanh(sums)",
            "    signs.append(np.where(sums < 0, -1, 1))\n    return abs(sums)",
        ),
        ("    return 1 - outputs**2", "    return signs.pop()"),
    ):
        assert old in text
        text = text.replace(old, new)
    bridge = Bridge()
    bridge.open(experiment.plain())
    assert bridge.use_rule(f"signs = []\n{text}") is None
    told = bridge.ask("gradient_check")
    assert told["passed"]
    kinks = [one["kink"] for one in told["parameters"]]
    assert [kink is not None for kink in kinks] == [False] * 8 + [True] * 4 + [False] * 5


def test_a_large_network_is_checked_portion_by_portion() -> None:
    tracemalloc.start()
    network = Network(2, [Layer(32), Layer(32), Layer(1)])
    network.randomise(1)
    inputs = np.random.default_rng(0).normal(size=(100, 2))
    assert gradient_check(network, inputs, inputs[:, :1]).passed
    assert tracemalloc.get_traced_memory()[1] < 200e6  # all at once, they take 600 MB
    tracemalloc.stop()
