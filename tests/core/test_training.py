"""A run can be taken anywhere, by any way, and its numbers are those of plain stepping."""

import math
import random as python_random
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import Dataset, Experiment, Layer, Network, Run
from neuron_core.run import trace
from neuron_core.run.trace import Trace, next_kept
from tests.core.stepping import single_steps

Array = NDArray[np.float64]

RANDOM = np.random.default_rng(0)
SEVEN = Dataset(RANDOM.normal(size=(7, 2)), RANDOM.normal(size=(7, 1)))
DEEP = Experiment(
    data=SEVEN,
    layers=(Layer(3), Layer(1, "linear")),
    learning_rate=0.05,
    question=(0.0, 0.0),
)
CASES = {
    "the tutorial": Experiment(),
    "exact slope": Experiment(layers=(Layer(1, "tanh", bias=False),)),
    "hidden layer": DEEP,
    "averaged": replace(DEEP, average=True),
    "batches of 3 of 7 rows": replace(DEEP, batch_size=3),
    "averaged batches of 3 of 7 rows": replace(DEEP, batch_size=3, average=True),
    "row by row": replace(DEEP, batch_size=1, seed=2**32 - 1),
    "one batch of all rows": replace(DEEP, batch_size=7, stream="Generator"),
}
STEPS = 601
EACH_CASE = pytest.mark.parametrize("case", list(CASES))
NOTHING = np.empty(0)  # what an optimiser without a memory has
TURNS = np.random.default_rng(1)


@EACH_CASE
@pytest.mark.parametrize(
    "way",
    [
        [600],
        [599, 600, 601],
        [600, *range(600, 540, -1)],
        [300, 0, 1, 0, 600, 129, 128, 127],
        TURNS.integers(0, 601, 40).tolist(),
        TURNS.permutation(60).tolist(),
    ],
    ids=["at once", "one by one", "backwards", "to and fro", "in random order", "shuffled"],
)
def test_any_way_to_an_iteration_gives_the_same_numbers(case: str, way: list[int]) -> None:
    history = single_steps(CASES[case], STEPS)
    run = CASES[case].run()
    for iteration in way:
        run.goto(iteration)
        assert run.iteration == iteration
        assert run.network.parameters.tolist() == history[iteration]
    for iteration, parameters in zip(run.trace.iterations, run.trace.parameters, strict=True):
        assert parameters.tolist() == history[iteration]


@EACH_CASE
def test_a_step_is_one_iteration_and_can_be_taken_back(case: str) -> None:
    history = single_steps(CASES[case], STEPS)
    run = CASES[case].run()
    run.goto(300)
    for iteration in (299, 298, 297):
        run.goto(run.iteration - 1)
        assert run.network.parameters.tolist() == history[iteration]
    run.step()
    assert run.iteration == 298
    assert run.network.parameters.tolist() == history[298]


@EACH_CASE
def test_reset_is_the_same_start(case: str) -> None:
    run = CASES[case].run()
    start = CASES[case].network().parameters.tolist()
    run.goto(50)
    run.goto(0)
    assert run.network.parameters.tolist() == start
    assert (run.iteration, run.network.parameters.tolist()) == (0, start)


@pytest.mark.parametrize("average", [False, True])
@pytest.mark.parametrize("slope", ["tanh", "tanh-tutorial"])
def test_a_step_adds_the_summed_or_averaged_adjustments_times_the_rate(
    average: bool, slope: str
) -> None:
    experiment = Experiment(
        layers=(Layer(2, slope), Layer(1, "sigmoid")), learning_rate=0.3, average=average
    )
    run, network = experiment.run(), experiment.network()
    inputs, targets = experiment.data.inputs, experiment.data.targets
    for _ in range(20):
        single_rows = [
            network.gradient(inputs[row : row + 1], targets[row : row + 1]) for row in range(4)
        ]
        network.parameters -= 0.3 * (np.mean if average else np.sum)(single_rows, axis=0)
        run.step()
        np.testing.assert_allclose(run.network.parameters, network.parameters, rtol=1e-11)


def moved_rows(run: Run, steps: int) -> Iterator[tuple[list[int], Array]]:
    """Yield the rows that each step of a run of `one_weight_a_row` took, and its changes."""
    for _ in range(steps):
        before = run.network.parameters.copy()
        run.step()
        changes = run.network.parameters - before
        yield np.flatnonzero(changes).tolist(), changes


def one_weight_a_row(rows: int, **others: object) -> Experiment:
    """Return an experiment in which a step moves the weights of exactly the rows it takes."""
    return Experiment.from_plain(
        {
            "data": {"inputs": np.eye(rows), "targets": [[1000.0]] * rows},
            "layers": [{"units": 1, "activation": "linear", "bias": False}],
            "learning_rate": 0.01,
            "question": [0] * rows,
            **others,
        }
    )


@pytest.mark.parametrize(
    ("rows", "size", "sizes"),
    [(7, 3, [3, 3, 1]), (7, 1, [1] * 7), (8, 4, [4, 4]), (7, 7, [7]), (5, 4, [4, 1])],
)
def test_every_epoch_deals_every_row_exactly_once(rows: int, size: int, sizes: list[int]) -> None:
    run = one_weight_a_row(rows, batch_size=size).run()
    for _ in range(10):
        dealt = [taken for taken, _ in moved_rows(run, len(sizes))]
        assert [len(batch) for batch in dealt] == sizes
        assert sorted(sum(dealt, [])) == list(range(rows))  # noqa: RUF017


def test_epochs_deal_in_orders_of_their_own_that_the_seed_decides() -> None:
    def epochs(seed: int) -> list[list[int]]:
        run = one_weight_a_row(8, batch_size=1, seed=seed).run()
        dealt = [taken[0] for taken, _ in moved_rows(run, 8 * 10)]
        return [dealt[start : start + 8] for start in range(0, len(dealt), 8)]

    assert epochs(1) == epochs(1)
    assert epochs(1) != epochs(2)
    orders = {tuple(epoch) for epoch in epochs(1)}
    assert len(orders) == 10
    assert tuple(range(8)) not in orders


@pytest.mark.parametrize("average", [False, True])
def test_a_batch_is_averaged_over_its_own_rows_also_where_it_is_smaller(average: bool) -> None:
    experiment = one_weight_a_row(5, batch_size=3, average=average)
    run = experiment.run()
    for _ in range(4):
        for size in (3, 2):
            errors = 1000 - run.network.parameters
            taken, changes = next(moved_rows(run, 1))
            assert len(taken) == size
            expected = 0.01 * errors[taken] / (size if average else 1)
            np.testing.assert_allclose(changes[taken], expected, rtol=1e-9)


def short(iteration: int, digits: int) -> bool:
    """Whether so many binary digits, followed by zeros, can write it."""
    return not f"{iteration:b}"[digits:].strip("0")


@pytest.mark.parametrize("digits", [1, 2, 6, 7])
def test_kept_are_short_binary_numbers_and_the_one_after_each(digits: int) -> None:
    kept = [0]
    while kept[-1] < 5_000:
        kept.append(next_kept(kept[-1], digits))
    expected = [k for k in range(kept[-1] + 1) if short(k, digits) or short(max(k - 1, 0), digits)]
    assert kept == expected
    for iteration in range(5_000):
        assert next_kept(iteration, digits) == next(k for k in kept if k > iteration)


def kept_up_to(most: int, parameters: int) -> Trace:
    trace, iteration = Trace(np.zeros(parameters), NOTHING), next_kept(0)
    while iteration <= most:
        trace.keep(iteration, np.full(parameters, float(iteration)), NOTHING)
        iteration = next_kept(iteration)
    if trace.iterations[-1] < most:
        trace.keep(most, np.full(parameters, float(most)), NOTHING)
    return trace


@pytest.mark.parametrize(("parameters", "kilobytes"), [(3, 44), (105, 1_510)])
def test_the_trace_of_a_million_iterations_is_small(parameters: int, kilobytes: int) -> None:
    assert Network(2, [Layer(8), Layer(8), Layer(1)]).parameters.size == 105
    trace = kept_up_to(1_000_000, parameters)
    assert len(trace.iterations) == 1_783
    assert trace.nbytes < kilobytes * 1_000
    assert max(after - before for before, after in pairwise(trace.iterations)) - 1 <= 8_191
    assert trace.iterations[-1] == 1_000_000
    assert trace.parameters[:, -1].tolist() == trace.iterations


def test_a_trace_finds_the_last_kept_iteration_that_is_not_after_one() -> None:
    trace = kept_up_to(1_000, 1)
    for iteration in (0, 1, 127, 128, 131, 500, 999, 1_000):
        place, parameters, _ = trace.before(iteration)
        assert place == max(k for k in trace.iterations if k <= iteration)
        assert parameters.tolist() == [place]


def test_a_run_keeps_what_is_to_be_kept_and_the_last_iteration_reached() -> None:
    run, expected = Experiment().run(), [0]
    while next_kept(expected[-1]) <= 779:
        expected.append(next_kept(expected[-1]))
    for iteration in (133, 135, 400, 12, 779, 5):
        run.goto(iteration)
    assert run.trace.iterations == [*expected, 779]
    run.goto(780)
    assert run.trace.iterations == [*expected, 780]


@EACH_CASE
def test_the_curve_is_the_loss_over_all_rows_at_each_kept_iteration(case: str) -> None:
    history = single_steps(CASES[case], STEPS)
    run = CASES[case].run()
    for iteration in (100, 333, 20, 335, 600):  # whatever was asked for in between
        run.goto(iteration)
        iterations, losses = run.curve()
        assert iterations.tolist() == run.trace.iterations
        for place, loss in zip(run.trace.iterations, losses, strict=True):
            network = Network(run.network.inputs, run.network.layers, np.array(history[place]))
            errors = run.targets - network(run.inputs)
            assert loss == pytest.approx(np.mean(errors**2), rel=1e-12)
        assert run.lowest() == (int(iterations[losses.argmin()]), losses.min())


def test_losses_are_the_same_however_many_are_computed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, again = DEEP.run(), DEEP.run()
    run.goto(200)
    again.goto(200)
    monkeypatch.setattr(trace, "_NUMBERS_AT_ONCE", 7 * 3 * 10)
    portions = run.curve()[1]
    monkeypatch.undo()
    np.testing.assert_allclose(portions, again.curve()[1], rtol=1e-12)


@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("rate", [2.0, 3.0, 5.0, 7.5, 100.0])
def test_a_run_diverges_at_the_first_iteration_that_is_not_finite_and_stays_there(
    rate: float, batch_size: int | None
) -> None:
    experiment = replace(
        DEEP, layers=(Layer(1, "linear"),), learning_rate=rate, batch_size=batch_size
    )
    plain, steps = experiment.run(), 0
    while np.isfinite(plain.network.parameters).all():
        plain.step()
        steps += 1
    history = single_steps(experiment, steps - 1)

    run = experiment.run()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run.goto(5_000)
        assert (run.iteration, run.diverged_at) == (steps, steps)
        assert not np.isfinite(run.network.parameters).all()
        run.step()
        assert run.iteration == steps
        iterations, _ = run.curve()
        assert iterations[-1] == steps
        assert run.lowest()[0] < steps
        run.goto(run.iteration - 1)
        assert run.iteration == steps - 1
        for iteration in (*range(steps - 1, steps - 20, -1), 7, steps - 2, 0, steps - 3):
            run.goto(iteration)
            assert run.iteration == iteration
            assert run.network.parameters.tolist() == history[iteration]
        run.goto(5_000)
    assert (run.iteration, run.diverged_at) == (steps, steps)
    assert np.isfinite(history).all()


def test_divergence_is_found_where_it_is_also_by_weights_counted_by_hand() -> None:
    # One weight w, one row 1 -> 0, rate 3: w becomes -2w, so w = start * (-2)**n.
    data = Dataset(np.array([[1.0]]), np.array([[0.0]]))
    experiment = Experiment(
        data=data,
        layers=(Layer(1, "linear", bias=False),),
        learning_rate=3.0,
        question=(1.0,),
    )
    run = experiment.run()
    fraction, exponent = math.frexp(run.network.parameters[0])  # w is fraction * 2**exponent
    run.goto(5_000)
    # The adjustment, 3w, is what first leaves the range of a double, at 2**1024.
    assert run.diverged_at == 1_025 - exponent - (abs(fraction) >= 2 / 3)
    assert not np.isfinite(run.network.parameters[0])
    run.goto(run.iteration - 1)
    assert abs(run.network.parameters[0]) == math.ldexp(abs(fraction), exponent + run.iteration)


def test_a_run_whose_first_loss_is_beyond_all_bounds_still_has_a_curve() -> None:
    data = Dataset(np.array([[1.0]]), np.array([[1e300]]))
    run = Experiment(data=data, layers=(Layer(1, "linear"),), question=(1.0,)).run()
    run.goto(3)
    assert run.lowest() == (0, np.inf)


@EACH_CASE
def test_numpys_and_pythons_global_random_states_are_neither_read_nor_changed(case: str) -> None:
    results = []
    for seed in (11, 12):
        np.random.seed(seed)
        python_random.seed(seed)
        untouched = np.random.random(), python_random.random()
        np.random.seed(seed)
        python_random.seed(seed)
        run = CASES[case].run()
        run.goto(20)
        run.goto(3)
        assert (np.random.random(), python_random.random()) == untouched
        results.append(run.network.parameters.tolist())
    assert results[0] == results[1]


def test_a_run_that_has_been_elsewhere_is_where_it_was_whatever_happened_there() -> None:
    run = DEEP.run()
    run.goto(20)
    here = run.network.parameters.tolist()
    for elsewhere in (3, 45):
        with suppress(ZeroDivisionError), run.coming_back():
            run.goto(elsewhere)
            raise ZeroDivisionError
    assert run.iteration == 20
    assert run.network.parameters.tolist() == here


def test_runs_of_one_experiment_share_nothing() -> None:
    one, other = DEEP.run(), DEEP.run()
    one.goto(30)
    assert other.network.parameters.tolist() == DEEP.network().parameters.tolist()


def test_a_run_does_not_change_its_tables() -> None:
    inputs, targets = SEVEN.inputs.copy(), SEVEN.targets.copy()
    run = Run(DEEP.network(), inputs, targets, batch_size=3)
    run.goto(20)
    assert inputs.tolist() == SEVEN.inputs.tolist()
    assert targets.tolist() == SEVEN.targets.tolist()
