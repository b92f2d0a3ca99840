"""What stands in one column of a file, and what a network can be given of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.data import dates, number

MOST_CLASSES = 20
"""A column of more different words than these is not one of classes."""
_YES = frozenset({"ja", "yes", "true", "y", "t", "oui", "sí", "si", "sim", "tak", "da", "on"})
"""Of two words, the one that says yes is 1; else the later one in the alphabet."""
_MANY = 10
"""So many rows must be counted, from 1 on, by a first column without a name."""
_ROW_NAME = re.compile(
    r"|Unnamed: 0|(.*[\W_])?(id|index|no\.?|nr\.?|n°|#|row|rownames)|(?-i:.*[a-z]I[dD])",
    re.IGNORECASE,
)
"""What a column is called that numbers or names the rows: nothing, id, row_no, PassengerId."""
_PERIOD = re.compile(r"date|month|period|yyyymm|monat|mois|mes\b|datum", re.IGNORECASE)
"""What a column is called whose numbers may be months."""


@dataclass(frozen=True, eq=False)
class Column:
    """What stands in one column.

    Attributes
    ----------
    name
        From the header, or its place.
    kind
        What it most likely is: ``"numbers"``, ``"classes"``, ``"dates"`` or ``"neither"``.
    numbers
        What they are, shape (rows,), not a number where there is a gap; or None where a cell is
        neither. Of dates, the time since the earliest.
    classes
        The different words, if they are few; else none. Numbers may be classes too.
    gaps
        Which cells say that there is no value, shape (rows,).
    problem
        Which cell is the first that is neither a number nor a gap, or why else it is not one of
        numbers; or None.
    unit
        What its numbers are measured in, as the file says; of dates, what they are counted in.
    doubt
        A date of it that may be read in two ways; else "".
    is_row_name
        Whether it numbers or names the rows, and says nothing of them.
    cells
        The text.
    """

    name: str
    kind: str
    numbers: Array | None
    classes: tuple[str, ...]
    gaps: NDArray[np.bool_] = field(repr=False)
    problem: str | None
    unit: str
    doubt: str
    is_row_name: bool
    cells: Sequence[str] = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """Return what there is to know of it before it is used."""
        return {
            "name": self.name,
            "kind": self.kind,
            "classes": list(self.classes),
            "problem": self.problem,
            "gaps": int(self.gaps.sum()),
            "is_row_name": self.is_row_name,
            "remark": self.remark,
            "input": self.can_be_input,
            "target": self.numbers is not None or bool(self.classes),
            "doubt": self.doubt,
        }

    @property
    def can_be_input(self) -> bool:
        """Whether a network can be given it."""
        return self.numbers is not None or self.kind == "classes"

    @property
    def width(self) -> int:
        """How many inputs it makes."""
        if self.numbers is not None or len(self.classes) == 2:
            return 1
        return len(self.classes)

    @cached_property
    def remark(self) -> str:
        """What it is taken for, in words."""
        said = self._said()
        if self.is_row_name and self.can_be_input:
            said = f"names the rows: {said}"
        if self.gaps.any():
            said += f"; {checks.counted(int(self.gaps.sum()), 'gap')}"
        return said

    def _said(self) -> str:
        if self.kind == "dates":
            return self.unit + (f"; {self.doubt}: the month first" if self.doubt else "")
        if self.kind == "numbers":
            return f"numbers, in {self.unit}" if self.unit else "numbers"
        if self.kind == "classes":
            if len(self.classes) == 2:
                return " · ".join(f"{value} {word}" for value, word in enumerate(self.classes))
            words = ", ".join(self.classes[:3]) + ", …" * (len(self.classes) > 3)
            return f"{len(self.classes)} classes: {words}"
        return self.problem or ""

    def inputs(self) -> tuple[Array, list[str]]:
        """Return what a network is given of it, shape (rows, inputs), and what that is called.

        Words of two kinds are 0 and 1; of more, each has an input of its own, 1 in its rows.

        Raises
        ------
        InputError
            If it is neither numbers nor classes.
        """
        if self.numbers is not None:
            name = f"{self.name} ({self.unit})" if self.unit else self.name
            return self.numbers[:, np.newaxis], [name]
        if self.kind != "classes":
            raise InputError(self.problem or "")
        which = self._which()
        if len(self.classes) == 2:
            zero, one = self.classes
            values = which.astype(float)[:, np.newaxis]
            return values, [f"{self.name} (0 {zero}, 1 {one})"]
        return self._one_each(which), [f"{self.name} = {word}" for word in self.classes]

    @property
    def words(self) -> tuple[tuple[float, str], ...]:
        """The targets of two classes, each with its word; of more, nothing."""
        return tuple(zip((-1.0, 1.0), self.classes, strict=True)) if len(self.classes) == 2 else ()

    def targets(self, as_classes: bool) -> tuple[Array, list[str]]:
        """Return what a network is to answer, shape (rows, outputs), and what that is called.

        The targets of two classes are -1 and 1 (see `words`). More have an output each.

        Raises
        ------
        InputError
            If it cannot be used that way.
        """
        if not as_classes:
            if self.numbers is None:
                raise InputError(self.problem or "")
            return self.inputs()
        which = self._which()
        if len(self.classes) == 2:
            low, high = (value for value, _ in self.words)
            return np.where(which == 1, high, low)[:, np.newaxis], [self.name]
        return self._one_each(which), list(self.classes)

    def _which(self) -> NDArray[np.intp]:
        """Return the place among the classes of each cell; of a gap, 0."""
        if not self.classes:
            there = zip(self.cells, self.gaps.tolist(), strict=True)
            raise InputError(_not_classes(self.name, {cell for cell, gap in there if not gap}))
        places = {word: place for place, word in enumerate(self.classes)}
        return np.array([places.get(word, 0) for word in self.cells], dtype=np.intp)

    def _one_each(self, which: NDArray[np.intp]) -> Array:
        return np.asarray(np.arange(len(self.classes)) == which[:, np.newaxis], dtype=np.float64)


def column(
    name: str | None,
    cells: Sequence[str],
    place: int,
    lines: Sequence[int],
    decimal: str,
    day_first: bool | None = None,
) -> Column:
    """Return what a column is.

    Parameters
    ----------
    name, cells
        From the file; without a header, the name is None.
    place
        Counted from 1.
    lines
        Where in the file the rows begin.
    decimal
        Its decimal sign.
    day_first
        Of dates where nothing tells: whether the day comes before the month.
    """
    called = name or f"column {place}"
    read = number.amounts(cells, decimal)
    among_numbers = np.isnan(read.values)
    if not read.wrong and not read.mixed and not among_numbers.all():
        plain = not among_numbers.any()
        few = (
            _few(cells, decimal)
            if plain
            else _few(
                [cell for cell, gap in zip(cells, among_numbers, strict=True) if not gap], decimal
            )
        )
        numbers_rows = _numbers_rows(name, read.values, place)
        if _may_be_days(read.values, name) and (
            dated := dates.dates(cells, among_numbers.tolist())
        ):
            values, unit = dated.values, dated.unit
            return Column(called, "dates", values, few, among_numbers, None, unit, "", False, cells)
        return Column(
            called,
            "numbers",
            read.values,
            few,
            among_numbers,
            None,
            read.unit,
            "",
            numbers_rows,
            cells,
        )
    gaps = np.array([number.is_gap(cell) for cell in cells], dtype=bool)
    words = {cell for cell in set(cells) if not number.is_gap(cell)}
    classes = _few(words, decimal)
    if dated := dates.dates(cells, gaps.tolist(), day_first):
        values, unit, doubt = dated.values, dated.unit, dated.doubt
        return Column(called, "dates", values, classes, gaps, None, unit, doubt, False, cells)
    where = f"line {{:,}}, column {place} ({checks.shown(called, str)}): "
    if read.mixed:
        one, other = (unit or "none" for unit in read.mixed[:2])
        problem = where.format(lines[0]) + f"its numbers have different units, {one} and {other}."
    elif not read.wrong:
        problem = where.format(lines[0]) + "there is no value in any row."
    else:
        row = read.wrong[0]
        problem = where.format(lines[row]) + f"{checks.shown(cells[row])} is not a number."
    filled = len(cells) - int(gaps.sum())
    mostly_words = 2 * len(read.wrong) >= filled
    if mostly_words and (len(words) > MOST_CLASSES or (len(words) == 1 and filled > 1)):
        problem = _not_classes(called, words)
    kind = "classes" if classes and mostly_words else "neither"
    names_rows = filled > 1 and len(words) == filled and (place == 1 or _is_row_name(name))
    return Column(called, kind, None, classes, gaps, problem, "", "", names_rows, cells)


def _not_classes(name: str, words: set[str]) -> str:
    if len(words) < 2:
        return f"{checks.shown(name, str)}: all of its rows have the same word."
    return (
        f"{checks.shown(name, str)}: it has {len(words):,} different ones; "
        f"at most {MOST_CLASSES} can be classes."
    )


def _few(words: Sequence[str] | set[str], decimal: str) -> tuple[str, ...]:
    """Return the different words in order, if they are few enough to be classes."""
    if isinstance(words, Sequence) and len(set(words[: _MANY**2])) > MOST_CLASSES:
        return ()  # without a look at all of a long column
    different = set(words)
    if not 2 <= len(different) <= MOST_CLASSES:
        return ()
    if len(different) == 2 and len({word.lower() in _YES for word in different}) == 2:
        return tuple(sorted(different, key=lambda word: word.lower() in _YES))
    return tuple(sorted(different, key=lambda word: _order(word, decimal)))


def _order(word: str, decimal: str) -> tuple[float, str]:
    """Return what classes are sorted by: numbers by their size, then words."""
    value = number.number(word, decimal)
    return (np.inf if value is None else value, word)


def _may_be_days(values: Array, name: str | None) -> bool:
    """Whether numbers are such as 20200131, or such as 202001 in a column that says so."""
    there = values[~np.isnan(values)]
    least, most = there.min(), there.max()
    if least >= 18_000_101 and most <= 21_991_231:
        return len(there) > 1
    return least >= 180_001 and most <= 219_912 and bool(_PERIOD.search(name or ""))


def _is_row_name(name: str | None) -> bool:
    return name is not None and _ROW_NAME.fullmatch(name) is not None


def _numbers_rows(name: str | None, values: Array, place: int) -> bool:
    """Whether numbers count the rows, as those before the first column, or tell them apart."""
    if np.isnan(values).any() or not (values == np.floor(values)).all():
        return False
    counts = bool((np.diff(values) == 1).all()) and values[0] in (0, 1)
    if name is None:
        return place == 1 and counts and len(values) >= _MANY
    if not _is_row_name(name) or len(values) < 2:
        return False
    return counts if not name else len(set(values.tolist())) == len(values)
