"""Readers' visits to the page and to the plain one: the plain way to Python, and nothing else."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench.host import Host

HERE = Path(__file__).parent
THIS, PLAIN, EMBED, STILL = "", "plain/", "embed/", "still.html"
PATIENCE = 300_000  # milliseconds, for a slow line
STAY = 5_000  # milliseconds: long enough for the page to be kept
SETTLED = 1_000  # milliseconds: a new window of Chromium loads pages of its own, such as menus
SLICE = 0.01  # seconds: how long a slowed browser runs at a stretch


@dataclass(frozen=True)
class Visits:
    """Who visits: a browser; what: a host's pages; and how often each thing is measured."""

    browser: Browser
    host: Host
    quick: bool

    def rounds(self, usual: int, quick: int) -> range:
        return range(quick if self.quick else usual)

    @contextmanager
    def reader(self, intent: str = "trained") -> Iterator[Page]:
        """A new reader, who has nothing in any cache and always intends one thing of `watch.js`.

        Their window is open before they visit anything, as readers' windows are.

        Training runs at full speed, which is what the page offers who wants less motion.
        """
        with self.browser.new_context(reduced_motion="reduce") as context:
            context.set_default_timeout(PATIENCE)
            context.add_init_script(path=HERE / "watch.js")
            context.add_init_script(f"globalThis.outcome = bench.{intent}()")
            page = context.new_page()
            page.wait_for_timeout(SETTLED)
            yield page

    def outcome(self, page: Page, where: str) -> Any:
        """Visit, and return when the reader got there, in milliseconds from the navigation."""
        page.goto(self.host.address + where, wait_until="commit")
        return page.evaluate("outcome")

    @contextmanager
    def trained_reader(self, where: str) -> Iterator[Page]:
        """A reader who has trained the neuron and stays for a moment, in which much is put by."""
        with self.reader() as page:
            self.outcome(page, where)
            page.wait_for_timeout(STAY)
            yield page

    @contextmanager
    def slowed(self, times: int) -> Iterator[None]:
        """Stop all of the browser but for that part of the time, so that all its threads are slow.

        The browser's own throttling slows a page's main thread alone, not its workers.
        """
        assert sys.platform != "win32"  # which has no such signals
        group = os.getpgid(self._process())
        if group == os.getpgid(0):
            raise RuntimeError("The browser is in our own process group, which cannot be stopped.")
        ended = Event()

        def stop_and_go() -> None:
            while not ended.is_set():
                os.killpg(group, signal.SIGSTOP)
                time.sleep(SLICE * (times - 1))
                os.killpg(group, signal.SIGCONT)
                time.sleep(SLICE)

        thread = Thread(target=stop_and_go)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _process(self) -> int:
        session = self.browser.new_browser_cdp_session()
        processes: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return next(int(one["id"]) for one in processes if one["type"] == "browser")
