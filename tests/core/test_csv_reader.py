"""Tables are read as files in the wild are, and what is wrong is told with its place."""

import json
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from neuron_core import Experiment, InputError, Layer
from neuron_core.data.csv_reader import Sheet, dataset, read
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

STUDENTS = "studied,slept,score\n2,9,92\n1,5,86\n3,6,89\n"
FLOWERS = "length;colour\n1,5;red\n2;blue\n-3;red\n0,5;white\n"


def numbers(sheet: Sheet) -> list[list[float]]:
    return [[] if one.numbers is None else one.numbers.tolist() for one in sheet.columns]


@pytest.mark.parametrize(
    "text",
    [
        STUDENTS,
        STUDENTS.replace(",", ";"),
        STUDENTS.replace(",", "\t"),
        STUDENTS.replace("\n", "\r\n"),
        STUDENTS.replace("\n", "\r"),
        "\ufeff" + STUDENTS,
        "\n \n" + STUDENTS.replace("\n", "\n\n"),
        STUDENTS.replace(",", " ,  "),
        STUDENTS.rstrip(),
        STUDENTS.replace("\n", ",\n"),
        STUDENTS.replace("2,9,92\n", "2,9,92,,\n,,\n"),
        "sep=;\n" + STUDENTS.replace(",", ";"),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in STUDENTS.split()),
        "\n".join(", ".join(f'"{cell}" ' for cell in line.split(",")) for line in STUDENTS.split()),
        STUDENTS.encode(),
        STUDENTS.encode("utf-8-sig"),
        STUDENTS.encode("utf-16"),
        b"\xfe\xff" + STUDENTS.encode("utf-16-be"),
        bytearray(STUDENTS.encode()),
        memoryview(STUDENTS.encode()),
    ],
    ids=[
        "plain", "semicolons", "tabs", "CRLF", "CR", "mark", "blank lines", "spaces", "no last end",
        "separators at ends", "separators at some ends", "said", "quotes", "quotes and spaces",
        "UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 other way", "bytearray", "memoryview",
    ],
)  # fmt: skip
def test_the_same_table_in_many_dialects(text: Any) -> None:
    sheet = read(text)
    assert sheet.header
    assert sheet.rows == 3
    used = [one for one in sheet.columns if any(one.cells)]
    assert [one.name for one in used] == ["studied", "slept", "score"]
    assert [one.kind for one in used] == ["numbers"] * 3
    assert numbers(sheet)[:3] == [[2, 1, 3], [9, 5, 6], [92, 86, 89]]
    assert sheet.first[0][:3] == ["2", "9", "92"]


def test_decimal_commas_are_read_where_commas_do_not_separate() -> None:
    sheet = read(FLOWERS)
    assert sheet.separator == ";"
    assert numbers(sheet)[0] == [1.5, 2, -3, 0.5]
    assert numbers(read("1,5\t2\n3\t4,25"))[1] == [2, 4.25]
    assert numbers(read("1,5\n2,5"))[0] == [1, 2]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("1,2\n3,4", False),
        ("a,b\n3,4", True),
        ("a,2\nb,4", False),
        ("name,2020\nanne,4\nbob,5", False),
        ("city,mood\nRome,good\nOslo,good\nBern,bad", True),
        ("Rome,good\nOslo,good\nBern,good", False),
        ("1,2", False),
        ("a,b", False),
    ],
    ids=str,
)
def test_a_header_is_found_by_being_unlike_the_rest(text: str, header: bool) -> None:
    assert read(text).header is header
    assert read(text).rows == text.count("\n") + (not header)
    if "\n" in text:
        assert read(text, header=not header).header is not header


def test_quotes_hold_separators_ends_of_lines_and_quotes() -> None:
    sheet = read('name,size\n"Smith, ""J.""\nJr.",2\n"a;b",3\nx,4\n')
    assert sheet.columns[0].cells == ('Smith, "J."\nJr.', "a;b", "x")
    assert numbers(sheet)[1] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no table in this file"),
        (" \n\t\n ; \n", "There is no table in this file"),
        ("a,b\n", None),
        ("a,b\n1,2\n3\n", "line 3: it has 1 column, line 1 has 2; all lines need the same."),
        ("a,b\n\n\n1,2,3\n", "line 4: it has 3 columns, line 1 has 2"),
        ('a,b\n1,2\n3,"4\n5,6\n', "line 3: a quote that begins there is not closed."),
        ('"a\nb",c\n1,2\n3\n', "line 4: it has 1 column, line 1 has 2"),
        ('a,b\n1,"' + "x\n" * 200_000, "line 2: a quote that begins there is not closed."),
        (
            ",".join("a" * 1001) + "\n" + ",".join("1" * 1001),
            "line 2: there are 1,001 columns; at most 1,000 are accepted.",
        ),
        (3, "file: 3 is not text."),
        (None, "file: None is not text."),
    ],
    ids=range(11),
)
def test_what_is_no_table_is_told_with_its_line(text: Any, words: str | None) -> None:
    if words is None:
        assert read(text).rows == 1
        return
    with pytest.raises(InputError) as raised:
        read(text)
    assert words in str(raised.value)


def test_too_many_rows_are_told() -> None:
    with pytest.raises(InputError, match="line 100,002: there are 100,001 rows"):
        read("a\n" + "1\n" * 100_001)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("n/b", "line 23, column 2 (b): 'n/b' is not a number."),
        ("1.2.3", "line 23, column 2 (b): '1.2.3' is not a number."),
        ("12,5.5", "line 23, column 2 (b): '12,5.5' is not a number."),
        ("inf", "'inf' is not a number"),
        ("1_0", "'1_0' is not a number"),
        ("1e999", "'1e999' is not a number"),
    ],
)
def test_a_cell_that_is_not_a_number_has_its_line_and_column(cell: str, words: str) -> None:
    lines = [f"{row},{row * row}" for row in range(30)]
    lines[20] = f'20,"{cell}"'
    sheet = read("\n".join(["a,b", "", *lines]))
    assert [one.kind for one in sheet.columns] == ["numbers", "neither"]
    assert words in (sheet.columns[1].problem or "")
    with pytest.raises(InputError) as raised:
        dataset(sheet, [0], 1)
    assert str(raised.value) == sheet.columns[1].problem


def test_columns_are_scaled_as_the_tutorials_hours_are() -> None:
    data = dataset(read(STUDENTS), [0, 1], 2, scaling="largest")
    np.testing.assert_allclose(
        data.network_inputs(data.inputs), np.array([[2, 9], [1, 5], [3, 6]]) / (3, 9)
    )
    np.testing.assert_allclose(data.aimed(data.targets), np.array([[92], [86], [89]]) / 92)
    assert data.scaling == ((0, 3), (0, 9), (0, 92))
    assert data.names == ("studied", "slept", "score")
    plain = dataset(read(STUDENTS), [1, 0], 2, scaling="none")
    assert plain.inputs.tolist() == [[9, 2], [5, 1], [6, 3]]
    assert plain.scaling == ()


def test_the_scale_is_that_of_the_rows_that_are_trained_on() -> None:
    text = "a,b\n" + "\n".join(f"{-row},{2 * row}" for row in range(1, 21))
    choices = {"test_share": 0.5, "seed": 3}
    largest = dataset(read(text), [0], 1, scaling="largest", **choices)  # type: ignore[arg-type]
    parts = largest.training.inputs, largest.training.targets
    assert largest.scaling == tuple((0, abs(part).max()) for part in parts)
    standard = dataset(read(text), [0], 1, **choices)  # type: ignore[arg-type]
    found = np.array(standard.scaling)
    np.testing.assert_allclose(found, [(part.mean(), part.std()) for part in parts], rtol=1e-12)
    huge = dataset(read("a,b\n1e200,1\n3e200,2"), [0], 1)
    np.testing.assert_allclose(huge.network_inputs(huge.inputs), [[-1], [1]])
    steady = read("a,b\n0.1,1\n0.1,2\n0.1,3")
    assert dataset(steady, [0], 1).scaling[0] == (0.1, 1)
    zeros = read("a,b\n0,1\n0,2\n0,3")
    assert dataset(zeros, [0], 1, scaling="largest").scaling == ((0, 1), (0, 3))


def test_words_become_classes() -> None:
    data = dataset(read(FLOWERS), [0], 1)
    assert data.kind == "classification"
    assert data.targets.tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert data.names == ("length", "blue", "red", "white")
    assert data.scaling[1:] == ((0, 1),) * 3
    two = dataset(read("x,y\n1,yes\n2,no\n3,yes"), [0], 1)
    assert two.targets.tolist() == [[1], [-1], [1]]
    assert two.names == ("x", "y")
    assert two.words == ((-1, "no"), (1, "yes"))
    with pytest.raises(InputError, match=r"line 2, column 2 \(colour\): 'red' is not a number"):
        dataset(read(FLOWERS), [0], 1, classes=False)


def test_numbers_become_classes_if_it_is_said() -> None:
    sheet = read("x,y\n1,10\n2,9\n3,10\n4,2")
    assert sheet.columns[1].classes == ("2", "9", "10")
    assert dataset(sheet, [0], 1).targets.shape == (4, 1)
    data = dataset(sheet, [0], 1, classes=True)
    assert data.targets.tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    many = read("x,y\n" + "\n".join(f"{row},{row}" for row in range(30)))
    with pytest.raises(InputError, match="y: it has 30 different ones; at most 20 can be classes"):
        dataset(many, [0], 1, classes=True)
    same = read("x,y\n1,a\n2,a\n3,a")
    with pytest.raises(InputError, match="y: all of its rows have the same word"):
        dataset(same, [0], 1, classes=True)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"inputs": [], "target": 2}, "inputs: [] is not a list of at least one column"),
        ({"inputs": "01", "target": 2}, "inputs: '01' is not a list"),
        ({"inputs": [3], "target": 2}, "column of an input: 3 is not accepted"),
        ({"inputs": ["a"], "target": 2}, "column of an input: 'a' is not a number"),
        ({"inputs": [0], "target": -1}, "column of the target: -1 is not accepted"),
        ({"inputs": [0, 0], "target": 2}, "each can be used once"),
        ({"inputs": [0, 2], "target": 2}, "each can be used once"),
        ({"inputs": [0], "target": 2, "scaling": 1}, "scaling: 1 is not known"),
        ({"inputs": [0], "target": 2, "classes": "x"}, "classes: 'x' is not accepted"),
        ({"inputs": [0], "target": 2, "test_share": 2}, "test share: 2 is not accepted"),
        ({"inputs": [0], "target": 2, "title": 2}, "title of the data: 2 is not text"),
    ],
    ids=range(11),
)
def test_a_choice_that_cannot_be_is_told_and_the_bench_stays(
    choices: dict[str, Any], words: str
) -> None:
    bridge = Bridge()
    with pytest.raises(InputError, match="No file has been read yet"):
        bridge.use_csv([0], 1)
    bridge.read_csv(STUDENTS)
    bridge.goto(20)
    with pytest.raises(InputError) as raised:
        bridge.use_csv(**choices)
    assert words in str(raised.value)
    with pytest.raises(InputError):
        bridge.read_csv("")
    assert bridge.experiment == Experiment()
    assert bridge.iteration == 20
    bridge.use_csv([0], 2)
    assert bridge.experiment.data.names == ("studied", "score")  # the table is still kept


def test_a_file_comes_to_the_bench_by_way_of_a_preview() -> None:
    bridge = Bridge()
    bridge.open(PRESETS["multi-gauss"].plain())
    told = bridge.read_csv(FLOWERS)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["rows"] == 4
    assert told["first"][0] == ["1,5", "red"]
    assert [column["kind"] for column in told["columns"]] == ["numbers", "classes"]
    described = bridge.use_csv([0], 1, title="Flowers")
    plain = bridge.experiment.plain()
    assert (
        Experiment.from_plain(json.loads(json.dumps(plain, allow_nan=False))) == bridge.experiment
    )
    assert [layer.units for layer in bridge.experiment.layers] == [12, 8, 3]
    assert bridge.experiment.layers[-1] == Layer(3, "tanh")
    assert bridge.experiment.features == ("x1", "sin x1")
    assert bridge.experiment.question == (1.5,)
    assert bridge.experiment.batch_size == 25  # more than there are, and so all of them
    assert bridge.experiment.steps_in_epoch == 1
    assert bridge.experiment.seed == PRESETS["multi-gauss"].seed
    assert described["data"]["title"] == "Flowers"
    bridge.goto(100)
    assert bridge.ask("quality")["classes"] == ["blue", "red", "white"]


def test_data_that_are_not_sent_stay_and_are_not_sent_back() -> None:
    bridge = Bridge()
    bridge.read_csv(STUDENTS)
    described = bridge.use_csv([0, 1], 2)
    assert described["experiment"]["data"] is None
    data = bridge.experiment.data
    for plain in (described["experiment"], {**described["experiment"], "learning_rate": 0.5}):
        again = bridge.open(json.loads(json.dumps(plain)))
        assert bridge.experiment.data is data
        assert again["experiment"] == plain
        assert "data" not in again  # their rows are as they were
    bridge.open({**plain, "data": {"test_share": 0.3, "seed": 2}})
    kept = bridge.experiment.data
    assert kept == replace(data, test_share=0.3, seed=2)
    with pytest.raises(InputError, match="data: 'colour' is not known"):
        bridge.open({**plain, "data": {"colour": 2}})
    assert bridge.experiment.data is kept
    bridge.open({**plain, "data": {"test_share": 0, "seed": 0}})
    data = bridge.experiment.data
    del plain["data"]
    bridge.open(plain)
    assert bridge.experiment.data is data
    assert bridge.describe()["experiment"]["data"] == data.plain()
    with pytest.raises(InputError, match="new situation"):
        bridge.open({"question": [1]})
    assert bridge.experiment.data is data


def test_a_file_of_20_000_rows_is_read_at_once() -> None:
    values = np.random.default_rng(0).normal(size=(20_000, 5)).round(6)
    text = "a,b,c,d,e\n" + "\n".join(",".join(map(str, row)) for row in values.tolist())
    begun = perf_counter()
    data = dataset(read(text), [0, 1, 2, 3], 4, scaling="none")
    taken = perf_counter() - begun
    assert data.inputs.tolist() == values[:, :4].tolist()
    assert data.targets.tolist() == values[:, 4:].tolist()
    assert taken < 6  # seconds, on a machine that is busy with other things, or in a browser
