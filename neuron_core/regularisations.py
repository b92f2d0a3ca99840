"""What keeps weights small: a table of penalties.

A penalty is added to the loss that is descended, at its own rate and for weights alone, not for
biases. Its slope is multiplied by the learning rate once a step, whether the adjustments of the
rows are averaged or added up: with averaged ones the whole is the mean loss plus the penalty, as in
TensorFlow Playground; with summed ones, the summed loss plus the penalty.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from neuron_core.checks import Array
from neuron_core.operation import Operation


def _nothing(*arrays: Array) -> Iterator[Operation]:
    return iter(())


@dataclass(frozen=True)
class Regularisation:
    """One penalty.

    Attributes
    ----------
    name
        The key of `REGULARISATIONS`.
    title, formula
        For people.
    pulls
        ``pulls(parameters, rates, adjustments)``: yields what adds to the adjustments of the
        rows what the penalty asks for, before an optimiser sees them. The `rates` are that of
        the penalty for a weight, and 0 for a bias, shaped like one network's parameters.
    shrinks
        ``shrinks(parameters, rates, rate)``: yields what shrinks the parameters after they have
        been changed; `rate` is the learning rate.
    """

    name: str
    title: str
    formula: str
    pulls: Callable[[Array, Array, Array], Iterator[Operation]] = _nothing
    shrinks: Callable[[Array, Array, Array], Iterator[Operation]] = _nothing


def _l1(parameters: Array, rates: Array, rate: Array) -> Iterator[Operation]:
    # Each weight goes towards 0 by learning rate × rate, and stays there if it would go past it:
    # the proximal step of rate × |weight| (soft threshold; Daubechies, Defrise & De Mol, 2004).
    # A slope of ±rate in its place would leave weights trembling around 0.
    far, near, moves = np.zeros_like(rates), np.zeros_like(rates), np.zeros_like(parameters)
    yield partial(np.multiply, rates, rate, far)
    yield partial(np.negative, far, near)
    yield partial(np.minimum, parameters, far, out=moves)
    yield partial(np.maximum, moves, near, out=moves)
    yield partial(np.subtract, parameters, moves, parameters)


def _l2(parameters: Array, rates: Array, adjustments: Array) -> Iterator[Operation]:
    slopes = np.zeros_like(parameters)
    yield partial(np.multiply, parameters, rates, slopes)
    yield partial(np.subtract, adjustments, slopes, adjustments)


REGULARISATIONS: dict[str, Regularisation] = {
    row.name: row
    for row in (
        Regularisation("none", "none", "0"),
        Regularisation("l1", "L1", "rate × sum of |weight|", shrinks=_l1),
        Regularisation("l2", "L2", "rate × sum of weight² / 2", pulls=_l2),
    )
}
