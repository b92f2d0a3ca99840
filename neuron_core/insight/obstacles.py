"""Why a network cannot learn what it is asked to, and what to change: found in its own numbers.

Each obstacle is found by `found_in` for one network, and told by `tellable`, which lists all that
an experiment can meet, in the order in which they count.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from neuron_core.data.judgement import Flags
from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.engine.network import Network
from neuron_core.engine.passes import LayerValues
from neuron_core.experiment import Experiment

FLAT = 0.001
"""A slope below this counts as none: a step moves a weight by less than a thousandth of what the
same error would move it where the activation is as steep as the linear one."""


@dataclass(frozen=True)
class Obstacle:
    """One thing that keeps a network from learning.

    Attributes
    ----------
    kind
        ``"no rate"``, ``"out of reach"``, ``"equal"`` or ``"saturated"``.
    layer
        Which layer it is about, counted from 0; None for the whole network.
    title, text
        For people: what it is, and why it is so and what to change.
    """

    kind: str
    layer: int | None
    title: str
    text: str


def tellable(experiment: Experiment) -> list[Obstacle]:
    """Return every obstacle that an experiment's networks can meet, whether they have or not."""
    return list(_all(experiment))


def found_in(experiment: Experiment, network: Network, stages: list[LayerValues]) -> int | None:
    """Return the place in `tellable` of the first obstacle that a network meets, or None.

    `stages` are those of its finished forward pass over the rows that it is trained on.
    """
    far = ~experiment.yardstick.near(stages[-1].outputs, experiment.training.targets)
    if not far.any() or not np.isfinite(network.parameters).all():
        return None
    for place, obstacle in enumerate(_all(experiment)):
        if _is_met(obstacle, network, stages, far):
            return place
    return None


def _all(experiment: Experiment) -> Iterator[Obstacle]:
    if experiment.learning_rate == 0 and not any(rate for _, rate in experiment.rates):
        yield Obstacle(
            "no rate",
            None,
            "The learning rate is 0.",
            "Every adjustment is multiplied by 0, so no weight ever moves. Give a rate above 0.",
        )
    yield from _out_of_reach(experiment)
    *hidden, _ = experiment.layers
    for place, layer in enumerate(hidden):
        if layer.units > 1:
            yield Obstacle(
                "equal",
                place,
                f"Neurons of layer {place + 1} are equal.",
                "They began with the same weights, so each step changes them alike: they stay "
                "equal and work as one neuron. Choose start weights that are random.",
            )
    for place, layer in reversed(list(enumerate(experiment.layers))):
        is_last = place == len(hidden)
        if is_last and experiment.output_loss.cancels:
            continue  # the slope has no say
        curve = ACTIVATIONS[layer.activation].curve
        one = "output neuron is" if layer.units == 1 else "output neurons are"
        whose = f"The {one}" if is_last else f"Layer {place + 1} is"
        yield Obstacle(
            "saturated",
            place,
            f"{whose} saturated.",
            f"For every row that is far from its target the sums are where {curve} is flat (its "
            f"slope is below {FLAT:g}), so the weights hardly move any more. Reset, and begin with "
            "smaller weights or a smaller learning rate.",
        )


def _out_of_reach(experiment: Experiment) -> Iterator[Obstacle]:
    row = ACTIVATIONS[experiment.layers[-1].activation]
    least, most = row.reach
    targets = experiment.training.targets
    lowest, highest = float(targets.min()), float(targets.max())
    if least <= lowest and highest <= most:
        return
    missed = lowest if lowest < least else highest
    bounds = f"from {least:g} to {most:g}" if np.isfinite(most) else f"of at least {least:g}"
    others = [
        one.curve
        for one in ACTIVATIONS.values()
        if one.slope_rule == "exact"
        and not one.row_wise
        and one.reach[0] <= lowest
        and highest <= one.reach[1]
    ]
    yield Obstacle(
        "out of reach",
        None,
        f"A target of {missed:g} is out of reach.",
        f"The activation of the output is {row.curve}, which only gives numbers {bounds}. Choose "
        f"{' or '.join(others)} for the output.",
    )


def _is_met(obstacle: Obstacle, network: Network, stages: list[LayerValues], far: Flags) -> bool:
    place = obstacle.layer
    if place is None:
        return True
    if obstacle.kind == "equal":
        return _has_equal(network, place)
    name = network.layers[place].activation
    rule, outputs = network.activations[name], stages[place].outputs[far]
    if rule is not ACTIVATIONS[name]:
        return False  # a reader's own: its failures are told elsewhere
    return bool((np.abs(rule.slope(outputs)) < FLAT).all())


def _has_equal(network: Network, place: int) -> bool:
    """Whether two neurons of a hidden layer have the same weights, before and behind them."""
    biases = network.biases[place]
    before = [network.weights[place]] + ([biases] if biases is not None else [])
    columns = np.vstack([*before, network.weights[place + 1].T])  # (numbers, units)
    different = set(map(tuple, columns.T.tolist()))
    return len(different) < network.layers[place].units
