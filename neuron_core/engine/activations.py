"""What a neuron makes of its sum, and how steeply: the formulas, and a table of them.

Every slope is written in terms of the *output*, since that is what a layer has at hand when
errors come back. The tutorial's slope is one row of this table, not a flag anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuron_core.checks import Array, one_of

type Slopes = Array | NDArray[np.bool] | float
"""True counts as 1, False as 0; one number is the slope of all outputs."""

LEAK = 0.01
PICTURE_REACH = 6.0
PICTURE_POINTS = 121


def tanh(sums: Array) -> Array:
    """Turn any sum into an output between -1 and 1."""
    return np.tanh(sums)


def tanh_slope(outputs: Array) -> Array:
    """Return how steep tanh is where it has these outputs."""
    return 1 - outputs**2


def tutorial_slope(outputs: Array) -> Array:
    """Return the tutorial's slope: it takes tanh of outputs that are a tanh already."""
    return tanh_slope(np.tanh(outputs))


def sigmoid(sums: Array) -> Array:
    """Turn any sum into an output between 0 and 1.

    It is exp(sum) / (exp(sum) + 1) below 0 and 1 / (1 + exp(-sum)) above it, in one: of the two
    powers one is 1 and neither is more, so that nothing overflows and no side loses its digits.
    """
    below = np.minimum(sums, 0.0)
    rest = np.exp(below - sums)
    power: Array = np.exp(below)
    return power / (rest + power)


def sigmoid_slope(outputs: Array) -> Array:
    """Return how steep the sigmoid is where it has these outputs."""
    return (1 - outputs) * outputs


def relu(sums: Array) -> Array:
    """Leave sums above 0 as they are; all others become 0."""
    return np.maximum(sums, 0.0)


def relu_slope(outputs: Array) -> NDArray[np.bool]:
    """Return 1 above 0, else 0."""
    return outputs > 0


def leaky_relu(sums: Array) -> Array:
    """Leave sums above 0 as they are, and a hundredth of all others."""
    return np.maximum(sums, LEAK * sums)


def leaky_relu_slope(outputs: Array) -> Array:
    """Return 1 above 0, else a hundredth."""
    return np.maximum(outputs > 0, LEAK)


def linear(sums: Array) -> Array:
    """Leave sums as they are."""
    return sums


def linear_slope(outputs: Array) -> float:
    """Return 1, for all outputs."""
    return 1.0


def softplus(sums: Array) -> Array:
    """Return ln(1 + exp(sum)), a ReLU without its corner."""
    return np.logaddexp(0.0, sums)


def softplus_slope(outputs: Array) -> Array:
    """Return sigmoid(sum): exp(-softplus(sum)) is 1 - sigmoid(sum)."""
    return -np.expm1(-outputs)


def softmax(sums: Array) -> Array:
    """Share 1 among the neurons of a row: the larger a sum, the larger its share.

    Less the largest sum of the row, which changes nothing but keeps exp within its bounds.
    """
    powers = np.exp(sums - np.maximum.reduce(sums, axis=-1, keepdims=True))
    return powers / np.add.reduce(powers, axis=-1, keepdims=True)


@dataclass(frozen=True)
class Activation:
    """One way to turn sums into outputs, with the slope that training uses.

    Attributes
    ----------
    name
        The key of `ACTIVATIONS`.
    curve
        The name of the function that the output follows; two activations may share it.
    output
        ``output(sums)``.
    formula
        The same in the notation of mathematics, for people.
    slope
        ``slope(outputs)``, with the outputs that `output` gave; one number if it is everywhere
        the same.
    slope_formula
        The same for people.
    slope_rule
        ``"exact"`` if the slope is the derivative of the output by the sum, else whose rule it is.
    reach
        The least and the most that an output can be, or come as near to as one likes.
    row_wise
        Whether an output depends on all sums of its row, so that one slope each does not say it
        all. Such an activation is for output layers, with a loss that its slope cancels out of.
    """

    name: str
    curve: str
    output: Callable[[Array], Array]
    formula: str
    slope: Callable[[Array], Slopes]
    slope_formula: str
    slope_rule: str = "exact"
    reach: tuple[float, float] = (-np.inf, np.inf)
    row_wise: bool = False


ABOVE_0, SHARE = (0.0, np.inf), (0.0, 1.0)

# fmt: off
ACTIVATIONS: dict[str, Activation] = {
    row.name: row
    for row in (
        Activation("tanh", "tanh", tanh, "tanh(sum)", tanh_slope, "1 − output²", reach=(-1.0, 1.0)),
        Activation(
            "tanh-tutorial", "tanh", tanh, "tanh(sum)", tutorial_slope, "1 − tanh(output)²",
            "tutorial", (-1.0, 1.0),
        ),
        Activation(
            "sigmoid", "sigmoid", sigmoid, "1 / (1 + exp(−sum))",
            sigmoid_slope, "output × (1 − output)", reach=SHARE,
        ),
        Activation(
            "relu", "ReLU", relu, "max(0, sum)", relu_slope, "1 above 0, else 0", reach=ABOVE_0
        ),
        Activation(
            "leaky-relu", "leaky ReLU", leaky_relu, f"max({LEAK} × sum, sum)",
            leaky_relu_slope, f"1 above 0, else {LEAK}",
        ),
        Activation("linear", "linear", linear, "sum", linear_slope, "1"),
        Activation(
            "softplus", "softplus", softplus, "ln(1 + exp(sum))",
            softplus_slope, "1 − exp(−output)", reach=ABOVE_0,
        ),
        Activation(
            "softmax", "softmax",
            softmax, "exp(sum) / (exp(sum of neuron 1) + exp(sum of neuron 2) + …)",
            linear_slope, "1, as it cancels out of cross-entropy", reach=SHARE, row_wise=True,
        ),
    )
}
# fmt: on


def activation(name: str) -> Activation:
    """Return the activation of that name.

    Raises
    ------
    InputError
        If there is none; the message lists the names that there are.

    Examples
    --------
    >>> activation("tanh").slope_formula
    '1 − output²'
    """
    return ACTIVATIONS[one_of(name, "activation", ACTIVATIONS)]


def picture(name: str) -> dict[str, list[float]]:
    """Return points of an activation's curve, as many left of a sum of 0 as right of it.

    Of one that takes all sums of a row, it is the curve beside one other neuron with a sum of 0.
    """
    sums = np.linspace(-PICTURE_REACH, PICTURE_REACH, PICTURE_POINTS)
    chosen = activation(name)
    rows = np.zeros((PICTURE_POINTS, 2 if chosen.row_wise else 1))
    rows[:, 0] = sums
    return {"sums": sums.tolist(), "outputs": chosen.output(rows)[:, 0].tolist()}
