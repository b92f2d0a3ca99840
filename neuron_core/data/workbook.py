"""Workbooks (.xlsx): their sheets, and one of them as the text of a table.

openpyxl reads them (MIT, https://openpyxl.readthedocs.io). It is imported here alone, and only when
a workbook is opened: a page fetches it then.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from neuron_core import checks
from neuron_core.checks import InputError

MOST_UNPACKED = 300
"""Larger workbooks are not read, in megabytes once they are unpacked: small files may hold much."""
_FORMULA = re.compile(rb"<f[ >/]")
_DAMAGED = (
    "This is a workbook (.xlsx), and it is damaged: {}. "
    "Fetch it again, or save it again in the program that it is from."
)


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook, as the text of a table.

    Attributes
    ----------
    text
        With commas between cells; a line for each row down to the last that has anything.
    name
        Of the sheet.
    sheets
        The names of all sheets with cells, those that are hidden last, and what people are told.
    remarks
        What is to be said of how it was read, a sentence each.
    """

    text: str
    name: str
    sheets: dict[str, str]
    remarks: list[str]


def page(content: bytes, sheet: str | None = None, most_rows: int = 100_000) -> Page:
    """Return a sheet of a workbook; if none is named, the first with more than one cell.

    Formulas have the values that the program kept which wrote the workbook. Dates are written as
    ISO 8601 has them, true and false as TRUE and FALSE.

    Parameters
    ----------
    content
        Of the file.
    sheet
        A name of `Page.sheets`.
    most_rows
        Where reading ends; the row after it is still there, so that whoever counts finds more.

    Raises
    ------
    InputError
        If it is damaged or too large, has no sheet with cells or none of that name; if openpyxl is
        not installed.
    """
    with _opened(content) as book:
        sheets = {one.title: one for one in book.worksheets}
        hidden = [name for name, one in sheets.items() if one.sheet_state != "visible"]
        if not sheets:
            raise InputError("This workbook has no sheet with cells, only charts.")
        shown = [name for name in sheets if name not in hidden]
        named = {name: name for name in shown} | {name: f"{name} (hidden)" for name in hidden}
        if sheet is not None:
            rows = list(_rows(sheets[checks.one_of(sheet, "sheet", sheets)], most_rows))
        else:
            for sheet in named:
                rows = list(_rows(sheets[sheet], most_rows))
                if sum(cell is not None for row in rows for cell in row) > 1:
                    break
        name = str(sheet)
        remarks = []
        if lost := _without_value(content, book, name, rows, most_rows):
            remarks.append(
                f"{checks.counted(lost, 'formula')} without a value: the program that wrote the "
                "workbook kept none. Open it in a spreadsheet program and save it there"
            )
    return Page(_text(rows), name, named, remarks)


@contextmanager
def _opened(content: bytes, data_only: bool = True) -> Iterator[Any]:
    """Open a workbook, and tell whatever goes wrong in it as one of what may be wrong with it."""
    try:
        from zipfile import BadZipFile, ZipFile

        import openpyxl
    except ImportError:
        raise InputError(
            "This is a workbook (.xlsx); to read it, openpyxl is needed: pip install openpyxl."
        ) from None
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except BadZipFile:
        raise InputError(_DAMAGED.format("a part of it is missing")) from None
    if unpacked > MOST_UNPACKED * 1e6:
        raise InputError(
            f"This workbook has {unpacked / 1e6:,.0f} MB once it is unpacked; "
            f"at most {MOST_UNPACKED} are accepted."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is no part of a table, such as a style
        try:
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=data_only)
            yield book
            book.close()
        except (InputError, MemoryError):
            raise
        except Exception as error:  # a part that is no XML, that is missing, that has odd numbers
            told = checks.shown(error, str).rstrip(".") or type(error).__name__
            raise InputError(_DAMAGED.format(f"it could not be read ({told})")) from None


def _rows(sheet: Any, most: int) -> Iterator[tuple[Any, ...]]:
    """Yield the values of the rows, and stop soon after as many as are accepted have anything."""
    sheet.reset_dimensions()  # what a workbook says of its size may be wrong
    filled = 0
    for row in sheet.iter_rows(values_only=True):
        yield row
        filled += any(cell is not None for cell in row)
        if filled > most + 1:  # the names, and one too many
            return


def _without_value(content: bytes, book: Any, name: str, rows: list[Any], most: int) -> int:
    """Return how many formulas of a sheet have no value."""
    with book[name]._get_source() as source:  # openpyxl has no public way to the XML
        if not any(_FORMULA.search(part) for part in iter(lambda: source.read(1 << 20), b"")):
            return 0
    with _opened(content, data_only=False) as formulas:
        return sum(
            value is None and isinstance(formula, str) and formula.startswith("=")
            for values, written in zip(rows, _rows(formulas[name], most), strict=False)
            for value, formula in zip(values, written, strict=False)
        )


def _text(rows: list[tuple[Any, ...]]) -> str:
    """Return rows as text, without the columns before the first that has anything."""
    from _csv import writer  # as in `separator`

    filled = [[at for at, cell in enumerate(row) if cell is not None] for row in rows]
    first = min((places[0] for places in filled if places), default=0)
    last = max((places[-1] for places in filled if places), default=-1) + 1
    written = StringIO()
    lines = writer(written, lineterminator="\n")
    for row in rows:
        cells = [_cell(cell) for cell in row[first:last]]
        lines.writerow([*cells, *[""] * (last - first - len(cells))])
    return written.getvalue()


def _cell(value: Any) -> str:
    """Return how a value is written in a file of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())
