"""From adjustments to changes: the optimiser and the penalty of a training, as one value."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.operation import Operation
from neuron_core.engine.optimisers import OPTIMISERS, Optimiser
from neuron_core.engine.regularisations import REGULARISATIONS, Regularisation


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

    def strengths(self, rates: Array) -> Array:
        """Return how strongly the penalty shrinks each parameter, of its rate for each."""
        return rates if self.regularisation.is_shrinking else np.zeros_like(rates)

    def directing(
        self,
        parameters: Array,
        rates: Array,
        adjustments: Array,
        memory: Array,
        lengths: Array,
        rows: int,
    ) -> Iterator[Operation]:
        """Yield what makes the direction of the adjustments, which it is written over.

        Parameters
        ----------
        parameters, adjustments, lengths
            Shapes (..., parameters). The lengths, all 1, become what the optimiser divides by.
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
        yield from self.optimiser.operations(adjustments, memory, self.strengths(rates), lengths)

    def moving(
        self,
        parameters: Array,
        rates: Array,
        adjustments: Array,
        memory: Array,
        lengths: Array,
        taken: Array,
        rate: Array,
    ) -> Iterator[Operation]:
        """Yield what changes the parameters, once the adjustments are their direction.

        What a penalty takes from each of them at last is written to `taken`, which is all 0.
        """
        yield partial(np.multiply, adjustments, rate, adjustments)
        yield partial(np.add, parameters, adjustments, parameters)
        if self.regularisation.is_shrinking:
            yield from self.regularisation.shrinks(parameters, rates, rate, lengths, taken)
            yield from self.optimiser.takes_back(taken, rate, memory)


PLAIN = Descent()
