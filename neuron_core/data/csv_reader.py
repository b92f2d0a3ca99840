"""Tables as files hold them: text in columns, from many programs and countries.

It goes in two steps, so that a person can look in between: `read` finds the columns and says what
each could be; `dataset` takes some of them as inputs and one as the target, or several. Whatever
is wrong is told with its line and column in the file, both counted from 1, as editors and
spreadsheets do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import InputError
from neuron_core.data.arff import as_commas
from neuron_core.data.bounds import bounds, kept, without_remarks
from neuron_core.data.column import Column, column
from neuron_core.data.dataset import MOST_ROWS, Dataset
from neuron_core.data.number import DECIMALS, decimal_sign, number, shown_by
from neuron_core.data.scaling import SCALINGS, pairs_of
from neuron_core.data.separator import (
    SEPARATORS,
    aligned,
    said_separator,
    separator_of,
    unwrapped,
)
from neuron_core.data.text import ENCODINGS, UNKNOWN, decoded, is_workbook
from neuron_core.engine.layers import MOST_UNITS

MOST_COLUMNS = 1000
PREVIEWED = 10
_COSTLY = 0.5
"""A column is not used unless it is wanted if it has no value in so many of the rows, or more."""


@dataclass(frozen=True)
class Sheet:
    """A file's table, and how it was read.

    Attributes
    ----------
    encoding, separator, decimal
        What it is written in, what stands between two cells, and the decimal sign: keys of
        `ENCODINGS`, `SEPARATORS` and `DECIMALS`.
    header
        Whether a line names the columns.
    doubt
        A number of the file that may be read in two ways, where nothing tells; else "".
    rows
        How many there are, without the header.
    skipped
        Which lines of the file are not of the table.
    first
        The first `PREVIEWED` rows, as text.
    columns
        From left to right.
    sheets, sheet_name
        Of a workbook: its sheets (see `workbook.Page`), and which of them this is.
    """

    encoding: str
    separator: str
    decimal: str
    header: bool
    doubt: str
    rows: int
    skipped: list[str]
    first: list[list[str]]
    columns: list[Column] = field(repr=False)
    sheets: dict[str, str] = field(default_factory=dict)
    sheet_name: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as plain text and numbers, with the first rows only."""
        uses = self.likely_uses()
        return {
            "encoding": self.encoding,
            "separator": self.separator,
            "decimal": self.decimal,
            "header": self.header,
            "question": self.question(),
            "rows": self.rows,
            "skipped": self.skipped,
            "first": self.first,
            "columns": [
                {**column.plain(), "use": use}
                for column, use in zip(self.columns, uses, strict=True)
            ],
            "encodings": ENCODINGS,
            "separators": SEPARATORS,
            "decimals": DECIMALS,
            "scalings": SCALINGS,
            "sheets": self.sheets,
            "sheet": self.sheet_name,
        }

    def question(self) -> str:
        """Return what has to be asked of a number that may be read in two ways, or nothing."""
        if not self.doubt:
            return ""
        one, other = (f"{number(self.doubt, decimal):.15g}" for decimal in DECIMALS)
        return (
            f"Is {self.doubt} the number {one} or {other}? Nothing in the file tells: "
            "say which the decimal sign is."
        )

    def likely_uses(self) -> list[str]:
        """Return for each column ``"input"``, ``"target"`` or ``""``: what it most likely is for.

        The last one of numbers or classes is the target, those before and after it are inputs, as
        many as a network may have; not what names or numbers the rows, and not what has few
        values, unless there is nothing else.
        """
        fit = [
            one.can_be_input and not one.is_row_name and one.gaps.sum() < _COSTLY * self.rows
            for one in self.columns
        ]
        if sum(fit) < 2:
            fit = [one.can_be_input for one in self.columns]
        aims = [at for at, one in enumerate(self.columns) if fit[at] and one.kind != "dates"]
        target = aims[-1] if aims else -1
        uses, width = [], 0
        for at, one in enumerate(self.columns):
            if at == target:
                uses.append("target")
                continue
            more = one.width if fit[at] else 0
            is_input = 0 < more <= MOST_UNITS - width
            width += more if is_input else 0
            uses.append("input" if is_input else "")
        return uses


def read(
    source: str | bytes,
    header: bool | None = None,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    day_first: bool | None = None,
    sheet: str | None = None,
) -> Sheet:
    r"""Return the table that a file holds.

    What is not said is found out: what stands between cells, the decimal sign, the encoding, and
    whether a line has the names. Quotes, blank lines, spaces around cells, titles above the table,
    notes below it, and the ends of lines of all systems are understood.

    Parameters
    ----------
    source
        What the file holds.
    header
        Whether the first line of the table names its columns.
    separator, decimal, encoding
        Keys of `SEPARATORS`, `DECIMALS` and `ENCODINGS`.
    day_first
        Whether the day comes before the month in dates such as 3/4/2020, where nothing tells.
    sheet
        Which sheet of a workbook; left out, the first that has a table.

    Raises
    ------
    InputError
        If there is no table, a row is longer or shorter than the first one, a quote has no end,
        or there are more than `MOST_ROWS` rows or `MOST_COLUMNS` columns; if the file is of
        another kind, which is named.

    Examples
    --------
    >>> sheet = read("size;colour\n1,5;red\n2;blue\n7;red")
    >>> [(column.name, column.kind) for column in sheet.columns]
    [('size', 'numbers'), ('colour', 'classes')]
    """
    _check("header", header)
    _check("day_first", day_first)
    for name, said, known in (("separator", separator, SEPARATORS), ("decimal", decimal, DECIMALS)):
        if said is not None:
            checks.one_of(said, name, known)
    page = None
    if isinstance(source, bytearray | memoryview):
        source = bytes(source)
    if isinstance(source, bytes) and is_workbook(source):
        from neuron_core.data import workbook  # which needs more than others do

        page = workbook.page(source, sheet, MOST_ROWS)
        source, separator, encoding = page.text, ",", None
    text, encoding = decoded(source, encoding)
    unread = _unread(text, ENCODINGS[encoding])
    first, end, rest = text.partition("\n")
    if said := said_separator(first):
        text = end + rest
    if commas := as_commas(text):
        text, separator, header = commas, ",", True
    text, remarks = without_remarks(unwrapped(text))
    separator = separator or said or separator_of(text)
    columns = aligned(text) if separator == " " else None
    table = bounds(columns or text, "\t" if columns else separator, remarks, header)
    if len(table.rows) > MOST_ROWS:
        raise InputError(
            f"line {table.rows[MOST_ROWS].line:,}: there are {len(table.rows):,} rows; "
            f"at most {MOST_ROWS:,} are accepted."
        )
    if len(table.names) > MOST_COLUMNS:
        raise InputError(
            f"line {table.rows[0].line:,}: there are {len(table.names):,} columns; "
            f"at most {MOST_COLUMNS:,} are accepted."
        )
    cells = list(kept(table.rows))
    shown = [shown_by(one) for one in cells]
    doubt = ""
    if decimal is None:
        sign = decimal_sign(shown, separator)
        signs, doubt, decimal = [one.own(sign.decimal) for one in shown], sign.doubt, sign.decimal
    else:
        signs = [decimal] * len(cells)
    lines = [record.line for record in table.rows]
    return Sheet(
        encoding,
        separator,
        decimal,
        table.header,
        doubt,
        len(table.rows),
        [*table.skipped, *unread, *(page.remarks if page else [])],
        [record.cells for record in table.rows[:PREVIEWED]],
        [
            column(name, one, place, lines, own, day_first)
            for place, (name, one, own) in enumerate(
                zip(table.names, cells, signs, strict=True), start=1
            )
        ],
        page.sheets if page else {},
        page.name if page else "",
    )


def dataset(
    sheet: Sheet,
    inputs: Sequence[int],
    target: int | Sequence[int],
    *,
    order: bool = False,
    scaling: str = "standard",
    classes: bool | None = None,
    title: str = "Own data",
    test_share: float = 0.0,
    seed: int = 0,
) -> Dataset:
    """Return some columns of a sheet as data, without the rows in which one has a gap.

    Parameters
    ----------
    inputs, target
        Places of columns, counted from 0; several targets are amounts.
    order
        Whether the place of each row in the file, from 1 on, is the first input. There may be no
        other then.
    scaling
        How a network gets the columns, a key of `SCALINGS`: by what is found in the rows that are
        trained on. Targets that are classes stay as they are.
    classes
        Whether the target's words, or its numbers, are classes; left out, words are. See
        `Column.targets`.
    title, test_share, seed
        See `Dataset`.

    Raises
    ------
    InputError
        If a column does not exist or cannot be used that way; for a cell, the message has its
        line and column. If no row is left, or there are more than `MOST_UNITS` inputs.
    """
    _check("order", order)
    _check("classes", classes)
    places, aims = _places(sheet, inputs, target, order)
    columns, targets = ([sheet.columns[at] for at in some] for some in (places, aims))
    as_classes = len(targets) == 1 and targets[0].kind == "classes" if classes is None else classes
    if as_classes and len(targets) > 1:
        raise InputError("columns: of classes there can be one target.")
    given = [one.inputs() for one in columns]
    if order:
        given.insert(0, (np.arange(1.0, sheet.rows + 1)[:, np.newaxis], ["row"]))
    aimed = [one.targets(as_classes) for one in targets]
    for what, some in (("inputs", given), ("outputs", aimed)):
        width = sum(values.shape[1] for values, _ in some)
        if width > MOST_UNITS:
            raise InputError(
                f"columns: they make {width} {what}; a network can have at most {MOST_UNITS}."
            )
    whole = _whole_rows(sheet, (*places, *aims))
    if not whole.any():
        raise InputError(f"No row is left. {costs(sheet, places, aims)}")
    table = np.hstack([values for values, _ in given])[whole]
    data = Dataset(
        table,
        np.hstack([values for values, _ in aimed])[whole],
        title,
        tuple(name for _, names in (*given, *aimed) for name in names),
        words=targets[0].words if as_classes else (),
        kind="classification" if as_classes else None,  # type: ignore[arg-type]
        test_share=test_share,
        seed=seed,
    )
    of_inputs = pairs_of(data.training.inputs, scaling)
    of_targets = "none" if data.kind == "classification" else scaling
    pairs = of_inputs + pairs_of(data.training.targets, of_targets)
    return replace(data, scaling=pairs if {*pairs} != {(0.0, 1.0)} else ())


def shape(
    sheet: Sheet, inputs: Sequence[int], target: int | Sequence[int], classes: bool, order: bool
) -> tuple[int, int, int, bool]:
    """Return how many inputs, outputs and rows such data would have, and whether of classes.

    Raises
    ------
    InputError
        If a column does not exist, or is used twice.
    """
    places, aims = _places(sheet, inputs, target, may_lack_inputs=True)
    given, aimed = ([sheet.columns[at] for at in some] for some in (places, aims))
    several = len(aimed[0].classes) if classes and len(aimed[0].classes) > 2 else len(aimed)
    is_classes = classes or (len(aimed) == 1 and len(aimed[0].classes) == 2)
    rows = int(_whole_rows(sheet, (*places, *aims)).sum())
    return order + sum(one.width for one in given), several, rows, is_classes


def costs(sheet: Sheet, inputs: Sequence[int], target: int | Sequence[int]) -> str:
    """Return how many rows are left out for their gaps, and which column costs most; or nothing.

    Raises
    ------
    InputError
        If a column does not exist, or is used twice.
    """
    places, aims = _places(sheet, inputs, target, may_lack_inputs=True)
    used = (*places, *aims)
    lost = sheet.rows - int(_whole_rows(sheet, used).sum())
    if not lost:
        return ""
    has, is_ = ("has", "is") if lost == 1 else ("have", "are")
    said = (
        f"{lost:,} of {checks.counted(sheet.rows, 'row')} {has} a gap in a column that is used, "
        f"and {is_} left out."
    )
    without = {at: int(_whole_rows(sheet, [one for one in used if one != at]).sum()) for at in used}
    worst = max(used, key=lambda at: without[at])
    saved = without[worst] - (sheet.rows - lost)
    if len(used) > 1 and saved and any(sheet.columns[at].gaps.any() for at in used if at != worst):
        name = checks.shown(sheet.columns[worst].name, str)
        said += f" Without the column {name}, {saved:,} of them would stay."
    return said


def _unread(text: str, encoding: str) -> list[str]:
    """Return what is to be said of bytes that are nothing in an encoding, if there are any."""
    lines = [place for place, line in enumerate(text.split("\n"), start=1) if UNKNOWN in line]
    if not lines:
        return []
    more = f" and {checks.counted(len(lines) - 1, 'more line')}" if len(lines) > 1 else ""
    return [f"line {lines[0]:,}{more}, bytes that are nothing in {encoding}, shown as {UNKNOWN}"]


def _check(name: str, value: Any) -> None:
    if value is not None and not isinstance(value, bool):
        raise InputError(f"{name}: {checks.shown(value)} is not accepted; use true or false.")


def _places(
    sheet: Sheet, inputs: Sequence[int], target: int | Sequence[int], may_lack_inputs: bool
) -> tuple[list[int], list[int]]:
    """Return the places of the inputs and of the targets, each accepted."""
    is_list = isinstance(inputs, Sequence) and not isinstance(inputs, str)
    if not is_list or not (inputs or may_lack_inputs):
        raise InputError(f"inputs: {checks.shown(inputs)} is not a list of at least one column.")
    several = isinstance(target, Sequence) and not isinstance(target, str)
    wanted: Sequence[Any] = target if several else [target]  # type: ignore[assignment]
    if not wanted:
        raise InputError("target: at least one column is needed.")
    most = len(sheet.columns) - 1
    places = [checks.whole(one, "column of an input", least=0, most=most) for one in inputs]
    aims = [checks.whole(one, "column of the target", least=0, most=most) for one in wanted]
    if len({*places, *aims}) < len(places) + len(aims):
        raise InputError("columns: each can be used once, as an input or as the target.")
    return places, aims


def _whole_rows(sheet: Sheet, used: Sequence[int]) -> NDArray[np.bool_]:
    """Return which rows have a value in each of these columns."""
    whole = np.ones(sheet.rows, dtype=bool)
    for at in used:
        whole &= ~sheet.columns[at].gaps
    return whole
