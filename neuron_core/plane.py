"""Pictures of what a network makes of its inputs: every neuron's output over the plane of two."""

from dataclasses import dataclass
from math import floor, isqrt, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.activations import activation
from neuron_core.checks import Array, InputError
from neuron_core.data import MOST_SHOWN
from neuron_core.experiment import Experiment
from neuron_core.network import Network

Picture = NDArray[np.float32]

LEAST_POINTS, MOST_POINTS = 3, 161
"""Along each side of a picture."""
_MOST_OUTPUTS = 200_000
"""So many outputs of neurons are computed for a picture, in the browser in about 10 ms; a large
network gets fewer points. The arrays of its pass take 8 MB."""
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


@dataclass(frozen=True)
class Level:
    """Where a neuron's picture in two colours changes from one to the other.

    Attributes
    ----------
    low, high
        What a lower and a higher output stand for: of an output neuron the least and the most
        target, of another one what its activation comes to, if that is within -1 and 1.
    level
        In between: of an output neuron the middle of the two, of another one its output for a
        sum of 0, so that the colours are the two sides of its line.
    span
        The size of an output that has the full colour.
    """

    low: float
    level: float
    high: float
    span: float


class Plane:
    """The outputs of every neuron over a grid of the first two columns of the data.

    With one column it is a curve. Of more columns it is a slice: the others are as in the
    experiment's question. All arrays are made once; `outputs` may be asked for after every step.

    Parameters
    ----------
    experiment
        Its data say how far the picture reaches (see `ranges`).
    network
        What is shown. Its parameters are read in place.
    points
        Along each side of the picture; a large network gets fewer of them.

    Attributes
    ----------
    axes
        The inputs across, from left to right, and then those upwards, from the top of the
        picture to its bottom: each is the middle of its cell. Shapes (points,); for one column
        there is only the first.

    Raises
    ------
    InputError
        If the number of points is not a whole number from `LEAST_POINTS` to `MOST_POINTS`.
    """

    def __init__(self, experiment: Experiment, network: Network, points: int) -> None:
        points = checks.whole(points, "points", least=LEAST_POINTS, most=MOST_POINTS)
        units = sum(layer.units for layer in network.layers)
        reaches = ranges(experiment)
        if len(reaches) == 2:
            points = min(points, isqrt(_MOST_OUTPUTS // units))
        across, *upwards = (_middles(*reach, points) for reach in reaches)
        self.axes: list[Array] = [across, *(axis[::-1] for axis in upwards)]
        self._work = network.forward(experiment.fed(_rows(experiment, self.axes)))
        self._shape = (units, *(len(axis) for axis in reversed(self.axes)))

    def outputs(self) -> Picture:
        """Return the neurons' outputs now, layer by layer, shape (units, points, points).

        The first row of a picture is its top: the largest second input. A curve's shape is
        (units, points). What is not a finite number stays so.
        """
        pictures = np.empty((self._shape[0], len(self._work.outputs)), dtype=np.float32)
        start = 0
        with np.errstate(all="ignore"):  # after a divergence
            self._work.forward()
            for stage in self._work.stages:
                stop = start + stage.outputs.shape[1]
                pictures[start:stop] = stage.outputs.T
                start = stop
        return pictures.reshape(self._shape)


@dataclass(frozen=True)
class Warped:
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


def warped(experiment: Experiment, network: Network, layer: int, first: int, second: int) -> Warped:
    """Return where a layer takes the plane, as two of its neurons' outputs.

    Raises
    ------
    InputError
        If there is no such layer or neuron, all counted from 0, or both neurons are the same one.
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

    def there(rows: Array) -> Array:
        return network.forward(experiment.fed(rows)).stages[layer].outputs[:, pair]

    grid = there(_rows(experiment, axes)).reshape(*(len(axis) for axis in reversed(axes)), 2)
    low, _, high = _ends(network.layers[layer].activation)
    room = (high - low) / 40
    ends = None if max(-low, high) > 1 else (low - room, high + room)
    reaches = [ends or _reach(values) for values in grid.reshape(-1, 2).T]
    return Warped(grid, there(experiment.data.inputs[:MOST_SHOWN]), reaches)


def ranges(experiment: Experiment) -> list[tuple[float, float]]:
    """Return how far pictures reach along the first two columns, or along the only one.

    It is as far as the data, a little farther, and up to the next round number.
    """
    return [_reach(column) for column in experiment.data.inputs.T[:2]]


def levels(experiment: Experiment) -> list[Level]:
    """Return where each neuron's picture in two colours changes, layer by layer."""
    found = []
    for layer in experiment.layers[:-1]:
        low, level, high = _ends(layer.activation)
        found += [Level(max(low, -1.0), level, min(high, 1.0), 1.0)] * layer.units
    for targets in experiment.targets.T:
        low, high = float(targets.min()), float(targets.max())
        span = max(abs(low), abs(high)) or 1.0
        found.append(Level(low, low / 2 + high / 2, high, span))
    return found


def plain(experiment: Experiment) -> dict[str, Any]:
    """Return what is to be known of pictures besides their numbers, as plain values.

    `heights` are how far a curve's picture reaches upwards: as far as the targets, and a little.
    `ends` are for each output the least and the most target, as they are written in the data.
    """
    return {
        "ranges": [list(reach) for reach in ranges(experiment)],
        "heights": list(_reach(experiment.targets)),
        "ends": [[float(one.min()), float(one.max())] for one in experiment.data.targets.T],
        "levels": [
            {"low": one.low, "level": one.level, "high": one.high, "span": one.span}
            for one in levels(experiment)
        ],
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
    sums, outputs = np.array([-_REACH, 0.0, _REACH]), np.empty(3)
    activation(name).output(sums, outputs)
    low, level, high = outputs.tolist()
    return low, level, high


def _rows(experiment: Experiment, axes: list[Array]) -> Array:
    """Return a row of inputs for each point of the picture, the top ones first."""
    crossing = np.meshgrid(*axes)  # across is the last axis of what is found
    rows = np.tile(np.array(experiment.question), (crossing[0].size, 1))
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
