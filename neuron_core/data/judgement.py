"""How outputs are judged: the one place that says what right, near and learned mean.

A row of a classification is *right* if its outputs are nearest to its own class, and *wrong*
otherwise: with one output for the classes 0 and 1, the line between them is at 0.5. Outputs on that
line are of no class: there, rounding would decide. All that says nothing about how near: a row of
either kind is *near* if none of its outputs misses its target by more than `NEAR` of what tells
targets apart, and *far* otherwise. A near row is always right.

A network has *learned* the rows that it was trained on if at least `LEARNED` of them are near or,
of amounts, their R² is at least that much; and if its loss is not above that of its start. So a
network may have every row right and yet not have learned them, as the tutorial's neuron does.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from neuron_core.checks import Array
from neuron_core.data.dataset import Dataset

NEAR = 0.25
"""The part of what tells targets apart within which an output is near: of classes, the least
distance between two of them; of amounts, their standard deviation. At a quarter, an output of a
class is still twice as far from the line between two classes as it may be from its target."""
LEARNED = 0.9
"""The share of near rows, and the R² of amounts, from which a network has learned."""
MUCH_WORSE = 4.0
"""How many times the lowest loss of a run is much worse: with four times the mean squared error,
outputs miss their targets twice as far. Small batches do less than that from step to step."""
ON_THE_LINE = 1e-8
"""How far from the line between two classes outputs are still on it, as a part of what is between
the classes: less than the eight decimals show with which the page writes an answer."""
NO_CLASS = -1
MOST_CLASSES = 64
"""As many as a network may have outputs; more are not told apart one by one."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Counts:
    """How many rows came out how.

    Attributes
    ----------
    rows
        How many there are.
    near
        How many of them are near.
    right
        Of a classification: how many are right. Of amounts, None.
    r_squared
        Of amounts: 1 - sum(error²) / sum((target - mean target)²), where each output has a mean
        of its own; not finite after a divergence. Of a classification, and where all targets are
        the same, None.
    """

    rows: int
    near: int
    right: int | None = None
    r_squared: float | None = None


class Yardstick:
    """What the outputs for some data are judged by.

    Attributes
    ----------
    classes
        The targets of each class, shape (classes, outputs); none for amounts, or if there are
        more than `MOST_CLASSES`.
    is_classes
        Whether rows can be right or wrong.
    within
        How much each output may miss its target by and be near, shape (outputs,).
    """

    def __init__(self, data: Dataset, targets: Array) -> None:
        """Take `targets`, shape (rows, outputs), as those that the outputs for `data` have."""
        self._data = data
        self.classes = _classes(data.kind, targets)
        self.is_classes = len(self.classes) > 0
        tells_apart = _least_step if data.kind == "classification" else _spread
        self.within = NEAR * np.array([tells_apart(column) for column in targets.T])

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """Return the yardstick of all rows of the data, trained on or not."""
        return cls(data, data.targets)

    @cached_property
    def class_names(self) -> list[str]:
        """What the classes are called, in their order: as the data's words or columns say."""
        data, outputs = self._data, self.classes.shape[1]
        if outputs > 1 and np.array_equal(self.classes, np.eye(outputs)):
            return [*data.names[-outputs:]] or [chr(ord("A") + place) for place in range(outputs)]
        words = dict(data.words) if outputs == 1 else {}
        written = _classes(data.kind, data.targets).tolist()  # a loss may take them as others
        return [words.get(row[0]) or ", ".join(f"{value:zg}" for value in row) for row in written]

    def near(self, outputs: Array, targets: Array) -> Flags:
        """Return which rows are near: outputs of shape (..., rows, outputs) give (..., rows)."""
        with np.errstate(all="ignore"):  # after a divergence
            misses = np.abs(targets - outputs)  # (..., rows, outputs)
        near: Flags = np.logical_and.reduce(misses <= self.within, axis=-1)
        return near

    def right(self, outputs: Array, targets: Array) -> Flags:
        """Return which rows of a classification are right, shapes as in `near`.

        Outputs that are not finite are not right.
        """
        right: Flags = self.class_of(outputs) == self.class_of(targets)
        return right & np.isfinite(outputs).all(axis=-1)

    def class_of(self, outputs: Array) -> NDArray[np.intp]:
        """Return for each row the place of the nearest class; `NO_CLASS` on a line between two."""
        if outputs.shape[-1] == 1:
            values, output = self.classes[:, 0], outputs[..., 0]  # the classes in ascending order
            gaps = np.diff(values)
            middles = values[:-1] + gaps / 2
            place = np.asarray(middles.searchsorted(output, side="right"))
            with np.errstate(all="ignore"):  # after a divergence
                away = np.abs(output[..., np.newaxis] - middles)
            return np.where((away <= ON_THE_LINE * gaps).any(axis=-1), NO_CLASS, place)
        with np.errstate(all="ignore"):
            # Squares of differences: multiplied out, they would cancel where classes are large.
            # Differences as shares of the largest one, whose squares are finite.
            aways = [np.abs(outputs - one) for one in self.classes]
            largest = np.maximum.reduce([one.max(axis=-1) for one in aways])[..., np.newaxis]
            shares = np.stack([np.square(one / largest).sum(axis=-1) for one in aways])
            order: NDArray[np.intp] = shares.argsort(axis=0)
            nearest, second = order[0], order[min(1, len(order) - 1)]
            # How far the outputs are on the way from the nearest class to the second one.
            way = self.classes[second] - self.classes[nearest]
            gone = (outputs - self.classes[nearest]) * way / np.square(way).sum(axis=-1)[..., None]
            share = gone.sum(axis=-1)
        on_line = np.abs(share - 0.5) <= ON_THE_LINE
        return np.where(on_line, NO_CLASS, np.where(share > 0.5, second, nearest))

    def counts(self, outputs: Array, targets: Array) -> Counts:
        """Return how the rows of one network came out, from outputs of shape (rows, outputs)."""
        rows, near = len(targets), int(self.near(outputs, targets).sum())
        if self.is_classes:
            return Counts(rows, near, right=int(self.right(outputs, targets).sum()))
        return Counts(rows, near, r_squared=_r_squared(outputs, targets))

    def has_learned(self, counts: Counts, loss: float, start_loss: float) -> bool:
        """Whether a network has learned, from its rows of the training and its losses over them."""
        enough = counts.near >= LEARNED * counts.rows
        if counts.r_squared is not None:
            enough = counts.r_squared >= LEARNED
        return bool(enough and loss <= start_loss)

    def meanings(self) -> dict[str, str]:
        """Return what the words mean for these data, a sentence each, for people."""
        within = ", ".join(dict.fromkeys(f"{value:.3g}" for value in self.within))
        if self.is_classes:
            return {
                "right": self._right_means(),
                "near": f"A row is near if no output misses its target by more than {within}, a "
                "quarter of the distance between two classes; otherwise it is far.",
                "learned": f"The network has learned if at least {LEARNED:.0%} of the rows are "
                "near and the error is not above that of the start.",
            }
        return {
            "near": f"A row is near if no output misses its target by more than {within}, a "
            "quarter of the standard deviation of the targets; otherwise it is far.",
            "learned": f"The network has learned if R² is at least {LEARNED} and the error is not "
            "above that of the start.",
        }

    def _right_means(self) -> str:
        if self.classes.shape[1] > 1:
            return "A row is right if its output is largest where its target is."
        if len(self.classes) == 2:
            low, high = self.classes[:, 0].tolist()
            middle, (below, above) = low + (high - low) / 2, self.class_names
            if not self._data.words:
                below, above = f"{low:g}", f"{high:g}"
            return (
                f"A row is right if its output is on its class's side of {middle:g}: above it is "
                f"{above}, below it is {below}."
            )
        return "A row is right if its output is nearest to its own class."


def are_much_worse(losses: Array, lowest: float, times: float = MUCH_WORSE) -> Flags:
    """Return which losses of a run say that it has lost what it had learned at its lowest."""
    much_worse: Flags = losses > times * lowest
    return much_worse


def _classes(kind: str, targets: Array) -> Array:
    """Return the targets of each class, shape (classes, outputs)."""
    if kind == "regression":
        return targets[:0]
    outputs = targets.shape[1]
    if outputs > 1 and (targets.sum(axis=1) == 1).all() and (targets.max(axis=1) == 1).all():
        return np.eye(outputs)  # also of a class that no row has
    # np.unique would do, but brings modules that the page would have to fetch first.
    found = np.array(sorted(set(map(tuple, targets.tolist()))))
    return found if len(found) <= MOST_CLASSES else targets[:0]


def _least_step(column: Array) -> float:
    """Return the least distance between two values of a column, or how large its only one is."""
    values = np.array(sorted(set(column.tolist())))
    if len(values) == 1:
        return _size(column)
    return float(np.diff(values).min())


def _spread(column: Array) -> float:
    """Return the standard deviation of a column, or how large its only value is."""
    if column.min() == column.max():
        return _size(column)
    return float(np.std(column - column[0]))


def _size(column: Array) -> float:
    """Return the size of a column's only value; 0 is as large as 1."""
    return float(abs(column[0])) or 1.0


def _r_squared(outputs: Array, targets: Array) -> float | None:
    # That a column never changes is seen by its values: the mean of equal ones may be rounded.
    changing = targets.min(axis=0) < targets.max(axis=0)
    if not changing.any():
        return None
    with np.errstate(all="ignore"):
        squares = float(np.square(targets - outputs).sum())
        about = targets[:, changing]
        scatter = float(np.square(about - about.mean(axis=0)).sum())
        return 1 - squares / scatter
