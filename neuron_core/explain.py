"""How the numbers come about, as plain records that a reader can check by hand."""

from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array
from neuron_core.network import Network

NUDGE = 1e-5
"""Near the cube root of the precision of a double, where the error of a central difference is
least (Press et al., Numerical Recipes, section 5.7)."""


@dataclass(frozen=True)
class GradientCheck:
    """The slope of the loss by each parameter, found twice.

    Attributes
    ----------
    by_formula
        From the backward pass, shape (parameters,).
    by_nudging
        From the loss itself, each parameter moved by `NUDGE` up and down.
    """

    by_formula: Array
    by_nudging: Array

    @property
    def relative_error(self) -> float:
        """The distance between the two over the sum of their lengths: 0 agrees, 1 is opposite."""
        lengths = np.linalg.norm(self.by_formula) + np.linalg.norm(self.by_nudging)
        return (
            float(np.linalg.norm(self.by_formula - self.by_nudging) / lengths) if lengths else 0.0
        )


def gradient_check(network: Network, inputs: Array, targets: Array) -> GradientCheck:
    """Return the slopes of half the summed squared error, by formula and by nudging."""
    nudges = NUDGE * np.eye(network.parameters.size)
    stack = network.parameters + np.concatenate([nudges, -nudges])
    # `loss` is a mean; half the sum is that times half the number of errors.
    half_sums = Network(network.inputs, network.layers, stack).loss(inputs, targets) * (
        targets.size / 2
    )
    up, down = np.split(half_sums, 2)
    return GradientCheck(network.gradient(inputs, targets), (up - down) / (2 * NUDGE))
