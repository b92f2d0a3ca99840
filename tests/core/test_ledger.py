"""The ledger's numbers are those of the step, and add up to it in plain Python arithmetic."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from neuron_core import ACTIVATIONS, Dataset, Experiment, InputError, Layer, Network
from neuron_core.insight.ledger import Ledger, ledger
from neuron_core.page.bridge import Bridge
from tests.core.worked_out import check, worked_out

RANDOM = np.random.default_rng(5)
SEVEN = Dataset(RANDOM.normal(size=(7, 2)), RANDOM.normal(size=(7, 2)))
DEEP = Experiment(
    data=SEVEN,
    layers=(Layer(3, "tanh"), Layer(2, "sigmoid", bias=False), Layer(2, "linear")),
    learning_rate=0.05,
    question=(0.0, 0.0),
)
SHAPES = {
    "one layer": ((2, True),),
    "one layer, no bias": ((2, False),),
    "two layers": ((3, True), (2, True)),
    "three layers": ((3, False), (4, True), (2, False)),
}
BATCHES: dict[str, dict[str, Any]] = {
    "all rows": {},
    "all rows, averaged": {"average": True},
    "batches": {"batch_size": 3},
    "batches, averaged": {"batch_size": 3, "average": True},
    "row by row": {"batch_size": 1},
}
CURVES: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "sigmoid": lambda total: 1 / (1 + math.exp(-total)),
    "linear": lambda total: total,
}
SLOPES: dict[str, Callable[[float], float]] = {
    "tanh": lambda total: 1 / math.cosh(total) ** 2,
    "sigmoid": lambda total: math.exp(-total) / (1 + math.exp(-total)) ** 2,
    "linear": lambda total: 1.0,
}


def ledgers(experiment: Experiment, iteration: int) -> list[Ledger]:
    """Return the ledgers of all neurons at an iteration."""
    run = experiment.run()
    run.goto(iteration)
    units = sum(layer.units for layer in experiment.layers)
    return [ledger(run, unit) for unit in range(units)]


def new_parameters(experiment: Experiment, pages: list[Ledger]) -> list[float]:
    """Return the parameters that all ledgers together end with, in the network's order."""
    network = Network(experiment.data.inputs.shape[1], experiment.layers)
    first = 0
    for layer, weights, biases in zip(
        experiment.layers, network.weights, network.biases, strict=True
    ):
        for column, page in enumerate(pages[first : first + layer.units]):
            weights[:, column] = page.new_weights
            assert (page.new_bias is None) == (biases is None)
            if biases is not None and page.new_bias is not None:
                biases[0, column] = page.new_bias
        first += layer.units
    parameters: list[float] = network.parameters.tolist()
    return parameters


@pytest.mark.parametrize("name", [one.name for one in ACTIVATIONS.values() if not one.row_wise])
@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize("batch", list(BATCHES))
def test_it_ends_with_the_weights_of_the_next_iteration_to_the_bit(
    name: str, shape: str, batch: str
) -> None:
    experiment = replace(
        DEEP,
        layers=tuple(Layer(units, name, bias) for units, bias in SHAPES[shape]),
        **BATCHES[batch],
    )
    run = experiment.run()
    for iteration in (0, 1, 2, 6, 60):  # batches of 3 of 7 rows: the third one is of one row
        run.goto(iteration + 1)
        pages = ledgers(experiment, iteration)
        assert new_parameters(experiment, pages) == run.network.parameters.tolist()
        assert np.isfinite(run.network.parameters).all()


@pytest.mark.parametrize("batch", list(BATCHES))
@pytest.mark.parametrize("iteration", [0, 5])
def test_every_number_follows_from_weights_and_rows_in_plain_arithmetic(
    batch: str, iteration: int
) -> None:
    experiment = replace(DEEP, **BATCHES[batch])
    run = experiment.run()
    run.goto(iteration)
    weights = [each.tolist() for each in run.network.weights]
    biases = [None if each is None else each[0].tolist() for each in run.network.biases]
    pages = ledgers(experiment, iteration)
    names = [layer.activation for layer in experiment.layers]
    places = [
        (layer, unit) for layer, each in enumerate(experiment.layers) for unit in range(each.units)
    ]

    taken = [row.row for row in pages[0].rows]
    size = experiment.batch_size or 7
    assert len(taken) == (min(size, 7) if size in (1, 7) or iteration % 3 != 2 else 1)
    rate = 0.05 / (len(taken) if experiment.average else 1)
    fed: list[list[list[float]]] = [[SEVEN.inputs[row].tolist() for row in taken]]
    sums: list[list[list[float]]] = []
    for name, fans, extra in zip(names, weights, biases, strict=True):
        units = range(len(fans[0]))
        sums.append(
            [
                [
                    sum(value * fan[unit] for value, fan in zip(row, fans, strict=True))
                    + (extra[unit] if extra else 0.0)
                    for unit in units
                ]
                for row in fed[-1]
            ]
        )
        fed.append([[CURVES[name](total) for total in row] for row in sums[-1]])
    deltas: list[list[list[float]]] = [[], [], []]
    for layer in (2, 1, 0):
        for at, row in enumerate(taken):
            if layer == 2:
                errors = [
                    target - output
                    for target, output in zip(SEVEN.targets[row].tolist(), fed[3][at], strict=True)
                ]
            else:
                errors = [
                    sum(w * d for w, d in zip(fan, deltas[layer + 1][at], strict=True))
                    for fan in weights[layer + 1]
                ]
            slopes = [SLOPES[names[layer]](total) for total in sums[layer][at]]
            deltas[layer].append([e * s for e, s in zip(errors, slopes, strict=True)])
            for unit, (error, slope) in enumerate(zip(errors, slopes, strict=True)):
                page = pages[places.index((layer, unit))]
                assert page.rows[at].error == pytest.approx(error, rel=1e-9, abs=1e-12)
                assert page.rows[at].slope == pytest.approx(slope, rel=1e-9)

    for page, (layer, unit) in zip(pages, places, strict=True):
        assert (page.iteration, page.layer, page.unit) == (iteration, layer, pages.index(page))
        assert page.output_layer == (layer == 2)
        told = check(page)
        own = [fan[unit] for fan in weights[layer]]
        extra = biases[layer]
        assert page.weights == own
        assert page.bias == (extra[unit] if extra else None)
        for at, line in enumerate(page.rows):
            delta = deltas[layer][at][unit]
            assert line.row == taken[at]
            assert line.inputs == pytest.approx(fed[layer][at], rel=1e-9)
            assert line.products == pytest.approx(
                [value * weight for value, weight in zip(fed[layer][at], own, strict=True)],
                rel=1e-9,
            )
            assert line.sum == pytest.approx(sums[layer][at][unit], rel=1e-9, abs=1e-12)
            assert line.output == pytest.approx(fed[layer + 1][at][unit], rel=1e-9, abs=1e-12)
            assert line.target == (SEVEN.targets[taken[at]][unit] if layer == 2 else None)
            assert line.delta == pytest.approx(delta, rel=1e-9, abs=1e-12)
            assert line.contributions == pytest.approx(
                [delta * value for value in fed[layer][at]], rel=1e-9, abs=1e-12
            )
            assert line.bias_contribution == (line.delta if extra else None)
        for place, weight in enumerate(own):
            asked = sum(line.contributions[place] for line in page.rows)
            assert page.adjustments[place] == pytest.approx(asked, rel=1e-9, abs=1e-12)
            assert told["change"][place] == pytest.approx(rate * asked, rel=1e-9, abs=1e-12)
            assert page.new_weights[place] == weight + told["change"][place]
        if extra:
            asked = sum(line.delta for line in page.rows)
            assert page.bias_adjustment == pytest.approx(asked, rel=1e-9, abs=1e-12)
            assert told["change"][-1] == pytest.approx(rate * asked, rel=1e-9, abs=1e-12)
            assert page.new_bias == extra[unit] + told["change"][-1]
        else:
            assert (page.bias_adjustment, page.new_bias) == (None, None)
            assert len(told["change"]) == len(own)


def test_an_error_of_a_hidden_neuron_comes_from_the_neurons_after_it() -> None:
    run = DEEP.run()
    run.goto(3)
    pages = ledgers(DEEP, 3)
    after = {0: [3, 4], 1: [3, 4], 2: [3, 4], 3: [5, 6], 4: [5, 6], 5: [], 6: []}
    for page, at in product(pages, range(7)):
        line = page.rows[at]
        assert [source.unit for source in line.from_] == after[page.unit]
        for source in line.from_:
            assert source.delta == pages[source.unit].rows[at].delta
            assert source.weight == pages[source.unit].weights[page.unit - [0, 3][page.layer]]
            assert source.product == source.weight * source.delta
        if line.from_:
            total = sum(source.product for source in line.from_)
            assert line.error == pytest.approx(total, rel=1e-12)
        elif line.target is not None:
            assert line.error == line.target - line.output
            assert page.error is not None
            assert page.error.title == "error = target − output"
            assert worked_out(page.error, at) == line.error == page.error.values[at]


def test_the_tutorials_first_step() -> None:
    page = Bridge().ask("ledger")
    assert page["iteration"] == page["layer"] == page["unit"] == 0
    assert (page["output_layer"], page["bias"]) == (True, None)
    assert [line["title"] for line in page["lines"]] == [
        "change = learning rate × adjustment", "new weight = old weight + change"
    ]  # fmt: skip
    assert [row["row"] for row in page["rows"]] == [0, 1, 2, 3]
    rows = page["rows"]
    assert rows[0]["sum"] == rows[0]["products"][2] == page["weights"][2]
    weights, adjustments = page["weights"], [0.0, 0.0, 0.0]
    for inputs, target, row in zip(
        [(0, 0, 1), (1, 1, 1), (1, 0, 1), (0, 1, 1)], [0, 1, 1, 0], rows, strict=True
    ):
        total = sum(value * weight for value, weight in zip(inputs, weights, strict=True))
        output = math.tanh(total)
        delta = (target - output) * (1 - math.tanh(output) ** 2)
        assert [row["sum"], row["output"], row["delta"]] == pytest.approx([total, output, delta])
        for place, value in enumerate(inputs):
            adjustments[place] += value * delta
    assert page["adjustments"] == pytest.approx(adjustments)
    assert page["new_weights"] == pytest.approx(
        [weight + change for weight, change in zip(weights, adjustments, strict=True)]
    )


@pytest.mark.parametrize("batch", list(BATCHES))
def test_looking_at_it_moves_nothing(batch: str) -> None:
    experiment = replace(DEEP, **BATCHES[batch])
    bridge, fresh = Bridge(), experiment.run()
    bridge.open(experiment.plain())
    for iteration in (1, 2, 3, 9, 4, 5):
        bridge.goto(iteration)
        np.testing.assert_equal(bridge.ask("ledger", 1), bridge.ask("ledger", 1))
        fresh.goto(iteration)
        assert bridge.run.network.parameters.tolist() == fresh.network.parameters.tolist()


@pytest.mark.parametrize("batch", list(BATCHES))
def test_it_is_the_step_that_was_just_taken(batch: str) -> None:
    experiment = replace(DEEP, **BATCHES[batch])
    bridge, before = Bridge(), experiment.run()
    bridge.open(experiment.plain())
    for iteration in (0, 1, 2, 30, 29, 11):
        bridge.goto(iteration)
        before.goto(max(0, iteration - 1))
        page = bridge.ask("ledger", 2)
        assert page.pop("frame")[0] == before.iteration
        assert page.pop("scaling") == {"inputs": [], "answer": []}
        assert page == ledger(before, 2).plain()
        assert bridge.iteration == iteration


def test_it_is_plain_and_the_last_neuron_is_what_it_tells_about_unless_asked() -> None:
    bridge = Bridge()
    bridge.open(DEEP.plain())
    page = bridge.ask("ledger")
    assert page["unit"] == 6
    np.testing.assert_equal(page, bridge.ask("ledger", 6))
    assert page.pop("frame").tobytes() == bridge.frame().tobytes()  # the run is at its start
    assert json.loads(json.dumps(page, allow_nan=False)) == page
    assert page["weights"] != bridge.ask("ledger", 5)["weights"]
    assert page["rows"][0]["from"] == []
    source = bridge.ask("ledger", 0)["rows"][0]["from"][0]
    assert set(source) == {"unit", "weight", "delta", "product"}


@pytest.mark.parametrize("unit", [-1, 7, 1.5, "0"])
def test_a_neuron_that_there_is_not_is_refused(unit: Any) -> None:
    run = DEEP.run()
    with pytest.raises(InputError, match="neuron"):
        ledger(run, unit)


def test_after_a_divergence_it_shows_what_is_there() -> None:
    bridge = Bridge()
    bridge.open(replace(Experiment(), layers=(Layer(1, "linear"),), learning_rate=5.0).plain())
    bridge.goto(10_000)
    assert bridge.iteration == bridge.run.diverged_at
    assert not all(math.isfinite(weight) for weight in bridge.ask("ledger")["new_weights"])


def test_a_power_has_no_line_where_there_is_one_weight_alone() -> None:
    experiment = Experiment(
        data=Dataset(np.array([[0.5]]), np.array([[1.0]])),
        layers=(Layer(1, bias=False),),
        optimiser="adam",
        question=(0.5,),
    )
    run = experiment.run()
    run.goto(3)
    assert list(check(ledger(run))) == [
        "new mean", "new square", "direction", "change", "new weight"
    ]  # fmt: skip


def test_what_scaling_does_is_told_with_the_numbers_of_each_row() -> None:
    bridge = Bridge()
    bridge.open({"preset": "hours"})
    bridge.goto(5)
    told = bridge.ask("ledger")["scaling"]
    assert told["inputs"] == []  # the output neuron is fed by neurons
    (answer,) = told["answer"]
    assert answer["title"] == "score = output × 100"
    rows = bridge.ask("ledger")["rows"]
    assert answer["values"] == [row["output"] * 100 for row in rows]
    assert answer["parts"] == [[row["output"] for row in rows], " × 100"]
    first = bridge.ask("ledger", 0)
    assert first["scaling"]["answer"] == []
    assert [one["title"] for one in first["scaling"]["inputs"]] == [
        "hours studied ÷ 3",
        "hours slept ÷ 9",
    ]
    for column, line in enumerate(first["scaling"]["inputs"]):
        assert line["values"] == [row["inputs"][column] for row in first["rows"]]
        assert line["parts"][1] == [row[column] for row in bridge.experiment.data.inputs.tolist()]


def test_scaling_by_the_mean_is_told_and_where_there_is_none_nothing_is() -> None:
    bridge = Bridge()
    assert bridge.ask("ledger")["scaling"] == {"inputs": [], "answer": []}
    bridge.read_csv("a,b\n-3,10\n-1,20\n-2,60\n")
    bridge.use_csv([0], 1, propose=True)
    (scaled,) = bridge.ask("ledger", 0)["scaling"]["inputs"]
    assert scaled["title"] == "(a + 2) ÷ 0.816496581"
    (answer,) = bridge.ask("ledger")["scaling"]["answer"]
    assert answer["title"] == "b = output × 21.602469 + 30"
    bridge.read_csv("a,b\n-3,no\n-1,yes\n-2,yes\n")
    bridge.use_csv([0], 1, propose=True)
    assert bridge.ask("ledger")["scaling"]["answer"] == []  # classes are what they are
