"""The tanh neuron of a well-known tutorial, and the networks it grows into, in plain NumPy.

>>> from neuron_core import Experiment
>>> run = Experiment().run()
>>> run.goto(10_000)
>>> print(run.network([1, 0, 0]))
[0.99995873]
"""

from neuron_core.activations import ACTIVATIONS, Activation
from neuron_core.checks import InputError
from neuron_core.data import TUTORIAL, Dataset
from neuron_core.experiment import Experiment
from neuron_core.explain import GradientCheck, gradient_check
from neuron_core.layers import Layer
from neuron_core.losses import LOSSES
from neuron_core.network import Network, Neuron
from neuron_core.optimisers import OPTIMISERS
from neuron_core.patterns import Recipe
from neuron_core.regularisations import REGULARISATIONS
from neuron_core.starts import STARTS
from neuron_core.training import Run

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "OPTIMISERS",
    "REGULARISATIONS",
    "STARTS",
    "TUTORIAL",
    "Activation",
    "Dataset",
    "Experiment",
    "GradientCheck",
    "InputError",
    "Layer",
    "Network",
    "Neuron",
    "Recipe",
    "Run",
    "gradient_check",
]
