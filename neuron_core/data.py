"""Tables to learn from."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array, InputError

MOST_ROWS = 100_000


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of inputs, each with its targets.

    Attributes
    ----------
    inputs, targets
        Anything that is a table of finite numbers, kept as read-only arrays of shapes
        (rows, inputs) and (rows, outputs). A flat list of targets is one output.
    title
        What the table is about, for people.

    Raises
    ------
    InputError
        If they are not such tables, of one length, of at most `MOST_ROWS` rows.

    Examples
    --------
    >>> Dataset([[0, 0], [1, 1]], [0, 1]).targets.shape
    (2, 1)
    """

    inputs: Array
    targets: Array
    title: str = "Own data"

    def __post_init__(self) -> None:
        for name in ("inputs", "targets"):
            values = checks.table(getattr(self, name), name, MOST_ROWS)
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        checks.same_rows(self.inputs, self.targets)
        if not isinstance(self.title, str):
            raise InputError(f"title of the data: {checks.shown(self.title)} is not text.")

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Dataset)
            and self.title == other.title
            and np.array_equal(self.inputs, other.inputs)
            and np.array_equal(self.targets, other.targets)
        )

    def __hash__(self) -> int:
        return hash((self.title, self.inputs.shape, self.targets.shape))

    def plain(self) -> dict[str, Any]:
        """Return it as plain lists and text, the arguments of `Dataset`."""
        return {
            "inputs": self.inputs.tolist(),
            "targets": self.targets.tolist(),
            "title": self.title,
        }


TUTORIAL = Dataset(
    inputs=[[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]],  # type: ignore[arg-type]
    targets=[0, 1, 1, 0],  # type: ignore[arg-type]
    title="The tutorial's four rows",
)
"""The target is the first input. The new situation, [1, 0, 0], is not among the rows."""
