"""Tables from files: looked at first, used as data, and kept for as long as the page is open."""

import json
import random
import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, Route, expect

from neuron_core import Dataset
from neuron_core.data import csv_reader
from neuron_core.data.judgement import Yardstick
from neuron_core.proposal import reason
from tests.page.learner import editor, panel
from tests.page.reader import (
    Open,
    answer,
    button,
    dialog,
    expect_iteration,
    iteration,
    menu,
    notice,
    open_file,
    problem,
    room,
    rows,
    status,
    train,
    wait_for_python,
    weights,
)

STUDENTS = "slept;studied;score\n9,5;2;0,92\n5;1,5;0,86\n6;3;0,89\n8;4;0,95\n"
FLOWERS = "petal,sepal,kind\n1.4,5.1,setosa\n4.7,7,versicolor\n6,6.3,virginica\n1.3,4.9,setosa\n"


def table(page: Page) -> Locator:
    return dialog(page, "Data from a file")


def use(page: Page, name: str, value: str | None = None) -> Locator:
    """What a column is for; or choose it."""
    field = table(page).get_by_label(f"Use of {name}", exact=True)
    if value is not None:
        field.select_option(label=value)
    return field


def columns(page: Page, how: str) -> None:
    """Say how the network is to get them."""
    table(page).get_by_label("The network gets columns").select_option(label=how)


def read(page: Page, name: str, content: str | bytes, by: str = "Open") -> None:
    """Open a file and wait until its first rows are there."""
    open_file(page, name, content, by)
    expect(button(page, "Use this data")).to_be_enabled()


def apply(page: Page) -> None:
    button(page, "Use this data").click()
    expect(table(page)).to_have_count(0)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")


def shown(page: Page) -> list[list[str]]:
    """Inputs and targets of the table on the stage."""
    return [row[1:-2] for row in rows(page)]


def short(data: Dataset) -> list[list[str]]:
    """Inputs and targets as the page writes them: in own units, and classes by their names."""
    yardstick = Yardstick.of(data)
    words: list[str] = []
    if data.kind == "classification" and (data.words or data.targets.shape[1] > 1):
        words = [yardstick.class_names[at] for at in yardstick.class_of(data.targets)]
    return [
        [*numbers(inputs), *([words[row]] if words else numbers(targets))]
        for row, (inputs, targets) in enumerate(zip(data.inputs, data.targets, strict=True))
    ]


def numbers(values: Iterable[float]) -> list[str]:
    return [f"{value:.4g}" for value in values]


def test_semicolons_and_decimal_commas(page: Page) -> None:
    wait_for_python(page)
    read(page, "students.csv", STUDENTS)
    expect(table(page)).to_contain_text(
        "students.csv: 4 rows of 3 columns, separated by semicolons"
    )
    expect(table(page).get_by_label("First line has names")).to_be_checked()
    names = table(page).get_by_role("columnheader").all_inner_texts()
    assert names == ["slept", "studied", "score"]
    expect(table(page).get_by_role("cell", name="9,5", exact=True)).to_be_visible()
    uses = [use(page, name).input_value() for name in names]
    assert uses == ["input", "input", "target"]
    use(page, "slept", "not used")
    apply(page)
    expected = csv_reader.dataset(csv_reader.read(STUDENTS), [1], 2)
    expect(page.locator("#columns")).to_have_text("x₁: studied · target: score")
    assert shown(page) == short(expected)
    expect(button(page, "Open")).to_be_focused()
    train(page)
    expect(problem(page)).to_be_empty()
    expect(notice(page)).to_be_empty()


def test_as_they_are_and_with_rows_for_testing(page: Page) -> None:
    wait_for_python(page)
    read(page, "students.csv", STUDENTS)
    columns(page, "as they are")
    table(page).get_by_label("Test share").fill("0.5")
    expect(table(page)).to_contain_text("Test share 50 %")
    apply(page)
    expected = csv_reader.dataset(
        csv_reader.read(STUDENTS), [0, 1], 2, scaling="none", test_share=0.5
    )
    assert shown(page) == short(expected)
    kept_back = page.get_by_title("Kept for testing: it is not trained on.")
    expect(kept_back).to_have_count(2)

    # Python alone has the table; another share of its rows is chosen there.
    room(page, "Data")
    page.get_by_label("Test share").fill("0.25")
    page.get_by_label("Test share").dispatch_event("change")
    expect(kept_back).to_have_count(1)
    assert shown(page) == short(expected)


def test_classes_that_are_words(page: Page) -> None:
    wait_for_python(page)
    read(page, "flowers.csv", FLOWERS)
    expect(table(page)).to_contain_text("3 classes: setosa, versicolor, virginica")
    classes = table(page).get_by_label("The target is a class")
    expect(classes).to_be_checked()
    expect(classes).to_be_disabled()  # words are nothing else
    apply(page)
    expect(page.locator("#columns")).to_contain_text("target: setosa, versicolor, virginica")
    assert shown(page) == short(csv_reader.dataset(csv_reader.read(FLOWERS), [0, 1], 2))


def test_classes_that_are_numbers_and_another_target(page: Page) -> None:
    wait_for_python(page)
    text = "size,kind,weight\n1,1,3\n2,3,4\n3,2,7\n4,1,9\n"
    read(page, "kinds.csv", text)
    use(page, "kind", "target")
    expect(use(page, "weight")).to_have_value("input")  # there is one target
    table(page).get_by_label("The target is a class").check()
    apply(page)
    expected = csv_reader.dataset(csv_reader.read(text), [0, 2], 1, classes=True)
    assert shown(page) == short(expected)


def test_whether_the_first_line_has_names_can_be_said(page: Page) -> None:
    wait_for_python(page)
    read(page, "plain.csv", "1,2\n3,4\n5,6\n")
    header = table(page).get_by_label("First line has names")
    expect(header).not_to_be_checked()
    expect(table(page)).to_contain_text("3 rows of 2 columns")
    header.check()
    expect(table(page)).to_contain_text("2 rows of 2 columns")
    assert table(page).get_by_role("columnheader").all_inner_texts() == ["1", "2"]
    header.uncheck()
    expect(table(page)).to_contain_text("3 rows of 2 columns")
    apply(page)
    assert len(shown(page)) == 3


def test_a_wrong_cell_is_told_with_its_place_and_the_experiment_stays(page: Page) -> None:
    wait_for_python(page)
    button(page, "Step").click()
    expect_iteration(page, 1)
    before = rows(page)
    room(page, "Data")
    lines = ["a,b,c", *(f"{place},{place * place},1" for place in range(6)), "7,seven,1"]
    read(page, "wrong.csv", "\n".join(lines), by="Open a table")
    expect(table(page)).to_contain_text("line 8, column 2 (b): 'seven' is not a number.")
    expect(use(page, "b")).to_have_value("")
    expect(use(page, "b").locator("option", has_text="input")).to_be_disabled()
    use(page, "c", "not used")
    button(page, "Use this data").click()
    expect(table(page).get_by_role("alert")).to_have_text("Which column is the target?")
    use(page, "a", "target")
    button(page, "Use this data").click()
    expect(table(page).get_by_role("alert")).to_contain_text("Which columns are inputs?")
    page.keyboard.press("Escape")
    expect(table(page)).to_have_count(0)
    expect(button(page, "Open a table")).to_be_focused()
    expect_iteration(page, 1)
    assert rows(page) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "There is no table in this file"),
        ("a,b\n1,2\n1,2,3\n", "line 3: it has 3 columns, line 1 has 2"),
        ('a,b\n1,"2\n', "line 2: a quote that begins there is not closed."),
        (",".join("x" * 1001), "at most 1,000 are accepted"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "This is a picture (PNG), not a table as text."),
    ],
)
def test_what_is_no_table_is_told(page: Page, content: str | bytes, words: str) -> None:
    wait_for_python(page)
    open_file(page, "no.csv", content)
    expect(table(page).get_by_role("alert")).to_contain_text(words)
    expect(button(page, "Use this data")).to_be_disabled()
    button(page, "Cancel").click()
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


def test_what_a_number_means_is_asked_where_the_file_does_not_tell(page: Page) -> None:
    wait_for_python(page)
    text = "size\tpeople\n1\t1,234\n2\t5,678\n"
    read(page, "people.tsv", text)
    decimal = table(page).get_by_label("Decimal sign")
    expect(decimal).to_have_value("")
    question = "Is 1,234 the number 1234 or 1.234?"
    expect(table(page)).to_contain_text(question)
    button(page, "Use this data").click()
    expect(table(page).get_by_role("alert")).to_contain_text(question)
    columns(page, "as they are")
    decimal.select_option(label="point")
    expect(table(page)).not_to_contain_text(question)
    apply(page)
    assert shown(page) == [["1", "1234"], ["2", "5678"]]
    assert shown(page) == short(
        csv_reader.dataset(csv_reader.read(text, decimal="."), [0], 1, scaling="none")
    )


def test_how_a_file_was_read_is_shown_and_corrected(page: Page) -> None:
    wait_for_python(page)
    text = "Prices\n\ncity|1952|1957\nKraków|3|1\nŁódź|4|5\nGdańsk|5|2\n"
    read(page, "prices.txt", text.encode("cp1250"))
    said = table(page)
    expect(said).to_contain_text("3 rows of 3 columns, separated by bars.")
    expect(said).to_contain_text("Left out: line 1, Prices.")
    names = said.get_by_role("columnheader")
    assert names.all_inner_texts() == ["city", "1952", "1957"]
    encoding = said.get_by_label("Encoding")
    expect(encoding).to_have_value("cp1250")  # told by a library, which has come for it
    expect(said.get_by_role("cell", name="Łódź", exact=True)).to_be_visible()
    encoding.select_option(label="DOS 852 (Central Europe)")
    expect(said.get_by_role("cell", name="Łódź", exact=True)).to_have_count(0)
    encoding.select_option(label="Windows-1250 (Central Europe)")
    expect(said.get_by_role("cell", name="Łódź", exact=True)).to_be_visible()
    said.get_by_label("Separator").select_option(label="semicolons")
    expect(said).to_contain_text("1 column")
    said.get_by_label("Separator").select_option(label="bars")
    expect(said).to_contain_text("3 rows of 3 columns")
    said.get_by_label("First line has names").uncheck()
    expect(said).to_contain_text("4 rows of 3 columns")
    expect(said.get_by_role("cell", name="Łódź", exact=True)).to_be_visible()  # still as said
    assert names.all_inner_texts() == ["column 1", "column 2", "column 3"]


def test_gaps_and_words_are_said_and_used(page: Page) -> None:
    wait_for_python(page)
    rows = [
        f"{row},{'yes' if row % 2 else 'no'},{row if row < 6 else 'NA'},{row}" for row in range(9)
    ]
    text = "\n".join(["id,smoker,size,score", *rows])
    read(page, "people.csv", text)
    said = table(page)
    expect(use(page, "id")).to_have_value("")  # it numbers the rows
    expect(said).to_contain_text("0 no · 1 yes")
    expect(said).to_contain_text("3 of 9 rows have a gap in a column that is used")
    use(page, "size", "not used")
    expect(said).not_to_contain_text("have a gap")
    use(page, "size", "also a target")
    expect(said).to_contain_text("3 of 9 rows have a gap in a column that is used")
    apply(page)
    sheet = csv_reader.read(text)
    assert shown(page) == short(csv_reader.dataset(sheet, [1], [2, 3]))
    expect(page.locator("#columns")).to_contain_text("smoker (0 no, 1 yes)")


def test_a_use_that_python_refuses_is_told_in_the_dialog(open_page: Open) -> None:
    page = open_page(at='#experiment={"preset":"circle","features":["x1^2"]}')
    wait_for_python(page)
    before = weights(page)
    read(page, "huge.csv", "a,b\n1e200,1\n2,2\n")
    table(page).get_by_label("Test share").fill("0")  # at first as much as of the circle
    table(page).get_by_label("Set up a network").uncheck()
    columns(page, "as they are")
    button(page, "Use this data").click()
    told = table(page).get_by_role("alert")
    expect(told).to_have_text("features: x1^2 of a row is not a finite number.")
    assert weights(page) == before
    columns(page, "by their largest number")
    apply(page)
    assert shown(page) == [["1e+200", "1"], ["2", "2"]]


def test_a_network_is_proposed_with_the_reason_and_can_be_refused(page: Page) -> None:
    wait_for_python(page)
    read(page, "flowers.csv", FLOWERS)
    said = table(page)
    expect(said).to_contain_text(reason(2, 3, 4, True))
    use(page, "petal", "target")
    use(page, "kind", "not used")
    expect(said).to_contain_text(reason(1, 1, 4, False))
    said.get_by_label("Set up a network").uncheck()
    expect(said).to_contain_text("The network and its settings stay as they are")
    apply(page)
    room(page, "Learning")
    expect(page.get_by_label("Learning rate")).to_have_value("1")
    expect(page.get_by_label("Optimiser")).to_have_value("plain")
    read(page, "flowers.csv", FLOWERS)
    apply(page)
    room(page, "Learning")
    expect(page.get_by_label("Optimiser")).to_have_value("adam")
    expect(page.get_by_label("Learning rate")).to_have_value("0.01")
    train(page)
    expect(page.get_by_label("What it shows")).to_contain_text("It has learned")


def test_own_units_are_asked_and_answered_and_classes_have_their_words(page: Page) -> None:
    wait_for_python(page)
    read(page, "hours.csv", "studied,slept,score\n2,9,92\n1,5,86\n3,6,89\n")
    apply(page)
    train(page)
    for place, hours in enumerate(("1", "5")):
        page.get_by_label(f"New situation, {'x₁x₂'[2 * place : 2 * place + 2]}").fill(hours)
    expect(answer(page)).to_have_text(re.compile(r"^8[56]\.\d+$"))
    assert shown(page)[0] == ["2", "9", "92"]
    read(page, "bought.csv", "age,bought\n" + "".join(
        f"{age},{'yes' if age > 30 else 'no'}\n" for age in range(20, 44)))  # fmt: skip
    apply(page)
    train(page)
    page.get_by_label("New situation, x₁").fill("40")
    expect(answer(page)).to_have_text(re.compile(r"^yes 0\.\d+$"))
    room(page, "Data")  # a longer table stands there
    expect(page.locator("#training-data tbody", has_text="yes").first).to_be_visible()
    assert {row[2] for row in rows(page)} == {"yes", "no"}
    expect(page.locator("#columns")).to_have_text("x₁: age · target: bought")
    expect(page.locator("#coding")).to_contain_text("the target no counts as 0 and yes as 1")
    room(page, "Inside")
    page.get_by_role("tab", name="Quality").click()
    expect(page.get_by_role("table", name="Training rows")).to_contain_text("yes")


def test_a_workbook_is_opened_with_a_choice_of_its_sheets(page: Page) -> None:
    book = Workbook()
    for name, rows_ in (
        ("Spring", [["studied", "slept", "score"], [2, 9, 92], [1, 5, 86], [3, 6, 89]]),
        ("Dates", [["day", "sold"], [date(2020, 1, 31), 7.5], [date(2020, 3, 1), 8.5]]),
    ):
        sheet = book.create_sheet(name)
        for row in rows_:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    content = file.getvalue()
    wait_for_python(page)
    open_file(page, "broken.xlsx", content[:-40])
    expect(table(page).get_by_role("alert")).to_contain_text("it is damaged")
    page.keyboard.press("Escape")
    read(page, "scores.xlsx", content)
    said = table(page)
    expect(said).to_contain_text("scores.xlsx: 3 rows of 3 columns, on the sheet Spring.")
    expect(said.get_by_label("Separator")).to_be_hidden()
    said.get_by_label("Sheet").select_option(label="Dates")
    expect(said).to_contain_text("2 rows of 2 columns, on the sheet Dates.")
    expect(said).to_contain_text("days since 2020-01-31")
    said.get_by_label("Sheet").select_option(label="Spring")
    expect(said).to_contain_text("3 rows of 3 columns")
    apply(page)
    assert shown(page) == [["2", "9", "92"], ["1", "5", "86"], ["3", "6", "89"]]


def test_a_large_file_is_not_read(page: Page) -> None:
    wait_for_python(page)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(51e6)], "large.csv"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }"""
    )
    expect(notice(page)).to_contain_text(
        "large.csv could not be opened: it has 51 MB, and at most 50 are accepted."
    )


def drop(page: Page, name: str, text: str) -> None:
    data = page.evaluate_handle(
        """([name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name));
          return data;
        }""",
        [name, text],
    )
    body = page.locator("body")
    body.dispatch_event("dragover", {"dataTransfer": data})
    expect(page.locator("html")).to_have_class("dropping")
    body.dispatch_event("drop", {"dataTransfer": data})
    expect(page.locator("html")).not_to_have_class("dropping")


def test_files_can_be_dropped(page: Page) -> None:
    wait_for_python(page)
    drop(page, "students.csv", STUDENTS)
    expect(table(page)).to_contain_text("4 rows of 3 columns")
    apply(page)
    expect(page.locator("#columns")).to_contain_text("slept")
    drop(page, "experiment.json", json.dumps({"preset": "xor-neuron"}))
    expect(menu(page)).to_have_value("xor-neuron")


def paste(page: Page, at: str, text: str) -> None:
    page.locator(at).first.evaluate(
        """(element, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        text,
    )


def test_a_table_can_be_pasted_but_not_into_a_field(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    paste(page, "input[name=seed]", "1\t2\n3\t4\n")
    paste(page, "body", "Dear reader,\nthis is no table.")
    paste(page, "body", "a single line, with commas")
    expect(page.get_by_role("dialog")).to_have_count(0)
    paste(page, "body", "1\t2\n3\t4\n")
    expect(table(page)).to_contain_text("Pasted table: 2 rows of 2 columns, separated by tabs.")
    apply(page)
    assert shown(page) == [["1", "2"], ["3", "4"]]
    paste(page, "body", json.dumps({"preset": "hours"}))
    expect(menu(page)).to_have_value("hours")


def test_a_file_waits_for_python(open_page: Open) -> None:
    held: list[Route] = []
    page = open_page(lambda page: page.route("**/memory.zst", lambda route: held.append(route)))
    open_file(page, "students.csv", STUDENTS)
    expect(table(page)).to_contain_text("students.csv: it is read as soon as Python is here.")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    expect(table(page)).to_contain_text("4 rows of 3 columns")
    apply(page)
    expect(page.locator("#columns")).to_contain_text("studied")


@pytest.mark.own_page
def test_another_python_has_the_file_s_data_again(page: Page) -> None:
    wait_for_python(page)
    read(page, "students.csv", STUDENTS)
    use(page, "slept", "not used")
    table(page).get_by_label("Test share").fill("0.25")
    apply(page)
    room(page, "Learning")
    page.get_by_label("Seed", exact=True).fill("7")
    page.get_by_label("Seed", exact=True).press("Enter")
    for step in (1, 2):
        button(page, "Step").click()
        expect_iteration(page, step, of=1_000)
    before, there = rows(page), weights(page)

    place = panel(page, "Change the Python")
    expect(editor(page)).to_contain_text("def step")
    page.get_by_role("tab", name="A free script").click()
    editor(page).fill("while True:\n    pass\n")
    button(page, "Run").click()
    button(page, "Stop").click()
    expect(place.locator(".said")).to_contain_text("Stopped. Python has been started again")
    expect_iteration(page, 2, of=1_000)
    assert rows(page) == before
    assert weights(page) == there
    expect(page.get_by_label("Seed", exact=True)).to_have_value("7")
    button(page, "Step").click()
    expect_iteration(page, 3, of=1_000)
    expect(problem(page)).to_be_empty()
    expect(notice(page)).to_be_empty()


def test_a_long_table_is_read_in_the_worker_and_learned(page: Page) -> None:
    draw = random.Random(1)
    points = [(draw.uniform(-9, 9), draw.uniform(-9, 9)) for _ in range(20_000)]
    text = "\n".join(f"{x:.4f},{y:.4f},{'in' if x > y else 'out'}" for x, y in points)
    wait_for_python(page)
    read(page, "long.csv", text)
    expect(table(page)).to_contain_text("20,000 rows of 3 columns")
    apply(page)
    expect(page.locator("#more-rows")).to_contain_text("the first 500 of 20,000 rows")
    expect(page.get_by_label("Learning rate")).to_have_value("0.01")
    room(page, "Learning")
    page.get_by_label("Iterations").fill("300")
    page.get_by_label("Iterations").press("Enter")
    train(page)
    expect(status(page)).to_contain_text("300 iterations done")
    expect(button(page, "Train")).to_be_visible()
    loss = float(iteration(page).inner_text().split()[-1])
    assert loss < 0.5
