"""Whatever a file holds, it is a table or told not to be one, and a written table is read back."""

from contextlib import suppress

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from neuron_core import Dataset, InputError
from neuron_core.data.csv_reader import Sheet, dataset, read

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
        for classes in (None, True, False):
            for scaled in (True, False):
                with suppress(InputError):
                    data = dataset(
                        sheet, [place - 1 if place else len(sheet.columns) - 1], place,
                        classes=classes, scaled=scaled, test_share=0.5,
                    )  # fmt: skip
                    assert isinstance(data, Dataset)
                    assert len(data.inputs) == sheet.rows


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
    data = dataset(sheet, [0], 1, scaled=False)
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
