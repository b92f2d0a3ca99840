"""Before Python is there, while it comes, and where it cannot come."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from builder.serve import serving
from neuron_core import Experiment
from neuron_core.__main__ import report
from tests.built import data
from tests.page.reader import (
    Open,
    answer,
    button,
    expect_iteration,
    go_to,
    iteration,
    problem,
    room,
    rows,
    status,
    train,
    wait_for_python,
    weights,
)

MEMORY, WASM = "**/memory.zst", "**/pyodide.*.wasm"


@pytest.fixture
def held() -> list[Route]:
    """Requests for the runtime that a test answers when it likes."""
    return []


@pytest.fixture
def waiting_page(open_page: Open, held: list[Route]) -> Page:
    """The page while Python is still on its way."""
    page: Page = open_page(lambda page: page.route(MEMORY, lambda route: held.append(route)))
    return page


def release(page: Page, held: list[Route]) -> None:
    """Let Python come."""
    while not held:
        page.wait_for_timeout(10)  # the page has not asked for it yet
    held[0].continue_()


def test_the_recorded_run_is_there_before_python(waiting_page: Page) -> None:
    page = waiting_page
    expect(status(page)).to_contain_text("Until then, this is a recorded training.")
    expect(page.get_by_role("progressbar", name="Loading Python")).to_be_visible()
    run = Experiment().run()
    for number in (0, 9, 10_000):
        go_to(page, number)
        expect_iteration(page, number)
        run.goto(number)
        assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)
    expect(answer(page)).to_have_text("0.99995873")
    assert rows(page)[3][-1] == "-0.4915"
    button(page, "Step back").click()
    expect(iteration(page)).not_to_have_text(re.compile("^10,000 of"))
    button(page, "Reset").click()
    expect_iteration(page, 0)
    button(page, "Step").click()
    expect_iteration(page, 1)


def test_what_was_not_recorded_shows_the_nearest_that_was(waiting_page: Page) -> None:
    go_to(waiting_page, 5437)
    expect_iteration(waiting_page, 5_377)


def test_loading_shows_how_much_has_come(waiting_page: Page) -> None:
    expect(waiting_page.get_by_text(re.compile(r"^[1-9]\d?\.\d of \d\d?\.\d MB$"))).to_be_visible()


def test_train_waits_for_python(waiting_page: Page, held: list[Route]) -> None:
    page = waiting_page
    button(page, "Train").click()
    expect(status(page)).to_contain_text("Training begins when it is here.")
    expect(button(page, "Pause")).to_be_visible()
    release(page, held)
    expect(status(page)).to_contain_text("10,000 iterations done")
    expect(answer(page)).to_have_text("0.99995873")


def test_an_experiment_waits_for_python(waiting_page: Page, held: list[Route]) -> None:
    page = waiting_page
    room(page, "Learning")
    page.get_by_label("Seed").fill("7")
    page.get_by_label("Seed").press("Enter")
    expect(status(page)).to_contain_text("Your experiment opens when it is here.")
    expect(answer(page)).to_have_text("…")
    release(page, held)
    wait_for_python(page)
    assert weights(page) == Experiment(seed=7).network().parameters.tolist()


def test_bad_input_is_refused_before_python_too(waiting_page: Page, held: list[Route]) -> None:
    page = waiting_page
    room(page, "Learning")
    bad = {"Learning rate": "-3", "Iterations": "1e308", "Seed": ""}
    for field, value in bad.items():
        page.get_by_label(field).fill(value)
        page.get_by_label(field).press("Enter")
        expect(problem(page)).to_contain_text(f"{field}: ")
    button(page, "Train").click()
    release(page, held)
    expect(status(page)).to_contain_text("10,000 iterations done")
    expect(answer(page)).to_have_text("0.99995873")  # the experiment that was there
    for field, value in bad.items():
        expect(page.get_by_label(field)).to_have_value(value)


def test_arrow_keys_lead_through_the_recording(waiting_page: Page) -> None:
    page = waiting_page
    go_to(page, 10_000)
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(iteration(page)).to_have_text(re.compile("^9,[67].. of"))


def test_python_goes_on_where_the_reader_looks(waiting_page: Page, held: list[Route]) -> None:
    go_to(waiting_page, 9)
    release(waiting_page, held)
    wait_for_python(waiting_page)
    expect_iteration(waiting_page, 9)


@pytest.mark.grid
@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "numpy-*.whl", "python_stdlib.zip"])
def test_a_missing_file_is_named_and_can_be_tried_again(open_page: Open, name: str) -> None:
    """Neither of the two ways to start Python is open."""
    missing = [f"**/{name}", MEMORY]

    def prepare(page: Page) -> None:
        for pattern in missing:
            page.route(pattern, lambda route: route.fulfill(status=404))

    page = open_page(prepare)
    expect(status(page)).to_contain_text("Python could not be started")
    expect(status(page)).to_contain_text(
        re.compile(name.replace("*", ".*") + " could not be fetched: ")
    )
    go_to(page, 9)
    expect_iteration(page, 9)

    for pattern in missing:
        page.unroute(pattern)
    button(page, "Retry").click()
    train(page)
    expect(answer(page)).to_have_text("0.99995873")
    expect(button(page, "Retry")).to_be_hidden()


def test_an_impatient_reader_starts_it_once(open_page: Open) -> None:
    page = open_page(lambda page: page.route(WASM, lambda route: route.fulfill(status=404)))
    expect(button(page, "Retry")).to_be_visible()
    page.unroute(WASM)
    page.clock.install()
    page.evaluate("retry.click(); retry.click()")
    wait_for_python(page)
    page.clock.run_for(61_000)
    wait_for_python(page)


def test_a_wheel_that_was_tampered_with_is_refused(open_page: Open) -> None:
    def prepare(page: Page) -> None:
        page.route(MEMORY, lambda route: route.abort())
        page.route("**/neuron_core-*.whl", lambda route: route.fulfill(body="other"))

    page = open_page(prepare)
    expect(status(page)).to_contain_text(
        "neuron_core-0.1.0-py3-none-any.whl is not the file that the build made"
    )


def test_a_missing_worker_is_said(open_page: Open) -> None:
    page = open_page(lambda page: page.route("**/worker-*.js", lambda route: route.abort()))
    expect(status(page)).to_contain_text("Python could not be started")


@pytest.mark.grid
@pytest.mark.parametrize("name", ["pyodide.asm.js", "worker-*.js", "memory.zst"])
def test_a_start_that_stands_still_is_given_up(
    open_page: Open, held: list[Route], name: str
) -> None:
    def prepare(page: Page) -> None:
        page.clock.install()
        page.route(f"**/{name}", lambda route: held.append(route))

    page = open_page(prepare)
    expect(status(page)).to_contain_text("Python is on its way")
    for _ in range(61):
        page.clock.run_for(1000)
        page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))")
    expect(status(page)).to_contain_text("it has stood still for 60 seconds")
    expect(button(page, "Retry")).to_be_visible()


METERED = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"


@pytest.fixture
def embed(browser: Browser, address: str, tmp_path: Path) -> Iterator[Callable[[str], Page]]:
    """Opens a tutorial of another origin, with the page in a frame."""
    with (
        serving(tmp_path) as tutorial,
        browser.new_context(reduced_motion="reduce") as context,
    ):

        def embedded(html: str) -> Page:
            (tmp_path / "index.html").write_text(html.format(address), encoding="utf-8")
            page = context.new_page()
            page.goto(tutorial)
            return page

        yield embedded


@pytest.mark.grid
@pytest.mark.parametrize(
    "need",
    [
        lambda page: button(page, "Train").click(),
        lambda page: button(page, "Step").click(),
        lambda page: room(page, "Learning").get_by_label("Learning rate").fill("0.5"),
    ],
    ids=["training", "a step", "another experiment"],
)
def test_on_a_metered_line_python_comes_when_it_is_needed(
    open_page: Open, need: Callable[[Page], None]
) -> None:
    asked: list[str] = []

    def prepare(page: Page) -> None:
        page.add_init_script(METERED)
        page.on("request", lambda request: asked.append(request.url))

    page = open_page(prepare)
    expect(status(page)).to_contain_text("Python comes when you need it.")
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")
    assert not any(re.search(r"pyodide|zst|worker", url) for url in asked)
    go_to(page, 0)
    need(page)
    page.keyboard.press("Tab")
    expect(page.locator("#about")).to_contain_text("Python 3")
    assert not any("service-worker" in url for url in asked)  # it would fetch the rest as well


def test_a_frame_fetches_what_is_needed_when_it_is_needed(embed: Callable[[str], Page]) -> None:
    page = embed('<p style="height: 5000px"></p><iframe src="{}" width="1000" height="800">')
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Train")).to_be_visible()
    assert not any(re.search(r"code/page-.*js|frames|loader|worker", url) for url in asked)
    page.locator("iframe").scroll_into_view_if_needed()
    expect(frame.get_by_role("status")).to_contain_text("Python comes when you need it.")
    assert not any(re.search(r"pyodide|zst|worker", url) for url in asked)
    frame.get_by_role("button", name="Train").click()
    expect(frame.get_by_role("status")).to_contain_text("the answer is 0.99995873")


def test_a_sandboxed_frame_has_all_but_what_is_kept(embed: Callable[[str], Page]) -> None:
    page = embed('<iframe sandbox="allow-scripts" src="{}" width="1000" height="800">')
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Train").click()
    expect(frame.get_by_role("status")).to_contain_text("the answer is 0.99995873")
    expect(frame.locator("#about")).to_contain_text("were restored")


def test_opened_from_a_file_it_says_what_to_do(browser: Browser, dist: Path) -> None:
    page = browser.new_page()
    page.goto((dist / "index.html").as_uri())
    expect(status(page)).to_contain_text("Serve its folder")
    page.close()


def test_a_page_that_did_not_arrive_whole_says_so(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/frames.bin", lambda route: route.fulfill(status=404))
    page.goto(address)
    expect(status(page)).to_contain_text(
        "frames.bin could not be fetched: the server says 404. Please load it again."
    )
    page.close()


def test_without_webassembly_the_recording_is_still_there(open_page: Open) -> None:
    page = open_page(lambda page: page.add_init_script("delete globalThis.WebAssembly"))
    expect(status(page)).to_contain_text("this browser has no WebAssembly")
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


def test_without_javascript_the_lesson_is_there_in_words(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.locator("pre")).to_have_text(report(Experiment()))
    expect(page.get_by_role("img", name="The trained neuron")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_recording_is_what_this_python_computes(dist: Path) -> None:
    from neuron_core.page.bridge import Bridge

    shipped = data(dist, "frames.bin").read_bytes()
    assert shipped == Bridge().record().astype("<f8").tobytes()
