"""What is right for the page on a host, as checks that a table of hosts may name."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from tests.hosts.hosted import Hosted
from tests.hosts.visits import SLOW_START, SOON, comes_to_be_kept, is_kept, trains, visit
from tests.page.reader import status

type Right = Callable[[Hosted, BrowserContext], None]

AGAIN = "load (it|the page|this page) again"
A_FEW = 6
DID_NOT_COME = "503|has not opened"
NOT_KEPT = r"\bnot\b[^.]*(offline|without (a|the) network)"


def opens(host: Hosted, reader: BrowserContext) -> None:
    """It trains, at a first visit and at a second."""
    for _ in range(2):
        with visit(reader, host.address) as page:
            trains(page)


def works(host: Hosted, reader: BrowserContext) -> None:
    """It trains, at a first visit and at a second, and at a third one without the host."""
    with visit(reader, host.address) as page:
        trains(page)
        is_kept(page)
    with visit(reader, host.address) as page:
        trains(page)
    host.stop()
    with visit(reader, host.address) as page:
        trains(page)


def works_in_full(host: Hosted, reader: BrowserContext) -> None:
    """As `works`, and Python is restored, not started from its files."""
    with visit(reader, host.address) as page:
        trains(page)
        expect(page.locator("#about")).to_contain_text("were restored")
    works(host, reader)


def works_but_for_the_copy(host: Hosted, reader: BrowserContext) -> None:
    """It trains; if it does not without the host, it has said so."""
    opens(host, reader)
    with visit(reader, host.address) as page:
        trains(page)
        has_copy = comes_to_be_kept(page)
        if not has_copy:
            is_told(page, NOT_KEPT)
    host.stop()
    if has_copy:
        with visit(reader, host.address) as page:
            trains(page)


def tells(*words: str, may_pass: bool = False) -> Right:
    """It says soon what is wrong, in these words.

    That loading it again could help is said only of what `may_pass`.
    """

    def right(host: Hosted, reader: BrowserContext) -> None:
        with visit(reader, host.address) as page:
            is_told(page, *words)
            if not may_pass:
                expect(page.locator("body")).not_to_contain_text(
                    re.compile(AGAIN, re.IGNORECASE), use_inner_text=True
                )

    return right


def opens_or_tells(*words: str, at: str = "") -> Right:
    """It trains, or it says soon what is wrong; it may say that loading it again can help."""

    def right(host: Hosted, reader: BrowserContext) -> None:
        with visit(reader, host.address + at) as page:
            trains_or_tells(page, *words)

    return right


def is_told(place: Page | FrameLocator, *words: str) -> None:
    """What is seen there has all these words: patterns, in any order."""
    seen = place.locator("body")
    for pattern in words:
        expect(seen).to_contain_text(
            re.compile(pattern, re.IGNORECASE), use_inner_text=True, timeout=SOON
        )


def trains_or_tells(page: Page, *words: str) -> bool:
    """Whichever comes first; return whether it trains."""
    told = page.get_by_text(re.compile(words[0], re.IGNORECASE)).filter(visible=True)
    runs = status(page).filter(has_text="running in this page")
    expect(told.or_(runs).first).to_be_visible(timeout=SLOW_START)
    if told.count():
        is_told(page, *words)
        return False
    trains(page)
    return True


def opens_in_the_end(host: Hosted, reader: BrowserContext) -> None:
    """It trains after a few visits at most, and says at each before that something did not come."""
    for _ in range(A_FEW):
        with visit(reader, host.address) as page:
            if trains_or_tells(page, DID_NOT_COME):
                return
    raise AssertionError(f"it did not open in {A_FEW} visits")
