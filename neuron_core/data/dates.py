"""Days and months as people write them, as amounts of time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array

_CLOCK = r"(?:[T ]+(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?:Z|UTC|[+-]\d\d:?\d\d)?)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_YEAR, _DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}([-/.])(?P<month>\d{{1,2}})\2{_DAY}{_CLOCK}",
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})",
        rf"{_YEAR}-?Q(?P<quarter>[1-4])",
        rf"(?P<first>\d{{1,2}})([-/.])(?P<second>\d{{1,2}})\2{_YEAR}{_CLOCK}",
        rf"(?P<month>\d{{1,2}})/{_YEAR}",
        rf"{_DAY}[-. ]+{_NAME}[-, ]+{_YEAR}",
        rf"{_NAME}[- ]+{_DAY},?[- ]*(?<!\d){_YEAR}",
        rf"{_NAME}[- ]+{_YEAR}",
    )
)


@dataclass(frozen=True)
class Dates:
    """A column of dates.

    Attributes
    ----------
    values
        Time since the earliest, shape (rows,); not a number where there is a gap.
    unit
        What that is counted in, with the earliest: ``"months since 1949-01"``.
    doubt
        A date that may be read with the month first or with the day first, where nothing tells.
    """

    values: Array
    unit: str
    doubt: str = ""


def dates(
    cells: Sequence[str], gaps: Sequence[bool], day_first: bool | None = None
) -> Dates | None:
    """Return a column as dates, or None if a cell is none, gaps aside.

    All are written in one way, with a day or, for months and quarters, without. Of 3/4/2020 the
    first number is the day if one of them in the column is above 12 or if points separate; it is
    the month if one of the second numbers is. Where neither tells it is the month, and in doubt,
    unless `day_first` says which it is.

    Examples
    --------
    >>> dates(["1949-01", "1949-03"], [False, False])
    Dates(values=array([0., 2.]), unit='months since 1949-01', doubt='')
    """
    there = [cell for cell, gap in zip(cells, gaps, strict=True) if not gap]
    if not there:
        return None
    form = next((form for form in _FORMS if form.fullmatch(there[0])), None)
    if form is None:
        return None
    found = [form.fullmatch(cell) for cell in there]
    read = [match.groupdict() for match in found if match]
    if len(read) < len(there):
        return None
    day_first, doubt = _day_first(read, there, day_first)
    try:
        times = np.array([_iso(one, day_first) for one in read], dtype="datetime64[us]")
    except ValueError:  # such as the 31st of February
        return None
    has_days = {"day", "first"} & form.groupindex.keys()
    step = "D" if has_days else "M"
    earliest = times.min()
    if has_days:
        passed = (times - earliest.astype("datetime64[D]")) / np.timedelta64(1, "D")
    else:
        passed = (times.astype("datetime64[M]") - earliest.astype("datetime64[M]")).astype(float)
    values = np.full(len(cells), np.nan)
    values[~np.array(gaps, dtype=bool)] = passed
    unit = f"{'days' if has_days else 'months'} since {earliest.astype(f'datetime64[{step}]')}"
    return Dates(values, unit, doubt)


def _day_first(
    read: Sequence[dict[str, str]], cells: Sequence[str], said: bool | None
) -> tuple[bool, str]:
    """Return whether the day comes first, and a date for which nothing tells."""
    if "first" not in read[0]:
        return True, ""
    if any(int(one["first"]) > 12 for one in read) or "." in cells[0].split(" ")[0]:
        return True, ""
    if any(int(one["second"]) > 12 for one in read):
        return False, ""
    if said is not None:
        return said, ""
    both = (cell for cell, one in zip(cells, read, strict=True) if one["first"] != one["second"])
    return False, next(both, "")


def _iso(one: dict[str, str], day_first: bool) -> str:
    """Return the date as NumPy reads it, which also says whether there is such a day."""
    if "first" in one:
        pair = (one["second"], one["first"]) if day_first else (one["first"], one["second"])
        month, day = map(int, pair)
    else:
        day = int(one.get("day") or 1)
        if one.get("name"):
            month = 1 + _MONTHS.index(one["name"][:3].lower())
        elif one.get("quarter"):
            month = 3 * int(one["quarter"]) - 2
        else:
            month = int(one["month"])
    hour, _, rest = (one.get("clock") or "0:00").partition(":")
    return f"{one['year']}-{month:02}-{day:02}T{int(hour):02}:{rest}"
