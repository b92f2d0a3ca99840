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
    status,
    train,
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


@pytest.mark.grid
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
