"""How far outputs are from targets: a table of losses.

Each has two sides. What is *shown* is a mean over the rows or, of amounts that a network gets
scaled, its root in the units of the targets. What is *descended* is a sum over them,
whose slope by the sum of an output neuron is what training starts from, in the tutorial's words:

    delta = error × slope        error = target - output

Of half the squared error that is the slope by the chain rule. Of cross-entropy with the output
that belongs to it, the slope of the output cancels out and leaves ``delta = target - output``
(Bishop, Pattern Recognition and Machine Learning, 2006, sections 4.3.2, 4.3.4 and 5.3.1). No loss
contains the penalty of a regularisation.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from neuron_core.checks import Array, InputError, one_of
from neuron_core.engine.activations import ACTIVATIONS

ROW_TOLERANCE = 1e-6
"""By so much the targets of a row may miss a sum of 1, as thirds written with digits do."""


def output_error(outputs: Array, targets: Array) -> Array:
    """Return by how much the outputs are too low."""
    return targets - outputs


def mean_of(each: Array, answer_is_row: bool) -> Array:
    """Return the mean of numbers of shape (..., rows, outputs), or of the sums of their rows."""
    if answer_is_row:
        each = np.add.reduce(each, -1, keepdims=True)
    return np.asarray(np.mean(each, axis=(-2, -1)))


def coded(targets: Array, least: float, most: float) -> Array:
    """Return targets of classes within these bounds (see `OutputLoss.coded`)."""
    low, high = targets.min(), targets.max()
    two = ((targets == low) | (targets == high)).all() and low != high
    if not two or (least <= low and high <= most):
        return targets
    return np.where(targets == high, most, least)


@dataclass(frozen=True)
class OutputLoss:
    """A loss for one kind of output layer.

    Attributes
    ----------
    each
        ``each(sums, outputs, targets)``: what is shown of each number, shape
        (..., rows, outputs).
    error
        ``error(outputs, targets)``: what training takes for the error of each number. Times the
        slope of the output it is how fast what is descended falls with the sum.
    answer_is_row
        Whether the outputs of a row are one answer, so that the mean is taken over rows alone;
        otherwise it is taken over rows and outputs.
    part
        What is descended is this part of the sum of what is shown of each number.
    cancels
        Whether the slope of the output cancels out, so that it counts as 1.
    bounds
        The least and the most that a target may be.
    unit
        What 1 is in the units that people know, if what is shown is to be in these: it is the root
        of the mean then, times this. None: the mean as it is.
    sums
        ``sums(outputs)``: sums that give such outputs, for when an activation is not the one of
        this package; None where `each` does not look at sums.
    """

    each: Callable[[Array, Array, Array], Array]
    error: Callable[[Array, Array], Array] = output_error
    answer_is_row: bool = False
    part: float = 1.0
    cancels: bool = False
    bounds: tuple[float, float] = (-np.inf, np.inf)
    unit: float | None = None
    sums: Callable[[Array], Array] | None = None

    def mean(self, sums: Array, outputs: Array, targets: Array) -> Array:
        """Return the loss that is shown, one number a network."""
        mean = mean_of(self.each(sums, outputs, targets), self.answer_is_row)
        return mean if self.unit is None else np.sqrt(mean) * self.unit

    def descended(self, shown: Array, targets: Array) -> Array:
        """Return the sum that is descended, from what is shown of as many targets."""
        answers = len(targets) if self.answer_is_row else targets.size
        mean = shown if self.unit is None else (shown / self.unit) ** 2
        return mean * (answers * self.part)

    def times_worse(self, times: float) -> float:
        """Return by how much what is shown grows where its mean grows so many times."""
        return times if self.unit is None else float(times**0.5)

    def coded(self, targets: Array) -> Array:
        """Return targets of classes as this loss takes them.

        Two classes may be written with any two numbers: where these are beyond its bounds, the
        lower one is the least of them and the higher one the most.
        """
        return coded(targets, *self.bounds)

    def check(self, targets: Array) -> None:
        """Raise `InputError` unless targets, shape (rows, outputs), are such as the loss takes."""
        least, most = self.bounds
        outside = (targets < least) | (targets > most)
        if outside.any():
            row, column = (int(place) for place in np.argwhere(outside)[0])
            raise InputError(
                f"targets: {targets[row, column]:g} in row {row + 1} is not accepted; this loss "
                f"needs targets from {least:g} to {most:g}, or two different ones for two classes."
            )
        if not self.answer_is_row:
            return
        totals = targets.sum(axis=-1)
        if (wrong := abs(totals - 1) > ROW_TOLERANCE).any():
            row = int(wrong.argmax())
            raise InputError(
                f"targets: row {row + 1} adds up to {totals[row]:g}; outputs that share 1 need "
                "targets that add up to 1."
            )


@dataclass(frozen=True)
class Loss:
    """One way to measure how far outputs are from targets.

    Attributes
    ----------
    name
        The key of `LOSSES`.
    title, short
        Its name for people, and the same where there is little room.
    output_losses
        How it is computed, for each activation that an output layer may have with it.
    """

    name: str
    title: str
    short: str
    output_losses: dict[str, OutputLoss]

    @property
    def activations(self) -> list[str]:
        """Those that an output layer may have with it."""
        return list(self.output_losses)

    @property
    def slope_cancels(self) -> bool:
        """Whether the slope of the output cancels out with all of them."""
        return all(one.cancels for one in self.output_losses.values())


def _squared(sums: Array, outputs: Array, targets: Array) -> Array:
    return (targets - outputs) ** 2


def _sigmoid_cross_entropy(sums: Array, outputs: Array, targets: Array) -> Array:
    # -target × ln(output) - (1 - target) × ln(1 - output), where output = sigmoid(sum). Written
    # with the sum it has all its digits also where the output is rounded to 0 or 1: what is large
    # cancels out before what is small is added.
    return np.maximum(sums, 0.0) - targets * sums + np.log1p(np.exp(-abs(sums)))


def _softmax_cross_entropy(sums: Array, outputs: Array, targets: Array) -> Array:
    # -target × ln(output), where ln(output) = sum - ln(exp(sum 1) + exp(sum 2) + …). Less the
    # largest sum of the row, as in the activation; that one's 1 is left to the logarithm, since
    # the others are lost beside it.
    largest = np.argmax(sums, -1, keepdims=True)
    below = sums - np.take_along_axis(sums, largest, -1)
    powers = np.exp(below)
    np.put_along_axis(powers, largest, 0.0, -1)
    others: Array = np.add.reduce(powers, -1, keepdims=True)
    each: Array = targets * (np.log1p(others) - below)
    return each


TINY = np.finfo(np.float64).tiny
"""The least output that a logarithm is taken of, where there is no sum to compute with."""


def _logarithms(outputs: Array) -> Array:
    logarithms: Array = np.log(np.maximum(outputs, TINY))
    return logarithms


def _log_odds(outputs: Array) -> Array:
    return _logarithms(outputs) - _logarithms(1 - outputs)


SQUARED = OutputLoss(_squared, part=1 / 2)

LOSSES: dict[str, Loss] = {
    row.name: row
    for row in (
        Loss(
            "squared",
            "mean squared error",
            "mean sq. error",
            {one.name: SQUARED for one in ACTIVATIONS.values() if not one.row_wise},
        ),
        Loss(
            "cross-entropy",
            "mean cross-entropy",
            "mean cross-entropy",
            {
                "sigmoid": OutputLoss(
                    _sigmoid_cross_entropy, cancels=True, bounds=(0.0, 1.0), sums=_log_odds
                ),
                "softmax": OutputLoss(
                    _softmax_cross_entropy,
                    answer_is_row=True,
                    cancels=True,
                    bounds=(0.0, 1.0),
                    sums=_logarithms,
                ),
            },
        ),
    )
}


def output_loss(loss: str, output: str, units: int, unit: float | None = None) -> OutputLoss:
    """Return how a loss is computed for an output layer with such an activation and units.

    `unit` is that of a squared error (see `OutputLoss`).

    Raises
    ------
    InputError
        If there is no such loss, or it is not for such an output layer.

    Examples
    --------
    >>> output_loss("squared", "softmax", 2)
    Traceback (most recent call last):
    neuron_core.checks.InputError: loss: squared does not go with a softmax output layer; use \
cross-entropy.
    """
    chosen = LOSSES[one_of(loss, "loss", LOSSES)]
    if output not in chosen.output_losses:
        if ACTIVATIONS[output].row_wise:
            others = ", ".join(one.name for one in LOSSES.values() if output in one.output_losses)
            raise InputError(
                f"loss: {loss} does not go with a {output} output layer; use {others}."
            )
        raise InputError(
            f"loss: {loss} does not go with a {output} output layer; "
            f"make that one of {', '.join(chosen.output_losses)}."
        )
    if ACTIVATIONS[output].row_wise and units == 1:
        raise InputError(f"layers: {output} shares 1 among its units; one alone always gives 1.")
    found = chosen.output_losses[output]
    return found if unit is None else replace(found, unit=unit)
