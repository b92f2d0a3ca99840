"""What can be taken home: a table of exports.

Each is a function of what is `Taken` that returns a text. The page's dialog and the command in a
terminal read the table; a new export is its function and its line here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from neuron_core.checks import one_of
from neuron_core.export import frameworks, numbers, pictures
from neuron_core.export.notebook import notebook
from neuron_core.export.script import script
from neuron_core.export.taken import Taken
from neuron_core.export.with_core import with_core


@dataclass(frozen=True)
class Export:
    """One thing to take home.

    Attributes
    ----------
    name
        The key of `EXPORTS`.
    title
        For people.
    group
        Under which heading people find it.
    file
        What the file is called; its ending says what it is.
    make
        ``make(taken)`` gives its text. It raises `InputError` where there is no such thing.
    """

    name: str
    title: str
    group: str
    file: str
    make: Callable[[Taken], str]


PROGRAMS, NUMBERS, PICTURES = "Programs", "Numbers", "Pictures"

EXPORTS: dict[str, Export] = {
    row.name: row
    for row in (
        Export("script", "Python with NumPy alone", PROGRAMS, "neuron.py", script),
        Export("neuron-core", "Python with neuron_core", PROGRAMS, "neuron_core_run.py", with_core),
        Export("notebook", "Notebook", PROGRAMS, "neuron.ipynb", notebook),
        Export(
            "scikit-learn", "The network in scikit-learn", PROGRAMS,
            "neuron_scikit_learn.py", frameworks.scikit_learn,
        ),
        Export(
            "pytorch", "The network in PyTorch", PROGRAMS, "neuron_pytorch.py", frameworks.pytorch
        ),
        Export(
            "weights-json", "Weights as JSON", NUMBERS, "neuron-weights.json", numbers.weights_json
        ),
        Export("weights-csv", "Weights as CSV", NUMBERS, "neuron-weights.csv", numbers.weights_csv),
        Export("trace-json", "Training as JSON", NUMBERS, "neuron-trace.json", numbers.trace_json),
        Export("trace-csv", "Training as CSV", NUMBERS, "neuron-trace.csv", numbers.trace_csv),
        Export("drawing", "The network", PICTURES, "neuron-drawing.svg", pictures.drawing),
        Export("plane", "The plane", PICTURES, "neuron-plane.svg", pictures.plane),
        Export("curve", "The error curve", PICTURES, "neuron-curve.svg", pictures.curve),
        Export("valley", "The valley of the error", PICTURES, "neuron-valley.svg", pictures.valley),
    )
}  # fmt: skip


def exported(name: str, taken: Taken) -> str:
    """Return the text of an export.

    Raises
    ------
    InputError
        If there is none of that name, or not of what is taken.
    """
    return EXPORTS[one_of(name, "export", EXPORTS)].make(taken)
