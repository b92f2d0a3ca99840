"""From adjustments to changes: the optimiser and the penalty of a training, as one value."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from neuron_core.checks import Array
from neuron_core.operation import Operation
from neuron_core.optimisers import OPTIMISERS, Optimiser
from neuron_core.regularisations import REGULARISATIONS, Regularisation


@dataclass(frozen=True)
class Descent:
    """How a step uses its adjustments; without arguments, plainly.

    Attributes
    ----------
    optimiser, regularisation
        Rows of their tables.
    regularisation_rate
        What the penalty is multiplied by.
    """

    optimiser: Optimiser = OPTIMISERS["plain"]
    regularisation: Regularisation = REGULARISATIONS["none"]
    regularisation_rate: float = 0.0

    @property
    def is_plain(self) -> bool:
        """Whether a step is nothing but adjustments times a rate.

        Then adjustments are averaged by that rate; otherwise it has to be done before them.
        """
        return self.optimiser == PLAIN.optimiser and self.regularisation == PLAIN.regularisation

    def directing(
        self, parameters: Array, rates: Array, adjustments: Array, memory: Array, rows: int
    ) -> Iterator[Operation]:
        """Yield what makes the direction of the adjustments, which it is written over.

        Parameters
        ----------
        parameters, adjustments
            Shapes (..., parameters).
        rates
            Of the penalty, for each parameter of one network.
        memory
            The optimiser's.
        rows
            What the adjustments are divided by.
        """
        if rows != 1:
            yield partial(np.divide, adjustments, np.array(float(rows)), adjustments)
        yield from self.regularisation.pulls(parameters, rates, adjustments)
        yield from self.optimiser.operations(adjustments, memory)

    def moving(
        self, parameters: Array, rates: Array, adjustments: Array, rate: Array
    ) -> Iterator[Operation]:
        """Yield what changes the parameters, once the adjustments are their direction."""
        yield partial(np.multiply, adjustments, rate, adjustments)
        yield partial(np.add, parameters, adjustments, parameters)
        yield from self.regularisation.shrinks(parameters, rates, rate)


PLAIN = Descent()
