"""`python -m neuron_core` prints the tutorial's run."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from neuron_core import Experiment, Layer
from neuron_core.__main__ import main, report
from neuron_core.presets import PRESETS

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


def test_a_link_and_a_file_print_their_run(capsys: Capture, tmp_path: Path) -> None:
    changes = {"preset": "circle", "seed": 4, "iterations": 30}
    file = tmp_path / "neuron-experiment.json"
    file.write_text(json.dumps(changes), encoding="utf-8")
    run = replace(PRESETS["circle"], seed=4).run()
    run.goto(30)
    text = quote(json.dumps(changes), safe="")
    for source in (
        str(file),
        f"https://example.org/neuron/#experiment={text}",
        f"#room=data&experiment={text}",
        f"https://example.org/#v=1&show=drawing,curve&experiment={text}",
        "#v=1&preset=circle&seed=4&iteration=30&theme=dark",
    ):
        assert answered(capsys, source)["weights"] == run.network.parameters.tolist()
    assert answered(capsys, str(file), "--iterations", "2")["iterations"] == 2


@pytest.mark.parametrize("name", PRESETS)
def test_it_reports_on_every_preset(capsys: Capture, name: str) -> None:
    assert main([f"#preset={name}", "--iterations", "5"]) == 0
    printed = capsys.readouterr().out
    assert "Weights after 5 iterations:" in printed
    assert max(map(len, printed.splitlines())) <= 100


def test_a_training_ends_at_the_loss_that_is_low_enough(capsys: Capture) -> None:
    result = answered(capsys, '#experiment={"stop_at":0.01}')
    run = Experiment().run()
    run.goto(100)
    assert result["iterations"] == run.first_at_most(0.01)


def test_it_prints_what_can_be_taken_home(capsys: Capture) -> None:
    assert main(["--export", "weights-csv", "--iterations", "3"]) == 0
    run = Experiment().run()
    run.goto(3)
    values = [line.rpartition(",")[2] for line in capsys.readouterr().out.split()[1:]]
    assert [float(value) for value in values] == run.network.parameters.tolist()


def test_a_rule_in_a_file_is_not_run_and_that_is_said(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text('{"rule": "raise SystemExit(5)", "iterations": 5}', encoding="utf-8")
    assert main([str(file)]) == 0
    printed = capsys.readouterr()
    assert "It is not run here" in printed.err
    assert "Weights after 5 iterations" in printed.out


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
        (["nowhere.json"], "nowhere.json: it is no link, and cannot be read as a file"),
        (["#preset=circel"], "preset: 'circel' is not known"),
        (["#experiment={"], "experiment: it is not JSON"),
        (["#experiment=[1]"], "experiment: [1] is not names and values"),
        (["#seed=x"], "seed: 'x' is not a number"),
        (["#iteration=-1"], "iteration: -1 is not accepted"),
        (["#preset=tutorial", "--export", "valley", "--json"], "not allowed with"),
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
