"""What stands between the cells of a text, and the records that it separates."""

from _csv import Error, reader  # Python's own; `csv`, around it, a page would have to fetch first
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import NamedTuple

from neuron_core.checks import InputError
from neuron_core.data.number import might_be_number

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}
"""Of two that fit as well, the earlier one is taken. Spaces separate in runs of any length."""
SAMPLE = 100
"""So many records are looked at to find the separator and whether there is a header."""
_FITS = 0.75
"""Of these records, so many must have the same number of columns."""
_END = "\0end\0"
"""Put after the text: where a cell has it, a quote before it is not closed."""


class Record(NamedTuple):
    """The cells of one line, or of several where quotes hold its ends; the first is `line`."""

    line: int
    cells: list[str]


def said_separator(line: str) -> str | None:
    """Return what a first line such as ``sep=;`` says, with which some spreadsheets begin."""
    said = line.strip(' "\r').lower()
    return said[4] if len(said) == 5 and said.startswith("sep=") and said[4] in SEPARATORS else None


def separator_of(text: str) -> str:
    """Return the separator that makes a table of most lines: of as many columns each, above 1.

    Where several do, one of all lines goes before one of most, and then the one whose cells are
    numbers more often: 1,5 2,5 is two of them.
    """
    lines = [line for line in text[:200_000].split("\n", 2 * SAMPLE)[: 2 * SAMPLE] if line.strip()]
    best, best_score = ",", (False, False, 0.0, 0.0)
    for separator in SEPARATORS:
        widths, usual, numbers = _tried(lines[:SAMPLE], separator)
        share = widths.get(usual, 0) / max(1, sum(widths.values()))
        score = (share >= _FITS, share == 1, round(numbers, 2), share)
        if usual > 1 and score > best_score:
            best, best_score = separator, score
    is_even = best_score[:2] == (True, True)
    return " " if not is_even and aligned("\n".join(lines)) else best


def aligned(text: str) -> str | None:
    """Return a text whose columns stand one below the other, as print-outs have them, with tabs.

    There cells may have spaces, and a column begins and ends at the same place of all lines. None,
    if there are no such columns, or runs of spaces separate as many cells in each line.
    """
    lines = [line.rstrip() for line in text.expandtabs().split("\n")]
    filled = [line for line in lines if line.strip()]
    if len(filled) < 3 or "\t" in text or len(_tried(filled, " ")[0]) == 1:
        return None
    width = max(map(len, filled))
    blank = [all(line[at : at + 1] in ("", " ") for line in filled) for at in range(width)]
    edges = [at for at in range(width) if not blank[at] and (at == 0 or blank[at - 1])]
    begins = [  # a column has something below its name: names may have spaces, too
        begin
        for begin, end in zip(edges, [*edges[1:], width], strict=True)
        if begin == edges[0] or any(line[begin:end].strip() for line in filled[1:])
    ]
    spans = list(zip(begins, [*begins[1:], width], strict=True))
    cells = [[line[begin:end].strip() for begin, end in spans] for line in filled[1:]]
    numbers = [
        2 * sum(map(might_be_number, column)) > len(cells) for column in zip(*cells, strict=True)
    ]
    if len(spans) < 2 or not any(numbers):
        return None
    return "\n".join("\t".join(line[begin:end].strip() for begin, end in spans) for line in lines)


def unwrapped(text: str) -> str:
    """Return a text without the quotes around each of its lines, which some spreadsheets write.

    A single column of words in quotes has no numbers between separators, and stays as it is.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not all(line[0] == line[-1] == '"' != line for line in lines):
        return text
    try:
        inside = list(_rows("\n".join(lines), ","))
    except Error:
        return text
    if len(inside) != len(lines) or any(len(cells) != 1 for cells in inside):
        return text
    within = "\n".join(cell for [cell] in inside)
    _, usual, numbers = _tried(within.split("\n")[:SAMPLE], separator_of(within))
    return within if usual > 1 and numbers else text


def usual_width(records: Sequence[Record]) -> int:
    """Return how many cells most of the records have."""
    # A Counter's `most_common` would bring a module that a page would have to fetch first.
    widths: dict[int, int] = {}
    for record in records:
        widths[len(record.cells)] = widths.get(len(record.cells), 0) + 1
    return max(widths, key=lambda width: widths[width], default=0)


def records(text: str, separator: str) -> Iterator[Record]:
    """Return the records that have anything in them.

    Raises
    ------
    InputError
        If a quote has no end; the message has its line.
    """
    begins = 1
    rows = _rows(f"{text}\n{_END}", separator)
    padded = any(blank in text for blank in " \t\xa0\v\f")
    try:
        for cells in rows:
            if cells and cells[-1].endswith(_END):
                if cells != [_END]:
                    raise _open_quote(begins + sum(cell.count("\n") for cell in cells[:-1]))
                return
            if padded:
                cells = [cell.strip() for cell in cells]
            if any(cells):
                yield Record(begins, cells)
            begins = rows.line_num + 1
    except Error:  # a cell is longer than any is
        raise _open_quote(begins) from None


def _rows(text: str, separator: str):  # type: ignore[no-untyped-def]  # the type has no name
    if separator == " ":
        text = "\n".join(line.strip(" ") for line in text.replace("\t", " ").split("\n"))
    return reader(StringIO(text, newline="\n"), delimiter=separator, skipinitialspace=True)


def _open_quote(line: int) -> InputError:
    return InputError(f"line {line:,}: a quote that begins there is not closed.")


def _tried(lines: list[str], separator: str) -> tuple[dict[int, int], int, float]:
    """Return how many records have how many cells, the usual count, and the share of numbers."""
    try:
        tried = [Record(0, cells) for cells in _rows("\n".join(lines), separator)]
    except Error:
        return {}, 0, 0.0
    widths: dict[int, int] = {}
    for record in tried:
        widths[len(record.cells)] = widths.get(len(record.cells), 0) + 1
    usual = usual_width(tried)
    cells = [cell for record in tried if len(record.cells) == usual for cell in record.cells]
    return widths, usual, sum(map(might_be_number, cells)) / max(1, len(cells))
