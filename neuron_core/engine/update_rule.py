"""From adjustments to new parameters: the optimiser and the penalty of a training, as one value."""

from collections.abc import Sequence
from dataclasses import dataclass

from neuron_core.checks import Array
from neuron_core.engine.optimisers import OPTIMISERS, Optimiser
from neuron_core.engine.recording import named
from neuron_core.engine.regularisations import REGULARISATIONS, Regularisation


def stepped(
    optimiser: Optimiser,
    penalty: Regularisation,
    parameters: Array,
    adjustment: Array,
    memory: Sequence[Array],
    strength: Array,
    rate: Array,
    rows: Array | None = None,
) -> tuple[Array, list[Array]]:
    """Return the parameters after a step, and what the optimiser remembers from then on."""
    if rows is not None:
        adjustment = adjustment / rows
    if penalty.slope:
        adjustment = adjustment - penalty.slope(parameters, strength)
    named(adjustment, "asked")
    direction, remembered, length = optimiser.follow(
        adjustment, strength if penalty.shrink else 0.0, *memory
    )
    left = list(remembered)
    for value, name in zip(left, optimiser.news, strict=True):
        named(value, name)
    change = named(rate * named(direction, "direction"), "step" if penalty.shrink else "change")
    parameters = parameters + change
    if penalty.shrink:
        if length is not None:
            named(length, "length")
        shrink = named(penalty.shrink(named(parameters, "moved"), strength, rate, length), "shrink")
        if optimiser.takes_back:
            left = list(optimiser.takes_back(shrink, rate, *left))
            for value, name in zip(left, optimiser.remembers, strict=False):
                named(value, f"{name} left")
        parameters = parameters - shrink
    return parameters, left


@dataclass(frozen=True)
class UpdateRule:
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

    def step(
        self,
        parameters: Array,
        adjustment: Array,
        memory: Sequence[Array],
        strength: Array,
        rate: Array,
        rows: Array | None = None,
    ) -> tuple[Array, list[Array]]:
        """Return the parameters after a step, and what the optimiser remembers from then on.

        Parameters
        ----------
        parameters, adjustment
            Shapes (..., parameters).
        memory
            The optimiser's, as it splits it.
        strength
            The rate of the penalty for each parameter of one network: 0 for biases.
        rate
            The learning rate.
        rows
            How many rows the adjustments are averaged over; None where they are added up.
        """
        ways = self.optimiser, self.regularisation
        return stepped(*ways, parameters, adjustment, memory, strength, rate, rows)


PLAIN = UpdateRule()
