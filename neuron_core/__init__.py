"""The tanh neuron of a well-known tutorial, and the networks it grows into, in plain NumPy.

>>> from neuron_core import Experiment
>>> run = Experiment().run()
>>> run.goto(10_000)
>>> print(run.network([1, 0, 0]))
[0.99995873]
"""

from neuron_core.checks import InputError
from neuron_core.data.dataset import TUTORIAL, Dataset
from neuron_core.data.patterns import Recipe
from neuron_core.engine.activations import ACTIVATIONS, Activation
from neuron_core.engine.initialisers import INITIALISERS
from neuron_core.engine.layers import Layer
from neuron_core.engine.losses import LOSSES
from neuron_core.engine.network import Network, Neuron
from neuron_core.engine.optimisers import OPTIMISERS
from neuron_core.engine.regularisations import REGULARISATIONS
from neuron_core.experiment import Experiment
from neuron_core.insight.explain import GradientCheck, gradient_check
from neuron_core.run.training import Run

__all__ = [
    "ACTIVATIONS",
    "INITIALISERS",
    "LOSSES",
    "OPTIMISERS",
    "REGULARISATIONS",
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
