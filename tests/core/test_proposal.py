"""The network that is proposed for a table learns it as well as a peer's of the same shape."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer
from neuron_core.data.csv_reader import dataset, read
from neuron_core.insight.quality import Over, quality
from neuron_core.page.bridge import Bridge
from neuron_core.proposal import proposed, reason

RECORDED = Path(__file__).with_name("peers") / "scikit-learn.json.gz"
PEERS: dict[str, Any] = json.loads(gzip.decompress(RECORDED.read_bytes()))["sets"]
"""See `peers/record.py`, which says what was measured, and how."""
WITHIN = 0.05
TEST_SHARE = 0.25

HOURS = "studied,slept,score\n2,9,92\n1,5,86\n3,6,89\n"
BOUGHT = "age,income,bought\n" + "".join(
    f"{20 + row},{income},{'yes' if row >= 6 else 'no'}\n"
    for row, income in enumerate([0, 37, 24, 11, 48, 35, 22, 9, 46, 33, 20, 7])
)
ANSWERS = "x,answer\n" + "".join(f"{x},{'no' if x < 10 else 'yes'}\n" for x in range(20))
LETTERS = "a,letter\n" + "".join(f"{at},{'pqr'[at // 5]}\n" for at in range(15))
SERIES = "month,sold\n1949-01,112\n1949-02,118\n1949-03,132\n"
HUGE = "a,b,y\n1e9,1e-9,5e6\n2e9,3e-9,7e6\n4e9,2e-9,6e6\n3e9,9e-9,9e6\n"


def whole(text: str, **choices: Any) -> Dataset:
    """Return a file with its last column as the target and all others as inputs."""
    sheet = read(text)
    *inputs, target = range(len(sheet.columns))
    return dataset(sheet, inputs, target, **choices)


def trained(experiment: Experiment) -> tuple[Over, Over | None]:
    run = experiment.run()
    run.goto(experiment.iterations)
    found = quality(experiment, run.network)
    return found.training, found.test


def score(over: Over | None) -> float:
    assert over is not None
    found = over.accuracy if over.accuracy is not None else over.r_squared
    assert found is not None
    return found


@pytest.mark.parametrize("name", PEERS)
def test_it_is_as_good_as_a_peer_s_network_of_the_same_shape(name: str) -> None:
    experiment = proposed(whole(PEERS[name]["text"], test_share=TEST_SHARE))
    ours = median(score(trained(replace(experiment, seed=seed))[1]) for seed in range(3))
    assert ours >= PEERS[name]["score"] - WITHIN


@pytest.mark.parametrize("text", [HOURS, BOUGHT, ANSWERS, LETTERS, SERIES, HUGE], ids=range(6))
def test_a_small_table_is_learned_from_nearly_every_start(text: str) -> None:
    experiment = proposed(whole(text))
    scores = [score(trained(replace(experiment, seed=seed))[0]) for seed in range(10)]
    assert sorted(scores)[1] >= 1 - WITHIN


@pytest.mark.parametrize(
    ("text", "output", "loss", "words"),
    [
        (HOURS, Layer(1, "linear"), "squared", "the target is an amount, the output is linear"),
        (BOUGHT, Layer(1, "sigmoid"), "cross-entropy", "one of two classes, the output is a sig"),
        (LETTERS, Layer(3, "softmax"), "cross-entropy", "one of 3 classes, each has an output"),
    ],
)
def test_output_and_loss_fit_the_target(text: str, output: Layer, loss: str, words: str) -> None:
    data = whole(text)
    experiment = proposed(data)
    *hidden, last = experiment.layers
    assert (last, experiment.loss, experiment.average) == (output, loss, True)
    assert [layer.activation for layer in hidden] == ["tanh"]  # with the exact slope
    assert all(layer.bias for layer in experiment.layers)
    np.testing.assert_allclose(experiment.training.inputs.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(experiment.training.inputs.std(axis=0), 1)
    said = reason(2 if "," in text[:6] else 1, output.units, 15, loss != "squared")
    assert words in said
    assert f"{hidden[0].units} hidden tanh neurons" in said
    assert f"{experiment.learning_rate:g}" in said


def test_a_proposal_can_be_refused_and_then_the_experiment_stays_as_far_as_it_fits() -> None:
    bridge = Bridge()
    bridge.open({"preset": "xor-hidden", "seed": 9})
    bridge.read_csv(BOUGHT)
    told = bridge.csv_costs([0, 1], 2, True, False)
    assert told["costs"] == ""
    assert told["proposal"] == reason(2, 1, 12, True)
    assert "costs" in bridge.csv_costs([], 2, True, False)
    bridge.use_csv([0, 1], 2, title="Bought", propose=False)
    assert (bridge.experiment.seed, bridge.experiment.optimiser) == (9, "plain")
    assert bridge.experiment.layers == (Layer(4, "tanh", bias=False), Layer(1, "tanh", bias=False))
    bridge.use_csv([0, 1], 2, title="Bought", propose=True)
    assert bridge.experiment == proposed(whole(BOUGHT, title="Bought"))
    with pytest.raises(InputError, match="column of the target"):
        bridge.csv_costs([0], 3, False, False)


@pytest.mark.parametrize(
    ("text", "inputs", "target", "classes", "order", "right"),
    [
        (LETTERS, [0], 1, True, False, (1, 3, 15, True)),
        (BOUGHT, [0, 1], 2, True, False, (2, 1, 12, True)),
        (HOURS, [0], [1, 2], False, True, (2, 2, 3, False)),
        ("a,b,y\n1,u,5\n2,v,\n3,w,6\n4,u,7\n", [0, 1], 2, False, False, (4, 1, 3, False)),
    ],
)
def test_what_is_proposed_before_data_are_made_is_for_data_of_that_shape(
    text: str, inputs: list[int], target: int | list[int], classes: bool, order: bool,
    right: tuple[int, int, int, bool],
) -> None:  # fmt: skip
    bridge = Bridge()
    bridge.read_csv(text)
    assert bridge.csv_costs(inputs, target, classes, order)["proposal"] == reason(*right)
    if order:
        return  # order is for tables without other inputs
    bridge.use_csv(inputs, target, classes=classes, propose=True)
    data = bridge.experiment.data
    shape = data.inputs.shape[1], data.targets.shape[1], len(data.training.rows)
    assert (*shape, data.kind == "classification") == right
