"""Several values of a setting, compared: each network comes to what it comes to alone."""

import json
from dataclasses import replace
from math import inf
from statistics import median

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer
from neuron_core.experiment import LIMITS
from neuron_core.insight.sweep import SEEDS, SETTINGS, Sweep
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

CIRCLE = replace(PRESETS["circle"], iterations=60)
OTHERS = {
    "circle": CIRCLE,
    "adam": replace(CIRCLE, optimiser="adam", learning_rate=0.03),
    "l1 and momentum": replace(
        CIRCLE, optimiser="momentum", regularisation="l1", regularisation_rate=0.01
    ),
    "no hidden layer": replace(Experiment(), iterations=50),
    "summed": replace(CIRCLE, average=False, batch_size=None, learning_rate=0.003),
}


def alone(experiment: Experiment) -> tuple[float, bool]:
    """Return what a run of its own comes to: its loss, over test rows if any, and if it learned."""
    run = experiment.run()
    run.goto(experiment.iterations)
    part = experiment.test if len(experiment.test.rows) else experiment.training
    if not np.isfinite(run.network.parameters).all():
        return inf, False
    outputs = run.network.forward(run.inputs).outputs
    counts = experiment.yardstick.counts(outputs, run.targets)
    loss = float(run.network.loss(run.inputs, run.targets))
    learned = experiment.yardstick.has_learned(counts, loss, run.start_loss)
    return float(run.network.loss(part.inputs, part.targets)), learned


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", OTHERS)
def test_each_network_is_the_one_that_its_experiment_trains_alone(name: str, setting: str) -> None:
    experiment = OTHERS[name]
    sweep = Sweep(experiment, setting)
    assert sweep.train()
    for one in sweep.tried()[::3]:
        opened = SETTINGS[setting].applied(experiment, one.value)
        ends = [alone(replace(opened, seed=seed, parameters=())) for seed in range(SEEDS)]
        assert [inf if loss is None else loss for loss in one.losses] == pytest.approx(
            [loss for loss, _ in ends], rel=1e-12
        )
        assert one.learned == sum(learned for _, learned in ends)
        middle = median(loss for loss, _ in ends)
        assert one.median == (None if middle == inf else pytest.approx(middle))


def test_in_slices_it_is_the_same_and_says_how_far_it_is() -> None:
    sliced, at_once = Sweep(CIRCLE, "size"), Sweep(CIRCLE, "size")
    assert at_once.train()
    shares = [0.0]
    while not sliced.train(milliseconds=3):
        shares.append(sliced.share)
    assert shares == sorted(shares)
    assert sliced.tried() == at_once.tried()


def test_the_best_is_told_with_what_opens_it_and_opens_as_it_was_trained() -> None:
    bridge = Bridge()
    bridge.open(CIRCLE.plain())
    sweep = bridge.sweeping("rate")
    sweep.train()
    told = json.loads(json.dumps(sweep.told(), allow_nan=False))
    best = told["tried"][told["best"]]
    medians = [one["median"] for one in told["tried"] if one["median"] is not None]
    assert best["median"] == min(medians)
    assert told["tested"]
    bridge.open(told["experiment"])
    assert bridge.experiment.learning_rate == best["value"]
    assert bridge.experiment.seed == best["best"]
    bridge.goto(bridge.experiment.iterations)
    test = bridge.experiment.test
    loss = float(bridge.run.network.loss(test.inputs, test.targets))
    assert loss == pytest.approx(min(one for one in best["losses"] if one is not None))


def test_where_all_diverge_there_is_no_best_and_a_part_is_told_as_far_as_it_goes() -> None:
    data = Dataset(np.array([[1e6], [2e6]]), np.array([[1.0], [2.0]]), kind="regression")
    linear = Experiment(
        data=data, layers=(Layer(1, "linear"),), learning_rate=1.0, iterations=200, question=(1.0,)
    )
    told = Sweep(linear, "rate")
    told.train()
    assert told.told()["best"] is None
    assert told.told()["experiment"] is None
    assert all(one.median is None and one.best is None for one in told.tried())


@pytest.mark.parametrize("rate", [1e-6, 0.02, 1.0, 100.0, 0.0])
def test_values_are_accepted_and_go_up(rate: float) -> None:
    for setting, made in SETTINGS.items():
        values = [*made.values(replace(CIRCLE, learning_rate=rate))]
        assert values == sorted({*values})
        assert len(values) >= 5
        for value in values:
            made.applied(CIRCLE, value)  # is an experiment
        if setting == "rate":
            assert LIMITS["learning_rate"][0] < values[0] <= rate or rate == 0 < values[0]


def test_what_cannot_be_compared_is_told() -> None:
    with pytest.raises(InputError, match="setting: 'colour' is not known; use one of rate, pen"):
        Sweep(CIRCLE, "colour")
    large = Dataset(np.zeros((100_000, 2)), np.zeros((100_000, 1)), kind="regression")
    with pytest.raises(InputError, match="networks are too many for 100000 rows"):
        Sweep(CIRCLE.about(large), "rate")
