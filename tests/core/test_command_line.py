"""`python -m neuron_core` prints the tutorial's run."""

import json
from typing import Any

import numpy as np
import pytest

from neuron_core import Experiment, Layer
from neuron_core.__main__ import main, report

TEXT = """\
Start weights:                    -0.16595599 0.44064899 -0.99977125
Weights after 10,000 iterations:  5.39428067 0.19482422 0.34317086
Answer to [1, 0, 0]:              0.99995873

The rows it was trained on:
   inputs     target       output
   [0, 0, 1]         0   0.33030526
   [1, 1, 1]         1   0.99998593
   [1, 0, 1]         1   0.99997923
   [0, 1, 1]         0   0.49146882

4 of 4 rows are right, 2 near: it has not learned them.
A row is right if its output is on its class's side of 0.5: above it is 1, below
it is 0.
A row is near if no output misses its target by more than 0.25, a quarter of the
distance between two classes; otherwise it is far.
The network has learned if at least 90% of the rows are near and the error is
not above that of the start.

Lowest mean squared error: 0.00148962, at iteration 9.
"""

Capture = pytest.CaptureFixture[str]


def answered(capsys: Capture, *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_without_arguments_it_prints_the_tutorials_run(capsys: Capture) -> None:
    assert main([]) == 0
    printed = capsys.readouterr()
    assert printed.out == TEXT
    assert printed.err == ""


def test_json_has_all_digits_of_the_same_run(capsys: Capture) -> None:
    run = Experiment().run()
    start = run.network.parameters.tolist()
    run.goto(10_000)
    iteration, error = run.lowest()
    assert answered(capsys) == {
        "start_weights": start,
        "weights": run.network.parameters.tolist(),
        "iterations": 10_000,
        "diverged_at": None,
        "question": [1, 0, 0],
        "answer": run.network([1, 0, 0])[0],
        "rows": [
            {"inputs": inputs, "target": target, "output": run.network(inputs)[0]}
            for inputs, (target,) in zip(run.inputs.tolist(), run.targets.tolist(), strict=True)
        ],
        "lowest_error": {"iteration": iteration, "mean_squared_error": error},
        "near": 2,
        "right": 4,
        "learned": False,
    }


@pytest.mark.parametrize("slope", ["exact", "tutorial"])
def test_its_options_reach_the_experiment(capsys: Capture, slope: str) -> None:
    result = answered(
        capsys, "--slope", slope, "--seed", "7", "--learning-rate", "0.25", "--iterations", "33"
    )
    name = {"exact": "tanh", "tutorial": "tanh-tutorial"}[slope]
    layers = (Layer(1, name, bias=False),)
    run = Experiment(seed=7, learning_rate=0.25, layers=layers).run()
    assert result["start_weights"] == run.network.parameters.tolist()
    run.goto(33)
    assert result["weights"] == run.network.parameters.tolist()
    assert result["iterations"] == 33


@pytest.mark.parametrize("iterations", [1, 10, 1_000, 200_000, 1_000_000])
def test_the_numbers_stand_below_each_other_however_many_iterations(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, iterations: int
) -> None:
    # The text alone is looked at: a million iterations take too long for a test.
    monkeypatch.setattr("neuron_core.run.training.Run.goto", jump)
    assert main(["--iterations", str(iterations)]) == 0
    start, after, answer = (line.split() for line in capsys.readouterr().out.splitlines()[:3])
    assert f"{iterations:,}" in after
    assert start[-3:] == after[-3:] == ["-0.16595599", "0.44064899", "-0.99977125"]
    assert answer[-1] == f"{np.tanh(-0.165955990594852):.8f}"


def test_what_is_rounded_to_0_is_written_as_0() -> None:
    layers = (Layer(1, "linear", bias=False),)
    experiment = Experiment(
        layers=layers, parameters=(-1e-12, -0.0, -2e-10), question=(-0.0, 0, 0), learning_rate=1e-30
    )
    printed = report(experiment)
    assert "0.00000000 0.00000000 0.00000000" in printed
    assert "Answer to [0, 0, 0]:" in printed
    assert "-0" not in printed


def jump(run: Any, iteration: int) -> None:
    run.iteration = iteration


def test_help_names_every_option(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for option in ("--help", "--iterations", "--seed", "--learning-rate", "--slope", "--json"):
        assert option in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--learning-rate", "-1"], "learning rate: -1.0 is not accepted"),
        (["--learning-rate", "nan"], "learning rate: nan is not a finite number"),
        (["--learning-rate", "inf"], "learning rate: inf is not a finite number"),
        (["--learning-rate", "fast"], "--learning-rate"),
        (["--iterations", "0"], "iterations: 0 is not accepted"),
        (["--iterations", "1000001"], "from 1 to 1,000,000"),
        (["--iterations", "2.5"], "--iterations"),
        (["--seed", "-1"], "seed: -1 is not accepted"),
        (["--seed", "4294967296"], "seed: 4294967296 is not accepted"),
        (["--slope", "steep"], "--slope"),
        (["--momentum", "1"], "--momentum"),
        (["--json", "--seed", "-1"], "seed: -1 is not accepted"),
    ],
    ids=" ".join,
)
def test_bad_input_ends_with_code_2_and_a_sentence(
    capsys: Capture, arguments: list[str], words: str
) -> None:
    try:
        code: Any = main(arguments)
    except SystemExit as ended:  # argparse ends by itself
        code = ended.code
    assert code == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
