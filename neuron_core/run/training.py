"""A run: steps from a start, a trace of them, and the way to any iteration, forwards or back."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array
from neuron_core.engine.activations import ACTIVATIONS, Activation
from neuron_core.engine.batches import Batches, Steps, rate_at
from neuron_core.engine.network import Network
from neuron_core.engine.passes import TrainingStep
from neuron_core.engine.update_rule import PLAIN, UpdateRule
from neuron_core.run.trace import Trace, is_kept, kept_between, next_kept

MOST_ITERATIONS = 1_000_000
MOST_FOLLOWED = 10_000
"""Rows of a larger table that a curve of losses is over, evenly taken: hundreds of iterations of
all rows would take seconds."""


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
        raise `RuleFailed`, which ends the run. None takes `TrainingStep`, with the update rule; any
        other rule descends in its own way.
    anew
        Makes steps that may depend on those before them begin as at a start; such a rule serves
        one run. None where a step depends on the network and its rows alone.
    """

    activations: Mapping[str, Activation] = field(default_factory=lambda: ACTIVATIONS)
    steps: Callable[[Network, Array, Array, float], Steps] | None = None
    anew: Callable[[], None] | None = None


ENGINE = Rule()


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
        What the adjustments, or their direction, are multiplied by.
    rates
        Iterations in ascending order, and the learning rate from each on.
    batch_size
        Rows in one step; None takes all of them. With fewer, each epoch deals all rows anew, in
        an order that depends on `seed` and the epoch alone; its last batch may be smaller.
    average
        Whether the adjustments of a batch are averaged over its rows, as most do, or added up,
        as the tutorial does.
    update_rule
        The optimiser and the penalty.
    steps, anew
        See `Rule`. With `anew`, what was left is found again by stepping from the start.

    Attributes
    ----------
    averages, averages_first
        Whether adjustments are averaged; and whether before the update rule, not by its rate.
    memory
        The optimiser's, which belongs to the iteration as the parameters do.
    iteration
        How many steps the network is from its start.
    diverged_at
        The first iteration at which a parameter was no longer a finite number, or None. The run
        goes up to it and not beyond.
    failed_at
        The iteration from which the rule could not take a step, or None; the run ends there too.
    strayed_at
        The first kept iteration at which a rule that began anew came to other numbers than before,
        or None. What was kept from there on makes way for what it comes to now.
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
        rates: Sequence[tuple[int, float]] = (),
        update_rule: UpdateRule = PLAIN,
        steps: Callable[[Network, Array, Array, float], Steps] | None = None,
        anew: Callable[[], None] | None = None,
    ) -> None:
        network.check_fit(inputs, targets)
        network.output_loss.check(targets)
        self.network, self.inputs, self.targets = network, inputs, targets
        self.test = (inputs[:0], targets[:0]) if test is None else test
        network.check_fit(*self.test)
        self._followed = {
            "training": (evenly(inputs), evenly(targets)),
            "test": (evenly(self.test[0]), evenly(self.test[1])),
        }
        self.iteration = 0
        self.diverged_at: int | None = None
        self.failed_at: int | None = None
        self.strayed_at: int | None = None
        self._anew = anew
        self.update_rule = update_rule if steps is None else PLAIN
        self.memory = self.update_rule.optimiser.memory(network.parameters)
        self.trace = Trace(network.parameters, self.memory)
        # One step before the run last stopped: from there its last step can be taken once more.
        self._before_last = self._state()
        self.averages, self.averages_first = average, average and not self.update_rule.is_plain
        size = min(batch_size or len(inputs), len(inputs))
        self._batches = Batches(
            inputs,
            targets,
            size,
            seed,
            [(0, learning_rate), *rates],
            average and self.update_rule.is_plain,
            partial(steps, network) if steps else self._pass,
        )

    def goto(self, iteration: int) -> None:
        """Bring the network to that iteration, or to the one before it at which the run ends.

        Raises
        ------
        InputError
            If it is not a whole number from 0 to `MOST_ITERATIONS`.
        """
        goal = checks.whole(iteration, "iteration", least=0, most=MOST_ITERATIONS)
        goal = self.within_reach(goal)
        known, *_ = self.trace.before(goal)
        if goal < self.iteration or (known > self.iteration and self.jumps):
            self._restore(goal)
        with np.errstate(all="ignore"):  # numbers that are not finite are a state, shown as such
            while self.iteration < self.within_reach(goal):
                if self.iteration == goal - 1:
                    self._before_last = self._state()
                until = max(goal - 1, self.iteration + 1)
                until = min(until, self._batches.change_after(self.iteration) or until)
                if self._batches.is_compiled(self.iteration, until - self.iteration):
                    self._leap(min(until, self._batches.reach(self.iteration)))
                else:
                    self._advance(min(until, next_kept(self.iteration)))
        if self.iteration > self.trace.iterations[-1]:
            self._keep()

    @contextmanager
    def coming_back(self) -> Iterator[None]:
        """Have the run be again where it is now at the end, wherever it goes meanwhile."""
        here = self.iteration
        try:
            yield
        finally:
            self.goto(here)

    @property
    def jumps(self) -> bool:
        """Whether it can begin at any iteration that it has kept, not only at the start."""
        return self._anew is None

    def within_reach(self, iteration: int) -> int:
        """Return that iteration, or the one at which the run is known to end before it."""
        ends = (iteration, self.diverged_at, self.failed_at)
        return min(end for end in ends if end is not None)

    def step(self) -> None:
        """Go one iteration forward."""
        self.goto(self.iteration + 1)

    @property
    def learning_rate(self) -> float:
        """That of the next step."""
        return rate_at(self._batches.rates, self.iteration)

    @property
    def next_rows(self) -> NDArray[np.intp]:
        """Those of the next step."""
        return self._batches.rows(self.iteration)

    def curve(self) -> tuple[Array, Array]:
        """Return the iterations of the trace and the loss at each.

        It is over all rows, or of a larger table over `MOST_FOLLOWED`.
        """
        return np.array(self.trace.iterations, dtype=np.float64), self._losses("training")

    def test_losses(self) -> Array:
        """Return the loss over the test rows at each iteration of the trace.

        Without such rows they are not numbers; of many, it is as in `curve`.
        """
        return self._losses("test")

    def lowest(self, last: int = MOST_ITERATIONS) -> tuple[int, float]:
        """Return where the trace has its lowest loss up to `last`, and that loss."""
        iterations, losses = self.curve()
        within = losses[: bisect_right(self.trace.iterations, last)]
        place = int(np.where(np.isnan(within), np.inf, within).argmin())
        return int(iterations[place]), float(losses[place])

    @cached_property
    def start_loss(self) -> float:
        """The loss over all rows at iteration 0."""
        start = self.network.like(self.trace.parameters[0].copy())
        with np.errstate(all="ignore"):
            return float(start.loss(self.inputs, self.targets))

    def _losses(self, over: str) -> Array:
        with np.errstate(all="ignore"):
            return self.trace.losses(self.network, *self._followed[over], over)

    def first_at_most(self, loss: float) -> int | None:
        """Return the first iteration with at most that loss, or None if the run has seen none.

        It is among those that a trace keeps wherever the run goes (see `trace.next_kept`), so that
        it does not depend on the way there.
        """
        places = np.flatnonzero(self._losses("training") <= loss).tolist()
        found = (self.trace.iterations[place] for place in places)
        return next((iteration for iteration in found if is_kept(iteration)), None)

    def change_rates(self, rates: Sequence[tuple[int, float]]) -> None:
        """Make the run as if its learning rate had changed like that from its start.

        What it has been through stays, up to the first iteration from which the rate is another
        one; from there on it is forgotten. A run that was further is then at that iteration.
        """
        old = self._batches.rates
        new = [old[0], *rates]
        starts = sorted({iteration for iteration, _ in (*old, *new)})
        first = next((at for at in starts if rate_at(old, at) != rate_at(new, at)), None)
        if first is None:
            return
        self.goto(min(self.iteration, first))
        self.trace.forget(first)
        if self._before_last[0] > first:
            self._before_last = self._state()
        if self.diverged_at is not None and self.diverged_at > first:
            self.diverged_at = None
        if self.failed_at is not None and self.failed_at >= first:
            self.failed_at = None
        self._batches.change_rates(new)

    def _leap(self, until: int) -> None:
        """Take compiled steps to an iteration, and keep what a trace keeps on the way."""
        known = self.trace.iterations[-1]
        if self.iteration < known:
            until = min(until, known)
            self._batches.leap(self.iteration, [until - self.iteration])
            self.iteration = until
            return
        stops = [*kept_between(self.iteration, until)]
        ends = stops if stops and stops[-1] == until else [*stops, until]
        steps = [end - begin for begin, end in pairwise([self.iteration, *ends])]
        room = self.trace.room(len(ends))
        reached = self._batches.leap(self.iteration, steps, room)
        self.trace.iterations += stops[:reached]
        if reached == len(ends):
            self.iteration = until
        else:
            self._end(ends[reached])

    def _advance(self, stop: int) -> None:
        try:
            self._batches.step(self.iteration, stop - self.iteration)
        except RuleFailed:
            self._end(stop)
            return
        self.iteration = stop
        if not self._finite():
            self._end(stop)
        elif self._strays():
            self.strayed_at = self.strayed_at or stop
            self.trace.forget(stop - 1)
            self._keep()
        elif stop > self.trace.iterations[-1] and is_kept(stop):
            self._keep()

    def _end(self, stop: int) -> None:
        """Go step by step to where the run ends, at `stop` or before it."""
        self._restore(stop - 1)
        with suppress(RuleFailed):
            # A rule with chance in it may not end a second time before `stop`.
            while self._finite() and self.iteration < stop:
                self._batches.step(self.iteration, 1)
                self.iteration += 1
        if self._finite():
            self.failed_at = self.iteration
        else:
            self.diverged_at = self.iteration

    def _strays(self) -> bool:
        """Whether the trace has other numbers for this iteration, of a run that began anew."""
        known, parameters, _ = self.trace.before(self.iteration)
        if self.jumps or known < self.iteration:
            return False
        return not np.array_equal(parameters, self.network.parameters)

    def _finite(self) -> bool:
        return bool(np.isfinite(self.network.parameters).all())

    def _restore(self, iteration: int) -> None:
        if self._anew:  # what the rule remembers belongs to the iteration that it is at
            self._anew()
            iteration = 0
        before = self._before_last
        known = before if before[0] == iteration else self.trace.before(iteration)
        self.iteration, self.network.parameters[...], self.memory[...] = known

    def _state(self) -> tuple[int, Array, Array]:
        return self.iteration, self.network.parameters.copy(), self.memory.copy()

    def _keep(self) -> None:
        self.trace.keep(self.iteration, self.network.parameters, self.memory)

    def _pass(self, inputs: Array, targets: Array, rate: float) -> TrainingStep:
        return TrainingStep(
            self.network, inputs, targets, rate, self.update_rule, self.memory, self.averages_first
        )


def evenly(table: Array) -> Array:
    """Return the table, or rows of it that are at most `MOST_FOLLOWED` and equally far apart."""
    apart = -(-len(table) // MOST_FOLLOWED)
    return table if apart <= 1 else np.ascontiguousarray(table[::apart])
