"""The tutorial's output in a terminal: ``python -m neuron_core``."""

import argparse
import json
import sys
from dataclasses import replace
from textwrap import fill
from typing import Any

import numpy as np

from neuron_core import Experiment, InputError, Layer
from neuron_core.engine.activations import ACTIVATIONS

WIDTH = 80  # of a sentence in a terminal, in characters
TANH = {one.slope_rule: one.name for one in ACTIVATIONS.values() if one.curve == "tanh"}


def main(arguments: list[str] | None = None) -> int:
    """Run the experiment that the arguments describe, print it, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        experiment = replace(
            Experiment(),
            seed=options.seed,
            learning_rate=options.learning_rate,
            iterations=options.iterations,
            layers=(Layer(1, TANH[options.slope], bias=False),),
        )
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(result(experiment), indent=2) if options.json else report(experiment))
    return 0


def _parser() -> argparse.ArgumentParser:
    default = Experiment()
    parser = argparse.ArgumentParser(
        prog="python -m neuron_core",
        description="Train the tutorial's neuron and print what it has learned.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--iterations", type=int, default=default.iterations, help="steps to take")
    parser.add_argument("--seed", type=int, default=default.seed, help="of the start weights")
    parser.add_argument(
        "--learning-rate",
        type=float,
        default=default.learning_rate,
        help="what adjustments are multiplied by",
    )
    parser.add_argument(
        "--slope",
        choices=sorted(TANH),
        default=ACTIVATIONS[default.layers[-1].activation].slope_rule,
        help="how the slope of tanh is taken: from the derivative, or as the tutorial does",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, with all digits")
    return parser


def result(experiment: Experiment) -> dict[str, Any]:
    """Run the experiment to its end and return what there is to tell, fit for JSON."""
    run = experiment.run()
    start = run.network.parameters.tolist()
    run.goto(experiment.iterations)
    lowest_iteration, lowest_error = run.lowest()
    outputs, yardstick = (
        run.network(experiment.network_inputs(experiment.data.inputs)),
        experiment.yardstick,
    )
    counts = yardstick.counts(outputs, experiment.targets)
    return {
        "start_weights": start,
        "weights": run.network.parameters.tolist(),
        "iterations": run.iteration,
        "diverged_at": run.diverged_at,
        "question": list(experiment.question),
        "answer": float(experiment.answers(run.network, [experiment.question])[0, 0]),
        "rows": [
            {"inputs": inputs, "target": target, "output": output}
            for inputs, (target,), (output,) in zip(
                experiment.data.inputs.tolist(),
                experiment.data.targets.tolist(),
                experiment.answered(outputs).tolist(),
                strict=True,
            )
        ],
        "lowest_error": {"iteration": lowest_iteration, "mean_squared_error": lowest_error},
        "near": counts.near,
        "right": counts.right,
        "learned": yardstick.has_learned(counts, float(run.curve()[1][-1]), run.start_loss),
    }


def report(experiment: Experiment) -> str:
    """Run the experiment to its end and return what there is to tell, for people."""
    told, yardstick = result(experiment), experiment.yardstick
    lines = [
        f"Start weights:                    {_numbers(told['start_weights'])}",
        f"{f'Weights after {told["iterations"]:,} iterations: ':34}{_numbers(told['weights'])}",
        f"Answer to {_plain(told['question'])}:              {_numbers([told['answer']])}",
        "",
        "The rows it was trained on:",
        "   inputs     target       output",
        *(
            f"   {_plain(row['inputs'])} {row['target']:z9g}  {row['output']:z11.8f}"
            for row in told["rows"]
        ),
        "",
        f"{told['right']} of {len(told['rows'])} rows are right, {told['near']} near: "
        f"{'it has' if told['learned'] else 'it has not'} learned them.",
        *(fill(sentence, WIDTH) for sentence in yardstick.meanings().values()),
        "",
        f"Lowest mean squared error: {told['lowest_error']['mean_squared_error']:.8f}, "
        f"at iteration {told['lowest_error']['iteration']:,}.",
    ]
    if told["diverged_at"] is not None:
        lines.append(
            f"It diverged at iteration {told['diverged_at']:,}: a weight is no longer a finite "
            "number. A smaller learning rate keeps it finite."
        )
    return "\n".join(lines)


def _numbers(values: list[float]) -> str:
    return " ".join(f"{value:z.8f}" for value in np.array(values))


def _plain(values: list[float]) -> str:
    return "[" + ", ".join(f"{value:zg}" for value in values) + "]"


if __name__ == "__main__":
    sys.exit(main())
