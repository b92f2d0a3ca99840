"""Several values of one setting of an experiment, each trained from several starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import floor, inf, log10
from time import perf_counter
from types import MappingProxyType
from typing import Any

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array
from neuron_core.engine.layers import Layer
from neuron_core.experiment import LIMITS, Experiment
from neuron_core.insight.spread import Stack

SEEDS = 5
"""From so many starts each value is trained, the seeds 0, 1, 2, …: one alone may be a lucky one."""
_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
_PENALTIES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
_SLICE = 5.0
"""Milliseconds for one stack before it is the next one's turn."""


def _rates(experiment: Experiment) -> list[float]:
    """Return rates on both sides of the present one, two powers of ten far: 1 and 3 of each."""
    power = floor(log10(experiment.learning_rate or 1))
    rates = (factor * 10.0**at for at in range(power - 2, power + 3) for factor in (1, 3))
    least, most = LIMITS["learning_rate"]
    return [float(f"{rate:.1g}") for rate in rates if least < rate <= most]


def _with_rate(experiment: Experiment, value: float) -> Experiment:
    return replace(experiment, learning_rate=value, rates=())


def _with_penalty(experiment: Experiment, value: float) -> Experiment:
    """Return it with that penalty; one of L2 where there was none."""
    kind = "l2" if experiment.regularisation == "none" else experiment.regularisation
    return replace(experiment, regularisation=kind, regularisation_rate=value)


def _with_size(experiment: Experiment, value: float) -> Experiment:
    """Return it with another number of neurons in its first hidden layer; if none, in a new one."""
    *hidden, last = experiment.layers
    first, *rest = hidden or [Layer(1, "tanh", bias=True)]
    layers = (replace(first, units=int(value)), *rest, last)
    return replace(experiment, layers=layers, parameters=())


@dataclass(frozen=True)
class Setting:
    """What is compared.

    Attributes
    ----------
    title
        For people.
    values
        ``values(experiment)``: those that are tried, in ascending order.
    applied
        ``applied(experiment, value)``: the experiment with that value.
    """

    title: str
    values: Callable[[Experiment], Sequence[float]]
    applied: Callable[[Experiment, float], Experiment]


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "rate": Setting("learning rate", _rates, _with_rate),
        "penalty": Setting("rate of the penalty", lambda _: _PENALTIES, _with_penalty),
        "size": Setting("neurons in the first hidden layer", lambda _: _SIZES, _with_size),
    }
)
"""What can be compared, by the names that the page uses."""


@dataclass(frozen=True)
class Tried:
    """What came of one value.

    Attributes
    ----------
    losses
        Of its networks, by their seeds: over the rows that were not trained on, or, if there are
        none, over those that were. None where one has diverged.
    median
        The middle one of these, where a diverged one counts as the largest; None if that diverged.
    learned
        How many have learned (see `judgement`).
    best
        The seed of the least loss, the first of several; None if all have diverged.
    """

    value: float
    losses: list[float | None]
    median: float | None
    learned: int
    best: int | None


class Sweep:
    """The networks of several values of one setting, trained in turns as few stacks.

    Networks of one shape are one stack, whatever their learning rates and penalties.

    Parameters
    ----------
    experiment
        Its seed and its start weights do not count.
    setting
        A key of `SETTINGS`.

    Raises
    ------
    InputError
        If there is no such setting, or a stack would be too large.
    """

    def __init__(self, experiment: Experiment, setting: str) -> None:
        self.setting = SETTINGS[checks.one_of(setting, "setting", SETTINGS)]
        self.experiment = replace(experiment, parameters=())
        self.values = [float(one) for one in self.setting.values(experiment)]
        members = [
            replace(self.setting.applied(self.experiment, value), seed=seed)
            for value in self.values
            for seed in range(SEEDS)
        ]
        together = [members]
        if setting == "size":
            together = [members[at : at + SEEDS] for at in range(0, len(members), SEEDS)]
        self._stacks = [Stack(some) for some in together]

    def train(self, milliseconds: float = inf) -> bool:
        """Train for about that long at most; return whether all iterations are done."""
        end = perf_counter() + milliseconds / 1000
        while waiting := [one for one in self._stacks if one.share < 1]:
            least = min(waiting, key=lambda one: one.share)
            least.train(inf if milliseconds == inf else _SLICE)
            if perf_counter() > end:
                break
        return self.share == 1

    @property
    def share(self) -> float:
        """How much of the training is done, from 0 to 1."""
        return sum(one.share for one in self._stacks) / len(self._stacks)

    def tried(self) -> list[Tried]:
        """Return what has come of each value so far."""
        part = self.experiment.test if len(self.experiment.test.rows) else self.experiment.training
        losses = np.concatenate([one.losses(part) for one in self._stacks])
        learned = [each for one in self._stacks for each in one.have_learned()]
        found = []
        for at, value in enumerate(self.values):
            own = slice(at * SEEDS, (at + 1) * SEEDS)
            found.append(_tried(value, losses[own], sum(learned[own])))
        return found

    def told(self) -> dict[str, Any]:
        """Return what has come of all of them, as plain values.

        ``best`` is the place of the value with the least median, the first of several, or None;
        ``experiment`` what would open it, from its best start, without the data.
        """
        tried = self.tried()
        medians = [inf if one.median is None else one.median for one in tried]
        best = int(np.argmin(medians)) if min(medians) < inf else None
        opened = None
        if best is not None:
            chosen = self.setting.applied(self.experiment, tried[best].value)
            opened = replace(chosen, seed=tried[best].best or 0).plain(with_data=False)
        return {
            "title": self.setting.title,
            "tested": bool(len(self.experiment.test.rows)),
            "tried": [asdict(one) for one in tried],
            "best": best,
            "experiment": opened,
        }


def _tried(value: float, losses: Array, learned: int) -> Tried:
    ended = np.isfinite(losses)
    middle = float(np.sort(np.where(ended, losses, np.inf))[len(losses) // 2])
    best = int(np.where(ended, losses, np.inf).argmin()) if ended.any() else None
    told = [loss if stays else None for loss, stays in zip(losses.tolist(), ended, strict=True)]
    return Tried(value, told, middle if middle < inf else None, learned, best)
