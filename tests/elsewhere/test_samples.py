"""The samples of docs/embedding, built by the tools that authors have, and opened in a browser."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from builder.files import ROOT
from builder.runtime import node_program
from tests.elsewhere.tools import (
    HUGO,
    JUPYTER_BOOK,
    MATERIAL,
    SCIENCE,
    SPHINX,
    TOOLS,
    done,
    node_modules,
    scripts,
)
from tests.hosts.debian import unpacked
from tests.hosts.place import Missing
from tests.odd import OddHost

SAMPLES = ROOT / "docs" / "embedding"
ADDRESS = "https://example.org/neuron/"
"""Where a sample says that this page is."""


def plain(source: Path) -> Path:
    return source


def mkdocs(source: Path) -> Path:
    done(scripts(*MATERIAL) / "mkdocs", "build", "--strict", within=source, NO_MKDOCS_2_WARNING="1")
    return source / "site"


def sphinx(source: Path) -> Path:
    done(scripts(*SPHINX) / "sphinx-build", "-W", "-b", "html", ".", "out", within=source)
    return source / "out"


def jupyter_book(source: Path) -> Path:
    done(scripts(*JUPYTER_BOOK) / "jupyter-book", "build", ".", within=source)
    return source / "_build" / "html"


def jekyll(source: Path) -> Path:
    """Run Debian's, which is not installed: Ruby is told where its parts are."""
    folder = unpacked("jekyll")
    libraries = folder / "usr" / "lib"
    gems = [*folder.rglob("rubygems-integration/*"), *libraries.glob("ruby/gems/*")]
    vendor = [libraries / "ruby" / "vendor_ruby", *libraries.glob("*/ruby/vendor_ruby")]
    ruby = [*vendor, *libraries.glob("ruby/[0-9]*"), *libraries.glob("*/ruby/[0-9]*")]
    ruby += [path for base in vendor for path in base.glob("[0-9]*")]
    for file in folder.rglob("sassc/native.rb"):  # which names its library where it would be
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'"/(?=usr/lib)', f'"{folder}/', text), encoding="utf-8")
    own = folder / "usr" / "bin" / "ruby"  # unless the machine has one
    done(
        own if own.exists() else "ruby", folder / "usr" / "bin" / "jekyll", "build",
        within=source,
        GEM_PATH=":".join(map(str, gems)),
        RUBYLIB=":".join(map(str, ruby)),
        LD_LIBRARY_PATH=":".join({str(path.parent) for path in libraries.rglob("*.so*")}),
    )  # fmt: skip
    return source / "_site"


def hugo(source: Path) -> Path:
    done(scripts(*HUGO) / "hugo", "--panicOnWarning", within=source)
    return source / "public"


def vitepress(source: Path) -> Path:
    (source / "node_modules").symlink_to(node_modules())
    program = node_modules() / "vitepress" / "bin" / "vitepress.js"
    done(node_program("node"), program, "build", within=source)
    return source / ".vitepress" / "dist"


def notebook(source: Path) -> Path:
    python, options = (
        scripts(*SCIENCE) / "python",
        ["--execute", "--to", "html", "--output", "index"],
    )
    done(python, "-m", "nbconvert", *options, "neuron.ipynb", within=source)
    return source


TOOLS_OF: dict[str, Callable[[Path], Path]] = {
    "plain": plain,
    "mkdocs": mkdocs,
    "sphinx": sphinx,
    "jupyter-book": jupyter_book,
    "jekyll": jekyll,
    "hugo": hugo,
    "vitepress": vitepress,
    "notebook": notebook,
}


def test_every_sample_is_built() -> None:
    assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} == {*TOOLS_OF}


@pytest.mark.parametrize("name", TOOLS_OF)
def test_a_sample_shows_the_neuron(
    name: str, browser: Browser, neuron: str, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(SAMPLES / name, source)
    for file in [path for path in source.rglob("*") if path.is_file()]:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(ADDRESS, neuron), encoding="utf-8")
    try:
        site = TOOLS_OF[name](source)
    except Missing as missing:
        pytest.skip(str(missing))
    pictures = TOOLS / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    with (
        OddHost({"/": site}).serving() as host,
        browser.new_context(
            viewport={"width": 1000, "height": 900}, reduced_motion="reduce"
        ) as reader,
    ):
        page = reader.new_page()
        page.goto(f"{host.origin}/index.html")
        frame = page.frame_locator("iframe")
        expect(frame.locator("#iteration")).not_to_be_empty()
        expect(frame.locator("#drawing")).to_be_visible()
        frame.get_by_role("button", name="Train", exact=True).click()
        expect(frame.locator("#iteration")).to_contain_text("10,000 of 10,000")
        box = page.locator("iframe").bounding_box()
        assert box
        assert box["width"] > 400
        assert 250 < box["height"] <= 620
        is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(is_wider)
        page.screenshot(path=pictures / f"{name}.png")
