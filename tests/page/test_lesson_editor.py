"""The reader's own Python: broken, mended, judged, stopped, and put back."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from neuron_core import Experiment, Layer
from neuron_core.page.bridge import Bridge
from tests.built import code_with
from tests.page.learner import editor, panel
from tests.page.reader import (
    Open,
    answer,
    button,
    expect_iteration,
    go_to,
    iteration,
    open_file,
    room,
    rows,
    status,
    wait_for_python,
    weights,
)


@pytest.mark.own_page
def test_a_reader_breaks_the_rule_and_mends_it(page: Page, dist: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wait_for_python(page)
    go_to(page, 3)
    expect_iteration(page, 3)
    check = panel(page, "Which way is down?")
    room(page, "Python")
    place = page.get_by_role("region", name="Change the Python")
    expect(place).to_be_visible()
    code_mirror = code_with(dist, '"aria-multiline"')
    assert not any(code_mirror in url for url in asked)
    text = editor(page)
    expect(text).to_contain_text("def step")
    assert any(code_mirror in url for url in asked)
    rule = Bridge().ask("rule")
    expect(text.locator(".cm-line").nth(3)).to_have_text(rule.split("\n")[3])
    said, problem = place.locator(".said"), place.locator(".code-problem")

    # It does not even parse: the stage keeps what it had.
    text.fill(rule.replace("def step(", "def step:", 1))
    button(page, "Run").click()
    expect(problem).to_be_visible()
    expect(place.get_by_role("region", name="Traceback")).to_contain_text("SyntaxError")
    expect(said).to_contain_text("The stage keeps the rule that it had.")
    expect_iteration(page, 3)

    # A name that there is not, at its line.
    broken = rule.replace("targets - ", "goals - ", 1)
    line = 1 + broken[: broken.index("goals - ")].count("\n")
    text.fill(broken)
    expect(problem).to_have_count(0)  # it was about another text
    button(page, "Run").click()
    expect(said).to_contain_text(re.compile(f"Line {line}: .*goals"))
    expect(place.locator(".code-problem-line")).to_contain_text("goals - ")
    expect_iteration(page, 3)

    # Mended, and better than the tutorial's: the gradient check says so.
    better = re.sub(r"1 - np\.tanh\(outputs?\) ?\*\* ?2", "1 - outputs**2", rule)
    assert better != rule
    text.fill(better)
    button(page, "Run").click()
    expect(said).to_contain_text("The stage trains with your rule until you reset it.")
    expect(iteration(page)).to_contain_text("· your rule")
    expect_iteration(page, 10_000)
    run = Experiment(layers=(Layer(1, "tanh", bias=False),)).run()
    run.goto(10_000)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)
    go_to(page, 5)
    expect_iteration(page, 5)
    panel(page, "Which way is down?")
    button(page, "Gradient check").click()
    expect(check).to_contain_text("Your rule passes: both agree at iteration 5.")
    expect(panel(page, "The ledger: one step by hand")).to_contain_text("your own rule")

    # One that works at first and fails later ends the training there, and says so.
    room(page, "Python")
    late = "    if layers[0].weights[0, 0] > 3:\n        raise ValueError('too far')\n"
    text.fill(better.rstrip() + "\n" + late)
    button(page, "Run").click()
    expect(said).to_contain_text(
        re.compile(r"^Line \d+: .*too far.* It failed at iteration \d+\.$")
    )
    expect(status(page)).to_contain_text("Your rule failed at iteration")
    run = Experiment(layers=(Layer(1, "tanh", bias=False),)).run()
    while run.network.parameters[0] <= 3:
        run.step()
    expect_iteration(page, run.iteration - 1)

    button(page, "Reset rule").click()
    expect(said).to_have_text("The original rule is back.")
    expect(iteration(page)).not_to_contain_text("your rule")
    expect(text).to_contain_text("np.tanh(output")
    button(page, "Train").click()
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.own_page
def test_an_endless_loop_is_stopped_and_everything_is_as_it_was(page: Page) -> None:
    wait_for_python(page)
    go_to(page, 9)
    expect_iteration(page, 9)
    before = rows(page)
    place = panel(page, "Change the Python")
    text, said = editor(page), place.locator(".said")
    printed = page.get_by_role("region", name="Output of print")
    rule = text.inner_text()
    text.fill("print('round')\nwhile True:\n    pass\n")
    expect(button(page, "Stop")).to_be_disabled()
    button(page, "Run").click()
    expect(printed).to_have_text("round\n")
    button(page, "Stop").click()
    expect(said).to_contain_text("Stopped. Python has been started again")
    expect_iteration(page, 9)
    assert rows(page) == before
    expect(text).to_contain_text("while True:")
    button(page, "Reset rule").click()
    expect(text).to_contain_text(rule.strip().splitlines()[0])

    # The other tab: the tutorial's program as it stands, then one that never ends printing.
    page.get_by_role("tab", name="A free script").click()
    button(page, "Run").click()
    expect(said).to_have_text("Done.")
    expect(printed).to_contain_text("0.99995873")
    text.fill("while True:\n    print('round and round')\n")
    button(page, "Run").click()
    expect(printed).to_contain_text("what else is printed is not shown")
    assert len(printed.inner_text()) < 25_000
    button(page, "Stop").click()
    expect(said).to_contain_text("Stopped.")
    text.fill("from neuron_core import Neuron\nprint(len(Neuron(3).parameters))\n1 / 0\n")
    button(page, "Run").click()
    expect(printed).to_have_text("3\n")
    expect(said).to_contain_text("Line 3: ")
    page.get_by_role("tab", name="A free script").press("ArrowLeft")
    expect(page.get_by_role("tab", name="The rule")).to_be_focused()
    expect(text).to_contain_text("def step")
    expect_iteration(page, 9)


@pytest.mark.own_page
def test_an_own_rule_is_asked_about_before_it_is_lost_saved_and_shown_but_not_run(
    page: Page, open_page: Open, tmp_path: Path
) -> None:
    wait_for_python(page)
    expect(editor(page)).to_contain_text("def step")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    own = Bridge().ask("rule").replace("targets - ", "1.0 * targets - ", 1) + "\nprint('it runs')\n"
    editor(page).fill(own)
    with page.expect_event("dialog"):
        page.evaluate("void setTimeout(() => location.reload())")
    expect(editor(page)).to_contain_text("it runs")
    assert asked == ["beforeunload"]

    with page.expect_download() as download:
        button(page, "Save").click()
        expect(page.get_by_label("With your own rule")).to_be_checked()
        button(page, "its first weights").click()
    file = tmp_path / "experiment.json"
    download.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["rule"].rstrip() == own.rstrip()

    other = open_page()
    wait_for_python(other)
    open_file(other, file.name, file.read_text(encoding="utf-8"))
    expect(other.get_by_role("textbox", name="The rule")).to_contain_text("it runs")
    there = other.get_by_role("region", name="Change the Python")
    expect(there.locator(".said")).to_contain_text("It has not run")
    expect(there.get_by_role("region", name="Output of print")).to_be_empty()
    assert other.evaluate("session.edited") is False
    button(other, "Run").click()
    expect(there.get_by_role("region", name="Output of print")).to_contain_text("it runs")
