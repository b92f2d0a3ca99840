"""The bench compares what was measured side by side."""

from pathlib import Path

import pytest

from tests.bench.figures import Row, Target
from tests.bench.host import without_scripts


def test_a_ratio_is_of_figures_of_the_same_rounds() -> None:
    row = Row("a visit", "s", [1.0, 2.0, 9.0], "another", [2.0, 4.0, 6.0], Target(0.6))
    assert row.ratio == 0.5
    assert row.met
    with pytest.raises(ValueError, match="same rounds"):
        Row("a visit", "s", [1.0, 2.0, 9.0], "measured before", [2.0])


def test_the_still_page_keeps_every_style_and_loses_every_script(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    still = without_scripts(page)
    assert "<script" in page
    assert "script>" not in still.replace("noscript>", "")
    assert "preload" not in still
    for kept in ('rel="stylesheet"', "<style", "<button", "<svg", "<canvas"):
        assert still.count(kept) == page.count(kept)
