"""Pages of others with this page in them: hosts of two origins, and what is said between them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.odd import OddHost, sends

LISTENS = "addEventListener('message', ({data, origin}) => (window.heard ??= []).push(data));"
"""For a host that keeps all that it is told."""


@dataclass
class Around:
    """A page of another origin, in which a test puts frames or elements of this page."""

    browser: Browser
    neuron: str
    """The address of this page, with a slash at its end."""
    folder: Path
    host: OddHost
    served: OddHost
    closing: ExitStack

    def opened(self, body: str, width: int = 800, height: int = 900, **preferences: Any) -> Page:
        """Open a page with this in it; NEURON stands for the address of this page."""
        text = body.replace("NEURON", self.neuron)
        style = "body { margin: 0 } iframe { display: block; border: 0 }"
        head = f"<meta charset=utf-8><link rel=icon href=data:,><style>{style}</style>"
        script = f"<script>{LISTENS}</script>"
        (self.folder / "index.html").write_text(
            f"<!doctype html>{head}{script}{text}", encoding="utf-8"
        )
        window = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        context = self.browser.new_context(**window | preferences)
        self.closing.callback(context.close)
        page = context.new_page()
        page.goto(f"{self.host.origin}/")
        return page


@contextmanager
def around(browser: Browser, dist: Path, folder: Path) -> Iterator[Around]:
    """Serve this page at one origin, and a page that a test writes at another."""
    open_to_all = sends("Access-Control-Allow-Origin", "*")
    with (
        OddHost({"/neuron/": dist}, open_to_all).serving() as page_host,
        OddHost({"/": folder}).serving() as host,
        ExitStack() as closing,
    ):
        yield Around(browser, f"{page_host.origin}/neuron/", folder, host, page_host, closing)


def frame(page: Page, at: int = 0) -> FrameLocator:
    return page.frame_locator("iframe").nth(at)


def framed(at: str = "", width: int | str = 690, height: int = 700, more: str = "") -> str:
    """HTML of a frame with this page at an address."""
    return (
        f'<iframe src="NEURON{at}" title="One neuron" width="{width}" height="{height}" {more}>'
        "</iframe>"
    )


def shown(page: Page, at: int = 0) -> FrameLocator:
    """Give a frame in which the recorded run is there."""
    found = frame(page, at)
    expect(found.locator("#iteration")).not_to_be_empty()
    return found


def height_told(page: Page) -> int:
    """The height that the page around has been told last."""
    told = "heard.findLast(({type}) => type === 'height').detail.height"
    return int(page.evaluate(f"() => {told}"))
