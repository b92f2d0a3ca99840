"""The pictures of the page, for the README and for links: made of the page, and up to date."""

from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.page.learner import panel
from tests.page.reader import Open, button, room, status, train, wait_for_python
from tests.page.shared import USUAL

SITE = Path(__file__).parents[2] / "site"
LINKED = {"width": 1200, "height": 630}
"""What pages that show a link to another page cut its picture to."""

POSTER = """
    body > :not(header, main), header .share, main > :not(.together), .stage, .tabs, .axes,
    .surface-legend, .dated, .panel > :not(.surface), [role=tablist] { display: none !important; }
    body { background: var(--panel); }
    header { display: block; padding: 34px 54px 0; }
    header h1 { font-size: 56px; line-height: 1; }
    header p { max-width: none; margin-top: 14px; font-size: 20.5px; color: var(--ink); }
    main, .together, .work, .room, .panel { display: block; padding: 0; margin: 0; border: 0; }
    .map { position: fixed; inset: 160px 40px 20px 30px; height: auto; }
"""
"""The page's title, its question, and the valley: as large as a small picture needs them."""

COMPARED = """async (files) => {
    const [width, height] = [120, 64];
    const [one, other] = await Promise.all(files.map(async (file) => {
        const picture = new Image();
        picture.src = `data:image/png;base64,${file}`;
        await picture.decode();
        const pen = new OffscreenCanvas(width, height).getContext("2d");
        pen.imageSmoothingQuality = "high";
        pen.drawImage(picture, 0, 0, width, height);
        return pen.getImageData(0, 0, width, height).data;
    }));
    return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;
}"""
SAME = 4.0
"""How far two pictures may be apart in the mean, of 255, for the fonts of two machines."""


def hold(page: Page, name: str, pytestconfig: pytest.Config) -> None:
    """Take a picture of the page; write it, or hold the one that is in the sources against it."""
    taken = page.screenshot(animations="disabled")
    file = SITE / name
    if pytestconfig.getoption("--write-pictures"):
        file.write_bytes(taken)
    apart = page.evaluate(COMPARED, [b64encode(one).decode() for one in (taken, file.read_bytes())])
    assert apart < SAME, (
        f"{name} shows another page; `pytest {__file__} --write-pictures` renews it"
    )


def test_the_picture_of_the_readme_shows_the_page(
    open_page: Open, pytestconfig: pytest.Config
) -> None:
    page = open_page(viewport=USUAL)
    wait_for_python(page)
    train(page)
    expect(status(page)).to_contain_text("10,000 iterations done")
    expect(page.get_by_role("article")).to_be_visible()
    hold(page, "stage.png", pytestconfig)


def test_the_picture_for_links_is_the_swing_across_the_valley(
    open_page: Open, pytestconfig: pytest.Config
) -> None:
    page = open_page(viewport=LINKED)
    wait_for_python(page)
    train(page)
    room(page, "Inside")
    valley = panel(page, "The valley")
    expect(valley).to_contain_text("At iteration 10,000.")
    page.add_style_tag(content=POSTER)
    page.evaluate("scrollTo(0, 0)")
    expect(valley.get_by_role("img")).to_be_in_viewport(ratio=1)
    expect(button(page, "Train")).to_be_hidden()
    hold(page, "valley.png", pytestconfig)
    page.goto(page.url.split("#")[0])
    tags = {
        tag.get_attribute("property") or "": tag.get_attribute("content")
        for tag in page.locator("meta[property^='og:image']").all()
    }
    assert tags["og:image"] == "valley.png"
    sides = tags["og:image:width"], tags["og:image:height"]
    assert sides == tuple(str(side) for side in LINKED.values())
    assert (SITE / "valley.png").read_bytes()[16:24] == b"".join(
        side.to_bytes(4, "big") for side in LINKED.values()
    )
