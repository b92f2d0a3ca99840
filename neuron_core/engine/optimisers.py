"""What a step makes of the adjustments: a table of optimisers.

An optimiser turns the adjustments into a *direction*, and the step adds that, times the learning
rate, to the parameters. What it remembers from step to step is one vector beside theirs, its
*memory*: all that it is, so that a run that keeps both can go to any iteration again.

A penalty with a corner, such as L1, is not among the adjustments: it shrinks the parameters once
they have been moved (see `regularisations`). So that what is left alone in the end is the least of
loss and penalty together, it must be measured as the adjustments are. An optimiser that divides
these, as Adam does, says by what; one that adds up steps, as momentum does, counts what a shrink
took from its step. The steps are then those of proximal gradient descent (Parikh & Boyd,
Proximal Algorithms, 2014, section 4.2) with a heavy ball (Ochs, Chen, Brox & Pock, iPiano, 2014)
or in a metric of its own (Yun, Lozano & Yang, Adaptive Proximal Gradient Methods, 2021).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.operation import Operation, nothing


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
        ``operations(adjustments, memory, strengths, lengths)``: yields what writes the direction
        over the adjustments. The memory is laid out as `split` says. `strengths` has how strongly
        a penalty is going to shrink each parameter of one network, and `lengths`, which is all 1,
        is where an optimiser that divides adjustments writes by what.
    takes_back
        ``takes_back(taken, rate, memory)``: yields what makes the memory forget the part of a step
        that a penalty took from each parameter; `rate` is the learning rate.
    """

    name: str
    title: str
    formula: str
    remembers: tuple[str, ...] = ()
    shares: tuple[tuple[float, float], ...] = ()
    powers: tuple[float, ...] = ()
    operations: Callable[[Array, Array, Array, Array], Iterator[Operation]] = nothing
    takes_back: Callable[[Array, Array, Array], Iterator[Operation]] = nothing

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


def _momentum(
    adjustments: Array, memory: Array, strengths: Array, lengths: Array
) -> Iterator[Operation]:
    (velocity,) = OPTIMISERS["momentum"].split(memory, adjustments.shape[-1])
    yield partial(np.multiply, velocity, np.array(MOMENTUM), velocity)
    yield partial(np.add, velocity, adjustments, velocity)
    yield partial(np.positive, velocity, adjustments)


def _slowed(taken: Array, rate: Array, memory: Array) -> Iterator[Operation]:
    # The velocity is then the step that was taken, per learning rate. At a rate of 0 nothing is.
    (velocity,) = OPTIMISERS["momentum"].split(memory, taken.shape[-1])
    slowing, divisor = np.zeros_like(taken), np.zeros_like(rate)
    yield partial(np.maximum, rate, np.array(np.finfo(np.float64).tiny), out=divisor)
    yield partial(np.divide, taken, divisor, slowing)
    yield partial(np.subtract, velocity, slowing, velocity)


DECAYS = (0.9, 0.999)
EPSILON = 1e-8


def _adam(
    adjustments: Array, memory: Array, strengths: Array, lengths: Array
) -> Iterator[Operation]:
    means, squares, *powers = OPTIMISERS["adam"].split(memory, adjustments.shape[-1])
    corrections = [np.zeros_like(power) for power in powers]
    # The pull of a penalty counts into the length of what a step answers to. So its shrink is, as
    # any step of Adam, no longer than the learning rate, also where adjustments are next to 0.
    one, least = np.array(1.0), strengths + EPSILON
    decays = [np.array(decay) for decay in DECAYS]
    rests = [np.array(1 - decay) for decay in DECAYS]
    for power, correction, decay in zip(powers, corrections, decays, strict=True):
        yield partial(np.multiply, power, decay, power)
        yield partial(np.subtract, one, power, correction)

    yield partial(np.multiply, means, decays[0], means)
    yield partial(np.multiply, adjustments, rests[0], lengths)
    yield partial(np.add, means, lengths, means)

    yield partial(np.multiply, squares, decays[1], squares)
    yield partial(np.multiply, adjustments, adjustments, lengths)
    yield partial(np.multiply, lengths, rests[1], lengths)
    yield partial(np.add, squares, lengths, squares)

    yield partial(np.divide, squares, corrections[1], lengths)
    yield partial(np.sqrt, lengths, lengths)
    yield partial(np.add, lengths, least, lengths)
    yield partial(np.divide, means, corrections[0], adjustments)
    yield partial(np.divide, adjustments, lengths, adjustments)


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
            takes_back=_slowed,
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
