"""What a step makes of the adjustments: a table of optimisers.

An optimiser turns the adjustments into a *direction*, and the step adds that, times the learning
rate, to the parameters. What it remembers from step to step is one vector beside theirs, its
*memory*: all that it is, so that a run that keeps both can go to any iteration again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from neuron_core.checks import Array
from neuron_core.operation import Operation


@dataclass(frozen=True)
class Optimiser:
    """One way to turn adjustments into a direction.

    Attributes
    ----------
    name
        The key of `OPTIMISERS`.
    title, formula
        For people; the formula is of the direction.
    remembers
        The names of what it remembers, one number each for every parameter.
    shares
        For each of those, what it is multiplied by at a step, and what is added to it then: that
        much of the adjustment, or of its square.
    powers
        Numbers that it multiplies by themselves at each step, from 1 on: ``decay ** steps``.
    operations
        ``operations(adjustments, memory)``: yields what writes the direction over the
        adjustments. The memory is laid out as `split` says.
    """

    name: str
    title: str
    formula: str
    remembers: tuple[str, ...] = ()
    shares: tuple[tuple[float, float], ...] = ()
    powers: tuple[float, ...] = ()
    operations: Callable[[Array, Array], Iterator[Operation]] = lambda adjustments, memory: iter(())

    def memory(self, parameters: Array) -> Array:
        """Return its memory at the start, shape (..., numbers), for such parameters."""
        *networks, size = parameters.shape
        memory = np.zeros((*networks, len(self.remembers) * size + len(self.powers)))
        memory[..., len(self.remembers) * size :] = 1.0
        return memory

    def split(self, memory: Array, size: int) -> list[Array]:
        """Return the views of what it remembers of that many parameters, then of its powers."""
        ends = [size * place for place in range(len(self.remembers) + 1)]
        ends += [ends[-1] + place for place in range(1, len(self.powers) + 1)]
        return [memory[..., start:end] for start, end in pairwise(ends)]


MOMENTUM = 0.9


def _momentum(adjustments: Array, memory: Array) -> Iterator[Operation]:
    (velocity,) = OPTIMISERS["momentum"].split(memory, adjustments.shape[-1])
    yield partial(np.multiply, velocity, np.array(MOMENTUM), velocity)
    yield partial(np.add, velocity, adjustments, velocity)
    yield partial(np.positive, velocity, adjustments)


DECAYS = (0.9, 0.999)
EPSILON = 1e-8


def _adam(adjustments: Array, memory: Array) -> Iterator[Operation]:
    means, squares, *powers = OPTIMISERS["adam"].split(memory, adjustments.shape[-1])
    scratch = np.zeros_like(adjustments)
    corrections = [np.zeros_like(power) for power in powers]
    one, epsilon = np.array(1.0), np.array(EPSILON)
    decays = [np.array(decay) for decay in DECAYS]
    rests = [np.array(1 - decay) for decay in DECAYS]
    for power, correction, decay in zip(powers, corrections, decays, strict=True):
        yield partial(np.multiply, power, decay, power)
        yield partial(np.subtract, one, power, correction)

    yield partial(np.multiply, means, decays[0], means)
    yield partial(np.multiply, adjustments, rests[0], scratch)
    yield partial(np.add, means, scratch, means)

    yield partial(np.multiply, squares, decays[1], squares)
    yield partial(np.multiply, adjustments, adjustments, scratch)
    yield partial(np.multiply, scratch, rests[1], scratch)
    yield partial(np.add, squares, scratch, squares)

    yield partial(np.divide, squares, corrections[1], scratch)
    yield partial(np.sqrt, scratch, scratch)
    yield partial(np.add, scratch, epsilon, scratch)
    yield partial(np.divide, means, corrections[0], adjustments)
    yield partial(np.divide, adjustments, scratch, adjustments)


OPTIMISERS: dict[str, Optimiser] = {
    row.name: row
    for row in (
        Optimiser("plain", "plain descent", "adjustment"),
        # Polyak, USSR Computational Mathematics and Mathematical Physics 4, 1964.
        Optimiser(
            "momentum",
            "momentum",
            f"velocity, which becomes {MOMENTUM} × velocity + adjustment",
            ("velocity",),
            ((MOMENTUM, 1.0),),
            operations=_momentum,
        ),
        # Kingma & Ba, ICLR 2015, algorithm 1.
        Optimiser(
            "adam",
            "Adam",
            f"mean / (1 − {DECAYS[0]}ⁿ) / (√(square / (1 − {DECAYS[1]}ⁿ)) + {EPSILON:g}) "
            f"at step n, where mean becomes {DECAYS[0]} × mean + {1 - DECAYS[0]:g} × adjustment, "
            f"and square {DECAYS[1]} × square + {1 - DECAYS[1]:g} × adjustment²",
            ("mean", "square"),
            tuple((decay, 1 - decay) for decay in DECAYS),
            DECAYS,
            _adam,
        ),
    )
}
