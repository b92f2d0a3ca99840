"""A number that is rounded to 0 is written as 0 everywhere, from below as well."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.page.learner import panel
from tests.page.reader import Lend, answer, button, wait_for_python

MINUS_ZERO = re.compile(r"(?<![\w.])[-−]0(\.0*)?(?![\d.])")
TINY = [-1e-12, -2e-10, -0.0, -3e-11, -1e-9, -4e-12, -5e-13, -1e-10, -2e-12]
WORDS = """() => {
  const found = [...document.querySelectorAll("[aria-label]")].map((one) => one.ariaLabel);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) found.push(texts.currentNode.data); // those of rooms not open, too
  return found.join("\\n");
}"""
ROWS = {"inputs": [[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]]}


def layers(*units: int) -> list[dict[str, Any]]:
    return [{"units": many, "activation": "linear", "bias": False} for many in units]


@pytest.mark.parametrize(
    "experiment",
    [
        {"parameters": TINY[:3]},
        {"parameters": TINY[:8], "layers": layers(2, 1)},
        {
            "parameters": TINY,
            "layers": layers(3),
            "data": ROWS | {"targets": [[0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]]},
        },
    ],
    ids=["one neuron", "a network", "several outputs"],
)
def test_nowhere_on_the_page_stands_a_negative_zero(
    lend_page: Lend, experiment: dict[str, Any]
) -> None:
    page: Page = lend_page(at="#experiment=" + quote(json.dumps(experiment)))
    wait_for_python(page)
    expect(answer(page)).to_have_text(re.compile(r"^0\.00"))
    check = panel(page, "Which way is down?")
    button(page, "Gradient check").click()
    expect(check.get_by_role("table")).to_be_visible()
    expect(panel(page, "The ledger: one step by hand").locator("tfoot td")).not_to_have_count(0)
    for iteration in (1, 2):
        shown = page.evaluate(WORDS)
        assert [found.group() for found in MINUS_ZERO.finditer(shown)] == []
        button(page, "Step").click()
        expect(page.locator("#iteration")).to_have_text(re.compile(f"^{iteration} of"))
