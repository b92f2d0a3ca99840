"""One of each that can be added: what a newcomer would write, and nothing else."""

import numpy as np
from numpy.typing import NDArray

from neuron_core.engine.activations import Activation
from neuron_core.engine.initialisers import Initialiser
from neuron_core.engine.losses import Loss, OutputLoss
from neuron_core.engine.optimisers import Directed, Optimiser
from neuron_core.engine.regularisations import Regularisation
from neuron_core.export.exports import NUMBERS, Export

Array = NDArray[np.float64]


def softsign(sums: Array) -> Array:
    return sums / (1 + abs(sums))


def softsign_slope(outputs: Array) -> Array:
    return (1 - abs(outputs)) ** 2


def rmsprop(adjustment: Array, pull: Array | float, square: Array) -> Directed:
    square = 0.9 * square + 0.1 * adjustment**2
    length = np.sqrt(square) + (pull + 1e-8)
    return Directed(adjustment / length, (square,), length)


def fading(weights: Array, strength: Array) -> Array:
    return strength * weights / (1 + weights**2)


def distance(sums: Array, outputs: Array, targets: Array) -> Array:
    distance: Array = abs(targets - outputs)
    return distance


def side(outputs: Array, targets: Array) -> Array:
    return np.sign(targets - outputs)


ACTIVATION = Activation(
    "softsign", "softsign", softsign, "sum / (1 + |sum|)", softsign_slope, "(1 − |output|)²",
    reach=(-1.0, 1.0),
)  # fmt: skip
OPTIMISER = Optimiser("rmsprop", "RMSProp", rmsprop, ("square",))
PENALTY = Regularisation("fading", "fading", slope=fading)
LOSS = Loss(
    "distance",
    "mean distance",
    "mean dist.",
    {name: OutputLoss(distance, side) for name in ("softsign", "linear")},
)
START = Initialiser("halves", "from −½ to ½", lambda inputs, units: 0.5)
EXPORT = Export(
    "title", "Its title", NUMBERS, "title.txt", lambda taken: taken.experiment.data.title
)
