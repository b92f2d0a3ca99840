"""Learning rates that change on the way, and a loss at which a training stops."""

import json
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer
from neuron_core.insight.ledger import ledger
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.reader.own_rule import OwnRule, source
from neuron_core.run.trace import is_kept, next_kept

RANDOM = np.random.default_rng(4)
SEVEN = Dataset(RANDOM.normal(size=(7, 2)), RANDOM.normal(size=(7, 1)))
DEEP = Experiment(
    data=SEVEN,
    layers=(Layer(3), Layer(1, "linear")),
    learning_rate=0.02,
    rates=((3, 0.05), (100, 0.001), (101, 0.03), (150, 0.0)),
    question=(0.0, 0.0),
)
KINDS: dict[str, dict[str, Any]] = {
    "all rows": {},
    "averaged": {"average": True},
    "batches": {"batch_size": 3},
    "averaged batches": {"batch_size": 3, "average": True},
    "Adam, in averaged batches": {"batch_size": 3, "average": True, "optimiser": "adam"},
    "L1": {"regularisation": "l1", "regularisation_rate": 0.1},
}
EACH_KIND = pytest.mark.parametrize("kind", list(KINDS))


def rate_of(iteration: int) -> float:
    """Return the learning rate of the step from an iteration of `DEEP`."""
    if iteration < 3:
        return 0.02
    if iteration < 100:
        return 0.05
    if iteration < 101:
        return 0.001
    return 0.03 if iteration < 150 else 0.0


def piecewise(kind: str, most: int = 160) -> list[list[float]]:
    """Return the parameters at each iteration, each step by a run that has one rate alone."""
    experiment = replace(DEEP, **KINDS[kind])
    history: list[list[float]] = [experiment.network().parameters.tolist()]
    memory = experiment.run().memory.copy()
    for iteration in range(most):
        run = replace(experiment, rates=(), learning_rate=rate_of(iteration)).run()
        run.network.parameters[...] = history[-1]
        run.memory[...] = memory
        run._batches.step(iteration, 1)  # which takes the rows of that iteration
        history.append(run.network.parameters.tolist())
        memory = run.memory
    return history


@EACH_KIND
def test_each_step_has_the_rate_of_its_iteration_whichever_way_it_is_reached(kind: str) -> None:
    history = piecewise(kind)
    for way in ([160], range(161), [160, 0, 99, 100, 101, 102, 2, 3, 4, 149, 151, 150]):
        run = replace(DEEP, **KINDS[kind]).run()
        for iteration in way:
            run.goto(iteration)
            assert run.network.parameters.tolist() == history[iteration]
    assert history[150] == history[160] or KINDS[kind].get("optimiser") == "adam"


@EACH_KIND
def test_a_rate_changed_on_the_way_is_as_if_it_had_been_known(kind: str) -> None:
    known = replace(DEEP, **KINDS[kind])
    bridge = Bridge()
    bridge.open(replace(known, rates=()).plain())
    changed: list[tuple[int, float]] = []
    for iteration, rate in known.rates:
        bridge.goto(iteration)
        run = bridge.run
        changed.append((iteration, rate))
        bridge.open(replace(known, rates=tuple(changed)).plain())
        assert bridge.run is run
        assert bridge.iteration == iteration
    bridge.goto(160)
    at_once = known.run()
    at_once.goto(160)
    assert bridge.run.network.parameters.tolist() == at_once.network.parameters.tolist()
    assert bridge.run.trace.iterations == at_once.trace.iterations
    assert bridge.run.trace.parameters.tolist() == at_once.trace.parameters.tolist()
    np.testing.assert_allclose(bridge.losses()[:2], at_once.curve(), rtol=1e-9)


@EACH_KIND
@pytest.mark.parametrize("at", [700, 701, 703])
def test_a_single_change_is_made_where_it_is_said_also_at_an_iteration_not_kept(
    kind: str, at: int
) -> None:
    experiment = replace(DEEP, **KINDS[kind], rates=((at, 0.001),))
    run, bit_by_bit = experiment.run(), experiment.run()
    assert [is_kept(one) for one in (700, 701, 703)] == [False, False, False]
    run.goto(720)
    for _ in range(720):
        bit_by_bit.step()
    assert run.network.parameters.tolist() == bit_by_bit.network.parameters.tolist()
    unchanged = replace(experiment, rates=()).run()
    unchanged.goto(720)
    assert run.network.parameters.tolist() != unchanged.network.parameters.tolist()


def test_a_rate_changed_before_where_the_run_is_brings_it_back_there() -> None:
    bridge = Bridge()
    bridge.goto(500)
    bridge.open({**Experiment().plain(), "rates": [[129, 0.1]]})
    assert bridge.iteration == 129
    assert bridge.run.trace.iterations[-1] == 129
    bridge.open({**Experiment().plain(), "learning_rate": 0.5, "rates": [[129, 0.1]]})
    assert bridge.iteration == 0
    bridge.goto(200)
    at_once = replace(Experiment(), learning_rate=0.5, rates=((129, 0.1),)).run()
    at_once.goto(200)
    assert bridge.run.network.parameters.tolist() == at_once.network.parameters.tolist()
    bridge.open({**Experiment().plain(), "learning_rate": 0.5})
    bridge.goto(200)
    constant = replace(Experiment(), learning_rate=0.5).run()
    constant.goto(200)
    assert bridge.run.network.parameters.tolist() == constant.network.parameters.tolist()


def test_after_a_divergence_a_smaller_rate_before_it_leads_elsewhere() -> None:
    bridge = Bridge()
    diverging = replace(
        Experiment(), layers=(Layer(1, "linear", bias=False),), learning_rate=5.0, iterations=5_000
    )
    bridge.open(diverging.plain())
    bridge.goto(5_000)
    ended = bridge.run.diverged_at
    assert ended is not None
    bridge.open(replace(diverging, rates=((ended + 5, 0.1),)).plain())
    assert bridge.run.diverged_at == bridge.iteration == ended
    bridge.open(replace(diverging, rates=((20, 0.1),)).plain())
    assert bridge.run.diverged_at is None
    bridge.goto(5_000)
    assert bridge.iteration == 5_000
    bridge.open(diverging.plain())
    bridge.goto(5_000)
    assert bridge.run.diverged_at == bridge.iteration == ended


@pytest.mark.parametrize("kind", ["all rows", "averaged", "L1"])
def test_many_at_once_change_their_rates_too(kind: str) -> None:
    experiment = replace(DEEP, **KINDS[kind], iterations=120)
    networks = Spread(experiment, 3)
    networks.train()
    for seed in range(3):
        run = replace(experiment, seed=seed).run()
        run.goto(120)
        np.testing.assert_allclose(
            networks.networks.parameters[seed], run.network.parameters, rtol=1e-8, atol=1e-10
        )


@pytest.mark.parametrize("kind", ["all rows", "averaged", "batches", "averaged batches"])
def test_a_readers_rule_is_given_the_rate_of_its_iteration(kind: str) -> None:
    experiment = replace(DEEP, **KINDS[kind])
    run, own = experiment.run(), experiment.run(OwnRule(source(experiment), experiment).rule)
    for iteration in (160, 20, 102):
        run.goto(iteration)
        own.goto(iteration)
        np.testing.assert_allclose(own.network.parameters, run.network.parameters, rtol=1e-10)


def test_the_ledger_tells_the_rate_of_its_step() -> None:
    bridge = Bridge()
    bridge.open(DEEP.plain())
    for iteration in (0, 2, 3, 99, 100, 101, 150):
        bridge.goto(iteration)
        line = bridge.ask("ledger")["lines"][0]
        assert line["title"] == "change = learning rate × adjustment"
        assert set(line["parts"][0]) == {rate_of(max(0, iteration - 1))}
        bridge.goto(iteration + 1)
        after = bridge.ask("ledger", 0)["new_weights"]
        bridge.goto(iteration + 2)
        assert bridge.ask("ledger", 0)["weights"] == after


def test_rates_survive_json() -> None:
    again = Experiment.from_plain(json.loads(json.dumps(DEEP.plain())))
    assert again == DEEP
    assert again.rates == DEEP.rates
    assert hash(again) == hash(DEEP)


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        (3, "rates: 3 is not a list"),
        ("often", "rates: 'often' is not a list"),
        ([5], "rates: 5 is not a pair of an iteration and a learning rate"),
        ([[5]], "rates: [5] is not a pair"),
        ([[0, 1.0]], "iteration: 0 is not accepted; it must be from 1 to 1,000,000"),
        ([[1.5, 1.0]], "iteration: 1.5 is not a whole number"),
        ([[5, 101]], "learning rate: 101 is not accepted; it must be from 0 to 100"),
        ([[5, float("nan")]], "learning rate: nan is not a finite number"),
        ([[5, 1], [5, 2]], "rates: iteration 5 comes after 5; each change must be later"),
        ([[5, 1], [4, 2]], "rates: iteration 4 comes after 5"),
        ([[one, 1] for one in range(1, 1_002)], "rates: 1001 is not accepted"),
    ],
)
def test_rates_that_are_none_are_refused(rates: Any, words: str) -> None:
    with pytest.raises(InputError) as raised:
        Experiment.from_plain({"rates": rates})
    assert words in str(raised.value)


@cache
def first_low(experiment: Experiment, loss: float, most: int) -> int | None:
    """Return the first kept iteration with at most that loss, found step by step."""
    run, iteration = experiment.run(), 0
    while iteration <= most:
        run.goto(iteration)
        errors = run.targets - run.network(run.inputs)
        if float(np.mean(errors**2)) <= loss:
            return iteration
        iteration = next_kept(iteration)
    return None


STOPPING = replace(DEEP, rates=(), learning_rate=0.01, iterations=3_000)
TARGETS = [3.0, 0.6, 0.3, 0.2, 1e-9]


@pytest.mark.parametrize("slices", ["at once", "in slices"])
@pytest.mark.parametrize("kind", ["all rows", "batches", "Adam, in averaged batches"])
@pytest.mark.parametrize("loss", TARGETS)
def test_a_training_ends_at_the_first_kept_iteration_with_a_loss_that_low(
    loss: float, kind: str, slices: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = replace(STOPPING, **KINDS[kind], stop_at=loss)
    expected = first_low(experiment, loss, 3_000)
    if slices == "in slices":
        ticks = count(1)
        monkeypatch.setattr("neuron_core.page.bridge.perf_counter", lambda: next(ticks) / 1000)
    bridge = Bridge()
    bridge.open(experiment.plain())
    done = [bridge.train(3_000, 4)]
    while not done[-1]:
        done.append(bridge.train(3_000, 4))
    assert bridge.stopped_at == expected
    assert bridge.iteration == (3_000 if expected is None else expected)
    assert bridge.ended == (expected is not None)
    assert bridge.train(3_000, 4)
    assert bridge.iteration == (3_000 if expected is None else expected)


def test_the_losses_tried_here_are_reached_early_late_and_never() -> None:
    found = [first_low(STOPPING, loss, 3_000) for loss in TARGETS]
    assert found[0] == 0
    assert found[-1] is None
    assert len({*found}) >= 4


def test_the_way_there_does_not_matter_nor_what_is_seen_beyond_it() -> None:
    at = first_low(STOPPING, 0.3, 3_000)
    assert at is not None
    bridge = Bridge()
    bridge.open(replace(STOPPING, stop_at=0.3).plain())
    assert bridge.stopped_at is None
    bridge.travel(2_001, 1e6)
    assert bridge.iteration == 2_001
    assert bridge.stopped_at == at
    assert not bridge.ended
    bridge.goto(at + 1)
    assert not bridge.ended
    assert bridge.train(at + 200, 1e6)  # beyond it, it is not in the way
    assert bridge.iteration == at + 200
    bridge.goto(0)
    assert bridge.train(3_000, 1e6)
    assert bridge.iteration == at
    assert bridge.ended


def test_stepping_goes_beyond_it() -> None:
    bridge = Bridge()
    bridge.open(replace(STOPPING, stop_at=0.3).plain())
    bridge.train(3_000, 1e6)
    at = bridge.iteration
    assert bridge.travel(at + 1, 1e6)
    assert bridge.iteration == at + 1


def test_another_loss_to_stop_at_is_the_same_run() -> None:
    bridge = Bridge()
    bridge.open(replace(STOPPING, stop_at=0.3).plain())
    bridge.train(3_000, 1e6)
    run, at = bridge.run, bridge.iteration
    bridge.open(replace(STOPPING, stop_at=0.25).plain())
    assert bridge.run is run
    assert bridge.iteration == at
    assert not bridge.ended
    bridge.train(3_000, 1e6)
    assert bridge.iteration == first_low(STOPPING, 0.25, 3_000)


def test_an_iteration_that_is_kept_only_as_the_last_one_does_not_stop_it() -> None:
    bridge = Bridge()
    bridge.open(replace(STOPPING, stop_at=0.3).plain())
    at = first_low(STOPPING, 0.3, 3_000)
    assert at is not None
    before = next(one for one in range(at - 1, 0, -1) if not is_kept(one))
    bridge.goto(before)
    bridge.open(replace(STOPPING, stop_at=float(bridge.losses()[1, -1])).plain())
    assert bridge.run.trace.iterations[-1] == before
    assert bridge.stopped_at is None


def test_a_record_ends_where_a_training_does() -> None:
    bridge = Bridge()
    bridge.open(replace(STOPPING, stop_at=0.3).plain())
    assert bridge.record()[-1, 0] == first_low(STOPPING, 0.3, 3_000)


@pytest.mark.parametrize("digits", [1, 2, 6, 7])
def test_whether_an_iteration_is_kept_agrees_with_going_from_one_to_the_next(digits: int) -> None:
    kept, iteration = {0}, 0
    while iteration < 5_000:
        iteration = next_kept(iteration, digits)
        kept.add(iteration)
    assert [one for one in range(5_000) if is_kept(one, digits)] == sorted(kept - {iteration})


@pytest.mark.parametrize(
    ("rows", "size", "steps"), [(7, None, 1), (7, 7, 1), (7, 3, 3), (7, 1, 7), (6, 3, 2)]
)
def test_an_experiment_knows_how_many_steps_make_an_epoch(
    rows: int, size: int | None, steps: int
) -> None:
    data = Dataset(SEVEN.inputs[:rows], SEVEN.targets[:rows])
    experiment = replace(STOPPING, data=data, batch_size=size)
    assert experiment.steps_in_epoch == steps
    bridge = Bridge()
    assert bridge.open(experiment.plain())["steps_in_epoch"] == steps


@pytest.mark.parametrize(("rows", "size"), [(200, 1), (67, 2), (66, 1), (65, 2), (64, 2), (32, 1)])
def test_epochs_of_more_batches_than_are_dealt_at_once_deal_every_row_once(
    rows: int, size: int
) -> None:
    experiment = Experiment(
        data=Dataset(np.eye(64)[np.arange(rows) % 64], np.arange(1.0, rows + 1)),
        layers=(Layer(1, "linear", bias=False),),
        learning_rate=1e-9,
        batch_size=size,
        question=(0.0,) * 64,
    )
    run = experiment.run()
    steps = experiment.steps_in_epoch
    for epoch in range(2):
        order = np.random.default_rng([experiment.seed, epoch]).permutation(rows)
        for step in range(steps):
            run.goto(epoch * steps + step)
            taken = run.next_rows
            assert taken.tolist() == order[step * size : (step + 1) * size].tolist()
            expected = np.zeros(64)
            for row in taken:
                expected[row % 64] += row + 1 - run.network.parameters[row % 64]
            np.testing.assert_allclose(ledger(run).adjustments, expected, rtol=1e-9)
            before = run.network.parameters.copy()
            run.step()
            np.testing.assert_allclose(
                run.network.parameters - before, 1e-9 * expected, rtol=1e-3, atol=1e-15
            )
