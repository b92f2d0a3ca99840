"""dist/: complete, only what the page needs, and never half replaced."""

import base64
import hashlib
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder import bundle, recording, runtime
from builder.console import Failure
from builder.files import SITE

ELSEWHERE = re.compile(r"[a-z]+:|/", re.IGNORECASE)  # how an address that is not relative begins
LOADED = {"src", "srcset", "poster", "data"}


def sha256(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


@pytest.fixture
def pyodide(dist: Path) -> Path:
    return dist / "vendor" / "pyodide"


def test_the_lock_holds_numpy_and_neuron_core_with_their_hashes(pyodide: Path) -> None:
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    assert packages.keys() == {"numpy", "neuron-core"}
    assert packages["neuron-core"]["depends"] == ["numpy"]
    assert packages["neuron-core"]["imports"] == ["neuron_core"]
    for package in packages.values():
        assert sha256(pyodide / package["file_name"]).hex() == package["sha256"]


def test_the_lock_says_of_pyodide_what_pyodides_own_says(pyodide: Path) -> None:
    own = json.loads(
        (runtime.NODE_MODULES / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8")
    )
    ours = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert ours["info"] == own["info"]
    assert ours["packages"]["numpy"]["sha256"] == own["packages"]["numpy"]["sha256"]


def test_numpy_here_is_the_version_that_the_page_has(pyodide: Path) -> None:
    import numpy as np

    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]["numpy"]["version"] == np.__version__


def test_every_big_file_has_the_size_and_hash_that_the_page_is_told(pyodide: Path) -> None:
    files = json.loads((pyodide / "files.json").read_text(encoding="utf-8"))
    kinds = sorted(Path(file["name"]).suffix for file in files)
    assert kinds == [".wasm", ".whl", ".whl", ".zip"]
    for file in files:
        path = pyodide / file["name"]
        assert path.stat().st_size == file["bytes"]
        assert file["integrity"] == "sha256-" + base64.b64encode(sha256(path)).decode()


def test_the_wheel_holds_neuron_core_and_nothing_else(pyodide: Path) -> None:
    (wheel,) = pyodide.glob("neuron_core-*.whl")
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
    assert not [name for name in names if name.endswith((".md", ".d.ts"))]


def test_what_others_made_has_its_licence_beside_it(dist: Path) -> None:
    packages = {path.parent for path in (dist / "vendor").rglob("*.*js")}
    assert len(packages) == len(bundle.BROWSER_PACKAGES) + len(["pyodide"])
    for package in packages:
        assert list(package.glob("LICENSE*")), package.name


def test_every_package_that_a_module_imports_is_in_the_import_map(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="importmap">(.*?)</script>', page, re.DOTALL)
    packages = json.loads(found)["imports"]
    assert {dist / where for where in packages.values()} <= set(dist.rglob("*"))
    vendors = (dist / "vendor").rglob("*/*.js")
    imported = {
        name
        for module in vendors
        for name in re.findall(
            r"^import .*? from '([^']+)'", module.read_text("utf-8"), re.MULTILINE
        )
    }
    assert imported
    assert imported <= packages.keys()


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


def test_the_import_map_comes_before_every_module(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    modules = [page.index(mark) for mark in ('rel="modulepreload"', 'type="module" src')]
    assert page.index('type="importmap"') < min(modules)  # else Firefox ignores it
