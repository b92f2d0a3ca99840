"""How good a network is: over the rows that it was trained on, and over those it was not."""

from dataclasses import dataclass

import numpy as np

from neuron_core.data.dataset import Part
from neuron_core.data.judgement import NO_CLASS, Yardstick
from neuron_core.engine.network import Network
from neuron_core.experiment import Experiment


@dataclass(frozen=True)
class Over:
    """How good a network is over some rows. What there is not, or is no finite number, is None.

    Attributes
    ----------
    rows, near, right, r_squared
        See `judgement.Counts`.
    loss
        The one that the network is measured by.
    accuracy
        Of a classification: the share of the rows that are right.
    confusion
        For each class (row) how many of its rows came out as each class (column).
    undecided
        How many rows lie on a line between two classes, and so came out as none.
    """

    rows: int
    near: int
    right: int | None
    r_squared: float | None
    loss: float | None
    accuracy: float | None
    confusion: list[list[int]] | None
    undecided: int = 0


@dataclass(frozen=True)
class Quality:
    """How good a network is.

    Attributes
    ----------
    kind
        See `Dataset`.
    classes
        What the classes are called, in the order of the confusion; none for a regression, or if
        there are more than can be told.
    training, test
        Over the rows that it was trained on, and over all others, if there are any.
    """

    kind: str
    classes: list[str]
    training: Over
    test: Over | None


def quality(experiment: Experiment, network: Network) -> Quality:
    """Return how good a network is at an experiment's data (see `judgement`)."""
    data, test, yardstick = experiment.data, experiment.test, experiment.yardstick
    return Quality(
        data.kind,
        yardstick.class_names,
        _over(network, experiment.training, yardstick),
        _over(network, test, yardstick) if len(test.rows) else None,
    )


def _over(network: Network, part: Part, yardstick: Yardstick) -> Over:
    with np.errstate(all="ignore"):  # after a divergence
        forward = network.forward(part.inputs)
        outputs = forward.outputs
        loss = _finite(float(network.loss_of(forward, part.targets)))
    counts = yardstick.counts(outputs, part.targets)
    confusion, undecided = None, 0
    right = counts.right
    if not np.isfinite(outputs).all():
        right = None  # nothing comes out as any class
    elif yardstick.is_classes:
        classes = len(yardstick.classes)
        table = np.zeros((classes, classes), dtype=int)
        came_out = yardstick.class_of(outputs)
        decided = came_out != NO_CLASS
        np.add.at(table, (yardstick.class_of(part.targets)[decided], came_out[decided]), 1)
        confusion, undecided = table.tolist(), int((~decided).sum())
    r_squared = None if counts.r_squared is None else _finite(counts.r_squared)
    accuracy = None if right is None else right / counts.rows
    return Over(counts.rows, counts.near, right, r_squared, loss, accuracy, confusion, undecided)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
