"""What right, near and learned mean, held against counting by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, Layer
from neuron_core.data.judgement import MOST_CLASSES, Yardstick
from neuron_core.data.patterns import Recipe
from neuron_core.insight.quality import quality
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

F07 = {
    "data": {"inputs": [[0.25], [0.5], [0.75], [1.0]], "targets": [[0.1], [0.2], [0.3], [0.4]]},
    "layers": [{"units": 1, "activation": "linear", "bias": False}],
    "parameters": [0.6],
    "learning_rate": 0,
    "iterations": 10,
    "question": [1.0],
}
RISING = {
    "preset": "gauss",
    "learning_rate": 1,
    "regularisation": "l2",
    "regularisation_rate": 2.5,
}


def bench_of(plain: dict[str, Any], iteration: int | None = None) -> Bridge:
    bridge = Bridge()
    bridge.open(plain)
    bridge.goto(bridge.experiment.iterations if iteration is None else iteration)
    return bridge


def part(bridge: Bridge, name: str) -> list[float]:
    place = bridge.layout()[name]
    size = int(np.prod(place["shape"]))
    found: list[float] = bridge.frame()[place["start"] : place["start"] + size].tolist()
    return found


def yardstick(targets: Any, kind: str | None = None) -> Yardstick:
    table = np.asarray(targets, dtype=float)
    return Yardstick.of(Dataset(np.zeros((len(table), 1)), table, kind=kind))  # type: ignore[arg-type]


def test_the_tutorials_rows_are_all_right_and_two_of_them_far() -> None:
    bridge = bench_of({})
    assert part(bridge, "right") == [1, 1, 1, 1]
    assert part(bridge, "near") == [0, 1, 1, 0]
    assert part(bridge, "training")[:2] == [2, 4]
    assert part(bridge, "learned") == [0]


def test_at_its_lowest_error_it_has_learned() -> None:
    bridge = bench_of({}, 9)
    assert part(bridge, "near") == [1, 1, 1, 1]
    assert part(bridge, "learned") == [1]


@pytest.mark.parametrize(
    ("preset", "much_worse"),
    [("tutorial", 1), ("exact-slope", 1), ("small-rate", 0), ("rate-above", 0), ("circle", 0)],
)
def test_what_ends_far_above_its_lowest_error_is_much_worse(preset: str, much_worse: int) -> None:
    bridge = bench_of({"preset": preset})
    assert part(bridge, "much_worse") == [much_worse]
    iteration, loss = part(bridge, "lowest")
    bridge.goto(int(iteration))
    assert part(bridge, "loss") == pytest.approx([loss])
    assert part(bridge, "much_worse") == [0]


def test_amounts_are_judged_by_their_own_spread() -> None:
    bridge = bench_of(F07)
    assert part(bridge, "near") == [0, 0, 0, 0]
    assert np.isnan(part(bridge, "right")).all()
    near, right, r_squared = part(bridge, "training")
    assert near == 0
    assert np.isnan(right)
    assert r_squared == pytest.approx(-0.5)  # 1 - 0.075 / 0.05
    assert part(bridge, "learned") == [0]


@pytest.mark.parametrize("test_share", [0, 0.5])
def test_where_the_loss_is_above_its_start_nothing_has_been_learned(test_share: float) -> None:
    bridge = bench_of(RISING, 200)
    bridge.open(
        replace(
            bridge.experiment, data=replace(bridge.experiment.data, test_share=test_share)
        ).plain()
    )
    bridge.goto(200)
    assert part(bridge, "loss")[0] > part(bridge, "start_loss")[0]
    assert part(bridge, "learned") == [0]


@pytest.mark.parametrize(
    ("targets", "within"),
    [
        ([[0], [1]], [0.25]),
        ([[-1], [1]], [0.5]),
        ([[1e8], [1e8 + 1]], [0.25]),
        ([[3], [7]], [1.0]),
        ([[0, 1], [1, 0]], [0.25, 0.25]),
        ([[0, -1], [1, -1], [0, 1]], [0.25, 0.5]),
        ([[5], [5]], [1.25]),
        ([[0], [0]], [0.25]),
    ],
)
def test_a_class_is_near_within_a_quarter_of_the_way_to_the_next(
    targets: Any, within: list[float]
) -> None:
    assert yardstick(targets).within.tolist() == within


def test_an_amount_is_near_within_a_quarter_of_the_standard_deviation() -> None:
    targets = np.array([[1.0, 10], [2, 10], [4, 70]])
    expected = [np.sqrt(14 / 9) / 4, np.sqrt(800) / 4]
    assert yardstick(targets, "regression").within == pytest.approx(expected)


def test_large_and_close_classes_are_told_apart() -> None:
    rule = yardstick([[1e8], [1e8 + 1]])
    outputs = np.array([[1e8 + 1], [1e8], [1e8 + 0.4], [1e8 + 0.6]])
    targets = np.array([[1e8], [1e8 + 1], [1e8], [1e8]])
    assert rule.right(outputs, targets).tolist() == [False, False, True, False]


def test_classes_may_be_any_numbers() -> None:
    rule = yardstick([[-7.0], [0.5], [20.0]], "classification")
    outputs = np.array([[-8.0], [-3.2], [-3.3], [10.2], [10.3], [1e300], [-1e300]])
    assert rule.class_of(outputs).tolist() == [0, 1, 0, 1, 2, 2, 0]


def test_of_two_outputs_the_nearest_corner_counts() -> None:
    rule = yardstick([[0, 0], [1, 1], [1, 0]], "classification")
    outputs = np.array([[0.4, 0.4], [0.6, 0.6], [0.6, 0.4], [3.0, 0.4], [0.1, 2.0]])
    assert rule.class_of(outputs).tolist() == [0, 2, 1, 1, 2]  # in ascending order of targets


def test_one_hot_classes_go_by_the_largest_output() -> None:
    rule = yardstick(np.eye(3)[:2])  # no row has the third
    outputs = np.array([[0.2, 0.1, 0.0], [-5, -7, -4], [0.9, 1.1, 0.3]])
    assert rule.class_of(outputs).tolist() == [0, 2, 1]


def test_outputs_on_the_line_between_two_classes_are_of_none() -> None:
    rule = yardstick([[0], [1], [4]], "classification")
    outputs = np.array([[0.5], [0.5 + 1e-15], [0.5 - 1e-10], [0.5 + 1e-7], [2.5], [2.4]])
    assert rule.class_of(outputs).tolist() == [-1, -1, -1, 1, -1, 1]
    assert not rule.right(outputs, np.array([[0], [1], [0], [0], [4], [0]])).any()

    one_hot = yardstick(np.eye(3))
    outputs = np.array([[0.4, 0.4, 0.2], [0.4, 0.4 + 1e-12, 0.2], [1e10, 0, -3], [1e300, 0, 0]])
    assert one_hot.class_of(outputs).tolist() == [-1, -1, 0, 0]


def test_a_neuron_that_answers_one_half_to_every_row_has_none_right() -> None:
    experiment = PRESETS["xor-neuron"]
    run = experiment.run()
    run.goto(experiment.iterations)
    over = quality(experiment, run.network).training
    assert (over.right, over.undecided, over.confusion) == (0, 4, [[0, 0], [0, 0]])


def test_outputs_that_are_not_finite_are_neither_near_nor_right() -> None:
    rule = yardstick([[0], [1]])
    outputs = np.array([[np.nan], [np.inf], [1.0]])
    targets = np.array([[0.0], [1.0], [1.0]])
    assert rule.right(outputs, targets).tolist() == [False, False, True]
    assert rule.near(outputs, targets).tolist() == [False, False, True]


def test_near_rows_are_right_whatever_the_classes() -> None:
    random = np.random.default_rng(5)
    for _ in range(200):
        outputs, rows = random.integers(1, 5), 12
        targets = random.choice(random.normal(size=(3, outputs)), rows)
        rule = yardstick(targets, "classification")
        away = targets + random.normal(size=targets.shape) * rule.within
        near = rule.near(away, targets)
        assert (rule.right(away, targets) | ~near).all()


def test_as_many_classes_as_outputs_are_told_apart_and_not_one_more() -> None:
    for count, told in ((MOST_CLASSES, MOST_CLASSES), (MOST_CLASSES + 1, 0)):
        rule = yardstick(np.arange(count)[:, np.newaxis], "classification")
        assert len(rule.classes) == told
        assert rule.is_classes == (told > 0)


@pytest.mark.parametrize("target", [0.1, 1e300, 3.0, 0.0])
def test_targets_that_never_change_have_no_r_squared(target: float) -> None:
    targets = np.full((3, 1), target)  # the mean of three times 0.1 is not 0.1
    counts = yardstick(targets, "regression").counts(targets + 0.01, targets)
    assert counts.r_squared is None


def test_r_squared_counts_each_output_about_its_own_mean() -> None:
    targets = np.array([[0.0, 100], [1, 100], [2, 103]])
    outputs = targets + np.array([[0.5, 0], [0, 1], [0, 0]])
    counts = yardstick(targets, "regression").counts(outputs, targets)
    assert counts.r_squared == pytest.approx(1 - 1.25 / (2 + 6))


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_place_says_the_same_of_a_preset(name: str) -> None:
    preset = replace(PRESETS[name], iterations=min(PRESETS[name].iterations, 300))
    bridge = bench_of(preset.plain())
    quality = bridge.ask("quality")
    for which in ("training", "test"):
        near, right, r_squared = part(bridge, which)
        over = quality[which]
        if over is None:
            assert np.isnan([near, right, r_squared]).all()
            continue
        assert over["near"] == near
        assert over["right"] == (None if np.isnan(right) else right)
        assert over["r_squared"] == (None if np.isnan(r_squared) else pytest.approx(r_squared))
    rows = preset.data
    if len(rows.inputs) <= 500:
        tested = set(rows.test.rows.tolist())
        trained = [row for row in range(len(rows.inputs)) if row not in tested]
        flags = part(bridge, "near")
        assert sum(flags[row] for row in trained) == part(bridge, "training")[0]


def test_the_rows_beyond_those_shown_count_too() -> None:
    data = Dataset(recipe=Recipe("gauss", 1_200), test_share=0.25)
    bridge = bench_of(replace(PRESETS["gauss"], data=data, iterations=50).plain())
    outputs = bridge.run.network(data.training.inputs)[:, 0]
    right = np.sign(outputs) == data.training.targets[:, 0]
    assert part(bridge, "training")[1] == right.sum() > 500


def test_the_words_name_their_measures() -> None:
    said = yardstick([[0], [1]]).meanings()
    assert "0.5" in said["right"]
    assert "0.25" in said["near"]
    amounts = yardstick([[1.0], [2.0], [4.0]], "regression").meanings()
    assert "right" not in amounts
    assert "0.312" in amounts["near"]
    assert "R²" in amounts["learned"]
    hidden = Experiment(data=PRESETS["plane"].data, layers=(Layer(1),), question=(0, 0))
    assert hidden.yardstick.meanings()["learned"] == amounts["learned"]
