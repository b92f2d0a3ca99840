"""The Chromium in which tests open pages."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

from builder.browser import chromium


@contextmanager
def started(patience: int) -> Iterator[Browser]:
    """Start it, and have every expectation wait for so many milliseconds."""
    expect.set_options(timeout=patience)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**chromium())
        yield running
        running.close()
