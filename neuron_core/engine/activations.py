"""What a neuron makes of its sum, and how steeply: a table of activations.

Every slope is written in terms of the *output*, since that is what a layer has at hand when
errors come back. The tutorial's slope is one row of this table, not a flag anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array, one_of

ZERO, ONE, LEAK = (np.array(value) for value in (0.0, 1.0, 0.01))
"""Constants as arrays: NumPy converts a Python number anew at every call, which costs more than
the arithmetic on a table of four rows."""

PICTURE_REACH = 6.0
PICTURE_POINTS = 121


@dataclass(frozen=True)
class Activation:
    """One way to turn sums into outputs, with the slope that training uses.

    Both functions write into `out`, which has the shape of their first argument.

    Attributes
    ----------
    name
        The key of `ACTIVATIONS`.
    curve
        The name of the function that the output follows; two activations may share it.
    slope_rule
        ``"exact"`` if the slope is the derivative of the output by the sum, else whose rule it is.
    formula, slope_formula
        The two functions in the notation of mathematics, for people.
    output
        ``output(sums, out)``.
    slope
        ``slope(outputs, out)``, with the outputs that `output` gave.
    reach
        The least and the most that an output can be, or come as near to as one likes.
    row_wise
        Whether an output depends on all sums of its row, so that one slope each does not say it
        all. Such an activation is for output layers, with a loss that its slope cancels out of.
    """

    name: str
    curve: str
    slope_rule: str
    formula: str
    slope_formula: str
    output: Callable[[Array, Array], object]
    slope: Callable[[Array, Array], object]
    reach: tuple[float, float] = (-np.inf, np.inf)
    row_wise: bool = False


def _tanh_slope(outputs: Array, out: Array) -> None:
    np.multiply(outputs, outputs, out)
    np.subtract(ONE, out, out)


def _tutorial_tanh_slope(outputs: Array, out: Array) -> None:
    # The tutorial takes tanh of a number that is a tanh already.
    np.tanh(outputs, out)
    _tanh_slope(out, out)


def _sigmoid(sums: Array, out: Array) -> None:
    # exp(sum) / (exp(sum) + 1) below 0 and 1 / (1 + exp(-sum)) above it, in one: of the two powers
    # one is 1 and neither is more, so that nothing overflows and no side loses its digits.
    np.minimum(sums, ZERO, out=out)
    rest = np.subtract(out, sums)
    np.exp(out, out)
    np.exp(rest, rest)
    np.add(rest, out, rest)
    np.divide(out, rest, out)


def _sigmoid_slope(outputs: Array, out: Array) -> None:
    np.subtract(ONE, outputs, out)
    np.multiply(out, outputs, out)


def _relu(sums: Array, out: Array) -> None:
    np.maximum(sums, ZERO, out=out)


def _relu_slope(outputs: Array, out: Array) -> None:
    np.greater(outputs, ZERO, out)


def _leaky_relu(sums: Array, out: Array) -> None:
    np.multiply(sums, LEAK, out)
    np.maximum(sums, out, out=out)


def _leaky_relu_slope(outputs: Array, out: Array) -> None:
    _relu_slope(outputs, out)
    np.maximum(out, LEAK, out=out)


def _linear(sums: Array, out: Array) -> None:
    np.positive(sums, out)


def _linear_slope(outputs: Array, out: Array) -> None:
    out.fill(1.0)


def _softplus(sums: Array, out: Array) -> None:
    np.logaddexp(ZERO, sums, out)


def _softplus_slope(outputs: Array, out: Array) -> None:
    # The derivative is sigmoid(sum), and exp(-softplus(sum)) = 1 - sigmoid(sum).
    np.negative(outputs, out)
    np.expm1(out, out)
    np.negative(out, out)


def _softmax(sums: Array, out: Array) -> None:
    # Less the largest sum of the row, which changes nothing but keeps exp within its bounds.
    np.subtract(sums, np.maximum.reduce(sums, -1, keepdims=True), out)
    np.exp(out, out)
    np.divide(out, np.add.reduce(out, -1, keepdims=True), out)


ACTIVATIONS: dict[str, Activation] = {
    row.name: row
    for row in (
        Activation(
            "tanh",
            "tanh",
            "exact",
            "tanh(sum)",
            "1 − output²",
            np.tanh,
            _tanh_slope,
            reach=(-1.0, 1.0),
        ),
        Activation(
            "tanh-tutorial",
            "tanh",
            "tutorial",
            "tanh(sum)",
            "1 − tanh(output)²",
            np.tanh,
            _tutorial_tanh_slope,
            reach=(-1.0, 1.0),
        ),
        Activation(
            "sigmoid",
            "sigmoid",
            "exact",
            "1 / (1 + exp(−sum))",
            "output × (1 − output)",
            _sigmoid,
            _sigmoid_slope,
            reach=(0.0, 1.0),
        ),
        Activation(
            "relu",
            "ReLU",
            "exact",
            "max(0, sum)",
            "1 above 0, else 0",
            _relu,
            _relu_slope,
            reach=(0.0, np.inf),
        ),
        Activation(
            "leaky-relu",
            "leaky ReLU",
            "exact",
            f"max({LEAK} × sum, sum)",
            f"1 above 0, else {LEAK}",
            _leaky_relu,
            _leaky_relu_slope,
        ),
        Activation("linear", "linear", "exact", "sum", "1", _linear, _linear_slope),
        Activation(
            "softplus",
            "softplus",
            "exact",
            "ln(1 + exp(sum))",
            "1 − exp(−output)",
            _softplus,
            _softplus_slope,
            reach=(0.0, np.inf),
        ),
        Activation(
            "softmax",
            "softmax",
            "exact",
            "exp(sum) / (exp(sum of neuron 1) + exp(sum of neuron 2) + …)",
            "1, as it cancels out of cross-entropy",
            _softmax,
            _linear_slope,
            reach=(0.0, 1.0),
            row_wise=True,
        ),
    )
}


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
    outputs = np.empty_like(rows)
    chosen.output(rows, outputs)
    return {"sums": sums.tolist(), "outputs": outputs[:, 0].tolist()}
