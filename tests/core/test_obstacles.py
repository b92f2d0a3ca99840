"""What keeps a network from learning is recognised, and nothing else is taken for it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, Layer
from neuron_core.insight.obstacles import tellable
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

YES_NO = Dataset(np.arange(20.0)[:, np.newaxis], np.where(np.arange(20) < 10, -1.0, 1.0))


def met(experiment: Experiment, iteration: int) -> tuple[str, int | None] | None:
    bridge = Bridge()
    bridge.open(experiment.plain())
    bridge.goto(iteration)
    place = bridge.frame()[bridge.layout()["obstacle"]["start"]]
    told = bridge.describe()["obstacles"]
    found = tellable(bridge.experiment)
    assert [one["title"] for one in told] == [one.title for one in found]
    return None if np.isnan(place) else (found[int(place)].kind, found[int(place)].layer)


def test_a_sigmoid_that_is_asked_for_minus_1_cannot_reach_it() -> None:
    experiment = Experiment(
        data=YES_NO, layers=(Layer(1, "sigmoid"),), learning_rate=0.1, question=(3,)
    )
    assert met(experiment, 0) == ("out of reach", None)
    (found,) = [one for one in tellable(experiment) if one.kind == "out of reach"]
    assert "-1" in found.title
    assert "sigmoid" in found.text
    assert "tanh" in found.text
    assert "from 0 to 1" in found.text


@pytest.mark.parametrize(
    ("activation", "targets", "is_met"),
    [
        ("tanh", [1.0, -1.0], False),
        ("tanh", [1.5, -1.0], True),
        ("relu", [3.0, 0.0], False),
        ("relu", [3.0, -0.1], True),
        ("linear", [1e6, -1e6], False),
        ("softplus", [-2.0, 5.0], True),
    ],
)
def test_what_an_activation_reaches_is_its_own(
    activation: str, targets: list[float], is_met: bool
) -> None:
    experiment = Experiment(
        data=Dataset([[1.0], [2.0]], targets),  # type: ignore[arg-type]
        layers=(Layer(1, activation),),
        question=(1,),
    )
    kinds = [one.kind for one in tellable(experiment)]
    assert ("out of reach" in kinds) == is_met


def test_a_neuron_whose_slope_is_gone_is_saturated() -> None:
    wrong_way = replace(PRESETS["exact-slope"], parameters=(-50.0, 30.0, 30.0))
    for iteration in (0, 100):
        assert met(wrong_way, iteration) == ("saturated", 0)
    run = wrong_way.run()
    run.goto(100)
    assert run.network.parameters.tolist() == [-50.0, 30.0, 30.0]  # not a bit has moved


def test_the_tutorials_own_slope_is_never_gone() -> None:
    wrong_way = replace(Experiment(), parameters=(-50.0, 30.0, 30.0))
    assert met(wrong_way, 0) is None


def test_a_hidden_layer_that_gives_0_for_every_row_is_saturated() -> None:
    layers = (Layer(2, "relu"), Layer(1, "linear"))
    dead = (-1.0, -2.0, -1.0, -2.0, -1.0, -2.0, -1.0, -2.0, 0.5, 0.7, 0.1)
    experiment = replace(PRESETS["xor-hidden"], layers=layers, parameters=dead)
    assert met(experiment, 0) == ("saturated", 0)


@pytest.mark.parametrize("start", ["zeros"])
def test_neurons_that_began_equal_are_found(start: str) -> None:
    experiment = replace(PRESETS["circle"], start=start)
    for iteration in (0, 30):
        assert met(experiment, iteration) == ("equal", 0)


def test_two_equal_neurons_among_others_are_found() -> None:
    experiment = replace(PRESETS["xor-hidden"], layers=(Layer(3), Layer(1)))
    parameters = experiment.network().parameters.copy()
    network = experiment.network().like(parameters)
    network.weights[0][:, 2] = network.weights[0][:, 0]
    network.weights[1][2] = network.weights[1][0]
    assert met(experiment.with_parameters(parameters), 0) == ("equal", 0)
    network.weights[1][2] += 1e-9
    assert met(experiment.with_parameters(parameters), 0) is None


def test_with_a_rate_of_0_nothing_moves() -> None:
    assert met(replace(Experiment(), learning_rate=0.0), 5) == ("no rate", None)
    later = replace(Experiment(), learning_rate=0.0, rates=((3, 0.5),))
    assert met(later, 1) is None


@pytest.mark.parametrize("name", list(PRESETS))
def test_no_preset_meets_one(name: str) -> None:
    for iteration in (0, 1, 200):
        assert met(PRESETS[name], iteration) is None


def test_after_a_divergence_none_is_told() -> None:
    wild: Any = replace(Experiment(), layers=(Layer(1, "linear"),), learning_rate=100.0)
    bridge = Bridge()
    bridge.open(wild.plain())
    bridge.goto(10_000)
    assert bridge.iteration == bridge.run.diverged_at
    assert np.isnan(bridge.frame()[bridge.layout()["obstacle"]["start"]])
