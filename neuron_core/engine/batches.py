"""Steps over the rows of a table, all at once or batch by batch."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, Self, cast

import numpy as np
from numpy.typing import NDArray

from neuron_core.checks import Array
from neuron_core.engine.compiled import WORTH, Stretch, Tables, host
from neuron_core.engine.passes import TrainingStep

DEALT_AT_ONCE = 32
"""So many batches are dealt into one table, each with steps of its own over its part: rows are then
copied once for all of them, not at every step."""
LONGEST = 1_000_000
"""Steps over all rows that are taken in one call at most."""
ORDERED_AT_ONCE = 100_000
"""So many places of rows are drawn for compiled steps ahead, at least those of one epoch."""


class Steps(Protocol):
    """What takes steps of one network over one table of rows, as a `TrainingStep` does.

    Attributes
    ----------
    rate
        A 0-d array; writing to it changes the steps that follow.
    """

    rate: Array

    def over(self, inputs: Array, targets: Array) -> Self:
        """Return the same over other tables of as many rows; the rate is the same array."""

    def step(self, times: int = 1) -> None:
        """Take that many steps, which change the network's parameters in place."""


@dataclass(frozen=True)
class Batch:
    """A part of a table that rows are dealt into, and what takes steps over it."""

    inputs: Array
    targets: Array
    steps: Steps


def rate_at(rates: Sequence[tuple[int, float]], iteration: int) -> float:
    """Return the learning rate of the step from an iteration; the first of `rates` is for 0."""
    return rates[bisect_right(rates, iteration, key=_first) - 1][1]


class Batches:
    """Steps over the rows, batch by batch; which rows a step takes depends on its number alone.

    Each epoch deals all rows anew, in an order that depends on the seed and the epoch alone.

    Parameters
    ----------
    inputs, targets
        Shapes (rows, inputs) and (rows, outputs).
    size
        Rows in a batch; the last one of an epoch may be smaller.
    seed
        Of the orders; or a list of them for a stack of networks, each of which then has its own
        order, as it has alone.
    rates
        Iterations, the first of which is 0, and the learning rate from each on.
    average
        Whether the rate of the steps is the learning rate divided by the rows of their batch.
    make
        ``make(inputs, targets, rate)`` makes steps.

    Attributes
    ----------
    in_epoch
        How many batches an epoch has.
    """

    def __init__(
        self,
        inputs: Array,
        targets: Array,
        size: int,
        seed: int | list[int],
        rates: Sequence[tuple[int, float]],
        average: bool,
        make: Callable[[Array, Array, float], Steps],
    ) -> None:
        rows, rest = len(inputs), len(inputs) % size
        self.size, self.seed, self.rates, self.average = size, seed, list(rates), average
        self.in_epoch = -(-rows // size)
        self._given = self._dealt = inputs, targets
        self._stretch: Stretch | None = None
        self._is_tried = False
        self._orders: dict[int, NDArray[np.int32]] = {}
        if self.in_epoch > 1:  # all rows at once are read where they are
            stack = (len(seed),) if isinstance(seed, list) else ()
            room = min(rows, DEALT_AT_ONCE * size)
            self._dealt = (
                np.empty((*stack, room, inputs.shape[1])),
                np.empty((*stack, room, targets.shape[1])),
            )
        self._room = self._dealt[0].shape[-2]
        self._at_once = -(-self._room // size)
        self._order = np.arange(rows)
        self._epoch = self._portion = -1

        tables = self._part(0, size)
        self._first = Batch(*tables, make(*tables, self._rate(0, size)))
        # The last batch of an epoch, where it is smaller.
        self._rest: Batch | None = None
        if rest:
            tables = self._part((self.in_epoch - 1) % self._at_once, rest)
            self._rest = Batch(*tables, make(*tables, self._rate(0, rest)))

    def step(self, iteration: int, times: int) -> None:
        """Take `times` steps, the first of which leads from `iteration` to the next.

        The learning rate must not change between them (see `change_after`).
        """
        if self.is_compiled(iteration, times):
            while times:
                leap = min(times, self.reach(iteration) - iteration)
                self.leap(iteration, [leap])
                iteration, times = iteration + leap, times - leap
        else:
            self._by_numpy(iteration, times)

    def is_compiled(self, iteration: int, times: int) -> bool:
        """Whether that many steps from there may be taken in leaps."""
        if host.compile and not self._is_tried and times >= WORTH:
            self._is_tried = True
            self._stretch = self._compiled(iteration)
        return self._stretch is not None

    def reach(self, iteration: int) -> int:
        """Return how far a leap from an iteration may lead."""
        if self.in_epoch == 1:
            return iteration + LONGEST
        places = len(self._given[0]) * (len(self.seed) if isinstance(self.seed, list) else 1)
        epochs = max(1, ORDERED_AT_ONCE // places)
        return (iteration // self.in_epoch + epochs) * self.in_epoch

    def leap(self, iteration: int, steps: Sequence[int], kept: Tables | None = None) -> int:
        """Take so many steps from an iteration, and so many more, … in one call (see `Stretch.go`).

        They must be compiled and within `reach`, and the learning rate must not change between
        them.
        """
        assert self._stretch
        self._use_rate(iteration)
        if self.in_epoch == 1:
            return self._stretch.go(steps, None, 0, kept)
        epoch, place = divmod(iteration, self.in_epoch)
        last = (iteration + sum(steps) - 1) // self.in_epoch
        self._orders = {
            one: self._orders[one] if one in self._orders else self._laid_out(one)
            for one in range(epoch, last + 1)
        }
        order = np.concatenate([*self._orders.values()])[place * self.size :]
        self._portion = -1  # what was dealt is no longer there
        return self._stretch.go(steps, order, place, kept)

    def _compiled(self, iteration: int) -> Stretch | None:
        """Return the steps compiled, if they can be, and give the bits that NumPy gives."""
        passes = [one.steps for one in (self._first, self._rest) if one]
        if not all(isinstance(one, TrainingStep) for one in passes):
            return None
        dealt_from = self._given if self.in_epoch > 1 else None
        epoch_s_last = iteration - iteration % self.in_epoch + self.in_epoch - 1
        try:
            self._stretch = Stretch(cast("list[TrainingStep]", passes), dealt_from, self.in_epoch)
            agrees = all(self._agrees(at, self._stretch) for at in (iteration, epoch_s_last))
            host.refusal = "" if agrees else "a step gives other bits than NumPy's"
        except Exception as problem:  # of whatever kind the host's are
            host.refusal = str(problem)
        return None if host.refusal else self._stretch

    def _agrees(self, iteration: int, stretch: Stretch) -> bool:
        """Whether the compiled step from there gives NumPy's bits; none is taken in the end."""
        before, after = stretch.state(), []
        for step in (lambda: self._by_numpy(iteration, 1), lambda: self.leap(iteration, [1])):
            try:
                step()
                after.append([array.tobytes() for array in stretch.state()])
            finally:
                stretch.restore(before)
        return after[0] == after[1]

    @cached_property
    def _batches(self) -> list[Batch]:
        """Those that are dealt at once, but for a smaller last one."""
        others = [self._part(place, self.size) for place in range(1, self._room // self.size)]
        return [self._first, *(Batch(*one, self._first.steps.over(*one)) for one in others)]

    def _by_numpy(self, iteration: int, times: int) -> None:
        self._use_rate(iteration)
        if self.in_epoch == 1:
            self._first.steps.step(times)
            return
        end = iteration + times
        while iteration < end:
            for batch in self._next(iteration)[: end - iteration]:
                batch.steps.step()
                iteration += 1

    def change_after(self, iteration: int) -> int | None:
        """Return the first iteration after this one from which the rate is another one."""
        if len(self.rates) == 1:
            return None
        place = bisect_right(self.rates, iteration, key=_first)
        return self.rates[place][0] if place < len(self.rates) else None

    def change_rates(self, rates: Sequence[tuple[int, float]]) -> None:
        """Use other learning rates from here on, wherever the next step is from.

        ``rates[0]`` is the one from iteration 0 on.
        """
        self.rates = list(rates)
        self._write_rate(0)

    def rows(self, iteration: int) -> NDArray[np.intp]:
        """Return the rows of the step from that iteration, in their order."""
        self._next(iteration)
        start = iteration % self.in_epoch * self.size
        return self._order[..., start : start + self.size]

    def _next(self, iteration: int) -> list[Batch]:
        """Deal what the step from that iteration takes; return its batch and those dealt after."""
        if self.in_epoch == 1:
            return self._batches
        epoch, number = divmod(iteration, self.in_epoch)
        portion, place = divmod(number, self._at_once)
        if epoch != self._epoch:
            self._order = self._ordered(epoch)
        if (epoch, portion) != (self._epoch, self._portion):
            self._epoch, self._portion = epoch, portion
            start = portion * self._room
            rows = self._order[..., start : start + self._room]
            for given, dealt in zip(self._given, self._dealt, strict=True):
                # Nothing is out of bounds; "clip" lets NumPy write without a copy between.
                np.take(given, rows, 0, dealt[..., : rows.shape[-1], :], "clip")
        left = self.in_epoch - number
        if self._rest is None or left > self._at_once - place:
            return self._batches[place : place + left]
        return [*self._batches[place : place + left - 1], self._rest]

    def _ordered(self, epoch: int) -> NDArray[np.intp]:
        rows = self._order.shape[-1]
        seeds = self.seed if isinstance(self.seed, list) else [self.seed]
        orders = [order_of(rows, seed, epoch) for seed in seeds]
        return np.array(orders) if isinstance(self.seed, list) else orders[0]

    def _laid_out(self, epoch: int) -> NDArray[np.int32]:
        """Return the order of an epoch as compiled steps go through it (see `Stretch.go`)."""
        return np.ascontiguousarray(self._ordered(epoch).T, np.int32)

    def _part(self, place: int, rows: int) -> tuple[Array, Array]:
        start = place * self.size
        inputs, targets = (table[..., start : start + rows, :] for table in self._dealt)
        return inputs, targets

    def _rate(self, iteration: int, rows: int) -> float:
        rate = rate_at(self.rates, iteration)
        return rate / rows if self.average else rate

    def _use_rate(self, iteration: int) -> None:
        if len(self.rates) > 1:
            self._write_rate(iteration)

    def _write_rate(self, iteration: int) -> None:
        for batch in (self._first, self._rest):
            if batch:
                batch.steps.rate[...] = self._rate(iteration, batch.inputs.shape[-2])


def order_of(rows: int, seed: int, epoch: int) -> NDArray[np.intp]:
    """Return the order in which an epoch takes the rows."""
    return np.random.default_rng([seed, epoch]).permutation(rows)


def _first(change: tuple[int, float]) -> int:
    return change[0]
