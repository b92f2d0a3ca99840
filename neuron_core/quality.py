"""How good a network is: over the rows that it was trained on, and over those it was not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuron_core.checks import Array
from neuron_core.data import Dataset, Part
from neuron_core.experiment import Experiment
from neuron_core.layers import MOST_UNITS
from neuron_core.network import Network


@dataclass(frozen=True)
class Over:
    """How good a network is over some rows. What there is not, or is no finite number, is None.

    Attributes
    ----------
    rows
        How many there are.
    loss
        The one that the network is measured by.
    accuracy
        Of a classification: the part of the rows for which the right class is nearest.
    confusion
        For each class (row) how many of its rows came out as each class (column).
    r_squared
        Of a regression: 1 - sum(error²) / sum((target - mean target)²), where each output has a
        mean of its own. 1 is perfect; always answering the mean is 0, and anything worse below.
    """

    rows: int
    loss: float | None
    accuracy: float | None = None
    confusion: list[list[int]] | None = None
    r_squared: float | None = None


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
    """Return how good a network is at an experiment's data.

    A row comes out as the class whose targets are nearest to its outputs: of two values the
    nearer one, and where each class has an output of its own, the class of the largest.
    """
    data, test = experiment.data, experiment.test
    classes = _classes(data)
    called = _called(data, classes)
    if experiment.coding:
        classes = network.measure.coded(classes)
    return Quality(
        data.kind,
        called,
        _over(network, experiment.training, data.kind, classes),
        _over(network, test, data.kind, classes) if len(test.rows) else None,
    )


def _over(network: Network, part: Part, kind: str, classes: Array) -> Over:
    with np.errstate(all="ignore"):  # after a divergence
        forward = network.forward(part.inputs)
        outputs, rows = forward.outputs, len(part.rows)
        loss = _finite(float(network.loss_of(forward, part.targets)))
        if kind == "regression":
            squares = float(np.square(part.targets - outputs).sum())
            scatter = float(np.square(part.targets - part.targets.mean(axis=0)).sum())
            return Over(rows, loss, r_squared=_finite(1 - squares / scatter) if scatter else None)
        if not len(classes) or not np.isfinite(outputs).all():
            return Over(rows, loss)
        right, said = _nearest(part.targets, classes), _nearest(outputs, classes)
    confusion = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(confusion, (right, said), 1)
    return Over(rows, loss, float(np.mean(right == said)), confusion.tolist())


def _classes(data: Dataset) -> Array:
    """Return the targets of each class, shape (classes, outputs)."""
    if data.kind == "regression":
        return data.targets[:0]
    outputs = data.targets.shape[1]
    one_hot = np.eye(outputs)
    if (
        outputs > 1
        and (data.targets.sum(axis=1) == 1).all()
        and (data.targets.max(axis=1) == 1).all()
    ):
        return one_hot  # also of a class that no row has
    return data.classes if len(data.classes) <= MOST_UNITS else data.targets[:0]


def _called(data: Dataset, classes: Array) -> list[str]:
    outputs = data.targets.shape[1]
    if outputs > 1 and np.array_equal(classes, np.eye(outputs)):
        names = list(data.names[-outputs:])
        return names or [chr(ord("A") + place) for place in range(outputs)]
    return [", ".join(f"{value:g}" for value in row) for row in classes]


def _nearest(values: Array, classes: Array) -> NDArray[np.intp]:
    """Return for each row the class at the least distance; of several, the last one."""
    # |value - class|² without |value|², which is the same for all of them
    distances = np.square(classes).sum(axis=1) - 2 * values @ classes.T  # (rows, classes)
    nearest: NDArray[np.intp] = len(classes) - 1 - distances[:, ::-1].argmin(axis=1)
    return nearest


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
