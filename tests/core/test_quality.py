"""How good a network is, held against counting by hand."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, Layer
from neuron_core.data.patterns import Recipe
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS


def quality_of(experiment: Experiment, iteration: int) -> tuple[dict[str, Any], Bridge]:
    bridge = Bridge()
    bridge.open(experiment.plain())
    bridge.goto(iteration)
    told = bridge.ask("quality")
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    return told, bridge


def counted(bridge: Bridge, part: str, nearest: Any) -> list[list[int]]:
    rows = getattr(bridge.experiment, part)
    size = len(nearest.classes)
    table = [[0] * size for _ in range(size)]
    for inputs, targets in zip(rows.inputs, rows.targets.tolist(), strict=True):
        output = bridge.run.network(inputs).tolist()
        table[nearest.of(targets)][nearest.of(output)] += 1
    return table


class Two:
    classes = (-1.0, 1.0)

    @staticmethod
    def of(values: list[float]) -> int:
        return int(abs(values[0] - 1) <= abs(values[0] + 1))


class Largest:
    classes = (0, 1, 2)

    @staticmethod
    def of(values: list[float]) -> int:
        return max(range(3), key=lambda place: values[place])


@pytest.mark.parametrize(("name", "nearest"), [("circle", Two), ("several-classes", Largest)])
@pytest.mark.parametrize("iteration", [0, 5, 200])
def test_a_classification_is_counted(name: str, nearest: Any, iteration: int) -> None:
    told, bridge = quality_of(PRESETS[name], iteration)
    assert told["kind"] == "classification"
    assert len(told["classes"]) == len(nearest.classes)
    for part in ("training", "test"):
        table = counted(bridge, part, nearest)
        over = told[part]
        assert over["confusion"] == table
        assert over["rows"] == 150 == sum(map(sum, table))
        right = sum(table[place][place] for place in range(len(table)))
        assert over["accuracy"] == pytest.approx(right / 150)
        assert over["r_squared"] is None
        rows = getattr(bridge.experiment, part)
        outputs = bridge.run.network(rows.inputs)
        if bridge.experiment.loss == "squared":
            each = (rows.targets - outputs) ** 2
        else:
            each = -np.log((rows.targets * outputs).sum(axis=1))
        assert over["loss"] == pytest.approx(each.mean())


def test_a_regression_has_a_share_that_is_explained() -> None:
    told, bridge = quality_of(PRESETS["curve"], 300)
    for part in ("training", "test"):
        rows = getattr(bridge.experiment, part)
        targets = rows.targets[:, 0].tolist()
        outputs = [float(bridge.run.network(inputs)[0]) for inputs in rows.inputs]
        mean = math.fsum(targets) / len(targets)
        lost = math.fsum((a - b) ** 2 for a, b in zip(targets, outputs, strict=True))
        scatter = math.fsum((a - mean) ** 2 for a in targets)
        assert told[part]["r_squared"] == pytest.approx(1 - lost / scatter)
        assert told[part]["accuracy"] is told[part]["confusion"] is None
    assert told["classes"] == []


def test_the_tutorials_neuron_has_every_class_right_and_nothing_to_test() -> None:
    told, _ = quality_of(Experiment(), 10_000)
    assert told["classes"] == ["0", "1"]
    assert told["training"]["confusion"] == [[2, 0], [0, 2]]
    assert told["training"]["accuracy"] == 1
    assert told["test"] is None


def test_numbers_that_are_not_finite_are_none() -> None:
    wild = replace(PRESETS["plane"], learning_rate=100.0)
    told, bridge = quality_of(wild, 10_000)
    assert bridge.iteration == bridge.run.diverged_at
    assert told["training"]["loss"] is None
    assert told["training"]["r_squared"] is None
    wild = replace(Experiment(), layers=(Layer(1, "linear"),), learning_rate=100.0)
    told, bridge = quality_of(wild, 10_000)
    assert bridge.iteration == bridge.run.diverged_at
    assert told["training"]["accuracy"] is None


def test_a_target_that_never_changes_explains_nothing() -> None:
    data = Dataset(np.eye(2), np.array([3.0, 3.0]), kind="regression")
    told, _ = quality_of(Experiment(data=data, question=(0.0, 0.0)), 1)
    assert told["training"]["r_squared"] is None


def test_a_class_that_no_row_has_can_still_come_out() -> None:
    data = Dataset(np.eye(2), np.eye(3)[:2], names=("a", "b", "cat", "dog", "owl"))
    told, _ = quality_of(
        Experiment(data=data, layers=(Layer(3, "linear"),), question=(0.0, 0.0)), 0
    )
    assert told["classes"] == ["cat", "dog", "owl"]
    assert len(told["training"]["confusion"]) == 3


def test_a_large_table_is_shown_in_part_and_judged_as_a_whole() -> None:
    data = Dataset(recipe=Recipe("gauss", 1_200), test_share=0.25)
    experiment = replace(PRESETS["gauss"], data=data)
    told, bridge = quality_of(experiment, 20)
    assert told["training"]["rows"] + told["test"]["rows"] == 1_200
    layout, frame = bridge.layout(), bridge.frame()
    assert layout["outputs"]["shape"] == [501, 1]
    assert layout["errors"]["shape"] == [500, 1]

    def part(name: str) -> list[float]:
        start = layout[name]["start"]
        size = int(np.prod(layout[name]["shape"]))
        return list(frame[start : start + size])

    outputs = bridge.run.network(data.inputs)[:, 0]
    np.testing.assert_allclose(part("outputs")[:500], outputs[:500])
    np.testing.assert_allclose(part("outputs")[500], bridge.run.network([1, 1])[0])
    errors = data.targets[:, 0] - outputs
    np.testing.assert_allclose(part("errors"), errors[:500])
    assert part("loss")[0] == pytest.approx(np.mean(errors[data.training.rows] ** 2))
    assert part("test_loss")[0] == pytest.approx(np.mean(errors[data.test.rows] ** 2))
    shown = bridge.describe()["data"]
    assert shown["rows"] == 1_200
    assert shown["inputs"] == data.inputs[:500].tolist()
    assert shown["targets"] == data.targets[:500].tolist()
    assert shown["test"] == [row for row in range(500) if row in set(data.test.rows.tolist())]
    assert shown["test_rows"] == 300


def test_a_ledgers_rows_are_those_of_the_table() -> None:
    data = Dataset(recipe=Recipe("gauss", 40), test_share=0.5)
    bridge = Bridge()
    bridge.open(replace(PRESETS["gauss"], data=data, batch_size=5).plain())
    rows = bridge.ask("ledger")["rows"]
    assert len(rows) == 5
    for row in rows:
        assert row["row"] in data.training.rows
        assert row["inputs"] == data.inputs[row["row"]].tolist()
        assert [row["target"]] == data.targets[row["row"]].tolist()


def test_a_large_table_is_taken_apart_in_part_and_added_up_as_a_whole() -> None:
    data = Dataset(recipe=Recipe("gauss", 1_200))
    bridge = Bridge()
    bridge.open(replace(PRESETS["circle"], data=data, batch_size=None).plain())
    for unit in (0, 6):
        told = bridge.ask("ledger", unit)
        assert [row["row"] for row in told["rows"]] == list(range(500))
        alone = sum(row["bias_contribution"] for row in told["rows"])
        assert told["bias_adjustment"] != pytest.approx(alone)
    before = bridge.run.network.parameters.copy()
    bridge.run.step()
    assert told["new_bias"] == bridge.run.network.parameters[-1] != before[-1]
    assert bridge.ask("gradient_check")["passed"]
