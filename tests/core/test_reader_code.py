"""A free script runs as a program of its own, and says in plain words what is wrong with it."""

import json

import numpy as np
import pytest

from neuron_core.page.bridge import Bridge
from neuron_core.reader import tutorial

BENCH = Bridge()


def test_the_tutorials_program_prints_the_tutorials_numbers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with np.printoptions():  # which the program sets
        assert BENCH.run_script(BENCH.ask("script")) is None
    assert capsys.readouterr().out == (
        "Start weights: [-0.16595599  0.44064899 -0.99977125]\n"
        "Weights after 10,000 iterations: [5.39428067 0.19482422 0.34317086]\n"
        "Answer to [1, 0, 0]: [0.99995873]\n"
    )


def test_it_is_the_very_file_and_needs_numpy_alone() -> None:
    script = BENCH.ask("script")
    assert script.startswith(f'"""{tutorial.__doc__}"""')
    assert [line for line in script.splitlines() if "import" in line] == ["import numpy as np"]


def test_every_script_begins_with_nothing_but_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert BENCH.run_script("kept = 1; print(__name__)") is None
    assert capsys.readouterr().out == "__main__\n"
    problem = BENCH.run_script("print(kept)")
    assert problem is not None
    assert problem["problem"] == "Nothing here is called kept."


def test_neuron_core_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    script = "from neuron_core import Neuron\nprint(Neuron(3)([0, 0, 0]))"
    assert BENCH.run_script(script) is None
    assert capsys.readouterr().out == "[0.]\n"


@pytest.mark.parametrize("script", ["", "# nothing", "raise SystemExit", "import sys; sys.exit(3)"])
def test_a_script_that_ends_has_no_problem(script: str) -> None:
    assert BENCH.run_script(script) is None


@pytest.mark.parametrize(
    ("script", "sentence", "line"),
    [
        ("print(1)\nx = (\n", "Python cannot read this: '(' was never closed.", 2),
        ("if 1:\nx = 1\n", "Python cannot read this: expected an indented block after", 2),
        ("\n\nprnt(1)", "Nothing here is called prnt.", 3),
        ("def f():\n    return 1 / 0\n\nf()\n", "Something is divided by 0 here.", 2),
        ("def f():\n    f()\n\nf()\n", "A function calls itself again and again", 2),
        ("import torch_like", "There is no module torch_like here; numpy and neuron_core", 1),
        (
            "from neuron_core import Neuron\n\nNeuron(3)(\n    [1, 2]\n)\n",
            "inputs: each row has 2 numbers; 3 are needed.",
            3,
        ),
        ("import numpy as np\nnp.ones(2) @ np.ones(3)", "It stops here with ValueError", 2),
        ("raise ValueError", "It stops here with ValueError.", 1),
        ("assert 1 > 2, 'no'", "It stops here with AssertionError: no.", 1),
        ("x = 1\neval('x +')", "Python cannot read this: invalid syntax.", 2),
        ("raise MemoryError", "This needs more memory than there is.", 1),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_with_the_readers_line(
    script: str, sentence: str, line: int
) -> None:
    problem = BENCH.run_script(script)
    assert problem is not None
    assert problem["problem"].startswith(sentence)
    assert problem["line"] == line
    assert 'File "<your script>"' in problem["traceback"]
    assert "reader_code" not in problem["traceback"]
    assert json.loads(json.dumps(problem)) == problem


def test_a_traceback_has_the_readers_lines_in_it() -> None:
    problem = BENCH.run_script("def slope():\n    return missing\n\nslope()\n")
    assert problem is not None
    for part in ("line 4, in <module>", "slope()", "line 2, in slope", "return missing"):
        assert part in problem["traceback"]
    assert problem["traceback"].rstrip().endswith("NameError: name 'missing' is not defined")


def test_of_an_error_within_an_error_the_last_one_is_told() -> None:
    problem = BENCH.run_script("try:\n    1 / 0\nexcept ZeroDivisionError:\n    missing\n")
    assert problem is not None
    assert (problem["problem"], problem["line"]) == ("Nothing here is called missing.", 4)
