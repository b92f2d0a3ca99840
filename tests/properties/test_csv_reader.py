"""Whatever a file holds, it is a table or told not to be one, and a written table is read back."""

from contextlib import suppress

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from neuron_core import Dataset, InputError
from neuron_core.data.csv_reader import Sheet, dataset, read
from neuron_core.data.scaling import SCALINGS
from neuron_core.data.separator import SEPARATORS

STEADY = settings(deadline=None, derandomize=True, max_examples=200)
SIGNS = st.text(st.sampled_from("0123456789,;.\t\n\r \"'-+e_naAbß\ufeff\0\x0b\u2028"))
FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(
    lambda word: word == word.strip() and "\r" not in word and "\n" not in word
)


def used(sheet: Sheet) -> None:
    """Use each column as the target and the one before it as the input."""
    assert sheet.rows >= 1
    assert all(len(column.cells) == sheet.rows for column in sheet.columns)
    for place, column in enumerate(sheet.columns):
        assert (column.numbers is None) == (column.problem is not None)
        assert column.numbers is None or (np.isnan(column.numbers) == column.gaps).all()
        for classes in (None, True, False):
            for scaling in SCALINGS:
                with suppress(InputError):
                    data = dataset(
                        sheet, [place - 1 if place else len(sheet.columns) - 1], place,
                        classes=classes, scaling=scaling, test_share=0.5,
                    )  # fmt: skip
                    assert isinstance(data, Dataset)
                    used = {place, place - 1 if place else len(sheet.columns) - 1}
                    gaps = np.logical_or.reduce([sheet.columns[at].gaps for at in used])
                    assert len(data.inputs) == sheet.rows - gaps.sum()


@STEADY
@given(st.one_of(st.text(), SIGNS, st.binary()), st.sampled_from([None, True, False]))
def test_anything_is_a_table_or_told_not_to_be(source: str | bytes, header: bool | None) -> None:
    with suppress(InputError):
        used(read(source, header))


def written(cell: str, separator: str, quoted: bool) -> str:
    plain = not quoted and not any(sign in cell for sign in (separator, '"', "\n"))
    return cell if plain else '"' + cell.replace('"', '""') + '"'


@STEADY
@given(
    st.lists(st.tuples(FINITE, FINITE), min_size=1, max_size=20),
    st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "\ufeff"]),
)
def test_a_written_table_is_read_back(
    rows: list[tuple[float, float]],
    dialect: tuple[str, str],
    end: str,
    header: bool,
    quoted: bool,
    mark: str,
) -> None:
    separator, point = dialect
    lines = [[repr(value).replace(".", point) for value in row] for row in rows]
    if header:
        lines.insert(0, ["first", "second"])
    text = mark + end.join(
        separator.join(written(cell, separator, quoted) for cell in line) for line in lines
    )
    sheet = read(text)
    assert sheet.header == header
    assert [column.name for column in sheet.columns] == (
        ["first", "second"] if header else ["column 1", "column 2"]
    )
    for place, column in enumerate(sheet.columns):
        assert column.numbers is not None
        assert column.numbers.tolist() == [row[place] for row in rows]
    data = dataset(sheet, [0], 1, scaling="none")
    np.testing.assert_array_equal(np.hstack([data.inputs, data.targets]), rows)


@STEADY
@given(st.lists(WORDS, min_size=2, max_size=12), st.sampled_from([",", ";", "\t"]))
def test_words_are_read_back_as_they_were(words: list[str], separator: str) -> None:
    lines = [
        f"{place}{separator}{written(word, separator, True)}" for place, word in enumerate(words)
    ]
    sheet = read("\n".join(lines), header=False)
    assert sheet.separator == separator
    assert list(sheet.columns[1].cells) == words


def grouped(value: float, decimal: str, group: str) -> str:
    """Write a number with its thousands grouped."""
    said = f"{value:,.2f}" if value != int(value) else f"{value:,.0f}"
    return "".join({",": group, ".": decimal}.get(sign, sign) for sign in said)


@STEADY
@given(
    st.lists(
        st.tuples(st.integers(-9_999_999, 9_999_999), st.integers(-999_999, 999_999)),
        min_size=2,
        max_size=20,
    ),
    st.sampled_from(sorted(SEPARATORS)),
    st.sampled_from([(".", ","), (".", ""), (",", "."), (",", ""), (".", "\u2009"), (",", "\xa0")]),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    st.booleans(),
    st.sampled_from(["-", "−"]),
    st.sampled_from(["", "# made by a machine\n", "Preise für alle\n\n"]),
)
def test_a_table_s_numbers_are_the_same_however_it_is_written(
    rows: list[tuple[int, int]],
    separator: str,
    signs: tuple[str, str],
    quoted: bool,
    encoding: str,
    header: bool,
    minus: str,
    above: str,
) -> None:
    decimal, group = signs
    if encoding == "cp1252":
        minus, group = "-", group.replace("\u2009", "\xa0")
    right = [[count, hundredths / 100] for count, hundredths in rows]
    right.append([7, 0.25])  # which shows the decimal sign
    lines = [[grouped(value, decimal, group).replace("-", minus) for value in row] for row in right]
    if header:
        lines.insert(0, ["Stück", "Preis"])
    needs = separator in (decimal, group) or (group == "\xa0" and separator == " ")
    text = above + "\n".join(
        separator.join(written(cell, separator, quoted or needs) for cell in line) for line in lines
    )
    sheet = read(text.encode(encoding))
    assert sheet.separator == separator
    assert sheet.decimal == decimal
    assert sheet.header == header
    assert not sheet.doubt
    assert [one.name for one in sheet.columns] == (
        ["Stück", "Preis"] if header else ["column 1", "column 2"]
    )
    for place, column in enumerate(sheet.columns):
        assert column.numbers is not None, column.problem
        assert column.numbers.tolist() == [row[place] for row in right]
