"""Python restored from a snapshot: the same as one started the plain way, and else not used."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.built import code
from tests.page.learner import panel
from tests.page.reader import (
    Open,
    answer,
    button,
    menu,
    status,
    train,
    wait_for_python,
    weights,
)

PLAIN_FILES = ("python_stdlib.zip", ".whl")


def about(page: Page) -> Any:
    """What the page says of how Python was started."""
    return page.locator("#about")


def changed(dist: Path, name: str, by: Callable[[Any], Any]) -> Callable[[Page], object]:
    """Prepares a page on which a fact about the snapshot is another."""
    loader = code(dist, "loader")
    fact = re.compile(rf"(\b{name}:)(\w+|\"[^\"]*\")")
    text = loader.read_text(encoding="utf-8")
    found = fact.findall(text)
    assert len(found) == 1, found
    other = fact.sub(lambda match: match[1] + json.dumps(by(json.loads(match[2]))), text)

    def answer_with(route: Route) -> None:
        route.fulfill(body=other, content_type="text/javascript")

    return lambda page: page.route(f"**/{loader.name}", answer_with)


def test_python_is_restored_and_asks_for_nothing_else(open_page: Open) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def prepare(page: Page) -> None:
        page.on("request", note)

    page = open_page(prepare)
    train(page)
    expect(about(page)).to_contain_text("were restored")
    assert any(url.endswith("memory.zst") for url in asked)
    good = panel(page, "How good is it?")  # what is below has asked Python by then, too
    expect(good).to_contain_text("At iteration 10,000:")
    assert [url for url in asked if url.endswith(PLAIN_FILES)] == []


@pytest.mark.grid
@pytest.mark.parametrize(
    ("name", "by", "why"),
    [
        ("checksum", lambda number: number ^ 1, "this browser lays out memory in another way."),
        ("bits", lambda bits: bits[::-1], "a training gives other bits."),
    ],
)
def test_where_anything_differs_python_starts_the_plain_way_and_says_so(
    page: Page, open_page: Open, dist: Path, name: str, by: Callable[[Any], Any], why: str
) -> None:
    train(page)
    expect(about(page)).to_contain_text("were restored")
    plain = open_page(changed(dist, name, by))
    train(plain)
    expect(about(plain)).to_contain_text(f"were started the plain way, from their files: {why}")
    assert weights(plain) == weights(page)
    expect(answer(plain)).to_have_text("0.99995873")


@pytest.mark.grid
@pytest.mark.parametrize("name", ["memory.zst", "surroundings.zst", "loader-*.js"])
def test_without_a_part_of_the_snapshot_python_starts_the_plain_way(
    open_page: Open, name: str
) -> None:
    """How it does is shown above: here it is enough that it is lost without a file of that way."""

    def prepare(page: Page) -> None:
        for pattern in (name, PLAIN_FILES[0]):
            page.route(f"**/{pattern}", lambda route: route.fulfill(status=404))

    page = open_page(prepare)
    expect(status(page)).to_contain_text(f"{PLAIN_FILES[0]} could not be fetched")


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["memory.zst", "surroundings.zst"])
def test_a_damaged_snapshot_is_not_used(open_page: Open, name: str) -> None:
    page = open_page(
        lambda page: page.route(f"**/{name}", lambda route: route.fulfill(body="damaged"))
    )
    train(page)
    expect(about(page)).to_contain_text("were started the plain way")
    expect(about(page)).to_contain_text(
        f"{name} is not the file that the build made (it has 7 bytes"
    )
    expect(answer(page)).to_have_text("0.99995873")


REST = "**/*.rest.wasm"


def test_a_first_training_needs_no_more_than_the_first_parts(open_page: Open) -> None:
    asked: list[str] = []

    def hold(route: Route) -> None:
        asked.append(route.request.resource_type)  # and gives no answer

    page = open_page(lambda page: page.route(REST, hold))
    train(page)
    expect(answer(page)).to_have_text("0.99995873")
    expect(panel(page, "How good is it?")).to_contain_text("At iteration 10,000:")
    expect(about(page)).to_contain_text("were restored")
    assert "xhr" not in asked, "what is called has changed: python -m builder.split records it"


def test_a_rest_that_is_late_is_waited_for(open_page: Open) -> None:
    asked: list[Route] = []

    def only_when_needed(route: Route) -> None:
        asked.append(route)
        if route.request.resource_type == "xhr":
            route.continue_()  # what is fetched beforehand does not come

    page = open_page(lambda page: page.route(REST, only_when_needed))
    wait_for_python(page)
    menu(page).select_option("circle")
    train(page)
    expect(about(page)).to_contain_text("were restored")
    assert any(route.request.resource_type == "xhr" for route in asked)


@pytest.mark.parametrize(
    ("refuse", "why"),
    [
        (lambda route: route.abort(), ".rest.wasm could not be fetched: there is no"),
        (lambda route: route.fulfill(body="damaged"), "is not the file that the build made"),
    ],
    ids=["missing", "damaged"],
)
def test_without_a_rest_python_ends_with_a_sentence_and_can_be_started_again(
    open_page: Open, refuse: Callable[[Route], None], why: str
) -> None:
    page = open_page(lambda page: page.route(REST, refuse))
    wait_for_python(page)
    menu(page).select_option("circle")
    expect(status(page)).to_contain_text("a part of Python that was needed did not come: ")
    expect(status(page)).to_contain_text(why)
    page.unroute(REST)
    button(page, "Retry").click()
    train(page)
    expect(about(page)).to_contain_text("were restored")
