"""Many networks of one experiment, each from start weights of its own, and what they answer."""

from dataclasses import dataclass, replace
from functools import partial
from math import inf
from time import perf_counter

import numpy as np

from neuron_core import checks
from neuron_core.batches import Batches
from neuron_core.checks import InputError
from neuron_core.experiment import LIMITS, Experiment
from neuron_core.passes import Pass

_MOST_OUTPUTS = 10_000_000
"""Of all networks together; an array of them takes 80 MB."""
_PORTION = 16
"""Steps between two looks at the clock."""


@dataclass(frozen=True)
class Answers:
    """What each network has come to; not a number where it has diverged.

    Attributes
    ----------
    seeds
        Of the start weights.
    answers
        To the experiment's question: each network's last output.
    scaled_back
        The same times what the data's targets were divided by (see `Dataset.scales`).
    losses
        The mean squared errors over the rows that were trained on.
    """

    seeds: list[int]
    answers: list[float]
    scaled_back: list[float]
    losses: list[float]


class Spread:
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
        If the number of seeds is beyond `LIMITS`, the stack too large, or the experiment one of
        mini-batches, whose order is another one for each seed.
    """

    def __init__(self, experiment: Experiment, seeds: int) -> None:
        least, most = LIMITS["seeds"]
        count = checks.whole(seeds, "seeds", least=int(least), most=int(most))
        inputs, targets = experiment.training.inputs, experiment.training.targets
        rows = len(inputs)
        if experiment.batch_size not in (None, rows):
            raise InputError("seeds: networks can be trained at once on all rows, not in batches.")
        outputs = count * rows * max(layer.units for layer in experiment.layers)
        if outputs > _MOST_OUTPUTS:
            raise InputError(
                f"seeds: {count:,} networks are too many for {checks.counted(rows, 'row')}."
            )
        self.experiment, self.iteration, self.seeds = experiment, 0, list(range(count))
        starts = [
            replace(experiment, seed=seed, parameters=()).network().parameters
            for seed in self.seeds
        ]
        self.networks = experiment.network().like(np.array(starts))
        descent = experiment.descent()
        self._steps = Batches(
            inputs,
            targets,
            rows,
            experiment.seed,
            [(0, experiment.learning_rate), *experiment.rates],
            experiment.average and descent.is_plain,
            partial(
                Pass,
                self.networks,
                descent=descent,
                average=experiment.average and not descent.is_plain,
            ),
        )

    def train(self, milliseconds: float = inf) -> bool:
        """Train for about that long at most; return whether all iterations are done."""
        end = perf_counter() + milliseconds / 1000
        with np.errstate(all="ignore"):  # one that diverges is found in its answer
            while left := self.experiment.iterations - self.iteration:
                portion = min(left, _PORTION)
                if change := self._steps.change_after(self.iteration):
                    portion = min(portion, change - self.iteration)
                self._steps.step(self.iteration, portion)
                self.iteration += portion
                if perf_counter() > end:
                    break
        return self.iteration == self.experiment.iterations

    def answers(self) -> Answers:
        """Return what the networks have come to so far."""
        scales, training = self.experiment.data.scales, self.experiment.training
        question = self.experiment.fed([self.experiment.question])
        answers = self.networks.forward(question).outputs[:, 0, -1]
        with np.errstate(all="ignore"):
            losses = self.networks.loss(training.inputs, training.targets)
        scale = scales[-1] if scales else 1.0
        return Answers(self.seeds, answers.tolist(), (answers * scale).tolist(), losses.tolist())
