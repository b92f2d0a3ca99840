"""Inputs made of the columns of a table: squares, products, sines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array, InputError

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Feature:
    """One input that can be made.

    Attributes
    ----------
    name
        Its key, in ASCII.
    title
        For people.
    columns
        Of which columns it is made, counted from 0.
    make
        Gives it from those columns, each of shape (rows,).
    """

    name: str
    title: str
    columns: tuple[int, ...]
    make: Callable[..., Array]


def available(columns: int) -> list[Feature]:
    """Return what can be made of so many columns: each, its square, its sine, and all products.

    Examples
    --------
    >>> [feature.name for feature in available(2)]
    ['x1', 'x2', 'x1^2', 'x2^2', 'x1*x2', 'sin x1', 'sin x2']
    >>> [feature.title for feature in available(2)][2:]
    ['x₁²', 'x₂²', 'x₁x₂', 'sin x₁', 'sin x₂']
    """
    return list(_table(columns).values())


def made(names: Iterable[str], table: Array) -> Array:
    """Return the inputs of those names for each row of a table, shape (rows, names).

    Raises
    ------
    InputError
        If there is no such input; the message lists some that there are.

    Examples
    --------
    >>> made(["x2", "x1*x2"], np.array([[2.0, 3.0]])).tolist()
    [[3.0, 6.0]]
    """
    chosen = [_feature(name, table.shape[1]) for name in names]
    with np.errstate(all="ignore"):  # what is not finite is found by whoever uses it
        return np.column_stack(
            [one.make(*(table[:, column] for column in one.columns)) for one in chosen]
        )


def check(names: Iterable[str], columns: int) -> tuple[str, ...]:
    """Return the names as a tuple if each can be made, and none is there twice.

    Raises
    ------
    InputError
        If not.
    """
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise InputError(f"features: {checks.shown(names)} is not a list of names.")
    result = tuple(_feature(name, columns).name for name in names)
    for place, name in enumerate(result):
        if name in result[:place]:
            raise InputError(f"features: {name} is there twice; once is enough.")
    return result


@lru_cache
def _table(columns: int) -> dict[str, Feature]:
    every = range(columns)
    x = [f"x{place + 1}" for place in every]
    y = [name.translate(_LOWERED) for name in x]
    return {
        one.name: one
        for one in (
            *(Feature(x[a], y[a], (a,), np.positive) for a in every),
            *(Feature(f"{x[a]}^2", f"{y[a]}²", (a,), np.square) for a in every),
            *(
                Feature(f"{x[a]}*{x[b]}", f"{y[a]}{y[b]}", (a, b), np.multiply)
                for a, b in combinations(every, 2)
            ),
            *(Feature(f"sin {x[a]}", f"sin {y[a]}", (a,), np.sin) for a in every),
        )
    }


def _feature(name: object, columns: int) -> Feature:
    known = _table(columns)
    if isinstance(name, str) and name in known:
        return known[name]
    some = [*known][:6]
    more = ", …" if len(known) > len(some) else ""
    raise InputError(
        f"features: {checks.shown(name)} is not known; use some of {', '.join(some)}{more}."
    )
