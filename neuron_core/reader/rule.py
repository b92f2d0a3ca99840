"""One training step in plain NumPy, as a learner would write it: what an editor shows.

The engine computes the same with arrays that it makes once (see `passes.TrainingStep`); tests hold
the two together. The functions are shown as they stand, so they have no types.
"""

import numpy as np


def tanh(sums):
    """Turn any sum into an output between -1 and 1."""
    return np.tanh(sums)


def tanh_slope(outputs):
    """Return how steep tanh is where it has these outputs."""
    return 1 - outputs**2


def tutorial_slope(outputs):
    """Return the tutorial's slope: it takes tanh of outputs that are a tanh already."""
    return 1 - np.tanh(outputs) ** 2


def sigmoid(sums):
    """Turn any sum into an output between 0 and 1."""
    return 1 / (1 + np.exp(-sums))


def sigmoid_slope(outputs):
    """Return how steep the sigmoid is where it has these outputs."""
    return outputs * (1 - outputs)


def relu(sums):
    """Leave sums above 0 as they are; all others become 0."""
    return np.maximum(0, sums)


def relu_slope(outputs):
    """Return 1 above 0, else 0."""
    return np.where(outputs > 0, 1.0, 0.0)


def leaky_relu(sums):
    """Leave sums above 0 as they are, and a hundredth of all others."""
    return np.maximum(0.01 * sums, sums)


def leaky_relu_slope(outputs):
    """Return 1 above 0, else a hundredth."""
    return np.where(outputs > 0, 1.0, 0.01)


def linear(sums):
    """Leave sums as they are."""
    return sums


def linear_slope(outputs):
    """Return 1 everywhere."""
    return np.ones_like(outputs)


def softplus(sums):
    """Return ln(1 + exp(sum)), a ReLU without its corner."""
    return np.logaddexp(0, sums)


def softplus_slope(outputs):
    """Return how steep softplus is where it has these outputs."""
    return -np.expm1(-outputs)


def softmax(sums):
    """Share 1 among the neurons of a row: the larger a sum, the larger its share."""
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cancelled_slope(outputs):
    """Return 1 everywhere: the slope of the outputs cancels out of cross-entropy."""
    return np.ones_like(outputs)


def step(layers, inputs, targets, learning_rate):
    """Take one step: change the weights of all layers by what all rows ask for.

    Each layer has `weights`, a `bias` (0 if `has_bias` is false), and the functions above as
    `activation` and `slope`. Tables have one line for each row of the data.
    """
    # Forward: the outputs of one layer are the inputs of the next.
    outputs = inputs
    for layer in layers:
        layer.inputs = outputs
        sums = layer.inputs @ layer.weights + layer.bias
        outputs = layer.activation(sums)
        layer.outputs = outputs

    # Backward: the errors of one layer give those of the layer before.
    errors = targets - outputs
    for layer in reversed(layers):
        slopes = layer.slope(layer.outputs)
        deltas = errors * slopes
        errors = deltas @ layer.weights.T
        adjustments = layer.inputs.T @ deltas
        layer.weights += learning_rate * adjustments
        if layer.has_bias:
            layer.bias += learning_rate * deltas.sum(axis=0)


FUNCTIONS = {
    "tanh": (tanh, tanh_slope),
    "tanh-tutorial": (tanh, tutorial_slope),
    "sigmoid": (sigmoid, sigmoid_slope),
    "relu": (relu, relu_slope),
    "leaky-relu": (leaky_relu, leaky_relu_slope),
    "linear": (linear, linear_slope),
    "softplus": (softplus, softplus_slope),
    "softmax": (softmax, cancelled_slope),
}
"""For names of `ACTIVATIONS` their two functions here; others are shown as the engine has them."""
