"""A run in a terminal: ``python -m neuron_core``, the tutorial's or that of a file or a link."""

import argparse
import json
import sys
from dataclasses import replace
from textwrap import fill
from typing import Any

import numpy as np

from neuron_core import Experiment, InputError, Run
from neuron_core.address import Opened, opened
from neuron_core.checks import Array
from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.export.exports import EXPORTS, exported
from neuron_core.export.taken import Taken

WIDTH = 80  # of a sentence in a terminal, in characters
MOST_ROWS = 20
"""So many rows are printed."""
OWN_RULE = (
    "A rule of its reader's own is in the file. It is not run here: these are the engine's numbers."
)
TANH = {one.slope_rule: one.name for one in ACTIVATIONS.values() if one.curve == "tanh"}


def main(arguments: list[str] | None = None) -> int:
    """Run the experiment that the arguments describe, print it, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        found = opened(options.source) if options.source else Opened(Experiment())
        experiment = _changed(found.experiment, options)
        iteration = found.iteration if options.iterations is None else None
        if found.rule:
            print(OWN_RULE, file=sys.stderr)
        if options.export:
            print(exported(options.export, Taken(experiment, trained(experiment, iteration))))
        elif options.json:
            print(json.dumps(result(experiment, trained(experiment, iteration)), indent=2))
        else:
            print(report(experiment, iteration))
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _changed(experiment: Experiment, options: argparse.Namespace) -> Experiment:
    """Return the experiment with what the options say of it."""
    changes = {
        name: getattr(options, name)
        for name in ("seed", "learning_rate", "iterations")
        if getattr(options, name) is not None
    }
    if options.slope:
        layers = (
            replace(layer, activation=TANH[options.slope])
            if ACTIVATIONS[layer.activation].curve == "tanh"
            else layer
            for layer in experiment.layers
        )
        changes["layers"] = tuple(layers)
    return replace(experiment, **changes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m neuron_core",
        description="Train a network and print what it has learned: the tutorial's neuron, or "
        "what the page has saved or linked to.",
    )
    parser.add_argument(
        "source", nargs="?", metavar="FILE-or-LINK", help="an experiment of the page"
    )
    parser.add_argument("--iterations", type=int, help="steps to take")
    parser.add_argument("--seed", type=int, help="of the start weights")
    parser.add_argument("--learning-rate", type=float, help="what adjustments are multiplied by")
    parser.add_argument(
        "--slope",
        choices=sorted(TANH),
        help="how the slope of tanh is taken: from the derivative, or as the tutorial does",
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--json", action="store_true", help="print JSON, with all digits")
    instead.add_argument(
        "--export",
        choices=list(EXPORTS),
        metavar="NAME",
        help=f"print one of {', '.join(EXPORTS)}",
    )
    return parser


def trained(experiment: Experiment, iteration: int | None = None) -> Run:
    """Return its run at an iteration, or else where its training ends."""
    run = experiment.run()
    if iteration is not None:
        run.goto(iteration)
        return run
    run.goto(experiment.iterations)
    if experiment.stop_at is not None:
        stop = run.first_at_most(experiment.stop_at)
        run.goto(run.iteration if stop is None else stop)
    return run


def result(experiment: Experiment, run: Run) -> dict[str, Any]:
    """Return what there is to tell of a run, fit for JSON."""
    lowest_iteration, lowest_error = run.lowest(run.iteration)
    yardstick, rows = experiment.yardstick, experiment.data.training
    outputs = run.network(run.inputs)
    counts = yardstick.counts(outputs, run.targets)
    loss = float(run.network.loss(run.inputs, run.targets))
    answers = experiment.answers(run.network, [experiment.question])
    return {
        "start_weights": run.trace.parameters[0].tolist(),
        "weights": run.network.parameters.tolist(),
        "iterations": run.iteration,
        "diverged_at": run.diverged_at,
        "question": list(experiment.question),
        "answer": _one(answers[0]),
        "rows": [
            {"inputs": inputs.tolist(), "target": _one(target), "output": _one(output)}
            for inputs, target, output in zip(
                rows.inputs, rows.targets, experiment.answered(outputs), strict=True
            )
        ],
        "lowest_error": {"iteration": lowest_iteration, _error(experiment, "_"): lowest_error},
        "near": counts.near,
        "right": counts.right,
        "learned": yardstick.has_learned(counts, loss, run.start_loss),
    }


def report(experiment: Experiment, iteration: int | None = None) -> str:
    """Train up to an iteration, or to the end, and return what there is to tell, for people."""
    told = result(experiment, trained(experiment, iteration))
    rows, lowest, error = told["rows"], told["lowest_error"], _error(experiment)
    right = "" if told["right"] is None else f"{told['right']} of {len(rows)} rows are right, "
    wide = max(len(_plain(row["inputs"])) for row in rows[:MOST_ROWS])
    near = f"{told['near']} near" if right else f"{told['near']} of {len(rows)} rows are near"
    lines = [
        _line("Start weights:", told["start_weights"]),
        _line(f"Weights after {told['iterations']:,} iterations:", told["weights"]),
        _line(f"Answer to {_plain(told['question'])}:", told["answer"]),
        "",
        "The rows it was trained on:",
        f"   inputs{' ' * (wide - 9)}     target       output",
        *(
            f"   {_plain(row['inputs']):{wide}} {_numbers(row['target'], 'z9g')}  "
            f"{_numbers(row['output'], 'z11.8f')}"
            for row in rows[:MOST_ROWS]
        ),
        *([f"   and {len(rows) - MOST_ROWS:,} more"] if len(rows) > MOST_ROWS else []),
        "",
        f"{right}{near}: {'it has' if told['learned'] else 'it has not'} learned them.",
        *(fill(sentence, WIDTH) for sentence in experiment.yardstick.meanings().values()),
        "",
        f"Lowest {error}: {lowest[error.replace(' ', '_')]:.8f}, "
        f"at iteration {lowest['iteration']:,}.",
    ]
    if told["diverged_at"] is not None:
        lines.append(
            f"It diverged at iteration {told['diverged_at']:,}: a weight is no longer a finite "
            "number. A smaller learning rate keeps it finite."
        )
    return "\n".join(lines)


def _error(experiment: Experiment, between: str = " ") -> str:
    return experiment.loss_titles[0].replace(" ", between)


def _one(values: Array) -> float | list[float]:
    """Return the only number, or all of several."""
    return float(values[0]) if len(values) == 1 else values.tolist()


def _line(title: str, values: float | list[float]) -> str:
    """Return numbers behind a title; below it, where they are too many for that."""
    numbers = _numbers(values, "z.8f")
    if len(numbers) <= WIDTH - 34:
        return f"{title + ' ':34}{numbers}"
    return "\n".join([title, fill(numbers, WIDTH, initial_indent="   ", subsequent_indent="   ")])


def _numbers(values: float | list[float], form: str) -> str:
    return " ".join(f"{float(value):{form}}" for value in np.atleast_1d(values))


def _plain(values: list[float]) -> str:
    return "[" + ", ".join(f"{value:zg}" for value in values) + "]"


if __name__ == "__main__":
    sys.exit(main())
