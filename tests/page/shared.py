"""A page on which Python runs already, and which many tests share, one after the other.

Starting Python is most of what a test of the page takes. So a test that is not about the start
gets the page that the test before has left, put back as it was opened: see `shared.js`. A page that
is not exactly as it was, and the page of a test that has failed, is closed, which costs the next
test the start of another: a warning says what was not as it was.
"""

import warnings
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.page.reader import wait_for_python

USUAL: ViewportSize = {"width": 1280, "height": 800}
SCRIPT = Path(__file__).with_name("shared.js")
SOME = 10
"""Lines that tell how a page differs from what it was."""


class SharedPage:
    """Lends a started page, and opens one if need be."""

    def __init__(self, opened: Callable[[], Page]) -> None:
        """`opened` opens the page with `SCRIPT` added to it, in a window of usual size."""
        self._opened = opened
        self._page: Page | None = None

    def lend(self, at: str = "", viewport: ViewportSize = USUAL) -> Page:
        """Give the page as it was opened, after which it has followed the address `at`."""
        if not self._page:
            self._page = self._opened()
            wait_for_python(self._page)
            self._page.evaluate("shared.remember()")
        if viewport != USUAL:
            self._page.set_viewport_size(viewport)
            self._page.evaluate("shared.rest()")
        if at:
            self._page.evaluate("at => shared.follow(at)", at)
        return self._page

    def take_back(self) -> None:
        """Keep the page for another test if it can be put back."""
        page, self._page = self._page, None
        if not page:
            return
        page.context.clear_permissions()
        page.unroute_all()
        page.set_viewport_size(USUAL)
        page.mouse.move(0, 0)
        if left := page.evaluate("shared.putBack()"):
            page.context.close()
            lines = "\n".join(left[:SOME])
            warnings.warn(f"This test leaves traces on the shared page:\n{lines}", stacklevel=2)
        else:
            self._page = page

    def close(self) -> None:
        """Have the next test open another one."""
        if self._page:
            self._page.context.close()
        self._page = None
