"""The page's only door into Python: plain values in, plain values and arrays out.

A *frame* is all that the page draws of one iteration, as one row of numbers; `layout` says where
in it each number stands. The page computes none of them.
"""

import platform
from collections.abc import Mapping
from dataclasses import asdict
from time import perf_counter
from typing import Any

import numpy as np

from neuron_core.activations import ACTIVATIONS, activation
from neuron_core.checks import Array
from neuron_core.experiment import LIMITS, Experiment
from neuron_core.explain import LIMIT, gradient_check
from neuron_core.ledger import ledger
from neuron_core.presets import PRESETS
from neuron_core.training import next_kept
from neuron_core.truth_table import truth_table

RECORDED_DIGITS = 6
"""What of a run is shipped with the page: see `training.next_kept`."""
CURVE_REACH = 6.0
CURVE_POINTS = 121


class Lab:
    """One experiment on the bench, and its run.

    Attributes
    ----------
    experiment
        The `Experiment` that is open; at first the tutorial's.
    run
        Its `Run`.
    """

    def __init__(self) -> None:
        self.experiment = Experiment()
        self.run = self.experiment.run()

    def open(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """Open an experiment and describe it (see `describe`).

        The run goes on where it is if the new experiment only asks something else of it, or
        wants more or fewer iterations; otherwise a new one begins at its start.

        Raises
        ------
        InputError
            If the experiment is not accepted. The one that was open stays.
        """
        experiment = Experiment.from_plain(plain)
        if not experiment.same_run(self.experiment):
            self.run = experiment.run()
        self.experiment = experiment
        self.goto(min(self.iteration, experiment.iterations))
        return self.describe()

    def describe(self) -> dict[str, Any]:
        """Return what the page needs to know of the open experiment, besides its frames."""
        return {
            "experiment": self.experiment.plain(),
            "layout": self.layout(),
            "curve": _picture(self.experiment.layers[-1].activation),
            "activations": [
                {"name": one.name, "curve": one.curve, "slope_rule": one.slope_rule}
                | {"formula": one.formula, "slope_formula": one.slope_formula}
                for one in ACTIVATIONS.values()
            ],
            "limits": {name: list(bounds) for name, bounds in LIMITS.items()},
            "presets": {name: preset.plain() for name, preset in PRESETS.items()},
            "versions": {"python": platform.python_version(), "numpy": np.__version__},
        }

    @property
    def iteration(self) -> int:
        """The iteration that the run is at."""
        return self.run.iteration

    @property
    def diverged(self) -> bool:
        """Whether the run is where it diverged, so that it goes no further."""
        return self.iteration == self.run.diverged_at

    def goto(self, iteration: int) -> None:
        """Bring the run to that iteration (see `Run.goto`)."""
        self.run.goto(iteration)

    def train(self, until: int, milliseconds: float) -> bool:
        """Train up to an iteration, for about that long at most; return whether it is done.

        What the run has been through is passed over at once. Then ever larger portions keep the
        look at the clock cheap; the last one may run over by as much as the time given.
        """
        end = perf_counter() + milliseconds / 1000
        self.goto(max(self.iteration, min(until, self.run.trace.iterations[-1])))
        portion = 2  # even, so that what is shown of weights that flip at every step stays in phase
        while self.iteration < self.run.within_reach(until):
            self.goto(min(until, self.iteration + portion))
            portion *= 2
            if perf_counter() > end:
                break
        return self.iteration == self.run.within_reach(until)

    def frame(self) -> Array:
        """Return the frame of the iteration that the run is at, shape (numbers,)."""
        iteration = np.array([self.run.iteration], dtype=np.float64)
        frame: Array = self._frames(iteration, self.run.network.parameters[np.newaxis])[0]
        return frame

    def losses(self) -> Array:
        """Return the run's iterations that are kept and their losses, shape (2, iterations)."""
        return np.stack(self.run.curve())

    def ledger(self, unit: int | None = None) -> dict[str, Any]:
        """Return the arithmetic of the step from here to the next iteration (see `ledger`)."""
        return ledger(self.run, unit).plain()

    def truth_table(self) -> list[dict[str, Any]] | None:
        """Return the outputs here for all rows of 0 and 1, or None (see `truth_table`)."""
        rows = truth_table(self.run.network, self.experiment.data)
        return None if rows is None else [asdict(row) for row in rows]

    def gradient_check(self) -> dict[str, Any]:
        """Return the slopes of the loss here, by formula and by nudging (see `GradientCheck`)."""
        check = gradient_check(self.run.network, self.run.inputs, self.run.targets)
        pairs = zip(check.by_formula.tolist(), check.by_nudging.tolist(), strict=True)
        return {
            "parameters": [{"by_formula": one, "by_nudging": other} for one, other in pairs],
            "relative_error": check.relative_error,
            "passed": check.passed,
            "limit": LIMIT,
        }

    def record(self) -> Array:
        """Train to the end and return frames of the whole run, shape (frames, numbers).

        Among them are the first and the last iteration and the one with the lowest loss.
        """
        self.run = self.experiment.run()  # the open one may have been further
        self.goto(self.experiment.iterations)
        lowest, _ = self.run.lowest()
        kept = {0, lowest, self.run.iteration}
        places = [
            place
            for place, iteration in enumerate(self.run.trace.iterations)
            if iteration in kept or next_kept(iteration - 1, RECORDED_DIGITS) == iteration
        ]
        iterations = np.array(self.run.trace.iterations, dtype=np.float64)
        return self._frames(iterations[places], self.run.trace.parameters[places])

    def layout(self) -> dict[str, dict[str, Any]]:
        """Return for each part of a frame where it starts, its shape and what it is.

        `sums` and `outputs` have a row for each row of the data and one more for the new
        situation, and a column for each neuron, layer by layer. `diverged` is the iteration at
        which the run diverged, or not a number. `lowest` is what `Run.lowest` gives
        for the iterations of the experiment.
        """
        rows, _ = self.experiment.data.inputs.shape
        outputs = self.experiment.data.targets.shape[1]
        units = sum(layer.units for layer in self.experiment.layers)
        shapes: dict[str, list[int]] = {
            "iteration": [],
            "diverged": [],
            "loss": [],
            "lowest": [2],
            "parameters": [self.run.network.parameters.size],
            "sums": [rows + 1, units],
            "outputs": [rows + 1, units],
            "errors": [rows, outputs],
        }
        starts = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes.values())]).tolist()
        return {
            name: {"start": start, "shape": shape}
            for (name, shape), start in zip(shapes.items(), starts, strict=False)
        }

    def _frames(self, iterations: Array, parameters: Array) -> Array:
        """Return a frame for each iteration and its parameters, all computed at once."""
        data, count = self.experiment.data, len(iterations)
        network = self.run.network.like(parameters)
        with np.errstate(all="ignore"):  # after a divergence
            stages = network.forward(np.vstack([data.inputs, self.experiment.question])).stages
            answers = stages[-1].outputs[:, :-1]
            diverged = self.run.diverged_at
            parts = (
                iterations,
                np.full(count, np.nan if diverged is None else diverged),
                network.loss(data.inputs, data.targets),
                np.tile(self.run.lowest(self.experiment.iterations), (count, 1)),
                parameters,
                np.concatenate([stage.sums for stage in stages], axis=-1),
                np.concatenate([stage.outputs for stage in stages], axis=-1),
                data.targets - answers,
            )
        return np.concatenate([part.reshape(count, -1) for part in parts], axis=1)


def _picture(name: str) -> dict[str, list[float]]:
    """Return points of an activation's curve, as many left of a sum of 0 as right of it."""
    sums = np.linspace(-CURVE_REACH, CURVE_REACH, CURVE_POINTS)
    outputs = np.empty_like(sums)
    activation(name).output(sums, outputs)
    return {"sums": sums.tolist(), "outputs": outputs.tolist()}
