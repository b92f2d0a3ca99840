"""Many networks of one experiment, each from start weights of its own, and what they answer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from math import inf
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.data.dataset import Part
from neuron_core.engine.batches import Batches
from neuron_core.engine.passes import TrainingStep
from neuron_core.experiment import LIMITS, Experiment

_MOST_OUTPUTS = 10_000_000
"""Of all networks together; an array of them takes 80 MB."""
_PORTION = 16
"""Steps before the first look at the clock; ever more of them before the next."""


@dataclass(frozen=True)
class Answers:
    """What each network has come to; not a number where it has diverged.

    Attributes
    ----------
    seeds
        Of the start weights.
    answers
        To the experiment's question: each network's largest output.
    outputs
        Which of its outputs that is; 0 where it has diverged.
    scaled_back
        The answers in the units of the data's targets.
    losses
        The losses over the rows that were trained on.
    """

    seeds: list[int]
    answers: list[float]
    outputs: list[int]
    scaled_back: list[float]
    losses: list[float]


@dataclass(frozen=True)
class Summary:
    """What there is to say of `Answers`. Where all have diverged, there is nothing but that.

    Attributes
    ----------
    least, median, most
        Of the answers, scaled back.
    loss_least, loss_median, loss_most
        Of the losses.
    learned
        How many networks have learned (see `judgement`).
    best, worst
        The seeds of the least and of the most loss; of several, the first.
    diverged
        The seeds of those that have.
    counts
        For each output, for how many networks it is the largest.
    """

    least: float | None
    median: float | None
    most: float | None
    loss_least: float | None
    loss_median: float | None
    loss_most: float | None
    learned: int
    best: int | None
    worst: int | None
    diverged: list[int]
    counts: list[int]


class Stack:
    """Networks of experiments that are one but for what a stack may differ in, trained all at once.

    These are the seed, the start weights, the learning rate, and the rate of the penalty. Each
    comes to what its experiment comes to alone, to the bit; in mini-batches, each has the order of
    its seed.

    Parameters
    ----------
    members
        The experiments. The loss that one would stop at does not count.

    Raises
    ------
    InputError
        If the stack would be too large.
    """

    def __init__(self, members: Sequence[Experiment]) -> None:
        self.members, self.experiment, self.iteration = members, members[0], 0
        experiment = self.experiment
        inputs, targets = experiment.training.inputs, experiment.training.targets
        rows = len(inputs)
        outputs = len(members) * rows * max(layer.units for layer in experiment.layers)
        if outputs > _MOST_OUTPUTS:
            raise InputError(
                f"{len(members):,} networks are too many for {checks.counted(rows, 'row')}."
            )
        starts = [member.network().parameters for member in members]
        self.networks = experiment.network().like(np.array(starts))
        self._start_losses = self.networks.loss(inputs, targets)
        update_rule = replace(
            experiment.update_rule(),
            regularisation_rate=_column([one.regularisation_rate for one in members]),
        )
        rate = _column([one.learning_rate for one in members])
        self._steps = Batches(
            inputs,
            targets,
            min(experiment.batch_size or rows, rows),
            [one.seed for one in members],
            [(0, rate), *experiment.rates],
            experiment.average and update_rule.is_plain,
            partial(
                TrainingStep,
                self.networks,
                update_rule=update_rule,
                memory=update_rule.optimiser.memory(self.networks.parameters),
                average=experiment.average and not update_rule.is_plain,
            ),
        )

    def train(self, milliseconds: float = inf) -> bool:
        """Train for about that long at most; return whether all iterations are done."""
        end, portion = perf_counter() + milliseconds / 1000, _PORTION
        with np.errstate(all="ignore"):  # one that diverges is found in its answer
            while left := self.experiment.iterations - self.iteration:
                change = self._steps.change_after(self.iteration)
                steps = min(left, portion, change - self.iteration if change else left)
                self._steps.step(self.iteration, steps)
                self.iteration += steps
                portion *= 2
                if perf_counter() > end:
                    break
        return self.iteration == self.experiment.iterations

    @property
    def share(self) -> float:
        """How much of the training is done, from 0 to 1."""
        return self.iteration / self.experiment.iterations

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Which networks have no finite weights any more, shape (networks,)."""
        finite: NDArray[np.bool_] = np.logical_and.reduce(
            np.isfinite(self.networks.parameters), axis=1
        )
        return ~finite

    def losses(self, part: Part) -> Array:
        """Return the losses over some rows, shape (networks,); not numbers where they diverged."""
        with np.errstate(all="ignore"):
            losses = self.networks.loss(part.inputs, part.targets)
        return np.where(self.diverged, np.nan, losses)

    def have_learned(self) -> list[bool]:
        """Return for each network whether it has learned (see `judgement`)."""
        training, yardstick = self.experiment.training, self.experiment.yardstick
        outputs = self.networks.forward(training.inputs).outputs
        ends = zip(outputs, self.losses(training), self._start_losses, strict=True)
        return [
            yardstick.has_learned(yardstick.counts(one, training.targets), loss, start)
            for one, loss, start in ends
        ]


def _column(values: Sequence[float]) -> Any:
    """Return one number that all members share, or a number for each, shape (networks, 1)."""
    return values[0] if len({*values}) == 1 else np.array(values)[:, np.newaxis]


class Spread(Stack):
    """The networks of seeds 0, 1, 2, …, trained by the engine all at once, as one stack.

    Parameters
    ----------
    experiment
        Its own seed and parameters do not count, nor does the loss that it would stop at.
    seeds
        How many there are.

    Raises
    ------
    InputError
        If the number of seeds is beyond `LIMITS`, or the stack too large.
    """

    def __init__(self, experiment: Experiment, seeds: int) -> None:
        least, most = LIMITS["seeds"]
        count = checks.whole(seeds, "seeds", least=int(least), most=int(most))
        self.seeds = list(range(count))
        super().__init__([replace(experiment, seed=seed, parameters=()) for seed in self.seeds])

    def answers(self) -> Answers:
        """Return what the networks have come to so far."""
        diverged = self.diverged
        question = self.experiment.network_inputs([self.experiment.question])
        outputs = np.where(
            diverged[:, np.newaxis], np.nan, self.networks.forward(question).outputs[:, 0]
        )  # (networks, outputs)
        which = np.where(diverged, 0, outputs.argmax(axis=1))
        place = np.arange(len(outputs)), which
        return Answers(
            self.seeds,
            outputs[place].tolist(),
            which.tolist(),
            self.experiment.answered(outputs)[place].tolist(),
            self.losses(self.experiment.training).tolist(),
        )

    def summary(self) -> Summary:
        """Return what there is to say of the answers so far."""
        found = self.answers()
        answers, losses = np.array(found.scaled_back), np.array(found.losses)
        stays = np.isfinite(answers)
        counts = np.bincount(
            np.array(found.outputs)[stays], minlength=self.networks.layers[-1].units
        )
        there = np.isfinite(losses) & stays
        least, median, most = _three(answers[there])
        loss_least, loss_median, loss_most = _three(losses[there])
        seeds = np.flatnonzero(there)
        return Summary(
            least=least,
            median=median,
            most=most,
            loss_least=loss_least,
            loss_median=loss_median,
            loss_most=loss_most,
            learned=sum(self.have_learned()),
            best=int(seeds[losses[there].argmin()]) if len(seeds) else None,
            worst=int(seeds[losses[there].argmax()]) if len(seeds) else None,
            diverged=np.flatnonzero(~there).tolist(),
            counts=counts.tolist(),
        )

    def told(self) -> dict[str, Any]:
        """Return the answers and their summary, as plain values under one roof."""
        return {**asdict(self.answers()), **asdict(self.summary())}


def _three(values: Array) -> tuple[float, float, float] | tuple[None, None, None]:
    """Return the least, the median and the most of some values; nothing of none."""
    if not len(values):
        return None, None, None
    return float(values.min()), float(np.median(values)), float(values.max())
