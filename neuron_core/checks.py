"""Bad input gets one clear sentence: what is wrong, where, and what is accepted."""

from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class InputError(ValueError):
    """The one exception that ``neuron_core`` raises for input it cannot accept."""


def table(values: Any, where: str) -> Array:
    """Return `values` as a float table of shape (rows, columns).

    A flat list of numbers is one column, as targets are often written.

    Raises
    ------
    InputError
        If there are no rows or no columns, if the rows differ in length, or if an entry is not
        a finite number.

    Examples
    --------
    >>> table([0, 1], "targets").shape
    (2, 1)
    >>> table([[0, 1], [1]], "inputs")
    Traceback (most recent call last):
    neuron_core.checks.InputError: inputs: row 2 has 1 number, row 1 has 2; all rows need the same.
    """
    rows = list(_rows(values, where))
    if not rows:
        raise InputError(f"{where}: there are no rows; at least one is needed.")
    entries = [_entries(row) for row in rows]
    width = len(entries[0])
    if width == 0:
        raise InputError(f"{where}: row 1 is empty; every row needs at least one number.")
    for place, row in enumerate(entries, start=1):
        if len(row) != width:
            raise InputError(
                f"{where}: row {place} has {_count(len(row), 'number')}, row 1 has {width}; "
                "all rows need the same."
            )
        for column, entry in enumerate(row, start=1):
            number(entry, f"{where}, row {place}, column {column}")
    return np.array(entries, dtype=np.float64)


def number(
    value: Any, where: str, *, least: float = -np.inf, most: float = np.inf, above: bool = False
) -> float:
    """Return `value` as a finite float between `least` and `most`.

    With `above`, `least` itself is refused too.

    Raises
    ------
    InputError
        If it is text, not finite, or outside those bounds.
    """
    if isinstance(value, bool | np.bool_):
        value = int(value)
    if not isinstance(value, Real):
        raise InputError(f"{where}: {value!r} is not a number.")
    try:
        result = float(value)
    except OverflowError:
        result = np.inf
    if not np.isfinite(result):
        raise InputError(f"{where}: {value} is not a finite number.")
    if result < least or result > most or (above and result == least):
        raise InputError(f"{where}: {value} is not accepted; {_bounds(least, most, above)}.")
    return result


def whole(value: Any, where: str, *, least: int, most: int) -> int:
    """Return `value` as an int between `least` and `most`; 3.0 counts as 3.

    Raises
    ------
    InputError
        If it is not a whole number or outside those bounds.
    """
    if isinstance(value, bool | np.bool_):
        raise InputError(f"{where}: {value} is not a whole number.")
    result = number(value, where, least=least, most=most)
    if not result.is_integer():
        raise InputError(f"{where}: {value} is not a whole number.")
    return int(result)


def one_of[Name: str](value: Any, where: str, accepted: Iterable[Name]) -> Name:
    """Return `value` if it is among the `accepted` names.

    Raises
    ------
    InputError
        If it is not; the message lists them.
    """
    names = list(accepted)
    for name in names:
        if name == value:
            return name
    raise InputError(f"{where}: {value!r} is not known; use one of {', '.join(names)}.")


def same_rows(inputs: Array, targets: Array) -> None:
    """Raise `InputError` unless the two tables have the same number of rows."""
    if len(inputs) != len(targets):
        raise InputError(
            f"targets: there {_are(len(targets), 'row')} for {_count(len(inputs), 'row')} "
            "of inputs; every row needs its target."
        )


def width(values: Array, columns: int, where: str) -> None:
    """Raise `InputError` unless the last axis of `values` has that many columns."""
    if values.shape[-1] != columns:
        raise InputError(
            f"{where}: each row has {_count(values.shape[-1], 'number')}; {columns} are needed."
        )


def _rows(values: Any, where: str) -> Iterable[Any]:
    if isinstance(values, str | bytes) or not isinstance(values, Sequence | np.ndarray):
        raise InputError(f"{where}: {values!r} is not a table; use a list of rows of numbers.")
    if isinstance(values, np.ndarray) and values.ndim == 0:
        raise InputError(f"{where}: {values} is not a table; use a list of rows of numbers.")
    return values


def _entries(row: Any) -> list[Any]:
    if isinstance(row, np.ndarray):
        return list(np.atleast_1d(row))
    return list(row) if isinstance(row, Sequence) and not isinstance(row, str | bytes) else [row]


def _bounds(least: float, most: float, above: bool = False) -> str:
    if np.isinf(most):
        return f"it must be {'more than' if above else 'at least'} {least:,}"
    return f"it must be {'more than' if above else 'from'} {least:,} {'and up ' * above}to {most:,}"


def _count(amount: int, noun: str) -> str:
    return f"{amount} {noun}{'s' * (amount != 1)}"


def _are(amount: int, noun: str) -> str:
    return f"{'is' if amount == 1 else 'are'} {_count(amount, noun)}"
