"""The surface is the loss of single networks, and the path on it the run's own."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer, Network
from neuron_core.insight.surface import LEAST_POINTS, MOST_POINTS, surface
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from neuron_core.reader import own_rule

HIDDEN = replace(PRESETS["hours"], layers=(Layer(3, "sigmoid"), Layer(1, "tanh")))
CASES = [(Experiment(), 1, 2), (Experiment(), 2, 0), (HIDDEN, 8, 3), (HIDDEN, 0, 12)]


@pytest.mark.parametrize("iteration", [0, 9, 300])
@pytest.mark.parametrize(("experiment", "first", "second"), CASES)
def test_it_is_the_loss_of_networks_computed_one_by_one(
    experiment: Experiment, first: int, second: int, iteration: int
) -> None:
    run = experiment.run()
    run.goto(iteration)
    before = run.network.parameters.copy()
    found = surface(run, first, second)
    assert found.losses.shape == (len(found.first), len(found.second)) == (MOST_POINTS,) * 2
    for row, column in [(0, 0), (3, 50), (60, 60), (31, 12), (7, 7)]:
        parameters = before.copy()
        parameters[first], parameters[second] = found.first[row], found.second[column]
        network = Network(run.network.inputs, experiment.layers, parameters)
        data = experiment.data.training
        loss = np.mean((data.targets - experiment.answers(network, data.inputs)) ** 2)
        if experiment.loss_unit:  # in the units of the targets
            loss = np.sqrt(loss)
        assert found.losses[row, column] == pytest.approx(loss, rel=1e-10)
    assert run.network.parameters.tolist() == before.tolist()
    assert run.iteration == iteration


@pytest.mark.parametrize(("experiment", "first", "second"), CASES)
def test_the_path_is_that_of_the_trace_up_to_where_the_run_is(
    experiment: Experiment, first: int, second: int
) -> None:
    run, fresh = experiment.run(), experiment.run()
    run.goto(3_000)
    for iteration in (0, 5, 777, 3_000):  # 777 is not kept
        run.goto(iteration)
        found = surface(run, first, second)
        way = [*(one for one in run.trace.iterations if one < iteration), iteration]
        assert len(found.path) == len(way)
        for place in (0, len(way) // 2, -1):
            fresh.goto(way[place])
            expected = fresh.network.parameters[[first, second]]
            assert found.path[place].tolist() == expected.tolist()


@pytest.mark.parametrize("name", list(PRESETS))
def test_its_axes_reach_beyond_the_path_evenly(name: str) -> None:
    run = PRESETS[name].run()
    for iteration in (0, PRESETS[name].iterations):
        run.goto(iteration)
        found = surface(run, 0, 1)
        for axis, values in ((found.first, found.path[:, 0]), (found.second, found.path[:, 1])):
            assert axis[0] <= values.min() - 1
            assert axis[-1] >= values.max() + 1
            np.testing.assert_allclose(np.diff(axis), axis[1] - axis[0])
        assert np.isfinite(found.losses).all()


def test_at_rate_1_the_path_jumps_across_the_valley() -> None:
    run = Experiment().run()
    run.goto(10_000)
    found = surface(run, 1, 2)
    before, after = found.path[-2:] if 9_999 in run.trace.iterations else found.path[-4:-2]
    assert (np.sign(before) == -np.sign(after)).all()
    least = np.unravel_index(found.losses.argmin(), found.losses.shape)
    assert abs(found.first[least[0]]) < 0.1
    assert abs(found.second[least[1]]) < 0.1


def test_a_path_that_diverges_is_left_where_it_becomes_too_long() -> None:
    layers = (Layer(1, "linear", bias=False),)
    run = Experiment(layers=layers, learning_rate=5.0).run()
    run.goto(10_000)
    assert run.diverged_at == run.iteration
    found = surface(run, 0, 1)
    assert abs(found.path).max() < 1e6
    assert np.isfinite(found.losses).all()
    assert 3 < len(found.path) < len([*run.trace.iterations])


def test_a_large_table_gets_fewer_points() -> None:
    data = Dataset(np.ones((100_000, 1)), np.zeros(100_000))
    run = Experiment(data=data, layers=(Layer(2), Layer(1)), question=(1.0,)).run()
    assert surface(run, 0, 1).losses.shape == (LEAST_POINTS, LEAST_POINTS)


def test_the_page_is_given_arrays() -> None:
    bridge = Bridge()
    bridge.goto(50)
    found = bridge.ask("surface", 1, 2)
    assert list(found) == ["first", "second", "losses", "path"]
    assert found["path"].shape == (51, 2)
    assert all(array.dtype == np.float64 for array in found.values())


def test_it_is_computed_with_a_readers_own_activation() -> None:
    bridge = Bridge()
    text = own_rule.source(Experiment()).replace("return np.tanh(sums)", "return np.sin(sums)")
    assert bridge.use_rule(text) is None
    found = bridge.ask("surface", 0, 2)
    weights = bridge.run.network.parameters.copy()
    weights[0], weights[2] = found["first"][10], found["second"][20]
    data = Experiment().data
    loss = np.mean((data.targets.ravel() - np.sin(data.inputs @ weights)) ** 2)
    assert found["losses"][10, 20] == pytest.approx(loss, rel=1e-10)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (0, 0, "second axis: it is the first one too"),
        (-1, 0, "first axis: -1 is not accepted; it must be from 0 to 2"),
        (0, 3, "second axis: 3 is not accepted"),
        (0.5, 1, "first axis: 0.5 is not a whole number"),
        (0, None, "second axis: it is missing"),
    ],
)
def test_axes_that_there_are_not_are_refused(first: Any, second: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        surface(Experiment().run(), first, second)


def test_a_path_can_go_through_chosen_iterations() -> None:
    run = Experiment().run()
    run.goto(10_000)
    steps = [9_996, 9_997, 9_998, 9_999, 10_000]
    found = surface(run, 1, 2, steps)
    assert run.iteration == 10_000
    for iteration, point in zip(steps, found.path, strict=True):
        run.goto(iteration)
        np.testing.assert_array_equal(point, run.network.parameters[1:])
    assert (np.sign(found.path[1:]) == -np.sign(found.path[:-1])).all()
