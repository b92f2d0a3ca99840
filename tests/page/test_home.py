"""What is taken home is looked at first, saved as a file, and is what Python makes of the run."""

import struct
from pathlib import Path

from playwright.sync_api import Page, expect

from neuron_core.export.exports import EXPORTS, PICTURES, exported
from neuron_core.export.taken import Taken
from neuron_core.presets import PRESETS
from tests.page.reader import button, dialog, train, wait_for_python


def test_programs_numbers_and_pictures_are_looked_at_and_saved(page: Page, tmp_path: Path) -> None:
    wait_for_python(page)
    train(page)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    run = PRESETS["tutorial"].run()
    run.goto(10_000)
    taken = Taken(PRESETS["tutorial"], run)
    button(page, "Take home").click()
    place = dialog(page, "Take it home")
    choice, preview = place.get_by_label("What to take"), place.get_by_role("group", name="Preview")
    expect(place).to_contain_text("neuron.py, of iteration 10,000.")
    options = choice.locator("option").all_inner_texts()
    assert options == [row.title for row in EXPORTS.values()]
    for row in (EXPORTS["script"], EXPORTS["weights-csv"], EXPORTS["curve"]):
        choice.select_option(row.title)
        expect(place).to_contain_text(f"{row.file}, of iteration 10,000.")
        with page.expect_download() as given:
            button(page, "Save").last.click()
        assert given.value.suggested_filename == row.file
        text = given.value.path().read_text(encoding="utf-8")
        if row.group == PICTURES:
            expect(
                preview.get_by_role("img", name="one neuron, at iteration 10,000")
            ).to_be_visible()
            assert text.count("<") == exported(row.name, taken).count("<")
        else:
            expect(preview).to_have_text(text)
            assert len(text.splitlines()) == len(exported(row.name, taken).splitlines())
    # Only what is written as JSON needs the rest of the standard library, which is large.
    assert not [address for address in fetched if "stdlib" in address]
    with page.expect_download() as given:
        button(page, "Save as PNG").click()
    assert given.value.suggested_filename == "neuron-curve.png"
    content = given.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (2 * 720, 2 * 460)
    assert len(content) > 10_000


def test_what_there_is_not_is_said_in_the_dialog(page: Page) -> None:
    wait_for_python(page)
    layer = {"units": 1, "activation": "softplus", "bias": False}
    page.evaluate("layer => session.open({...session.experiment, layers: [layer]})", layer)
    button(page, "Take home").click()
    place = dialog(page, "Take it home")
    expect(place).to_contain_text("neuron.py, of iteration 0.")
    place.get_by_label("What to take").select_option("The network in scikit-learn")
    expect(place).to_contain_text("scikit-learn has no softplus")
    expect(button(page, "Save").last).to_be_disabled()
