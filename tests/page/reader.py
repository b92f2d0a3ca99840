"""What a reader sees and does on the page, in the words of its controls."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

type Open = Callable[..., Page]
"""Opens the page for a reader with certain preferences: see the fixture `open_page`."""

type Lend = Callable[..., Page]
"""Lends a page on which Python runs already: see the fixture `lend_page`."""


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def wait_for_python(page: Page) -> None:
    expect(status(page)).to_contain_text("running in this page")


def wait_until(page: Page, condition: str) -> None:
    """Wait for what JavaScript finds out by asking the browser, and gets an answer to later."""
    page.evaluate(
        f"""async () => {{
            while (!(await ({condition})()))
                await new Promise((resolve) => setTimeout(resolve, 20));
        }}"""
    )


def train(page: Page) -> None:
    """Press Train and wait until the training is over."""
    button(page, "Train").click()
    expect(status(page)).to_contain_text(re.compile("iterations done|Diverged"))


def go_to(page: Page, iteration: int) -> None:
    """Move the slider there, which scrolls to it."""
    page.get_by_role("slider", name="Iteration").fill(str(iteration))


def iteration(page: Page) -> Locator:
    """The place that says which iteration is looked at."""
    return page.locator("#iteration")


def expect_iteration(page: Page, number: int, of: int = 10_000) -> None:
    expect(iteration(page)).to_have_text(re.compile(f"^{number:,} of {of:,} "))


def answer(page: Page) -> Locator:
    """The answer to the new situation."""
    return page.get_by_label("Answer")


def menu(page: Page) -> Locator:
    """The experiments that have a name."""
    return page.get_by_role("combobox", name="Experiment", exact=True)


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def room(page: Page, name: str) -> Locator:
    """The room of the work column with that name, opened by its tab."""
    page.get_by_role("tablist", name="Lesson and tools").get_by_role("tab", name=name).click()
    found = page.get_by_role("tabpanel", name=name, exact=True)
    expect(found).to_be_visible()
    return found


def problem(page: Page) -> Locator:
    """The place that says why what the reader wants cannot be."""
    return page.locator("#problem")


def notice(page: Page) -> Locator:
    """The place above the stage that says why what came from elsewhere is not on it."""
    return page.get_by_role("main").get_by_role("alert").first


def open_file(page: Page, name: str, content: str | bytes, by: str = "Open") -> None:
    """Press a button and choose a file of this name."""
    with page.expect_file_chooser() as chooser:
        button(page, by).click()
    data = content.encode() if isinstance(content, str) else content
    chooser.value.set_files({"name": name, "mimeType": "", "buffer": data})


def weights(page: Page) -> list[float]:
    """All digits of the weights in the drawing: it shows four decimals, or eight if pointed at."""
    labels = page.locator("#drawing .label").filter(has_text=re.compile("^w")).locator(".number")
    for label in labels.all():
        value = float(label.get_attribute("title") or "nan")
        assert label.inner_text() in (f"{value:z.4f}", f"{value:z.8f}")
    return [float(label.get_attribute("title") or "nan") for label in labels.all()]


def expect_rows(page: Page, count: int) -> None:
    """Wait until the training data are so many rows, of which a long table makes only some."""
    expect(page.locator("#training-data")).to_have_attribute("aria-rowcount", str(count + 1))


def rows(page: Page) -> list[list[str]]:
    """The table of training data, cell by cell."""
    table = page.get_by_role("table", name="Training data")
    return [
        [cell.inner_text() for cell in row.get_by_role("cell").all()]
        for row in table.get_by_role("row").all()[1:]
    ]
