"""Tables to learn from."""

from collections.abc import Callable, Sequence
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
    names
        What the columns are called, those of the inputs first; none, or one for each.
    scales
        What the numbers of each column were divided by, in that order; none, or one for each.

    Raises
    ------
    InputError
        If they are not such tables, of one length, of at most `MOST_ROWS` rows; if the names
        are not text, or the scales not numbers above 0.

    Examples
    --------
    >>> Dataset([[0, 0], [1, 1]], [0, 1]).targets.shape
    (2, 1)
    """

    inputs: Array
    targets: Array
    title: str = "Own data"
    names: tuple[str, ...] = ()
    scales: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        for name in ("inputs", "targets"):
            values = checks.table(getattr(self, name), name, MOST_ROWS)
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        checks.same_rows(self.inputs, self.targets)
        if not isinstance(self.title, str):
            raise InputError(f"title of the data: {checks.shown(self.title)} is not text.")
        self._check_columns("names", _name)
        self._check_columns("scales", _scale)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Dataset)
            and self.title == other.title
            and self.names == other.names
            and self.scales == other.scales
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
            "names": list(self.names),
            "scales": list(self.scales),
        }

    def _check_columns[Value](self, field: str, check: Callable[[Any, str], Value]) -> None:
        """Make what is said of the columns a tuple with nothing, or something for each."""
        where, values = f"{field} of the columns", getattr(self, field)
        if not isinstance(values, Sequence) or isinstance(values, str):
            raise InputError(f"{where}: {checks.shown(values)} is not a list.")
        columns = self.inputs.shape[1] + self.targets.shape[1]
        if len(values) not in (0, columns):
            raise InputError(
                f"{where}: there are {len(values)} for {checks.counted(columns, 'column')}."
            )
        object.__setattr__(self, field, tuple(check(value, where) for value in values))


def _name(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{where}: {checks.shown(value)} is not text.")
    return value


def _scale(value: Any, where: str) -> float:
    scale = checks.number(value, where, least=0)
    if scale == 0:
        raise InputError(f"{where}: 0 is not accepted; nothing can be divided by it.")
    return scale


TUTORIAL = Dataset(
    inputs=[[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]],  # type: ignore[arg-type]
    targets=[0, 1, 1, 0],  # type: ignore[arg-type]
    title="The tutorial's four rows",
)
"""The target is the first input. The new situation, [1, 0, 0], is not among the rows."""

XOR = Dataset(
    inputs=[[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]],  # type: ignore[arg-type]
    targets=[0, 1, 1, 0],  # type: ignore[arg-type]
    title="One or the other, not both",
)
"""The target is 1 if one of the first two inputs is 1 and the other is not. The third is always 1,
as the tutorial's is."""

HOURS = Dataset(
    inputs=np.array([[2, 9], [1, 5], [3, 6]]) / (3, 9),
    targets=np.array([92, 86, 89]) / 100,
    title="Hours studied and slept",
    names=("hours studied", "hours slept", "score"),
    scales=(3, 9, 100),
)
"""A well-known table of three students: each column of inputs divided by its largest number, the
score by the 100 that can be reached."""
