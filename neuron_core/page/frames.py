"""Frames: all that is drawn of one iteration, as one row of numbers."""

from typing import Any

import numpy as np

from neuron_core.checks import Array
from neuron_core.data.dataset import MOST_SHOWN
from neuron_core.data.judgement import MUCH_WORSE, NO_CLASS, Counts, Yardstick, are_much_worse
from neuron_core.engine.network import Forward, Network
from neuron_core.experiment import Experiment
from neuron_core.insight import obstacles
from neuron_core.run.trace import is_kept
from neuron_core.run.training import Run

RECORDED_DIGITS = 6
"""What of a run is recorded: see `trace.next_kept`."""


def layout(experiment: Experiment) -> dict[str, dict[str, Any]]:
    """Return for each part of a frame where it starts, its shape and what it is.

    `sums` and `outputs` have a row for each row of the data that is shown (see `MOST_SHOWN`),
    trained on or not, and one more for the new situation, and a column for each neuron, layer by
    layer. `answers` are what the outputs of the last layer mean in the units of the targets, for
    the same rows, `errors` the targets less these. `classes` are the places of the classes that
    they are nearest to, `NO_CLASS` between two. `diverged` is the iteration at which the run
    diverged, or not a number; `stopped` the first that has a loss at which a training stops, as far
    as the run has come, or not a number.
    `loss` is over all rows that are trained on, and `test_loss` over all others, or not a number;
    `start_loss` is that of the run's start. `lowest` is what `Run.lowest` gives for the iterations
    of the experiment.

    What is judged (see `judgement`) is 1 or 0: `near` and `right` of each shown row, `learned` and
    `much_worse` of the network. `training` and `test` count all rows, shown or not: how many are
    near, how many right, and R². `obstacle` is the place of one in `obstacles.tellable`. What there
    is not, is not a number.
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
        "start_loss": [],
        "lowest": [2],
        "much_worse": [],
        "learned": [],
        "obstacle": [],
        "training": [3],
        "test": [3],
        "parameters": [experiment.network().parameters.size],
        "sums": [rows + 1, units],
        "outputs": [rows + 1, units],
        "answers": [rows + 1, outputs],
        "classes": [rows + 1],
        "errors": [rows, outputs],
        "near": [rows],
        "right": [rows],
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
    return experiment.network_inputs(rows)


def _frames(experiment: Experiment, run: Run, iterations: Array, parameters: Array) -> Array:
    """Return a frame for each iteration and its parameters, all computed at once."""
    count, training, test = len(iterations), experiment.training, experiment.test
    yardstick = experiment.yardstick
    network = run.network.like(parameters)
    targets = experiment.targets[:MOST_SHOWN]
    with np.errstate(all="ignore"):  # after a divergence
        stages = network.forward(_shown(experiment)).stages
        outputs, answers = stages[-1].outputs, experiment.answered(stages[-1].outputs)
        nowhere = np.full(outputs.shape[:2], np.nan)
        stop = experiment.stop_at
        ends = (run.diverged_at, None if stop is None else run.first_at_most(stop))
        trained = network.forward(training.inputs)
        losses = network.loss_of(trained, training.targets)
        lowest = run.lowest(experiment.iterations)
        judged = [
            _judged(experiment, run, network.like(parameters[place]), trained, losses, place)
            for place in range(count)
        ]
        parts = (
            iterations,
            *(np.full(count, np.nan if end is None else end) for end in ends),
            losses,
            network.loss(test.inputs, test.targets) if len(test.rows) else np.full(count, np.nan),
            np.full(count, run.start_loss),
            np.tile(lowest, (count, 1)),
            are_much_worse(losses, lowest[1], network.output_loss.times_worse(MUCH_WORSE)),
            np.array(judged),
            _tested(experiment, network, count),
            parameters,
            np.concatenate([stage.sums for stage in stages], axis=-1),
            np.concatenate([stage.outputs for stage in stages], axis=-1),
            answers,
            _class_of(yardstick, outputs) if yardstick.is_classes else nowhere,
            experiment.answered(targets) - answers[:, :-1],
            yardstick.near(outputs[:, :-1], targets),
            yardstick.right(outputs[:, :-1], targets) if yardstick.is_classes else nowhere[:, :-1],
        )
    return np.concatenate([part.reshape(count, -1) for part in parts], axis=1)


def _class_of(yardstick: Yardstick, outputs: Array) -> Array:
    """Return the places of the classes, shape (frames, rows); of no finite outputs, `NO_CLASS`."""
    found = yardstick.class_of(outputs)
    return np.where(np.isfinite(outputs).all(axis=-1), found, NO_CLASS)


def _judged(
    experiment: Experiment, run: Run, network: Network, trained: Forward, losses: Array, place: int
) -> list[float]:
    """Return whether one network of a stack has learned, its obstacle, and its counted rows."""
    targets, yardstick = experiment.training.targets, experiment.yardstick
    stages = [stage.at(place) for stage in trained.stages]
    counts = yardstick.counts(stages[-1].outputs, targets)
    learned = yardstick.has_learned(counts, float(losses[place]), run.start_loss)
    obstacle = None if learned else obstacles.found_in(experiment, network, stages)
    return [float(learned), np.nan if obstacle is None else obstacle, *_numbers(counts)]


def _tested(experiment: Experiment, network: Network, count: int) -> Array:
    """Return the counted test rows of each network of a stack, shape (networks, 3)."""
    test = experiment.test
    if not len(test.rows):
        return np.full((count, 3), np.nan)
    outputs = network.forward(test.inputs).outputs
    counts = (experiment.yardstick.counts(one, test.targets) for one in outputs)
    return np.array([_numbers(one) for one in counts])


def _numbers(counts: Counts) -> list[float]:
    told = (counts.near, counts.right, counts.r_squared)
    return [np.nan if number is None else number for number in told]
