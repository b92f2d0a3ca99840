"""Bad input gets one clear sentence: what is wrong, where, and what is accepted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


USUAL = {int, float, bool, np.float64, np.int64}
"""The types of numbers that need no look at each of them."""


class InputError(ValueError):
    """The one exception that ``neuron_core`` raises for input it cannot accept."""


def table(values: Any, where: str, most_rows: int | None = None) -> Array:
    """Return `values` as a new float table of shape (rows, columns).

    A flat list of numbers is one column, as targets are often written.

    Raises
    ------
    InputError
        If there are no rows, no columns or more rows than `most_rows`, if the rows differ in
        length, or if an entry is not a finite number.

    Examples
    --------
    >>> table([0, 1], "targets").shape
    (2, 1)
    >>> table([[0, 1], [1]], "inputs")
    Traceback (most recent call last):
    neuron_core.checks.InputError: inputs: row 2 has 1 number, row 1 has 2; all rows need the same.
    """
    rows = _rows(values, where)
    if isinstance(rows, np.ndarray) and _is_usual(rows):
        _few_enough(rows, where, most_rows)
        return rows.astype(np.float64).reshape(len(rows), -1)
    if not len(rows):
        raise InputError(f"{where}: there are no rows; at least one is needed.")
    _few_enough(rows, where, most_rows)
    entries = [_entries(row) for row in rows]
    width = len(entries[0])
    if width == 0:
        raise InputError(f"{where}: row 1 is empty; every row needs at least one number.")
    for place, row in enumerate(entries, start=1):
        if len(row) != width:
            raise InputError(
                f"{where}: row {place} has {counted(len(row), 'number')}, row 1 has {width}; "
                "all rows need the same."
            )
    usual = _usual_table(entries)
    if usual is not None:
        return usual
    return np.array(
        [
            [
                number(entry, f"{where}, row {place}, column {column}")
                for column, entry in enumerate(row, start=1)
            ]
            for place, row in enumerate(entries, start=1)
        ]
    )


def is_row(values: Any) -> bool:
    """Whether `values` is one row of numbers, not a table of rows."""
    if isinstance(values, np.ndarray):
        return values.ndim == 1
    return isinstance(values, list | tuple) and not any(
        isinstance(entry, list | tuple | np.ndarray) for entry in values
    )


def number(value: Any, where: str, *, least: float = -np.inf, most: float = np.inf) -> float:
    """Return `value` as a finite float between `least` and `most`.

    Raises
    ------
    InputError
        If it is text, not finite, or outside those bounds.
    """
    if isinstance(value, bool | np.bool_):
        value = int(value)
    if value is None:
        raise InputError(f"{where}: it is missing; a number is needed.")
    # NumPy counts a length of time as a whole number.
    if not isinstance(value, Real) or isinstance(value, np.timedelta64):
        raise InputError(f"{where}: {shown(value)} is not a number.")
    try:
        result = float(value)
    except OverflowError:
        result = np.inf
    if not np.isfinite(result):
        raise InputError(f"{where}: {shown(value, str)} is not a finite number.")
    if result < least or result > most:
        raise InputError(f"{where}: {shown(value, str)} is not accepted; {_bounds(least, most)}.")
    return result


def whole(value: Any, where: str, *, least: int, most: int) -> int:
    """Return `value` as an int between `least` and `most`; 3.0 counts as 3.

    Raises
    ------
    InputError
        If it is not a whole number or outside those bounds.
    """
    if isinstance(value, bool | np.bool_):
        raise InputError(f"{where}: {shown(value, str)} is not a whole number.")
    result = number(value, where, least=least, most=most)
    if not result.is_integer():
        raise InputError(f"{where}: {shown(value, str)} is not a whole number.")
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
        if isinstance(value, str) and name == value:
            return name
    raise InputError(f"{where}: {shown(value)} is not known; use one of {', '.join(names)}.")


def built[Kind](value: Any, kind: type[Kind], where: str) -> Kind:
    """Return `value` if it is of that kind, or else what its plain form makes.

    Raises
    ------
    InputError
        If it is neither, has a name that is not known, or lacks one that is needed.
    """
    if isinstance(value, kind):
        return value
    if not isinstance(value, Mapping):
        raise InputError(f"{where}: {shown(value)} is not accepted; use a {kind.__name__}.")
    for name in value:
        one_of(name, where, kind.__annotations__)
    for one in fields(kind):  # type: ignore[arg-type]
        if one.default is MISSING and one.name not in value:
            raise InputError(f"{where}: {one.name} is missing.")
    return kind(**value)


def same_rows(inputs: Array, targets: Array) -> None:
    """Raise `InputError` unless the two tables have the same number of rows."""
    if len(inputs) != len(targets):
        raise InputError(
            f"targets: there {are(len(targets), 'row')} for {counted(len(inputs), 'row')} "
            "of inputs; every row needs its target."
        )


def width(values: Array, columns: int, where: str) -> None:
    """Raise `InputError` unless the last axis of `values` has that many columns."""
    if values.shape[-1] != columns:
        raise InputError(
            f"{where}: each row has {counted(values.shape[-1], 'number')}; {columns} are needed."
        )


def shown(value: Any, form: Callable[[Any], str] = repr) -> str:
    """Return `value` on one line, cut off where it gets long."""
    try:
        text = " ".join(form(value).split())
    except ValueError:  # Python does not write whole numbers of more than 4,300 digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:59]}…"


def counted(amount: int, noun: str) -> str:
    """Return the amount with its noun: 1 row, 2 rows."""
    return f"{amount} {noun}{'s' * (amount != 1)}"


def _rows(values: Any, where: str) -> Sequence[Any] | np.ndarray:
    if isinstance(values, str | bytes | bytearray) or not isinstance(values, Sequence | np.ndarray):
        raise InputError(f"{where}: {shown(values)} is not a table; use a list of rows of numbers.")
    if isinstance(values, np.ndarray) and values.ndim == 0:
        raise InputError(f"{where}: {shown(values)} is not a table; use a list of rows of numbers.")
    return values


def _few_enough(rows: Sequence[Any] | np.ndarray, where: str, most: int | None) -> None:
    if most is not None and len(rows) > most:
        raise InputError(f"{where}: there are {len(rows):,} rows; at most {most:,} are accepted.")


def _is_usual(rows: np.ndarray) -> bool:
    """Whether an array is a table as it is: no look at each entry is needed."""
    return (
        type(rows) is np.ndarray  # not a masked array
        and rows.dtype.type in USUAL
        and rows.ndim in (1, 2)
        and rows.size > 0
        and bool(np.isfinite(rows).all())
    )


def _entries(row: Any) -> list[Any]:
    if isinstance(row, np.ndarray):
        return list(np.atleast_1d(row))
    return list(row) if isinstance(row, Sequence) and not isinstance(row, str | bytes) else [row]


def _usual_table(entries: list[list[Any]]) -> Array | None:
    """Return the table if all is as usual: a tenth of the time of a look at every entry."""
    if not {type(entry) for row in entries for entry in row} <= USUAL:
        return None
    try:
        result = np.array(entries, dtype=np.float64)
    except OverflowError:
        return None
    return result if np.isfinite(result).all() else None


def _bounds(least: float, most: float) -> str:
    if np.isinf(most):
        return f"it must be at least {_said(least)}"
    return f"it must be from {_said(least)} to {_said(most)}"


def _said(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else str(bound)


def are(amount: int, noun: str) -> str:
    """Return the same with its verb: is 1 row, are 2 rows."""
    return f"{'is' if amount == 1 else 'are'} {counted(amount, noun)}"
