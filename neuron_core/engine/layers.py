"""The shape of a network: layers over one flat vector of parameters."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array
from neuron_core.engine.activations import ACTIVATIONS, Activation, activation
from neuron_core.engine.losses import output_loss

type Weights = tuple[list[Array], list[Array | None]]
"""For each layer its weights, shape (..., inputs, units), and its biases, (..., 1, units)."""
type Shapes = list[tuple[tuple[int, int], tuple[int, int] | None]]
"""For each layer the shapes of one network's weights and of its biases."""

MOST_UNITS = 64
MOST_LAYERS = 8


@dataclass(frozen=True)
class Layer:
    """The shape of one layer: how many neurons, their activation, and whether they have a bias.

    Raises
    ------
    InputError
        If there is not at least one unit, or the activation is not known.
    """

    units: int
    activation: str = "tanh"
    bias: bool = True

    def __post_init__(self) -> None:
        units = checks.whole(self.units, "units of a layer", least=1, most=MOST_UNITS)
        object.__setattr__(self, "units", units)
        activation(self.activation)
        if not isinstance(self.bias, bool):
            raise checks.InputError(
                f"bias of a layer: {checks.shown(self.bias)} is not accepted; use true or false."
            )


class Layers:
    """Layers, their parameters, and what their outputs are measured by: all but what it does.

    Parameters
    ----------
    inputs
        How many numbers one row of input has.
    layers
        From the first hidden layer to the output layer.
    parameters
        All weights and biases, layer by layer, weights before biases: shape (parameters,). With
        shape (networks, parameters) it is that many networks of one shape, computed at once.
        Left out, they are zeros.
    activations
        What the layers' activations are called in: the table of this package, or one with
        other functions under the same names.
    loss, loss_unit
        A key of `LOSSES`, and the unit in which it is shown (see `losses.OutputLoss`).

    Attributes
    ----------
    output_loss
        How the loss is computed for this output layer (see `losses.OutputLoss`).

    Raises
    ------
    InputError
        If there is no layer, no input, the parameters do not fit the layers, or the loss or an
        activation is not for such layers.
    """

    def __init__(
        self,
        inputs: int,
        layers: Sequence[Layer],
        parameters: Array | None = None,
        activations: Mapping[str, Activation] = ACTIVATIONS,
        loss: str = "squared",
        loss_unit: float | None = None,
    ) -> None:
        self.inputs = checks.whole(inputs, "inputs of a network", least=1, most=MOST_UNITS)
        if not isinstance(layers, Sequence) or not all(isinstance(one, Layer) for one in layers):
            raise checks.InputError(f"layers: {checks.shown(layers)} is not a list of Layer.")
        self.layers = tuple(layers)
        checks.whole(len(self.layers), "number of layers", least=1, most=MOST_LAYERS)
        for layer in self.layers[:-1]:
            if ACTIVATIONS[layer.activation].row_wise:
                raise checks.InputError(
                    f"layers: {layer.activation} is for the last layer, not for a hidden one."
                )
        last = self.layers[-1]
        self.output_loss = output_loss(loss, last.activation, last.units, loss_unit)
        self._shapes = shapes_of(self.inputs, self.layers)
        self.size = size_of(self._shapes)
        self.activations = activations
        self.parameters = self._fitting(np.zeros(self.size) if parameters is None else parameters)

    def like(self, parameters: Array) -> Self:
        """Return a network of this shape with other parameters, or a stack of such networks."""
        other = copy(self)
        other.parameters = self._fitting(parameters)
        return other

    @property
    def weights(self) -> list[Array]:
        """For each layer a view into `parameters`, shape (..., inputs, units)."""
        return self.split(self.parameters)[0]

    @property
    def biases(self) -> list[Array | None]:
        """For each layer a view of shape (..., 1, units), or None where it has no bias."""
        return self.split(self.parameters)[1]

    def split(self, parameters: Array) -> Weights:
        """Return the views of each layer's weights and biases in a vector like `parameters`."""
        return split(parameters, self._shapes)

    def joined(self, weights: Weights) -> Array:
        """Return a vector like `parameters`, which `split` would take apart like this."""
        return joined(weights)

    def for_weights(self, value: float | Array) -> Array:
        """Return a vector like one network's parameters: that value for weights, 0 for biases.

        Of values of shape (networks, 1), one such vector for each network of a stack.
        """
        return value * where_weights_are(self._shapes)

    def _fitting(self, parameters: Array) -> Array:
        if not isinstance(parameters, np.ndarray) or parameters.dtype != np.float64:
            raise checks.InputError("parameters: they are not an array of float64.")
        checks.width(np.atleast_1d(parameters), self.size, "parameters")
        return parameters


def shapes_of(inputs: int, layers: Sequence[Layer]) -> Shapes:
    """Return the shapes of each layer's weights and biases, for that many inputs."""
    widths = (inputs, *(layer.units for layer in layers))
    return [
        ((before, layer.units), (1, layer.units) if layer.bias else None)
        for before, layer in zip(widths, layers, strict=False)
    ]


def size_of(shapes: Shapes) -> int:
    """Return how many weights and biases there are."""
    return sum(shape[0] * shape[1] for pair in shapes for shape in pair if shape)


def split(parameters: Array, of_layers: Shapes) -> Weights:
    """Return the views of each layer's weights and biases in a vector of all of them."""
    start, views = 0, []
    for shapes in of_layers:
        for shape in shapes:
            stop = start + (shape[0] * shape[1] if shape else 0)
            part = parameters[..., start:stop]
            views.append(part.reshape(*parameters.shape[:-1], *shape) if shape else None)
            start = stop
    weights = [view for view in views[0::2] if view is not None]
    return weights, views[1::2]


def where_weights_are(shapes: Shapes) -> Array:
    """Return a vector like one network's parameters: 1 for weights, 0 for biases."""
    vector = np.zeros(size_of(shapes))
    for weights in split(vector, shapes)[0]:
        weights[...] = 1.0
    return vector


def joined(weights: Weights) -> Array:
    """Return a vector of all weights and biases, which `split` would take apart like this."""
    flat = [part.reshape(*part.shape[:-2], -1) for part in parts(weights)]
    return np.concatenate(flat, axis=-1)


def parts(weights: Weights) -> list[Array]:
    """Return the weights and biases that there are, in the order of the parameters."""
    return [part for pair in zip(*weights, strict=True) for part in pair if part is not None]
