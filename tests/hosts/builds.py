"""Two builds of the page that can be told apart in every part that a browser loads."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from builder import bundle, scripts
from builder.files import CACHE, SITE, sole_writer

FIRST, SECOND = "first", "second"
NAMED = "[...(globalThis.builds ?? [])]"
BUILDS = CACHE / "hosts" / "builds"


def build(name: str) -> Path:
    """Build the page, from sources in which each script and style names its build; once.

    It is a build as any other: only its sources are others, each longer by a line.
    """
    with sole_writer():
        sources = BUILDS / f"site-{name}"
        shutil.rmtree(sources, ignore_errors=True)
        shutil.copytree(SITE, sources)
        for script in sources.rglob("*.js"):
            _append(script, f'(globalThis.builds ??= new Set()).add("{name}");')
        for style in sources.rglob("*.css"):
            _append(style, f':root {{ --build-{style.stem}: "{name}"; }}')
        page = sources / "index.html"
        text = page.read_text(encoding="utf-8")
        assert "<title>One neuron" in text
        page.write_text(text.replace("<title>One", f"<title>The {name} one"), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            for module in (bundle, scripts):
                patch.setattr(module, "SITE", sources)
            return bundle.build(BUILDS / name)


def _append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")


def builds_in(page: Page) -> set[str]:
    """Name the builds of which the open page is made: its document, scripts, styles, workers."""
    found = {name for name in (FIRST, SECOND) if f"The {name} one" in page.title()}
    found |= set(page.evaluate(NAMED))
    for worker in page.workers:
        found |= set(worker.evaluate(NAMED))
    styles: list[str] = page.evaluate(
        """[...document.documentElement.computedStyleMap()]
            .filter(([name]) => name.startsWith("--build-"))
            .map(([, values]) => values[0][0].trim())"""
    )
    return found | {style.strip('"') for style in styles}
