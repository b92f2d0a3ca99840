"""The tutorial's program, in NumPy alone: one neuron learns from four rows."""

import numpy as np


def tanh_slope(outputs):
    """Return the slope as the tutorial takes it, though the outputs are a tanh already."""
    return 1 - np.tanh(outputs) ** 2


class Neuron:
    """One neuron with three inputs."""

    def __init__(self, seed):
        random = np.random.RandomState(seed)
        self.weights = 2 * random.random_sample((3, 1)) - 1  # from -1 up to 1

    def think(self, inputs):
        """Return an output for each row of inputs."""
        return np.tanh(inputs @ self.weights)

    def train(self, inputs, targets, iterations):
        """Change the weights again and again, by what the errors of all rows ask for."""
        for _ in range(iterations):
            outputs = self.think(inputs)
            errors = targets - outputs
            adjustments = inputs.T @ (errors * tanh_slope(outputs))
            self.weights += adjustments


def main():
    """Train a neuron on the four rows, and ask it about a new situation."""
    np.set_printoptions(precision=8, suppress=True)
    inputs = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
    targets = np.array([[0], [1], [1], [0]])

    neuron = Neuron(seed=1)
    print("Start weights:", neuron.weights.ravel())

    neuron.train(inputs, targets, iterations=10_000)
    print("Weights after 10,000 iterations:", neuron.weights.ravel())

    print("Answer to [1, 0, 0]:", neuron.think(np.array([1, 0, 0])))


if __name__ == "__main__":
    main()
