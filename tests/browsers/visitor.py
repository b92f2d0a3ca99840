"""What a visitor does and finds, in the words of the page's controls."""

import time
from collections.abc import Callable
from typing import Any

from tests.browsers.engines import Tab

PATIENCE = 120
"""How long a state is waited for, in seconds: without a snapshot Python starts slowly."""
TEXTS = """
return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent).join("|");
"""
CAN_BE_HIT = """
const one = arguments[0];
const { x, y, width, height } = one.getBoundingClientRect();
const isHit = one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
if (!isHit) one.scrollIntoView({ block: "center", behavior: "instant" });
return isHit;
"""
CONTROL, RELEASE, TAB = "\ue009", "\ue000", "\ue004"
"""Keys, as WebDriver names them."""


class Visitor:
    """Somebody who has a page open."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def opens(self, address: str) -> None:
        """Go to an address and wait for the page's first picture, the recorded run."""
        self.tab.open(address)
        self.until(lambda: self.text("#iteration"), "the recorded run")

    def enters_the_frame(self) -> None:
        self.tab.enter(self.only("//iframe"))
        self.until(lambda: self.text("#iteration"), "the recorded run, in the frame")

    def waits_for_python(self) -> None:
        self.reads("#status", "running in this page")

    def trains(self) -> None:
        """Train the tutorial's neuron to its end."""
        self.presses("Train")
        self.reads("#status", "10,000 iterations done")
        self.reads("[aria-label=Answer]", "0.99995873")

    def presses(self, name: str, within: str = "") -> None:
        """Press a button as a mouse does: it must come into view, be ready and not be covered."""
        path = f"{within}//button[normalize-space()='{name}' and not(@disabled)]"
        self.until(
            lambda: any(self.tab.run(CAN_BE_HIT, one) for one in self.tab.find(path)),
            f"a button {name} that can be pressed",
        )
        self.only(path).click()

    def only(self, xpath: str) -> Any:
        (found,) = self.tab.find(xpath)
        return found

    def text(self, selector: str) -> str:
        """Read all that elements say, also out of sight."""
        return str(self.tab.run(TEXTS, selector))

    def reads(self, selector: str, words: str) -> None:
        self.until(lambda: words in self.text(selector), f"“{words}” in {selector}", selector)

    def until(self, condition: Callable[[], Any], what: str, selector: str = "#status") -> None:
        """Wait for a state; the failure names what is there in its place."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"no {what}; {selector} says “{self.text(selector)}”")
            time.sleep(0.05)

    def writes_code(self, line: str) -> None:
        """Replace what is in the editor by one line."""
        path = "//*[@role='textbox' and @contenteditable='true']"
        self.until(lambda: self.tab.find(path), "an editor")
        text = self.only(path)
        text.click()
        text.send_keys(CONTROL + "a" + RELEASE)
        text.send_keys(line)
        self.reads(".cm-content", line)
