"""Workbooks: what their cells mean, which sheet is read, and what is said where that cannot be."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from neuron_core import InputError
from neuron_core.data import workbook
from neuron_core.data.column import Column
from neuron_core.data.csv_reader import dataset, read
from neuron_core.page.bridge import Bridge

STUDENTS: list[list[Any]] = [
    ["studied", "slept", "score"],
    [2, 9, 92],
    [1.5, 5, 86],
    [3, 6, 1234567.25],
]


def made(hidden: Iterable[str] = (), **sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these sheets, row by row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, change: bytes | None) -> bytes:
    """Return a workbook with another content of one of its parts, or without it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
            elif change is not None:
                new.writestr(part, change)
    return file.getvalue()


def values(column: Column) -> list[float]:
    assert column.numbers is not None
    return [*map(float, column.numbers)]


def test_numbers_are_those_of_the_cells_and_a_table_is_as_from_a_file() -> None:
    sheet = read(made(Scores=STUDENTS))
    assert (sheet.sheets, sheet.sheet_name) == ({"Scores": "Scores"}, "Scores")
    assert sheet.likely_uses() == ["input", "input", "target"]
    data = dataset(sheet, [0, 1], 2)
    assert data.inputs.tolist() == [[2, 9], [1.5, 5], [3, 6]]
    assert data.targets.tolist() == [[92], [86], [1234567.25]]
    assert not sheet.doubt
    handed_over = read(memoryview(made(Scores=STUDENTS)))  # type: ignore[arg-type]  # as a page does
    assert handed_over.plain() == sheet.plain()


def test_cells_of_every_kind() -> None:
    rows: list[list[Any]] = [
        ["when", "clock", "ok", "size", "note", "share"],
        [date(2020, 1, 31), datetime(2020, 1, 31, 12), True, 1.5, "a,b", 0.1],
        [date(2020, 2, 29), datetime(2020, 2, 1), False, None, 'says "x"', 1e-7],
        [date(2020, 3, 1), datetime(2020, 2, 1, 18), True, "n/a", "two\nlines", 1e21],
    ]
    when, clock, true, size, note, share = read(made(Kinds=rows)).columns
    assert (when.kind, when.unit) == ("dates", "days since 2020-01-31")
    assert values(when) == [0, 29, 30]
    assert values(clock) == [0.5, 1, 1.75]
    assert true.classes == ("FALSE", "TRUE")
    assert true.inputs()[0].ravel().tolist() == [1, 0, 1]
    assert size.gaps.tolist() == [False, True, True]
    assert [*note.cells] == ["a,b", 'says "x"', "two lines"]
    assert values(share) == [0.1, 1e-7, 1e21]


def test_the_first_sheet_with_a_table_is_read_and_another_can_be_chosen() -> None:
    content = made(
        hidden=["Kept"], Empty=[], Title=[["Sales of 2020"]], Sales=STUDENTS, Kept=[["a"], [1], [2]]
    )
    sheet = read(content)
    assert sheet.sheet_name == "Sales"
    assert [*sheet.sheets] == ["Empty", "Title", "Sales", "Kept"]
    assert sheet.sheets["Kept"] == "Kept (hidden)"
    kept = read(content, sheet="Kept")
    assert (kept.sheet_name, kept.rows, kept.columns[0].name) == ("Kept", 2, "a")
    with pytest.raises(InputError, match="sheet: 'Other' is not known; use one of Empty, Title"):
        read(content, sheet="Other")
    with pytest.raises(InputError, match="There is no table"):
        read(content, sheet="Empty")


def test_a_table_may_begin_anywhere_below_a_title_and_right_of_nothing() -> None:
    table = [[None, None, *row] for row in STUDENTS]
    rows: list[list[Any]] = [[], ["", "", "Scores of spring"], [], *table]
    sheet = read(made(Spring=rows))
    assert [one.name for one in sheet.columns] == ["studied", "slept", "score"]
    assert sheet.rows == 3
    wrong = read(made(Spring=[*rows, [None, None, 3, "six", 9]]))
    assert "line 8" in str(wrong.columns[1].problem)


def test_formulas_have_the_values_that_were_kept_and_else_are_counted() -> None:
    bare = made(Sums=[["a", "double"], [1, "=A2*2"], [2, "=A3*2"], [3, 6]])
    sheet = read(bare)
    assert sheet.columns[1].gaps.tolist() == [True, True, False]
    assert sheet.skipped[0].startswith("2 formulas without a value: the program that wrote")
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(bare)) as archive:
        xml = archive.read(part)
    xml = re.sub(rb"(<f>A(\d)\*2</f>)<v\s*/>", rb"\1<v>\g<2>0</v>", xml)
    sheet = read(with_part(bare, part, xml))
    assert [*sheet.columns[1].cells] == ["20", "30", "6"]
    assert not sheet.skipped


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_told_and_nothing_else_happens(part: str) -> None:
    whole = made(Scores=STUDENTS)
    bridge = Bridge()
    bridge.read_csv(whole)
    for content in (with_part(whole, part, b"<worksheet><broken"), whole[:-30]):
        with pytest.raises(InputError, match=r"This is a workbook \(\.xlsx\), and it is damaged"):
            bridge.read_csv(content)
    with pytest.raises(InputError, match="it is damaged: a part of it is missing"):
        bridge.read_csv(whole[:700])
    bridge.use_csv([0, 1], 2)  # the one that was read before


def test_limits_are_told_as_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(Scores=STUDENTS)
    bomb = with_part(whole, "docProps/core.xml", b"0" * 1_000_000)
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 0.9)
    with pytest.raises(InputError, match=r"has 1 MB once it is unpacked; at most 0\.9 are"):
        read(bomb)
    assert read(whole).rows == 3
    monkeypatch.setattr("neuron_core.data.csv_reader.MOST_ROWS", 2)
    with pytest.raises(InputError, match="there are 3 rows; at most 2 are accepted"):
        read(whole)
    wide = made(Wide=[[f"c{at}" for at in range(1001)], [*range(1001)]])
    monkeypatch.undo()
    with pytest.raises(InputError, match="there are 1,001 columns; at most 1,000 are accepted"):
        read(wide)


def test_without_openpyxl_it_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(InputError, match="openpyxl is needed: pip install openpyxl"):
        read(made(Scores=STUDENTS))
