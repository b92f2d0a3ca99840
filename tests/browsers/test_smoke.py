"""What every reader does, in browsers that are not Chromium."""

import pytest

from tests.browsers.conftest import Embed
from tests.browsers.engines import processor_share
from tests.browsers.visitor import TAB, Visitor

pytestmark = pytest.mark.filterwarnings("default")  # in the browsers' clients is much that is old

IDLE = 0.3
"""The share of a processor that a page at rest stays below, and a runaway Python does not."""
CSV = "slept;studied;score\n9,5;2;0,92\n5;1,5;0,86\n6;3;0,89\n8;4;0,95\n"
DROPPED = """
const dataTransfer = new DataTransfer();
dataTransfer.items.add(new File([arguments[0]], arguments[1]));
document.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
"""
OVERLAPS = """
const found = [...document.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility());
const boxes = found.map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return (one.value === undefined ? range : one).getBoundingClientRect();
});
const meet = (a, b) =>
  a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
return boxes.flatMap((box, at) => found.slice(at + 1)
  .filter((_, further) => meet(box, boxes[at + 1 + further]))
  .map((other) => `${found[at].outerHTML} ${other.outerHTML}`));
"""
"""Whichever two of these numbers or fields are on each other."""


def test_the_neuron_learns_and_goes_back(visitor: Visitor, address: str) -> None:
    visitor.opens(address)
    visitor.waits_for_python()
    assert "were restored" in visitor.text("#about")
    visitor.trains()
    visitor.presses("Step back")
    visitor.reads("#iteration", "9,999 of 10,000")


def test_a_chapter_lets_it_happen(visitor: Visitor, address: str) -> None:
    visitor.opens(f"{address}#chapter-step")
    visitor.waits_for_python()
    visitor.presses("Take one step", within="//article")
    visitor.presses("Go on without", within="//article")  # a prediction
    visitor.reads("article .told", "together")
    visitor.reads("#iteration", "1 of 10,000")


def test_python_of_ones_own_runs_and_is_stopped(visitor: Visitor, address: str) -> None:
    visitor.opens(address)
    visitor.waits_for_python()
    visitor.presses("Python")
    visitor.presses("Open the editor")
    visitor.presses("A free script")
    visitor.writes_code("print(sum(range(1000)))")
    visitor.presses("Run")
    visitor.reads(".editor pre", "499500")
    visitor.writes_code("while True: pass")
    visitor.presses("Run")
    visitor.presses("Stop")
    visitor.waits_for_python()
    visitor.until(lambda: processor_share() < IDLE, "end of what was stopped")
    visitor.trains()


def test_a_table_is_dropped_and_used(visitor: Visitor, address: str) -> None:
    visitor.opens(address)
    visitor.waits_for_python()
    visitor.tab.run(DROPPED, CSV, "students.csv")
    visitor.reads("dialog .about", "4 rows of 3 columns, separated by semicolons")
    visitor.presses("Use this data")
    visitor.reads("#columns", "studied")


def test_rows_are_edited(visitor: Visitor, address: str) -> None:
    visitor.opens(address)
    visitor.waits_for_python()
    visitor.presses("Data")
    visitor.presses("Edit the rows")
    fields = "//table[@id='training-data']//input[@type='number']"
    visitor.until(lambda: len(visitor.tab.find(fields)) == 16, "four rows of four fields")
    assert visitor.tab.run(OVERLAPS, "#training-data input[type=number]") == []
    field = visitor.only("//input[@aria-label='Row 2, target']")
    field.click()
    field.clear()
    field.send_keys("0.5" + TAB)
    visitor.presses("Edit the rows")
    visitor.reads("#training-data tbody tr:nth-child(2)", "0.5")


def test_a_frame_in_a_page_of_another_site(visitor: Visitor, embed: Embed) -> None:
    visitor.tab.open(embed('title="One neuron"'))
    visitor.enters_the_frame()
    visitor.trains()


def test_a_sandboxed_frame(visitor: Visitor, embed: Embed) -> None:
    visitor.tab.open(embed('title="One neuron" sandbox="allow-scripts"'))
    visitor.enters_the_frame()
    visitor.trains()
    assert "were restored" in visitor.text("#about")
