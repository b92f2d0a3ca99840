"""The shape of the curve in words: what a reader hears who does not see it."""

from dataclasses import replace

import numpy as np
import pytest

from neuron_core import Experiment, Layer
from neuron_core.insight.loss_curve import loss_curve, swinging, turns
from neuron_core.presets import PRESETS

TUTORIAL = Experiment()


def words(experiment: Experiment, iteration: int) -> str:
    run = experiment.run()
    run.goto(iteration)
    return loss_curve(experiment, run).words


@pytest.mark.parametrize(
    ("iteration", "said"),
    [
        (0, "At the start the mean squared error is 1.7."),
        (1, "begins at 1.7 and falls to 0.481 at iteration 1."),
        (9, "begins at 1.7 and falls to 0.00149 at iteration 9."),
        (30, "falls to 0.00149 at iteration 9 and rises to 0.0994 at iteration 30."),
        (10_000, "falls to 0.00149 at iteration 9, rises to 0.0867 at iteration 41 and stays near"),
    ],
)
def test_the_tutorial_s_curve_falls_rises_and_stays(iteration: int, said: str) -> None:
    assert said in words(TUTORIAL, iteration)


def test_what_is_said_of_a_place_is_the_loss_there() -> None:
    run = TUTORIAL.run()
    run.goto(10_000)
    curve = loss_curve(TUTORIAL, run)
    assert curve.iterations == [0, 1, 9, 10, 100, 1000, 10_000]
    for iteration, loss in zip(curve.iterations, curve.losses, strict=True):
        run.goto(iteration)
        assert loss == pytest.approx(run.network.loss(run.inputs, run.targets), rel=1e-12)
    assert np.isnan(curve.test_losses).all()


def test_a_run_that_went_back_tells_what_is_before_it() -> None:
    run = TUTORIAL.run()
    run.goto(10_000)
    run.goto(3)
    assert loss_curve(TUTORIAL, run).iterations == [0, 1, 3]
    assert run.iteration == 3


def test_other_shapes() -> None:
    assert (
        words(replace(TUTORIAL, learning_rate=0.0), 100) == "The mean squared error stays near 1.7."
    )
    endless = replace(TUTORIAL, learning_rate=50.0, layers=(Layer(1, "linear", bias=False),))
    assert words(endless, 10_000).endswith("and rises beyond all numbers at iteration 62.")
    bumpy = PRESETS["curve"]
    assert words(bumpy, bumpy.iterations).count("falls") == 2


def test_small_ups_and_downs_are_no_turns() -> None:
    rng = np.random.default_rng(3)
    noisy = np.geomspace(1, 1e-3, 500) * rng.uniform(0.7, 1.3, 500)
    assert turns(noisy) == [0, 499]
    there_and_back = np.concatenate([noisy, noisy[::-1]])
    assert len(turns(there_and_back)) == 3
    assert turns(np.array([0.5])) == [0]


def test_more_turns_than_can_be_followed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    run = TUTORIAL.run()
    run.goto(40)
    zigzag = np.arange(41.0), np.array([*[10.0, 1.0] * 20, 10.0])
    monkeypatch.setattr(run, "curve", lambda: zigzag)
    assert "turns 34 more times" in loss_curve(TUTORIAL, run).words


def test_the_tutorial_s_weights_2_and_3_swing_and_small_steps_do_not() -> None:
    for rate, places in ((1.0, [1, 2]), (0.1, [])):
        run = replace(TUTORIAL, learning_rate=rate).run()
        run.goto(10_000)
        assert swinging(run) == places
        assert run.iteration == 10_000
    run.goto(1)
    assert swinging(run) == []
