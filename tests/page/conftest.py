"""A reader's browser, and what every page must keep to while a test reads it."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from builder.serve import serving
from tests.page.reader import Lend, Open, iteration
from tests.page.shared import SCRIPT, USUAL, SharedPage
from tests.started import started

SUB_PATH = "/lessons/one/neuron/"
PATIENCE = 60_000
"""How long a state is waited for, in milliseconds: a busy machine starts Python in many seconds."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-pictures",
        action="store_true",
        help="write the pictures of README, page and links to site/: see test_pictures.py",
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with started(PATIENCE) as running:
        yield running


@pytest.fixture(scope="session")
def address(dist: Path) -> Iterator[str]:
    """Where the page is served: under a sub-path, as a project's site on GitHub Pages is."""
    with serving(dist, prefix=SUB_PATH) as where:
        yield where


class Watch:
    """What no page may do, whatever a test does with it: ask another origin, or fail."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.elsewhere: list[str] = []
        self.failures: list[str] = []

    def over(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.failures.append(str(error)))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def expect_nothing(self) -> None:
        elsewhere, self.elsewhere = self.elsewhere, []
        failures, self.failures = self.failures, []
        assert elsewhere == []
        assert failures == []


def opened(browser: Browser, **preferences: Any) -> Page:
    """An empty page in a window of its own, which keeps nothing for visits without a network.

    It would fetch all of the page a second time: tests of what is kept have windows that keep it.
    """
    context = browser.new_context(**{"reduced_motion": "reduce"} | preferences)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    context.set_default_timeout(PATIENCE)
    return context.new_page()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a window of its own, for a reader with these preferences.

    Whatever a test does, the page asks no other origin for anything and no script of it fails.
    `prepare` is called with the page before it is opened, `at` is what comes after its address.
    Training runs at full speed unless `reduced_motion` says otherwise.
    """
    pages: list[Page] = []
    watch = Watch(address)

    def open_one(
        prepare: Callable[[Page], Any] = lambda page: None, at: str = "", **preferences: Any
    ) -> Page:
        page = opened(browser, **preferences)
        pages.append(page)
        watch.over(page)
        prepare(page)
        page.goto(address + at)
        if preferences.get("java_script_enabled", True):
            expect(iteration(page)).not_to_be_empty()  # the recorded run is there
        return page

    yield open_one
    for page in pages:
        page.context.close()
    watch.expect_nothing()


@pytest.fixture(scope="session")
def watch(address: str) -> Watch:
    """What watches over the page that tests share."""
    return Watch(address)


@pytest.fixture(scope="session")
def shared_page(browser: Browser, address: str, watch: Watch) -> Iterator[SharedPage]:
    def open_one() -> Page:
        page = opened(browser, viewport=USUAL)
        watch.over(page)
        page.add_init_script(path=SCRIPT)
        page.goto(address)
        return page

    shared = SharedPage(open_one)
    yield shared
    shared.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def lend_page(
    shared_page: SharedPage, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Lend]:
    """Lends the page on which Python runs already, at an address and in a window of some size."""
    yield shared_page.lend
    if request.node.stash.get(FAILED, True):
        shared_page.close()
    else:
        shared_page.take_back()
    watch.expect_nothing()


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Page:
    """The page in a window of usual size, on which Python runs already or soon.

    Tests share it, but for those with the mark `own_page`.
    """
    if request.node.get_closest_marker("own_page"):
        open_page: Open = request.getfixturevalue("open_page")
        return open_page(viewport=USUAL)
    lend_page: Lend = request.getfixturevalue("lend_page")
    return lend_page()
