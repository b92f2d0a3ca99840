"""Tables that a formula and chance make: clouds, rings, spirals, planes, a wave.

Those of two inputs are the patterns of TensorFlow Playground, from their mathematics; its ranges
and its meaning of noise are kept, so that what is known of it holds here. Targets of two classes
are -1 and 1, which the outputs of tanh can come near to.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array

RECIPE_LIMITS: dict[str, tuple[float, float]] = {"rows": (10, 5_000), "noise": (0.0, 0.5)}

_EDGE = 6.0
"""How far from 0 a plane's points lie, at most."""
_RADIUS = 5.0
"""Of the ring, of the spiral's arms and of the four quarters."""
_GAP = 0.3
"""Between each quarter and the axes."""
_TURNS = 1.75
"""How often an arm of the spiral goes round."""
_HILLS = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
_SIGNS = np.array([1, -1, 1, -1, 1, -1])
_REACH = 2.0
"""How far from its middle a hill has come down to 0."""
_CLOUDS = 3
_WAVE = 0.8
"""The height of the wave: what noise adds stays in sight of a tanh."""


@dataclass(frozen=True)
class Pattern:
    """One way to make a table.

    Attributes
    ----------
    name
        The key of `PATTERNS`.
    title
        For people.
    kind
        See `Dataset`.
    make
        ``make(random, rows, noise)`` gives inputs and targets, shapes (rows, inputs) and
        (rows, outputs).
    """

    name: str
    title: str
    kind: str
    make: Callable[[np.random.Generator, int, float], tuple[Array, Array]]


def _circle(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return a disc of one class in a ring of the other.

    A point is r (sin t, cos t) with t from 0 to 2 pi, and r from 0 to R/2 in the disc, from 0.7 R
    to R in the ring. Noise moves it by up to noise R along each axis before it is asked whether it
    is in the disc, and back afterwards: some near the border get the wrong class.
    """
    inner = np.arange(rows) % 2 == 0
    least, most = np.where(inner, 0, 0.7), np.where(inner, 0.5, 1)
    distances = _RADIUS * random.uniform(least, most)
    points = _polar(distances, random.uniform(0, 2 * np.pi, rows))
    judged = points + noise * random.uniform(-_RADIUS, _RADIUS, points.shape)
    return points, _two_classes(np.linalg.norm(judged, axis=1) < _RADIUS / 2)


def _xor(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return four quarters, of which the opposite ones are of one class.

    The class is the sign of x1 x2, where noise has moved both by up to noise R before.
    """
    points = random.uniform(-_RADIUS, _RADIUS, (rows, 2))
    points += np.where(points > 0, _GAP, -_GAP)
    judged = points + noise * random.uniform(-_RADIUS, _RADIUS, points.shape)
    return points, _two_classes(judged.prod(axis=1) >= 0)


def _gauss(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return two clouds, around (2, 2) and (-2, -2), of normally distributed points.

    Along each axis their variance is 0.5 + 7 noise: from 0.5 to 4.
    """
    first = np.arange(rows) % 2 == 0
    middles = np.where(first, 2.0, -2.0)[:, np.newaxis]
    return middles + _spread(random, rows, noise), _two_classes(first)


def _spiral(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return two arms that wind about each other.

    The point a part p of the way along an arm is p R (sin t, cos t), t = 2 pi 1.75 p, the other
    arm half a turn further; noise moves it by up to its amount along each axis.
    """
    first = np.arange(rows) % 2 == 0
    part = np.arange(rows) // 2 / (rows / 2)
    points = _polar(_RADIUS * part, 2 * np.pi * _TURNS * part + np.where(first, 0, np.pi))
    return points + noise * random.uniform(-1, 1, points.shape), _two_classes(first)


def _plane(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return points of a plane: the target is (x1 + x2) / 10, taken where noise has moved them.

    Both lie from -6 to 6; noise moves them by up to 6 noise.
    """
    points = random.uniform(-_EDGE, _EDGE, (rows, 2))
    judged = points + noise * random.uniform(-_EDGE, _EDGE, points.shape)
    return points, judged.sum(axis=1, keepdims=True) / 10


def _multi_gauss(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return points among six cones, three up and three down.

    At the distance d from its middle a cone is at 1 - d/2, or at the negative of that, and at 0
    beyond 2; where two meet, the farther from 0 counts. Points and noise are as for the plane.
    """
    points = random.uniform(-_EDGE, _EDGE, (rows, 2))
    judged = points + noise * random.uniform(-_EDGE, _EDGE, points.shape)
    distances = np.linalg.norm(judged[:, np.newaxis] - _HILLS, axis=2)  # (rows, hills)
    heights = np.maximum(0, 1 - distances / _REACH)
    highest = heights.argmax(axis=1)
    targets = _SIGNS[highest] * heights[np.arange(rows), highest]
    return points, targets[:, np.newaxis]


def _several_classes(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return three clouds like those of `_gauss`, their middles evenly around (0, 0).

    They are 3.5 from it. Each class has a target of its own: 1 for its points, 0 for others.
    """
    which = np.arange(rows) % _CLOUDS
    middles = _polar(np.full(rows, 3.5), 2 * np.pi * which / _CLOUDS)
    return middles + _spread(random, rows, noise), np.eye(_CLOUDS)[which]


def _curve(random: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Return points of a wave, 0.8 sin(x1) for x1 from -6 to 6, each up to noise above or below."""
    places = random.uniform(-_EDGE, _EDGE, (rows, 1))
    return places, _WAVE * np.sin(places) + noise * random.uniform(-1, 1, places.shape)


PATTERNS: dict[str, Pattern] = {
    row.name: row
    for row in (
        Pattern("circle", "A disc in a ring", "classification", _circle),
        Pattern("xor", "Opposite quarters", "classification", _xor),
        Pattern("gauss", "Two clouds", "classification", _gauss),
        Pattern("spiral", "Two spiral arms", "classification", _spiral),
        Pattern("several-classes", "Three clouds", "classification", _several_classes),
        Pattern("plane", "A sloping plane", "regression", _plane),
        Pattern("multi-gauss", "Hills and hollows", "regression", _multi_gauss),
        Pattern("curve", "A wave", "regression", _curve),
    )
}


@dataclass(frozen=True)
class Recipe:
    """What a table is made by: a pattern, how many rows, and how much noise.

    Raises
    ------
    InputError
        If the pattern is not known, or the numbers are beyond `RECIPE_LIMITS`.

    Examples
    --------
    >>> inputs, targets = Recipe("gauss", rows=50).tables(seed=1)
    >>> inputs.shape, targets.shape
    ((50, 2), (50, 1))
    """

    pattern: str
    rows: int = 500
    noise: float = 0.0

    def __post_init__(self) -> None:
        checks.one_of(self.pattern, "pattern", PATTERNS)
        least, most = RECIPE_LIMITS["rows"]
        rows = checks.whole(self.rows, "rows of a pattern", least=int(least), most=int(most))
        object.__setattr__(self, "rows", rows)
        least, most = RECIPE_LIMITS["noise"]
        object.__setattr__(
            self, "noise", checks.number(self.noise, "noise", least=least, most=most)
        )

    def tables(self, seed: int) -> tuple[Array, Array]:
        """Return inputs and targets, always the same for a seed, in an order of chance."""
        return shuffled(PATTERNS[self.pattern].make, self.rows, self.noise, seed)


def shuffled(
    make: Callable[[np.random.Generator, int, float], tuple[Array, Array]],
    rows: int,
    noise: float,
    seed: int,
) -> tuple[Array, Array]:
    """Return what a pattern makes, in an order of chance."""
    # A stream of its own: which rows are for testing is drawn from the seed alone.
    random = np.random.default_rng([seed, 1])
    inputs, targets = make(random, rows, noise)
    order = random.permutation(rows)
    return inputs[order], targets[order]


def _polar(distances: Array, angles: Array) -> Array:
    return np.column_stack([distances * np.sin(angles), distances * np.cos(angles)])


def _spread(random: np.random.Generator, rows: int, noise: float) -> Array:
    return random.normal(0, np.sqrt(0.5 + 7 * noise), (rows, 2))


def _two_classes(positive: NDArray[np.bool_]) -> Array:
    return np.where(positive, 1.0, -1.0)[:, np.newaxis]
