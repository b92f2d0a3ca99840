"""What a step makes of the adjustments: the formulas of optimisers, and a table of them.

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

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from neuron_core.checks import Array

TINY = float(np.finfo(np.float64).tiny)


class Directed(NamedTuple):
    """What an optimiser makes of an adjustment: all shaped like the parameters.

    Attributes
    ----------
    direction
        What the step follows.
    memory
        What it remembers from now on, in the order of its `remembers` and its `powers`.
    length
        What it has divided the adjustment by; None where it has not.
    """

    direction: Array
    memory: tuple[Array, ...] = ()
    length: Array | None = None


def plain(adjustment: Array, pull: Array | float) -> Directed:
    """Follow the adjustment itself."""
    return Directed(adjustment)


MOMENTUM = 0.9


def momentum(adjustment: Array, pull: Array | float, velocity: Array) -> Directed:
    """Follow a velocity (Polyak, USSR Comput. Mathematics and Mathematical Physics 4, 1964)."""
    velocity = MOMENTUM * velocity + adjustment
    return Directed(velocity, (velocity,))


def slowed(shrink: Array, rate: Array, velocity: Array) -> tuple[Array, ...]:
    """Return the velocity that is the step as it was taken; at a rate of 0 nothing is."""
    return (velocity - shrink / np.maximum(rate, TINY),)


MEAN_DECAY, SQUARE_DECAY = 0.9, 0.999
EPSILON = 1e-8


def adam(
    adjustment: Array,
    pull: Array | float,
    mean: Array,
    square: Array,
    power: Array,
    square_power: Array,
) -> Directed:
    """Follow the mean over the root of the mean square (Kingma & Ba, ICLR 2015, algorithm 1).

    The pull of a penalty counts into the length of what a step answers to. So its shrink is, as
    any step of Adam, no longer than the learning rate, also where adjustments are next to 0.
    """
    power, square_power = MEAN_DECAY * power, SQUARE_DECAY * square_power
    mean = MEAN_DECAY * mean + (1 - MEAN_DECAY) * adjustment
    square = SQUARE_DECAY * square + (1 - SQUARE_DECAY) * adjustment**2
    length = np.sqrt(square / (1 - square_power)) + (pull + EPSILON)
    direction = mean / (1 - power) / length
    return Directed(direction, (mean, square, power, square_power), length)


@dataclass(frozen=True)
class Optimiser:
    """One way to turn adjustments into a direction.

    Attributes
    ----------
    name
        The key of `OPTIMISERS`.
    title
        For people.
    follow
        ``follow(adjustment, pull, *memory)``: its formula. The `pull` is how strongly a penalty is
        going to shrink each parameter; whoever divides the adjustment adds that to the divisor.
    remembers
        The names of what it remembers, one number each for every parameter; at first they are 0.
    powers
        Numbers that it remembers the powers of, ``decay ** steps``; at first they are 1.
    takes_back
        ``takes_back(shrink, rate, *memory)``: what it remembers once a penalty has taken that
        much from each parameter, at that learning rate; None where it stays as it is.
    """

    name: str
    title: str
    follow: Callable[..., Directed]
    remembers: tuple[str, ...] = ()
    powers: tuple[float, ...] = ()
    takes_back: Callable[..., tuple[Array, ...]] | None = None

    @property
    def news(self) -> list[str]:
        """What its memory is called once a step has changed it."""
        return [f"new {name}" for name in self.remembers] + [f"{one:g}ⁿ" for one in self.powers]

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


OPTIMISERS: dict[str, Optimiser] = {
    row.name: row
    for row in (
        Optimiser("plain", "plain descent", plain),
        Optimiser("momentum", "momentum", momentum, ("velocity",), takes_back=slowed),
        Optimiser("adam", "Adam", adam, ("mean", "square"), (MEAN_DECAY, SQUARE_DECAY)),
    )
}
