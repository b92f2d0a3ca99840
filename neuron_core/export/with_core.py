"""A program on this package that comes to the same numbers and prints the same text."""

from neuron_core.checks import InputError
from neuron_core.export.script import DIGITS, OWN_RULE, introduction, results
from neuron_core.export.taken import Taken, literal

ABOUT = "It needs neuron_core, and prints the very numbers that its page shows."


def with_core(taken: Taken) -> str:
    """Return the program.

    Raises
    ------
    InputError
        If a reader's rule trains.
    """
    if taken.rule:
        raise InputError(OWN_RULE)
    experiment = taken.experiment
    go = ["iterations = run.iteration  # fewer, if it has diverged"]
    if taken.stop_at is not None:
        go = [
            "stopped = run.first_at_most(experiment.stop_at)",
            "if stopped is not None:",
            "    run.goto(stopped)",
            *go,
        ]
    start = ['print("Start weights:", run.network.parameters)'] * (not experiment.parameters)
    lines = [
        f'"""{introduction(taken, ABOUT)}\n"""',
        "",
        "import numpy as np",
        "",
        "from neuron_core import Experiment",
        "",
        DIGITS,
        "",
        f"experiment = Experiment.from_plain({literal(experiment.changes())})",
        "run = experiment.run()",
        *start,
        "",
        f"run.goto({taken.steps:_})",
        *go,
        "",
    ]
    how = {
        "parameters": "run.network.parameters",
        "loss": "run.network.loss(run.inputs, run.targets)",
        "test loss": "run.network.loss(*run.test)",
        "answers": "experiment.answers(run.network, [experiment.question])",
    }
    return "\n".join([*lines, results(experiment, how)])
