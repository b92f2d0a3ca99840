"""The page's door into Python: frames hold what an independent computation gives."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import ACTIVATIONS, Dataset, Experiment, InputError, Layer
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from neuron_core.page.queries import QUERIES
from neuron_core.presets import PRESETS
from neuron_core.run.training import MOST_ITERATIONS

HIDDEN = Experiment(
    data=Dataset(np.array([[2.0, 9.0], [1.0, 5.0], [3.0, 6.0]]), np.eye(3)[:, :2]),
    layers=(Layer(4), Layer(2, "sigmoid", bias=False)),
    learning_rate=0.1,
    batch_size=2,
    iterations=779,
    question=(4.0, 8.0),
)
DIVERGING = Experiment(layers=(Layer(1, "linear", bias=False),), learning_rate=5.0)
EACH = pytest.mark.parametrize("experiment", [Experiment(), HIDDEN], ids=["tutorial", "hidden"])


def opened(experiment: Experiment) -> Bridge:
    bridge = Bridge()
    bridge.open(json.loads(json.dumps(experiment.plain())))
    return bridge


def part(bridge: Bridge, frame: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    place = bridge.layout()[name]
    size = int(np.prod(place["shape"]))
    return frame[place["start"] : place["start"] + size].reshape(place["shape"])


def plain_numbers(experiment: Experiment, iteration: int) -> dict[str, Any]:
    """Return the parts of a frame, computed without `forward` and `loss`."""
    run = experiment.run()
    for _ in range(iteration):
        run.step()
    below = np.array([*experiment.data.inputs.tolist(), experiment.question])
    sums, outputs = [], []
    for layer, weights, bias in zip(
        experiment.layers, run.network.weights, run.network.biases, strict=True
    ):
        sums.append(below @ weights + (0.0 if bias is None else bias))
        curve = ACTIVATIONS[layer.activation].curve
        below = np.tanh(sums[-1]) if curve == "tanh" else 1 / (1 + np.exp(-sums[-1]))
        outputs.append(below)
    errors = experiment.data.targets - below[:-1]
    return {
        "iteration": iteration,
        "diverged": np.nan,
        "loss": np.mean(errors**2),
        "test_loss": np.nan,
        "parameters": run.network.parameters,
        "sums": np.hstack(sums),
        "outputs": np.hstack(outputs),
        "errors": errors,
    }


@EACH
def test_the_parts_of_the_layout_cover_a_frame_without_gap_or_overlap(
    experiment: Experiment,
) -> None:
    bridge, end = opened(experiment), 0
    for place in bridge.layout().values():
        assert place["start"] == end
        end += int(np.prod(place["shape"]))
    assert bridge.frame().shape == (end,)
    assert bridge.record().shape[1:] == (end,)


@EACH
@pytest.mark.parametrize("iteration", [0, 1, 9, 150])
def test_a_frame_holds_the_numbers_of_its_iteration(experiment: Experiment, iteration: int) -> None:
    bridge = opened(experiment)
    bridge.goto(iteration)
    frame = bridge.frame()
    assert frame.dtype == np.float64
    for name, numbers in plain_numbers(experiment, iteration).items():
        np.testing.assert_allclose(part(bridge, frame, name), numbers, rtol=1e-10, atol=1e-13)


def test_looking_at_a_frame_moves_nothing() -> None:
    bridge, fresh = opened(HIDDEN), HIDDEN.run()
    for iteration in range(1, 20):
        bridge.goto(iteration)
        first, second = bridge.frame(), bridge.frame()
        assert first.tobytes() == second.tobytes()
        assert not np.shares_memory(first, bridge.run.network.parameters)
        fresh.step()
        assert bridge.run.network.parameters.tolist() == fresh.network.parameters.tolist()


def test_frames_of_other_iterations_are_those_of_going_there_and_the_run_stays() -> None:
    def at(iteration: int) -> Bridge:
        bridge = opened(HIDDEN)
        bridge.goto(iteration)
        return bridge

    bridge = at(7)
    for wrong in ([3, -1], [3, "a"]):
        with pytest.raises(InputError):
            bridge.ask("frames", wrong)
        assert bridge.iteration == 7
    for iteration, frame in zip((9, 30), bridge.ask("frames", [9, 30]), strict=True):
        np.testing.assert_allclose(frame, at(iteration).frame(), rtol=1e-12, atol=1e-15)
        assert frame[0] == iteration
    assert bridge.iteration == 7


@EACH
def test_a_record_holds_the_first_the_lowest_and_the_last_iteration(experiment: Experiment) -> None:
    bridge = opened(experiment)
    iterations = bridge.record()[:, 0].tolist()
    assert iterations == sorted(set(iterations))
    assert iterations[0] == 0
    assert iterations[-1] == experiment.iterations
    assert bridge.run.lowest()[0] in iterations
    assert set(range(65)) <= set(iterations)
    assert bridge.run.iteration == experiment.iterations


@pytest.mark.parametrize("before", [0, 300, 10_000])
def test_a_record_ends_at_the_last_iteration_wherever_the_run_has_been(before: int) -> None:
    bridge = Bridge()
    bridge.goto(before)
    short = replace(Experiment(), iterations=779)
    bridge.open(short.plain())
    assert bridge.record()[:, 0].tolist() == opened(short).record()[:, 0].tolist()


@EACH
def test_the_frames_of_a_record_are_those_of_going_there(experiment: Experiment) -> None:
    bridge = opened(experiment)
    record = bridge.record()
    for frame in record[:: len(record) // 20]:
        bridge.goto(int(frame[0]))
        np.testing.assert_allclose(frame, bridge.frame(), rtol=1e-12, atol=1e-15)
        assert part(bridge, frame, "parameters").tolist() == bridge.run.network.parameters.tolist()


def test_losses_are_the_runs_curve() -> None:
    bridge = opened(HIDDEN)
    bridge.goto(200)
    losses = bridge.losses()
    assert losses.shape == (3, len(bridge.run.trace.iterations))
    assert losses[:2].tolist() == np.stack(bridge.run.curve()).tolist()
    assert np.isnan(losses[2]).all()
    assert losses[1, -1] == pytest.approx(float(part(bridge, bridge.frame(), "loss")), rel=1e-12)


class Clock:
    """A clock that goes on by one millisecond each time it is looked at."""

    def __init__(self) -> None:
        self.ticks: Iterator[float] = itertools.count(1)

    def __call__(self) -> float:
        return next(self.ticks) / 1000


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("neuron_core.page.bridge.perf_counter", clock)
    return clock


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    "experiment", [Experiment(), HIDDEN, DIVERGING], ids=["tutorial", "hidden", "diverging"]
)
def test_training_in_slices_ends_where_training_at_once_does(experiment: Experiment) -> None:
    bridge, slices = opened(experiment), 1
    reached = [0]
    while not bridge.train(3_000, milliseconds=4):
        slices += 1
        reached.append(bridge.run.iteration)
    assert slices > 1
    assert reached == sorted(set(reached))
    at_once = experiment.run()
    at_once.goto(3_000)
    assert bridge.run.iteration == at_once.iteration
    assert bridge.run.diverged_at == at_once.diverged_at
    np.testing.assert_array_equal(bridge.run.network.parameters, at_once.network.parameters)


@pytest.mark.usefixtures("clock")
def test_a_slice_ends_soon_after_its_time_is_over() -> None:
    bridge = Bridge()
    assert not bridge.train(MOST_ITERATIONS, milliseconds=5)
    assert 0 < bridge.run.iteration < 200


def test_trained_to_the_end_there_is_nothing_left_to_do() -> None:
    bridge = Bridge()
    bridge.goto(50)
    assert bridge.train(50, milliseconds=1_000_000)
    assert bridge.run.iteration == 50


def test_after_a_divergence_and_a_reset_training_goes_up_to_it_again() -> None:
    bridge = opened(DIVERGING)
    assert bridge.train(10_000, milliseconds=1_000_000)
    diverged_at = bridge.run.diverged_at
    assert bridge.run.iteration == diverged_at
    assert float(part(bridge, bridge.frame(), "diverged")) == diverged_at
    bridge.goto(0)
    assert bridge.train(10_000, milliseconds=1_000_000)
    assert bridge.run.iteration == diverged_at


def test_a_record_of_a_run_that_diverges_ends_there() -> None:
    bridge = opened(DIVERGING)
    iterations = bridge.record()[:, 0]
    assert iterations[-1] == bridge.run.diverged_at == bridge.run.iteration


@pytest.mark.parametrize("change", [{"iterations": 500}, {"question": [0, 1, 0]}], ids=str)
def test_the_run_goes_on_where_only_its_length_or_the_question_changes(
    change: dict[str, Any],
) -> None:
    bridge = Bridge()
    bridge.goto(100)
    run, before = bridge.run, bridge.frame()
    described = bridge.open({**Experiment().plain(), **change})
    assert bridge.run is run
    assert bridge.run.iteration == 100
    assert described["experiment"] == bridge.experiment.plain() != Experiment().plain()
    asked = part(bridge, bridge.frame(), "outputs")[-1]
    assert asked.tolist() == bridge.run.network(bridge.experiment.question).tolist()
    assert (
        part(bridge, bridge.frame(), "parameters").tolist()
        == part(bridge, before, "parameters").tolist()
    )


def test_fewer_iterations_than_trained_bring_the_run_back_to_its_end() -> None:
    bridge = Bridge()
    bridge.goto(100)
    bridge.open({**Experiment().plain(), "iterations": 5})
    assert bridge.iteration == 5
    assert part(bridge, bridge.frame(), "lowest")[0] == 5  # the 9th is beyond the end


@pytest.mark.parametrize(
    "experiment",
    [replace(Experiment(), seed=2), HIDDEN, DIVERGING],
    ids=["seed", "hidden", "diverging"],
)
def test_anything_else_begins_a_new_run_and_the_way_back_too(experiment: Experiment) -> None:
    bridge = Bridge()
    for each in (experiment, Experiment(), experiment):
        bridge.goto(10)
        bridge.open(each.plain())
        assert bridge.experiment == each
        assert bridge.run.iteration == 0
        assert bridge.run.network.parameters.tolist() == each.network().parameters.tolist()


@pytest.mark.parametrize(
    "plain",
    [
        {"seed": -1},
        {"question": [1]},
        {"no such thing": 1},
        {"layers": [{"units": 2}]},
        {"layers": [{"units": 1}] * 99},
        {"data": {"inputs": [[0] * 999], "targets": [1]}, "question": [0] * 999},
        {"data": {"inputs": [[]], "targets": []}},
        None,
    ],
    ids=["seed", "question", "name", "outputs", "layers", "inputs", "rows", "nothing"],
)
def test_an_experiment_that_is_not_accepted_leaves_the_earlier_one_open(plain: Any) -> None:
    bridge = Bridge()
    bridge.goto(100)
    experiment, run, frame = bridge.experiment, bridge.run, bridge.frame().tobytes()
    with pytest.raises(InputError):
        bridge.open(plain)
    assert bridge.experiment is experiment
    assert bridge.run is run
    assert bridge.frame().tobytes() == frame


@EACH
def test_a_description_is_fit_for_json_and_complete(experiment: Experiment) -> None:
    described = opened(experiment).describe()
    assert json.loads(json.dumps(described, allow_nan=False)) == described
    assert described["experiment"] == experiment.plain()


def test_the_catalogue_is_fit_for_json_and_complete() -> None:
    told = catalogue()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert [one["name"] for one in told["activations"]] == list(ACTIVATIONS)
    assert told["limits"]["iterations"] == [1, MOST_ITERATIONS]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"question": [0.5, 0.5]}, {"network_question"}),
        ({"learning_rate": 0.05}, {"preset"}),
        ({"seed": 3}, {"preset"}),
        ({"iterations": 7}, {"preset"}),
    ],
    ids=str,
)
def test_what_the_page_has_been_told_is_not_told_again(
    change: dict[str, Any], told: set[str]
) -> None:
    bridge = Bridge()
    first = bridge.open({"preset": "circle"})
    assert first == bridge.describe()
    news = bridge.open({**first["experiment"], "data": None, **change})
    assert {*news} == {"experiment", "preset"} | told
    assert {**first, **news} == bridge.describe(with_data=False)
    assert len(json.dumps(news)) < 1_000  # of 37,000: a reader types, and each key is a message
    assert {*bridge.open(news["experiment"])} == {"experiment"}
    bridge.forget()
    assert {*bridge.open(news["experiment"])} == {*first}


def test_a_question_is_a_function_and_a_line_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class Largest:
        row: int
        outputs: NDArray[np.float64]

    def largest(bridge: Bridge, neuron: int) -> list[Largest]:
        outputs = bridge.run.network.forward(bridge.run.inputs).outputs[:, neuron]
        return [Largest(int(outputs.argmax()), outputs)]

    monkeypatch.setitem(QUERIES, "largest", largest)
    bridge = Bridge()
    bridge.goto(9)
    assert "largest" in bridge.queries
    (told,) = bridge.ask("largest", 0)
    assert list(told) == ["row", "outputs"]
    assert told["outputs"][told["row"]] == max(told["outputs"])
    assert bridge.iteration == 9


def test_a_slice_that_the_page_has_chosen_is_told_again() -> None:
    bridge = Bridge()
    told = bridge.open({"data": {"inputs": [[0, 0, 1], [1, 1, 0]], "targets": [[0], [1]]}})
    bridge.cut([0.25])
    assert bridge.open({"seed": 2, "data": None})["plane"]["cut"] == [0.25]
    bridge.cut(told["plane"]["cut"])
    assert bridge.open({"seed": 3, "data": None})["plane"] == told["plane"]


@pytest.mark.parametrize("name", [one.name for one in ACTIVATIONS.values() if not one.row_wise])
def test_the_picture_of_an_activation_is_its_curve_around_0(name: str) -> None:
    curve = opened(Experiment(layers=(Layer(1, name),))).describe()["curve"]
    sums = np.array(curve["sums"])
    assert sums[len(sums) // 2] == 0
    np.testing.assert_allclose(sums, -sums[::-1])
    assert curve["outputs"] == ACTIVATIONS[name].output(sums).tolist()


def test_a_rate_changed_on_the_way_holds_from_there_on() -> None:
    bridge = Bridge()
    bridge.goto(20)
    bridge.change_rate(0.1)
    assert bridge.experiment.rates == ((20, 0.1),)
    assert bridge.iteration == 20
    bridge.goto(500)
    changed = bridge.run.network.parameters.copy()
    bridge.goto(10)
    bridge.goto(500)
    assert bridge.run.network.parameters.tolist() == changed.tolist()
    bridge.goto(20)
    bridge.change_rate(0.2)  # in the place of the one before
    assert bridge.experiment.rates == ((20, 0.2),)
    with pytest.raises(InputError, match="learning rate: -1 is not accepted"):
        bridge.change_rate(-1)
    bridge.goto(0)
    bridge.change_rate(0.5)
    assert bridge.experiment.learning_rate == 0.5
    assert not bridge.experiment.rates


def test_a_link_says_what_is_not_as_in_the_tutorial() -> None:
    bridge = Bridge()
    assert bridge.link(with_weights=False) == {}
    bridge.open({"seed": 7, "learning_rate": 0.1})
    assert bridge.link(with_weights=False) == {"seed": 7, "learning_rate": 0.1}
    bridge.goto(100)
    bridge.change_rate(0.05)
    link = bridge.link(with_weights=True)
    assert link == {
        "seed": 7,
        "learning_rate": 0.05,
        "parameters": bridge.run.network.parameters.tolist(),
    }
    here = bridge.frame()[bridge.layout()["outputs"]["start"] :]
    bridge.open(link)
    assert bridge.iteration == 0
    assert bridge.frame()[bridge.layout()["outputs"]["start"] :].tolist() == here.tolist()


def test_a_preset_is_known_by_its_name() -> None:
    bridge = Bridge()
    assert bridge.describe()["preset"] == "tutorial"
    bridge.open({"seed": 2})
    assert bridge.describe()["preset"] == ""
    presets = catalogue()["presets"]
    named = [name for names in catalogue()["groups"].values() for name in names]
    assert sorted(named) == sorted(presets)
    for name in named:
        bridge.open(presets[name])
        assert bridge.describe()["preset"] == name


def test_an_experiment_may_name_the_preset_that_it_differs_from() -> None:
    bridge = Bridge()
    circle = PRESETS["circle"]
    assert bridge.open({"preset": "circle"})["experiment"] == circle.plain()
    assert bridge.describe()["preset"] == "circle"
    bridge.open({"preset": "circle", "seed": 5, "data": None})
    assert bridge.experiment == replace(circle, seed=5)
    bridge.open({"preset": "circle", "data": {"seed": 9}})
    assert bridge.experiment.data == replace(circle.data, seed=9)
    bridge.open({"preset": "circle", "data": {"recipe": {"noise": 0.3}}})
    assert circle.data.recipe
    assert bridge.experiment.data == replace(
        circle.data, recipe=replace(circle.data.recipe, noise=0.3)
    )
    own = {"inputs": [[1.0, 2.0], [3.0, 4.0]], "targets": [[0.0], [1.0]]}
    bridge.open({"preset": "circle", "batch_size": None, "data": own})
    assert bridge.experiment.data == Dataset(**own)  # type: ignore[arg-type]
    bridge.open({"preset": "hours", "data": {"test_share": 0.4}})
    assert bridge.experiment.data == replace(PRESETS["hours"].data, test_share=0.4)


@pytest.mark.parametrize("name", ["", "Circle", None, 3, ["circle"], {}])
def test_an_unknown_preset_is_told_and_the_bench_stays(name: Any) -> None:
    bridge = Bridge()
    bridge.open({"seed": 3})
    with pytest.raises(InputError, match="preset: "):
        bridge.open({"preset": name})
    assert bridge.experiment == replace(PRESETS["tutorial"], seed=3)


@pytest.mark.parametrize("data", [5, [], {"colour": 1}, {"recipe": 5}, {"recipe": {"rows": "x"}}])
def test_data_of_a_preset_that_cannot_be_are_told(data: Any) -> None:
    with pytest.raises(InputError):
        Bridge().open({"preset": "circle", "data": data})
