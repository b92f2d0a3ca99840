"""dist/: complete, only what the page needs, and never half replaced."""

import base64
import hashlib
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from builder import bundle, contents, recording, runtime, scripts
from builder.console import Failure
from builder.files import SITE, sole_writer, temporary_folder
from tests.built import built, data

ELSEWHERE = re.compile(r"[a-z]+:|/", re.IGNORECASE)  # how an address that is not relative begins
LOADED = {"src", "srcset", "poster", "data"}


def sha256(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


@pytest.fixture(scope="module")
def wheels() -> tuple[Path, Path]:
    """NumPy's and our own."""
    with sole_writer():
        return runtime.numpy_wheel(runtime.NODE_MODULES), bundle.core_wheel()


@pytest.fixture(scope="module")
def lock(wheels: tuple[Path, Path]) -> dict[str, Any]:
    with sole_writer():
        return bundle.lock_of(runtime.NODE_MODULES / "pyodide" / "pyodide-lock.json", *wheels)


def test_the_lock_holds_numpy_and_neuron_core_with_their_hashes(
    dist: Path, lock: dict[str, Any]
) -> None:
    packages = lock["packages"]
    assert packages.keys() == {"numpy", "neuron-core"}
    assert packages["neuron-core"]["depends"] == ["numpy"]
    assert packages["neuron-core"]["imports"] == ["neuron_core"]
    for package in packages.values():
        assert sha256(data(dist, package["file_name"])).hex() == package["sha256"]


def test_the_lock_says_of_pyodide_what_pyodides_own_says(lock: dict[str, Any]) -> None:
    own = json.loads(
        (runtime.NODE_MODULES / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8")
    )
    assert lock["info"] == own["info"]
    assert lock["packages"]["numpy"]["sha256"] == own["packages"]["numpy"]["sha256"]


def test_numpy_here_is_the_version_that_the_page_has(lock: dict[str, Any]) -> None:
    import numpy as np

    assert lock["packages"]["numpy"]["version"] == np.__version__


def test_every_data_file_is_in_a_folder_that_is_named_after_its_content(dist: Path) -> None:
    paths = [path for path in (dist / contents.FOLDER).rglob("*") if path.is_file()]
    assert len([path for path in paths if not path.name.endswith(".rest.wasm")]) == 13
    for path in paths:
        assert sha256(path).hex().startswith(path.parent.name)
        assert contents.made(path, dist)["sha256"] == base64.b64encode(sha256(path)).decode()


def test_the_wheel_holds_neuron_core_and_nothing_else(dist: Path) -> None:
    wheel = data(dist, "neuron_core-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "neuron_core/py.typed" in names
    assert {name.split("/")[0] for name in names} == {
        "neuron_core",
        "-".join(wheel.stem.split("-")[:2]) + ".dist-info",
    }


def test_what_is_for_developers_is_not_shipped(dist: Path) -> None:
    assert (dist / ".nojekyll").exists()
    names = {path.name for path in dist.rglob("*")}
    assert not names & {"package.json", "package-lock.json", ".npmrc", "jsconfig.json"}
    # The types of the element are for the authors of other pages, and their editors.
    assert {name for name in names if name.endswith((".md", ".d.ts"))} == {"one-neuron.d.ts"}


def test_hosts_know_what_every_file_is_and_no_name_depends_on_large_letters(dist: Path) -> None:
    asked = [path for path in dist.rglob("*") if path.is_file() and path.parent != dist]
    fetched = [path.name for path in asked if "licences" not in path.parts]
    assert not [name for name in fetched if name.endswith(".mjs")]
    assert not [name for name in fetched if name != name.lower()]
    assert (dist / ".gitattributes").read_text(encoding="utf-8") == "* -text\n"


def test_what_others_made_has_its_licence(dist: Path) -> None:
    asked = json.loads((SITE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    licences = dist / "licences"
    names = {path.relative_to(licences).as_posix() for path in licences.rglob("*.txt")}
    for package in asked.keys() - {"esbuild", "pyodide"}:
        assert f"{package}.txt" in names
    assert {"pyodide-MPL-2.0.txt", "pyodide-Python.txt", "style-mod.txt"} < names
    for name in names:
        assert (licences / name).read_text(encoding="utf-8").strip()


def test_every_script_and_style_has_its_source_map(dist: Path) -> None:
    scripts_and_styles = [
        path for path in (dist / "code").iterdir() if path.suffix in (".js", ".css")
    ]
    for path in scripts_and_styles:
        found = re.search(r"sourceMappingURL=(\S+)", path.read_text(encoding="utf-8"))
        assert found, path
        described = json.loads((path.parent / found[1]).read_text(encoding="utf-8"))
        assert len(described["sourcesContent"]) == len(described["sources"])


def test_a_name_changes_with_the_content_and_with_what_it_imports(
    dist: Path, tmp_path: Path
) -> None:
    """A module that is loaded later carries its change up into all that lead to it."""
    names = {path.name for path in (dist / "code").glob("*.js")}
    with sole_writer(), temporary_folder() as folder:
        scripts.copy_sources(folder, built(dist))
        dialog = folder / "site" / "share" / "share-dialog.js"
        dialog.write_text(dialog.read_text("utf-8").replace("Copy", "Kopie"), encoding="utf-8")
        for name in ("workers", "page"):
            scripts.tell(folder, name, [])
        changed = scripts.bundle_page(folder, tmp_path)
    assert scripts.entry(changed, "share/share-dialog.js") not in names
    assert scripts.entry(changed, "page.js") not in names
    assert scripts.entry(changed, "lesson/lesson.js") != scripts.entry(changed, "page.js")


class Addresses(HTMLParser):
    """Collects what a page has the browser load, and the links that lead within the site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in LOADED or (name == "href" and (tag != "a" or (value or "").startswith("/"))):
                self.found.append(value or "")


def test_no_page_or_style_names_an_address_that_is_not_relative(dist: Path) -> None:
    for page in dist.rglob("*.html"):
        addresses = Addresses()
        addresses.feed(page.read_text(encoding="utf-8"))
        absolute = [a for a in addresses.found if ELSEWHERE.match(a) and not a.startswith("data:")]
        assert not absolute, page
    for style in dist.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*[\"']?(https?:|/)|@import\s+[\"'](https?:|/)", text), style


def test_the_npm_lock_names_no_place_on_the_network() -> None:
    lock = json.loads((SITE / "package-lock.json").read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)  # where its authors ask for money
        assert "resolved" not in package
    assert "://" not in json.dumps(lock)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "thesis.txt"
    mine.write_text("years of work", encoding="utf-8")
    with pytest.raises(Failure, match="did not make"):
        bundle.build(tmp_path)
    with pytest.raises(Failure, match="is a file"):
        bundle.build(mine)
    assert mine.read_text(encoding="utf-8") == "years of work"


@pytest.mark.usefixtures("dist")
def test_it_is_made_once_and_replaced_only_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_dist: Path) -> None:
        raise KeyboardInterrupt

    def not_again(_dist: Path) -> None:
        raise AssertionError("it is up to date")

    out = tmp_path / "deep" / "page"
    bundle.build(out)
    with monkeypatch.context() as unchanged:
        unchanged.setattr(recording, "write", not_again)
        bundle.build(out)

    (out / bundle.MARKER).write_text("made from older files", encoding="utf-8")
    (out / "old").touch()
    with monkeypatch.context() as during:
        during.setattr(recording, "write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bundle.build(out)
    assert (out / "old").exists()

    bundle.build(out)
    assert not (out / "old").exists()
    assert [path.name for path in out.parent.iterdir()] == ["page"]


def test_the_head_names_what_the_page_needs_and_none_of_its_workers(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page)
    assert all((dist / name).is_file() for name in named)
    scripts_named = [Path(name).name for name in named if name.endswith(".js")]
    assert [name.split("-")[0] for name in scripts_named] == ["main", "page", "part"]
    assert "importmap" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)  # a policy may forbid those


def test_a_page_without_a_place_for_its_modules_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place"):
        scripts.replaced("<!doctype html>", scripts.MARK, "")
