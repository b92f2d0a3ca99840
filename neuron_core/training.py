"""A run: steps from a start, a trace of them, and the way to any iteration, forwards or back."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.activations import ACTIVATIONS, Activation
from neuron_core.checks import Array
from neuron_core.network import Network, Pass

KEPT_DIGITS = 7
MOST_ITERATIONS = 1_000_000
MOST_FOLLOWED = 10_000
"""Rows of a larger table that a curve of losses is over, evenly taken: hundreds of iterations of
all rows would take seconds."""
_NUMBERS_AT_ONCE = 1_000_000
"""How many numbers of one layer a stack of networks may take when losses are computed: 8 MB."""


class Steps(Protocol):
    """What takes steps of one network over one table of rows, as a `Pass` does."""

    def step(self, times: int = 1) -> None:
        """Take that many steps, which change the network's parameters in place."""


class RuleFailed(Exception):
    """A rule that is not the engine's could not take a step; the network is as before it."""


@dataclass(frozen=True)
class Rule:
    """What computes and trains the networks of a run; without arguments, the engine.

    Attributes
    ----------
    activations
        See `Network`.
    steps
        Makes what takes the steps, from a network, inputs, targets and the rate. Its steps may
        raise `RuleFailed`, which ends the run.
    """

    activations: Mapping[str, Activation] = field(default_factory=lambda: ACTIVATIONS)
    steps: Callable[[Network, Array, Array, float], Steps] = Pass


ENGINE = Rule()


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


class Trace:
    """The iterations of a run that are kept (see `next_kept`) and the last one reached.

    A million iterations leave 1,783 of them: 57 kB for the three weights of the tutorial's
    neuron and the losses, 1.5 MB for the 105 weights and biases of a 2-8-8-1 network. Any
    other iteration is at most 8,191 steps from a kept one before it. A loss is computed when
    it is first asked for.

    Attributes
    ----------
    iterations
        In ascending order, the first is 0.
    """

    def __init__(self, start: Array) -> None:
        self.iterations: list[int] = []
        self._parameters = np.empty((KEPT_DIGITS, start.size))
        self._losses: dict[str, Array] = {}
        self.keep(0, start)

    @property
    def parameters(self) -> Array:
        """The parameters at each of the iterations, shape (iterations, parameters)."""
        return self._parameters[: len(self.iterations)]

    @property
    def nbytes(self) -> int:
        """The memory that the trace's arrays take, in bytes."""
        losses = sum(losses.nbytes for losses in self._losses.values())
        return self._parameters.nbytes + losses

    def keep(self, iteration: int, parameters: Array) -> None:
        """Add an iteration after all others; drop the last one if it was kept only as that."""
        known = self.iterations
        if len(known) > 1 and next_kept(known[-1] - 1) != known[-1]:
            known.pop()
            self._losses = {name: losses[: len(known)] for name, losses in self._losses.items()}
        if len(known) == len(self._parameters):
            self._parameters = np.concatenate([self._parameters, np.empty_like(self._parameters)])
        self._parameters[len(known)] = parameters
        known.append(iteration)

    def before(self, iteration: int) -> tuple[int, Array]:
        """Return the last kept iteration that is not after this one, and its parameters."""
        place = bisect_right(self.iterations, iteration) - 1
        return self.iterations[place], self._parameters[place]

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


class Run:
    """The training of one network on one table, which can go to any iteration.

    `Experiment.run` makes one, and checks what goes into it. The same arguments always give the
    same run, number by number: an iteration that was left is found again by stepping from the
    last kept one before it.

    Parameters
    ----------
    network
        With its start parameters. The run changes them in place.
    inputs, targets
        Shapes (rows, inputs) and (rows, outputs).
    test
        Inputs and targets of rows that are not trained on; left out, there are none.
    learning_rate
        What the adjustments are multiplied by.
    batch_size
        Rows in one step; None takes all of them. With fewer, each epoch deals all rows anew, in
        an order that depends on `seed` and the epoch alone; its last batch may be smaller.
    average
        Whether the adjustments of a batch are averaged over its rows, as most do, or added up,
        as the tutorial does.
    steps
        See `Rule`.

    Attributes
    ----------
    iteration
        How many steps the network is from its start.
    diverged_at
        The first iteration at which a parameter was no longer a finite number, or None. The run
        goes up to it and not beyond.
    failed_at
        The iteration from which the rule could not take a step, or None; the run ends there too.
    """

    def __init__(
        self,
        network: Network,
        inputs: Array,
        targets: Array,
        *,
        test: tuple[Array, Array] | None = None,
        learning_rate: float = 1.0,
        batch_size: int | None = None,
        average: bool = False,
        seed: int = 0,
        steps: Callable[[Network, Array, Array, float], Steps] = Pass,
    ) -> None:
        network.check_fit(inputs, targets)
        self.network, self.inputs, self.targets = network, inputs, targets
        self.test = (inputs[:0], targets[:0]) if test is None else test
        network.check_fit(*self.test)
        self._followed = {
            "training": (_evenly(inputs), _evenly(targets)),
            "test": (_evenly(self.test[0]), _evenly(self.test[1])),
        }
        self.iteration = 0
        self.diverged_at: int | None = None
        self.failed_at: int | None = None
        self.trace = Trace(network.parameters)
        size = min(batch_size or len(inputs), len(inputs))
        make = partial(steps, network)
        self._batches = _Batches(inputs, targets, size, learning_rate, average, seed, make)

    def goto(self, iteration: int) -> None:
        """Bring the network to that iteration, or to the one before it at which the run ends.

        Raises
        ------
        InputError
            If it is not a whole number from 0 to `MOST_ITERATIONS`.
        """
        goal = checks.whole(iteration, "iteration", least=0, most=MOST_ITERATIONS)
        goal = self.within_reach(goal)
        known, _ = self.trace.before(goal)
        if goal < self.iteration or known > self.iteration:
            self._restore(goal)
        with np.errstate(all="ignore"):  # numbers that are not finite are a state, shown as such
            while self.iteration < self.within_reach(goal):
                self._advance(min(goal, next_kept(self.iteration)))
        if self.iteration > self.trace.iterations[-1]:
            self.trace.keep(self.iteration, self.network.parameters)

    def within_reach(self, iteration: int) -> int:
        """Return that iteration, or the one at which the run is known to end before it."""
        ends = (iteration, self.diverged_at, self.failed_at)
        return min(end for end in ends if end is not None)

    def step(self) -> None:
        """Go one iteration forward."""
        self.goto(self.iteration + 1)

    def step_back(self) -> None:
        """Go one iteration back; at the start, stay there."""
        self.goto(max(0, self.iteration - 1))

    def next_pass(self) -> tuple[NDArray[np.intp], Pass]:
        """Return the next step's rows, and the pass over them that the step is made of.

        Forward and backward are done, the parameters are not yet changed.
        """
        rows, batch = self._batches.deal(self.iteration)
        work = Pass(self.network, batch.inputs, batch.targets, batch.rate)
        work.forward()
        work.backward()
        return rows, work

    def curve(self) -> tuple[Array, Array]:
        """Return the iterations of the trace and the mean squared error at each.

        It is over all rows, or of a larger table over `MOST_FOLLOWED`.
        """
        return np.array(self.trace.iterations, dtype=np.float64), self._losses("training")

    def test_losses(self) -> Array:
        """Return the mean squared error over the test rows at each iteration of the trace.

        Without such rows they are not numbers; of many, it is as in `curve`.
        """
        return self._losses("test")

    def lowest(self, last: int = MOST_ITERATIONS) -> tuple[int, float]:
        """Return where the trace has its lowest mean squared error up to `last`, and that error."""
        iterations, losses = self.curve()
        within = losses[: bisect_right(self.trace.iterations, last)]
        place = int(np.where(np.isnan(within), np.inf, within).argmin())
        return int(iterations[place]), float(losses[place])

    def _losses(self, over: str) -> Array:
        with np.errstate(all="ignore"):
            return self.trace.losses(self.network, *self._followed[over], over)

    def _advance(self, stop: int) -> None:
        try:
            self._batches.step(self.iteration, stop - self.iteration)
        except RuleFailed:
            self._end(stop)
            return
        self.iteration = stop
        if not self._finite():
            self._end(stop)
        elif stop > self.trace.iterations[-1] and next_kept(stop - 1) == stop:
            self.trace.keep(stop, self.network.parameters)

    def _end(self, stop: int) -> None:
        """Go step by step to where the run ends, at `stop` or before it."""
        self._restore(stop - 1)
        with suppress(RuleFailed):
            # An own rule may have chance in it, and not end a second time before `stop`.
            while self._finite() and self.iteration < stop:
                self._batches.step(self.iteration, 1)
                self.iteration += 1
        if self._finite():
            self.failed_at = self.iteration
        else:
            self.diverged_at = self.iteration

    def _finite(self) -> bool:
        return bool(np.isfinite(self.network.parameters).all())

    def _restore(self, iteration: int) -> None:
        self.iteration, self.network.parameters[...] = self.trace.before(iteration)


def _evenly(table: Array) -> Array:
    """Return the table, or rows of it that are at most `MOST_FOLLOWED` and equally far apart."""
    apart = -(-len(table) // MOST_FOLLOWED)
    return table if apart <= 1 else np.ascontiguousarray(table[::apart])


@dataclass(frozen=True)
class _Batch:
    """Tables that rows are dealt into, and what takes steps over them."""

    inputs: Array
    targets: Array
    rate: float
    steps: Steps


class _Batches:
    """Steps over the rows, batch by batch; which rows a step takes depends on its number alone."""

    def __init__(
        self,
        inputs: Array,
        targets: Array,
        size: int,
        rate: float,
        average: bool,
        seed: int,
        make: Callable[[Array, Array, float], Steps],
    ) -> None:
        rows = len(inputs)
        self.inputs, self.targets, self.size, self.seed = inputs, targets, size, seed
        self.in_epoch = -(-rows // size)
        self.epoch = -1
        self.order = np.arange(rows)
        self.batches: dict[int, _Batch] = {}
        for count in {size, rows % size or size}:
            # All rows are read where they are; a batch needs tables of its own to deal them into.
            tables = (inputs, targets)
            if count < rows:
                tables = (np.empty((count, inputs.shape[1])), np.empty((count, targets.shape[1])))
            own_rate = rate / count if average else rate
            self.batches[count] = _Batch(*tables, own_rate, make(*tables, own_rate))

    def step(self, iteration: int, times: int) -> None:
        """Take `times` steps, the first of which leads from `iteration` to the next."""
        if self.in_epoch == 1:
            self.batches[self.size].steps.step(times)
            return
        for number in range(iteration, iteration + times):
            self.deal(number)[1].steps.step()

    def deal(self, iteration: int) -> tuple[NDArray[np.intp], _Batch]:
        """Return the rows of the step from that iteration, and the batch that now holds them."""
        if self.in_epoch == 1:
            return self.order, self.batches[self.size]
        epoch, place = divmod(iteration, self.in_epoch)
        if epoch != self.epoch:
            self.epoch = epoch
            self.order = np.random.default_rng([self.seed, epoch]).permutation(len(self.inputs))
        rows = self.order[place * self.size : (place + 1) * self.size]
        batch = self.batches[len(rows)]
        # Nothing is out of bounds; "clip" lets NumPy write to `out` without a copy between.
        np.take(self.inputs, rows, 0, batch.inputs, "clip")
        np.take(self.targets, rows, 0, batch.targets, "clip")
        return rows, batch
