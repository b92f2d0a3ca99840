"""Losses and their slopes are what plain loops and nudged losses say they are."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import ACTIVATIONS, Dataset, Experiment, Layer, Network, gradient_check
from neuron_core.engine.activations import picture
from neuron_core.engine.losses import LOSSES
from neuron_core.insight.explain import LIMIT
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from neuron_core.reader.own_rule import OwnRule, source
from neuron_core.reader.rule import FUNCTIONS

Array = NDArray[np.float64]

RANDOM = np.random.default_rng(8)
INPUTS = RANDOM.normal(size=(9, 2))
SHARES = np.eye(3)[RANDOM.integers(0, 3, 9)]
PARTS = RANDOM.random((9, 3))
OUTPUTS: dict[str, tuple[Array, str]] = {
    "softmax": (SHARES, "softmax"),
    "softmax, shares that are no whole answers": (
        PARTS / PARTS.sum(axis=1, keepdims=True),
        "softmax",
    ),
    "sigmoid": (np.sign(PARTS - 0.5) / 2 + 0.5, "sigmoid"),
    "sigmoid, parts": (PARTS, "sigmoid"),
    "one sigmoid": (PARTS[:, :1], "sigmoid"),
}
EACH_OUTPUT = pytest.mark.parametrize("output", list(OUTPUTS))


def experiment(output: str, **others: Any) -> Experiment:
    targets, name = OUTPUTS[output]
    return Experiment(
        data=Dataset(INPUTS, targets),
        layers=(Layer(4, "tanh"), Layer(targets.shape[1], name)),
        loss="cross-entropy",
        question=(0.0, 0.0),
        **{"learning_rate": 0.1, **others},
    )


def outputs_by_hand(network: Network, row: list[float]) -> list[float]:
    """Return a row's outputs, neuron by neuron."""
    for layer, weights, bias in zip(network.layers, network.weights, network.biases, strict=True):
        sums = [
            sum(value * float(weight) for value, weight in zip(row, weights[:, unit], strict=True))
            + (0.0 if bias is None else float(bias[0, unit]))
            for unit in range(layer.units)
        ]
        if layer.activation == "softmax":
            total = sum(math.exp(one) for one in sums)
            row = [math.exp(one) / total for one in sums]
        elif layer.activation == "sigmoid":
            row = [1 / (1 + math.exp(-one)) for one in sums]
        else:
            row = [math.tanh(one) for one in sums]
    return row


def loss_by_hand(network: Network, inputs: Array, targets: Array) -> tuple[float, float]:
    """Return the sum over all rows and outputs, and the mean that is shown."""
    total = 0.0
    for row, wanted in zip(inputs.tolist(), targets.tolist(), strict=True):
        for output, target in zip(outputs_by_hand(network, row), wanted, strict=True):
            total -= target * math.log(output)
            if network.layers[-1].activation == "sigmoid":
                total -= (1 - target) * math.log(1 - output)
    shares = network.layers[-1].activation == "softmax"
    return total, total / (len(inputs) if shares else targets.size)


@EACH_OUTPUT
def test_cross_entropy_is_what_its_formula_says(output: str) -> None:
    run = experiment(output).run()
    for iteration in (0, 30):
        run.goto(iteration)
        _, mean = loss_by_hand(run.network, run.inputs, run.targets)
        assert float(run.network.loss(run.inputs, run.targets)) == pytest.approx(mean, rel=1e-12)
        assert run.curve()[1][-1] == pytest.approx(mean, rel=1e-12)
        for row in INPUTS[:3]:
            by_hand = outputs_by_hand(run.network, row.tolist())
            assert run.network(row).tolist() == pytest.approx(by_hand, rel=1e-12)


@EACH_OUTPUT
def test_its_slopes_are_those_of_the_sum_over_rows_nudged_by_hand(output: str) -> None:
    run = experiment(output).run()
    run.goto(5)
    gradient = run.network.gradient(run.inputs, run.targets)
    for place, slope in enumerate(gradient):
        halves = []
        for nudge in (1e-5, -1e-5):
            nudged = run.network.like(run.network.parameters.copy())
            nudged.parameters[place] += nudge
            halves.append(loss_by_hand(nudged, run.inputs, run.targets)[0])
        assert slope == pytest.approx((halves[0] - halves[1]) / 2e-5, rel=1e-6, abs=1e-8)


@EACH_OUTPUT
@pytest.mark.parametrize("iteration", [0, 3, 200, 2_000])
def test_the_gradient_check_passes_along_a_training(output: str, iteration: int) -> None:
    bridge = Bridge()
    bridge.open(experiment(output).plain())
    bridge.goto(iteration)
    assert bridge.ask("gradient_check")["relative_error"] < LIMIT


def test_the_gradient_check_finds_a_slope_that_should_have_cancelled() -> None:
    run = experiment("sigmoid").run()
    squared = Network(2, run.network.layers, run.network.parameters)
    wrong = squared.gradient(run.inputs, run.targets)
    assert not gradient_check(run.network, run.inputs, run.targets, wrong).passed


@EACH_OUTPUT
@pytest.mark.parametrize("size", [1.0, 40.0, 800.0])
def test_it_is_exact_and_finite_where_outputs_are_rounded_to_0_and_1(
    output: str, size: float
) -> None:
    targets, name = OUTPUTS[output]
    network = Network(2, [Layer(targets.shape[1], name, bias=False)], loss="cross-entropy")
    network.parameters[...] = size * RANDOM.normal(size=network.size)
    sums = INPUTS @ network.weights[0]
    expected = 0.0
    for row, wanted in zip(sums.tolist(), targets.tolist(), strict=True):
        largest = max(row)
        total = largest + math.log(sum(math.exp(one - largest) for one in row))
        for one, target in zip(row, wanted, strict=True):
            if name == "softmax":
                expected += target * (total - one)
            else:
                # ln(1 + exp(sum)) without a number beyond all bounds
                expected += max(one, 0.0) + math.log1p(math.exp(-abs(one))) - target * one
    expected /= len(INPUTS) if name == "softmax" else targets.size
    assert float(network.loss(INPUTS, targets)) == pytest.approx(expected, rel=1e-12)
    assert np.isfinite(network(INPUTS)).all()


# On both sides as far as outputs go: where one is next to 0, where it is 1 but for what no double
# holds, and where exp has no number any more.
FAR = [-745.0, -709.0, -200.5, -40.0, -36.0, -2.5, -1e-9, 0.0, 1e-9, 2.5, 36.0, 40.0, 200.5, 709.0]


@pytest.mark.parametrize("one", FAR)
@pytest.mark.parametrize("target", [0.0, 0.25, 1.0])
def test_cross_entropy_of_a_sigmoid_has_all_its_digits_on_both_sides(
    one: float, target: float
) -> None:
    with localcontext(prec=700):
        exact = (1 + Decimal(one).exp()).ln() - Decimal(target) * Decimal(one)
    network = Network(1, [Layer(1, "sigmoid", bias=False)], loss="cross-entropy")
    network.parameters[...] = 1.0
    found = float(network.loss(np.array([[one]]), np.array([[target]])))
    assert found == pytest.approx(float(exact), rel=1e-15, abs=0)


@pytest.mark.parametrize("target", [0, 1, 2])
@pytest.mark.parametrize(
    "sums",
    [[40.0, 0.0, -3.0], [-40.0, 0.0, 0.0], [700.0, 0.0, 660.0], [5.0, 5.0, 5.0], [36.0, -1.0, 0.0]],
    ids=str,
)
def test_so_has_that_of_a_softmax(sums: list[float], target: int) -> None:
    with localcontext(prec=700):
        total = sum((Decimal(one).exp() for one in sums), Decimal(0))
        exact = total.ln() - Decimal(sums[target])
    network = Network(1, [Layer(3, "softmax", bias=False)], np.array(sums), loss="cross-entropy")
    found = float(network.loss(np.ones((1, 1)), np.eye(3)[target : target + 1]))
    assert found == pytest.approx(float(exact), rel=1e-15, abs=0)


def sigmoid_exactly(one: Decimal) -> Decimal:
    return 1 / (1 + (-one).exp())


@pytest.mark.parametrize("one", FAR[1:])
@pytest.mark.parametrize(
    ("name", "output", "slope"),
    [
        # The slope is written in terms of the output: near 1 that has lost what is left to 1.
        ("sigmoid", sigmoid_exactly, None),
        ("softplus", lambda one: (1 + one.exp()).ln(), sigmoid_exactly),
    ],
)
def test_outputs_and_slopes_have_all_their_digits_on_both_sides(
    name: str,
    output: Callable[[Decimal], Decimal],
    slope: Callable[[Decimal], Decimal] | None,
    one: float,
) -> None:
    of_rule: list[Callable[[Array], Array]] = list(FUNCTIONS[name])
    outputs = ACTIVATIONS[name].output(np.array([one]))
    slopes = np.broadcast_to(ACTIVATIONS[name].slope(outputs), 1)
    with localcontext(prec=700):
        exact = float(output(Decimal(one)))
        steep = float(slope(Decimal(one))) if slope else slopes[0]
    assert outputs[0] == pytest.approx(exact, rel=3e-16, abs=0)
    assert of_rule[0](np.array([one]))[0] == pytest.approx(exact, rel=5e-16, abs=0)
    assert slopes[0] == pytest.approx(steep, rel=1e-15, abs=0)
    assert of_rule[1](outputs)[0] == pytest.approx(steep, rel=1e-15, abs=0)


def test_a_sigmoid_of_minus_40_is_not_0() -> None:
    network = Network(1, [Layer(1, "sigmoid", bias=False)], np.array([1.0]))
    assert network([-40.0])[0] == 4.248354255291589e-18
    assert network([-745.0])[0] == 5e-324  # the least number that there is
    assert network([-1e300])[0] == 0
    assert network([1e300])[0] == 1


def test_softmax_shares_1_among_the_neurons_of_a_row() -> None:
    network = Network(2, [Layer(3, "softmax")], loss="cross-entropy")
    network.parameters[...] = RANDOM.normal(size=network.size)
    outputs = network(INPUTS)
    np.testing.assert_allclose(outputs.sum(axis=1), 1, rtol=1e-15)
    shifted = network.like(network.parameters.copy())
    assert shifted.biases[0] is not None
    shifted.biases[0][...] += 1_000
    np.testing.assert_allclose(shifted(INPUTS), outputs, rtol=1e-11)


def test_each_network_of_a_stack_shares_1_among_the_neurons_of_its_own_rows() -> None:
    network = Network(2, [Layer(3, "softmax")], loss="cross-entropy")
    stack = network.like(RANDOM.normal(size=(4, network.size)))
    outputs = stack(INPUTS)
    for parameters, found in zip(stack.parameters, outputs, strict=True):
        assert found.tolist() == network.like(parameters.copy())(INPUTS).tolist()


def test_networks_with_softmax_come_to_the_same_all_at_once() -> None:
    given = experiment("softmax", iterations=50, batch_size=4)
    many = Spread(given, 4)
    assert many.train()
    for seed, parameters in enumerate(many.networks.parameters.tolist()):
        assert parameters == after(replace(given, seed=seed), 50)


def test_its_picture_is_that_beside_a_neuron_with_a_sum_of_0() -> None:
    softmax, sigmoid = picture("softmax"), picture("sigmoid")
    assert softmax["sums"] == sigmoid["sums"]
    assert softmax["outputs"] == pytest.approx(sigmoid["outputs"], rel=1e-12)


@EACH_OUTPUT
def test_of_the_last_layer_slopes_are_1_and_deltas_are_errors(output: str) -> None:
    bridge = Bridge()
    bridge.open(experiment(output, batch_size=4).plain())
    for iteration in (0, 1, 7):
        bridge.goto(iteration)
        for row in bridge.ask("ledger")["rows"]:
            assert row["slope"] == 1
            assert row["error"] == row["target"] - row["output"]
            assert row["delta"] == row["error"] * row["slope"]
        assert any(row["slope"] != 1 for row in bridge.ask("ledger", 0)["rows"])


@EACH_OUTPUT
@pytest.mark.parametrize("batch_size", [None, 4])
def test_a_stack_of_networks_has_the_losses_of_each(output: str, batch_size: int | None) -> None:
    run = experiment(output, batch_size=batch_size).run()
    run.goto(40)
    stack = run.trace.parameters
    losses = run.network.like(stack).loss(run.inputs, run.targets)
    for parameters, loss in zip(stack, losses, strict=True):
        network = run.network.like(parameters)
        assert loss == pytest.approx(loss_by_hand(network, run.inputs, run.targets)[1], rel=1e-11)


@EACH_OUTPUT
@pytest.mark.parametrize("batch_size", [None, 4])
def test_the_rule_that_is_shown_trains_as_the_engine(output: str, batch_size: int | None) -> None:
    given = experiment(output, batch_size=batch_size)
    shown = source(given)
    assert "def cancelled_slope(outputs):" in shown
    assert not shown.startswith("#")
    run, own = given.run(), given.run(OwnRule(shown, given).rule)
    run.goto(200)
    own.goto(200)
    np.testing.assert_allclose(own.network.parameters, run.network.parameters, rtol=1e-10)
    np.testing.assert_allclose(own.curve()[1], run.curve()[1], rtol=1e-10)


def test_a_readers_own_sigmoid_is_measured_by_what_it_gives() -> None:
    given = experiment("sigmoid")
    halved = source(given).replace("1 / (1 + np.exp(-sums))", "0.5 / (1 + np.exp(-sums))")
    run = given.run(OwnRule(halved, given).rule)
    outputs = run.network(INPUTS)
    expected = -np.mean(run.targets * np.log(outputs) + (1 - run.targets) * np.log(1 - outputs))
    assert float(run.network.loss(run.inputs, run.targets)) == pytest.approx(expected, rel=1e-12)


def test_the_page_is_told_where_the_slope_cancels_out() -> None:
    told = {one["name"]: one["slope_cancels"] for one in catalogue()["losses"]}
    assert told == {"squared": False, "cross-entropy": True}


def test_the_page_is_told_which_losses_go_with_which_activations() -> None:
    described = catalogue()
    assert json.loads(json.dumps(described["losses"])) == described["losses"]
    assert [one["name"] for one in described["losses"]] == list(LOSSES)
    for one in described["losses"]:
        for activation in ACTIVATIONS:
            plain = {
                **experiment("softmax").plain(),
                "loss": one["name"],
                "layers": [{"units": 3, "activation": activation}],
            }
            if activation in one["activations"]:
                Experiment.from_plain(plain).run().goto(3)
            else:
                with pytest.raises(ValueError, match="loss"):
                    Experiment.from_plain(plain)
    row_wise = [one["name"] for one in described["activations"] if one["row_wise"]]
    assert row_wise == ["softmax"]


def test_without_a_loss_it_is_the_squared_error_as_ever() -> None:
    assert Experiment().loss == "squared"
    other = replace(experiment("sigmoid"), loss="squared")
    run = other.run()
    run.goto(20)
    errors = run.targets - run.network(run.inputs)
    assert run.curve()[1][-1] == pytest.approx(float(np.mean(errors**2)), rel=1e-12)
    assert run.network.parameters.tolist() != after(experiment("sigmoid"), 20)


TWO = np.array([0, 1, 1, 0, 1, 0, 0, 1, 1], dtype=np.float64)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (3.0, 7.0), (-7.0, -3.0), (0.0, 1e9)])
@pytest.mark.parametrize("share", [0.0, 0.4])
def test_two_classes_may_be_written_with_any_two_numbers(
    low: float, high: float, share: float
) -> None:
    data = Dataset(INPUTS, TWO, test_share=share)
    usual = replace(experiment("one sigmoid"), data=data, batch_size=4, iterations=200)
    written = Dataset(INPUTS, np.where(TWO == 1, high, low), test_share=share)
    other = replace(usual, data=written)
    assert other.coding == {low: 0.0, high: 1.0}
    assert usual.coding == {}
    benches = [Bridge(), Bridge()]
    told: list[dict[str, Any]] = []
    for bridge, one in zip(benches, (usual, other), strict=True):
        told.append(bridge.open(one.plain()))
        bridge.goto(60)
    first, second = benches
    assert first.frame().tobytes() == second.frame().tobytes()
    np.testing.assert_equal(first.ask("ledger"), second.ask("ledger"))
    networks = [bridge.spreading(3) for bridge in benches]
    assert all(one.train() for one in networks)
    assert networks[0].told() == networks[1].told()
    assert first.ask("gradient_check") == second.ask("gradient_check")
    qualities = [bridge.ask("quality") for bridge in benches]
    assert qualities[0]["training"] == qualities[1]["training"]
    assert qualities[0]["test"] == qualities[1]["test"]
    assert qualities[1]["classes"] == [f"{low:g}", f"{high:g}"]
    # The data stay as they are written, and the page says what counts as what.
    assert second.experiment.plain()["data"]["targets"] == written.targets.tolist()
    assert told[1]["data"]["targets"] == written.targets.tolist()
    assert told[1]["data"]["aims"] == told[0]["data"]["aims"] == TWO[:, np.newaxis].tolist()
    said = f"For cross-entropy, the target {low:g} counts as 0 and {high:g} as 1."
    assert [one["data"]["coding"] for one in told] == ["", said]
    assert told[1]["plane"]["levels"] == told[0]["plane"]["levels"]
    assert told[1]["plane"]["ends"] == [[low, high]]


def test_so_may_those_of_several_columns() -> None:
    usual = experiment("softmax")
    other = replace(usual, data=Dataset(INPUTS, 2 * SHARES - 1))
    assert after(other, 20) == after(usual, 20)


def test_squared_errors_take_targets_as_they_are_written() -> None:
    layers = (Layer(4), Layer(1, "sigmoid"))
    given = Experiment(
        data=Dataset(INPUTS, 2 * TWO - 1), layers=layers, loss="squared", question=(0.0, 0.0)
    )
    assert given.coding == {}
    assert given.targets is given.data.targets


def test_a_circle_opens_with_cross_entropy_and_is_learned() -> None:
    layers = [{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]
    bridge = Bridge()
    bridge.open({"preset": "circle", "loss": "cross-entropy", "layers": layers})
    assert bridge.train(3_000, milliseconds=1_000_000)
    assert bridge.ask("quality")["training"]["accuracy"] > 0.95


@pytest.mark.parametrize(
    ("targets", "kind"),
    [
        (3 * TWO + RANDOM.random(9), None),
        (np.full(9, 3.0), None),
        (4 * TWO + 3, "regression"),
    ],
    ids=["more than two", "one", "amounts"],
)
def test_what_is_no_two_classes_is_refused(targets: Array, kind: str | None) -> None:
    data = Dataset(INPUTS, targets, kind=kind)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"from 0 to 1, or two different ones for two classes"):
        replace(experiment("one sigmoid"), data=data)


def after(given: Experiment, iterations: int) -> list[float]:
    run = given.run()
    run.goto(iterations)
    numbers: list[float] = run.network.parameters.tolist()
    return numbers
