"""Networks trained at once come to what each of them comes to alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer
from neuron_core.insight import spread
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

HOURS = replace(PRESETS["hours"], iterations=500)
CASES = {
    "hours": HOURS,
    "averaged": replace(HOURS, average=True),
    "the other stream": replace(HOURS, stream="Generator"),
    "a batch of all rows": replace(HOURS, batch_size=3),
    "the tutorial": replace(Experiment(), iterations=40),
    "biases": replace(HOURS, layers=(Layer(4, "relu"), Layer(1, "sigmoid")), learning_rate=0.1),
    "batches": replace(HOURS, batch_size=2),  # the last of an epoch is smaller
    "row by row": replace(HOURS, batch_size=1),
    "Adam, in averaged batches": replace(HOURS, batch_size=2, optimiser="adam", average=True),
    "many batches": replace(PRESETS["circle"], batch_size=3, iterations=300),
    "L1 and another rate": replace(
        PRESETS["xor-points"],
        batch_size=10,
        regularisation="l1",
        regularisation_rate=0.001,
        rates=((20, 0.3),),
        iterations=100,
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_each_network_comes_to_what_it_comes_to_alone(case: str) -> None:
    experiment = CASES[case]
    networks = Spread(experiment, 6)
    assert networks.train()
    found = networks.answers()
    assert found.seeds == [0, 1, 2, 3, 4, 5]
    for seed in found.seeds:
        run = replace(experiment, seed=seed).run()
        run.goto(experiment.iterations)
        alone = float(run.network(experiment.network_inputs([experiment.question])[0])[-1])
        assert networks.networks.parameters[seed].tolist() == run.network.parameters.tolist()
        assert found.answers[seed] == pytest.approx(alone, rel=1e-12)
        assert found.losses[seed] == pytest.approx(run.curve()[1][-1], rel=1e-9)
    assert len({round(answer, 6) for answer in found.answers}) > 1


def trained(bridge: Bridge, seeds: int) -> dict[str, Any]:
    networks = bridge.spreading(seeds)
    assert networks.train()
    return networks.told()


def test_answers_are_told_in_the_targets_own_measure_too() -> None:
    bridge = Bridge()
    bridge.open(HOURS.plain())
    found = trained(bridge, 3)
    assert found["scaled_back"] == [answer * 100 for answer in found["answers"]]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    bridge.open(replace(Experiment(), iterations=10).plain())
    plain = trained(bridge, 3)
    assert plain["scaled_back"] == plain["answers"]


def test_the_spread_does_not_depend_on_the_seed_that_is_shown_nor_move_the_run() -> None:
    bridge = Bridge()
    bridge.open(HOURS.plain())
    bridge.goto(17)
    first = trained(bridge, 4)
    assert bridge.iteration == 17
    bridge.open(replace(HOURS, seed=99).plain())
    assert trained(bridge, 4) == first


def test_over_hundred_seeds_the_answers_about_the_fourth_student_are_points_apart() -> None:
    networks = Spread(PRESETS["hours"], 100)
    assert networks.train()
    found = networks.answers()
    assert max(found.losses) < 1  # point: all have learned the three students
    assert 2 < max(found.scaled_back) - min(found.scaled_back) < 10
    assert 85 < min(found.scaled_back) < max(found.scaled_back) < 95


def test_in_slices_it_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, sliced = Spread(HOURS, 5), Spread(HOURS, 5)
    at_once.train()
    ticks: Iterator[float] = (tick / 1000 for tick in count(1))
    monkeypatch.setattr(spread, "perf_counter", lambda: next(ticks))
    slices, reached = 1, [0]
    while not sliced.train(milliseconds=2):
        slices += 1
        reached.append(sliced.iteration)
    assert slices > 3
    assert reached == sorted(set(reached))
    assert sliced.iteration == HOURS.iterations
    assert sliced.answers() == at_once.answers()
    assert sliced.train(milliseconds=2)


def test_the_answer_is_the_largest_output_in_its_own_measure() -> None:
    data = Dataset(
        np.array([[0.0], [1.0]]),
        np.array([[0.1, 0.9], [0.8, 0.2]]),
        scaling=((0, 1), (0, 10), (0, 100)),
    )
    experiment = Experiment(data=data, layers=(Layer(2, "sigmoid"),), iterations=4, question=(1.0,))
    networks = Spread(experiment, 12)
    networks.train()
    found, told = networks.answers(), networks.summary()
    for seed in found.seeds:
        run = replace(experiment, seed=seed).run()
        run.goto(4)
        first, second = run.network([1.0]).tolist()
        assert found.outputs[seed] == (0 if first >= second else 1)
        assert found.answers[seed] == max(first, second)
        assert found.scaled_back[seed] == (first * 10 if first >= second else second * 100)
    assert told.counts == [found.outputs.count(0), found.outputs.count(1)]
    assert all(told.counts)


def test_the_summary_is_what_sorting_the_answers_gives() -> None:
    networks = Spread(replace(HOURS, iterations=40), 9)
    networks.train()
    found, told = networks.answers(), networks.summary()
    answers, losses = sorted(found.scaled_back), sorted(found.losses)
    assert (told.least, told.median, told.most) == (answers[0], answers[4], answers[8])
    assert (told.loss_least, told.loss_median, told.loss_most) == (losses[0], losses[4], losses[8])
    assert (told.best, told.worst) == (
        found.losses.index(losses[0]),
        found.losses.index(losses[8]),
    )
    assert told.diverged == []


def test_those_count_as_learned_that_have_learned_alone() -> None:
    networks = Spread(replace(PRESETS["xor-hidden"], iterations=200), 12)
    networks.train()
    learned = 0
    for seed in range(12):
        bridge = Bridge()
        bridge.open(replace(networks.experiment, seed=seed).plain())
        bridge.goto(200)
        learned += int(bridge.frame()[bridge.layout()["learned"]["start"]])
    assert 0 < learned < 12
    assert networks.summary().learned == learned


def test_those_that_diverge_do_not_disturb_the_others() -> None:
    experiment = Experiment(
        data=Dataset(np.array([[1.0]]), np.array([[3.0]])),
        layers=(Layer(1, "linear", bias=False), Layer(1, "linear", bias=False)),
        learning_rate=0.6,
        iterations=300,
        question=(1.0,),
    )
    networks = Spread(experiment, 20)
    networks.train()
    found, told = networks.answers(), networks.summary()
    finite = np.isfinite(found.answers)
    for seed in range(20):
        run = replace(experiment, seed=seed).run()
        run.goto(experiment.iterations)
        assert finite[seed] == (run.diverged_at is None)
    assert finite.any()
    assert not finite.all()
    assert told.diverged == np.flatnonzero(~finite).tolist()
    assert np.isnan([found.losses[seed] for seed in told.diverged]).all()
    assert {told.best, told.worst}.isdisjoint(told.diverged)


def test_where_all_diverge_nothing_else_is_said() -> None:
    networks = Spread(
        replace(Experiment(), layers=(Layer(1, "linear", bias=False),), learning_rate=5.0), 3
    )
    networks.train()
    told = networks.summary()
    assert told.diverged == [0, 1, 2]
    assert [told.least, told.most, told.loss_median, told.best, told.worst] == [None] * 5
    assert (told.learned, told.counts) == (0, [0])


@pytest.mark.parametrize(
    ("experiment", "seeds", "words"),
    [
        (HOURS, 0, "seeds: 0 is not accepted; it must be from 1 to 500"),
        (HOURS, 501, "seeds: 501 is not accepted"),
        (HOURS, 2.5, "seeds: 2.5 is not a whole number"),
        (HOURS, "many", "seeds: 'many' is not a number"),
        (
            Experiment(data=Dataset(np.ones((100_000, 1)), np.ones(100_000)), question=(1.0,)),
            101,
            "101 networks are too many for 100000 rows",
        ),
    ],
)
def test_what_cannot_be_trained_at_once_is_refused(
    experiment: Experiment, seeds: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        Spread(experiment, seeds)
