"""What is taken home comes to the page's numbers: programs to the bit, numbers and pictures too."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

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
    Recipe,
    Run,
)
from neuron_core.data import features
from neuron_core.data.patterns import PATTERNS
from neuron_core.engine.initialisers import STREAMS
from neuron_core.export.exports import EXPORTS, NUMBERS, PICTURES, PROGRAMS, exported
from neuron_core.export.taken import Taken
from neuron_core.presets import PRESETS

MODULES = {"bisect", "collections", "numpy", "types"}
"""What the program that needs NumPy alone may import."""


def taken(experiment: Experiment, iteration: int | None = None) -> Taken:
    run = experiment.run()
    run.goto(experiment.iterations if iteration is None else iteration)
    return Taken(experiment, run)


def ran(program: str) -> tuple[dict[str, Any], str]:
    """Run a program without this package; return its names and what it prints."""
    source, printed = compile(program, "<program>", "exec"), io.StringIO()
    imported = {
        line.split()[1] for line in program.splitlines() if line.startswith(("import ", "from "))
    }
    assert imported <= MODULES
    names: dict[str, Any] = {"__name__": "__main__"}
    before = np.geterr(), np.get_printoptions()
    try:
        with redirect_stdout(printed):
            exec(source, names)
    finally:
        np.seterr(**before[0])
        np.set_printoptions(**before[1])
    return names, printed.getvalue()


def on_the_core(program: str) -> str:
    printed, before = io.StringIO(), np.get_printoptions()
    try:
        with redirect_stdout(printed):
            exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
    finally:
        np.set_printoptions(**before)
    return printed.getvalue()


def random_experiment(seed: int) -> Experiment:
    """Return an experiment that has something of everything that there is."""
    random = np.random.default_rng([17, seed])

    def one(names: Any) -> Any:
        names = list(names)
        return names[int(random.integers(len(names)))]

    loss = LOSSES[one(LOSSES)]
    output = one(loss.output_losses)
    outputs = int(random.integers(2, 4)) if output == "softmax" else int(random.integers(1, 3))
    share = one([0.0, 0.3])
    columns = int(random.integers(1, 4))
    if random.integers(3) == 0 and loss.name == "squared":
        pattern = one(PATTERNS)
        data = Dataset(
            recipe=Recipe(pattern, int(random.integers(10, 40)), float(one([0.0, 0.2]))),
            test_share=share,
            seed=int(random.integers(9)),
        )
        columns, outputs = data.inputs.shape[1], data.targets.shape[1]
    else:
        rows = int(random.integers(3, 30))
        inputs = random.normal(size=(rows, columns)).round(3) * 4
        if output == "softmax":
            targets = np.eye(outputs)[random.integers(0, outputs, rows)]
        elif random.integers(2) or loss.name != "squared":
            targets = random.integers(0, 2, (rows, outputs)).astype(float)
            if outputs == 1 and random.integers(2) and 0 < targets.sum() < rows:
                targets = 3 * targets - 1  # two classes, written as others
        else:
            targets = random.normal(size=(rows, outputs)) * 50
        scaling: Any = ()
        if random.integers(2) and loss.name == "squared":
            scaling = [(0.5, 2.0)] * columns + [(10.0, 40.0)] * outputs
        data = Dataset(inputs, targets, scaling=scaling, test_share=share, seed=3)
    known = [feature.name for feature in features.available(columns)]
    chosen = tuple(name for name in known if random.integers(3) == 0)
    hidden = [name for name, row in ACTIVATIONS.items() if not row.row_wise]
    layers = [
        Layer(int(random.integers(1, 6)), one(hidden), bool(random.integers(2)))
        for _ in range(int(random.integers(0, 3)))
    ]
    experiment = Experiment(
        data=data,
        features=chosen if random.integers(2) else (),
        layers=(*layers, Layer(outputs, output, bool(random.integers(2)))),
        stream=one(STREAMS),
        seed=int(random.integers(1000)),
        start=one(INITIALISERS),
        learning_rate=float(one([0.01, 0.1, 1.0])),
        rates=one([(), ((40, 0.05), (90, 0.001))]),
        batch_size=one([None, 1, 4, 7, 1000]),
        average=bool(random.integers(2)),
        loss=loss.name,
        optimiser=one(OPTIMISERS),
        regularisation=one(REGULARISATIONS),
        regularisation_rate=float(one([0.0, 0.01])),
        iterations=int(random.integers(1, 160)),
        stop_at=one([None, None, 0.05, 0.5]),
        question=tuple(random.normal(size=columns).round(2).tolist()),
    )
    if random.integers(5) == 0:
        return experiment.with_parameters(experiment.network().parameters + 0.1)
    return experiment


def same_everywhere(what: Taken, run: Run) -> None:
    """Both programs print the same text, and the one with NumPy alone comes to the run's bits."""
    names, printed = ran(exported("script", what))
    assert names["parameters"].tobytes() == run.network.parameters.tobytes()
    assert names["iterations"] == run.iteration
    np.testing.assert_array_equal(
        names["answers"], what.experiment.answers(run.network, [what.experiment.question])
    )
    assert printed == on_the_core(exported("neuron-core", what))


@pytest.mark.parametrize("seed", range(100))
def test_programs_come_to_the_numbers_of_the_run(seed: int) -> None:
    experiment = random_experiment(seed)
    what = taken(experiment)
    same_everywhere(what, what.run)


@pytest.mark.parametrize("seed", range(20))
def test_from_its_start_a_program_goes_to_where_a_training_ends(seed: int) -> None:
    experiment = replace(random_experiment(seed), stop_at=(0.05, 0.3, 2.0)[seed % 3])
    run = experiment.run()
    run.goto(experiment.iterations)
    stop = run.first_at_most(experiment.stop_at or 0)
    if stop is not None:
        run.goto(stop)
    same_everywhere(taken(experiment, 0), run)


@pytest.mark.parametrize("name", PRESETS)
def test_programs_of_presets(name: str) -> None:
    what = taken(PRESETS[name], 60)
    same_everywhere(what, what.run)


def test_the_kinds_of_experiments_are_all_among_the_random_ones() -> None:
    every = [random_experiment(seed) for seed in range(100)]
    tables: dict[str, Any] = {
        "loss": LOSSES, "optimiser": OPTIMISERS, "regularisation": REGULARISATIONS,
        "start": INITIALISERS, "stream": STREAMS,
    }  # fmt: skip
    for field, table in tables.items():
        assert {getattr(one, field) for one in every} == {*table}
    assert {layer.activation for one in every for layer in one.layers} == {*ACTIVATIONS}
    assert {one.data.recipe.pattern for one in every if one.data.recipe} == {*PATTERNS}
    for condition in (
        lambda one: one.coding, lambda one: one.features, lambda one: one.data.scaling,
        lambda one: one.parameters, lambda one: one.rates, lambda one: len(one.test.rows),
        lambda one: one.steps_in_epoch > 1 and len(one.training.rows) % one.batch_size,
    ):  # fmt: skip
        assert sum(map(bool, map(condition, every))) > 3


def test_a_run_that_diverges_does_so_at_the_same_iteration() -> None:
    experiment = replace(Experiment(), layers=(Layer(1, "linear"),), learning_rate=5.0)
    what = taken(experiment)
    assert what.run.diverged_at == what.run.iteration
    same_everywhere(what, what.run)
    same_everywhere(taken(experiment, 0), what.run)


@pytest.mark.parametrize("name", ["tutorial", "circle", "hours"])
def test_the_cells_of_the_notebook_are_the_program(name: str) -> None:
    what = taken(PRESETS[name], 60)
    notebook = json.loads(exported("notebook", what))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len({*ids}) == len(ids)
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names, printed = ran("\n\n".join(code))
    assert names["parameters"].tobytes() == what.run.network.parameters.tobytes()
    assert printed == ran(exported("script", what))[1]


@pytest.mark.parametrize("name", ["tutorial", "circle", "several-classes"])
def test_numbers_are_those_of_the_run(name: str) -> None:
    what = taken(PRESETS[name], 60)
    run, told = what.run, json.loads(exported("weights-json", what))
    assert Experiment.from_plain(told["experiment"]) == what.experiment
    assert told["iteration"] == 60
    for layer, matrix, biases in zip(
        told["layers"], run.network.weights, run.network.biases, strict=True
    ):
        assert layer["weights"] == matrix.tolist()
        assert layer["biases"] == (None if biases is None else biases[0].tolist())
    header, *lines = csv.reader(io.StringIO(exported("weights-csv", what)))
    assert header == ["layer", "neuron", "from", "value"]
    assert [float(line[-1]) for line in lines] == run.network.parameters.tolist()
    header, *lines = csv.reader(io.StringIO(exported("trace-csv", what)))
    table = np.array(lines, dtype=float)
    iterations, losses = run.curve()
    assert table[:, 0].tolist() == iterations.tolist()
    assert table[:, 1].tolist() == losses.tolist()
    begin = 3 if "test loss" in header else 2
    assert table[:, begin:].tolist() == run.trace.parameters.tolist()
    trace = json.loads(exported("trace-json", what))
    assert trace["loss"] == losses.tolist()
    assert [*trace["parameters"].values()] == run.trace.parameters.T.tolist()
    assert len({*header}) == len(header)


def test_weights_stand_with_what_they_belong_to() -> None:
    what = taken(PRESETS["hours"], 5)
    first, second = what.run.network.weights
    rows = [*csv.reader(io.StringIO(exported("weights-csv", what)))][1:]
    assert rows[4] == ["1", "neuron 2", "hours slept", str(first[1, 1])]
    assert rows[-1] == ["2", "score", "neuron 3", str(second[2, 0])]


def texts(svg: str) -> Iterator[str]:
    for element in ElementTree.fromstring(svg).iter():
        for value in (element.text or "", *element.attrib.values()):
            yield value.strip()


DIVERGED = replace(Experiment(), layers=(Layer(1, "linear"),), learning_rate=5.0)
PICTURED = {"diverged": DIVERGED} | {
    name: PRESETS[name] for name in ("tutorial", "hours", "circle", "several-classes", "curve")
}


@pytest.mark.parametrize("name", [one.name for one in EXPORTS.values() if one.group == PICTURES])
@pytest.mark.parametrize("experiment", PICTURED.values(), ids=PICTURED)
def test_pictures_have_a_title_and_a_legend_and_only_numbers(
    name: str, experiment: Experiment
) -> None:
    what = taken(experiment, 40)
    told = [*texts(exported(name, what))]
    assert "nan" not in " ".join(told).lower().replace("nand", "")
    assert f"{what.about}, at iteration {what.run.iteration:,}" in told
    legends = {"drawing": "above 0", "curve": "rows trained on", "valley": "start"}
    usual = "output" if experiment.data.inputs.shape[1] == 1 else "new situation"
    assert legends.get(name, usual) in told


def test_a_drawing_has_a_line_for_each_weight_and_a_curve_its_lowest_loss() -> None:
    what = taken(PRESETS["circle"], 100)
    weights = sum(matrix.size for matrix in what.run.network.weights)
    assert exported("drawing", what).count("<polyline") == weights + 2  # two are the legend's
    iteration, loss = what.run.lowest()
    assert f"lowest: {loss:.4g}, at {iteration:,}" in exported("curve", what)


def test_names_of_columns_cannot_end_a_picture_or_a_program() -> None:
    names = ('</text><script>"', "'''\\", 'a"""b\nc')
    title = 'so """ or \\ that\nis it </title>'
    data = Dataset(np.eye(3)[:, :2], np.ones(3), names=names, title=title)
    experiment = replace(Experiment(), data=data, question=(0, 0))
    what = taken(experiment, 7)
    same_everywhere(what, what.run)
    for name, row in EXPORTS.items():
        text = exported(name, what)
        if row.group == PICTURES:
            assert all(
                one.tag.rpartition("}")[2] != "script"
                for one in ElementTree.fromstring(text).iter()
            )
        elif name.endswith("csv"):
            assert len({len(line) for line in csv.reader(io.StringIO(text))}) == 1


@pytest.mark.parametrize(
    ("name", "layers", "words"),
    [
        ("scikit-learn", [Layer(2, "tanh"), Layer(2, "relu"), Layer(1, "tanh")], "tanh and relu"),
        ("scikit-learn", [Layer(2, "softplus"), Layer(1, "tanh")], "no softplus"),
        ("valley", [Layer(1, "tanh", bias=False)], "has one"),
    ],
)
def test_what_there_is_not_is_said(name: str, layers: list[Layer], words: str) -> None:
    data = Dataset(np.array([[0.0], [1.0]]), np.array([0.0, 1.0]))
    experiment = replace(Experiment(), data=data, layers=tuple(layers), question=(0,))
    with pytest.raises(InputError, match=words):
        exported(name, taken(experiment, 3))


def test_a_rule_of_a_reader_is_not_passed_over_in_silence() -> None:
    what = replace(taken(Experiment(), 3), rule="def step(): ...")
    for name, row in EXPORTS.items():
        if row.group == PROGRAMS:
            with pytest.raises(InputError, match="the reader's own"):
                exported(name, what)
        else:
            assert exported(name, what)


def test_there_is_something_in_every_group_and_no_file_twice() -> None:
    assert {row.group for row in EXPORTS.values()} == {PROGRAMS, NUMBERS, PICTURES}
    assert len({row.file for row in EXPORTS.values()}) == len(EXPORTS)
