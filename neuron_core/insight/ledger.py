"""One step's arithmetic for one neuron, row by row, in numbers that can be checked by hand."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import accumulate, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array
from neuron_core.data.dataset import MOST_SHOWN
from neuron_core.engine.network import Network
from neuron_core.engine.optimisers import EPSILON
from neuron_core.engine.passes import Pass
from neuron_core.run.training import Run


@dataclass(frozen=True)
class Source:
    """What a neuron of the next layer sends back to a hidden one.

    Attributes
    ----------
    unit
        Which neuron of the network it is, counted layer by layer.
    weight
        That of the hidden neuron's output in its sum.
    delta
        Its own.
    product
        weight × delta; all sources of a row add up to the hidden neuron's error.
    """

    unit: int
    weight: float
    delta: float
    product: float


@dataclass(frozen=True)
class LedgerRow:
    """What one row of the batch has to do with the neuron.

    Attributes
    ----------
    row
        Which row of the data it is.
    inputs
        What the neuron is fed with: the row's inputs, or the outputs of the layer before.
    products
        inputs × weights; with the bias they add up to the sum.
    target
        Of an output neuron, whose error is target - output; else None.
    delta
        error × slope.
    contributions, bias_contribution
        delta × inputs and delta × 1: what this row adds to the adjustments.
    from_
        Of a hidden neuron, whose error comes from there; else empty.
    """

    row: int
    inputs: list[float]
    products: list[float]
    sum: float
    output: float
    target: float | None
    error: float
    slope: float
    delta: float
    contributions: list[float]
    bias_contribution: float | None
    from_: list[Source]


@dataclass(frozen=True)
class Ledger:
    """The step from one iteration to the next, for one neuron.

    Attributes
    ----------
    iteration
        The one before the step.
    layer, unit
        Which neuron it is: its layer, and its place among all neurons, counted layer by layer.
    rate
        What the directions are multiplied by: the learning rate; in plain descent, divided by the
        number of rows where adjustments are averaged.
    learning_rate, divided_by
        The learning rate of this step, and what it is divided by to be the rate.
    slope_cancels
        Whether the slope of the activation cancels out of the loss, so that 1 is in its place.
    weights, bias
        Before the step; the bias is None where the layer has none.
    rows
        Those of the step's batch, in their order; of many, the first `MOST_SHOWN`.
    batch
        How many rows the step takes.
    adjustments, bias_adjustment
        The contributions of all rows, added up.
    averaged_over
        The number of rows that the adjustments are divided by before all that follows; 1 where
        they are added up, or the rate does it.
    penalties
        What the penalty adds to that for each weight: of L2, -regularisation rate × weight.
    asked, bias_asked
        Adjustment / averaged_over + penalty.
    optimiser, regularisation
        Their names: keys of `OPTIMISERS` and `REGULARISATIONS`.
    regularisation_rate
        What the penalty is multiplied by.
    memory, bias_memory
        What the optimiser remembered before the step of each weight, and of the bias, by name.
    new_memory, new_bias_memory
        What it remembers after it.
    left_memory
        What of that is left of each weight once the penalty has shrunk it: of momentum, the new
        velocity + shrink / learning rate.
    shares
        By name, what the memory is multiplied by, and how much of what is asked is added to it.
    corrections, epsilon
        Of Adam: what mean and square are divided by, and what is added to the root.
    lengths, bias_length
        Of Adam: that root, with what is added to it; for a weight that is going to be shrunk, the
        regularisation rate too. Of all others 1.
    directions, bias_direction
        What the optimiser makes of what is asked; in plain descent, that itself.
    moves
        rate × direction of each weight.
    shrinks
        What the penalty takes from each weight + move at last: of L1, learning rate
        × regularisation rate / length towards 0, or all that there is.
    changes, bias_change
        rate × direction (+ shrink).
    new_weights, new_bias
        After the step: the parameters of the next iteration, to the bit.
    """

    iteration: int
    layer: int
    unit: int
    rate: float
    learning_rate: float
    divided_by: int
    slope_cancels: bool
    output_layer: bool
    weights: list[float]
    bias: float | None
    rows: list[LedgerRow]
    batch: int
    adjustments: list[float]
    bias_adjustment: float | None
    averaged_over: int
    penalties: list[float]
    asked: list[float]
    bias_asked: float | None
    optimiser: str
    regularisation: str
    regularisation_rate: float
    memory: dict[str, list[float]]
    bias_memory: dict[str, float]
    new_memory: dict[str, list[float]]
    new_bias_memory: dict[str, float]
    left_memory: dict[str, list[float]]
    shares: dict[str, list[float]]
    corrections: list[float]
    epsilon: float
    lengths: list[float]
    bias_length: float | None
    directions: list[float]
    bias_direction: float | None
    moves: list[float]
    shrinks: list[float]
    changes: list[float]
    bias_change: float | None
    new_weights: list[float]
    new_bias: float | None

    def plain(self) -> dict[str, Any]:
        """Return it as plain numbers, lists and dicts; `from_` is called ``from``."""
        return asdict(
            self, dict_factory=lambda items: {key.rstrip("_"): value for key, value in items}
        )


def ledger(run: Run, unit: int | None = None, numbers: NDArray[np.intp] | None = None) -> Ledger:
    """Return the arithmetic of the step that a run takes next, for one neuron.

    Every number is the engine's own; what the engine does not keep, the products that it adds
    up, is the product of two of its numbers.

    Parameters
    ----------
    unit
        The neuron's place among all of them, counted layer by layer; the last one if left out.
    numbers
        Which row of the data each row of the run is, where not all are trained on.

    Raises
    ------
    InputError
        If there is no such neuron.
    """
    with np.errstate(all="ignore"):  # after a divergence
        rows, work = run.next_pass()
        return _ledger(run, rows, work, unit, rows if numbers is None else numbers[rows])


def _ledger(
    run: Run, rows: NDArray[np.intp], work: Pass, unit: int | None, numbers: NDArray[np.intp]
) -> Ledger:
    network, nothing = run.network, [None] * len(rows)
    starts = [0, *accumulate(layer.units for layer in network.layers)]
    last = starts[-1] - 1
    unit = last if unit is None else checks.whole(unit, "neuron", least=0, most=last)
    layer = bisect_right(starts, unit) - 1
    column = unit - starts[layer]

    stage, is_output = work.stages[layer], layer == len(network.layers) - 1
    fed = work.stages[layer - 1].outputs if layer else run.inputs[rows]  # (rows, inputs)
    deltas = stage.deltas[:, column]
    weights, bias = _of(network, network.parameters, layer, column)
    step = _Step.of(run, work)

    def own(vector: Array) -> tuple[list[float], float | None]:
        values, of_bias = _of(network, vector, layer, column)
        return values.tolist(), None if of_bias is None else float(of_bias)

    adjustments, bias_adjustment = own(step.adjustments)
    directions, bias_direction = own(step.directions)
    changes, bias_change = own(step.changes)
    new_weights, new_bias = own(step.parameters)
    asked, bias_asked = own(step.asked)
    memory, bias_memory = _both(own, step.memory)
    new_memory, new_bias_memory = _both(own, step.new_memory)
    lengths, bias_length = own(step.lengths)
    optimiser = run.descent.optimiser
    sources = [[]] * len(rows) if is_output else _sources(network, work, layer, column, starts)
    targets = run.targets[rows, column].tolist() if is_output else nothing
    return Ledger(
        iteration=run.iteration,
        layer=layer,
        unit=unit,
        rate=float(work.rate),
        learning_rate=run.learning_rate,
        divided_by=len(rows) if run.averages and not run.averages_first else 1,
        slope_cancels=is_output and network.measure.cancels,
        output_layer=is_output,
        weights=weights.tolist(),
        bias=_number(bias),
        rows=[
            LedgerRow(*numbers)
            for numbers in islice(
                zip(
                    numbers.tolist(),
                    fed.tolist(),
                    (fed * weights).tolist(),
                    stage.sums[:, column].tolist(),
                    stage.outputs[:, column].tolist(),
                    targets,
                    stage.errors[:, column].tolist(),
                    stage.slopes[:, column].tolist(),
                    deltas.tolist(),
                    (fed * deltas[:, np.newaxis]).tolist(),
                    nothing if bias is None else deltas.tolist(),
                    sources,
                    strict=True,
                ),
                MOST_SHOWN,
            )
        ],
        batch=len(rows),
        adjustments=adjustments,
        bias_adjustment=bias_adjustment,
        averaged_over=len(rows) if run.averages_first else 1,
        penalties=own(step.penalties)[0],
        asked=asked,
        bias_asked=bias_asked,
        optimiser=optimiser.name,
        regularisation=run.descent.regularisation.name,
        regularisation_rate=run.descent.regularisation_rate,
        memory=memory,
        bias_memory=bias_memory,
        new_memory=new_memory,
        new_bias_memory=new_bias_memory,
        left_memory=_both(own, step.left_memory)[0],
        shares=dict(zip(optimiser.remembers, map(list, optimiser.shares), strict=True)),
        corrections=step.corrections,
        epsilon=EPSILON if step.corrections else 0.0,
        lengths=lengths,
        bias_length=bias_length,
        directions=directions,
        bias_direction=bias_direction,
        moves=own(step.moves)[0],
        shrinks=own(step.shrinks)[0],
        changes=changes,
        bias_change=bias_change,
        new_weights=new_weights,
        new_bias=new_bias,
    )


@dataclass(frozen=True)
class _Step:
    """From adjustments to new parameters, all shaped like the network's parameters."""

    adjustments: Array
    penalties: Array
    asked: Array
    memory: dict[str, Array]
    new_memory: dict[str, Array]
    left_memory: dict[str, Array]
    corrections: list[float]
    lengths: Array
    directions: Array
    moves: Array
    shrinks: Array
    changes: Array
    parameters: Array

    @classmethod
    def of(cls, run: Run, work: Pass) -> "_Step":
        """Return what a pass does after forward and backward, and have it done."""
        parameters = run.network.parameters
        descent, size = run.descent, parameters.size
        penalties = np.zeros(size)
        rates = run.network.for_weights(descent.regularisation_rate)
        for operation in descent.regularisation.pulls(parameters, rates, penalties):
            operation()
        optimiser = descent.optimiser
        adjustments = work.adjustments.copy()
        rows = len(work.outputs) if run.averages_first else 1
        work.direct()
        directions, directed = work.adjustments.copy(), work.memory.copy()
        work.move()
        moves, new = work.adjustments, work.network.parameters
        shrinks = 0.0 - work.taken  # never -0
        before, after, left = (
            optimiser.split(memory, size) for memory in (run.memory, directed, work.memory)
        )
        names = optimiser.remembers

        def named(memory: list[Array]) -> dict[str, Array]:
            return dict(zip(names, memory, strict=False))  # after them come the powers

        return cls(
            adjustments,
            penalties,
            adjustments / rows + penalties,
            named(before),
            named(after),
            named(left),
            [1 - float(power[0]) for power in after[len(names) :]],
            work.lengths,
            directions,
            moves,
            shrinks,
            # Where nothing shrinks, the change is what was added, to the bit.
            np.where(shrinks == 0, moves, new - parameters),
            new,
        )


def _both(
    own: Callable[[Array], tuple[list[float], float | None]], memory: dict[str, Array]
) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Return what is remembered of the weights, and of the bias if there is one, by name."""
    found = {name: own(vector) for name, vector in memory.items()}
    weights = {name: of_weights for name, (of_weights, _) in found.items()}
    return weights, {name: bias for name, (_, bias) in found.items() if bias is not None}


def _of(
    network: Network, parameters: Array, layer: int, column: int
) -> tuple[Array, np.float64 | None]:
    """Return what belongs to one neuron in a vector like the network's parameters."""
    weights, biases = network.split(parameters)
    bias = biases[layer]
    return weights[layer][:, column], None if bias is None else bias[0, column]


def _sources(
    network: Network, work: Pass, layer: int, column: int, starts: list[int]
) -> list[list[Source]]:
    """Return for each row what the layer after sends back to a hidden neuron."""
    weights = network.weights[layer + 1][column]
    deltas = work.stages[layer + 1].deltas[:MOST_SHOWN]  # (rows, units after)
    units = range(starts[layer + 1], starts[layer + 2])
    return [
        [Source(*one) for one in zip(units, weights.tolist(), row, products, strict=True)]
        for row, products in zip(deltas.tolist(), (deltas * weights).tolist(), strict=True)
    ]


def _number(value: np.float64 | None) -> float | None:
    return None if value is None else float(value)
