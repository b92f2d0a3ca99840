"""All rows of 0 and 1 that there are, those of the training among them."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from neuron_core.engine.network import Network
from neuron_core.experiment import Experiment

MOST_INPUTS = 6
"""More would be a table of more than 64 rows, which nobody reads."""


@dataclass(frozen=True)
class TruthRow:
    """One row of a truth table; the target is None where the network was not trained on it."""

    inputs: list[float]
    output: float
    target: float | None


def truth_table(network: Network, experiment: Experiment) -> list[TruthRow] | None:
    """Return a network's outputs for every row of 0 and 1, in counting order.

    There is no such table, but None, unless every input of the data is 0 or 1, there are at most
    `MOST_INPUTS` of them, and one output. Of rows of the training with the same inputs, the first
    one's target counts.
    """
    data, columns = experiment.data, experiment.data.inputs.shape[1]
    if columns > MOST_INPUTS or not np.isin(data.inputs, (0, 1)).all():
        return None
    if data.targets.shape[1] != 1:
        return None
    rows = list(product((0.0, 1.0), repeat=columns))
    trained = data.training
    aims = experiment.answered(experiment.training.targets)
    known = zip(trained.inputs.tolist(), aims[:, 0].tolist(), strict=True)
    targets = {tuple(inputs): target for inputs, target in reversed(list(known))}
    outputs = experiment.answers(network, rows)[:, 0].tolist()
    return [
        TruthRow(list(row), output, targets.get(row))
        for row, output in zip(rows, outputs, strict=True)
    ]
