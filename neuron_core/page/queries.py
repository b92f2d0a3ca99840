"""What may be asked about the iteration that is shown: a table of questions.

A panel of the page asks one of them. A question is a function of the open `Lab`, and of what else
the page gives, that returns a record or other plain values; it is a line of `QUESTIONS`. The page
calls it by its name and finds the type of its answer in ``site/python/questions.js``.
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
from neuron_core.insight.plane import warped
from neuron_core.insight.quality import quality
from neuron_core.insight.surface import surface
from neuron_core.insight.truth_table import truth_table
from neuron_core.presets import filled
from neuron_core.reader import own_rule, tutorial

if TYPE_CHECKING:
    from neuron_core.page.lab import Lab


def _ledger(lab: "Lab", unit: int | None = None) -> dict[str, Any] | None:
    """Return the arithmetic of the step that led here, and the frame that it was taken from.

    At the start it is that of the first step. Under ``"scaling"`` is what is done to numbers before
    and after the network (see `ledger.scaling`). There is none for a reader's rule.
    """
    if lab.own:
        return None
    with lab.run.coming_back():
        lab.goto(max(0, lab.iteration - 1))
        step = ledger(lab.run, unit, lab.experiment.training.rows)
        return {
            **step.plain(),
            "scaling": told(scaling(lab.experiment, step)),
            "frame": lab.frame(),
        }


def _frames(lab: "Lab", iterations: list[int]) -> list[Array]:
    """Return the frames of other iterations; the run stays where it is."""
    found = []
    with lab.run.coming_back():
        for iteration in iterations:
            lab.goto(iteration)
            found.append(lab.frame())
    return found


def _gradient_check(lab: "Lab") -> dict[str, Any]:
    """Return the slopes of the loss over the first `MOST_SHOWN` rows that are trained on.

    Those by formula are what the rule in use takes them for.
    """
    shown = slice(MOST_SHOWN)
    over = lab.run.network, lab.run.inputs[shown], lab.run.targets[shown]
    return gradient_check(*over, lab.own.gradient(*over) if lab.own else None).plain()


def _course(lab: "Lab", plain: Mapping[str, Any]) -> Course:
    """Return how the training of an experiment goes; what is open stays as it is.

    That of the open one is told of the run that there is, which is not trained anew.

    Raises
    ------
    InputError
        If the experiment is not accepted.
    """
    experiment = Experiment.from_plain(filled(plain))
    if experiment != lab.experiment or lab.own:
        return course(experiment)
    with lab.run.coming_back():
        return course(experiment, lab.run)


def _answer(lab: "Lab", values: list[float]) -> list[float]:
    """Return what the network says here of a row, both in the data's own units.

    Raises
    ------
    InputError
        If it is not a number for each input.
    """
    asked = replace(lab.experiment, question=tuple(values))  # which checks it
    answers: list[float] = asked.answers(lab.run.network, [asked.question])[0].tolist()
    return answers


def _goal(lab: "Lab", text: str) -> Judgement:
    """Return whether a goal is reached here, or why its text is none."""
    try:
        return judged(text, lab.experiment, lab.run.network)
    except InputError as problem:
        return Judgement(False, None, "", str(problem))


QUESTIONS: dict[str, Callable[..., Any]] = {
    "answer": _answer,
    "course": _course,
    "frames": _frames,
    "goal": _goal,
    "gradient_check": _gradient_check,
    "ledger": _ledger,
    "picture": lambda lab, points: lab.plane(points),
    "quality": lambda lab: quality(lab.experiment, lab.run.network),
    "rule": lambda lab: own_rule.source(lab.experiment),
    "rule_problem": lambda lab: lab.rule_problem(),
    "script": lambda lab: getsource(tutorial),
    "surface": lambda lab, first, second, iterations=None: surface(
        lab.run, first, second, iterations
    ),
    "truth_table": lambda lab: truth_table(lab.run.network, lab.experiment),
    "versions": lambda lab: {"python": platform.python_version(), "numpy": np.__version__},
    "warped": lambda lab, layer, first, second: warped(
        lab.experiment, lab.run.network, layer, first, second, lab.cut_at
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
