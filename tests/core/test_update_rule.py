"""Optimisers and penalties step as loops over plain numbers do, forwards, back and in stacks."""

import itertools
import math
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import Dataset, Experiment, Layer
from neuron_core.engine.optimisers import OPTIMISERS
from neuron_core.engine.regularisations import REGULARISATIONS
from neuron_core.insight.ledger import Ledger, ledger
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.reader.own_rule import OwnRule, source
from neuron_core.run.training import Run
from tests.core.stepping import single_steps
from tests.core.worked_out import check

Array = NDArray[np.float64]

RANDOM = np.random.default_rng(2)
SEVEN = Dataset(RANDOM.normal(size=(7, 2)), RANDOM.random((7, 2)))
DEEP = Experiment(
    data=SEVEN,
    layers=(Layer(3), Layer(2, "sigmoid")),
    learning_rate=0.02,
    regularisation_rate=0.03,
    question=(0.0, 0.0),
)
SHAPES: dict[str, tuple[Layer, ...]] = {
    "one layer": (Layer(2, "sigmoid"),),
    "hidden layer": DEEP.layers,
    "no biases": (Layer(3, "relu", bias=False), Layer(2, "linear", bias=False)),
}
BATCHES: dict[str, dict[str, Any]] = {
    "all rows": {},
    "all rows, averaged": {"average": True, "learning_rate": 0.1},
    "batches": {"batch_size": 3},
    "batches, averaged": {"batch_size": 3, "average": True, "learning_rate": 0.1},
}
KINDS = [
    pytest.param(optimiser, regularisation, id=f"{optimiser}, {regularisation}")
    for optimiser, regularisation in product(OPTIMISERS, REGULARISATIONS)
]
STEPS = 151
EACH_KIND = pytest.mark.parametrize(("optimiser", "regularisation"), KINDS)
EACH_BATCH = pytest.mark.parametrize("batch", list(BATCHES))


def made(
    optimiser: str, regularisation: str, batch: str, shape: str = "hidden layer"
) -> Experiment:
    return replace(
        DEEP,
        layers=SHAPES[shape],
        optimiser=optimiser,
        regularisation=regularisation,
        **BATCHES[batch],
    )


class ByHand:
    """Steps on lists of numbers, given the slopes of single rows."""

    def __init__(self, experiment: Experiment) -> None:
        network = experiment.network()
        self.experiment, self.network = experiment, network
        self.numbers: list[float] = network.parameters.tolist()
        self.is_weight: list[bool] = []
        below = network.inputs
        for layer in network.layers:
            self.is_weight += [True] * below * layer.units + [False] * layer.units * layer.bias
            below = layer.units
        self.velocity = [0.0] * len(self.numbers)
        self.mean = [0.0] * len(self.numbers)
        self.square = [0.0] * len(self.numbers)
        self.steps = 0

    def batch(self) -> list[int]:
        size = self.experiment.batch_size or 7
        epoch, place = divmod(self.steps, math.ceil(7 / size))
        order = list(range(7))
        if size < 7:
            order = np.random.default_rng([self.experiment.seed, epoch]).permutation(7).tolist()
        return order[place * size : (place + 1) * size]

    def step(self) -> None:
        rows = self.batch()
        network = self.network.like(np.array(self.numbers))
        slopes = [
            network.gradient(SEVEN.inputs[row : row + 1], SEVEN.targets[row : row + 1])
            for row in rows
        ]
        self.steps += 1
        rate, strength = self.experiment.learning_rate, self.experiment.regularisation_rate
        kind = self.experiment.regularisation
        for place, (number, weight) in enumerate(zip(self.numbers, self.is_weight, strict=True)):
            slope = sum(float(one[place]) for one in slopes)
            if self.experiment.average:
                slope /= len(rows)
            if kind == "l2" and weight:
                slope += strength * number
            pull = strength if kind == "l1" and weight else 0.0
            direction, length = self.direction(place, slope, pull)
            moved = number - rate * direction
            if pull:
                left = max(abs(moved) - rate * pull / length, 0.0)
                shrunk = math.copysign(left, moved)
                self.velocity[place] += (moved - shrunk) / rate
                moved = shrunk
            self.numbers[place] = moved

    def direction(self, place: int, slope: float, pull: float) -> tuple[float, float]:
        """Return the direction downwards, and what it and the pull are divided by."""
        if self.experiment.optimiser == "momentum":
            self.velocity[place] = 0.9 * self.velocity[place] + slope
            return self.velocity[place], 1.0
        if self.experiment.optimiser == "adam":
            self.mean[place] = 0.9 * self.mean[place] + 0.1 * slope
            self.square[place] = 0.999 * self.square[place] + 0.001 * slope * slope
            mean = self.mean[place] / (1 - 0.9**self.steps)
            square = self.square[place] / (1 - 0.999**self.steps)
            length = math.sqrt(square) + pull + 1e-8
            return mean / length, length
        return slope, 1.0


@EACH_KIND
@EACH_BATCH
@pytest.mark.parametrize("shape", list(SHAPES))
def test_steps_are_those_of_a_loop_over_plain_numbers(
    optimiser: str, regularisation: str, batch: str, shape: str
) -> None:
    experiment = made(optimiser, regularisation, batch, shape)
    run, by_hand = experiment.run(), ByHand(experiment)
    for _ in range(13):
        run.step()
        by_hand.step()
        np.testing.assert_allclose(run.network.parameters, by_hand.numbers, rtol=1e-9, atol=1e-12)


@EACH_KIND
@pytest.mark.parametrize("size", [1, 2, 4])
def test_so_they_are_in_averaged_batches_of_any_size(
    optimiser: str, regularisation: str, size: int
) -> None:
    experiment = replace(made(optimiser, regularisation, "batches, averaged"), batch_size=size)
    run, by_hand = experiment.run(), ByHand(experiment)
    for _ in range(9):
        run.step()
        by_hand.step()
    np.testing.assert_allclose(run.network.parameters, by_hand.numbers, rtol=1e-9, atol=1e-12)


@EACH_KIND
@EACH_BATCH
def test_any_way_to_an_iteration_gives_the_same_numbers_to_the_bit(
    optimiser: str, regularisation: str, batch: str
) -> None:
    experiment = made(optimiser, regularisation, batch)
    history = single_steps(experiment, STEPS)
    for way in ([150, 0, 1, 0, 149, 130, 129, 128], [64, *range(64, 50, -1), 151, 150, 7]):
        run = experiment.run()
        for iteration in way:
            run.goto(iteration)
            assert run.network.parameters.tolist() == history[iteration]


@EACH_KIND
@EACH_BATCH
def test_a_run_that_diverges_is_found_and_can_go_back(
    optimiser: str, regularisation: str, batch: str
) -> None:
    experiment = replace(
        made(optimiser, regularisation, batch, "no biases"),
        data=replace(SEVEN, targets=SEVEN.targets * 1e150),
        learning_rate=100.0,
    )
    run = experiment.run()
    run.goto(400)
    if run.diverged_at is None:
        assert optimiser == "adam"  # whose steps have a length of their own
        return
    assert run.iteration == run.diverged_at
    history = single_steps(experiment, run.diverged_at)
    run.goto(run.iteration - 1)
    assert run.network.parameters.tolist() == history[run.iteration]
    assert np.isfinite(history[run.iteration]).all()


@EACH_KIND
@pytest.mark.parametrize("batch", ["all rows", "all rows, averaged"])
def test_many_at_once_come_to_what_each_comes_to_alone(
    optimiser: str, regularisation: str, batch: str
) -> None:
    experiment = replace(made(optimiser, regularisation, batch), iterations=60)
    networks = Spread(experiment, 4)
    assert networks.train()
    for seed in range(4):
        run = replace(experiment, seed=seed).run()
        run.goto(60)
        np.testing.assert_allclose(
            networks.networks.parameters[seed], run.network.parameters, rtol=1e-8, atol=1e-10
        )


def ledgers(experiment: Experiment, iteration: int) -> list[Ledger]:
    run = experiment.run()
    run.goto(iteration)
    return [ledger(run, unit) for unit in range(sum(one.units for one in experiment.layers))]


def new_parameters(experiment: Experiment, pages: list[Ledger]) -> list[float]:
    network, first = experiment.network(), 0
    for layer, weights, biases in zip(
        experiment.layers, network.weights, network.biases, strict=True
    ):
        for column, page in enumerate(pages[first : first + layer.units]):
            weights[:, column] = page.new_weights
            if biases is not None:
                assert page.new_bias is not None
                biases[0, column] = page.new_bias
        first += layer.units
    parameters: list[float] = network.parameters.tolist()
    return parameters


@EACH_KIND
@EACH_BATCH
@pytest.mark.parametrize("iteration", [0, 1, 2, 60])
def test_a_ledger_ends_with_the_parameters_of_the_next_iteration_to_the_bit(
    optimiser: str, regularisation: str, batch: str, iteration: int
) -> None:
    experiment = made(optimiser, regularisation, batch)
    pages = ledgers(experiment, iteration)
    assert new_parameters(experiment, pages) == single_steps(experiment, STEPS)[iteration + 1]


@EACH_KIND
@EACH_BATCH
@pytest.mark.parametrize("iteration", [0, 8])
def test_a_ledger_can_be_checked_by_hand(
    optimiser: str, regularisation: str, batch: str, iteration: int
) -> None:
    experiment = made(optimiser, regularisation, batch)
    is_plain = (optimiser, regularisation) == ("plain", "none")
    run, unit = experiment.run(), 0
    run.goto(iteration)
    row, penalties = OPTIMISERS[optimiser], run.network.for_weights(0.03)
    memory = row.split(run.memory, run.network.size)[: len(row.remembers)]
    for layer, one in enumerate(experiment.layers):
        for column in range(one.units):
            page = ledger(run, unit)
            told, unit = check(page), unit + 1
            rows = len(page.rows) if experiment.average else 1
            assert page.bias is not None
            for place, old in enumerate([*page.weights, page.bias]):
                pull = of(run, penalties, layer, column)[place]
                asked = [*page.adjustments, page.bias_adjustment or 0.0][place]
                asked /= 1 if is_plain else rows
                if regularisation == "l2":
                    asked -= pull * old
                is_asked = (experiment.average and not is_plain) or regularisation == "l2"
                expected = {"asked": asked} if is_asked else {}
                direction, length = asked, 1.0
                before = [of(run, vector, layer, column)[place] for vector in memory]
                step = page.iteration + 1
                if optimiser == "momentum":
                    direction = expected["new velocity"] = 0.9 * before[0] + asked
                if optimiser == "adam":
                    mean = expected["new mean"] = 0.9 * before[0] + 0.1 * asked
                    square = expected["new square"] = 0.999 * before[1] + 0.001 * asked**2
                    length = math.sqrt(square / (1 - 0.999**step)) + 1e-8
                    if regularisation == "l1":
                        length = expected["length"] = length + pull
                    direction = expected["direction"] = mean / (1 - 0.9**step) / length
                change = experiment.learning_rate / (rows if is_plain else 1) * direction
                expected["step" if regularisation == "l1" else "change"] = change
                new = old + change
                if regularisation == "l1":
                    reach = experiment.learning_rate * pull / length
                    shrink = math.copysign(min(reach, abs(new)), new)
                    expected |= {"moved": new, "reach": reach, "shrink": shrink}
                    if optimiser == "momentum":
                        expected["velocity left"] = direction - shrink / experiment.learning_rate
                    new -= shrink
                expected["new value"] = new
                found = {name: values[place] for name, values in told.items()}
                assert list(found) == list(expected)
                assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def of(run: Run, vector: Array, layer: int, column: int) -> list[float]:
    """Return what belongs to one neuron in a vector like the parameters: weights, then the bias."""
    weights, biases = run.network.split(vector)
    bias = biases[layer]
    assert bias is not None
    return [*weights[layer][:, column].tolist(), float(bias[0, column])]


@EACH_KIND
def test_looking_at_a_ledger_moves_nothing(optimiser: str, regularisation: str) -> None:
    experiment = made(optimiser, regularisation, "batches")
    bridge = Bridge()
    bridge.open(experiment.plain())
    for iteration in (1, 2, 9, 4, 5):
        bridge.goto(iteration)
        np.testing.assert_equal(bridge.ask("ledger", 1), bridge.ask("ledger", 1))
        assert bridge.run.network.parameters.tolist() == single_steps(experiment, STEPS)[iteration]


def least_by_hand(
    inputs: Array, targets: Array, regularisation: str, strength: float, average: bool
) -> Array:
    """Return where loss and penalty of one linear unit are least together, weight by weight.

    Along one weight, that is a parabola and a corner, whose least is known (coordinate descent).
    """
    rows = len(inputs) if average else 1
    curvature, pull = inputs.T @ inputs / rows, inputs.T @ targets / rows
    weights = np.zeros(len(pull))
    for place in itertools.chain.from_iterable(range(len(pull)) for _ in range(2_000)):
        own = curvature[place, place]
        wanted = pull[place] - curvature[place] @ weights + own * weights[place]
        if regularisation == "l1":
            weights[place] = math.copysign(max(abs(wanted) - strength, 0.0), wanted) / own
        else:
            weights[place] = wanted / (own + strength)
    return weights


# Beside weights that are needed, some that nothing or next to nothing needs, and two columns that
# are nearly the same; whether L1 leaves them alone is the minimiser's affair.
WANTED = np.array([1.0, -0.5, 0.0, 0.02, 0.0])


@EACH_KIND
@pytest.mark.parametrize("average", [True, False])
def test_training_ends_where_loss_and_penalty_together_are_least(
    optimiser: str, regularisation: str, average: bool
) -> None:
    random = np.random.default_rng(0)
    inputs = random.normal(size=(12, 5))
    inputs[:, 3] = inputs[:, 2] + 0.3 * random.normal(size=12)
    targets = inputs @ WANTED + 0.1 * random.normal(size=12)
    strength = {"none": 0.0, "l1": 0.15, "l2": 0.3}[regularisation] * (1 if average else 12)
    rate = {"plain": 0.1, "momentum": 0.01, "adam": 0.003}[optimiser]
    run = Experiment(
        data=Dataset(inputs, targets),
        layers=(Layer(1, "linear", bias=False),),
        learning_rate=rate if average or optimiser == "adam" else rate / 12,
        average=average,
        optimiser=optimiser,
        regularisation=regularisation,
        regularisation_rate=strength,
        question=(0.0,) * 5,
    ).run()
    run.goto(20_000)
    least = least_by_hand(inputs, targets, regularisation, strength, average)
    # Adam trembles around a least at which all that it divides by is next to 0.
    close = 1e-3 if optimiser == "adam" and regularisation != "l1" else 1e-9
    assert run.network.parameters == pytest.approx(least, abs=close)
    if regularisation == "l1":
        assert (least == 0).sum() >= 2
        assert ((run.network.parameters == 0) == (least == 0)).all()


@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
def test_l1_of_one_weight_ends_where_it_should_to_the_last_digit(optimiser: str) -> None:
    # (0.5 - w)² / 2 + 0.1 w is least at 0.4.
    experiment = Experiment(
        data=Dataset([[-1], [1]], [-0.5, 0.5]),  # type: ignore[arg-type]
        layers=(Layer(1, "linear", bias=False),),
        start="zeros",
        learning_rate=0.01,
        average=True,
        optimiser=optimiser,
        regularisation="l1",
        regularisation_rate=0.1,
        question=(0.0,),
    )
    run = experiment.run()
    run.goto(5_000)
    assert run.network.parameters[0] == pytest.approx(0.4, rel=1e-15)
    # At a learning rate of 0 nothing moves, and what comes after it is as if it had not been.
    paused = replace(experiment, rates=((50, 0.0), (60, 0.01))).run()
    run.goto(50)
    paused.goto(60)
    assert paused.network.parameters.tolist() == run.network.parameters.tolist()
    paused.goto(5_000)
    assert paused.network.parameters[0] == pytest.approx(0.4, rel=1e-15)


@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
def test_no_step_of_l1_is_longer_than_its_optimiser_makes_steps(optimiser: str) -> None:
    # The second ReLU is dead: no row asks anything of its weights. With Adam they shrink by the
    # learning rate, and not at once by all that there is of them.
    run = Experiment(
        data=SEVEN,
        layers=(Layer(2, "relu"), Layer(2, "linear")),
        parameters=(0.5, -0.6, 0.7, -0.8, 0.0, -100.0, *(0.5,) * 6),
        learning_rate=0.01,
        average=True,
        optimiser=optimiser,
        regularisation="l1",
        regularisation_rate=0.02,
        question=(0.0, 0.0),
    ).run()
    run.step()
    shrunk = 0.01 if optimiser == "adam" else 0.01 * 0.02
    assert run.network.weights[0][:, 1] == pytest.approx([-0.6 + shrunk, -0.8 + shrunk], rel=1e-6)


def test_l1_brings_weights_to_exactly_0_and_leaves_them_there_where_nothing_needs_them() -> None:
    # The target is the first column; the second is noise.
    inputs = np.array([[1.0, 0.1], [1.0, -0.1], [-1.0, 0.1], [-1.0, -0.1]])
    experiment = Experiment(
        data=Dataset(inputs, inputs[:, 0]),
        layers=(Layer(1, "linear"),),
        learning_rate=0.1,
        average=True,
        regularisation="l1",
        regularisation_rate=0.2,
        question=(0.0, 0.0),
    )
    run = experiment.run()
    run.goto(2_000)
    weights = run.network.weights[0].ravel().tolist()
    assert weights[1] == 0
    # Half the mean squared error (1 - w)² / 2 + 0.2 w is least at w = 0.8.
    assert weights[0] == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("average", [True, False])
def test_l2_ends_where_the_loss_and_the_penalty_pull_equally(average: bool) -> None:
    # One weight, rows 1 -> 1: rows × (1 - w) = rate × w, or (1 - w) = rate × w if averaged.
    experiment = Experiment(
        data=Dataset(np.ones((4, 1)), np.ones(4)),
        layers=(Layer(1, "linear", bias=False),),
        learning_rate=0.1,
        average=average,
        regularisation="l2",
        regularisation_rate=0.5,
        question=(0.0,),
    )
    run = experiment.run()
    run.goto(1_000)
    expected = 1 / 1.5 if average else 4 / 4.5
    assert run.network.parameters[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("regularisation", ["l1", "l2"])
def test_the_loss_that_is_shown_is_without_the_penalty(regularisation: str) -> None:
    run = made("plain", regularisation, "all rows").run()
    run.goto(10)
    errors = run.targets - run.network(run.inputs)
    assert run.curve()[1][-1] == pytest.approx(float(np.mean(errors**2)), rel=1e-12)


@pytest.mark.parametrize("regularisation", ["l1", "l2"])
def test_a_penalty_at_a_rate_of_0_changes_nothing(regularisation: str) -> None:
    plain = single_steps(made("plain", "none", "all rows"), 20)
    other = replace(made("plain", regularisation, "all rows"), regularisation_rate=0.0)
    assert single_steps(other, 20) == plain


def test_the_trace_grows_by_what_is_remembered() -> None:
    sizes = {}
    for optimiser in OPTIMISERS:
        run = made(optimiser, "none", "all rows").run()
        run.goto(200)
        sizes[optimiser] = run.trace.nbytes
    numbers = DEEP.network().size
    assert sizes["momentum"] / sizes["plain"] == pytest.approx(2, rel=1e-3)
    assert sizes["adam"] / sizes["plain"] == pytest.approx((3 * numbers + 2) / numbers, rel=1e-3)


@EACH_KIND
def test_a_rule_that_is_shown_says_what_it_leaves_out(optimiser: str, regularisation: str) -> None:
    experiment = made(optimiser, regularisation, "batches, averaged")
    shown = source(experiment)
    comment = shown.splitlines()[0]
    if (optimiser, regularisation) == ("plain", "none"):
        assert comment == "import numpy as np"
    else:
        assert comment.startswith("# This rule is plain gradient descent")
    assert (OPTIMISERS[optimiser].title in comment) == (optimiser != "plain")
    assert (REGULARISATIONS[regularisation].title in comment) == (regularisation != "none")
    # And so it steps.
    own, plain = (
        experiment.run(OwnRule(shown, experiment).rule),
        made("plain", "none", "batches, averaged").run(),
    )
    own.goto(50)
    plain.goto(50)
    np.testing.assert_allclose(own.network.parameters, plain.network.parameters, rtol=1e-10)
