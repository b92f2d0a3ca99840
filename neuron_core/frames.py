"""Frames: all that is drawn of one iteration, as one row of numbers."""

from typing import Any

import numpy as np

from neuron_core.checks import Array
from neuron_core.data import MOST_SHOWN
from neuron_core.experiment import Experiment
from neuron_core.trace import is_kept
from neuron_core.training import Run

RECORDED_DIGITS = 6
"""What of a run is recorded: see `trace.next_kept`."""


def layout(experiment: Experiment) -> dict[str, dict[str, Any]]:
    """Return for each part of a frame where it starts, its shape and what it is.

    `sums` and `outputs` have a row for each row of the data that is shown (see `MOST_SHOWN`),
    trained on or not, and one more for the new situation, and a column for each neuron, layer by
    layer. `diverged` is the iteration at which the run diverged, or not a number; `stopped` the
    first that has a loss at which a training stops, as far as the run has come, or not a number.
    `loss` is over all rows that are trained on, and `test_loss` over all others, or not a number.
    `lowest` is what `Run.lowest` gives for the iterations of the experiment.
    """
    rows = min(MOST_SHOWN, len(experiment.data.inputs))
    outputs = experiment.data.targets.shape[1]
    units = sum(layer.units for layer in experiment.layers)
    shapes: dict[str, list[int]] = {
        "iteration": [],
        "diverged": [],
        "stopped": [],
        "loss": [],
        "test_loss": [],
        "lowest": [2],
        "parameters": [experiment.network().parameters.size],
        "sums": [rows + 1, units],
        "outputs": [rows + 1, units],
        "errors": [rows, outputs],
    }
    starts = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes.values())]).tolist()
    return {
        name: {"start": start, "shape": shape}
        for (name, shape), start in zip(shapes.items(), starts, strict=False)
    }


def frame(experiment: Experiment, run: Run) -> Array:
    """Return the frame of the iteration that the run is at, shape (numbers,)."""
    iteration = np.array([run.iteration], dtype=np.float64)
    result: Array = _frames(experiment, run, iteration, run.network.parameters[np.newaxis])[0]
    return result


def record(experiment: Experiment, run: Run) -> Array:
    """Return frames of all that a run has been through, shape (frames, numbers).

    Among them are the first and the last iteration and the one with the lowest loss.
    """
    lowest, _ = run.lowest()
    kept = {0, lowest, run.iteration}
    places = [
        place
        for place, iteration in enumerate(run.trace.iterations)
        if iteration in kept or is_kept(iteration, RECORDED_DIGITS)
    ]
    iterations = np.array(run.trace.iterations, dtype=np.float64)
    return _frames(experiment, run, iterations[places], run.trace.parameters[places])


def _shown(experiment: Experiment) -> Array:
    """Return what the network is fed with for the shown rows and, after them, the question."""
    rows = np.vstack([experiment.data.inputs[:MOST_SHOWN], experiment.question])
    return experiment.fed(rows)


def _frames(experiment: Experiment, run: Run, iterations: Array, parameters: Array) -> Array:
    """Return a frame for each iteration and its parameters, all computed at once."""
    count, training, test = len(iterations), experiment.training, experiment.test
    network = run.network.like(parameters)
    with np.errstate(all="ignore"):  # after a divergence
        stages = network.forward(_shown(experiment)).stages
        answers = stages[-1].outputs[:, :-1]
        stop = experiment.stop_at
        ends = (run.diverged_at, None if stop is None else run.first_at_most(stop))
        parts = (
            iterations,
            *(np.full(count, np.nan if end is None else end) for end in ends),
            network.loss(training.inputs, training.targets),
            network.loss(test.inputs, test.targets) if len(test.rows) else np.full(count, np.nan),
            np.tile(run.lowest(experiment.iterations), (count, 1)),
            parameters,
            np.concatenate([stage.sums for stage in stages], axis=-1),
            np.concatenate([stage.outputs for stage in stages], axis=-1),
            experiment.targets[:MOST_SHOWN] - answers,
        )
    return np.concatenate([part.reshape(count, -1) for part in parts], axis=1)
