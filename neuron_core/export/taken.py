"""What exports are made of."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from neuron_core.experiment import Experiment
from neuron_core.run.training import Run

WIDTH = 96
"""Of a line of a program, in characters."""


@dataclass(frozen=True)
class Taken:
    """An experiment, and the iteration of its run that is taken.

    Attributes
    ----------
    experiment
        What is trained.
    run
        At the iteration that is taken.
    rule
        The text of a reader's rule that trains in the place of the engine, if there is one.
    """

    experiment: Experiment
    run: Run
    rule: str = ""

    @property
    def steps(self) -> int:
        """How many steps a program takes: up to the iteration, from the start up to the end."""
        return self.run.iteration or self.experiment.iterations

    @property
    def stop_at(self) -> float | None:
        """The loss at which a program that goes up to the end may end before that."""
        return None if self.run.iteration else self.experiment.stop_at

    @property
    def about(self) -> str:
        """What it is, in a line: for the beginning of a program, or below a picture."""
        experiment = self.experiment
        widths = [len(input_names(experiment)), *(layer.units for layer in experiment.layers)]
        shape = "-".join(map(str, widths))
        network = f"a {shape} network" if widths[1:] != [1] else "one neuron"
        return f"{' '.join(experiment.data.title.split())}: {network}"


def input_names(experiment: Experiment) -> list[str]:
    """Return what the inputs of the network are called."""
    columns = experiment.data.inputs.shape[1]
    names = experiment.data.names[:columns] or [f"x{place + 1}" for place in range(columns)]
    return list(experiment.features or names)


def output_names(experiment: Experiment) -> list[str]:
    """Return what the outputs of the network are called."""
    columns, outputs = experiment.data.inputs.shape[1], experiment.layers[-1].units
    numbered = [f"output {place + 1}" for place in range(outputs)] if outputs > 1 else ["output"]
    return list(experiment.data.names[columns:] or numbered)


def literal(value: Any, indent: int = 0) -> str:
    """Return plain values as Python writes them, in lines that are not too long.

    Examples
    --------
    >>> literal({"seed": 7, "rows": [1.0, 0.5]})
    '{"seed": 7, "rows": [1, 0.5]}'
    """
    parts = _parts(value)
    if parts is None:
        return _scalar(value)
    (begin, end), items = ("{}", parts) if isinstance(value, dict) else ("[]", parts)
    flat = [f"{name}{literal(part)}" for name, part in items]
    line = begin + ", ".join(flat) + end
    if len(line) + indent <= WIDTH:
        return line
    inner = " " * (indent + 4)
    if all(_parts(part) is None for _, part in items):
        lines = _wrapped(flat, WIDTH - len(inner))
    else:
        lines = [f"{name}{literal(part, indent + 4)}," for name, part in items]
    return "\n".join([begin, *(inner + one for one in lines), " " * indent + end])


def array(values: Any, indent: int = 0) -> str:
    """Return a table of numbers as NumPy is told of it."""
    return f"np.array({literal(np.asarray(values).tolist(), indent)}, dtype=float)"


def _parts(value: Any) -> list[tuple[str, Any]] | None:
    if isinstance(value, dict):
        return [(f'"{name}": ', part) for name, part in value.items()]
    return [("", part) for part in value] if isinstance(value, list | tuple) else None


def _scalar(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value)) if value else str(value).removesuffix(".0")
    if isinstance(value, float) and not np.isfinite(value):
        return f'float("{value}")'
    return repr(value) if not isinstance(value, str) else _quoted(value)


def _quoted(text: str) -> str:
    shown = repr(text)
    return f'"{shown[1:-1]}"' if shown[0] == "'" and '"' not in shown else shown


def _wrapped(parts: list[str], width: int) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) + 2 > width:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{part},"
    return lines
