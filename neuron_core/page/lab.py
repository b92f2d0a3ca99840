"""The page's only door into Python: plain values in, plain values and arrays out.

A *frame* is all that the page draws of one iteration, as one row of numbers; `layout` says where
in it each number stands. The page computes none of them.
"""

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from inspect import getsource
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from neuron_core.checks import Array, InputError
from neuron_core.data import features
from neuron_core.data.dataset import MOST_SHOWN, Dataset
from neuron_core.data.patterns import PATTERNS
from neuron_core.engine.activations import ACTIVATIONS, picture
from neuron_core.engine.losses import LOSSES, Loss
from neuron_core.engine.optimisers import OPTIMISERS, Optimiser
from neuron_core.engine.regularisations import REGULARISATIONS, Regularisation
from neuron_core.engine.starts import STARTS, Start
from neuron_core.experiment import LIMITS, Experiment
from neuron_core.insight import plane
from neuron_core.insight.explain import LIMIT, gradient_check
from neuron_core.insight.ledger import ledger
from neuron_core.insight.obstacles import tellable
from neuron_core.insight.plane import Picture, Plane
from neuron_core.insight.quality import quality
from neuron_core.insight.spread import Spread
from neuron_core.insight.surface import surface
from neuron_core.insight.truth_table import truth_table
from neuron_core.page import frames
from neuron_core.presets import GROUPS, PRESETS, TITLES, filled
from neuron_core.reader import own_rule, tutorial
from neuron_core.reader.own_rule import OwnRule
from neuron_core.reader.reader_code import Problem, run_script
from neuron_core.run.training import ENGINE

if TYPE_CHECKING:
    from neuron_core.data.csv_reader import Sheet


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
        self._own: OwnRule | None = None
        self._problem: Problem | None = None
        self._sheet: Sheet | None = None
        self._planes: dict[int, Plane] = {}
        self._cut: list[float] | None = None
        self._begin()

    def open(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """Open an experiment and describe it (see `describe`).

        Under ``"preset"`` it may have the name of one that it differs from (see `filled`).
        Where it has no data, or None, those that are open now stay, and so does their table where
        it has only other things to say of them, such as the share of the test rows. In both cases
        the description does not repeat them.

        The run goes on where it is if the new experiment only asks something else of it, wants
        more or fewer iterations, or would stop at another loss. It goes on too where only `rates`
        are others: what was before the first difference stays, and a run that was further is
        brought back to it (see `Run.change_rates`). Otherwise a new one begins at its
        start. An own rule stays in use, unless it fails here: `rule_problem` tells.

        Raises
        ------
        InputError
            If the experiment is not accepted. The one that was open stays.
        """
        plain = filled(plain)
        again = self._without_table(plain)
        self._open(Experiment.from_plain(plain if again is None else {**plain, "data": again}))
        return self.describe(with_data=again is None)

    def change_rate(self, rate: float) -> dict[str, Any]:
        """Let the run go on with another learning rate from here on, and describe it.

        Raises
        ------
        InputError
            If the rate is not accepted.
        """
        self._open(self.experiment.with_rate(self.iteration, rate))
        return self.describe(with_data=False)

    def link(self, with_weights: bool) -> dict[str, Any]:
        """Return what of the open experiment is not as in the tutorial, in its plain form.

        With weights, those of this iteration are what it starts from.
        """
        experiment = self.experiment
        if with_weights:
            experiment = experiment.with_parameters(self.run.network.parameters)
        default = Experiment().plain()
        return {name: value for name, value in experiment.plain().items() if value != default[name]}

    def describe(self, with_data: bool = True) -> dict[str, Any]:
        """Return what the page needs to know of the open experiment, besides its frames.

        Its plain form comes without its data, which may be large, if they are known already. The
        rows that frames show are always under ``data``.
        """
        columns = self.experiment.data.inputs.shape[1]
        return {
            "experiment": self.experiment.plain(with_data),
            "data": self._shown_data(),
            "features": [
                {"name": one.name, "title": one.title} for one in features.available(columns)
            ],
            "patterns": [
                {"name": one.name, "title": one.title, "kind": one.kind}
                for one in PATTERNS.values()
            ],
            "edited": self._own is not None,
            "layout": self.layout(),
            "curve": picture(self.experiment.layers[-1].activation),
            "plane": plane.plain(self.experiment, self._cut),
            "steps_in_epoch": self.experiment.steps_in_epoch,
            "meanings": self.experiment.yardstick.meanings(),
            "obstacles": [
                {"title": one.title, "text": one.text} for one in tellable(self.experiment)
            ],
            "activations": [
                {"name": one.name, "curve": one.curve, "slope_rule": one.slope_rule}
                | {"formula": one.formula, "slope_formula": one.slope_formula}
                | {"hidden": not one.row_wise}
                for one in ACTIVATIONS.values()
            ],
            "losses": [_loss(one) for one in LOSSES.values()],
            "optimisers": [_told(one) for one in OPTIMISERS.values()],
            "regularisations": [_told(one) for one in REGULARISATIONS.values()],
            "starts": [_told(one) for one in STARTS.values()],
            "limits": {name: list(bounds) for name, bounds in LIMITS.items()},
            "presets": {name: preset.plain() for name, preset in PRESETS.items()},
            "titles": dict(TITLES),
            "groups": {name: list(presets) for name, presets in GROUPS.items()},
            "preset": next((name for name, one in PRESETS.items() if one == self.experiment), ""),
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

    @property
    def stopped_at(self) -> int | None:
        """The iteration at which the loss is low enough to stop a training, if it is known."""
        stop = self.experiment.stop_at
        return None if stop is None else self.run.first_at_most(stop)

    @property
    def ended(self) -> bool:
        """Whether a training goes no further from here.

        The run has diverged, an own rule has failed, or the loss is low enough to stop.
        """
        return self.iteration in (self.run.diverged_at, self.run.failed_at, self.stopped_at)

    def goto(self, iteration: int) -> None:
        """Bring the run to that iteration (see `Run.goto`)."""
        self.run.goto(iteration)

    def train(self, until: int, milliseconds: float) -> bool:
        """Train up to an iteration, for about that long at most; return whether it is done.

        It ends at the first iteration with a loss that is low enough (see `Experiment.stop_at`),
        however it is cut into slices. From beyond it, where `travel` may lead, there is no stop.
        """
        began = self.iteration
        done = self.travel(until, milliseconds, stops=True)
        stop = self.stopped_at
        if stop is None or not began <= stop < self.iteration:
            return done or self.iteration == stop
        self.goto(stop)  # the last portion went past it
        return True

    def travel(self, until: int, milliseconds: float, *, stops: bool = False) -> bool:
        """Go forward to an iteration, for about that long at most; return whether it is reached.

        What the run has been through is passed over at once. Then ever larger portions keep the
        look at the clock cheap; the last one may run over by as much as the time given. No loss
        stops it, unless `stops` says so; then it may go past that.
        """
        end = perf_counter() + milliseconds / 1000
        began = self.iteration
        if self.run.jumps:
            self.goto(max(began, min(until, self.run.trace.iterations[-1])))
        portion = 2  # even, so that what is shown of weights that flip at every step stays in phase
        while self.iteration < self.run.within_reach(until):
            if stops and (stop := self.stopped_at) is not None and began <= stop:
                break
            self.goto(min(until, self.iteration + portion))
            portion *= 2
            if perf_counter() > end:
                break
        return self.iteration == self.run.within_reach(until)

    def frame(self) -> Array:
        """Return the frame of the iteration that the run is at, shape (numbers,)."""
        return frames.frame(self.experiment, self.run)

    def losses(self) -> Array:
        """Return the iterations of the run's trace and the losses at each, shape (3, iterations).

        First those over the rows that are trained on, then those over all others, or not numbers.
        """
        return np.stack([*self.run.curve(), self.run.test_losses()])

    def quality(self) -> dict[str, Any]:
        """Return how good the network is here (see `quality`)."""
        return asdict(quality(self.experiment, self.run.network))

    def read_csv(self, source: str | bytes, **choices: Any) -> dict[str, Any]:
        """Read a file's table and keep it; return what a person sees of it (see `Sheet.plain`).

        The choices are the arguments of `csv_reader.read`.

        Raises
        ------
        InputError
            If it cannot be read (see `csv_reader.read`). The table that was kept stays.
        """
        from neuron_core.data import csv_reader  # not at the start: few readers have a file

        self._sheet = csv_reader.read(source, **choices)
        return self._sheet.plain()

    def csv_costs(self, inputs: list[int], target: int | list[int]) -> str:
        """Return which rows of the kept table such a use leaves out (see `csv_reader.costs`).

        Raises
        ------
        InputError
            If no table has been read, or there is no such column.
        """
        from neuron_core.data import csv_reader

        return csv_reader.costs(self._kept_sheet(), inputs, target)

    def csv_experiment(
        self, inputs: list[int], target: int | list[int], **choices: Any
    ) -> dict[str, Any]:
        """Return the open experiment with the data of the kept table instead, in its plain form.

        The arguments are those of `csv_reader.dataset`; for what else is changed see
        `Experiment.about`.

        Raises
        ------
        InputError
            If no table has been read, or it cannot be used that way.
        """
        return self._about_sheet(inputs, target, choices).plain()

    def use_csv(self, inputs: list[int], target: int | list[int], **choices: Any) -> dict[str, Any]:
        """Open what `csv_experiment` returns, without a large table going out and in again."""
        self._open(self._about_sheet(inputs, target, choices))
        return self.describe(with_data=False)

    def ledger(self, unit: int | None = None) -> dict[str, Any]:
        """Return the arithmetic of the step that led here; at the start, of the first one.

        See `ledger`. There is none for an own rule: ``{"edited": True}``.
        """
        if self._own:
            return {"edited": True}
        with self._one_step_earlier():
            return ledger(self.run, unit, self.experiment.training.rows).plain()

    def frame_before(self) -> Array:
        """Return the frame from which the step was taken that led here; at the start, this one."""
        with self._one_step_earlier():
            return self.frame()

    def truth_table(self) -> list[dict[str, Any]] | None:
        """Return the outputs here for all rows of 0 and 1, or None (see `truth_table`)."""
        rows = truth_table(self.run.network, self.experiment)
        return None if rows is None else [asdict(row) for row in rows]

    def gradient_check(self) -> dict[str, Any]:
        """Return the slopes of the loss here, by formula and by nudging (see `GradientCheck`).

        The loss is that over the first `MOST_SHOWN` rows that are trained on. Those by formula are
        what the rule in use takes them for. Where there is no slope, the two of a `kink` are told.
        """
        shown = slice(MOST_SHOWN)
        over = self.run.network, self.run.inputs[shown], self.run.targets[shown]
        check = gradient_check(*over, self._own.gradient(*over) if self._own else None)
        parameters: list[dict[str, Any]] = [
            {"by_formula": one, "by_nudging": other}
            for one, other in zip(check.by_formula.tolist(), check.by_nudging.tolist(), strict=True)
        ]
        for place in np.flatnonzero(check.kinks).tolist():
            parameters[place]["kink"] = check.sides[:, place].tolist()
        return {
            "parameters": parameters,
            "relative_error": check.relative_error,
            "passed": check.passed,
            "judged": check.judged,
            "verdict": check.verdict,
            "left_out": check.left_out,
            "limit": LIMIT,
        }

    def surface(self, first: int, second: int) -> dict[str, Any]:
        """Return the loss over two parameters and the way here (see `Surface`)."""
        found = surface(self.run, first, second)
        axes = {"first": found.first.tolist(), "second": found.second.tolist()}
        return {**asdict(found), **axes}

    def plane(self, points: int) -> Picture:
        """Return every neuron's outputs over the plane of two inputs (see `Plane.outputs`)."""
        if points not in self._planes:
            self._planes = {points: Plane(self.experiment, self.run.network, points, self._cut)}
        return self._planes[points].outputs()

    def cut(self, values: list[float]) -> None:
        """Have `plane` and `warped` show another slice, until the data have other columns.

        Raises
        ------
        InputError
            If they are not a number for each column after the first two.
        """
        self._cut = plane.checked_cut(self.experiment, values)
        self._planes.clear()

    def warped(self, layer: int, first: int, second: int) -> dict[str, Any]:
        """Return where a layer takes the plane, as outputs of two neurons (see `Warped`)."""
        found = plane.warped(self.experiment, self.run.network, layer, first, second, self._cut)
        return {**asdict(found), "ranges": [list(reach) for reach in found.ranges]}

    def spread(self, seeds: int) -> dict[str, Any]:
        """Train networks from that many starts to the end; return their `Answers` and `Summary`.

        It is the engine that trains them, whatever rule is in use. To do it in slices, use a
        `Spread`, which `spreading` returns.
        """
        networks = self.spreading(seeds)
        networks.train()
        return networks.told()

    def spreading(self, seeds: int) -> Spread:
        """Return the networks that `spread` trains, at their start."""
        return Spread(self.experiment, seeds)

    def rule(self) -> dict[str, str]:
        """Return the Python of one training step for the open experiment (see `rule`)."""
        return {"source": own_rule.source(self.experiment)}

    def use_rule(self, source: str | None) -> dict[str, Any] | None:
        """Begin the run anew with a reader's rule, or with the engine again for None.

        A rule that does not work is not taken; what is wrong with it is returned (see `Problem`).
        """
        own = None if source is None else own_rule.compiled(source, self.experiment)
        if isinstance(own, Problem):
            return own.plain()
        self._own, self._problem = own, None
        self._begin()
        return None

    def rule_problem(self) -> dict[str, Any] | None:
        """Return why the reader's rule did not go on, or None."""
        problem = self._own.problem if self._own else self._problem
        if not problem and self.run.strayed_at is not None:
            problem = Problem(own_rule.STRAYED, None, "")
        return problem.plain() if problem else None

    def run_script(self, source: str) -> dict[str, Any] | None:
        """Run a program of the reader's; return what is wrong with it (see `Problem`), or None."""
        problem = run_script(source)
        return problem.plain() if problem else None

    def tutorial_script(self) -> str:
        """Return the tutorial's program, which runs as it stands (see `tutorial`)."""
        return getsource(tutorial)

    def record(self) -> Array:
        """Train to the end and return frames of the whole run (see `frames.record`)."""
        self._begin()  # the open run may have been further
        self.train(self.experiment.iterations, inf)
        end = self.iteration
        if end < self.run.trace.iterations[-1]:  # it has looked beyond where it stops
            self._begin()
            self.goto(end)
        return frames.record(self.experiment, self.run)

    def layout(self) -> dict[str, dict[str, Any]]:
        """Return where in a frame each number stands (see `frames.layout`)."""
        return frames.layout(self.experiment)

    def _open(self, experiment: Experiment) -> None:
        again = not experiment.same_run(replace(self.experiment, rates=experiment.rates))
        slices = [(one.data.title, plane.usual_cut(one)) for one in (experiment, self.experiment)]
        if slices[0] != slices[1]:
            self._cut = None  # its columns are others
        self.experiment = experiment
        self._planes.clear()  # it may be another slice now
        if not again:
            self.run.change_rates(experiment.rates)
        else:
            self._problem = self._own.tried_on(experiment) if self._own else None
            if self._problem:
                self._own = None
            self._begin()
        self.goto(min(self.iteration, experiment.iterations))

    def _about_sheet(
        self, inputs: list[int], target: int | list[int], choices: dict[str, Any]
    ) -> Experiment:
        from neuron_core.data import csv_reader

        data = csv_reader.dataset(self._kept_sheet(), inputs, target, **choices)
        return self.experiment.about(data)

    def _kept_sheet(self) -> "Sheet":
        if self._sheet is None:
            raise InputError("No file has been read yet.")
        return self._sheet

    def _without_table(self, plain: Any) -> Dataset | dict[str, Any] | None:
        """Return the data that a plain experiment means if it has no table of its own."""
        said, open_now = (
            plain.get("data") if isinstance(plain, Mapping) else {},
            self.experiment.data,
        )
        if said is None:
            return open_now
        if not isinstance(said, Mapping) or not said or {"inputs", "targets", "recipe"} & {*said}:
            return None
        return {**{one.name: getattr(open_now, one.name) for one in fields(open_now)}, **said}

    def _shown_data(self) -> dict[str, Any]:
        """Return what is to be known of the open data, with the numbers of the shown rows only."""
        data, shown = self.experiment.data, slice(MOST_SHOWN)
        tested = data.test.rows
        return {
            "inputs": data.inputs[shown].tolist(),
            "fed": self.experiment.fed(
                np.vstack([data.inputs[shown], self.experiment.question])
            ).tolist(),
            "targets": data.targets[shown].tolist(),
            "aims": self.experiment.targets[shown].tolist(),
            "coding": _coding(self.experiment),
            "title": data.title,
            "names": list(data.names),
            "scales": list(data.scales),
            "kind": data.kind,
            "test": tested[tested < MOST_SHOWN].tolist(),
            "test_rows": len(tested),
            "test_share": data.test_share,
            "seed": data.seed,
            "rows": len(data.inputs),
            "recipe": asdict(data.recipe) if data.recipe else None,
        }

    @contextmanager
    def _one_step_earlier(self) -> Iterator[None]:
        """Have the run before its last step; it comes back, whatever happens there."""
        here = self.iteration
        self.goto(max(0, here - 1))
        try:
            yield
        finally:
            self.goto(here)

    def _begin(self) -> None:
        self.run = self.experiment.run(self._own.rule if self._own else ENGINE)
        self._planes.clear()


def _coding(experiment: Experiment) -> str:
    """Return what the loss makes of targets that it does not take as they are written."""
    if not experiment.coding:
        return ""
    (low, least), (high, most) = experiment.coding.items()
    return (
        f"For {experiment.loss}, the target {low:g} counts as {least:g} and {high:g} as {most:g}."
    )


def _loss(row: Loss) -> dict[str, Any]:
    cancels = all(measure.cancels for measure in row.measures.values())
    return _told(row) | {"activations": list(row.measures), "slope_cancels": cancels}


def _told(row: Loss | Optimiser | Regularisation | Start) -> dict[str, Any]:
    return {"name": row.name, "title": row.title, "formula": row.formula}
