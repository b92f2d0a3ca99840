"""Days, months and times of day as people write them, as amounts of time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neuron_core.checks import Array

_TIME = r"(?P<clock>\d{1,3}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?(?P<half>[ap])\.?m\.?)?"
_CLOCK = rf"(?:(?:T|,? +){_TIME}(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
_MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei", "maj"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "déc", "dez", "dic"),
)
"""How the months begin in English, German, French, Spanish, Italian, Portuguese and Dutch."""
_NAME = rf"(?P<name>(?:{'|'.join(one for some in _MONTHS for one in some)})[^\W\d_]{{0,7}})\.?"
_OF = r"(?:de |of )?"
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? )?"
_YEAR, _DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_SHORT = r"(?P<year>\d{4}|\d{2})"
_COMPACT = r"(?P<year>1[89]\d\d|2[01]\d\d)(?P<month>0[1-9]|1[0-2])"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_YEAR}([-/.]){_MONTH}\2{_DAY}{_CLOCK}",
        rf"{_YEAR}[-/]{_MONTH}",
        rf"{_YEAR}[- ]?Q(?P<quarter>[1-4])",
        rf"Q(?P<quarter>[1-4])[-/ ]?{_YEAR}",
        rf"{_YEAR}-?W(?P<week>\d\d)(?:-?(?P<weekday>[1-7]))?",
        rf"{_YEAR}年{_MONTH}月{_DAY}日",
        rf"{_YEAR}年{_MONTH}月",
        rf"{_WEEKDAY}(?P<first>\d{{1,2}})([-/.])(?P<second>\d{{1,2}})\2{_SHORT}{_CLOCK}",
        rf"{_MONTH}/{_YEAR}",
        rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th)?[-. ]+{_OF}{_NAME}[-, ]+{_OF}{_SHORT}{_CLOCK}",
        rf"{_WEEKDAY}{_NAME}[- ]+{_DAY}(?:st|nd|rd|th)?,?[- ]*(?<!\d){_YEAR}{_CLOCK}",
        rf"{_NAME}[- ]+{_OF}{_YEAR}",
        rf"{_NAME}(?:-|-? ?')(?P<year>\d\d)",
        rf"{_COMPACT}(?P<day>0[1-9]|[12]\d|3[01])",
        _COMPACT,
        _TIME,
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
        What that is counted in, with the earliest: ``"months since 1949-01"``; of times of day,
        ``"hours"``, and they are counted from midnight.
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
    unless `day_first` says which it is. Years of two digits are 1969 to 2068, as POSIX has them.

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
        passed, unit = _passed(read, day_first)
    except ValueError:  # such as the 31st of February
        return None
    values = np.full(len(cells), np.nan)
    values[~np.array(gaps, dtype=bool)] = passed
    return Dates(values, unit, doubt)


def _passed(read: Sequence[dict[str, str]], day_first: bool) -> tuple[Array, str]:
    """Return the time since the earliest, and what that is counted in."""
    if "year" not in read[0]:
        return np.array([_hours(one) for one in read]), "hours"
    times = np.array([_iso(one, day_first) for one in read], dtype="datetime64[us]")
    times = times + np.array([round(3.6e9 * _hours(one)) for one in read], dtype="timedelta64[us]")
    zones = [_zone(one) for one in read]
    if {*zones} != {zones[0]}:  # else they may as well stay in their own
        times = times - np.array(zones, dtype="timedelta64[m]")
    earliest = times.min()
    if {"day", "first", "week"} & read[0].keys():
        passed = (times - earliest.astype("datetime64[D]")) / np.timedelta64(1, "D")
        return passed, f"days since {earliest.astype('datetime64[D]')}"
    months = times.astype("datetime64[M]")
    return (months - months.min()).astype(float), f"months since {months.min()}"


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
    """Return the day as NumPy reads it, which also says whether there is such a day."""
    year = int(one["year"])
    if len(one["year"]) == 2:
        year += 1900 if year >= 69 else 2000
    if one.get("week"):
        fourth = np.datetime64(f"{year}-01-04", "D")  # always in the first week, as ISO 8601 has it
        monday = fourth - (fourth.astype(int) + 3) % 7  # the 1st of January 1970 was a Thursday
        return str(monday + 7 * (int(one["week"]) - 1) + int(one["weekday"] or 1) - 1)
    if "first" in one:
        pair = (one["second"], one["first"]) if day_first else (one["first"], one["second"])
        month, day = map(int, pair)
    else:
        day = int(one.get("day") or 1)
        if name := one.get("name"):
            month = 1 + next(at for at, some in enumerate(_MONTHS) if name.lower().startswith(some))
        elif one.get("quarter"):
            month = 3 * int(one["quarter"]) - 2
        else:
            month = int(one["month"])
    return f"{year}-{month:02}-{day:02}"


def _hours(one: dict[str, str]) -> float:
    """Return the time of the day, in hours; 0 where there is none.

    Raises
    ------
    ValueError
        If there is no such time; without a date, it may be longer than a day.
    """
    hour, minute, second = map(float, f"{one.get('clock') or '0:00'}:0".split(":")[:3])
    if half := one.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(one["clock"])
        hour = hour % 12 + 12 * (half.lower() == "p")
    if minute >= 60 or second >= 60 or (hour >= 24 and "year" in one):
        raise ValueError(one["clock"])
    return hour + minute / 60 + second / 3600


def _zone(one: dict[str, str]) -> int:
    """Return how many minutes a time is ahead of UTC."""
    zone = (one.get("zone") or "").replace(":", "")
    if zone[:1] not in ("+", "-"):
        return 0
    return int(f"{zone[0]}1") * (60 * int(zone[1:3]) + int(zone[3:5]))
