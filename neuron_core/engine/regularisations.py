"""What keeps weights small: the formulas of penalties, and a table of them.

A penalty is added to the loss that is descended, at its own rate and for weights alone, not for
biases. Its slope is multiplied by the learning rate once a step, whether the adjustments of the
rows are averaged or added up: with averaged ones the whole is the mean loss plus the penalty, as in
TensorFlow Playground; with summed ones, the summed loss plus the penalty. Whatever the optimiser,
training ends where that whole is least.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.recording import named


def l1(weights: Array, strength: Array, rate: Array, length: Array | None) -> Array:
    """Return what takes each weight towards 0 by its reach, or to 0 if that is nearer.

    That is the proximal step of strength × |weight| (soft threshold; Daubechies, Defrise & De Mol,
    2004). A slope of ±strength in its place would leave weights trembling around 0.
    """
    reach = named(rate * strength if length is None else rate * strength / length, "reach")
    return np.maximum(np.minimum(weights, reach), -reach)


def l2(weights: Array, strength: Array) -> Array:
    """Return the slope of strength × weight² / 2."""
    return strength * weights


@dataclass(frozen=True)
class Regularisation:
    """One penalty.

    Attributes
    ----------
    name
        The key of `REGULARISATIONS`.
    title
        For people.
    slope
        ``slope(weights, strength)``: what it takes from the adjustments, before an optimiser sees
        them. The `strength` is the penalty's rate for a weight, and 0 for a bias.
    shrink
        ``shrink(weights, strength, rate, length)``: what it takes from the weights after they have
        been moved. `rate` is the learning rate, `length` what the optimiser has divided the
        adjustments by, or None.
    """

    name: str
    title: str
    slope: Callable[[Array, Array], Array] | None = None
    shrink: Callable[[Array, Array, Array, Array | None], Array] | None = None


REGULARISATIONS: dict[str, Regularisation] = {
    row.name: row
    for row in (
        Regularisation("none", "none"),
        Regularisation("l1", "L1", shrink=l1),
        Regularisation("l2", "L2", slope=l2),
    )
}
