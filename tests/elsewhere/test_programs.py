"""What is taken home runs where it is taken: in notebooks, with scikit-learn and with PyTorch."""

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from neuron_core import ACTIVATIONS, Dataset, Experiment, InputError, Layer
from neuron_core.export.exports import exported
from neuron_core.export.taken import Taken
from neuron_core.presets import PRESETS
from tests.elsewhere.tools import SCIENCE, done, scripts
from tests.hosts.debian import unpacked
from tests.hosts.place import Missing

NAMES = ["tutorial", "hours", "circle", "spiral", "several-classes", "plane", "curve", "and"]
ALL_ANSWERS = "\nimport json\nprint(json.dumps(answers(np.array({rows})).tolist()))\n"
"""For a program of a framework: the answers to these rows, with all digits."""


DEBIAN_S_PYTHON = Path("/usr/bin/python3")
NUMBER = re.compile(r"-?\d+\.\d*(?:e[-+]\d+)?")


def taken(experiment: Experiment) -> Taken:
    run = experiment.run()
    run.goto(50)
    return Taken(experiment, run)


def answers_alike(what: Taken, program: str, python: list[str | Path], **environment: str) -> None:
    experiment = what.experiment
    rows = [*experiment.data.inputs[:40].tolist(), list(experiment.question)]
    text = exported(program, what) + ALL_ANSWERS.format(rows=rows)
    lines = done(*python, "-c", text, within=Path("/"), **environment).splitlines()
    there, here = json.loads(lines[-1]), experiment.answers(what.run.network, rows)
    np.testing.assert_allclose(there, here, rtol=1e-9, atol=1e-12)


def layered(name: str) -> Experiment:
    """Return an experiment whose layers have that activation, wherever they may."""
    targets = np.eye(2)[[0, 1, 1, 0, 1]]
    data = Dataset(np.random.default_rng(2).normal(size=(5, 3)), targets)
    inner = "relu" if ACTIVATIONS[name].row_wise else name
    layers = (Layer(4, inner), Layer(3, inner, bias=False), Layer(2, name))
    loss = "cross-entropy" if ACTIVATIONS[name].row_wise else "squared"
    return Experiment(
        data=data, layers=layers, loss=loss, learning_rate=0.05, question=(0.5, -1, 2)
    )


EXPERIMENTS = {name: PRESETS[name] for name in NAMES} | {
    f"{name} everywhere": layered(name) for name in ACTIVATIONS
}


@pytest.fixture(scope="session")
def science() -> Path:
    try:
        return scripts(*SCIENCE) / "python"
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def torch() -> tuple[list[str | Path], dict[str, str]]:
    """The Python of Debian with its PyTorch: that of the package index is for graphics cards."""
    try:
        folder = unpacked("python3-torch")
    except Missing as missing:
        pytest.skip(str(missing))
    libraries = {str(library.parent) for library in folder.rglob("*.so*")}
    packages = folder / "usr" / "lib" / "python3" / "dist-packages"
    environment = {"PYTHONPATH": str(packages), "LD_LIBRARY_PATH": ":".join(sorted(libraries))}
    if not DEBIAN_S_PYTHON.exists():
        pytest.skip("Debian's PyTorch needs Debian's Python, which is not installed here")
    return [DEBIAN_S_PYTHON], environment


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_scikit_learn_answers_as_the_network_does(name: str, science: Path) -> None:
    what = taken(EXPERIMENTS[name])
    try:
        exported("scikit-learn", what)
    except InputError:
        assert name.split()[0] in {"softplus", "leaky-relu"}
        return
    answers_alike(what, "scikit-learn", [science])


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_pytorch_answers_as_the_network_does(
    name: str, torch: tuple[list[str | Path], dict[str, str]]
) -> None:
    python, environment = torch
    answers_alike(taken(EXPERIMENTS[name]), "pytorch", python, **environment)


@pytest.mark.parametrize("name", ["tutorial", "circle", "hours"])
def test_a_notebook_is_one_and_runs(name: str, science: Path, tmp_path: Path) -> None:
    what = taken(PRESETS[name])
    file = tmp_path / "neuron.ipynb"
    file.write_text(exported("notebook", what), encoding="utf-8")
    check = (
        "import nbformat, nbclient\n"
        "notebook = nbformat.read('neuron.ipynb', as_version=4)\n"
        "nbformat.validate(notebook)\n"
        "nbclient.NotebookClient(notebook, timeout=120).execute()\n"
        "print(''.join(one.text for cell in notebook.cells if cell.cell_type == 'code'"
        " for one in cell.outputs), end='')\n"
    )
    printed = done(science, "-c", check, within=tmp_path)
    (tmp_path / "neuron.py").write_text(exported("script", what), encoding="utf-8")
    text = done(sys.executable, "neuron.py", within=tmp_path)
    there, here = ([float(one) for one in NUMBER.findall(one)] for one in (printed, text))
    np.testing.assert_allclose(there, here, atol=1e-8)
