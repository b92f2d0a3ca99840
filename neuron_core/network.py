"""The engine: layers of neurons, forward to the outputs and backward to the adjustments.

The single neuron is the smallest network; there is no other engine. A network is trained by
gradient descent on half the squared error, summed over the rows:

    loss = sum(error²) / 2        error = target - output
    adjustment = -d loss / d parameter

so that `parameters += learning_rate * adjustments` is one step. The names are the tutorial's;
the backward pass is the usual one (Rumelhart, Hinton & Williams, Nature 323, 1986).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from neuron_core import checks
from neuron_core.activations import ACTIVATIONS, Activation, activation
from neuron_core.checks import Array

type Operation = Callable[[], object]
"""A NumPy call with its arrays bound to it: calling it does it."""

MOST_UNITS = 64
MOST_LAYERS = 8
MOST_SEED = 2**32 - 1
"""The largest seed that NumPy's `RandomState` takes."""

STREAMS: dict[str, Callable[[int], Callable[[tuple[int, ...]], Array]]] = {
    "RandomState": lambda seed: np.random.RandomState(seed).random_sample,
    "Generator": lambda seed: np.random.default_rng(seed).random,
}
"""Where random start weights come from: the tutorial's legacy stream, or NumPy's newer one. Each
is a stream of its own; NumPy's global random state is neither read nor changed."""


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


class Network:
    """Layers of neurons over one flat vector of parameters.

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

    Raises
    ------
    InputError
        If there is no layer, no input, or the parameters do not fit the layers.
    """

    def __init__(
        self,
        inputs: int,
        layers: Sequence[Layer],
        parameters: Array | None = None,
        activations: Mapping[str, Activation] = ACTIVATIONS,
    ) -> None:
        self.inputs = checks.whole(inputs, "inputs of a network", least=1, most=MOST_UNITS)
        if not isinstance(layers, Sequence) or not all(isinstance(one, Layer) for one in layers):
            raise checks.InputError(f"layers: {checks.shown(layers)} is not a list of Layer.")
        self.layers = tuple(layers)
        checks.whole(len(self.layers), "number of layers", least=1, most=MOST_LAYERS)
        widths = (self.inputs, *(layer.units for layer in self.layers))
        self._shapes = [
            ((before, layer.units), (1, layer.units) if layer.bias else None)
            for before, layer in zip(widths, self.layers, strict=False)
        ]
        size = sum(shape[0] * shape[1] for pair in self._shapes for shape in pair if shape)
        if parameters is None:
            parameters = np.zeros(size)
        if not isinstance(parameters, np.ndarray) or parameters.dtype != np.float64:
            raise checks.InputError("parameters: they are not an array of float64.")
        checks.width(np.atleast_1d(parameters), size, "parameters")
        self.parameters = parameters
        self.activations = activations

    def like(self, parameters: Array) -> "Network":
        """Return a network of this shape with other parameters, or a stack of such networks."""
        return Network(self.inputs, self.layers, parameters, self.activations)

    @property
    def weights(self) -> list[Array]:
        """For each layer a view into `parameters`, shape (..., inputs, units)."""
        return self.split(self.parameters)[0]

    @property
    def biases(self) -> list[Array | None]:
        """For each layer a view of shape (..., 1, units), or None where it has no bias."""
        return self.split(self.parameters)[1]

    def split(self, parameters: Array) -> tuple[list[Array], list[Array | None]]:
        """Return the views of each layer's weights and biases in a vector like `parameters`."""
        start, views = 0, []
        for shapes in self._shapes:
            for shape in shapes:
                stop = start + (shape[0] * shape[1] if shape else 0)
                part = parameters[..., start:stop]
                views.append(part.reshape(*parameters.shape[:-1], *shape) if shape else None)
                start = stop
        weights = [view for view in views[0::2] if view is not None]
        return weights, views[1::2]

    def randomise(self, seed: int, stream: str = "RandomState") -> None:
        """Draw every weight anew from -1 up to 1, as ``2 * random - 1``; biases become 0.

        Layers draw one after the other from one `stream` (a key of `STREAMS`).

        Raises
        ------
        InputError
            If the seed or the stream is not accepted.

        Examples
        --------
        >>> neuron = Network(3, [Layer(1, bias=False)])
        >>> neuron.randomise(seed=1)
        >>> print(neuron.weights[0].ravel())
        [-0.16595599  0.44064899 -0.99977125]
        """
        seed = checks.whole(seed, "seed", least=0, most=MOST_SEED)
        random = STREAMS[checks.one_of(stream, "stream", STREAMS)](seed)
        self.parameters[...] = 0.0
        for weights in self.weights:
            weights[...] = 2 * random(weights.shape) - 1

    def __call__(self, inputs: Any) -> Array:
        """Return the outputs for one row of inputs, shape (units,), or for a table of them.

        A table of shape (rows, inputs) gives (rows, units); several networks at once give one
        such table each.

        Raises
        ------
        InputError
            If a row has not as many finite numbers as the network has inputs.
        """
        single = checks.is_row(inputs)
        rows = checks.table([inputs] if single else inputs, "inputs")
        outputs = self.forward(rows).outputs
        return outputs[..., 0, :] if single else outputs

    def forward(self, inputs: Array) -> "Pass":
        """Return the finished forward pass over a table of shape (rows, inputs)."""
        checks.width(inputs, self.inputs, "inputs")
        work = Pass(self, inputs)
        with np.errstate(all="ignore"):
            work.forward()
        return work

    def gradient(self, inputs: Array, targets: Array) -> Array:
        """Return d loss / d parameter for half the squared error, shaped like `parameters`."""
        self.check_fit(inputs, targets)
        work = Pass(self, inputs, targets)
        with np.errstate(all="ignore"):
            work.forward()
            work.backward()
        return -work.adjustments

    def loss(self, inputs: Array, targets: Array) -> Array:
        """Return the mean squared error over all rows and outputs: one number a network."""
        self.check_fit(inputs, targets)
        errors = targets - self.forward(inputs).outputs
        return np.asarray(np.mean(np.square(errors, errors), axis=(-2, -1)))

    def train(
        self, inputs: Any, targets: Any, *, iterations: int, learning_rate: float = 1.0
    ) -> None:
        """Take that many steps of gradient descent, each over all rows.

        Raises
        ------
        InputError
            If the tables do not fit the network or each other, or hold something else than
            finite numbers; if `iterations` or `learning_rate` is negative.
        """
        inputs, targets = checks.table(inputs, "inputs"), checks.table(targets, "targets")
        self.check_fit(inputs, targets)
        rate = checks.number(learning_rate, "learning rate", least=0)
        steps = checks.whole(iterations, "iterations", least=0, most=2**53)
        with np.errstate(all="ignore"):
            Pass(self, inputs, targets, rate).step(steps)

    def check_fit(self, inputs: Array, targets: Array) -> None:
        """Raise `InputError` unless the two tables fit the network and each other."""
        checks.width(inputs, self.inputs, "inputs")
        checks.width(targets, self.layers[-1].units, "targets")
        checks.same_rows(inputs, targets)


class Neuron(Network):
    """The tutorial's neuron: one tanh unit without a bias, ready with its start weights.

    Examples
    --------
    >>> neuron = Neuron(3, activation="tanh-tutorial", seed=1)
    >>> neuron.train(
    ...     [[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]], [0, 1, 1, 0], iterations=10_000
    ... )
    >>> print(neuron([1, 0, 0]))
    [0.99995873]
    """

    def __init__(
        self, inputs: int, *, activation: str = "tanh", bias: bool = False, seed: int = 1
    ) -> None:
        super().__init__(inputs, [Layer(1, activation, bias)])
        self.randomise(seed)


class Pass:
    """A network at work on one table of rows: every array made once, every operation bound once.

    Training is a list of NumPy calls, each already holding its arrays, repeated. That allocates
    nothing, and on a small table it takes three quarters of the time of the same calls made
    through methods and attributes.

    Parameters
    ----------
    network
        Its parameters are read, and by `step` changed, in place.
    inputs, targets
        Shapes (rows, inputs) and (rows, outputs). They are read in place too: another batch of
        as many rows may be written into them between steps. Without targets there is only
        `forward`.
    rate
        What `step` multiplies the adjustments by.

    Attributes
    ----------
    stages
        For each layer its `Stage`.
    outputs
        Those of the last layer, shape (..., rows, outputs).
    adjustments
        Shaped like the network's parameters: what `backward` found.
    rate
        A 0-d array; writing to it changes the steps that follow.
    """

    def __init__(
        self, network: Network, inputs: Array, targets: Array | None = None, rate: float = 1.0
    ) -> None:
        self.rate = np.array(rate)
        self.adjustments = np.zeros_like(network.parameters)
        self.stages: list[Stage] = []
        below = inputs
        for layer, weights in zip(network.layers, network.weights, strict=True):
            self.stages.append(Stage.of(layer, below, weights))
            below = self.stages[-1].outputs
        self.outputs = below
        self._forward = list(self._forward_operations(network, inputs))
        if targets is not None:
            self._backward = list(self._backward_operations(network, inputs, targets))
            self._step: list[Operation] = [
                *self._forward,
                *self._backward,
                partial(np.multiply, self.adjustments, self.rate, self.adjustments),
                partial(np.add, network.parameters, self.adjustments, network.parameters),
            ]

    def forward(self) -> None:
        """Compute the outputs of every layer, first to last."""
        for operation in self._forward:
            operation()

    def backward(self) -> None:
        """Compute the adjustments of every layer, last to first, from the outputs as they are."""
        for operation in self._backward:
            operation()

    def step(self, times: int = 1) -> None:
        """Take `times` steps: forward, backward, and the adjustments times the rate added on."""
        for _ in range(times):
            for operation in self._step:
                operation()

    def _forward_operations(self, network: Network, inputs: Array) -> Iterator[Operation]:
        for layer, weights, biases, stage in zip(
            network.layers, network.weights, network.biases, self.stages, strict=True
        ):
            # (rows, inputs) @ (inputs, units)
            yield _product(inputs, weights, stage.sums)
            if biases is not None:
                yield partial(np.add, stage.sums, biases, stage.sums)
            yield partial(network.activations[layer.activation].output, stage.sums, stage.outputs)
            inputs = stage.outputs

    def _backward_operations(
        self, network: Network, inputs: Array, targets: Array
    ) -> Iterator[Operation]:
        yield partial(np.subtract, targets, self.outputs, self.stages[-1].errors)
        weight_adjustments, bias_adjustments = network.split(self.adjustments)
        for place in reversed(range(len(self.stages))):
            stage, below = self.stages[place], self.stages[place - 1] if place else None
            rule = network.activations[network.layers[place].activation]
            yield partial(rule.slope, stage.outputs, stage.slopes)
            yield partial(np.multiply, stage.errors, stage.slopes, stage.deltas)
            # (inputs, rows) @ (rows, units): the adjustments that the rows ask for, added up
            fed = below.outputs if below else inputs
            yield _product(fed.swapaxes(-1, -2), stage.deltas, weight_adjustments[place])
            biases = bias_adjustments[place]
            if biases is not None:
                yield partial(np.add.reduce, stage.deltas, -2, None, biases, keepdims=True)
            if below:
                # (rows, units) @ (units, inputs): the error goes back along the weights
                turned = network.weights[place].swapaxes(-1, -2)
                yield _product(stage.deltas, turned, below.errors)


@dataclass(frozen=True)
class Stage:
    """One layer's numbers in a `Pass`, each of shape (..., rows, units).

    `errors` is, for the output layer, target - output; before it, what came back along the
    weights. `deltas` is errors times slopes.
    """

    sums: Array
    outputs: Array
    errors: Array
    slopes: Array
    deltas: Array

    @classmethod
    def of(cls, layer: Layer, inputs: Array, weights: Array) -> "Stage":
        """Return the stage of a layer with such inputs and weights, filled with zeros."""
        shape = (*weights.shape[:-2], inputs.shape[-2], layer.units)
        return cls(*(np.zeros(shape) for _ in range(5)))


def _product(left: Array, right: Array, out: Array) -> Operation:
    """Return the operation that writes the matrix product of `left` and `right` to `out`.

    For two plain tables an array's own `dot` takes a third of the time of `matmul`, which also
    takes stacks of them.
    """
    if left.ndim == right.ndim == 2:
        return partial(left.dot, right, out)
    return partial(np.matmul, left, right, out)
