"""A network that suits some data: what is proposed to a reader who opens a table.

The output layer and its loss follow from the targets: amounts are any numbers (linear, squared
error); of two classes one is the more likely (sigmoid) and of several the likelihoods share 1
(softmax), both with the cross-entropy, whose slope is greatest where an answer is most wrong
(Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2). One hidden layer is about
twice as wide as the geometric mean of inputs and outputs (Masters, Practical Neural Network Recipes
in C++, 1993, chapter 10, has it once), and narrower where few rows would have to settle many
weights. Adam needs no search for a rate where the columns have about the same size.
"""

from math import sqrt
from typing import Any

from neuron_core.checks import counted
from neuron_core.data.dataset import Dataset
from neuron_core.engine.layers import Layer
from neuron_core.experiment import Experiment

_LEAST_UNITS, _MOST_UNITS = 3, 32
_BATCH = 32
_EPOCHS = 100
_LEAST_STEPS, _MOST_STEPS = 1_000, 10_000
_RATE = 0.01
_PENALTY = 0.01
"""Of L2: weights that a few rows would let grow stay small."""


def proposed(data: Dataset) -> Experiment:
    """Return an experiment with a network that suits the data; the first row is its question."""
    rows, outputs = len(data.training.rows), data.targets.shape[1]
    is_classes = data.kind == "classification"
    return Experiment(
        data=data,
        question=tuple(data.inputs[0].tolist()),
        **_suiting(data.inputs.shape[1], outputs, rows, is_classes),
    )


def reason(inputs: int, outputs: int, rows: int, is_classes: bool) -> str:
    """Return a sentence about what would be proposed, and why.

    Parameters
    ----------
    inputs, outputs
        How many the network would have.
    rows
        How many it would be trained on.
    is_classes
        Whether the targets are classes: of one output two, of several one each.

    Examples
    --------
    >>> print(reason(4, 3, 150, True))
    As the target is one of 3 classes, each has an output and these share 1 (softmax), and the \
error is the cross-entropy; before them stand 7 hidden tanh neurons, and Adam takes steps of 0.01.
    """
    suiting = _suiting(inputs, outputs, rows, is_classes)
    if not is_classes:
        why = (
            f"the target is {'an amount' if outputs == 1 else f'{outputs} amounts'}, the output is "
            "linear, which can be any number, and the error is squared"
        )
    elif outputs == 1:
        why = (
            "the target is one of two classes, the output is a sigmoid, which says how likely the "
            "second is, and the error is the cross-entropy"
        )
    else:
        why = (
            f"the target is one of {outputs} classes, each has an output and these share 1 "
            "(softmax), and the error is the cross-entropy"
        )
    units = suiting["layers"][0].units
    before = "it" if outputs == 1 else "them"
    return (
        f"As {why}; before {before} stand {counted(units, 'hidden tanh neuron')}, and Adam takes "
        f"steps of {suiting['learning_rate']:g}."
    )


def _suiting(inputs: int, outputs: int, rows: int, is_classes: bool) -> dict[str, Any]:
    """Return what an experiment is made of besides its data and its question."""
    wide = min(2 * sqrt(inputs * outputs), rows / (inputs + outputs + 1))
    units = min(max(round(wide), _LEAST_UNITS), _MOST_UNITS)
    output = "linear" if not is_classes else "sigmoid" if outputs == 1 else "softmax"
    steps = _EPOCHS * -(-rows // _BATCH)
    return {
        "layers": (Layer(units, "tanh"), Layer(outputs, output)),
        "start": "xavier",
        "loss": "cross-entropy" if is_classes else "squared",
        "optimiser": "adam",
        "learning_rate": _RATE,
        "average": True,
        "batch_size": _BATCH if rows > _BATCH else None,
        "regularisation": "l2",
        "regularisation_rate": _PENALTY,
        "iterations": min(max(steps, _LEAST_STEPS), _MOST_STEPS),
    }
