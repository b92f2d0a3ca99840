"""The tutorial's neuron, trained the way the tutorial does it: what ours is held against.

Every step makes its arrays anew, and the table of whole numbers is converted at every product.
"""

from typing import Any

import numpy as np

INPUTS = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
TARGETS = np.array([[0, 1, 1, 0]]).T


class TutorialNeuron:
    """Three weights and a tanh."""

    def __init__(self) -> None:
        self.weights = 2 * np.random.RandomState(1).random_sample((3, 1)) - 1

    def answer(self, inputs: Any) -> Any:
        return np.tanh(np.dot(inputs, self.weights))

    def slope(self, outputs: Any) -> Any:
        return 1 - np.tanh(outputs) ** 2

    def train(self, inputs: Any, targets: Any, iterations: int) -> None:
        for _ in range(iterations):
            outputs = self.answer(inputs)
            errors = targets - outputs
            self.weights += np.dot(inputs.T, errors * self.slope(outputs))


def trained(iterations: int = 10_000) -> TutorialNeuron:
    """A new neuron after so many iterations."""
    neuron = TutorialNeuron()
    neuron.train(INPUTS, TARGETS, iterations)
    return neuron
