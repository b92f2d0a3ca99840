"""Start weights: where they come from, and a table of how far from 0 they may be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from neuron_core.checks import Array

MOST_SEED = 2**32 - 1
"""The largest seed that NumPy's `RandomState` takes."""

STREAMS: dict[str, Callable[[int], Callable[[tuple[int, ...]], Array]]] = {
    "RandomState": lambda seed: np.random.RandomState(seed).random_sample,
    "Generator": lambda seed: np.random.default_rng(seed).random,
}
"""Where random start weights come from: the tutorial's legacy stream, or NumPy's newer one. Each
is a stream of its own; NumPy's global random state is neither read nor changed."""


def draw(
    weights: Sequence[Array],
    random: Callable[[tuple[int, ...]], Array],
    reaches: Sequence[float],
) -> None:
    """Draw each layer's weights, from -reach up to reach; of a reach of 0 nothing is drawn."""
    for matrix, reach in zip(weights, reaches, strict=True):
        if reach:
            matrix[...] = (2 * random(matrix.shape) - 1) * reach


@dataclass(frozen=True)
class Initialiser:
    """One way to draw start weights; biases start at 0 with all of them.

    Every weight is ``reach * (2 * random - 1)``, uniform from -reach up to reach.

    Attributes
    ----------
    name
        The key of `INITIALISERS`.
    title
        For people.
    reach
        ``reach(inputs, units)`` of a layer.
    said
        A sentence about a network that has not learned yet.
    """

    name: str
    title: str
    reach: Callable[[int, int], float]
    said: str = "The weights are random, and so are the outputs."


INITIALISERS: dict[str, Initialiser] = {
    row.name: row
    for row in (
        Initialiser("uniform", "from −1 to 1", lambda inputs, units: 1.0),
        # Glorot & Bengio, AISTATS 2010, their "normalized initialization", equation 16.
        Initialiser(
            "xavier",
            "Xavier: less, the wider the layer",
            lambda inputs, units: sqrt(6 / (inputs + units)),
        ),
        # He, Zhang, Ren & Sun, ICCV 2015, equation 10, asks for a variance of 2 / inputs; drawn
        # uniformly here, where they draw from a normal distribution.
        Initialiser(
            "he",
            "He: for ReLU, less with more inputs",
            lambda inputs, units: sqrt(6 / inputs),
        ),
        Initialiser(
            "zeros",
            "all 0",
            lambda inputs, units: 0.0,
            "All weights are 0, so every sum is, too.",
        ),
    )
}
