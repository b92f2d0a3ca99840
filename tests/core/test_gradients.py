"""The slopes of the backward pass are those of the loss itself; the tutorial's are not."""

import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import ACTIVATIONS, GradientCheck, Layer, Network, gradient_check
from neuron_core.explain import LIMIT
from neuron_core.lab import Lab
from neuron_core.presets import PRESETS

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


@pytest.mark.parametrize("iteration", [0, 1, 9, 500, 10_000])
@pytest.mark.parametrize("name", [*PRESETS])
def test_along_a_training_exact_slopes_pass_and_the_tutorials_fail(
    name: str, iteration: int
) -> None:
    bench = Lab()
    bench.open(PRESETS[name].plain())
    bench.goto(iteration)
    check = bench.gradient_check()
    exact = PRESETS[name].layers[-1].activation != "tanh-tutorial"
    assert check["passed"] == exact
    assert (check["relative_error"] < check["limit"]) == exact
    assert check["relative_error"] < LIMIT or check["relative_error"] > 1e-4


def test_the_page_is_given_both_slopes_of_every_parameter() -> None:
    bench = Lab()
    bench.open(PRESETS["hours"].plain())
    bench.goto(20)
    told = bench.gradient_check()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    run = PRESETS["hours"].run()
    run.goto(20)
    check = gradient_check(run.network, run.inputs, run.targets)
    assert [pair["by_formula"] for pair in told["parameters"]] == check.by_formula.tolist()
    assert [pair["by_nudging"] for pair in told["parameters"]] == check.by_nudging.tolist()
    assert told["limit"] == LIMIT == 1e-7


def test_at_the_tutorials_start_the_page_is_given_its_failure() -> None:
    check = Lab().gradient_check()
    assert f"{check['relative_error']:.3f}" == "0.124"
    assert not check["passed"]


def test_what_has_diverged_does_not_pass() -> None:
    bench = Lab()
    diverging = replace(PRESETS["tutorial"], layers=(Layer(1, "linear"),), learning_rate=5.0)
    bench.open(diverging.plain())
    bench.goto(10_000)
    assert bench.diverged
    assert not bench.gradient_check()["passed"]


def test_a_relu_exactly_on_its_kink_has_no_slope_to_agree_on() -> None:
    network = Network(1, [Layer(1, "relu", bias=False)], np.array([0.0]))
    check = gradient_check(network, np.array([[1.0]]), np.array([[1.0]]))
    assert check.by_formula == pytest.approx([0.0])
    assert check.by_nudging == pytest.approx([-0.5], abs=1e-4)
