"""Chapters that act on the drawing of the stage, in view of the reader."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page.learner import chapter, presets, press, say, trained
from tests.page.reader import Open, wait_for_python
from tests.page.shared import USUAL

WATCH = """() => {
    const drawing = document.querySelector("#drawing");
    const canvas = drawing.querySelector("canvas");
    globalThis.seen = { words: [], pictures: new Set() };
    setInterval(() => {
        globalThis.seen.pictures.add(canvas.toDataURL());
        for (const { textContent: word } of drawing.querySelectorAll(".label"))
            if (/^[+-]\\d\\.\\d{3}$/.test(word)) globalThis.seen.words.push(word);
    }, 50);
}"""
SEEN = "() => [[...new Set(globalThis.seen.words)], globalThis.seen.pictures.size]"


def watched(open_page: Open, at: str, motion: str) -> Page:
    page = open_page(at=at, viewport=USUAL, reduced_motion=motion)
    wait_for_python(page)
    page.evaluate(WATCH)
    return page


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_row_3_runs_through_the_drawing(open_page: Open, motion: str) -> None:
    page = watched(open_page, "#chapter-neuron", motion)
    say(page, "Near 1")
    press(page, "Send row 3 through")
    expect(page.get_by_role("radio", name="Send row 3 through the neuron")).to_be_checked()
    _, pictures = page.evaluate(SEEN)
    again = chapter(page).get_by_role("button", name="Play again")
    if motion == "reduce":
        assert pictures <= 3  # the new situation, the row, and perhaps one in between
        expect(again).to_be_hidden()
    else:
        assert pictures > 6
        expect(again).to_be_visible()


def test_every_row_pushes_the_weights_in_the_drawing(open_page: Open) -> None:
    page = watched(open_page, "#chapter-step", "no-preference")
    say(page, "w₁")
    press(page, "Take one step")
    step: dict[str, Any] = trained(presets()["tutorial"], 1).ask("ledger")
    pushes = {f"{push:+.3f}" for row in step["rows"] for push in row["contributions"] if push}
    words, _ = page.evaluate(SEEN)
    assert set(words) == pushes
