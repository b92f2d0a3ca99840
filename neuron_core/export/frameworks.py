"""The trained network as code of scikit-learn and of PyTorch, which answer as it does."""

from collections.abc import Mapping

from neuron_core.checks import InputError
from neuron_core.engine.activations import LEAK
from neuron_core.export.around import Around, answer
from neuron_core.export.script import DIGITS, introduction
from neuron_core.export.sources import Sources
from neuron_core.export.taken import Taken, array, literal

OWN_RULE = (
    "The activations are the reader's own, which stand in the room Python; other libraries have "
    "those of the engine alone."
)
IN_SCIKIT_LEARN = {
    "linear": "identity",
    "relu": "relu",
    "sigmoid": "logistic",
    "tanh": "tanh",
    "tanh-tutorial": "tanh",
}
"""What scikit-learn calls an activation of hidden layers; `ACTIVATIONS` of its neural_network."""
ONLY_LAST = {"softmax": "softmax"}
IN_PYTORCH = {
    "leaky-relu": "nn.LeakyReLU({LEAK})",
    "linear": "nn.Identity()",
    "relu": "nn.ReLU()",
    "sigmoid": "nn.Sigmoid()",
    "softmax": "nn.Softmax(dim=-1)",
    "softplus": "nn.Softplus()",
    "tanh": "nn.Tanh()",
    "tanh-tutorial": "nn.Tanh()",
}


def scikit_learn(taken: Taken) -> str:
    """Return a program with an `MLPRegressor` that has been given the weights.

    Raises
    ------
    InputError
        If scikit-learn has no such network.
    """
    _refuse_own(taken)
    *hidden, last = [layer.activation for layer in taken.experiment.layers]
    known = {_named(name, IN_SCIKIT_LEARN, "scikit-learn") for name in hidden}
    if len(known) > 1:
        raise InputError(
            "scikit-learn has one activation for all hidden layers; this network has "
            f"{' and '.join(dict.fromkeys(hidden))}."
        )
    activation = next(iter(known), "identity")
    output = _named(last, IN_SCIKIT_LEARN | ONLY_LAST, "scikit-learn")
    network, units = taken.run.network, [layer.units for layer in taken.experiment.layers]
    biases = [
        f"np.zeros({width})" if one is None else array(one[0], 4)
        for one, width in zip(network.biases, units, strict=True)
    ]
    lines = [
        f'model = MLPRegressor({tuple(units[:-1])}, activation="{activation}")',
        "# What fitting leaves behind, with the weights that neuron_core has come to.",
        f"model.n_features_in_, model.n_outputs_ = {network.inputs}, {units[-1]}",
        f'model.n_layers_, model.out_activation_ = {len(units) + 1}, "{output}"',
        "model.coefs_ = [",
        *(f"    {array(matrix, 4)}," for matrix in network.weights),
        "]",
        "model.intercepts_ = [",
        *(f"    {one}," for one in biases),
        "]",
    ]
    predicted = f"model.predict({{}}).reshape(-1, {units[-1]})"
    return _program(taken, "from sklearn.neural_network import MLPRegressor", lines, predicted)


def pytorch(taken: Taken) -> str:
    """Return a program with an `nn.Sequential` that has been given the weights.

    Raises
    ------
    InputError
        If PyTorch has no such network.
    """
    _refuse_own(taken)
    network, below = taken.run.network, taken.run.network.inputs
    layers, values = [], []
    places = zip(taken.experiment.layers, network.weights, network.biases, strict=True)
    for place, (layer, matrix, biases) in enumerate(places):
        function = _named(layer.activation, IN_PYTORCH, "PyTorch").format(LEAK=LEAK)
        layers += [f"nn.Linear({below}, {layer.units}, bias={layer.bias}),", f"{function},"]
        at = f"model[{2 * place}]"
        values.append(f"{at}.weight.copy_(torch.tensor({literal(matrix.T.tolist(), 4)}))")
        if biases is not None:
            values.append(f"{at}.bias.copy_(torch.tensor({literal(biases[0].tolist(), 4)}))")
        below = layer.units
    lines = [
        "torch.set_default_dtype(torch.float64)  # as NumPy computes",
        "model = nn.Sequential(",
        *(f"    {one}" for one in layers),
        ")",
        "with torch.no_grad():  # a weight for each neuron and input",
        *(f"    {one}" for one in values),
    ]
    predicted = "model(torch.from_numpy({})).detach().numpy()"
    return _program(taken, "import torch\nfrom torch import nn", lines, predicted)


def _program(taken: Taken, imports: str, lines: list[str], predicted: str) -> str:
    """Return a program whose `answers` takes rows in their own units, as `predicted` code does."""
    experiment, sources = taken.experiment, Sources()
    around = Around(experiment, sources)
    rows = "network_inputs(rows)" if around.inputs else "rows"
    answers = around.in_own_units(predicted.format(rows))
    about = f"It is the network at iteration {taken.run.iteration:,}, for its users to go on with."
    parts = [
        f'"""{introduction(taken, about)}\n"""\n',
        f"import numpy as np\n{imports}\n\n{DIGITS}\n",
        *(["", sources.text.rstrip(), "", ""] if sources.text.strip() else []),
        *around.scaling,
        *around.inputs,
        *lines,
        "",
        "",
        "def answers(rows):",
        '    """Return an answer for each row; both are in the units of the data."""',
        f"    return {answers}",
        "",
        "",
        answer(experiment, f"answers({array([experiment.question])})"),
    ]
    return "\n".join(parts) + "\n"


def _named(name: str, table: Mapping[str, str], library: str) -> str:
    if name not in table:
        raise InputError(f"{library} has no {name}, or not for such a layer.")
    return table[name]


def _refuse_own(taken: Taken) -> None:
    if taken.rule:
        raise InputError(OWN_RULE)
