"""The arithmetic of a training: forward to the outputs, backward to the adjustments, a step."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.descent import PLAIN, Descent
from neuron_core.engine.layers import Layer, Layers
from neuron_core.engine.operation import Operation


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
        Shapes (rows, inputs) and (rows, outputs). They are read in place too: other rows may be
        written into them between steps. Without targets there is only `forward`.
    rate
        What `step` multiplies the direction of the adjustments by.
    descent
        What makes that direction; plainly, it is the adjustments themselves.
    memory
        The optimiser's, which other passes may share; left out, one of its own at the start.
    average
        Whether the adjustments are divided by the number of rows before they are directed. Where
        the descent is plain, it is cheaper to divide the rate.

    Attributes
    ----------
    stages
        For each layer its `Stage`.
    outputs
        Those of the last layer, shape (..., rows, outputs).
    adjustments
        Shaped like the network's parameters: what `backward` found, until `direct` and `move`
        write the direction and the change over it.
    memory
        See above.
    lengths, taken
        Shaped like the network's parameters: what `direct` divides the adjustments by, and what
        `move` lets the penalty take from the parameters at last.
    rate
        A 0-d array; writing to it changes the steps that follow.
    """

    def __init__(
        self,
        network: Layers,
        inputs: Array,
        targets: Array | None = None,
        rate: float = 1.0,
        descent: Descent = PLAIN,
        memory: Array | None = None,
        average: bool = False,
    ) -> None:
        self.network, self.rate = network, np.array(rate)
        self.adjustments = np.zeros_like(network.parameters)
        self._views = network.split(network.parameters)
        self._adjusted = network.split(self.adjustments)
        self.stages: list[Stage] = []
        below = inputs
        for layer, weights in zip(network.layers, self._views[0], strict=True):
            self.stages.append(Stage.of(layer, below, weights))
            below = self.stages[-1].outputs
        self.outputs = below
        if network.measure.cancels:
            last = self.stages[-1]
            last.slopes.fill(1.0)
            self.stages[-1] = replace(last, deltas=last.errors)
        if targets is not None:
            if memory is None:
                memory = descent.optimiser.memory(network.parameters)
            self.memory = memory
            rates = network.for_weights(descent.regularisation_rate)
            self.lengths = np.ones_like(network.parameters)
            self.taken = np.zeros_like(network.parameters)
            over = network.parameters, rates, self.adjustments, memory, self.lengths
            rows = inputs.shape[-2] if average else 1
            self._direct = list(descent.directing(*over, rows))
            self._move = list(descent.moving(*over, self.taken, self.rate))
        self._bind(inputs, targets)

    def over(self, inputs: Array, targets: Array) -> "Pass":
        """Return a pass over other tables of as many rows, which shares all arrays with this."""
        other = copy(self)
        other._bind(inputs, targets)
        return other

    def _bind(self, inputs: Array, targets: Array | None) -> None:
        self._forward = list(self._forward_operations(inputs))
        if targets is not None:
            self._backward = list(self._backward_operations(inputs, targets))
            self._step = [*self._forward, *self._backward, *self._direct, *self._move]

    def forward(self) -> None:
        """Compute the outputs of every layer, first to last."""
        for operation in self._forward:
            operation()

    def backward(self) -> None:
        """Compute the adjustments of every layer, last to first, from the outputs as they are."""
        for operation in self._backward:
            operation()

    def direct(self) -> None:
        """Make the adjustments their direction; the memory remembers it."""
        for operation in self._direct:
            operation()

    def move(self) -> None:
        """Add the direction times the rate to the parameters, and shrink them if need be."""
        for operation in self._move:
            operation()

    def step(self, times: int = 1) -> None:
        """Take `times` steps: forward, backward, direct, move."""
        for _ in range(times):
            for operation in self._step:
                operation()

    def _forward_operations(self, inputs: Array) -> Iterator[Operation]:
        network = self.network
        for layer, weights, biases, stage in zip(
            network.layers, *self._views, self.stages, strict=True
        ):
            # (rows, inputs) @ (inputs, units)
            yield _product(inputs, weights, stage.sums)
            if biases is not None:
                yield from _added(biases, stage)
            yield partial(network.activations[layer.activation].output, stage.sums, stage.outputs)
            inputs = stage.outputs

    def _backward_operations(self, inputs: Array, targets: Array) -> Iterator[Operation]:
        network = self.network
        yield partial(np.subtract, targets, self.outputs, self.stages[-1].errors)
        weight_adjustments, bias_adjustments = self._adjusted
        for place in reversed(range(len(self.stages))):
            stage, below = self.stages[place], self.stages[place - 1] if place else None
            rule = network.activations[network.layers[place].activation]
            if stage.deltas is not stage.errors:
                yield partial(rule.slope, stage.outputs, stage.slopes)
                yield partial(np.multiply, stage.errors, stage.slopes, stage.deltas)
            # (inputs, rows) @ (rows, units): the adjustments that the rows ask for, added up
            fed = below.outputs if below else inputs
            yield _product(fed.swapaxes(-1, -2), stage.deltas, weight_adjustments[place])
            biases = bias_adjustments[place]
            if biases is not None:
                yield _total(stage.deltas, biases)
            if below:
                # (rows, units) @ (units, inputs): the error goes back along the weights
                turned = self._views[0][place].swapaxes(-1, -2)
                yield _product(stage.deltas, turned, below.errors)


@dataclass(frozen=True)
class Stage:
    """One layer's numbers in a `Pass`, each of shape (..., rows, units).

    `errors` is, for the output layer, target - output; before it, what came back along the
    weights. `deltas` is errors times slopes; where the slope cancels out of the loss, slopes are
    1 and `deltas` is the array of the errors.
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

    def at(self, place: int) -> "Stage":
        """Return that of one network of a stack, as views."""
        return Stage(*(getattr(self, one.name)[place] for one in fields(self)))


def _added(biases: Array, stage: Stage) -> Iterator[Operation]:
    """Yield what adds the biases, shape (..., 1, units), to each row of a stage's sums.

    Where there is one network, they are first written to a table, by a product with 1s: NumPy adds
    tables of one shape in a fraction of the time that it takes to repeat a row. That table is the
    outputs, which are computed next.
    """
    addend = biases
    if biases.ndim == 2:
        addend = stage.outputs
        yield _product(np.ones((len(stage.sums), 1)), biases, addend)
    yield partial(np.add, stage.sums, addend, stage.sums)


def _total(deltas: Array, out: Array) -> Operation:
    """Return the operation that adds up the rows of `deltas` to `out`, shape (..., 1, units).

    A product with 1s takes a quarter of the time of a sum; in a stack, it gives each network the
    bits that it has alone.
    """
    return _product(np.ones((1, deltas.shape[-2])), deltas, out)


def _product(left: Array, right: Array, out: Array) -> Operation:
    """Return the operation that writes the matrix product of `left` and `right` to `out`.

    For two plain tables an array's own `dot` takes a third of the time of `matmul`, which also
    takes stacks of them.
    """
    if left.ndim == right.ndim == 2:
        return partial(left.dot, right, out)
    return partial(np.matmul, left, right, out)
