"""What readers do at an address, visit after visit, and what they must find there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, expect

from tests.hosts.builds import SECOND, builds_in
from tests.page.reader import answer, button, expect_iteration, iteration, status

SOON = 10_000
"""Milliseconds in which a failure must be told: twice what is promised, for a busy machine."""
SLOW_START = 120_000
"""Milliseconds in which Python starts from its files, on a machine that does much else."""
WHILE_OPEN = 20_000
"""Milliseconds in which what is done behind a page that is open must be done."""


@contextmanager
def visit(reader: BrowserContext, address: str) -> Iterator[Page]:
    """Open an address in a tab of its own, and close it after the block."""
    page = reader.new_page()
    page.goto(address)
    yield page
    page.close()


def trains(page: Page) -> None:
    """The page is open and trains the tutorial's neuron to its right answer."""
    expect(iteration(page)).not_to_be_empty()
    button(page, "Train").click()
    is_over = re.compile("iterations done|could not be")
    expect(status(page)).to_contain_text(is_over, timeout=SLOW_START)
    expect(status(page)).to_contain_text("10,000 iterations done", timeout=1)
    expect_iteration(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


def is_kept(page: Page) -> None:
    """All that later visits need is kept."""
    assert comes_to_be_kept(page), "nothing was kept"


def comes_to_be_kept(page: Page) -> bool:
    """Whether all that later visits need is kept soon."""
    is_its_own = "registration?.scope === new URL('.', location).href"
    return _comes_true(page, f"{is_its_own} && registration.active?.state === 'activated'")


def is_given_by_the_worker(page: Page) -> bool:
    """Whether a service worker stands between the page and its host."""
    given: bool = page.evaluate("Boolean(navigator.serviceWorker?.controller)")
    return given


def keep(reader: BrowserContext, address: str) -> None:
    """Visit for the first time, until everything is kept."""
    with visit(reader, address) as page:
        trains(page)
        is_kept(page)


def finds_the_new_build(page: Page) -> None:
    """Give the page time to notice that its host has another build; not all pages have to."""
    is_shown = f"document.title.includes('The {SECOND} one')"
    _comes_true(page, f"!registration?.installing && ({is_shown} || registration?.waiting)")


def _comes_true(page: Page, condition: str) -> bool:
    """Whether something is soon true of the page's `registration` of a service worker."""
    came: bool = page.evaluate(
        f"""async (patience) => {{
            for (const end = Date.now() + patience; Date.now() < end; ) {{
                const registration = await navigator.serviceWorker?.getRegistration();
                if ({condition}) return true;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            return false;
        }}""",
        WHILE_OPEN,
    )
    return came


def is_updated(reader: BrowserContext, address: str) -> None:
    """The second visit after another build was put there shows it, and none is made of two."""
    with visit(reader, address) as page:
        trains(page)
        finds_the_new_build(page)
        assert len(builds_in(page)) == 1
    with visit(reader, address) as page:
        trains(page)
        assert builds_in(page) == {SECOND}
