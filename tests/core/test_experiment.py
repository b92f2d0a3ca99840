"""An experiment is one value: what a preset, a link, an embed and an export hold."""

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest

from neuron_core import ACTIVATIONS, TUTORIAL, Dataset, Experiment, Layer
from neuron_core.data.scaling import SCALINGS, pairs_of
from neuron_core.presets import PRESETS

OTHER = Experiment(
    data=Dataset(
        np.array([[2.0, 9.0], [1.0, 5.0], [3.0, 6.0]]),
        np.array([92.0, 86, 89]),
        "Hours",
        ("a", "b", "c"),
        ((0, 1), (1, 2), (0.5, 3)),
    ),
    layers=(Layer(3, "relu"), Layer(1, "sigmoid", bias=False)),
    stream="Generator",
    seed=2**32 - 1,
    learning_rate=1 / 3,
    batch_size=2,
    average=True,
    iterations=1_000_000,
    question=(4.0, 8.0),
)


@pytest.mark.parametrize("experiment", [Experiment(), OTHER], ids=["tutorial", "other"])
def test_its_plain_form_survives_json(experiment: Experiment) -> None:
    text = json.dumps(experiment.plain(), allow_nan=False)
    again = Experiment.from_plain(json.loads(text))
    assert again == experiment
    assert hash(again) == hash(experiment)
    assert json.dumps(again.plain()) == text
    run, rerun = experiment.run(), again.run()
    run.goto(5)
    rerun.goto(5)
    assert rerun.network.parameters.tolist() == run.network.parameters.tolist()


def test_what_is_left_out_is_the_tutorials() -> None:
    assert Experiment.from_plain({}) == Experiment()
    assert Experiment.from_plain({"seed": 3}) == replace(Experiment(), seed=3)
    layer = Experiment.from_plain({"layers": [{"units": 1}]}).layers
    assert layer == (Layer(1, "tanh", bias=True),)


def test_numbers_of_numpy_and_of_javascript_become_pythons() -> None:
    plain: dict[str, Any] = {
        "seed": np.int64(1),
        "iterations": 10_000.0,
        "learning_rate": np.float64(1),
        "question": np.array([1, 0, 0], dtype=np.float32),
        "layers": [{"units": 1.0, "activation": "tanh-tutorial", "bias": False}],
        "batch_size": None,
    }
    experiment = Experiment.from_plain(plain)
    assert experiment == Experiment()
    assert json.dumps(experiment.plain()) == json.dumps(Experiment().plain())


CHANGES: dict[str, Any] = {
    "data": replace(TUTORIAL, targets=1 - TUTORIAL.targets),
    "layers": (Layer(1, "tanh", bias=False),),
    "stream": "Generator",
    "seed": 2,
    "learning_rate": 0.5,
    "batch_size": 2,
    "average": True,
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_shapes_a_run_makes_another_run(name: str) -> None:
    other = replace(Experiment(), **{name: CHANGES[name]})
    assert not Experiment().same_run(other)
    assert not other.same_run(Experiment())
    assert other.same_run(other)


@pytest.mark.parametrize("change", [{"iterations": 5}, {"question": (0.0, 1.0, 0.0)}], ids=str)
def test_another_question_or_another_length_is_the_same_run(change: dict[str, Any]) -> None:
    other = replace(Experiment(), **change)
    assert other != Experiment()
    assert other.same_run(Experiment())
    assert Experiment().same_run(other)


def test_experiments_on_tables_of_different_widths_are_different_runs() -> None:
    assert not OTHER.same_run(Experiment())
    assert not Experiment().same_run(OTHER)


def test_it_is_frozen_and_so_is_its_data() -> None:
    experiment = Experiment()
    with pytest.raises(FrozenInstanceError):
        experiment.seed = 2  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        experiment.data.inputs[0, 0] = 9.0


def test_a_table_is_a_copy_of_what_it_was_made_from() -> None:
    inputs, targets = np.array([[1.0, 2.0]]), np.array([[1.0]])
    data = Dataset(inputs, targets)
    inputs[0, 0] = targets[0, 0] = 9.0
    assert data.inputs.tolist() == [[1, 2]]
    assert data.targets.tolist() == [[1]]
    assert inputs.flags.writeable


@pytest.mark.parametrize(
    "values",
    [
        [[0, 1], [1, 0]],
        ((0, 1), (1, 0)),
        [np.array([0, 1]), np.array([1, 0])],
        np.array([[0, 1], [1, 0]]),
        np.array([[False, True], [True, False]]),
        np.array([[0, 1], [1, 0]], dtype=np.uint8),
        np.array([[0, 1], [1, 0]], dtype=object),
        np.array([[0, 1], [1, 0]], dtype=np.float16).T,
    ],
    ids=["lists", "tuples", "arrays in a list", "int", "bool", "uint8", "object", "turned"],
)
def test_a_table_may_be_written_in_many_ways(values: Any) -> None:
    data = Dataset(values, np.array([0.0, 1.0]))
    assert data.inputs.tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert data.inputs.dtype == np.float64
    assert data.targets.tolist() == [[0.0], [1.0]]


def test_equal_tables_have_equal_hashes() -> None:
    zero, minus_zero = (Dataset(np.array([[value]]), np.array([[value]])) for value in (0.0, -0.0))
    assert zero == minus_zero
    assert hash(zero) == hash(minus_zero)
    assert zero != replace(zero, title="Another")
    assert zero != replace(zero, names=("a", "b"))
    assert zero != replace(zero, scaling=((0, 1), (0, 2)))
    assert zero != "a table"


@pytest.mark.parametrize("name", [one.name for one in ACTIVATIONS.values() if not one.row_wise])
def test_every_activation_can_be_trained(name: str) -> None:
    experiment = Experiment(layers=(Layer(2, name), Layer(1, name)), learning_rate=0.01, seed=4)
    run = experiment.run()
    run.goto(200)
    _, losses = run.curve()
    assert losses[-1] < losses[0]


def rows(count: int) -> Dataset:
    inputs = np.linspace(-1, 1, count)[:, np.newaxis]
    return Dataset(inputs, inputs**2)


def ends(experiment: Experiment) -> tuple[float, float]:
    """Return the losses at the start and after 1,000 iterations."""
    run = experiment.run()
    run.goto(1_000)
    losses = run.curve()[1]
    return float(losses[0]), float(losses[-1])


@pytest.mark.parametrize("count", [20, 21, 1_000])
def test_on_many_rows_adjustments_are_averaged_so_that_it_learns(count: int) -> None:
    changed = replace(Experiment(), rates=((5, 2.0),), layers=(Layer(3, "tanh"), Layer(1, "tanh")))
    about = changed.about(rows(count))
    chosen = (about.average, about.batch_size, about.learning_rate, about.rates)
    if count == 20:
        assert chosen == (False, None, 1.0, ((5, 2.0),))
        return
    assert chosen == (True, 10, 0.1, ())
    first, last = ends(about)
    assert last < 0.1 * first
    first, last = ends(replace(about, average=False, batch_size=None, learning_rate=1.0))
    assert last > first


def test_only_rows_that_are_trained_on_are_many() -> None:
    about = Experiment().about(replace(rows(30), test_share=0.5))
    assert about.learning_rate == 1.0


def test_who_averages_already_keeps_what_was_chosen() -> None:
    chosen = replace(Experiment(), average=True, batch_size=3, learning_rate=0.3, rates=((9, 0.2),))
    about = chosen.about(rows(100))
    assert about == replace(about, average=True, batch_size=3, learning_rate=0.3, rates=((9, 0.2),))


def test_a_batch_of_more_rows_than_there_are_is_all_of_them() -> None:
    larger = Experiment(batch_size=10, average=True)
    assert larger.steps_in_epoch == 1
    run, whole = larger.run(), Experiment(average=True).run()
    run.goto(50)
    whole.goto(50)
    assert run.network.parameters.tolist() == whole.network.parameters.tolist()


def test_a_plain_form_of_before_is_turned_into_own_units_and_gives_the_same_run() -> None:
    """Links had data and a question that were divided by the data's scales already."""
    hours = PRESETS["hours"]
    scales = np.array([size for _, size in hours.data.scaling])
    inputs = (hours.data.inputs / scales[:2]).tolist()
    old = hours.plain() | {"question": [4 / 3, 8 / 9]}
    old["data"] = {
        "inputs": inputs, "targets": (hours.data.targets / scales[2]).tolist(),
        "title": hours.data.title, "names": hours.data.names, "scales": scales.tolist(),
        "kind": "regression", "test_share": 0.0, "seed": 0,
    }  # fmt: skip
    assert Experiment.from_plain(old) == hours
    bare = Experiment.from_plain(old | {"data": old["data"] | {"scales": []}})
    assert bare.question == (4 / 3, 8 / 9)
    run, bare_run = hours.run(), bare.run()
    run.goto(100)
    bare_run.goto(100)
    assert run.network.parameters.tolist() == bare_run.network.parameters.tolist()
    odd = old | {"data": old["data"] | {"inputs": [[1 / 7, 0.1], [0.2, 0.3], [np.pi, 1.0]]}}
    assert Experiment.from_plain(odd).training.inputs == pytest.approx(
        np.array(odd["data"]["inputs"]), rel=1e-15
    )


def test_data_keep_their_units_whatever_the_network_gets() -> None:
    hours = PRESETS["hours"]
    assert hours.network_inputs([[4, 8]]).tolist() == [[4 / 3, 8 / 9]]
    assert hours.answered(np.array([[0.5]])).tolist() == [[50]]
    for scaling in SCALINGS:
        pairs = pairs_of(np.hstack([hours.data.inputs, hours.data.targets]), scaling)
        scaled = replace(hours, data=replace(hours.data, scaling=pairs))
        np.testing.assert_allclose(scaled.answered(scaled.targets), hours.data.targets)
        assert scaled.data.inputs.tolist() == hours.data.inputs.tolist()
    fed = replace(hours, data=replace(hours.data, scaling=pairs_of(
        np.array([[2.0, 9, 92], [1, 5, 86], [3, 6, 89]]), "standard"))).training.inputs  # fmt: skip
    assert fed.mean(axis=0) == pytest.approx([0, 0])
    assert fed.std(axis=0) == pytest.approx([1, 1])
    squares = replace(hours, features=("x1^2", "x2"))
    assert squares.network_inputs([[4, 8]]).tolist() == [[(4 / 3) ** 2, 8 / 9]]
