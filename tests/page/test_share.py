"""An experiment leaves the page as a link or a file, and is the same where it is opened."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, Route, expect

from neuron_core import Experiment, Run
from neuron_core.presets import PRESETS, TITLES
from tests.page.reader import (
    Open,
    answer,
    button,
    dialog,
    expect_iteration,
    go_to,
    menu,
    notice,
    open_file,
    room,
    status,
    train,
    wait_for_python,
    weights,
)

MEMORY, WASM = "**/memory.zst", "**/pyodide.*.wasm"
NO_CLIPBOARD = "delete Navigator.prototype.clipboard"


def link_to(experiment: object) -> str:
    return "#experiment=" + quote(json.dumps(experiment), safe="")


def trained(experiment: Experiment, iterations: int) -> Run:
    run = experiment.run()
    run.goto(iterations)
    return run


def change(page: Page, field: str, value: str) -> None:
    room(page, "Learning")
    page.get_by_label(field, exact=True).fill(value)
    page.get_by_label(field, exact=True).press("Enter")


def shared(page: Page, *, with_weights: bool = False) -> str:
    """The link that the page offers, without the page's own address."""
    button(page, "Share").click()
    place = dialog(page, "Share this experiment")
    if with_weights:
        place.get_by_label("With the weights as they are now").check()
    button(page, "Copy the link").click()
    expect(place).to_contain_text("The link is ")
    link = place.get_by_label("Link").input_value()
    page.keyboard.press("Escape")
    assert link == page.url
    return link[link.index("#") :]


@pytest.fixture
def trained_page(page: Page) -> Page:
    """A run of 37 steps from other start weights."""
    wait_for_python(page)
    change(page, "Seed", "7")
    change(page, "Iterations", "37")
    train(page)
    return page


def test_a_link_opens_the_same_experiment(trained_page: Page, open_page: Open) -> None:
    link = shared(trained_page)
    assert json.loads(unquote(link.removeprefix("#experiment="))) == {"seed": 7, "iterations": 37}
    other = open_page(at=link)
    expect_iteration(other, 0, of=37)
    wait_for_python(other)
    assert weights(other) == Experiment(seed=7).network().parameters.tolist()
    train(other)
    assert weights(other) == weights(trained_page)


def test_a_link_with_weights_begins_with_them_to_the_bit(
    trained_page: Page, open_page: Open
) -> None:
    there = weights(trained_page)
    other = open_page(at=shared(trained_page, with_weights=True))
    expect_iteration(other, 0, of=37)
    wait_for_python(other)
    assert weights(other) == there
    assert answer(other).get_attribute("title") == answer(trained_page).get_attribute("title")


def test_link_and_frame_go_to_the_clipboard(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wait_for_python(page)
    change(page, "Learning rate", "0.25")
    before = page.url
    button(page, "Share").click()
    place = dialog(page, "Share this experiment")
    button(page, "Copy the link").click()
    expect(place).to_contain_text("The link is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == before + link_to({"learning_rate": 0.25}).replace("%20", "")
    assert page.url == copied
    place.get_by_label("Embed as").select_option("Frame")
    button(page, "Copy the snippet").click()
    expect(place).to_contain_text("The snippet is copied.")
    snippet = page.evaluate("navigator.clipboard.readText()")
    assert page.evaluate(
        """(html) => {
          const { src, title, style, loading } = new DOMParser()
            .parseFromString(html, "text/html").querySelector("iframe");
          return [src, title, style.width, loading];
        }""",
        snippet,
    ) == [copied.replace("#", "#v=1&"), page.title(), "100%", "lazy"]


def test_where_the_clipboard_is_closed_the_text_is_selected(open_page: Open) -> None:
    page = open_page(lambda page: page.add_init_script(NO_CLIPBOARD))
    wait_for_python(page)
    button(page, "Share").click()
    place = dialog(page, "Share this experiment")
    button(page, "Copy the link").click()
    expect(place).to_contain_text("The link is selected: press Ctrl+C to copy it.")
    link = place.get_by_label("Link")
    expect(link).to_be_focused()
    assert page.evaluate("getSelection().toString()") == link.input_value() != ""


def test_keys_are_enough_and_the_focus_returns(page: Page) -> None:
    wait_for_python(page)
    for name, title in (("Share", "Share this experiment"), ("Save", "Save this experiment")):
        go_to(page, 3)
        expect_iteration(page, 3)
        button(page, name).focus()
        page.keyboard.press("Enter")
        expect(dialog(page, title)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(button(page, name)).to_be_focused()


def test_a_preset_can_be_named_in_an_address(open_page: Open) -> None:
    page = open_page(at='#experiment={"preset":"xor-neuron","seed":5}')
    wait_for_python(page)
    start = replace(PRESETS["xor-neuron"], seed=5).network().parameters.tolist()
    assert weights(page) == start
    expect(page.get_by_label("Learning rate")).to_have_value("0.1")
    page.evaluate("""location.hash = '#experiment={"preset":"hours"}'""")
    expect(menu(page)).to_have_value("hours")
    expect(page.locator("#columns")).to_contain_text("hours studied")


def test_a_preset_is_known_again_from_its_link(page: Page, open_page: Open) -> None:
    wait_for_python(page)
    menu(page).select_option(label=TITLES["spiral"])
    expect(menu(page)).to_have_value("spiral")
    wait_for_python(page)
    other = open_page(at=shared(page))
    wait_for_python(other)
    expect(menu(other)).to_have_value("spiral")


BROKEN = {  # what else may be, tests/site/link.test.js and the core's tests know
    "cut off": "#experiment=%7B%22seed%22%3A",
    "deep": "#experiment=" + '{"data":' + "[" * 3_000 + "]" * 3_000 + "}",
    "a rate that cannot be": link_to({"learning_rate": -3}),
    "an unknown preset": link_to({"preset": "triangle"}),
}


@pytest.mark.parametrize("link", BROKEN.values(), ids=BROKEN.keys())
def test_a_link_that_cannot_be_opened_is_told_and_the_tutorial_stays(
    open_page: Open, link: str
) -> None:
    page = open_page(at=link)
    expect(notice(page)).to_contain_text("The experiment of the link could not be opened: ")
    expect(notice(page)).to_contain_text(f"The stage shows “{TITLES['tutorial']}” instead.")
    expect(notice(page)).to_be_in_viewport()
    expect(menu(page)).to_have_value("tutorial")
    train(page)
    expect(answer(page)).to_have_text("0.99995873")
    expect(notice(page)).to_be_in_viewport()
    menu(page).select_option("circle")
    expect(notice(page)).to_be_empty()


def test_a_link_is_not_the_recorded_run_while_python_comes(open_page: Open) -> None:
    held: list[Route] = []
    page = open_page(
        lambda page: page.route(MEMORY, lambda route: held.append(route)),
        at=link_to({"preset": "tutorial", "seed": -1}),
    )
    expect(page.get_by_label("What it shows")).to_contain_text("Another experiment.")
    expect(answer(page)).to_have_text("…")
    expect(status(page)).to_contain_text("The experiment of the link opens when it is here.")
    while not held:
        page.wait_for_timeout(10)  # the page has not asked for it yet
    held[0].continue_()
    expect(notice(page)).to_contain_text("seed: -1 is not accepted")
    expect(answer(page)).not_to_have_text("…")


def test_the_unchanged_tutorial_is_the_bare_address(page: Page, open_page: Open) -> None:
    wait_for_python(page)
    bare = page.url
    assert "#" not in bare
    button(page, "Share").click()
    link = dialog(page, "Share this experiment").get_by_label("Link")
    expect(link).to_have_value(bare)
    page.keyboard.press("Escape")
    change(page, "Seed", "7")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("7")
    button(page, "Share").click()
    expect(link).to_have_value(bare + link_to({"seed": 7}).replace("%20", ""))


def test_other_addresses_are_opened_as_they_come(page: Page) -> None:
    wait_for_python(page)
    page.evaluate("(hash) => (location.hash = hash)", link_to({"seed": 7}))
    expect(page.get_by_label("Seed", exact=True)).to_have_value("7")
    assert weights(page) == Experiment(seed=7).network().parameters.tolist()
    page.evaluate("(hash) => (location.hash = hash)", link_to({"seed": -1}))
    expect(notice(page)).to_contain_text("seed: -1 is not accepted")
    expect(notice(page)).to_contain_text("The stage shows the experiment that was open before")
    assert weights(page) == Experiment(seed=7).network().parameters.tolist()
    page.evaluate("location.hash = '#chapter-xor'")
    expect(menu(page)).to_have_value("xor-neuron")
    expect(notice(page)).to_be_empty()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("7")


@pytest.fixture
def held() -> list[Route]:
    """Requests for the runtime that a test answers when it likes."""
    return []


def test_until_python_is_here_the_recorded_run_is_shown(open_page: Open, held: list[Route]) -> None:
    link = link_to({"seed": 7, "iterations": 50})
    page = open_page(lambda page: page.route(MEMORY, lambda route: held.append(route)), at=link)
    expect(status(page)).to_contain_text("The experiment of the link opens when it is here.")
    assert weights(page) == Experiment().network().parameters.tolist()
    button(page, "Train").click()
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    expect_iteration(page, 50, of=50)
    run = trained(Experiment(seed=7), 50)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)


def test_what_a_reader_asks_for_later_goes_before_the_link(
    open_page: Open, held: list[Route]
) -> None:
    page = open_page(
        lambda page: page.route(MEMORY, lambda route: held.append(route)), at=link_to({"seed": 7})
    )
    expect(status(page)).to_contain_text("The experiment of the link opens")
    change(page, "Seed", "8")
    expect(status(page)).to_contain_text("Your experiment opens when it is here.")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    wait_for_python(page)
    assert weights(page) == Experiment(seed=8).network().parameters.tolist()


def test_a_start_that_fails_does_not_lose_the_link(open_page: Open) -> None:
    missing = [WASM, MEMORY]

    def prepare(page: Page) -> None:
        for pattern in missing:
            page.route(pattern, lambda route: route.fulfill(status=404))

    page = open_page(prepare, at=link_to({"seed": 7}))
    expect(status(page)).to_contain_text("Python could not be started")
    for pattern in missing:
        page.unroute(pattern)
    button(page, "Retry").click()
    wait_for_python(page)
    assert weights(page) == Experiment(seed=7).network().parameters.tolist()


def saved(page: Page, choice: str, to: Path) -> Path:
    """Press Save, choose, and return the file."""
    with page.expect_download() as download:
        button(page, "Save").click()
        if choice:
            button(page, choice).click()
    assert download.value.suggested_filename == "neuron-experiment.json"
    download.value.save_as(to / "neuron-experiment.json")
    return to / "neuron-experiment.json"


def test_a_saved_file_is_for_people_and_opens_again(
    trained_page: Page, open_page: Open, tmp_path: Path
) -> None:
    file = saved(trained_page, "the weights of iteration 37", tmp_path)
    text = file.read_text(encoding="utf-8")
    start = trained(Experiment(seed=7), 37).network.parameters.tolist()
    plain = json.loads(text)
    assert plain.pop("parameters") == pytest.approx(start, abs=1e-12)
    assert plain == {"seed": 7, "iterations": 37}
    assert text.startswith('{\n  "seed": 7,\n  "parameters": [')
    there = weights(trained_page)

    other = open_page()
    wait_for_python(other)
    open_file(other, file.name, text)
    expect_iteration(other, 0, of=37)
    assert weights(other) == there

    again = saved(other, "", tmp_path)  # at its start there is nothing to choose
    assert again.read_text(encoding="utf-8") == text
    first = saved(trained_page, "its first weights", tmp_path)
    assert json.loads(first.read_text(encoding="utf-8")) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "it is not JSON"),
        ("[]", "it is JSON, but no experiment"),
        ('{"iterations": 0}', "iterations: 0 is not accepted"),
        ('{"data": {"inputs": [[1, "x"]], "targets": [1]}}', "inputs, row 1, column 2: 'x'"),
    ],
)
def test_a_file_that_is_no_experiment_is_told(page: Page, text: str, words: str) -> None:
    wait_for_python(page)
    button(page, "Step").click()
    expect_iteration(page, 1)
    open_file(page, "mine.json", text)
    expect(notice(page)).to_contain_text("mine.json could not be opened: ")
    expect(notice(page)).to_contain_text(words)
    expect_iteration(page, 1)


def test_a_link_that_would_be_too_long_is_a_file_instead(page: Page, tmp_path: Path) -> None:
    wait_for_python(page)
    inputs = [[place / 7, place / 11, place / 13] for place in range(200)]
    data = {"inputs": inputs, "targets": [place % 2 for place in range(200)], "title": "Long"}
    open_file(page, "long.json", json.dumps({"data": data, "learning_rate": 0.01}))
    expect(page.get_by_role("table", name="Training data").get_by_role("row")).to_have_count(201)
    button(page, "Share").click()
    place = dialog(page, "Share this experiment")
    expect(place).to_contain_text("of more than 8,000 some programs cut off the rest")
    expect(place.get_by_label("Link")).to_be_hidden()
    with page.expect_download() as download:
        button(page, "Save as a file").click()
    download.value.save_as(tmp_path / "long.json")
    plain = json.loads((tmp_path / "long.json").read_text(encoding="utf-8"))
    assert plain["data"]["inputs"] == inputs
    expect(place).to_be_hidden()


def test_weights_that_are_no_numbers_are_not_shared(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Activation").select_option("linear")
    change(page, "Learning rate", "3")
    train(page)
    button(page, "Share").click()
    place = dialog(page, "Share this experiment")
    expect(place.get_by_label("Link")).not_to_have_value("")
    place.get_by_label("With the weights as they are now").check()
    expect(place).to_contain_text("is not a finite number")
    expect(button(page, "Copy the link")).to_be_disabled()
    place.get_by_label("With the weights as they are now").uncheck()
    expect(button(page, "Copy the link")).to_be_enabled()
