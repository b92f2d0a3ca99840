"""The page's only door into Python: plain values in, plain values and arrays out.

A *frame* is all that the page draws of one iteration, as one row of numbers; `layout` says where
in it each number stands. The page computes none of them.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from neuron_core.checks import Array, InputError
from neuron_core.data import features
from neuron_core.data.dataset import MOST_SHOWN, Dataset
from neuron_core.engine.activations import picture
from neuron_core.engine.compiled import host
from neuron_core.experiment import Experiment
from neuron_core.insight import plane
from neuron_core.insight.obstacles import tellable
from neuron_core.insight.plane import Heatmap, Plane
from neuron_core.insight.spread import Spread
from neuron_core.page import frames
from neuron_core.page.queries import QUERIES, told
from neuron_core.presets import PRESETS, filled
from neuron_core.reader import own_rule
from neuron_core.reader.own_rule import OwnRule
from neuron_core.reader.reader_code import Problem, run_script
from neuron_core.run.training import ENGINE

if TYPE_CHECKING:
    from neuron_core.data.csv_reader import Sheet
    from neuron_core.insight.sweep import Sweep


class Bridge:
    """One experiment on the bench, and its run.

    Attributes
    ----------
    experiment
        The `Experiment` that is open; at first the tutorial's.
    run
        Its `Run`.
    own
        The reader's rule that trains, if there is one.
    cut_at
        At which values the plane cuts the columns after the first two; None, as usual.
    """

    def __init__(self) -> None:
        self.experiment = Experiment()
        self.own: OwnRule | None = None
        self.cut_at: list[float] | None = None
        self._problem: Problem | None = None
        self._sheet: Sheet | None = None
        self._planes: dict[int, Plane] = {}
        self._told: dict[str, Any] = {}
        self._portion = 2
        self._begin()

    def open(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """Open an experiment; return what is new of its description (see `describe`).

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
        return self._news(with_data=again is None)

    def change_rate(self, rate: float) -> dict[str, Any]:
        """Let the run go on with another learning rate from here on; return what that changes.

        Raises
        ------
        InputError
            If the rate is not accepted.
        """
        self._open(self.experiment.with_rate(self.iteration, rate))
        return self._news(with_data=False)

    def link(self, with_weights: bool) -> dict[str, Any]:
        """Return what of the open experiment is not as in the tutorial, in its plain form.

        With weights, those of this iteration are what it starts from.
        """
        experiment = self.experiment
        if with_weights:
            experiment = experiment.with_parameters(self.run.network.parameters)
        return experiment.changes()

    def describe(self, with_data: bool = True) -> dict[str, Any]:
        """Return what the page needs to know of the open experiment, besides its frames.

        Its plain form comes without its data, which may be large, if they are known already. The
        rows that frames show are always under ``data``; ``network_inputs`` and
        ``network_question`` are what the network gets of them and of the question. What never
        changes is in the `catalogue`.
        """
        data, network_inputs = self.experiment.data, self.experiment.network_inputs
        return {
            "experiment": self.experiment.plain(with_data),
            "preset": next((name for name, one in PRESETS.items() if one == self.experiment), ""),
            "edited": self.own is not None,
            "data": self._shown_data(),
            "network_inputs": network_inputs(data.inputs[:MOST_SHOWN]).tolist(),
            "network_question": network_inputs([self.experiment.question])[0].tolist(),
            "features": [
                {"name": one.name, "title": one.title}
                for one in features.available(data.inputs.shape[1])
            ],
            "layout": self.layout(),
            "curve": picture(self.experiment.layers[-1].activation),
            "plane": plane.plain(self.experiment, self.cut_at),
            "steps_in_epoch": self.experiment.steps_in_epoch,
            "loss_titles": list(self.experiment.loss_titles),
            "meanings": self.experiment.yardstick.meanings(),
            "obstacles": [
                {"title": one.title, "text": one.text} for one in tellable(self.experiment)
            ],
        }

    @property
    def iteration(self) -> int:
        """The iteration that the run is at."""
        return self.run.iteration

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
        look at the clock cheap, from a fraction of the largest of the last time on; the last one
        may run over by as much as the time given. No loss stops it, unless `stops` says so; then
        it may go past that.
        """
        end = perf_counter() + milliseconds / 1000
        began = self.iteration
        if self.run.jumps:
            self.goto(max(began, min(until, self.run.trace.iterations[-1])))
        # Even, so that what is shown of weights that flip at every step stays in phase.
        portion = max(2, self._portion // 16)
        while self.iteration < self.run.within_reach(until):
            if stops and (stop := self.stopped_at) is not None and began <= stop:
                break
            self.goto(min(until, self.iteration + portion))
            portion *= 2
            if perf_counter() > end:
                break
        self._portion = portion
        return self.iteration == self.run.within_reach(until)

    def frame(self) -> Array:
        """Return the frame of the iteration that the run is at, shape (numbers,)."""
        return frames.frame(self.experiment, self.run)

    def losses(self) -> Array:
        """Return the iterations of the run's trace and the losses at each, shape (3, iterations).

        First those over the rows that are trained on, then those over all others, or not numbers.
        """
        return np.stack([*self.run.curve(), self.run.test_losses()])

    def forget(self) -> None:
        """Have all be told again: the page has not heard what it was told last."""
        self._told = {}

    def update(self, points: int) -> dict[str, Any]:
        """Return all that is drawn anew: frame, losses and, flat, the plane if it is asked for.

        And why the steps of a training are not compiled, if they are not though they might be.
        """
        plane = self.plane(points).ravel() if points else None
        drawn = {"frame": self.frame(), "losses": self.losses(), "plane": plane}
        return {**drawn, "refusal": host.refusal}

    def reader_for(self, source: bytes, encoding: str | None) -> str:
        """Return what has to be there before `read_csv` (see `text.reader_for`)."""
        from neuron_core.data.text import reader_for

        return reader_for(bytes(source), encoding)

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

    def csv_costs(
        self, inputs: list[int], target: int | list[int], classes: bool, order: bool
    ) -> dict[str, str]:
        """Return what such a use of the kept table comes to, in words.

        Under ``"costs"`` which rows it leaves out (see `csv_reader.costs`), under ``"proposal"``
        which network would be proposed, and why (see `proposal.reason`).

        Raises
        ------
        InputError
            If no table has been read, or there is no such column.
        """
        from neuron_core import proposal
        from neuron_core.data import csv_reader

        sheet = self._kept_sheet()
        inputs_, outputs, rows, is_classes = csv_reader.shape(sheet, inputs, target, classes, order)
        told = proposal.reason(inputs_, outputs, rows, is_classes) if inputs_ and rows else ""
        return {"costs": csv_reader.costs(sheet, inputs, target), "proposal": told}

    def use_csv(
        self,
        inputs: list[int],
        target: int | list[int],
        *,
        propose: bool = False,
        **choices: Any,
    ) -> dict[str, Any]:
        """Open the data of the kept table; see `open`.

        The experiment is the one that suits them, if `propose` says so (see `proposal.proposed`),
        or else the open one about them (see `Experiment.about`). The other arguments are those of
        `csv_reader.dataset`.

        Raises
        ------
        InputError
            If no table has been read, or it cannot be used that way.
        """
        from neuron_core.data import csv_reader
        from neuron_core.proposal import proposed

        data = csv_reader.dataset(self._kept_sheet(), inputs, target, **choices)
        self._open(proposed(data) if propose else self.experiment.about(data))
        return self._news(with_data=False)

    def ask(self, query: str, *about: Any) -> Any:
        """Answer one of the `QUERIES` about this iteration, with plain values and arrays."""
        return told(QUERIES[query](self, *about))

    @property
    def queries(self) -> list[str]:
        """The names of what it can be asked."""
        return list(QUERIES)

    def plane(self, points: int) -> Heatmap:
        """Return every neuron's outputs over the plane of two inputs (see `Plane.outputs`)."""
        if points not in self._planes:
            self._planes = {points: Plane(self.experiment, self.run.network, points, self.cut_at)}
        return self._planes[points].outputs()

    def cut(self, values: list[float]) -> None:
        """Have the plane and the layer space show another slice, until the data have other columns.

        Raises
        ------
        InputError
            If they are not a number for each column after the first two.
        """
        self.cut_at = plane.checked_cut(self.experiment, values)
        self._told.pop("plane", None)  # the page has another cut than it was told
        self._planes.clear()

    def spreading(self, seeds: int) -> Spread:
        """Return networks from that many starts, to be trained in slices (see `Spread`).

        It is the engine that trains them, whatever rule is in use.
        """
        return Spread(self.experiment, seeds)

    def sweeping(self, setting: str) -> "Sweep":
        """Return networks with several values of a setting, to be trained in slices (see `Sweep`).

        It is the engine that trains them, whatever rule is in use.
        """
        from neuron_core.insight.sweep import Sweep  # not at the start: few readers compare

        return Sweep(self.experiment, setting)

    def use_rule(self, source: str | None) -> dict[str, Any] | None:
        """Begin the run anew with a reader's rule, or with the engine again for None.

        A rule that does not work is not taken; what is wrong with it is returned (see `Problem`).
        """
        own = None if source is None else own_rule.compiled(source, self.experiment)
        if isinstance(own, Problem):
            return own.plain()
        self.own, self._problem = own, None
        self._begin()
        return None

    def rule_problem(self) -> dict[str, Any] | None:
        """Return why the reader's rule did not go on, or None."""
        problem = self.own.problem if self.own else self._problem
        if not problem and self.run.strayed_at is not None:
            problem = Problem(own_rule.STRAYED, None, "")
        return problem.plain() if problem else None

    def run_script(self, source: str) -> dict[str, Any] | None:
        """Run a program of the reader's; return what is wrong with it (see `Problem`), or None."""
        problem = run_script(source)
        return problem.plain() if problem else None

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

    def _news(self, with_data: bool) -> dict[str, Any]:
        """Return of `describe` what the page was not told like that the last time.

        The experiment is always there; the page asked for it.
        """
        parts = self.describe(with_data)
        experiment = parts.pop("experiment")
        told, self._told = self._told, parts
        new = {name: part for name, part in parts.items() if name not in told or told[name] != part}
        return {"experiment": experiment, **new}

    def _open(self, experiment: Experiment) -> None:
        again = not experiment.same_run(replace(self.experiment, rates=experiment.rates))
        slices = [(one.data.title, plane.usual_cut(one)) for one in (experiment, self.experiment)]
        if slices[0] != slices[1]:
            self.cut_at = None  # its columns are others
        self.experiment = experiment
        self._planes.clear()  # it may be another slice now
        if not again:
            self.run.change_rates(experiment.rates)
        else:
            self._problem = self.own.tried_on(experiment) if self.own else None
            if self._problem:
                self.own = None
            self._begin()
        self.goto(min(self.iteration, experiment.iterations))

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
            "targets": data.targets[shown].tolist(),
            "aims": self.experiment.answered(self.experiment.targets[shown]).tolist(),
            **_words(self.experiment),
            "coding": _coding(self.experiment),
            "title": data.title,
            "names": list(data.names),
            "scaling": [list(pair) for pair in data.scaling],
            "words": [list(pair) for pair in data.words],
            "kind": data.kind,
            "test": tested[tested < MOST_SHOWN].tolist(),
            "test_rows": len(tested),
            "test_share": data.test_share,
            "seed": data.seed,
            "rows": len(data.inputs),
        }

    def _begin(self) -> None:
        self.run = self.experiment.run(self.own.rule if self.own else ENGINE)
        self._portion = 2
        self._planes.clear()


def _words(experiment: Experiment) -> dict[str, Any]:
    """Return what the classes are called, where the data say so, and of which each shown row is."""
    data, yardstick = experiment.data, experiment.yardstick
    has_words = data.words or (data.names and data.targets.shape[1] > 1)
    if not (has_words and yardstick.is_classes):
        return {"class_names": [], "classes": []}
    classes = yardstick.class_of(experiment.targets[:MOST_SHOWN])
    return {"class_names": yardstick.class_names, "classes": classes.tolist()}


def _coding(experiment: Experiment) -> str:
    """Return what the loss makes of targets that it does not take as they are written."""
    if not experiment.coding:
        return ""
    words = dict(experiment.data.words)
    (low, least), (high, most) = (
        (words.get(target, f"{target:g}"), f"{coded:g}")
        for target, coded in experiment.coding.items()
    )
    return f"For {experiment.loss}, the target {low} counts as {least} and {high} as {most}."
