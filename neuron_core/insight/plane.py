"""Pictures of what a network makes of its inputs: every neuron's output over the plane of two."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import floor, isqrt, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.data.dataset import MOST_SHOWN
from neuron_core.engine.activations import ACTIVATIONS, activation
from neuron_core.engine.compiled import Repeated
from neuron_core.engine.network import Network
from neuron_core.engine.passes import LayerValues, forward, recorded
from neuron_core.engine.recording import Recording
from neuron_core.experiment import Experiment

Heatmap = NDArray[np.float32]

LEAST_POINTS, MOST_POINTS = 3, 161
"""Along each side of a picture."""
_MOST_OUTPUTS = 200_000
"""So many outputs of neurons are computed for a picture, in the browser in about 10 ms; a large
network gets fewer points. The arrays of its pass take 8 MB."""
TABLED = 5
"""Places along each side of the plane that are read as a table."""
_WARPED_POINTS = 17
"""Along each side of the grid that shows where a layer takes the plane."""
_MARGIN = 1 / 24
"""Least room around the data, as a part of their width, so that no point is on the edge."""
_FAR = 1e300
"""Inputs that are farther away are outside of the picture; its width would not be a number."""
_SAME = 1e-9
"""A column whose numbers differ by less, as a part of their size, counts as always the same."""
_REACH = 100.0
"""A sum at which an activation that levels off has done so."""
_NEAR = 1 / 200
"""A row whose other inputs differ from the slice by at most this part of their range lies on it:
half of what a key moves a slider by."""


@dataclass(frozen=True)
class Level:
    """Where a neuron's picture changes its colour.

    Attributes
    ----------
    low, high
        What a lower and a higher output stand for: of an output neuron the least and the most
        target, of another one what its activation comes to, if that is within -1 and 1.
    level
        In between: of an output neuron the middle of the two, of another one its output for a
        sum of 0, so that the colours are the two sides of its line. There a picture in two
        colours changes from one to the other.
    pivot
        The output that is pale in a picture of many shades: the level, so that the colour splits
        where classes do; but of amounts of both signs 0, which is where their sign changes.
    span
        How far from the pivot an output has the full colour.
    """

    low: float
    level: float
    high: float
    pivot: float
    span: float


@dataclass(frozen=True)
class Other:
    """An input that a picture of the plane does not spread out, but cuts at one value.

    Attributes
    ----------
    value
        Where it is cut at first.
    least, most
        Between which values it may be cut: as far as the data and the question go.
    near
        A row whose input differs from the cut by at most so much lies on the slice.
    """

    value: float
    least: float
    most: float
    near: float


class Plane:
    """The outputs of every neuron over a grid of the first two columns of the data.

    With one column it is a curve. Of more columns it is a slice: the others have one value each.
    All arrays are made once; `outputs` may be asked for after every step.

    Parameters
    ----------
    experiment
        Its data say how far the picture reaches (see `ranges`).
    network
        What is shown. Its parameters are read in place.
    points
        Along each side of the picture; a large network gets fewer of them.
    cut
        The values of the columns after the first two, shape (columns - 2,); left out, those of
        `others`.

    Attributes
    ----------
    axes
        The inputs across, from left to right, and then those upwards, from the top of the
        picture to its bottom: each is the middle of its cell. Shapes (points,); for one column
        there is only the first.

    Raises
    ------
    InputError
        If the number of points is not a whole number from `LEAST_POINTS` to `MOST_POINTS`, or
        the cut is not a number for each other column.
    """

    def __init__(
        self,
        experiment: Experiment,
        network: Network,
        points: int,
        cut: Sequence[float] | None = None,
    ) -> None:
        points = checks.whole(points, "points", least=LEAST_POINTS, most=MOST_POINTS)
        units = sum(layer.units for layer in network.layers)
        reaches = ranges(experiment)
        if len(reaches) == 2:
            points = min(points, isqrt(_MOST_OUTPUTS // units))
        across, *upwards = (_middles(*reach, points) for reach in reaches)
        self.axes: list[Array] = [across, *(axis[::-1] for axis in upwards)]
        self._answered = experiment.answered
        self._shape = (units, *(len(axis) for axis in reversed(self.axes)))
        self._network, self._rows = (
            network,
            experiment.network_inputs(_rows(experiment, self.axes, cut)),
        )
        self._pictures = np.empty((units, len(self._rows)), dtype=np.float32)
        self._recorded: Repeated | None = None
        if network.activations is ACTIVATIONS:  # those of a reader may be any functions
            record = Recording()
            weights = recorded(record, network)
            self._store(forward(network, weights, record.given(self._rows)), record.store)
            self._recorded = Repeated(record, self._pictures)

    def outputs(self) -> Heatmap:
        """Return the neurons' outputs now, layer by layer, shape (units, points, points).

        Those of the output layer are in the units of the targets.

        The first row of a picture is its top: the largest second input. A curve's shape is
        (units, points). What is not a finite number stays so.
        """
        with np.errstate(all="ignore"):  # after a divergence
            if self._recorded:
                self._recorded()
            else:
                self._store(self._network.forward(self._rows).stages, np.copyto)
        return self._pictures.reshape(self._shape).copy()

    def _store(self, stages: list[LayerValues], store: Callable[[Any, Array], None]) -> None:
        start = 0
        for stage in stages:
            outputs = self._answered(stage.outputs) if stage is stages[-1] else stage.outputs
            stop = start + outputs.shape[1]
            store(self._pictures[start:stop].T, outputs)
            start = stop


@dataclass(frozen=True)
class PlaneTable:
    """One neuron's outputs at a few places of the plane, as a table.

    Attributes
    ----------
    across
        The values of the first column, shape (columns,).
    upwards
        Those of the second one, from the top: shape (rows,); with one column of data, empty.
    outputs
        At each place, shape (rows, columns); of a curve, one row.
    """

    across: Array
    upwards: Array
    outputs: list[Array]


def plane_table(
    experiment: Experiment, network: Network, neuron: int, cut: Sequence[float] | None = None
) -> PlaneTable:
    """Return a neuron's outputs over the plane at `TABLED` places along each side.

    Neurons are counted layer by layer; for the cut see `Plane`.
    """
    plane = Plane(experiment, network, TABLED, cut)
    across, *upwards = [axis.round(12) + 0.0 for axis in plane.axes]  # 0 is not -4e-16
    outputs = np.atleast_2d(plane.outputs()[neuron]).astype(np.float64)
    return PlaneTable(across, upwards[0] if upwards else across[:0], list(outputs))


@dataclass(frozen=True)
class LayerSpace:
    """Where a layer takes the plane of inputs: the outputs of two of its neurons.

    Attributes
    ----------
    grid
        For each crossing of the lines of an even grid, its first row the top of the plane: shape
        (lines, lines, 2). For one column of inputs, of points along it: (lines, 2).
    rows
        For each row of the data that is shown (see `data.MOST_SHOWN`): shape (rows, 2).
    ranges
        How far a picture of it reaches across and upwards: as far as the activation can, or, if
        that has no end, as far as the grid.
    """

    grid: Array
    rows: Array
    ranges: list[tuple[float, float]]


def layer_space(
    experiment: Experiment,
    network: Network,
    layer: int,
    first: int,
    second: int,
    cut: Sequence[float] | None = None,
) -> LayerSpace:
    """Return where a layer takes the plane, as two of its neurons' outputs.

    For the cut see `Plane`.

    Raises
    ------
    InputError
        If there is no such layer or neuron, all counted from 0, or both neurons are the same one;
        or if the cut is not a number for each other column.
    """
    layer = checks.whole(layer, "layer", least=0, most=len(network.layers) - 1)
    most = network.layers[layer].units - 1
    pair = [
        checks.whole(unit, f"{name} neuron", least=0, most=most)
        for name, unit in (("first", first), ("second", second))
    ]
    if pair[0] == pair[1]:
        raise InputError("second neuron: it is the first one too; two are needed.")
    axes = [np.linspace(*reach, _WARPED_POINTS) for reach in ranges(experiment)]
    axes[1:] = [axis[::-1] for axis in axes[1:]]

    has_units = layer == len(network.layers) - 1 and experiment.data.scaling != ()

    def there(rows: Array) -> Array:
        outputs = network.forward(experiment.network_inputs(rows)).stages[layer].outputs
        return (experiment.answered(outputs) if has_units else outputs)[:, pair]

    grid = there(_rows(experiment, axes, cut)).reshape(*(len(axis) for axis in reversed(axes)), 2)
    low, _, high = _ends(network.layers[layer].activation)
    room = (high - low) / 40
    ends = None if has_units or max(-low, high) > 1 else (low - room, high + room)
    reaches = [ends or _reach(values) for values in grid.reshape(-1, 2).T]
    return LayerSpace(grid, there(experiment.data.inputs[:MOST_SHOWN]), reaches)


def ranges(experiment: Experiment) -> list[tuple[float, float]]:
    """Return how far pictures reach along the first two columns, or along the only one.

    It is as far as the data, a little farther, and up to the next round number.
    """
    return [_reach(column) for column in experiment.data.inputs.T[:2]]


def usual_cut(experiment: Experiment) -> list[float]:
    """Return the value of each column after the first two that a picture is a slice at, at first.

    It is the slice on which most rows lie: the combination of values that is the most frequent
    among the rows that are shown, of several the one that comes first when they are sorted. Where
    no two rows have the same, it is each column's median, the lower one of an even number.
    """
    columns = experiment.data.inputs[:MOST_SHOWN, 2:]  # (rows, other columns)
    if not columns.shape[1]:
        return []
    # np.unique would do, but brings modules that the page would have to fetch first.
    counts = Counter(map(tuple, columns.tolist()))
    usual = max(sorted(counts), key=counts.__getitem__)
    if counts[usual] == 1:
        return list(np.sort(columns, axis=0)[(len(columns) - 1) // 2].tolist())
    return list(usual)


def others(experiment: Experiment) -> list[Other]:
    """Return the columns after the first two, each with where it is cut at first."""
    columns = np.vstack([experiment.data.inputs[:MOST_SHOWN], experiment.question])[:, 2:]
    found = []
    for value, column in zip(usual_cut(experiment), columns.T, strict=True):
        least, most = float(column.min()), float(column.max())
        if least == most:
            least, most = _reach(column)
        found.append(Other(value, least, most, (most / 2 - least / 2) * 2 * _NEAR))
    return found


def levels(experiment: Experiment) -> list[Level]:
    """Return where each neuron's picture changes its colour, layer by layer."""
    found = []
    for layer in experiment.layers[:-1]:
        low, level, high = _ends(layer.activation)
        low, high = max(low, -1.0), min(high, 1.0)
        found += [Level(low, level, high, level, max(level - low, high - level))] * layer.units
    for targets in experiment.answered(experiment.targets).T:
        low, high = float(targets.min()), float(targets.max())
        level = low / 2 + high / 2
        is_split = low < high and (experiment.data.kind == "classification" or low * high > 0)
        pivot, span = (level, high - level) if is_split else (0.0, max(abs(low), abs(high)))
        found.append(Level(low, level, high, pivot, span or 1.0))
    return found


def checked_cut(experiment: Experiment, cut: Sequence[float]) -> list[float]:
    """Return where the columns after the first two are cut, as floats.

    Raises
    ------
    InputError
        If it is not a number for each of them.
    """
    columns = max(0, experiment.data.inputs.shape[1] - 2)
    if not checks.is_row(cut) or len(cut) != columns:
        raise InputError(f"slice: a number is needed for {checks.counted(columns, 'other input')}.")
    return [checks.number(value, "slice") for value in cut]


def plain(experiment: Experiment, cut: Sequence[float] | None = None) -> dict[str, Any]:
    """Return what is to be known of pictures besides their numbers, as plain values.

    `heights` are how far a curve's picture reaches upwards: as far as the targets, and a little.
    `ends` are for each output the least and the most target, as they are written in the data. For
    ``levels`` and ``others`` see the functions of these names, for ``cut`` see `Plane`.
    """
    return {
        "ranges": [list(reach) for reach in ranges(experiment)],
        "heights": list(_reach(experiment.answered(experiment.targets))),
        "ends": [[float(one.min()), float(one.max())] for one in experiment.data.targets.T],
        "levels": [asdict(one) for one in levels(experiment)],
        "others": [asdict(one) for one in others(experiment)],
        "cut": usual_cut(experiment) if cut is None else list(cut),
    }


def _reach(values: Array) -> tuple[float, float]:
    """Return two round numbers around the values."""
    least, most = np.clip([values.min(), values.max()], -_FAR, _FAR).tolist()
    size = max(abs(least), abs(most))
    if most - least <= max(_SAME * size, 1 / _FAR):
        room = size / 2 if size > 1 / _FAR else 0.5
        least, most = least - room, most + room
    margin = _MARGIN * (most - least)
    step = _round((most - least) / 4)
    low, high = np.floor((least - margin) / step), np.ceil((most + margin) / step)
    return float(low * step), float(high * step)


def _ends(name: str) -> tuple[float, float, float]:
    """Return what an activation makes of a very low sum, of 0, and of a very high sum."""
    low, level, high = activation(name).output(np.array([-_REACH, 0.0, _REACH])).tolist()
    return low, level, high


def _rows(experiment: Experiment, axes: list[Array], cut: Sequence[float] | None) -> Array:
    """Return a row of inputs for each point of the picture, the top ones first."""
    crossing = np.meshgrid(*axes)  # across is the last axis of what is found
    beyond = usual_cut(experiment) if cut is None else checked_cut(experiment, cut)
    rows = np.tile([*(0.0 for _ in axes), *beyond], (crossing[0].size, 1))
    for column, values in enumerate(crossing):
        rows[:, column] = values.ravel()
    return rows


def _middles(least: float, most: float, points: int) -> Array:
    edges = np.linspace(least, most, points + 1)
    return edges[:-1] + (edges[1:] - edges[:-1]) / 2


def _round(most: float) -> float:
    """Return the largest of …, 0.1, 0.2, 0.5, 1, 2, 5, … that is at most that."""
    power = 10.0 ** floor(log10(most))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= most * (1 + 1e-9))
