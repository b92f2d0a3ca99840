"""Tables as files hold them: text in columns, from many programs and countries.

It goes in two steps, so that a person can look in between: `read` finds the columns and says what
each could be; `dataset` takes some of them as inputs and one as the target. Whatever is wrong is
told with its line and column in the file, both counted from 1, as editors and spreadsheets do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from operator import itemgetter
from typing import Any

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.data.dataset import MOST_ROWS, Dataset
from neuron_core.engine.layers import MOST_UNITS

MOST_CLASSES = 20
"""A column of more different words than these is not one of classes."""
PREVIEWED = 10
_SEPARATORS = ("\t", ";", ",")
"""The first that fits is taken: numbers may have decimal commas, but no semicolons or tabs."""
_SAMPLE = 100
"""So many records are looked at to find the separator and whether there is a header."""
_FITS = 0.75
"""Of these records, so many must have the same number of columns."""


@dataclass(frozen=True)
class Column:
    """What stands in one column.

    Attributes
    ----------
    name
        From the header, or its place.
    numbers
        What they are, shape (rows,), or None where a cell is not a number.
    classes
        The different words, if they are few and no cell is empty; else none. A column of numbers
        may be one of classes too.
    problem
        Which cell is the first that is not a number, or None.
    kind
        What it most likely is: ``"numbers"``, ``"classes"``, or ``"neither"``.
    cells
        The text.
    """

    name: str
    numbers: Array | None
    classes: tuple[str, ...]
    problem: str | None
    kind: str
    cells: Sequence[str] = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """Return what there is to know of it before it is used."""
        return {
            "name": self.name,
            "kind": self.kind,
            "classes": list(self.classes),
            "problem": self.problem,
        }


@dataclass(frozen=True)
class Sheet:
    """A file's table.

    Attributes
    ----------
    separator
        What stands between two cells.
    header
        Whether the first line names the columns.
    rows
        How many there are, without the header.
    first
        The first `PREVIEWED` rows, as text.
    columns
        From left to right.
    """

    separator: str
    header: bool
    rows: int
    first: list[list[str]]
    columns: list[Column]

    def plain(self) -> dict[str, Any]:
        """Return it as plain text and numbers, with the first rows only."""
        return {
            "separator": self.separator,
            "header": self.header,
            "rows": self.rows,
            "first": self.first,
            "columns": [column.plain() for column in self.columns],
        }


@dataclass(frozen=True)
class _Record:
    line: int
    cells: list[str]


def read(source: str | bytes, header: bool | None = None) -> Sheet:
    r"""Return the table that a file holds.

    Cells stand between commas, semicolons or tabs, which is found out; so is whether the first
    line is a header, unless it is said. Quotes, blank lines, spaces around cells, decimal commas
    (where commas do not separate), and the ends of lines of all systems are understood. Bytes may
    be UTF-8, UTF-16 with its mark, or else Latin-1.

    Raises
    ------
    InputError
        If there is no table, a row is longer or shorter than the first one, a quote has no end,
        or there are more than 100,000 rows or 64 columns.

    Examples
    --------
    >>> sheet = read("size;colour\n1,5;red\n2;blue")
    >>> [(column.name, column.kind) for column in sheet.columns]
    [('size', 'numbers'), ('colour', 'classes')]
    """
    if header is not None and not isinstance(header, bool):
        raise InputError(f"header: {checks.shown(header)} is not accepted; use true or false.")
    lines = _decoded(source).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    said = lines[0].strip().strip('"').lower()
    if len(said) == 5 and said.startswith("sep=") and said[4] in _SEPARATORS:
        separator = said[4]  # so do some spreadsheets begin their files
        lines[0] = ""
    else:
        separator = _separator(lines)
    records = _filled(_records(lines, separator))
    if not records:
        raise InputError("There is no table in this file: no line of it has anything in it.")
    width = _width(records)
    columns = list(zip(*(record.cells for record in records), strict=True))
    comma = separator != ","
    if header is None:
        header = _has_header(columns, comma)
    names = [f"column {place}" for place in range(1, width + 1)]
    if header:
        names = [cells[0] or name for cells, name in zip(columns, names, strict=True)]
        columns, records = [cells[1:] for cells in columns], records[1:]
        if not records:
            raise InputError("There are no rows in this file, only a line with names.")
    if len(records) > MOST_ROWS:
        raise InputError(
            f"line {records[MOST_ROWS].line:,}: there are {len(records):,} rows; "
            f"at most {MOST_ROWS:,} are accepted."
        )
    lines_of = [record.line for record in records]
    return Sheet(
        separator,
        header,
        len(records),
        [record.cells for record in records[:PREVIEWED]],
        [
            _column(name, cells, place, lines_of, comma)
            for place, (name, cells) in enumerate(zip(names, columns, strict=True), start=1)
        ],
    )


def dataset(
    sheet: Sheet,
    inputs: Sequence[int],
    target: int,
    *,
    scaled: bool = True,
    classes: bool | None = None,
    title: str = "Own data",
    test_share: float = 0.0,
    seed: int = 0,
) -> Dataset:
    """Return some columns of a sheet as data.

    Parameters
    ----------
    inputs, target
        Places of columns, counted from 0.
    scaled
        Whether numbers are divided by the largest that their column has, the sign aside, in the
        rows that are trained on.
    classes
        Whether the target's words, or its numbers, are classes; left out, words are. The targets
        of two classes are -1 and 1, in alphabetical order. More have a column each, 1 for its rows
        and 0 for all others.
    title, test_share, seed
        See `Dataset`.

    Raises
    ------
    InputError
        If a column does not exist or cannot be used that way; for a cell, the message has its
        line and column.
    """
    for name, value in (("scaled", scaled), ("classes", False if classes is None else classes)):
        if not isinstance(value, bool):
            raise InputError(f"{name}: {checks.shown(value)} is not accepted; use true or false.")
    if isinstance(inputs, str) or not isinstance(inputs, Sequence) or not inputs:
        raise InputError(f"inputs: {checks.shown(inputs)} is not a list of at least one column.")
    most = len(sheet.columns) - 1
    places = [checks.whole(one, "column of an input", least=0, most=most) for one in inputs]
    aim = checks.whole(target, "column of the target", least=0, most=most)
    if len(set(places)) < len(places) or aim in places:
        raise InputError("columns: each can be used once, as an input or as the target.")

    table = np.column_stack([_numbers(sheet.columns[place]) for place in places])
    names = [sheet.columns[place].name for place in places]
    column = sheet.columns[aim]
    as_classes = column.kind == "classes" if classes is None else classes
    if as_classes:
        targets, target_names = _classes(column)
    else:
        targets, target_names = _numbers(column)[:, np.newaxis], [column.name]
    data = Dataset(
        table,
        targets,
        title,
        (*names, *target_names),
        kind="classification" if as_classes else None,  # type: ignore[arg-type]
        test_share=test_share,
        seed=seed,
    )
    return _scaled(data, as_classes) if scaled else data


def _decoded(source: Any) -> str:
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    if not isinstance(source, bytes | bytearray | memoryview):
        raise InputError(f"file: {checks.shown(source)} is not text.")
    content = bytes(source)
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[2:].decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _separator(lines: list[str]) -> str:
    """Return the separator with which most records have the same number of columns, above 1."""
    sample = [line for line in lines[: 2 * _SAMPLE] if line.strip()][:_SAMPLE]
    shares = {}
    for separator in _SEPARATORS:
        widths = [len(cells) for cells in _split(sample, separator)]
        # `most_common` would bring a module that the page would have to fetch first.
        usual, times = max(Counter(widths).items(), key=itemgetter(1), default=(0, 0))
        shares[separator] = times / len(widths) if usual > 1 else 0.0
        if shares[separator] >= _FITS:
            return separator
    best = max(shares, key=lambda one: shares[one])
    return best if shares[best] else ","


def _split(lines: list[str], separator: str) -> Iterator[list[str]]:
    """Return the cells of each line, as well as can be told; a quote may have no end."""
    for line in lines:
        if '"' in line:  # what is quoted separates nothing
            outside = line.split('"')[::2]
            line = "".join(outside)
        yield line.split(separator)


def _records(lines: list[str], separator: str) -> Iterator[_Record]:
    """Return the cells of each record, and the line where it begins."""
    if any('"' in line for line in lines):
        yield from _quoted("\n".join(lines), separator)
        return
    for number, line in enumerate(lines, start=1):  # in two thirds of the time
        yield _Record(number, [cell.strip() for cell in line.split(separator)])


def _quoted(text: str, separator: str) -> Iterator[_Record]:
    """Return the same of a text in which quotes hold separators, ends of lines and, twice, quotes.

    Written here since Python's own reader would have to be fetched first in a browser.
    """
    inside, outside = r'[^"]*+(?:""[^"]*+)*+', rf"[^{separator}\n]*+"
    cell = re.compile(rf' *+(?:"({inside})"({outside})|(?!")({outside}))({separator}|\n|\Z)')
    cells: list[str] = []
    place, line, begins = 0, 1, 1
    while found := cell.match(text, place):
        quoted, after, plain, end = found.groups()
        if quoted is None:
            cells.append(plain.strip())
        else:
            cells.append((quoted.replace('""', '"') + after).strip())
            line += quoted.count("\n")
        place = found.end()
        if end != separator:
            yield _Record(begins, cells)
            if not end:
                return
            line += 1
            begins, cells = line, []
    raise InputError(f"line {line:,}: a quote that begins there is not closed.")


def _filled(records: Iterable[_Record]) -> list[_Record]:
    return [record for record in records if any(record.cells)]


def _width(records: list[_Record]) -> int:
    """Return how many columns all records have, without empty cells after the last of them."""
    width = len(records[0].cells)
    if any(len(record.cells) != width for record in records):
        # Some programs end lines with a separator, but not the one with the names.
        for record in records:
            while len(record.cells) > width and not record.cells[-1]:
                record.cells.pop()
    for record in records:
        if len(record.cells) != width:
            raise InputError(
                f"line {record.line:,}: it has {checks.counted(len(record.cells), 'column')}, "
                f"line {records[0].line:,} has {width}; all lines need the same."
            )
    if width > MOST_UNITS:
        raise InputError(
            f"line {records[0].line:,}: there are {width:,} columns; "
            f"at most {MOST_UNITS} are accepted."
        )
    return width


def _has_header(columns: list[tuple[str, ...]], comma: bool) -> bool:
    """Whether the first record is unlike those below it."""
    if len(columns[0]) < 2:
        return False
    speaks, words = 0, True
    for first, *below in (cells[: _SAMPLE + 1] for cells in columns):
        numbers = sum(_number(cell, comma) is not None for cell in below)
        if 2 * numbers > len(below):
            words = False
            speaks += 1 if _number(first, comma) is None else -1
        elif _number(first, comma) is not None or first in below:
            words = False
    return speaks > 0 or words


def _column(name: str, cells: tuple[str, ...], place: int, lines: list[int], comma: bool) -> Column:
    numbers = _all_numbers(cells, comma)
    words = set(cells)
    few = 2 <= len(words) <= MOST_CLASSES and "" not in words
    classes = tuple(sorted(words, key=lambda word: _order(word, comma))) if few else ()
    if numbers is not None:
        return Column(name, numbers, classes, None, "numbers", cells)
    found = [_number(cell, comma) is not None for cell in cells]
    row = found.index(False)
    said = f"{checks.shown(cells[row])} is not a number" if cells[row] else "it is empty"
    problem = f"line {lines[row]:,}, column {place} ({checks.shown(name, str)}): {said}."
    kind = "classes" if classes and 2 * sum(found) <= len(found) else "neither"
    return Column(name, None, classes, problem, kind, cells)


def _all_numbers(cells: tuple[str, ...], comma: bool) -> Array | None:
    """Return the cells as numbers, or None if one is not: at once, as most columns are all right.

    Python reads more than is meant here, such as 1_000: whatever has an underscore is not one.
    """
    try:
        values = np.array([float(cell) for cell in cells])
    except ValueError:
        if not comma:
            return None
        try:
            values = np.array([float(cell.replace(",", ".")) for cell in cells])
        except ValueError:
            return None
    if not np.isfinite(values).all() or any("_" in cell for cell in cells):
        return None
    return values


def _number(cell: str, comma: bool) -> float | None:
    """Return the cell as a finite number, or None."""
    try:
        value = float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in cell else None


def _order(word: str, comma: bool) -> tuple[float, str]:
    """Return what classes are sorted by: numbers by their size, then words."""
    number = _number(word, comma)
    return (np.inf if number is None else number, word)


def _numbers(column: Column) -> Array:
    if column.numbers is None:
        raise InputError(column.problem or "")
    return column.numbers


def _classes(column: Column) -> tuple[Array, list[str]]:
    """Return the targets of a column of classes, and what these are called."""
    if not column.classes:
        words = len(set(column.cells))
        why = (
            "a cell of it is empty"
            if "" in column.cells
            else f"it has {words:,} different ones, and they must be from 2 to {MOST_CLASSES}"
        )
        raise InputError(f"{checks.shown(column.name, str)}: it cannot be classes; {why}.")
    places = {word: place for place, word in enumerate(column.classes)}
    which = np.array([places[word] for word in column.cells])
    if len(places) == 2:
        low, high = column.classes
        return np.where(which == 1, 1.0, -1.0)[:, np.newaxis], [
            f"{column.name} (−1 {low}, 1 {high})"
        ]
    return np.eye(len(places))[which], list(column.classes)


def _scaled(data: Dataset, classes: bool) -> Dataset:
    """Return the data with each column divided by the largest number that is trained on."""
    largest = abs(data.training.inputs).max(axis=0)
    of_targets = abs(data.training.targets).max(axis=0)
    if classes:
        of_targets[:] = 1.0
    scales = np.concatenate([largest, of_targets])
    scales[scales == 0] = 1.0  # nothing but 0 stays as it is
    columns = len(largest)
    with np.errstate(all="ignore"):  # what is not finite afterwards is refused
        inputs, targets = data.inputs / scales[:columns], data.targets / scales[columns:]
    return Dataset(
        inputs,
        targets,
        data.title,
        data.names,
        tuple(scales.tolist()),
        kind=data.kind,
        test_share=data.test_share,
        seed=data.seed,
    )
