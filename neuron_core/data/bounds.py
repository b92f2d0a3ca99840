"""Where a table begins and ends in a file, and which line has its names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from neuron_core import checks
from neuron_core.checks import InputError
from neuron_core.data.number import is_gap, might_be_number
from neuron_core.data.separator import SAMPLE, Record, records, usual_width

_REMARKS = ("#", "%", "//")
"""How a line begins that is a remark."""
_SUMS = frozenset(
    {"total", "totals", "sum", "grand total", "summe", "gesamt", "somme", "suma", "mean", "average"}
    | {"avg", "mittelwert", "durchschnitt", "moyenne", "media", "median", "std", "count"}
)
"""What a last line is called that was reckoned from those above it."""
_MOST_AROUND = 40
"""No more lines than these are left out before a table or after it."""
_YEARS = range(1500, 2200)


@dataclass(frozen=True)
class Bounds:
    """A table in a file.

    Attributes
    ----------
    names
        Of the columns; None for none, and where no line has them.
    header
        Whether a line has them.
    rows
        All of one length.
    skipped
        What is not of the table, a sentence each.
    """

    names: list[str | None]
    header: bool
    rows: list[Record]
    skipped: list[str]


def without_remarks(text: str) -> tuple[str, list[Record]]:
    """Return the text with empty lines in place of the remarks that it begins with, and these.

    They may hold quotes that have no end. Where most lines begin so, it is no remark.
    """
    lines = text.split("\n", 2 * SAMPLE)
    remarks: list[Record] = []
    for place, line in enumerate(lines[:-1] if len(lines) > 2 * SAMPLE else lines):
        if line.lstrip().startswith(_REMARKS):
            remarks.append(Record(place + 1, [line.strip()]))
        elif line.strip():
            break
    beginning = sum(line.lstrip().startswith(_REMARKS) for line in lines)
    if not remarks or 2 * beginning > sum(1 for line in lines if line.strip()):
        return text, []
    for remark in remarks:
        lines[remark.line - 1] = ""
    return "\n".join(lines), remarks


def bounds(text: str, separator: str, remarks: list[Record], header: bool | None) -> Bounds:
    """Return the table in a text.

    Lines before and after it that are shorter and no numbers, remarks, and sums below it are left
    out, and that is said. The line with names may lack that of the first column, as R writes it.

    Raises
    ------
    InputError
        If there is no table, or a row is longer or shorter than the first one.
    """
    found = [record for record in records(text, separator) if not _is_rule(record)]
    if not found:
        raise InputError("There is no table in this file: no line of it has anything in it.")
    _without_first_separators(found)
    _without_last_separators(found)
    width = usual_width(found)
    skipped = [_left_out(record.line, record.cells[0]) for record in remarks[-_MOST_AROUND:]]
    above, short = _before(found, width)
    skipped += [_left_out(record.line, _words(record)) for record in found[:above]]
    below = _after(found, width)
    rows: list[Record] = []
    for record in found[above : len(found) - below]:
        if rows and _is_remark(record) and not _is_remark(rows[0]):
            skipped.append(_left_out(record.line, _words(record)))
        else:
            rows.append(record)
    skipped += [_left_out(record.line, _words(record)) for record in found[len(found) - below :]]

    named: list[str] | None = None
    if short and header is not False:
        named = ["", *rows.pop(0).cells]
        header = True
    _of_one_width(rows, width)
    commented = _commented_names(remarks, separator, width)
    if named is None and header is None and commented and not _has_header(rows, text, separator):
        named, header = commented, True
        skipped.pop()
    if named is None:
        if header is None:
            header = _has_header(rows, text, separator)
        if header:
            named = rows.pop(0).cells
            named[0] = named[0].lstrip("# ")
            if all(name[:1] == name[-1:] == "'" for name in named):
                named = [name.strip("'") for name in named]
    if named and rows and (units := _units(rows)):
        skipped.append(_left_out(units.line, _words(units)))
        rows.pop(0)
    if named:
        again = [record.line for record in rows if record.cells == named]
        if again and len(again) < len(rows) and not _has_numbers(Record(0, named)):
            skipped += [_left_out(line, "the names again") for line in again]
            rows = [record for record in rows if record.cells != named]
    if not rows:
        raise InputError("There are no rows in this file, only a line with names.")
    names: list[str | None] = [*_told_apart(named)] if named else [None] * width
    return Bounds(names, bool(header), rows, skipped)


def _is_remark(record: Record) -> bool:
    cell = record.cells[0]
    return cell.startswith(_REMARKS) and not is_gap(cell) and not might_be_number(cell)


def _left_out(line: int, words: str) -> str:
    return f"line {line:,}, {checks.shown(words, str)}"


def _told_apart(names: list[str]) -> Iterator[str]:
    """Return names, each on one line and, if it was there before, with how often."""
    times: dict[str, int] = {}
    for name in (" ".join(name.split()) for name in names):
        times[name] = times.get(name, 0) + 1
        yield name if times[name] == 1 or not name else f"{name} ({times[name]})"


def _words(record: Record) -> str:
    return " ".join(filter(None, record.cells))


def _filled(record: Record) -> int:
    return sum(map(bool, record.cells))


def _without_last_separators(found: list[Record]) -> None:
    """Take empty cells from the ends of lines: some programs end lines with a separator."""
    width = usual_width(found)
    used = (
        max(
            (
                place
                for record in found
                if len(record.cells) <= width
                for place, cell in enumerate(record.cells, start=1)
                if cell
            ),
            default=width,
        )
        if any(not record.cells[-1] for record in found[:SAMPLE])
        else width
    )
    for record in found:
        while len(record.cells) > min(used, width) and not record.cells[-1]:
            record.cells.pop()


def _without_first_separators(found: list[Record]) -> None:
    """Take the first, empty cell from each line where all of them begin with a separator."""
    if all(len(record.cells) > 2 and not record.cells[0] for record in found):
        for record in found:
            del record.cells[0]


def _before(found: list[Record], width: int) -> tuple[int, bool]:
    """Return how many records come before the table, and whether its names lack the first one."""
    for place, record in enumerate(found[:_MOST_AROUND]):
        if len(record.cells) == width and not _is_title(found, place, width):
            return place, False
        if len(record.cells) == width - 1 > 0 and _lacks_a_name(found, place, width):
            return place, True
        if len(record.cells) != width and _all_numbers(record):
            break
    return 0, False


def _is_title(found: list[Record], place: int, width: int) -> bool:
    """Whether a record of the table's width is a title with nothing in its other cells."""
    if width < 3 or _filled(found[place]) > 1 or _has_numbers(found[place]):
        return False
    return place + 2 < len(found) and _filled(found[place + 1]) > 1


def _lacks_a_name(found: list[Record], place: int, width: int) -> bool:
    """Whether a record is the header of a table whose first column has no name."""
    record, *below = found[place : place + SAMPLE]
    if len(below) < 2 or below[0].line != record.line + 1 or is_gap(record.cells[0]):
        return False
    if width == 2 and " " in record.cells[0]:  # a title, rather
        return False
    numbers = [sum(map(might_be_number, one.cells)) for one in (record, below[0])]
    return numbers[0] < numbers[1] and all(len(one.cells) == width for one in below)


def _after(found: list[Record], width: int) -> int:
    """Return how many records come after the table: notes, and sums."""
    below = 0
    for record in reversed(found[-_MOST_AROUND:]):
        is_note = not _all_numbers(record) and (
            len(record.cells) != width or (width > 2 and _filled(record) == 1 and record.cells[0])
        )
        is_sum = width > 1 and record.cells[0].rstrip(":").lower() in _SUMS
        if not (is_note or is_sum) or below + 2 >= len(found):
            break
        below += 1
    return below


def _has_numbers(record: Record) -> bool:
    return any(map(might_be_number, record.cells))


def _all_numbers(record: Record) -> bool:
    return all(map(might_be_number, filter(None, record.cells)))


def _is_rule(record: Record) -> bool:
    """Whether a record is a line that is drawn, such as |---|---|, and holds nothing."""
    drawn = "".join(record.cells)
    return not drawn.strip("-=+:") and "---" in drawn


def _of_one_width(rows: list[Record], width: int) -> None:
    first = rows[0]
    for record in rows:
        if len(record.cells) != width:
            odd, usual = (record, first) if record is not first else (first, rows[-1])
            raise InputError(
                f"line {odd.line:,}: it has {checks.counted(len(odd.cells), 'column')}, "
                f"line {usual.line:,} has {len(usual.cells)}; all lines need the same."
            )


def _commented_names(remarks: list[Record], separator: str, width: int) -> list[str] | None:
    """Return the names that the last remark has, if it has as many as there are columns."""
    if not remarks or width < 2 or '"' in remarks[-1].cells[0]:
        return None
    [said] = list(records(remarks[-1].cells[0].lstrip("#%/ "), separator)) or [Record(0, [])]
    return said.cells if len(said.cells) == width and not _has_numbers(said) else None


def _has_header(rows: Sequence[Record], text: str, separator: str) -> bool:
    """Whether the first record is unlike those below it."""
    if len(rows) < 2:
        return False
    sample = rows[: SAMPLE + 1]
    quoted = _quoted_names(sample, text, separator)
    years = _are_years(sample)
    speaks, words = 0, True
    for place, (first, *below) in enumerate(zip(*(record.cells for record in sample), strict=True)):
        there = [cell for cell in below if not is_gap(cell, among_numbers=True)]
        is_number = might_be_number(first)
        if there and 2 * sum(map(might_be_number, there)) > len(there):
            words = False
            if is_gap(first) and first:
                continue  # a gap as others
            speaks += 1 if not is_number or quoted[place] or (years and _year(first)) else -1
        elif is_number or first in below:
            words = words and is_number and years
    return speaks > 0 or words


def _quoted_names(rows: Sequence[Record], text: str, separator: str) -> list[bool]:
    """Return for each column whether its first cell is quoted and that below it is not."""
    none = [False] * len(rows[0].cells)
    if '"' not in text:
        return none
    lines = text.split("\n", rows[1].line)
    marks = []
    for record in rows[:2]:
        cells = lines[record.line - 1].split(separator)
        if separator == " ":
            cells = lines[record.line - 1].split()
        if len(cells) != len(none):
            return none
        marks.append([cell.strip().startswith('"') for cell in cells])
    return [above and not below for above, below in zip(*marks, strict=True)]


def _are_years(rows: Sequence[Record]) -> bool:
    """Whether the numbers of the first record are years that follow each other, the rest not."""
    first = [year for cell in rows[0].cells if (year := _year(cell)) is not None]
    numbers = sum(map(might_be_number, rows[0].cells))
    rises = all(one < other for one, other in pairwise(first))
    if len(first) < 2 or len(first) < numbers or not rises:
        return False
    below = [cell for record in rows[1:] for cell in record.cells]
    return sum(_year(cell) is not None for cell in below) * 4 < len(below)


def _year(cell: str) -> int | None:
    """Return the year that a cell is, or None."""
    year = int(cell) if cell.isdecimal() and len(cell) == 4 else 0
    return year if year in _YEARS else None


def _units(rows: Sequence[Record]) -> Record | None:
    """Return the first record if it has units below the names: no numbers, above numbers only."""
    sample = rows[: SAMPLE + 1]
    if len(sample) < 3:
        return None
    above_numbers = 0
    for first, *below in zip(*(record.cells for record in sample), strict=True):
        if all(map(might_be_number, below)):
            above_numbers += 1
            if (is_gap(first, among_numbers=True) and first) or might_be_number(first):
                return None
        elif first in below:
            return None
    named = sum(map(bool, sample[0].cells))
    return sample[0] if above_numbers and 2 * named > len(sample[0].cells) else None


def kept(rows: Sequence[Record]) -> Iterator[tuple[str, ...]]:
    """Return the columns of the rows."""
    return zip(*(record.cells for record in rows), strict=True)
