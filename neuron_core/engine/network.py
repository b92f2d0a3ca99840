"""The engine: layers of neurons, forward to the outputs and backward to the adjustments.

The single neuron is the smallest network; there is no other engine. A network is trained by
gradient descent on a loss (see `losses`), at first half the squared error, summed over the rows:

    loss = sum(error²) / 2        error = target - output
    adjustment = -d loss / d parameter

so that `parameters += learning_rate * adjustments` is one step. The names are the tutorial's;
the backward pass is the usual one (Rumelhart, Hinton & Williams, Nature 323, 1986).
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array
from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.engine.batches import Batches
from neuron_core.engine.initialisers import INITIALISERS, MOST_SEED, STREAMS, draw
from neuron_core.engine.layers import Layer, Layers
from neuron_core.engine.passes import LayerValues, TrainingStep, backward, forward


class Forward(NamedTuple):
    """A finished forward pass: for each layer its stage."""

    stages: list[LayerValues]

    @property
    def outputs(self) -> Array:
        """Those of the last layer, shape (..., rows, outputs)."""
        return self.stages[-1].outputs


class Network(Layers):
    """Layers that compute, learn and are judged (see `Layers` for how one is made)."""

    def randomise(self, seed: int, stream: str = "RandomState", start: str = "uniform") -> None:
        """Draw every weight anew as a `start` says (a key of `INITIALISERS`); biases become 0.

        The usual one is from -1 up to 1, as ``2 * random - 1``. Layers draw one after the other
        from one `stream` (a key of `STREAMS`).

        Raises
        ------
        InputError
            If the seed, the stream or the start is not accepted.

        Examples
        --------
        >>> neuron = Network(3, [Layer(1, bias=False)])
        >>> neuron.randomise(seed=1)
        >>> print(neuron.weights[0].ravel())
        [-0.16595599  0.44064899 -0.99977125]
        """
        seed = checks.whole(seed, "seed", least=0, most=MOST_SEED)
        random = STREAMS[checks.one_of(stream, "stream", STREAMS)](seed)
        reach = INITIALISERS[checks.one_of(start, "start", INITIALISERS)].reach
        self.parameters[...] = 0.0
        draw(self.weights, random, [reach(*weights.shape[-2:]) for weights in self.weights])

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

    def forward(self, inputs: Array) -> Forward:
        """Return what a table of shape (rows, inputs) makes of every layer."""
        checks.width(inputs, self.inputs, "inputs")
        with np.errstate(all="ignore"):
            return Forward(forward(self, self.split(self.parameters), inputs))

    def gradient(self, inputs: Array, targets: Array) -> Array:
        """Return d loss / d parameter of what is descended, shaped like `parameters`."""
        self.check_fit(inputs, targets)
        weights = self.split(self.parameters)
        with np.errstate(all="ignore"):
            stages = forward(self, weights, inputs)
            _, adjusted = backward(self, weights, inputs, stages, targets)
            return -self.joined(adjusted)

    def loss(self, inputs: Array, targets: Array) -> Array:
        """Return the loss that is shown, a mean over all rows: one number a network."""
        self.check_fit(inputs, targets)
        return self.loss_of(self.forward(inputs), targets)

    def loss_of(self, forward: Forward, targets: Array) -> Array:
        """Return the loss that is shown, of rows that have gone through the network already."""
        last, name = forward.stages[-1], self.layers[-1].activation
        sums = last.sums
        with np.errstate(all="ignore"):
            if self.output_loss.sums and self.activations[name] is not ACTIVATIONS[name]:
                sums = self.output_loss.sums(last.outputs)
            return self.output_loss.mean(sums, last.outputs, targets)

    def train(
        self, inputs: Any, targets: Any, *, iterations: int, learning_rate: float = 1.0
    ) -> None:
        """Take that many steps of gradient descent, each over all rows.

        Raises
        ------
        InputError
            If the tables do not fit the network, its loss or each other, or hold something else
            than finite numbers; if `iterations` or `learning_rate` is negative.
        """
        inputs, targets = checks.table(inputs, "inputs"), checks.table(targets, "targets")
        self.check_fit(inputs, targets)
        self.output_loss.check(targets)
        rate = checks.number(learning_rate, "learning rate", least=0)
        steps = checks.whole(iterations, "iterations", least=0, most=2**53)
        make = partial(TrainingStep, self)
        all_rows = Batches(inputs, targets, len(inputs), 0, [(0, rate)], average=False, make=make)
        with np.errstate(all="ignore"):
            all_rows.step(0, steps)

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
