"""A truth table has every row of 0 and 1, and says which of them were trained on."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import TUTORIAL, Dataset, Experiment, Layer
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS


def opened(**changes: Any) -> Bridge:
    bridge = Bridge()
    bridge.open(replace(Experiment(), **changes).plain())
    return bridge


@pytest.mark.parametrize("iteration", [0, 9, 10_000])
def test_the_tutorials_has_eight_rows_four_of_them_new(iteration: int) -> None:
    bridge = Bridge()
    bridge.goto(iteration)
    rows = bridge.ask("truth_table")
    assert rows is not None
    assert [row["inputs"] for row in rows] == [
        [0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1],
    ]  # fmt: skip
    assert [row["target"] for row in rows] == [None, 0, None, 0, None, 1, None, 1]
    weights = bridge.run.network.parameters.tolist()
    for row in rows:
        total = sum(value * weight for value, weight in zip(row["inputs"], weights, strict=True))
        assert row["output"] == pytest.approx(math.tanh(total), rel=1e-12)
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


def test_every_row_but_those_it_was_trained_on_comes_out_right_after_the_tutorials_training() -> (
    None
):
    bridge = Bridge()
    bridge.goto(10_000)
    rows = bridge.ask("truth_table") or []
    right = [round(row["output"]) == row["inputs"][0] for row in rows]
    assert right == [True] * 8  # to the nearest whole number, which hides what is wrong:
    wrong = [row["inputs"] for row in rows if abs(row["output"] - row["inputs"][0]) > 0.25]
    assert wrong == [[0, 0, 1], [0, 1, 1]]


def test_that_of_one_or_the_other_has_targets_where_the_third_input_is_1() -> None:
    bridge = Bridge()
    bridge.open(PRESETS["xor-hidden"].plain())
    bridge.goto(10_000)
    rows = bridge.ask("truth_table") or []
    known = [row for row in rows if row["target"] is not None]
    assert [row["inputs"][2] for row in known] == [1] * 4
    for row in known:
        assert row["output"] == pytest.approx(row["target"], abs=0.05)


def test_of_rows_that_contradict_each_other_the_first_one_counts() -> None:
    data = Dataset(np.array([[1.0], [1.0], [0.0]]), np.array([3.0, 4.0, 5.0]))
    rows = opened(data=data, question=(1.0,)).ask("truth_table") or []
    assert [row["target"] for row in rows] == [5, 3]


@pytest.mark.parametrize(
    ("data", "layers"),
    [
        (PRESETS["hours"].data, (Layer(1),)),
        (replace(TUTORIAL, inputs=TUTORIAL.inputs / 2), (Layer(1),)),
        (replace(TUTORIAL, targets=TUTORIAL.inputs), (Layer(3),)),
        (Dataset(np.eye(7), np.zeros(7)), (Layer(1),)),
    ],
    ids=["other numbers", "a half", "three outputs", "seven inputs"],
)
def test_there_is_none_where_there_is_more_than_0_and_1_to_tell(
    data: Dataset, layers: tuple[Layer, ...]
) -> None:
    question = (0.0,) * data.inputs.shape[1]
    assert opened(data=data, layers=layers, question=question).ask("truth_table") is None


def test_six_inputs_are_64_rows() -> None:
    data = Dataset(np.eye(6), np.zeros(6))
    rows = opened(data=data, question=(0.0,) * 6).ask("truth_table") or []
    assert len({tuple(row["inputs"]) for row in rows}) == len(rows) == 64
