"""The arithmetic of a training: forward to the outputs, backward to the adjustments, a step.

Forward and backward are formulas: called with arrays, they compute. A `TrainingStep` records them,
and what an update rule makes of the adjustments, once for all the steps of a training.
"""

from copy import copy
from typing import NamedTuple

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.activations import Slopes
from neuron_core.engine.layers import Layers, Weights, parts
from neuron_core.engine.recording import Call, Recording
from neuron_core.engine.update_rule import PLAIN, UpdateRule


class LayerValues(NamedTuple):
    """One layer's numbers on the way forward, each of shape (..., rows, units)."""

    sums: Array
    outputs: Array

    def at(self, place: int) -> "LayerValues":
        """Return that of one network of a stack, as views."""
        return LayerValues(self.sums[place], self.outputs[place])


class Return(NamedTuple):
    """One layer's numbers on the way back, each of shape (..., rows, units).

    `errors` is, for the output layer, what its loss makes of targets and outputs; before it, what
    came back along the weights. `deltas` is errors times slopes; where the slope cancels out of
    the loss, it is 1.
    """

    errors: Array
    slopes: Slopes
    deltas: Array


def forward(network: Layers, weights: Weights, inputs: Array) -> list[LayerValues]:
    """Return the sums and outputs of every layer, first to last."""
    stages: list[LayerValues] = []
    for layer, matrix, biases in zip(network.layers, *weights, strict=True):
        sums = inputs @ matrix  # (rows, inputs) @ (inputs, units)
        if biases is not None:
            sums = sums + biases  # (rows, units) + (1, units)
        inputs = network.activations[layer.activation].output(sums)
        stages.append(LayerValues(sums, inputs))
    return stages


def backward(
    network: Layers, weights: Weights, inputs: Array, stages: list[LayerValues], targets: Array
) -> tuple[list[Return], Weights]:
    """Return what comes back to every layer, and the adjustments of its weights and biases."""
    output_loss, last = network.output_loss, len(stages) - 1
    errors = output_loss.error(stages[last].outputs, targets)
    returns: list[Return] = []
    of_weights: list[Array] = []
    of_biases: list[Array | None] = []
    for place in reversed(range(len(stages))):
        outputs, rule = stages[place].outputs, network.activations[network.layers[place].activation]
        slopes = 1.0 if place == last and output_loss.cancels else rule.slope(outputs)
        deltas = errors * slopes
        returns.insert(0, Return(errors, slopes, deltas))
        below = stages[place - 1].outputs if place else inputs
        # (inputs, rows) @ (rows, units): the adjustments that the rows ask for, added up
        of_weights.insert(0, below.mT @ deltas)
        # (1, rows) @ (rows, units): a product with 1s takes a quarter of the time of a sum
        has_bias = weights[1][place] is not None
        of_biases.insert(0, np.ones((1, deltas.shape[-2])) @ deltas if has_bias else None)
        if place:
            errors = deltas @ weights[0][place].mT  # (rows, units) @ (units, inputs)
    return returns, (of_weights, of_biases)


def recorded(record: Recording, network: Layers) -> Weights:
    """Return the values of a network's weights and biases."""
    matrices, biases = network.split(network.parameters)
    return (
        [record.given(one) for one in matrices],
        [None if one is None else record.given(one) for one in biases],
    )


class TrainingStep:
    """The steps of a training over one table of rows, recorded: only the numbers change.

    Parameters
    ----------
    network
        Its parameters are changed in place.
    inputs, targets
        Shapes (rows, inputs) and (rows, outputs). They are read in place too: other rows may be
        written into them between steps.
    rate
        What `step` multiplies the direction of the adjustments by.
    update_rule
        What makes that direction; plainly, it is the adjustments themselves.
    memory
        The optimiser's, which other passes may share; left out, one of its own at the start.
    average
        Whether the adjustments are divided by the number of rows before they are directed. Where
        the update rule is plain, it is cheaper to divide the rate.

    Attributes
    ----------
    parameters, memory
        What a step changes, in place.
    tables
        The inputs and the targets.
    rate
        A 0-d array; writing to it changes the steps that follow.
    recording
        What a step does.
    """

    def __init__(
        self,
        network: Layers,
        inputs: Array,
        targets: Array,
        rate: float = 1.0,
        update_rule: UpdateRule = PLAIN,
        memory: Array | None = None,
        average: bool = False,
    ) -> None:
        self.parameters = parameters = network.parameters
        self.tables, self.rate = (inputs, targets), np.array(rate)
        self.memory = update_rule.optimiser.memory(parameters) if memory is None else memory
        self.recording = record = Recording()
        self._given = entering, wanted = record.given(inputs), record.given(targets)
        weights = recorded(record, network)
        stages = forward(network, weights, entering)
        _, adjusted = backward(network, weights, entering, stages, wanted)
        adjustments = np.zeros_like(parameters)
        for view, value in zip(parts(network.split(adjustments)), parts(adjusted), strict=True):
            record.store(view, value)
        memories = update_rule.optimiser.split(self.memory, network.size)
        stepped, remembered = update_rule.step(
            record.given(parameters),
            record.given(adjustments),
            [record.given(one) for one in memories],
            record.fixed(network.for_weights(update_rule.regularisation_rate)),
            record.given(self.rate),
            record.fixed(inputs.shape[-2]) if average else None,
        )
        for target, value in zip([*memories, parameters], [*remembered, stepped], strict=True):
            record.store(target, value)
        self._step = record.operations()

    def over(self, inputs: Array, targets: Array) -> "TrainingStep":
        """Return a pass over other tables of as many rows, which shares all arrays with this."""
        other = copy(self)
        other.tables = inputs, targets
        other._step = self.recording.over(other._over, self._step)
        return other

    @property
    def calls(self) -> list[Call]:
        """What a step does, over these tables."""
        self.recording.move(self._over)
        return self.recording.calls

    @property
    def _over(self) -> list[tuple[Array, Array]]:
        return list(zip(self._given, self.tables, strict=True))

    def step(self, times: int = 1) -> None:
        """Take `times` steps: forward, backward, and on from the adjustments."""
        for _ in range(times):
            for operation in self._step:
                operation()
