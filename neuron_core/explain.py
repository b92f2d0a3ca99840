"""How the numbers come about, as plain records that a reader can check by hand."""

from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array
from neuron_core.network import Network

NUDGE = 1e-5
"""Near the cube root of the precision of a double, where the error of a central difference is
least (Press et al., Numerical Recipes, section 5.7)."""

LIMIT = 1e-7
"""The relative error below which formula and nudging agree: the one bound there is, here and in
tests. What nudging makes of an exact slope depends on the last digits of the loss, and so on the
processor: 2e-8 at most has been seen along trainings. The tutorial's slopes are above 1e-4."""


@dataclass(frozen=True)
class GradientCheck:
    """The slope of the loss by each parameter, found twice.

    Attributes
    ----------
    by_formula
        From the backward pass, shape (parameters,).
    by_nudging
        From the loss itself, each parameter moved by `NUDGE` up and down.
    noise
        What nudging cannot tell from 0: a distance between the two that says nothing.
    """

    by_formula: Array
    by_nudging: Array
    noise: float = 0.0

    @property
    def relative_error(self) -> float:
        """The distance between the two over the sum of their lengths: 0 agrees, 1 is opposite.

        It is 0 too where they are no farther apart than the noise, as at the bottom of a valley,
        where all slopes are 0.
        """
        distance = float(np.linalg.norm(self.by_formula - self.by_nudging))
        lengths = float(np.linalg.norm(self.by_formula) + np.linalg.norm(self.by_nudging))
        return 0.0 if distance <= self.noise else distance / lengths

    @property
    def passed(self) -> bool:
        """Whether the two agree; numbers that are not finite do not."""
        return self.relative_error < LIMIT


def gradient_check(
    network: Network, inputs: Array, targets: Array, by_formula: Array | None = None
) -> GradientCheck:
    """Return the slopes of what is descended (see `losses`), by formula and by nudging.

    A penalty is not part of it.

    Those by formula are the network's own `gradient`, unless others are to be judged.
    """
    nudges = NUDGE * np.eye(network.parameters.size)
    stack = network.parameters + np.concatenate([nudges, -nudges])
    means = network.like(stack).loss(inputs, targets)
    descended = network.measure.descended(means, targets)
    up, down = np.split(descended, 2)
    with np.errstate(all="ignore"):  # after a divergence
        # A sum is known to some 10 roundings of the numbers it is made of, which are around 1.
        noise = 10 * np.finfo(float).eps * (1 + float(descended.max())) / NUDGE
        by_nudging = (up - down) / (2 * NUDGE)
    if by_formula is None:
        by_formula = network.gradient(inputs, targets)
    return GradientCheck(by_formula, by_nudging, noise)
