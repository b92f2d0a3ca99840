"""The weights and the trace of a run, as JSON and as tables."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from neuron_core.export.taken import Taken, input_names, output_names


def weights_json(taken: Taken) -> str:
    """Return the experiment, and the weights and biases of each layer at this iteration."""
    network = taken.run.network
    layers = [
        {
            "activation": layer.activation,
            "weights": matrix.tolist(),
            "biases": None if biases is None else biases[0].tolist(),
        }
        for layer, matrix, biases in zip(
            network.layers, network.weights, network.biases, strict=True
        )
    ]
    return _json(
        {
            "experiment": taken.experiment.changes(),
            "iteration": taken.run.iteration,
            "inputs": input_names(taken.experiment),
            "outputs": output_names(taken.experiment),
            "layers": layers,
        }
    )


def weights_csv(taken: Taken) -> str:
    """Return a line for each weight and bias at this iteration, with where it is."""
    values = taken.run.network.parameters.tolist()
    places = ([*place, value] for place, value in zip(_places(taken), values, strict=True))
    return _csv([["layer", "neuron", "from", "value"], *places])


def trace_json(taken: Taken) -> str:
    """Return the iterations that the run has kept, with losses, weights and biases."""
    header, *rows = _trace(taken)
    table = np.array(rows).T.tolist()
    names = header[: len(header) - taken.run.network.size]
    return _json(
        {
            "experiment": taken.experiment.changes(),
            **dict(zip(names, table, strict=False)),
            "parameters": dict(zip(header[len(names) :], table[len(names) :], strict=True)),
        }
    )


def trace_csv(taken: Taken) -> str:
    """Return a line for each iteration that the run has kept."""
    return _csv(_trace(taken))


def _trace(taken: Taken) -> Iterator[list[Any]]:
    run = taken.run
    iterations, losses = run.curve()
    columns = {"iteration": iterations, "loss": losses}
    if len(run.test[0]):
        columns["test loss"] = run.test_losses()
    yield [*columns, *(f"layer {layer}, {to} from {of}" for layer, to, of in _places(taken))]
    for at in range(len(iterations)):
        told = [column[at] for column in columns.values()]
        yield [int(told[0]), *map(float, told[1:]), *run.trace.parameters[at].tolist()]


def _places(taken: Taken) -> Iterator[tuple[int, str, str]]:
    """Yield the layer of each parameter, the neuron that it belongs to, and where it comes from."""
    below = input_names(taken.experiment)
    last = len(taken.experiment.layers)
    for place, layer in enumerate(taken.experiment.layers, start=1):
        names = [f"neuron {unit + 1}" for unit in range(layer.units)]
        if place == last:
            names = output_names(taken.experiment)
        yield from ((place, name, source) for source in below for name in names)
        if layer.bias:
            yield from ((place, name, "bias") for name in names)
        below = names


def _json(plain: dict[str, Any]) -> str:
    """Return it with a line for each name, since a line for each number would be very many."""
    import json  # not at the top: the page has to fetch it first

    lines = (
        f"{json.dumps(name)}: {json.dumps(_finite(part), ensure_ascii=False, allow_nan=False)}"
        for name, part in plain.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _finite(plain: Any) -> Any:
    """Return plain values with None for what JSON has no number for, as after a divergence."""
    if isinstance(plain, dict):
        return {name: _finite(part) for name, part in plain.items()}
    if isinstance(plain, list | tuple):
        return [_finite(part) for part in plain]
    return None if isinstance(plain, float) and not np.isfinite(plain) else plain


def _csv(rows: Iterable[list[Any]]) -> str:
    return "".join(",".join(map(_field, row)) + "\n" for row in rows)


def _field(value: Any) -> str:
    text = str(value)
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if any(sign in text for sign in ',"\n\r') else text
