"""A reader's browser, and what every page must keep to while a test reads it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from builder.browser import chromium
from builder.serve import serving
from tests.page.reader import Open, iteration

SUB_PATH = "/lessons/one/neuron/"
PATIENCE = 30_000
"""How long a state is waited for, in milliseconds: a busy machine starts Python in many seconds."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-screenshot",
        action="store_true",
        help="write the picture of the trained neuron that README and page show to site/stage.png",
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**chromium())
        yield running
        running.close()


@pytest.fixture(scope="session")
def address(dist: Path) -> Iterator[str]:
    """Where the page is served: under a sub-path, as a project's site on GitHub Pages is."""
    with serving(dist, prefix=SUB_PATH) as where:
        yield where


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a window of its own, for a reader with these preferences.

    Whatever a test does, the page asks no other origin for anything and no script of it fails.
    `prepare` is called with the page before it is opened, `at` is what comes after its address.
    Training runs at full speed unless `reduced_motion` says otherwise.
    """
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []
    failures: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            elsewhere.append(request.url)

    def open_one(
        prepare: Callable[[Page], Any] = lambda page: None, at: str = "", **preferences: Any
    ) -> Page:
        context = browser.new_context(**{"reduced_motion": "reduce"} | preferences)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", watch)
        page.on("pageerror", lambda error: failures.append(str(error)))
        prepare(page)
        page.goto(address + at)
        if preferences.get("java_script_enabled", True):
            expect(iteration(page)).not_to_be_empty()  # the recorded run is there
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert failures == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The page in a window of usual size."""
    return open_page(viewport={"width": 1280, "height": 800})
