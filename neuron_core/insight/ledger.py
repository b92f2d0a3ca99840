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
from neuron_core.data.scaling import unscaled
from neuron_core.engine.passes import backward, forward
from neuron_core.engine.recording import Recording, Value, named
from neuron_core.experiment import Experiment
from neuron_core.insight import narration
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
class Line:
    """How one number comes about, for each of a neuron's weights, or for each of its rows.

    Attributes
    ----------
    name
        What the number is called.
    title
        Its formula in names.
    parts
        The formula in pieces: signs, and numbers, one each for everything that the line is about.
    values
        What comes of it, of the weights in their order and then of the bias, or of the rows.
    """

    name: str
    title: str
    parts: list[str | list[float]]
    values: list[float]


@dataclass(frozen=True)
class Ledger:
    """The step from one iteration to the next, for one neuron.

    Attributes
    ----------
    iteration
        The one before the step.
    layer, unit
        Which neuron it is: its layer, and its place among all neurons, counted layer by layer.
    slope_cancels
        Whether the slope of the activation cancels out of the loss, so that 1 is in its place.
    weights, bias
        Before the step; the bias is None where the layer has none.
    rows
        Those of the step's batch, in their order; of many, the first `MOST_SHOWN`.
    batch
        How many rows the step takes.
    error
        Of an output neuron, how its loss makes the errors of the rows; else None.
    adjustments, bias_adjustment
        The contributions of all rows, added up.
    lines
        How the adjustments become the new weights: the recording of the update rule, told.
        The last one is about the new weights.
    new_weights, new_bias
        After the step: the parameters of the next iteration, to the bit.
    """

    iteration: int
    layer: int
    unit: int
    slope_cancels: bool
    output_layer: bool
    weights: list[float]
    bias: float | None
    rows: list[LedgerRow]
    batch: int
    error: Line | None
    adjustments: list[float]
    bias_adjustment: float | None
    lines: list[Line]
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
        return _Step(run).ledger(unit, numbers)


class _Step:
    """The step that a run takes next, with all its numbers kept."""

    def __init__(self, run: Run) -> None:
        self.run, self.network, self.rows = run, run.network, run.next_rows
        self.inputs, self.targets = run.inputs[self.rows], run.targets[self.rows]
        weights = self.network.split(self.network.parameters)
        self.stages = forward(self.network, weights, self.inputs)
        self.returns, adjusted = backward(
            self.network, weights, self.inputs, self.stages, self.targets
        )
        self.adjustments = self.network.joined(adjusted)
        self.starts = [0, *accumulate(layer.units for layer in self.network.layers)]

    def ledger(self, unit: int | None, numbers: NDArray[np.intp] | None) -> Ledger:
        """Return what there is to tell of one neuron."""
        run, rows, starts = self.run, self.rows, self.starts
        last = starts[-1] - 1
        unit = last if unit is None else checks.whole(unit, "neuron", least=0, most=last)
        layer = bisect_right(starts, unit) - 1
        column, is_output = unit - starts[layer], layer == len(self.network.layers) - 1

        stage, back = self.stages[layer], self.returns[layer]
        arriving = self.stages[layer - 1].outputs if layer else self.inputs  # (rows, inputs)
        deltas = back.deltas[:, column]
        weights, bias = self.of(self.network.parameters, layer, column)
        nothing = [None] * len(rows)
        columns = (
            (rows if numbers is None else numbers[rows]).tolist(),
            arriving.tolist(),
            (arriving * weights).tolist(),
            stage.sums[:, column].tolist(),
            stage.outputs[:, column].tolist(),
            self.targets[:, column].tolist() if is_output else nothing,
            back.errors[:, column].tolist(),
            np.broadcast_to(back.slopes, back.deltas.shape)[:, column].astype(float).tolist(),
            deltas.tolist(),
            (arriving * deltas[:, np.newaxis]).tolist(),
            nothing if bias is None else deltas.tolist(),
            [[]] * len(rows) if is_output else self.sources(layer, column),
        )
        lines = self.descended(layer, column)
        adjustments, bias_adjustment = self.of(self.adjustments, layer, column)
        return Ledger(
            iteration=run.iteration,
            layer=layer,
            unit=unit,
            slope_cancels=is_output and self.network.output_loss.cancels,
            output_layer=is_output,
            weights=weights.tolist(),
            bias=_number(bias),
            rows=[LedgerRow(*row) for row in islice(zip(*columns, strict=True), MOST_SHOWN)],
            batch=len(rows),
            error=self.error(column) if is_output else None,
            adjustments=adjustments.tolist(),
            bias_adjustment=_number(bias_adjustment),
            lines=lines,
            new_weights=lines[-1].values[: len(weights)],
            new_bias=None if bias is None else lines[-1].values[-1],
        )

    def of(self, vector: Array, layer: int, column: int) -> tuple[Array, np.float64 | None]:
        """Return what belongs to one neuron in a vector like the network's parameters."""
        weights, biases = self.network.split(vector)
        bias = biases[layer]
        return weights[layer][:, column], None if bias is None else bias[0, column]

    def sources(self, layer: int, column: int) -> list[list[Source]]:
        """Return for each row what the layer after sends back to a hidden neuron."""
        weights = self.network.weights[layer + 1][column]
        deltas = self.returns[layer + 1].deltas  # (rows, units after)
        units = range(self.starts[layer + 1], self.starts[layer + 2])
        return [
            [Source(*one) for one in zip(units, weights.tolist(), row, products, strict=True)]
            for row, products in zip(deltas.tolist(), (deltas * weights).tolist(), strict=True)
        ]

    def error(self, column: int) -> Line:
        """Return how the loss makes the errors of an output neuron, row by row."""
        record, outputs = Recording(), self.stages[-1].outputs
        error = self.network.output_loss.error(
            record.given(outputs, "output"), record.given(self.targets, "target")
        )
        named(error, "error")
        return _lines(record, outputs.shape, lambda table: table[:MOST_SHOWN, column])[-1]

    def descended(self, layer: int, column: int) -> list[Line]:
        """Return the lines from the adjustments of a neuron to its new weights and bias."""
        run, update_rule, record = self.run, self.run.update_rule, Recording()
        parameters, optimiser = self.network.parameters, update_rule.optimiser
        what = "value" if self.network.layers[layer].bias else "weight"
        rows = record.fixed(len(self.rows), checks.counted(len(self.rows), "row"))
        rate = record.given(np.array(run.learning_rate), "learning rate")
        names = [*optimiser.remembers, *(f"{decay:g}ⁿ⁻¹" for decay in optimiser.powers)]
        memory = optimiser.split(run.memory, parameters.size)
        strength = self.network.for_weights(update_rule.regularisation_rate)
        stepped, _ = update_rule.step(
            record.given(parameters, f"old {what}"),
            record.given(self.adjustments, "adjustment"),
            [record.given(*one) for one in zip(memory, names, strict=True)],
            record.fixed(strength, "penalty's rate"),
            rate / rows if run.averages and not run.averages_first else rate,
            rows if run.averages_first else None,
        )
        named(stepped, f"new {what}")

        def own(vector: Array) -> Array:
            weights, bias = self.of(vector, layer, column)
            return weights if bias is None else np.append(weights, bias)

        return _lines(record, parameters.shape, own, f", n = {run.iteration + 1:,}")


def scaling(experiment: Experiment, ledger: Ledger) -> dict[str, list[Line]]:
    """Return how the network gets the columns of a ledger's rows, and what its outputs mean.

    Under ``"inputs"`` there is a line for each column, for a neuron of the first layer; under
    ``"answer"`` one, for an output neuron. Where nothing is scaled there is none.
    """
    data, rows = experiment.data, [row.row for row in ledger.rows]
    columns = data.inputs.shape[1]
    told: dict[str, list[Line]] = {"inputs": [], "answer": []}
    names = data.names or tuple(f"column {at + 1}" for at in range(len(data.scaling)))
    of_inputs, of_targets = data.scaling[:columns], data.scaling[columns:]
    if ledger.layer == 0 and {*of_inputs} - {(0.0, 1.0)}:
        own = data.inputs[rows]
        for name, pair, given, scaled in zip(
            names, of_inputs, own.T, data.network_inputs(own).T, strict=False
        ):
            before, behind = _divided(*pair)
            title, parts = f"{before}{name}{behind}", [before, given.tolist(), behind]
            told["inputs"].append(Line("inputs", title, parts, scaled.tolist()))
    unit = ledger.unit - sum(layer.units for layer in experiment.layers[:-1])
    if ledger.output_layer and of_targets and not experiment.coding:
        pair, outputs = of_targets[unit], np.array([[row.output] for row in ledger.rows])
        if pair != (0.0, 1.0):
            centre, size = pair
            plus = f" {'−' if centre < 0 else '+'} {abs(centre):.9g}" if centre else ""
            behind, answers = f" × {size:.9g}{plus}", unscaled(outputs, (pair,)).ravel()
            parts = [outputs.ravel().tolist(), behind]
            title = f"{names[columns + unit]} = output{behind}"
            told["answer"].append(Line("answer", title, parts, answers.tolist()))
    return told


def _divided(centre: float, size: float) -> tuple[str, str]:
    """Return what stands before and after a number that is scaled by that."""
    if not centre:
        return "", f" ÷ {size:.9g}"
    return "(", f" {'+' if centre < 0 else '−'} {abs(centre):.9g}) ÷ {size:.9g}"


def _lines(
    record: Recording, shape: tuple[int, ...], own: Callable[[Array], Array], at: str = ""
) -> list[Line]:
    """Do what is recorded, and return the lines of those named values that have that shape.

    `own` returns what of such an array belongs to the neuron; `at` says what n is.
    """
    for operation in record.operations(sparing=False):
        operation()

    def numbers(value: Value) -> list[float]:
        found: list[float] = own(np.broadcast_to(value.numbers, shape)).tolist()
        return found

    lines = []
    for value in (call.out for call in record.calls):
        # A power that an optimiser remembers is one number, whatever the shape.
        if value.name and value.shape == shape and "ⁿ" not in value.name:
            title, parts = narration.told(value)
            title += at if "ⁿ" in title else ""
            figures = [one if isinstance(one, str) else numbers(one) for one in parts]
            lines.append(Line(value.name, title, figures, numbers(value)))
    return lines


def _number(value: np.float64 | None) -> float | None:
    return None if value is None else float(value)
