"""What shape the loss of a run has over its iterations: in words, and at the points that count."""

from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array
from neuron_core.data.judgement import MUCH_WORSE
from neuron_core.experiment import Experiment
from neuron_core.insight.course import REST
from neuron_core.run.training import Run

LEVEL = 1.1
"""A loss stays where it is as long as it is within this factor of its last value."""
MOST_LEGS = 6
"""So many falls and rises are told one by one; of others, how many there are."""
HIGHEST = 1e300
"""A loss above this counts as one without end, whose logarithm is still a number."""


@dataclass(frozen=True)
class LossCurve:
    """The curve of a run up to its iteration.

    Attributes
    ----------
    words
        Its shape, as a sentence.
    iterations, losses, test_losses
        The points that count: the start, the end, each turn, and the powers of ten on the way;
        the losses there over the rows that are trained on, and over all others, or not numbers.
    """

    words: str
    iterations: list[int]
    losses: list[float]
    test_losses: list[float]


def loss_curve(experiment: Experiment, run: Run) -> LossCurve:
    """Return the shape of what a run has been through, up to where it is."""
    iterations, losses = run.curve()
    until = int(np.searchsorted(iterations, run.iteration, side="right"))
    iterations, losses = iterations[:until], losses[:until]
    places = turns(losses)
    decades = iterations.searchsorted(10.0 ** np.arange(len(str(run.iteration))))
    shown = sorted({*places, *decades[decades < until].tolist(), until - 1})
    return LossCurve(
        _sentence(experiment.loss_titles[0], iterations, losses, places),
        iterations[shown].astype(int).tolist(),
        losses[shown].tolist(),
        run.test_losses()[shown].tolist(),
    )


def swinging(run: Run) -> list[int]:
    """Return the places of the parameters that the last two steps moved, and back again.

    Each of them by more than `REST`. The run stays where it is.
    """
    now = run.iteration
    if now < 2:
        return []
    with run.coming_back():
        run.goto(now - 2)
        before = run.network.parameters.copy()
        run.goto(now - 1)
        between = run.network.parameters.copy()
    with np.errstate(all="ignore"):  # after a divergence
        first, second = between - before, run.network.parameters - between
        back = (first * second < 0) & (np.minimum(abs(first), abs(second)) >= REST)
    places: list[int] = np.flatnonzero(back).tolist()
    return places


def turns(losses: Array) -> list[int]:
    """Return the places at which losses begin, turn and end.

    A loss has turned where it comes to be `MUCH_WORSE` times as high, or as low, as it was at the
    place: smaller ups and downs are no turns. The last place is the end.

    Examples
    --------
    >>> turns(np.array([1.7, 0.1, 0.0015, 0.004, 0.03, 0.09]))
    [0, 2, 5]
    >>> turns(np.array([1.0, 0.5, 0.6, 0.1, 0.12, 0.01]))
    [0, 5]
    """
    with np.errstate(all="ignore"):
        heights = np.log(np.clip(np.nan_to_num(losses, nan=HIGHEST), 1 / HIGHEST, HIGHEST))
    turn = float(np.log(MUCH_WORSE))
    found, direction, extreme = [0], 0, 0
    for place, height in enumerate(heights.tolist()):
        gone = height - heights[extreme]
        if direction == 0:
            if abs(gone) >= turn:
                direction, extreme = (1 if gone > 0 else -1), place
        elif gone * direction >= 0:
            extreme = place
        elif abs(gone) >= turn:
            found.append(extreme)
            direction, extreme = -direction, place
    last = len(losses) - 1
    return found if found[-1] == last else [*found, last]


def _sentence(title: str, iterations: Array, losses: Array, places: list[int]) -> str:
    if len(losses) == 1:
        return f"At the start the {title} is {losses[0]:.3g}."
    level = _level_from(iterations, losses)
    if level == 0:
        return f"The {title} stays near {losses[0]:.3g}."
    endless = np.flatnonzero(~np.isfinite(losses))
    end = int(endless[0]) if len(endless) else len(losses) - 1 if level is None else level
    ends = [*(place for place in places[1:] if place < end), end]
    parts = [f"begins at {losses[0]:.3g}"]
    parts += [
        _leg(int(iterations[to]), losses[to], losses[to] > losses[begin])
        for begin, to in zip([0, *ends], ends[:MOST_LEGS], strict=False)
    ]
    if len(ends) > MOST_LEGS:
        parts.append(f"turns {len(ends) - MOST_LEGS} more times")
    if level is not None:
        parts.append(f"stays near {losses[-1]:.3g} from there on")
    return f"The {title} {', '.join(parts[:-1])} and {parts[-1]}."


def _leg(iteration: int, loss: float, rises: bool) -> str:
    if not np.isfinite(loss):
        return f"rises beyond all numbers at iteration {iteration:,}"
    return f"{'rises' if rises else 'falls'} to {loss:.3g} at iteration {iteration:,}"


def _level_from(iterations: Array, losses: Array) -> int | None:
    """Return the place from which the loss stays where it is, for half of the run at least."""
    last = losses[-1]
    if not np.isfinite(last):
        return None
    away = np.flatnonzero(~((losses <= last * LEVEL) & (losses >= last / LEVEL)))
    place = int(away[-1]) + 1 if len(away) else 0
    return place if 2 * iterations[place] <= iterations[-1] else None
