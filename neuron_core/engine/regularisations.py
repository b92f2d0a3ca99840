"""What keeps weights small: a table of penalties.

A penalty is added to the loss that is descended, at its own rate and for weights alone, not for
biases. Its slope is multiplied by the learning rate once a step, whether the adjustments of the
rows are averaged or added up: with averaged ones the whole is the mean loss plus the penalty, as in
TensorFlow Playground; with summed ones, the summed loss plus the penalty. Whatever the optimiser,
training ends where that whole is least.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.operation import Operation, nothing


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
        ``shrinks(parameters, rates, rate, lengths, taken)``: yields what shrinks the parameters
        after they have been changed, and writes what it took from each. `rate` is the learning
        rate, `lengths` what the optimiser has divided the adjustments by.
    """

    name: str
    title: str
    formula: str
    pulls: Callable[[Array, Array, Array], Iterator[Operation]] = nothing
    shrinks: Callable[[Array, Array, Array, Array, Array], Iterator[Operation]] = nothing

    @property
    def is_shrinking(self) -> bool:
        """Whether it shrinks parameters, in the place of adding to adjustments."""
        return self.shrinks is not nothing


def _l1(
    parameters: Array, rates: Array, rate: Array, lengths: Array, taken: Array
) -> Iterator[Operation]:
    # Each weight goes towards 0 by learning rate × rate / length, and stays there if it would go
    # past it: the proximal step of rate × |weight| (soft threshold; Daubechies, Defrise & De Mol,
    # 2004). A slope of ±rate in its place would leave weights trembling around 0.
    far, near = np.zeros_like(parameters), np.zeros_like(parameters)
    yield partial(np.multiply, rates, rate, far)
    yield partial(np.divide, far, lengths, far)
    yield partial(np.negative, far, near)
    yield partial(np.minimum, parameters, far, out=taken)
    yield partial(np.maximum, taken, near, out=taken)
    yield partial(np.subtract, parameters, taken, parameters)


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
