"""What is kept of a run: enough to be at any of its iterations soon."""

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.network import Network

KEPT_DIGITS = 7
_NUMBERS_AT_ONCE = 1_000_000
"""How many numbers of one layer a stack of networks may take when losses are computed: 8 MB."""


def next_kept(iteration: int, digits: int = KEPT_DIGITS) -> int:
    """Return the first iteration after this one that a trace keeps.

    Kept are the iterations that `digits` binary digits can write, followed by zeros, and the one
    after each of those. So every early iteration is there; later ones are spread evenly over a
    logarithmic axis, in consecutive pairs, which show a weight that changes sign at every step.

    Examples
    --------
    >>> next_kept(9), next_kept(10_000), next_kept(10_112)
    (10, 10112, 10113)
    """
    gap = 1 << max(0, iteration.bit_length() - digits)
    return iteration + 1 if gap == 1 or iteration % gap == 0 else iteration - iteration % gap + gap


def kept_between(iteration: int, last: int) -> Iterator[int]:
    """Yield the iterations that a trace keeps after one and up to a last one."""
    while (iteration := next_kept(iteration)) <= last:
        yield iteration


def is_kept(iteration: int, digits: int = KEPT_DIGITS) -> bool:
    """Whether a trace keeps that iteration, wherever the run goes."""
    gap = 1 << max(0, iteration.bit_length() - digits)
    return gap == 1 or iteration % gap <= 1


class Trace:
    """The iterations of a run that are kept (see `next_kept`) and the last one reached.

    A million iterations leave 1,783 of them: 57 kB for the three weights of the tutorial's
    neuron and the losses, 1.5 MB for the 105 weights and biases of a 2-8-8-1 network. What an
    optimiser remembers comes to that: momentum doubles it, Adam makes it three times as much. Any
    other iteration is at most 8,191 steps from a kept one before it. A loss is computed when
    it is first asked for.

    Parameters
    ----------
    start, memory
        The parameters and the optimiser's memory at iteration 0, shapes (parameters,) and
        (numbers,).

    Attributes
    ----------
    iterations
        In ascending order, the first is 0.
    """

    def __init__(self, start: Array, memory: Array) -> None:
        self.iterations: list[int] = []
        self._parameters = np.empty((KEPT_DIGITS, start.size))
        self._memories = np.empty((KEPT_DIGITS, memory.size))
        self._losses: dict[str, Array] = {}
        self.keep(0, start, memory)

    @property
    def parameters(self) -> Array:
        """The parameters at each of the iterations, shape (iterations, parameters)."""
        return self._parameters[: len(self.iterations)]

    @property
    def nbytes(self) -> int:
        """The memory that the trace's arrays take, in bytes."""
        losses = sum(losses.nbytes for losses in self._losses.values())
        return self._parameters.nbytes + self._memories.nbytes + losses

    def keep(self, iteration: int, parameters: Array, memory: Array) -> None:
        """Add an iteration after all others; drop the last one if it was kept only as that."""
        rows, memories = self.room(1)
        rows[0] = parameters
        if memory.size:
            memories[0] = memory
        self.iterations.append(iteration)

    def room(self, count: int) -> tuple[Array, Array]:
        """Return rows for the parameters and the memories of so many iterations after all others.

        They are kept once their `iterations` are added. The last one makes way for them if it was
        kept only as that.
        """
        known = self.iterations
        if len(known) > 1 and not is_kept(known[-1]):
            self.forget(known[-1] - 1)
        while len(known) + count > len(self._parameters):
            self._parameters = _doubled(self._parameters)
            self._memories = _doubled(self._memories)
        return self._parameters[len(known) :], self._memories[len(known) :]

    def forget(self, after: int) -> None:
        """Drop the iterations after this one."""
        del self.iterations[bisect_right(self.iterations, after) :]
        known = len(self.iterations)
        self._losses = {over: losses[:known] for over, losses in self._losses.items()}

    def before(self, iteration: int) -> tuple[int, Array, Array]:
        """Return the last kept iteration not after this one, its parameters and its memory."""
        place = bisect_right(self.iterations, iteration) - 1
        return self.iterations[place], self._parameters[place], self._memories[place]

    def losses(
        self, network: Network, inputs: Array, targets: Array, over: str = "training"
    ) -> Array:
        """Return the loss over these rows at each of the iterations.

        What has been computed is kept under the name that says `over` which rows it is.
        """
        known = self._losses.get(over, np.empty(0))
        new = self.parameters[len(known) :]
        self._losses[over] = np.append(known, losses_at(network, new, inputs, targets))
        return self._losses[over]


def _doubled(rows: Array) -> Array:
    return np.concatenate([rows, np.empty_like(rows)])


def losses_at(network: Network, stack: Array, inputs: Array, targets: Array) -> Array:
    """Return the losses over these rows of networks like that one with other parameters.

    `stack` has the shape (networks, parameters). They are computed portion by portion. Over no
    rows there is no loss, which is not a number.
    """
    if not len(inputs):
        return np.full(len(stack), np.nan)
    widest = max(layer.units for layer in network.layers)
    portion = max(1, _NUMBERS_AT_ONCE // (len(inputs) * widest))
    losses = np.empty(len(stack))
    for start in range(0, len(stack), portion):
        part = slice(start, start + portion)
        losses[part] = network.like(stack[part]).loss(inputs, targets)
    return losses
