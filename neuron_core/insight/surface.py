"""The loss over two of a network's parameters, and the way that a run took across it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.run.trace import losses_at
from neuron_core.run.training import Run

LEAST_POINTS, MOST_POINTS = 11, 61
"""Along each axis."""
_MOST_OUTPUTS = 20_000_000
"""So many outputs of neurons are computed for a surface, in about half a second; a table of many
rows gets fewer points."""
_MARGIN = 1 / 4
"""Beyond the path on either side, as a part of its width; at least 1."""
_FAR = 1e6
"""A path that diverges is left where a surface around it would show nothing else."""


@dataclass(frozen=True)
class Surface:
    """The loss around a path of two parameters.

    Attributes
    ----------
    first, second
        The values of the two along the axes, shapes (points,).
    losses
        At each first value (row) and second value (column).
    path
        The two parameters at each of the iterations that were asked for; or else at each that the
        run's trace keeps on the way here, and here. Shape (iterations, 2).
    """

    first: Array
    second: Array
    losses: Array
    path: Array


def surface(run: Run, first: int, second: int, iterations: Sequence[int] | None = None) -> Surface:
    """Return the surface over two parameters; all others are as they are where the path ends.

    The path is the whole way to where the run is, or goes from one of the given iterations to the
    next.

    Raises
    ------
    InputError
        If there is no such parameter, or both are the same one.
    """
    network = run.network
    most = network.parameters.size - 1
    chosen = [
        checks.whole(place, f"{name} axis", least=0, most=most)
        for name, place in (("first", first), ("second", second))
    ]
    if chosen[0] == chosen[1]:
        raise InputError("second axis: it is the first one too; a surface needs two parameters.")
    history = _history(run) if iterations is None else _visited(run, iterations)
    path = history[:, chosen]
    axes = [_axis(path[:, place], _points(run)) for place in range(2)]

    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)  # (first, second, 2)
    stack = np.tile(history[-1], (grid[..., 0].size, 1))
    stack[:, chosen] = grid.reshape(-1, 2)
    losses = losses_at(network, stack, run.inputs, run.targets)
    return Surface(axes[0], axes[1], losses.reshape(grid.shape[:2]), path)


def _history(run: Run) -> Array:
    """Return the parameters on the way to where the run is, shape (iterations, parameters)."""
    before = bisect_left(run.trace.iterations, run.iteration)
    parameters = np.vstack([run.trace.parameters[:before], run.network.parameters])
    near = (abs(parameters) < _FAR).all(axis=1)  # what is not a number is not near either
    return np.compress(near, parameters, axis=0)


def _visited(run: Run, iterations: Sequence[int]) -> Array:
    """Return the parameters at these iterations; the run comes back to where it is."""
    found = []
    with run.coming_back():
        for iteration in iterations:
            run.goto(iteration)
            found.append(run.network.parameters.copy())
    return np.array(found)


def _points(run: Run) -> int:
    outputs = len(run.inputs) * sum(layer.units for layer in run.network.layers)
    return max(LEAST_POINTS, min(MOST_POINTS, isqrt(_MOST_OUTPUTS // outputs)))


def _axis(values: Array, points: int) -> Array:
    least, most = float(values.min()), float(values.max())
    margin = max(1.0, _MARGIN * (most - least))
    return np.linspace(least - margin, most + margin, points)
