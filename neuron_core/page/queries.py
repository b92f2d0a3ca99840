"""What may be asked about the iteration that is shown: a table of queries.

A panel of the page makes one of them. A query is a function of the open `Bridge`, and of what else
the page gives, that returns a record or other plain values; it is a line of `QUERIES`. The page
calls it by its name and finds the type of its answer in ``site/python/queries.js``.
"""

import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass, replace
from inspect import getsource
from typing import TYPE_CHECKING, Any

import numpy as np

from neuron_core.checks import Array, InputError
from neuron_core.data.dataset import MOST_SHOWN
from neuron_core.experiment import Experiment
from neuron_core.insight.course import Course, course
from neuron_core.insight.explain import gradient_check
from neuron_core.insight.goal import Judgement, judged
from neuron_core.insight.ledger import ledger, scaling
from neuron_core.insight.loss_curve import loss_curve, swinging
from neuron_core.insight.plane import layer_space, plane_table
from neuron_core.insight.quality import quality
from neuron_core.insight.surface import surface
from neuron_core.insight.truth_table import truth_table
from neuron_core.presets import filled
from neuron_core.reader import own_rule, tutorial

if TYPE_CHECKING:
    from neuron_core.page.bridge import Bridge


def _ledger(bridge: "Bridge", unit: int | None = None) -> dict[str, Any] | None:
    """Return the arithmetic of the step that led here, and the frame that it was taken from.

    At the start it is that of the first step. Under ``"scaling"`` is what is done to numbers before
    and after the network (see `ledger.scaling`). There is none for a reader's rule.
    """
    if bridge.own:
        return None
    with bridge.run.coming_back():
        bridge.goto(max(0, bridge.iteration - 1))
        step = ledger(bridge.run, unit, bridge.experiment.training.rows)
        return {
            **step.plain(),
            "scaling": told(scaling(bridge.experiment, step)),
            "frame": bridge.frame(),
        }


def _frames(bridge: "Bridge", iterations: list[int]) -> list[Array]:
    """Return the frames of other iterations; the run stays where it is."""
    found = []
    with bridge.run.coming_back():
        for iteration in iterations:
            bridge.goto(iteration)
            found.append(bridge.frame())
    return found


def _gradient_check(bridge: "Bridge") -> dict[str, Any]:
    """Return the slopes of the loss over the first `MOST_SHOWN` rows that are trained on.

    Those by formula are what the rule in use takes them for.
    """
    shown = slice(MOST_SHOWN)
    over = bridge.run.network, bridge.run.inputs[shown], bridge.run.targets[shown]
    return gradient_check(*over, bridge.own.gradient(*over) if bridge.own else None).plain()


def _course(bridge: "Bridge", plain: Mapping[str, Any]) -> Course:
    """Return how the training of an experiment goes; what is open stays as it is.

    That of the open one is told of the run that there is, which is not trained anew.

    Raises
    ------
    InputError
        If the experiment is not accepted.
    """
    experiment = Experiment.from_plain(filled(plain))
    if experiment != bridge.experiment or bridge.own:
        return course(experiment)
    with bridge.run.coming_back():
        return course(experiment, bridge.run)


def _answer(bridge: "Bridge", values: list[float]) -> list[float]:
    """Return what the network says here of a row, both in the data's own units.

    Raises
    ------
    InputError
        If it is not a number for each input.
    """
    asked = replace(bridge.experiment, question=tuple(values))  # which checks it
    answers: list[float] = asked.answers(bridge.run.network, [asked.question])[0].tolist()
    return answers


def _goal(bridge: "Bridge", text: str) -> Judgement:
    """Return whether a goal is reached here, or why its text is none."""
    try:
        return judged(text, bridge.experiment, bridge.run.network)
    except InputError as problem:
        return Judgement(False, None, "", str(problem))


def _exports(bridge: "Bridge") -> list[dict[str, str]]:
    """Return what can be taken home (see `exports.EXPORTS`)."""
    from neuron_core.export.exports import EXPORTS  # not at the start: few readers take something

    shown = "name", "title", "group", "file"
    return [{one: getattr(row, one) for one in shown} for row in EXPORTS.values()]


def _export(bridge: "Bridge", name: str) -> dict[str, str]:
    """Return the text of an export of this iteration, or why there is none."""
    from neuron_core.export.exports import exported
    from neuron_core.export.taken import Taken

    own = bridge.own.text if bridge.own else ""
    try:
        text = exported(name, Taken(bridge.experiment, bridge.run, own))
    except InputError as problem:
        return {"text": "", "problem": str(problem)}
    return {"text": text, "problem": ""}


def _numbers(bridge: "Bridge") -> dict[str, Any]:
    """Return what the pictures of the stage show: the curve, what swings, and the frame."""
    return {
        "curve": loss_curve(bridge.experiment, bridge.run),
        "swinging": swinging(bridge.run),
        "frame": bridge.frame(),
    }


QUERIES: dict[str, Callable[..., Any]] = {
    "answer": _answer,
    "course": _course,
    "export": _export,
    "exports": _exports,
    "frames": _frames,
    "goal": _goal,
    "gradient_check": _gradient_check,
    "ledger": _ledger,
    "loss_curve": lambda bridge: loss_curve(bridge.experiment, bridge.run),
    "numbers": _numbers,
    "picture": lambda bridge, points: bridge.plane(points),
    "plane_table": lambda bridge, neuron: plane_table(
        bridge.experiment, bridge.run.network, neuron, bridge.cut_at
    ),
    "quality": lambda bridge: quality(bridge.experiment, bridge.run.network),
    "rule": lambda bridge: own_rule.source(bridge.experiment),
    "rule_problem": lambda bridge: bridge.rule_problem(),
    "script": lambda bridge: getsource(tutorial),
    "surface": lambda bridge, first, second, iterations=None: surface(
        bridge.run, first, second, iterations
    ),
    "truth_table": lambda bridge: truth_table(bridge.run.network, bridge.experiment),
    "versions": lambda bridge: {"python": platform.python_version(), "numpy": np.__version__},
    "layer_space": lambda bridge, layer, first, second: layer_space(
        bridge.experiment, bridge.run.network, layer, first, second, bridge.cut_at
    ),
}
"""By its name, each question that the page may ask."""


def told(answer: Any) -> Any:
    """Return an answer as plain values and arrays: records become dicts."""
    if isinstance(answer, list):
        return [told(one) for one in answer]
    if isinstance(answer, dict):
        return {name: told(one) for name, one in answer.items()}
    return asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else answer
