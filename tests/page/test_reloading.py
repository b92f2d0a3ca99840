"""A page that `build.py serve` shows while it is worked on."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from builder.bundle import MARKER
from builder.serve import serving


def test_an_open_page_loads_itself_again_when_there_is_another_build(
    tmp_path: Path, browser: Browser
) -> None:
    page_file, marker = tmp_path / "index.html", tmp_path / MARKER
    page_file.write_text("<head></head><p>The first build</p>", encoding="utf-8")
    marker.write_text("first", encoding="utf-8")
    with serving(tmp_path, reloading=True) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_text("The first build")).to_be_visible()
        marker.unlink()  # as for the moment in which one folder replaces the other
        page.wait_for_event("response", lambda answer: answer.status == 404)
        page_file.write_text("<head></head><p>The second build</p>", encoding="utf-8")
        marker.write_text("second", encoding="utf-8")
        expect(page.get_by_text("The second build")).to_be_visible()
