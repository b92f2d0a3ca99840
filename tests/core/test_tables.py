"""Tables as people have them: each case is a small one of its kind, with its right value."""

import gzip
import io
import zipfile

import numpy as np
import pytest

from neuron_core import Dataset, InputError
from neuron_core.data.csv_reader import Sheet, costs, dataset, read

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def opened(sheet: Sheet, **choices: object) -> Dataset:
    """Return a sheet's data as it is used if nobody says otherwise, not scaled."""
    uses = sheet.likely_uses()
    inputs = [place for place, use in enumerate(uses) if use == "input"]
    return dataset(sheet, inputs, uses.index("target"), scaling="none", **choices)  # type: ignore[arg-type]


def values(sheet: Sheet, place: int) -> list[float]:
    numbers = sheet.columns[place].numbers
    assert numbers is not None, sheet.columns[place].problem
    return [*map(float, numbers)]


def names(sheet: Sheet) -> list[str]:
    return [one.name for one in sheet.columns]


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        ("place\tpeople\tarea\nA\t1,234\t10.5\nB\t999\t3.2\n", 1, [1234, 999]),
        ("place\tpeople\tarea\nA\t1.234\t10,5\nB\t999\t3,2\n", 1, [1234, 999]),
        ("place;people;area\nA;1.234;10,5\nB;999;3,2\n", 2, [10.5, 3.2]),
        ('size,price\n1,"1,200"\n2,"2,400"\n3,"3,100"\n', 1, [1200, 2400, 3100]),
        ('size,price\n1,"1,5"\n2,"2,25"\n', 1, [1.5, 2.25]),
        ('a,b\n1,"1,234,567"\n2,"89"\n', 1, [1234567, 89]),
        ('a,b\n1,"12,34,567"\n2,"89"\n', 1, [1234567, 89]),
        ("a;b\n1;1.234.567\n2;89\n", 1, [1234567, 89]),
        ("a;b\n1;1.234,5\n2;0,125\n", 1, [1234.5, 0.125]),
        ("a;b\n1;1 234,5\n2;12\u00a0345\n3;1\u202f000,25\n", 1, [1234.5, 12345, 1000.25]),
        ("a;b\n1;1\u2009234.5\n2;2.25\n", 1, [1234.5, 2.25]),
        ("a;b\n1;1'234.50\n2;12\u2019345.25\n", 1, [1234.5, 12345.25]),
        ("rate,y\n45%,1\n32%,0\n12.3 %,1\n", 0, [0.45, 0.32, 0.123]),
        ("price,y\n$1.50,1\n$2.75,0\n$3.00,1\n", 0, [1.5, 2.75, 3]),
        ("price;y\n1,50 €;1\n−2,75 €;0\n1.003,00 €;1\n", 0, [1.5, -2.75, 1003]),
        ('price,y\n"USD 1,250.50",1\nUSD 3,0\n', 0, [1250.5, 3]),
        ('a,y\n"(1,250)",1\n-$3,0\n−4,1\n+5,1\n', 0, [-1250, -3, -4, 5]),
        ("a,y\n1e3,1\n−2E−2,0\n.5,1\n-.25,1\n7.,1\n", 0, [1000, -0.02, 0.5, -0.25, 7]),
        ("a;b\n1;0.001\n2,5;0.002\n", 0, [1, 2.5]),
        ("a;b\n1.234,50-;1\n12,00;2\n3,50-;3\n", 0, [-1234.5, 12, -3.5]),
        ('a,b\n" $ 1,234.00 ",1\n" $ (12.50)",2\n$7.25,3\n', 0, [1234, -12.5, 7.25]),
        ("a;b\n%45;1\n%32,5;2\n", 0, [0.45, 0.325]),
        ("p;y\n1.234,56 EUR;1\nEUR 12,00;2\n€ 5,50;3\n", 0, [1234.56, 12, 5.5]),
        ("p;y\n5,- €;1\n12,50 €;2\n", 0, [5, 12.5]),
        ("p;y\nCHF 1'234.50;1\nCHF 2'000.-;2\n", 0, [1234.5, 2000]),
        ("w,h\n5 kg,1.5 m\n7.5kg,1.7 m\n", 0, [5, 7.5]),
        ("t;y\n21,5 °C;1\n−3 °C;2\n", 0, [21.5, -3]),
        ('"a,b"\n"1,2"\n"3,4"\n', 1, [2, 4]),
        ("15.26\t14.84\t1\n14.88\t\t14.57\t1\n14.29\t14.09\t\t2\n", 1, [14.84, 14.57, 14.09]),
    ],
    ids=range(29),
)  # fmt: skip
def test_numbers_mean_what_the_whole_file_shows(text: str, place: int, right: list[float]) -> None:
    assert values(read(text), place) == right
    assert not read(text).doubt


@pytest.mark.parametrize(
    ("text", "decimal", "doubt", "comma", "point"),
    [
        ("a\tb\n1\t1,234\n2\t5,678\n", ",", "1,234", [1.234, 5.678], [1234, 5678]),
        ("a;b\n1;1.234\n2;5.678\n", ".", "1.234", [1234, 5678], [1.234, 5.678]),
        ("a|b\n1|1,234\n2|999\n", ",", "1,234", [1.234, 999], [1234, 999]),
    ],
)
def test_where_both_readings_fit_it_is_said_and_can_be_corrected(
    text: str, decimal: str, doubt: str, comma: list[float], point: list[float]
) -> None:
    sheet = read(text)
    assert (sheet.decimal, sheet.doubt) == (decimal, doubt)
    assert f"Is {doubt} the number" in sheet.plain()["question"]
    for sign, right in ((",", comma), (".", point)):
        corrected = read(text, decimal=sign)
        assert (corrected.decimal, corrected.plain()["question"]) == (sign, "")
        assert values(corrected, 1) == right


@pytest.mark.parametrize(
    "text",
    [
        " 0.1  18.0  24.0\n 0.2   0.0  21.6\n 0.3   0.0  34.7\n",
        "0.1|18.0|24.0\n0.2|0.0|21.6\n0.3|0.0|34.7\n",
        "0,1 18,0 24,0\n0,2 0,0 21,6\n0,3 0,0 34,7\n",
        "0.1, 18.0, 24.0\n0.2, 0.0, 21.6\n0.3, 0.0, 34.7\n",
        "0,1; 18,0; 24,0\n0,2; 0,0; 21,6\n0,3; 0,0; 34,7\n",
        "0.1\t18.0\t24.0\n0.2\t0.0\t21.6\n0.3\t0.0\t34.7\n\x1a",
    ],
    ids=["spaces", "bars", "spaces and commas", "commas, spaces", "semicolons, spaces", "tabs"],
)
def test_what_stands_between_cells_is_found(text: str) -> None:
    sheet = read(text)
    assert [values(sheet, place) for place in range(3)] == [
        [0.1, 0.2, 0.3],
        [18, 0, 0],
        [24, 21.6, 34.7],
    ]
    assert not sheet.header


def test_cells_with_spaces_do_not_make_spaces_separators() -> None:
    rows = [f"MSFT,Jan {day} 2000,{day}" for day in range(1, 9)]
    sheet = read("\n".join(["symbol,date,price", *rows]))
    assert names(sheet) == ["symbol", "date", "price"]
    assert values(sheet, 1) == list(range(8))
    tuned = read('18.0   8   307.0\t"chevrolet malibu"\n15.0   8   350.\t"buick skylark"\n')
    assert [values(tuned, place) for place in range(3)] == [[18, 15], [8, 8], [307, 350]]
    assert tuned.columns[3].cells == ("chevrolet malibu", "buick skylark")
    assert names(read("'a' 'b'\n1 2\n3 4\n")) == ["a", "b"]


def test_words_may_have_spaces_and_quotes_separators() -> None:
    sheet = read('city|note\nNew York|"a | b"\nLos Angeles|c\nRome|d\n')
    assert sheet.separator == "|"
    assert sheet.columns[1].cells == ("a | b", "c", "d")
    spaced = read('name size\n"New York" 8\n"Rome"     3\n')
    assert names(spaced) == ["name", "size"]
    assert spaced.columns[0].cells == ("New York", "Rome")


PRINTED = """
            mpg cyl  type
Mazda RX4  21.0   6  auto
Datsun 710 22.8   4   man
Valiant    18.1   6  auto
"""
LISTED = """
name          size  two words
New York       8.5  red
Los Angeles   12.1  dark blue
Rome           3.0  red
"""


def test_columns_may_stand_one_below_the_other() -> None:
    cars = read(PRINTED)
    assert cars.separator == " "
    assert names(cars) == ["column 1", "mpg", "cyl", "type"]
    assert cars.columns[0].cells == ("Mazda RX4", "Datsun 710", "Valiant")
    assert cars.columns[0].is_row_name
    assert values(cars, 1) == [21, 22.8, 18.1]
    cities = read(LISTED)
    assert names(cities) == ["name", "size", "two words"]
    assert cities.columns[2].cells == ("red", "dark blue", "red")


def test_a_table_of_weka_is_read_with_its_names() -> None:
    sheet = read(
        "% of flowers\n@RELATION iris\n\n@attribute 'sepal length' numeric\n@ATTRIBUTE petal real\n"
        "@attribute class {a, 'b c'}\n\n@data\n5.1,1.4,a\n% a pause\n4.9,?,'b c'\n6.0,2.2,a\n"
    )
    assert names(sheet) == ["sepal length", "petal", "class"]
    assert sheet.columns[2].cells == ("a", "b c", "a")
    assert sheet.columns[1].gaps.tolist() == [False, True, False]
    assert sheet.skipped == ["line 10, % a pause"]


def test_what_amounts_are_measured_in_is_said_and_named() -> None:
    sheet = read("weight,price,rate,y\n5 kg,$3,4%,1\n7.5 kg,$4.50,5%,2\n")
    assert [one.remark for one in sheet.columns] == [
        "numbers, in kg",
        "numbers, in $",
        "numbers",
        "numbers",
    ]
    assert opened(sheet).names == ("weight (kg)", "price ($)", "rate", "y")
    assert "different units, g and kg" in (read("a,y\n1 kg,1\n2 g,2\n").columns[0].problem or "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_a_file_is_written_in_is_found(encoding: str) -> None:
    text = "größe;preis\n1,5;3 €\n2;4 €\n"
    sheet = read(text.encode(encoding))
    assert names(sheet) == ["größe", "preis"]
    assert values(sheet, 1) == [3, 4]
    assert sheet.encoding == ("utf-16" if "16" in encoding else "utf-8")


def test_what_is_not_utf_8_is_western_unless_it_is_said() -> None:
    western = "größe;“preis” €\n1;2\n".encode("cp1252")
    assert names(read(western)) == ["größe", "“preis” €"]
    assert read(western).encoding == "cp1252"
    assert read(bytes(range(0x80, 0x100))).rows == 1  # whatever the bytes, there is a character
    russian = "цена;вес\n1;2\n".encode("cp1251")
    assert names(read(russian, encoding="cp1251")) == ["цена", "вес"]
    with pytest.raises(InputError, match="encoding: 'latin' is not known"):
        read(western, encoding="latin")


@pytest.mark.parametrize(
    ("text", "right", "rows", "skipped"),
    [
        ('"region","1952","1957"\n"A",1252.5,1385.2\n"B",4079.1,4616.0\n', "region 1952 1957", 2,
         []),
        ("region,1952,1957\nA,1252.5,1385.2\nB,4079.1,4616.0\n", "region 1952 1957", 2, []),
        ("1952,1957\n1953,1958\n1954,1959\n", "", 3, []),
        ("# made by a logger\na,b,y\n1,2,0\n2,1,1\n", "a b y", 2, ["line 1, # made by a logger"]),
        ('% it is "odd, "so\n\na,b,y\n1,2,0\n2,1,1\n', "a b y", 2, ['line 1, % it is "odd, "so']),
        ("# a b y\n1 2 0\n2 1 1\n", "a b y", 2, []),
        ("#a,b,y\n1,2,0\n2,1,1\n", "a b y", 2, []),
        ("a,b,y\n1,2,0\n# a pause\n2,1,1\n", "a b y", 2, ["line 3, # a pause"]),
        ("Global means\nYear,Jan,Feb\n1880,-.20,-.25\n1881,-.20,-.15\n", "Year Jan Feb", 2,
         ["line 1, Global means"]),
        ("Global means,,\n,,\nYear,Jan,Feb\n1880,-.20,-.25\n1881,-.20,-.15\n", "Year Jan Feb", 2,
         ["line 1, Global means"]),
        ("  a  ,b   ,  y\n1,2,0\n2,1,1\n", "a b y", 2, []),
        ("a,b,y\n1,2,0\n2,1,1\nSource: a book\n", "a b y", 2, ["line 4, Source: a book"]),
        ("a,b,y\n1,2,0\n2,1,1\n\nTotal,3,1\n", "a b y", 2, ["line 5, Total 3 1"]),
        ("a,b,y\ncm,kg,s\n1,2,0\n2,1,1\n", "a b y", 2, ["line 2, cm kg s"]),
        ("sep=|\na|b|y\n1|2|0\n2|1|1\n", "a b y", 2, []),
        ("#ff0000,1\n#00ff00,2\n#0000ff,3\n", "", 3, []),
        ("| a | b | y |\n|---|:-:|---|\n| 1 | 2 | 0 |\n| 2 | 1 | 1 |\n", "a b y", 2, []),
        (" a | b | y \n---+---+---\n 1 | 2 | 0 \n 2 | 1 | 1\n(2 rows)\n", "a b y", 2,
         ["line 5, (2 rows)"]),
        ("Report, 2020\na,b,y\n1,2,0\n2,1,1\nMean, 3.5\n", "a b y", 2,
         ["line 1, Report 2020", "line 5, Mean 3.5"]),
        ("a,b,y\n1,2,0\na,b,y\n2,1,1\n", "a b y", 2, ["line 3, the names again"]),
        ("a,b,y\n1,2,0\n2,1,1\nMean,1.5,0.5\n", "a b y", 2, ["line 4, Mean 1.5 0.5"]),
        ("a,a,y\ncm,kg,\n1,2,u\n2,1,v\n", "a a (2) y", 2, ["line 2, cm kg"]),
        ('"a\nlong",b\n1,2\n3,4\n', "a long b", 2, []),
        ("Station;12\nHöhe;34\n\na;b;y\n1;2;0\n2;1;1\n", "a b y", 2,
         ["line 1, Station 12", "line 2, Höhe 34"]),
    ],
    ids=range(24),
)  # fmt: skip
def test_names_and_rows_are_found_among_other_lines(
    text: str, right: str, rows: int, skipped: list[str]
) -> None:
    sheet = read(text)
    assert sheet.header == bool(right)
    if right:
        assert " ".join(names(sheet)) == right
    assert sheet.rows == rows
    assert sheet.skipped == skipped


def test_a_header_may_lack_the_name_of_row_names() -> None:
    sheet = read('"a"\t"b"\n"1"\t1\t2\n"2"\t2\t1\n')
    assert names(sheet) == ["column 1", "a", "b"]
    assert opened(sheet).names == ("a", "b")
    assert opened(sheet).inputs.tolist() == [[1], [2]]
    assert opened(sheet).targets.tolist() == [[2], [1]]
    cars = read("mpg cyl\nMazda 21.0 6\nFiat 32.4 4\n")
    assert values(cars, 1) == [21, 32.4]
    assert cars.columns[0].is_row_name


@pytest.mark.parametrize(
    "gap",
    [
        "",
        "NA",
        "?",
        "n/a",
        "NaN",
        "null",
        "-",
        "#N/A",
        "None",
        "***",
        "\\N",
        "<NA>",
        "(null)",
        "#NA",
        "$ -",
    ],
)
def test_rows_with_a_gap_are_left_out_said_and_counted(gap: str) -> None:
    sheet = read(f"a,b,y\n1,2,0\n2,{gap},1\n3,1,0\n4,2,1\n")
    assert [one.kind for one in sheet.columns] == ["numbers"] * 3
    data = opened(sheet)
    assert data.inputs.tolist() == [[1, 2], [3, 1], [4, 2]]
    assert data.targets.tolist() == [[0], [0], [1]]
    assert costs(sheet, [0, 1], 2) == (
        "1 of 4 rows has a gap in a column that is used, and is left out."
    )
    assert costs(sheet, [0], 2) == ""
    assert dataset(sheet, [0], 2).inputs.shape == (4, 1)


def test_the_column_that_costs_most_rows_is_named() -> None:
    rows = [f"{row},{row if row % 2 else ''},{row if row != 7 else 'NA'},1" for row in range(1, 9)]
    sheet = read("\n".join(["a,cabin,c,y", *rows]))
    assert sheet.likely_uses() == ["input", "", "input", "target"]
    assert costs(sheet, [0, 1, 2], 3) == (
        "5 of 8 rows have a gap in a column that is used, and are left out. "
        "Without the column cabin, 4 of them would stay."
    )
    assert dataset(sheet, [0, 1, 2], 3).inputs.shape == (3, 3)
    none = read("a,b,y\n1,,1\n,2,0\n3,,1\n")
    with pytest.raises(InputError, match=r"No row is left\. 3 of 3 rows have a gap"):
        dataset(none, [0, 1], 2)


def test_words_become_inputs_and_it_is_said_how() -> None:
    sheet = read("smoker,sex,y\nyes,F,1\nno,M,0\nyes,M,1\nno,F,0\n")
    data = opened(sheet)
    assert data.inputs.tolist() == [[1, 0], [0, 1], [1, 1], [0, 0]]
    assert data.names == ("smoker (0 no, 1 yes)", "sex (0 F, 1 M)", "y")
    assert sheet.columns[0].remark == "0 no · 1 yes"
    three = read("n,colour,y\n1,red,5\n2,blue,4\n3,green,6\n4,NA,7\n5,red,1\n")
    data = opened(three)
    assert data.names == ("n", "colour = blue", "colour = green", "colour = red", "y")
    assert data.inputs.tolist() == [[1, 0, 0, 1], [2, 1, 0, 0], [3, 0, 1, 0], [5, 0, 0, 1]]
    assert three.columns[1].remark == "3 classes: blue, green, red; 1 gap"
    german = read("n,raucher,y\n1,ja,5\n2,nein,4\n3,ja,2\n")
    assert opened(german).inputs[:, 1].tolist() == [1, 0, 1]  # no is 0, whatever the alphabet


@pytest.mark.parametrize("pair", ["true false", "True False", "TRUE FALSE", "yes no", "Y N", "T F"])
def test_of_two_words_the_one_that_says_yes_is_1(pair: str) -> None:
    yes, no = pair.split()
    sheet = read(f"n,is,y\n1,{yes},5\n2,{no},4\n3,{no},3\n")
    assert opened(sheet).inputs[:, 1].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("cells", "right", "unit"),
    [
        ("1949-01 1949-02 1950-03", [0, 1, 14], "months since 1949-01"),
        ("2020-02-28 2020-03-01 2019-02-28", [365, 367, 0], "days since 2019-02-28"),
        ("2020-01-01T06:00 2020-01-02T18:00 2020-01-01T12:00:00Z", [0.25, 1.75, 0.5],
         "days since 2020-01-01"),
        ("31.12.2020 1.1.2021 2.1.2021", [0, 1, 2], "days since 2020-12-31"),
        ("31/12/2020 1/1/2021 2/1/2021", [0, 1, 2], "days since 2020-12-31"),
        ("12/31/2020 1/1/2021 1/2/2021", [0, 1, 2], "days since 2020-12-31"),
        ("31-Dec-2020 1-Jan-2021 2-Jan-2021", [0, 1, 2], "days since 2020-12-31"),
        ("Jan-1-2020 Feb-1-2020 Mar-1-2020", [0, 31, 60], "days since 2020-01-01"),
        ("2020Q1 2020Q2 2021Q1", [0, 3, 12], "months since 2020-01"),
        ("Jan-2020 Feb-2020 December-2020", [0, 1, 11], "months since 2020-01"),
        ("2020-01-05 NA 2020-01-07", [0, None, 2], "days since 2020-01-05"),
        ("05.01.20 15.01.20 31.12.69", [18267, 18277, 0], "days since 1969-12-31"),
        ("1/5/20 1/15/20 12/31/19", [5, 15, 0], "days since 2019-12-31"),
        ("5-Jan-20 15-Jan-20", [0, 10], "days since 2020-01-05"),
        ("Jan-20 Feb-20 Dec-19", [1, 2, 0], "months since 2019-12"),
        ("20200131 20200201 20200302", [0, 1, 31], "days since 2020-01-31"),
        ("202001 202002 202101", [0, 1, 12], "months since 2020-01"),
        ("Q1/2020 Q2/2020", [0, 3], "months since 2020-01"),
        ("2020-W05 2020-W06 2021-W01", [0, 7, 343], "days since 2020-01-27"),
        ("08:30 9:45 23:59:30", [8.5, 9.75, 23.991666666666667], "hours"),
        ("1/5/2020|3:45|PM 1/15/2020|12:00|AM", [0.65625, 10], "days since 2020-01-05"),
        ("Mon,|6|Jan|2020 Tue,|7|Jan|2020", [0, 1], "days since 2020-01-06"),
        ("1.|Januar|2020 15.|März|2020", [0, 74], "days since 2020-01-01"),
        ("1|août|2020 2|décembre|2020", [0, 123], "days since 2020-08-01"),
        ("2020年1月5日 2020年2月6日", [0, 32], "days since 2020-01-05"),
        ("2020-01-01T06:00+02:00 2020-01-01T06:00-05:00", [4 / 24, 11 / 24],
         "days since 2020-01-01"),
    ],
    ids=range(26),
)  # fmt: skip
def test_dates_are_amounts_of_time(cells: str, right: list[float | None], unit: str) -> None:
    """The bars are spaces."""
    rows = [f'"{cell.replace("|", " ")}",{112 + row}' for row, cell in enumerate(cells.split())]
    sheet = read("\n".join(["month,sold", *rows]))
    assert sheet.columns[0].kind == "dates"
    told = [None if np.isnan(value) else value for value in values(sheet, 0)]
    assert told == right
    assert opened(sheet).names == (f"month ({unit})", "sold")
    assert opened(sheet).inputs.ravel().tolist() == [value for value in right if value is not None]


def test_dates_that_do_not_exist_or_may_be_others_are_told() -> None:
    assert read("day,y\n30.2.2020,1\n1.3.2020,2\n").columns[0].kind != "dates"
    doubtful = read("day,y\n3/4/2020,1\n3/5/2020,2\n")
    assert doubtful.columns[0].doubt == "3/4/2020"
    assert values(doubtful, 0) == [0, 1]
    assert "3/4/2020: the month first" in doubtful.columns[0].remark


def test_row_numbers_are_noticed_and_left_out_unless_wanted() -> None:
    rows = [f'"{row}",{row * 7 % 10},"{"u" if row < 6 else "v"}"' for row in range(1, 11)]
    sheet = read("\n".join(['"","a","kind"', *rows]))
    assert sheet.likely_uses() == ["", "input", "target"]
    assert opened(sheet).names == ("a", "kind")
    wanted = dataset(sheet, [0, 1], 2, scaling="none")
    assert wanted.inputs[:3].tolist() == [[1, 7], [2, 4], [3, 1]]
    ids = read("id,a,y\n842302,1,2\n842517,2,3\n84300903,4,5\n")
    assert ids.likely_uses() == ["", "input", "target"]
    assert read("x,answer\n0,no\n1,no\n2,yes\n").likely_uses() == ["input", "target"]
    for name in ("PassengerId", "row_id", "Unnamed: 0", "sample no."):
        assert read(f"{name},a,y\n1,4,2\n2,6,3\n3,5,5\n").likely_uses()[0] == "", name
    for name in ("acid", "grid", "casino", "x"):
        assert read(f"{name},a,y\n1,4,2\n2,6,3\n3,5,5\n").likely_uses()[0] == "input", name
    assert read("id,y\n1,3\n2,5\n3,9\n").likely_uses() == ["input", "target"]  # there is no other


def test_limits_are_said_as_limits() -> None:
    letters = [f"{row},{letter}" for row, letter in enumerate(LETTERS + LETTERS)]
    sheet = read("\n".join(["a,letter", *letters]))
    assert sheet.columns[1].remark == "letter: it has 26 different ones; at most 20 can be classes."
    with pytest.raises(InputError, match="it has 26 different ones; at most 20 can be classes"):
        dataset(sheet, [0], 1)
    lines = [",".join(f"c{place}" for place in range(65)), ",".join("1" * 65), ",".join("2" * 65)]
    wide = read("\n".join(lines))
    assert len(wide.columns) == 65
    assert opened(wide).inputs.tolist() == [[1] * 64, [2] * 64]
    more = read("\n".join([",".join(row.split(",") + row.split(",")[:9]) for row in lines]))
    assert more.likely_uses().count("input") == 64
    with pytest.raises(InputError, match="they make 73 inputs; a network can have at most 64"):
        dataset(more, list(range(73)), 73)
    assert len(read(",".join("1" * 1000)).columns) == 1000


def test_several_amounts_can_be_targets() -> None:
    sheet = read("a,b,c\n1,2,3\n4,5,6\n")
    data = dataset(sheet, [0], [1, 2], scaling="none")
    assert data.targets.tolist() == [[2, 3], [5, 6]]
    assert data.names == ("a", "b", "c")
    with pytest.raises(InputError, match="of classes there can be one target"):
        dataset(sheet, [0], [1, 2], classes=True)
    with pytest.raises(InputError, match="each can be used once"):
        dataset(sheet, [0], [1, 1])
    with pytest.raises(InputError, match="target: at least one column is needed"):
        dataset(sheet, [0], [])


def test_the_order_of_the_rows_can_be_an_input() -> None:
    series = read("sold\n112\n118\nNA\n132\n")
    data = dataset(series, [], 0, order=True, scaling="none")
    assert data.inputs.tolist() == [[1], [2], [4]]
    assert data.names == ("row", "sold")
    with pytest.raises(InputError, match="is not a list of at least one column"):
        dataset(series, [], 0)
    both = dataset(read("a,y\n5,1\n6,2\n"), [0], 1, order=True, scaling="none")
    assert both.inputs.tolist() == [[1, 5], [2, 6]]


def test_amounts_of_different_units_are_not_one_column() -> None:
    assert "different units, $ and €" in (read("a,y\n$1,1\n€2,2\n").columns[0].problem or "")
    assert "different units, none and %" in (read("a,y\n1,1\n2%,2\n").columns[0].problem or "")
    assert values(read("a,y\n0,1\n2%,2\n"), 0) == [0, 0.02]


def zipped(*members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for member in members:
            archive.writestr(member, "x" * 100)
    return content.getvalue()


WORKBOOK = zipped("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped("word/document.xml"), "a document of Word"),
        (WORKBOOK, "This is a workbook (.xlsx), and it is damaged: it could not be read"),
        (zipped("xl/workbook.bin", "xl/worksheets/sheet1.bin"), "a workbook (.xlsb), not a table"),
        (zipped("mimetype", "x.opendocument.spreadsheet", "content.xml"), "a workbook (.ods), not"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (WORKBOOK[:-40], "This is a workbook (.xlsx), and it is damaged"),
        (zipped("xl/worksheets/sheet1.xml"), "This is a workbook (.xlsx), and it is damaged"),
        (zipped("a.csv"), "a ZIP archive, not a table as text. Unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office 97-2003"),
        (gzip.compress(b"a,b\n1,2\n"), "a gzip archive, not a table as text. Unpack it"),
        (b"%PDF-1.7\n", "a PDF, not a table as text. Copy the table out of it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "a picture (PNG), not a table as text. A table"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "a picture (JPEG)"),
        (b"PAR1" + bytes(9), "a Parquet file, not a table as text. Export its table as CSV"),
        (b"\n<!DOCTYPE html>\n<html>", "a web page, not a table as text. Copy the table out of it"),
        ("<html><body>", "a web page"),
        (b'{"a": 1}', "JSON, not a table as text"),
        (b'[{"a": 1}]', "JSON, not a table as text"),
        (b"\x01\x02\0\x03\x04\0\x05abc", "This file is not text"),
        ("<div><table><tr><td>1</td></tr></table></div>", "a web page"),
        ("<!-- saved -->\n<html><table>", "a web page"),
        (b"{\\rtf1 hello}", "a document (RTF)"),
        (b"\x80\x04\x95\x10\0\0\0", "an object of Python (pickle)"),
        (b"MATLAB 7.3 MAT-file" + bytes(9), "data of MATLAB"),
        (b"ORC\x0a\x03" + bytes(9), "an ORC file"),
        (b"Obj\x01\x04\x14avro", "an Avro file"),
    ],
    ids=range(26),
)  # fmt: skip
def test_a_file_of_another_kind_is_named_with_what_to_do(content: str | bytes, words: str) -> None:
    with pytest.raises(InputError) as raised:
        read(content)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"header": 1}, "header: 1 is not accepted"),
        ({"separator": "."}, "separator: '.' is not known"),
        ({"decimal": ";"}, "decimal: ';' is not known"),
    ],
)
def test_what_cannot_be_said_of_a_file_is_told(choices: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as raised:
        read("a,b\n1,2\n", **choices)  # type: ignore[arg-type]
    assert words in str(raised.value)


def test_a_separator_that_is_said_is_taken() -> None:
    assert names(read("a;b,c\n1;2,3\n", separator=",")) == ["a;b", "c"]
    assert values(read("a;b\n1,5;2,5\n", separator=";"), 1) == [2.5]
