"""Whatever is added to a table trains, is judged and is narrated, without a line anywhere else."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import (
    ACTIVATIONS,
    INITIALISERS,
    LOSSES,
    OPTIMISERS,
    REGULARISATIONS,
    Dataset,
    Experiment,
    InputError,
    Layer,
    gradient_check,
)
from neuron_core.export.exports import EXPORTS, exported
from neuron_core.export.taken import Taken
from neuron_core.insight.ledger import ledger
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from neuron_core.reader.own_rule import OwnRule, source
from tests.core import toys
from tests.core.worked_out import check, worked_out

RANDOM = np.random.default_rng(3)
INPUTS = RANDOM.normal(size=(9, 2))


@pytest.fixture
def experiment(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    """Return an experiment of nothing but what has been added."""
    monkeypatch.setitem(ACTIVATIONS, "softsign", toys.ACTIVATION)
    monkeypatch.setitem(OPTIMISERS, "rmsprop", toys.OPTIMISER)
    monkeypatch.setitem(REGULARISATIONS, "fading", toys.PENALTY)
    monkeypatch.setitem(LOSSES, "distance", toys.LOSS)
    monkeypatch.setitem(INITIALISERS, "halves", toys.START)
    return Experiment(
        data=Dataset(INPUTS, np.tanh(INPUTS @ [[0.8], [-0.5]])),
        layers=(Layer(3, "softsign"), Layer(1, "softsign")),
        loss="distance",
        optimiser="rmsprop",
        regularisation="fading",
        regularisation_rate=0.002,
        start="halves",
        learning_rate=0.01,
        batch_size=4,
        average=True,
        question=(0.5, -0.5),
    )


def test_it_trains_forwards_back_and_in_stacks(experiment: Experiment) -> None:
    run = experiment.run()
    assert np.abs(run.trace.parameters[0]).max() <= 0.5
    run.goto(400)
    assert run.curve()[1][-1] < run.start_loss / 4
    there = run.network.parameters.tolist()
    run.goto(123)
    run.goto(400)
    assert run.network.parameters.tolist() == there
    networks = Spread(replace(experiment, iterations=400), 2)
    networks.train()
    alone = replace(experiment, seed=1).run()
    alone.goto(400)
    np.testing.assert_allclose(networks.networks.parameters[1], alone.network.parameters, rtol=1e-8)


def test_it_passes_the_gradient_check(experiment: Experiment) -> None:
    run = experiment.run()
    assert gradient_check(run.network, run.inputs, run.targets).passed


def test_the_page_offers_it(experiment: Experiment) -> None:
    Bridge().open(experiment.plain())
    told = catalogue()
    for table, name in {
        "activations": "softsign", "optimisers": "rmsprop", "regularisations": "fading",
        "losses": "distance", "starts": "halves",
    }.items():  # fmt: skip
        assert name in {one["name"] for one in told[table]}


@pytest.mark.parametrize(
    ("regularisation", "lines"),
    [
        (
            "fading",
            [
                "asked = adjustment ÷ 4 rows − penalty's rate × old value ÷ (1 + old value²)",
                "new square = 0.9 × square + 0.1 × asked²",
                "direction = asked ÷ (√(new square) + tiny)",
                "change = learning rate × direction",
                "new value = old value + change",
            ],
        ),
        (
            "l1",
            [
                "asked = adjustment ÷ 4 rows",
                "new square = 0.9 × square + 0.1 × asked²",
                "length = √(new square) + penalty's rate + tiny",
                "direction = asked ÷ length",
                "step = learning rate × direction",
                "moved = old value + step",
                "reach = learning rate × penalty's rate ÷ length",
                "shrink = max(min(moved, reach), −reach)",
                "new value = moved − shrink",
            ],
        ),
    ],
)
def test_its_ledger_tells_what_it_does(
    experiment: Experiment, regularisation: str, lines: list[str]
) -> None:
    run = replace(experiment, regularisation=regularisation).run()
    run.goto(7)
    page, hidden = ledger(run), ledger(run, 0)
    for one in (page, hidden):
        check(one)
        assert [line.title for line in one.lines] == lines
    assert page.error is not None
    assert page.error.title == "error = sign(target − output)"
    for place, row in enumerate(page.rows):
        assert worked_out(page.error, place) == row.error
    run.step()
    weights, biases = run.network.weights[1], run.network.biases[1]
    assert biases is not None
    assert [*page.new_weights, page.new_bias] == [*weights[:, 0], biases[0, 0]]


def test_its_program_holds_its_formulas_and_comes_to_the_same_bits(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = experiment.run()
    run.goto(40)
    for penalty in ("fading", "l1"):
        one = replace(experiment, regularisation=penalty)
        run = one.run()
        run.goto(40)
        names: dict[str, Any] = {}
        exec(exported("script", Taken(one, run)), names)
        assert names["parameters"].tobytes() == run.network.parameters.tobytes()
    with pytest.raises(InputError, match="softsign"):
        exported("pytorch", Taken(experiment, run))
    monkeypatch.setitem(EXPORTS, toys.EXPORT.name, toys.EXPORT)
    assert exported("title", Taken(experiment, run)) == "Own data"
    bridge = Bridge()
    assert {"name": "title", "title": "Its title", "group": "Numbers", "file": "title.txt"} in (
        bridge.ask("exports")
    )
    assert bridge.ask("export", "title")["text"] == "The tutorial's four rows"


def test_a_rule_of_a_reader_has_the_activation_that_is_added(experiment: Experiment) -> None:
    layers = (Layer(3, "softsign"), Layer(1, "linear"))
    plain = replace(
        experiment, layers=layers, loss="squared", optimiser="plain", regularisation="none"
    )
    shown = source(plain)
    assert "def softsign(sums):\n    return sums / (1 + abs(sums))\n" in shown
    own, run = plain.run(OwnRule(shown, plain).rule), plain.run()
    own.goto(30)
    run.goto(30)
    np.testing.assert_allclose(own.network.parameters, run.network.parameters, rtol=1e-12)
    assert own.curve()[1] == pytest.approx(run.curve()[1], rel=1e-12)
