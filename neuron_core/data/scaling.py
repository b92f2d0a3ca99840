"""What is done to a column's numbers before a network gets them, so that it learns well of them.

A column has a pair for it, its *centre* and its *size*: the network gets (number - centre) ÷ size.
Targets get the same, and what the network answers comes back as output × size + centre. The data
themselves stay in their own units, and so does all that people see of them.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array, InputError

Pairs = tuple[tuple[float, float], ...]


def _standard(columns: Array) -> tuple[Array, Array]:
    largest = abs(columns).max(axis=0)
    within = columns / np.where(largest == 0, 1.0, largest)  # whose squares are finite
    return within.mean(axis=0) * largest, within.std(axis=0) * largest


def _largest(columns: Array) -> tuple[Array, Array]:
    return np.zeros(columns.shape[1]), abs(columns).max(axis=0)


def _none(columns: Array) -> tuple[Array, Array]:
    return np.zeros(columns.shape[1]), np.ones(columns.shape[1])


_FOUND: dict[str, Callable[[Array], tuple[Array, Array]]] = {
    "standard": _standard,
    "largest": _largest,
    "none": _none,
}
SCALINGS = {
    "standard": "by their mean and standard deviation",
    "largest": "by their largest number",
    "none": "as they are",
}
"""How the columns of a file may be scaled, and what people call that."""


def pairs_of(columns: Array, scaling: str) -> Pairs:
    """Return the pair of each column of a table, shape (rows, columns), by a key of `SCALINGS`.

    A column whose numbers are all the same, or all 0, has a size of 1.

    Raises
    ------
    InputError
        If there is no such scaling.

    Examples
    --------
    >>> pairs_of(np.array([[2.0, 9.0], [4.0, 5.0]]), "largest")
    ((0.0, 4.0), (0.0, 9.0))
    >>> pairs_of(np.array([[2.0], [4.0]]), "standard")
    ((3.0, 1.0),)
    """
    with np.errstate(all="ignore"):  # what is beyond all numbers is refused where it is used
        centres, sizes = _FOUND[checks.one_of(scaling, "scaling", SCALINGS)](columns)
    steady = columns.min(axis=0) == columns.max(axis=0)
    if scaling == "standard":  # the mean of equal numbers may be rounded
        centres, sizes = np.where(steady, columns[0], centres), np.where(steady, 1.0, sizes)
    sizes = np.where(sizes == 0, 1.0, sizes)
    return tuple(zip(centres.tolist(), sizes.tolist(), strict=True))


def checked(pairs: object, columns: int) -> Pairs:
    """Return the pairs as floats if there is none, or one for each column.

    Raises
    ------
    InputError
        If not, or if a size is not above 0.
    """
    where = "scaling of the columns"
    if not _is_list(pairs):
        raise InputError(f"{where}: {checks.shown(pairs)} is not a list.")
    if len(pairs) not in (0, columns):
        raise InputError(
            f"{where}: there are {len(pairs)} for {checks.counted(columns, 'column')}."
        )
    accepted: list[tuple[float, float]] = []
    for pair in pairs:
        if not _is_list(pair) or len(pair) != 2:
            raise InputError(f"{where}: {checks.shown(pair)} is not a pair of a centre and a size.")
        centre, size = checks.number(pair[0], where), checks.number(pair[1], where, least=0)
        if size == 0:
            raise InputError(f"{where}: 0 is not accepted; nothing can be divided by it.")
        accepted.append((centre, size))
    return tuple(accepted)


def scaled(values: Array, pairs: Pairs) -> Array:
    """Return numbers in their own units, shape (..., columns), as a network gets them."""
    if all(pair == (0.0, 1.0) for pair in pairs):
        return values
    centres, sizes = np.array(pairs).T
    result: Array = (values - centres) / sizes
    return result


def unscaled(values: Array, pairs: Pairs) -> Array:
    """Return a network's numbers, shape (..., columns), in the units of what it has learned."""
    if all(pair == (0.0, 1.0) for pair in pairs):
        return values
    centres, sizes = np.array(pairs).T
    result: Array = values * sizes + centres
    return result


def multiplied(rows: Any, sizes: Sequence[float], where: str) -> list[list[float]]:
    """Return rows times what their numbers were divided by: what people wrote, where that fits.

    Raises
    ------
    InputError
        If they are not rows of a number for each size; the message begins with `where`.

    Examples
    --------
    >>> multiplied([[4 / 3, 1.1 / 9]], [3, 9], "rows")
    [[4.0, 1.1]]
    """
    table = checks.table(rows, where)
    checks.width(table, len(sizes), where)

    def own(value: float, size: float) -> float:
        written = float(f"{value * size:.15g}")
        return written if written / size == value else value * size

    return [list(map(own, row, sizes)) for row in table.tolist()]


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
