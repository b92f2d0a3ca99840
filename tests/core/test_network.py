"""Forward and backward are what an independent implementation, written here, says they are."""

import math
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import ACTIVATIONS, Experiment, Layer, Network, Neuron

Array = NDArray[np.float64]

CURVES: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "tanh-tutorial": math.tanh,
    "sigmoid": lambda total: 1 / (1 + math.exp(-total)),
    "relu": lambda total: total if total > 0 else 0.0,
    "leaky-relu": lambda total: total if total > 0 else total / 100,
    "linear": lambda total: total,
    "softplus": lambda total: math.log1p(math.exp(total)),
}
SLOPES: dict[str, Callable[[float], float]] = {  # by the sum, where the package takes the output
    "tanh": lambda total: math.cosh(total) ** -2,
    "tanh-tutorial": lambda total: math.cosh(math.tanh(total)) ** -2,
    "sigmoid": lambda total: 1 / (2 + math.exp(total) + math.exp(-total)),
    "relu": lambda total: 1.0 if total > 0 else 0.0,
    "leaky-relu": lambda total: 1.0 if total > 0 else 0.01,
    "linear": lambda total: 1.0,
    "softplus": lambda total: 1 / (1 + math.exp(-total)),
}
EACH_ACTIVATION = pytest.mark.parametrize("name", list(CURVES))


class ByHand:
    """One row through a network, neuron by neuron, on plain numbers."""

    def __init__(self, network: Network) -> None:
        numbers: Iterator[float] = iter(network.parameters.tolist())
        self.activations = [layer.activation for layer in network.layers]
        self.weights: list[list[list[float]]] = []  # [layer][input][unit]
        self.biases: list[list[float] | None] = []
        below = network.inputs
        for layer in network.layers:
            self.weights.append([[next(numbers) for _ in range(layer.units)] for _ in range(below)])
            self.biases.append([next(numbers) for _ in range(layer.units)] if layer.bias else None)
            below = layer.units
        assert next(numbers, None) is None

    def forward(self, row: list[float]) -> tuple[list[list[float]], list[list[float]]]:
        sums, outputs = [], [row]
        for name, weights, biases in zip(self.activations, self.weights, self.biases, strict=True):
            totals = list(biases) if biases else [0.0] * len(weights[0])
            for value, fan in zip(outputs[-1], weights, strict=True):
                for unit, weight in enumerate(fan):
                    totals[unit] += value * weight
            sums.append(totals)
            outputs.append([CURVES[name](total) for total in totals])
        return sums, outputs

    def gradient(self, rows: list[list[float]], targets: list[list[float]]) -> list[float]:
        """Return the slopes of half the squared error, in the order of the parameters."""
        totals = [[[0.0] * len(fan) for fan in weights] for weights in self.weights]
        bias_totals = [[0.0] * len(biases or ()) for biases in self.biases]
        for row, target in zip(rows, targets, strict=True):
            sums, outputs = self.forward(row)
            blame = [output - wanted for output, wanted in zip(outputs[-1], target, strict=True)]
            for place in reversed(range(len(sums))):
                slope = SLOPES[self.activations[place]]
                blame = [
                    part * slope(total) for part, total in zip(blame, sums[place], strict=True)
                ]
                for source, unit in product(range(len(outputs[place])), range(len(blame))):
                    totals[place][source][unit] += outputs[place][source] * blame[unit]
                if self.biases[place]:
                    for unit, part in enumerate(blame):
                        bias_totals[place][unit] += part
                blame = [
                    sum(weight * part for weight, part in zip(fan, blame, strict=True))
                    for fan in self.weights[place]
                ]
        flat: list[float] = []
        for per_input, per_unit in zip(totals, bias_totals, strict=True):
            flat += [slope for fan in per_input for slope in fan] + per_unit
        return flat


def random_case(layers: list[Layer], seed: int) -> tuple[Network, Array, Array]:
    random = np.random.default_rng(seed)
    inputs, rows = random.integers(1, 5), random.integers(1, 6)
    network = Network(int(inputs), layers)
    network.parameters[:] = random.uniform(-1, 1, network.parameters.size)
    return network, random.normal(size=(rows, inputs)), random.normal(size=(rows, layers[-1].units))


def mixed_layers(seed: int) -> list[Layer]:
    random = np.random.default_rng(seed)
    return [
        Layer(
            int(random.integers(1, 5)), str(random.choice(list(CURVES))), bool(random.integers(2))
        )
        for _ in range(random.integers(1, 5))
    ]


def assert_parity(network: Network, inputs: Array, targets: Array) -> None:
    by_hand, work = ByHand(network), network.forward(inputs)
    for place, row in enumerate(inputs.tolist()):
        sums, outputs = by_hand.forward(row)
        for stage, total, output in zip(work.stages, sums, outputs[1:], strict=True):
            np.testing.assert_allclose(stage.sums[place], total, rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(stage.outputs[place], output, rtol=1e-10, atol=1e-12)
    expected = by_hand.gradient(inputs.tolist(), targets.tolist())
    found = network.gradient(inputs, targets)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11)


def test_every_activation_has_its_counterpart_here() -> None:
    assert set(ACTIVATIONS) - {"softmax"} == set(CURVES) == set(SLOPES)
    assert [one.name for one in ACTIVATIONS.values()] == list(ACTIVATIONS)


@EACH_ACTIVATION
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_forward_and_backward_equal_plain_loops(name: str, bias: bool, depth: int) -> None:
    layers = [Layer(units, name, bias) for units in (3, 2, 4, 2)[-depth:]]
    for seed in range(3):
        assert_parity(*random_case(layers, seed))


@pytest.mark.parametrize("seed", range(30))
def test_so_they_do_where_layers_differ(seed: int) -> None:
    assert_parity(*random_case(mixed_layers(seed), seed))


@pytest.mark.parametrize("seed", range(12))
def test_networks_computed_at_once_equal_networks_computed_one_by_one(seed: int) -> None:
    layers = mixed_layers(seed)
    one, inputs, targets = random_case(layers, seed)
    stack = np.random.default_rng(seed).uniform(-1, 1, (5, one.parameters.size))
    alone = [Network(one.inputs, layers, row.copy()) for row in stack]
    together = Network(one.inputs, layers, stack)
    for found, each in (
        (together(inputs), [network(inputs) for network in alone]),
        (together(inputs[0]), [network(inputs[0]) for network in alone]),
        (together.loss(inputs, targets), [network.loss(inputs, targets) for network in alone]),
        (
            together.gradient(inputs, targets),
            [network.gradient(inputs, targets) for network in alone],
        ),
    ):
        assert found.shape == np.shape(each)
        np.testing.assert_allclose(found, each, rtol=1e-10, atol=1e-12)
    together.train(inputs, targets, iterations=3, learning_rate=0.01)
    for row, network in zip(together.parameters, alone, strict=True):
        network.train(inputs, targets, iterations=3, learning_rate=0.01)
        np.testing.assert_allclose(row, network.parameters, rtol=1e-10, atol=1e-12)


def test_the_loss_is_the_mean_squared_error_over_rows_and_outputs() -> None:
    network = Network(1, [Layer(2, "linear", bias=False)], np.array([1.0, 2.0]))
    loss = network.loss(np.array([[1.0], [2.0]]), np.array([[0.0, 0.0], [0.0, 1.0]]))
    assert float(loss) == (1 + 4 + 4 + 9) / 4


@EACH_ACTIVATION
def test_sums_far_from_0_neither_overflow_nor_warn(name: str) -> None:
    far = np.array([-1e308, -1000.0, -30.0, 0.0, 30.0, 1000.0, 1e308])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        outputs = ACTIVATIONS[name].output(far)
        slopes = np.asarray(ACTIVATIONS[name].slope(outputs))
    assert np.isfinite(outputs).all()
    assert (np.diff(outputs) >= 0).all()
    assert ((slopes >= 0) & (slopes <= 1)).all()
    limit = {"tanh": -1.0, "linear": -1e308, "leaky ReLU": -1e306}.get(ACTIVATIONS[name].curve, 0.0)
    assert outputs[0] == pytest.approx(limit)


def test_weights_and_biases_are_views_of_the_parameters_layer_by_layer() -> None:
    network = Network(2, [Layer(3), Layer(1, bias=False)], np.arange(12.0))
    first, second = network.weights
    bias, none = network.biases
    assert first.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert bias is not None
    assert bias.tolist() == [[6, 7, 8]]
    assert second.tolist() == [[9], [10], [11]]
    assert none is None
    network.parameters[:] = 0
    assert not first.any()
    assert not bias.any()


def test_random_weights_come_layer_by_layer_from_one_stream_and_biases_are_0() -> None:
    network = Network(2, [Layer(3), Layer(1)], np.full(13, 9.0))
    network.randomise(seed=5)
    stream = np.random.RandomState(5)
    for weights, bias in zip(network.weights, network.biases, strict=True):
        assert weights.tolist() == (2 * stream.random_sample(weights.shape) - 1).tolist()
        assert bias is not None
        assert not bias.any()


def test_a_row_gives_a_row_and_a_table_gives_a_table() -> None:
    network = Experiment(layers=(Layer(3), Layer(1))).network()
    row: Array = np.array([1.0, 0.0, 0.0])
    assert network(row).shape == (1,)
    assert network([1, 0, 0]).tolist() == network(row).tolist() == network((1, 0, 0)).tolist()
    assert network([row, row]).shape == (2, 1)
    assert network([[1, 0, 0]]).shape == (1, 1)


def test_asking_changes_neither_the_network_nor_what_it_was_given() -> None:
    neuron, table = Neuron(3), np.array([[1.0, 2.0, 3.0]])
    given, before = table.copy(), neuron.parameters.copy()
    neuron(table)
    neuron.loss(table, np.array([[1.0]]))
    neuron.gradient(table, np.array([[1.0]]))
    assert table.tolist() == given.tolist()
    assert neuron.parameters.tolist() == before.tolist()


def test_training_does_not_change_the_tables_it_is_given() -> None:
    inputs, targets = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0]])
    inputs.flags.writeable = targets.flags.writeable = False
    neuron = Neuron(3)
    neuron.train(inputs, targets, iterations=5)
    assert neuron.parameters.tolist() != Neuron(3).parameters.tolist()


def test_training_that_diverges_says_so_in_its_numbers_not_on_a_console() -> None:
    neuron = Neuron(1, activation="linear")
    neuron.train([[1]], [1], iterations=1_000, learning_rate=10)
    assert not np.isfinite(neuron.parameters).any()
    assert not np.isfinite(neuron([1])).any()
