"""Experiments with a name: what a lesson sets up."""

from dataclasses import replace

from neuron_core.data import HOURS, XOR
from neuron_core.experiment import Experiment
from neuron_core.layers import Layer

_TUTORIAL = Experiment()
_EXACT_SLOPE = replace(_TUTORIAL, layers=(Layer(1, "tanh", bias=False),))
# Nearly the third row, so that there is something to ask where every row of 0 and 1 is known.
_XOR_NEURON = replace(_EXACT_SLOPE, data=XOR, learning_rate=0.1, question=(0.9, 0.1, 1.0))

PRESETS: dict[str, Experiment] = {
    "tutorial": _TUTORIAL,
    "exact-slope": _EXACT_SLOPE,
    "small-rate": replace(_EXACT_SLOPE, learning_rate=0.1),
    # On either side of 2 over the curvature of the error surface, where steps begin to settle.
    "rate-below": replace(_TUTORIAL, learning_rate=0.763),
    "rate-above": replace(_TUTORIAL, learning_rate=0.765),
    "xor-neuron": _XOR_NEURON,
    # Most starts get there; some, such as that of seed 11, stay stuck at 0.5 for two rows.
    "xor-hidden": replace(
        _XOR_NEURON,
        layers=(Layer(2, "tanh", bias=False), Layer(1, "tanh", bias=False)),
    ),
    # Asked about 4 and 8 hours, divided by what the columns of the training were divided by.
    "hours": Experiment(
        data=HOURS,
        layers=(Layer(3, "tanh", bias=False), Layer(1, "tanh", bias=False)),
        learning_rate=0.5,
        question=(4 / HOURS.scales[0], 8 / HOURS.scales[1]),
    ),
}
