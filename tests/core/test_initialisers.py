"""Where a network starts: drawn in one of several ways, or told."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, Layer, Network
from neuron_core.engine.initialisers import INITIALISERS, STREAMS
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue

WIDE = Experiment(
    data=Dataset(np.ones((2, 20)), np.ones((2, 5))),
    layers=(Layer(40), Layer(30, bias=False), Layer(5)),
    seed=7,
    question=(0.0,) * 20,
)
REACHES = {
    "uniform": [1.0, 1.0, 1.0],
    "xavier": [math.sqrt(6 / 60), math.sqrt(6 / 70), math.sqrt(6 / 35)],
    "he": [math.sqrt(6 / 20), math.sqrt(6 / 40), math.sqrt(6 / 30)],
    "zeros": [0.0, 0.0, 0.0],
}


def test_every_start_has_its_counterpart_here() -> None:
    assert list(INITIALISERS) == list(REACHES)


@pytest.mark.parametrize("stream", list(STREAMS))
@pytest.mark.parametrize("start", list(INITIALISERS))
def test_weights_are_drawn_layer_by_layer_within_the_reach_of_the_start(
    start: str, stream: str
) -> None:
    network = replace(WIDE, start=start, stream=stream).network()
    source = np.random.RandomState(7) if stream == "RandomState" else np.random.default_rng(7)
    for weights, bias, reach in zip(network.weights, network.biases, REACHES[start], strict=True):
        for weight in weights.ravel().tolist():
            drawn = source.random() if reach else 0.5
            assert weight == pytest.approx(reach * (2 * drawn - 1), rel=1e-12, abs=1e-15)
        assert bias is None or not bias.any()


@pytest.mark.parametrize(
    ("start", "variances"), [("xavier", [2 / 60, 2 / 70]), ("he", [2 / 20, 2 / 40])]
)
def test_their_variances_are_those_of_the_papers(start: str, variances: list[float]) -> None:
    weights = replace(WIDE, start=start).network().weights
    for drawn, variance in zip(weights, variances, strict=False):
        assert drawn.var() == pytest.approx(variance, rel=0.1)


def test_zeros_are_zeros_not_minus_zeros() -> None:
    numbers = replace(WIDE, start="zeros").network().parameters
    assert not np.signbit(numbers).any()


def test_told_parameters_are_where_a_run_starts() -> None:
    told = [0.5, -0.25, 1.0]
    experiment = Experiment.from_plain({"parameters": told, "start": "he", "seed": 9})
    run = experiment.run()
    assert run.network.parameters.tolist() == told
    run.goto(5)
    run.goto(0)
    assert run.network.parameters.tolist() == told
    text = json.dumps(experiment.plain())
    assert Experiment.from_plain(json.loads(text)) == experiment
    assert json.loads(text)["parameters"] == told


def test_those_of_another_run_go_on_where_it_was() -> None:
    run = WIDE.run()
    run.goto(10)
    again = replace(WIDE, parameters=run.network.parameters).run()  # type: ignore[arg-type]
    run.goto(17)
    again.goto(7)
    assert again.network.parameters.tolist() == run.network.parameters.tolist()


def test_seeds_draw_their_own_though_parameters_are_told() -> None:
    told = replace(Experiment(), parameters=(0.1, 0.2, 0.3), iterations=3)
    assert Spread(told, 3).networks.parameters.tolist() == (
        Spread(replace(told, parameters=()), 3).networks.parameters.tolist()
    )


def test_the_page_is_told_of_the_starts() -> None:
    starts = catalogue()["starts"]
    assert [one["name"] for one in starts] == list(INITIALISERS)
    assert all(set(one) == {"name", "title", "said"} for one in starts)


@pytest.mark.parametrize(
    "change", [{"start": "he"}, {"parameters": [0.1, 0.2, 0.3]}, {"loss": "squared"}], ids=str
)
def test_another_start_begins_a_new_run(change: dict[str, Any]) -> None:
    bridge = Bridge()
    bridge.goto(20)
    bridge.open({**Experiment().plain(), **change})
    assert bridge.iteration == (20 if "loss" in change else 0)


def test_a_stack_of_networks_can_be_drawn_at_once() -> None:
    stack = Network(2, [Layer(3)]).like(np.zeros((4, 9)))
    stack.randomise(1, start="xavier")
    assert abs(stack.weights[0]).max() <= math.sqrt(6 / 5)
    assert len(np.unique(stack.weights[0])) == 24
