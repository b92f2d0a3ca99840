"""Goals: what a reader is to reach with a training, and whether it is reached.

A goal is one line: ``loss <= 0.01``, ``right = all``, ``right >= 3``, ``near = all``, or an answer
to the new situation in a range, ``answer = 0.9 .. 1``.
"""

import re
from dataclasses import dataclass
from math import isfinite

from neuron_core.checks import InputError
from neuron_core.engine.network import Network
from neuron_core.experiment import Experiment
from neuron_core.insight.quality import quality

NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"
ALL = "all"
ACCEPTED = (
    "accepted are “loss <= 0.01”, “right = all”, “right >= 3”, “near = all”, “answer = 0.9 .. 1”"
)


@dataclass(frozen=True)
class Judgement:
    """How far a network is from a goal.

    Attributes
    ----------
    reached
        Whether it is there.
    value
        What the goal is about, as it is now: the loss, a number of rows, or the answer. None, if
        there is none, as of rows that are right where there are no classes.
    said
        The goal in words.
    problem
        Why the text is no goal; nothing, if it is one.
    """

    reached: bool
    value: float | None
    said: str
    problem: str = ""


def judged(text: str, experiment: Experiment, network: Network) -> Judgement:
    """Judge a network by a goal.

    Loss and rows are of those that are trained on; the answer is the first one to the question,
    in the units of the targets, as the page shows it.

    Raises
    ------
    InputError
        If the text is no goal.
    """
    plain = " ".join(text.lower().split())
    over = quality(experiment, network).training
    if found := re.fullmatch(rf"loss ?<=? ?{NUMBER}", plain):
        most = float(found[1])
        is_reached = over.loss is not None and over.loss <= most
        return Judgement(is_reached, over.loss, f"a loss of at most {most:g}")
    if found := re.fullmatch(r"(right|near) ?>?= ?(all|\d+)", plain):
        number = over.right if found[1] == "right" else over.near
        least = over.rows if found[2] == ALL else int(found[2])
        many = "all rows" if found[2] == ALL else f"at least {least} rows"
        said = f"{many} {'right' if found[1] == 'right' else 'near their targets'}"
        return Judgement(number is not None and number >= least, number, said)
    if found := re.fullmatch(rf"answer ?= ?{NUMBER} ?\.\. ?{NUMBER}", plain):
        low, high = sorted(map(float, found.groups()))
        outputs = network(experiment.network_inputs([experiment.question]))
        answer = float(experiment.answered(outputs)[0, 0])
        said = f"an answer to the new situation from {low:g} to {high:g}"
        return Judgement(low <= answer <= high, answer if isfinite(answer) else None, said)
    raise InputError(f"goal: “{text}” is not one; {ACCEPTED}.")
