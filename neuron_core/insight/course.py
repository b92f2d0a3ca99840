"""How a whole training goes: the loss on its way, and how it ends."""

from dataclasses import dataclass

import numpy as np

from neuron_core.data.judgement import Counts
from neuron_core.experiment import Experiment
from neuron_core.run.training import Run

STOPS = (10, 100)
"""Iterations on the way at which the loss is told, besides the last."""
REST = 1e-3
"""Parameters that the last step has moved by less are at rest."""


@dataclass(frozen=True)
class Course:
    """A training from its start to its end.

    Attributes
    ----------
    iterations, losses
        Those of `STOPS` that it has come to, and the last; the loss at each.
    parameters
        At the end.
    right, near
        How many rows of the training are right and near at the end (see `judgement`); right is
        None where there are no classes.
    ending
        "settles": at rest, and all rows were near at the last of `STOPS`. "crawls": at rest, with
        all rows near, but later than that. "stays": at rest with rows that are not near. "swings":
        not at rest, though all rows are right. "overshoots": not at rest, and steps so long that
        rows end on the wrong side. "diverges": the parameters are no finite numbers any more.
    """

    iterations: list[int]
    losses: list[float]
    parameters: list[float]
    right: int | None
    near: int
    ending: str


def course(experiment: Experiment, run: Run | None = None) -> Course:
    """Train an experiment to its end and return how that went.

    A run of it that there is already is gone through once more; it is left at its end.
    """
    run, end = run or experiment.run(), experiment.iterations
    stops = [stop for stop in STOPS if stop < end]
    losses, was_near = [], False
    for stop in stops:
        run.goto(stop)
        losses.append(float(run.network.loss(run.inputs, run.targets)))
        was_near = _counts(experiment, run).near == len(run.targets)
    run.goto(max(0, end - 1))
    before = run.network.parameters.copy()
    run.goto(end)
    after = run.network.parameters
    with np.errstate(all="ignore"):
        losses.append(float(run.network.loss(run.inputs, run.targets)))
        counts = _counts(experiment, run)
        is_at_rest = bool((abs(after - before) < REST).all())
    all_near = counts.near == counts.rows
    if run.diverged_at is not None:
        ending = "diverges"
    elif is_at_rest:
        ending = "settles" if was_near and all_near else "crawls" if all_near else "stays"
    else:
        ending = "overshoots" if counts.right not in {None, counts.rows} else "swings"
    return Course([*stops, end], losses, after.tolist(), counts.right, counts.near, ending)


def _counts(experiment: Experiment, run: Run) -> Counts:
    return experiment.yardstick.counts(run.network.forward(run.inputs).outputs, run.targets)
