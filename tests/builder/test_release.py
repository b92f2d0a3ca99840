"""A release is a page to host as it is unpacked, and packages that registries would take."""

import json
import zipfile
from pathlib import Path

import pytest

from builder import pages, release, scripts
from builder.console import Failure
from builder.files import ROOT


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A folder that passes for a built page."""
    folder = tmp_path / "page"
    (folder / "code").mkdir(parents=True)
    (folder / "index.html").write_text("now", encoding="utf-8")
    (folder / "code" / "a.js").write_text("1", encoding="utf-8")
    (folder / ".nojekyll").touch()
    return folder


def released(folder: Path, version: str) -> None:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"neuron-page-{version}.zip", "w") as archive:
        archive.writestr("index.html", version)


def test_an_archive_is_the_page_with_its_hidden_files_and_always_the_same(
    page: Path, tmp_path: Path
) -> None:
    for name in ("one.zip", "other.zip"):
        release.archive(page, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == [".nojekyll", "code/a.js", "index.html"]


def test_a_site_has_the_newest_release_of_each_folder(page: Path, tmp_path: Path) -> None:
    releases, out = tmp_path / "releases", tmp_path / "site"
    for version in ("1.2.9", "1.2.10", "1.10.0", "2.0.0"):
        released(releases, version)
    for _ in range(2):  # the second one in the place of the first
        pages.site(page, releases, "/neuron", out)
    shown = {
        path.parent.name: path.read_text(encoding="utf-8") for path in out.glob("v*/index.html")
    }
    assert shown == {
        "v1.2": "1.2.10", "v1": "1.10.0", "v1.10": "1.10.0", "v2": "2.0.0", "v2.0": "2.0.0"
    }  # fmt: skip
    assert (out / "index.html").read_text(encoding="utf-8") == "now"
    assert 'href="/neuron/"' in (out / "404.html").read_text(encoding="utf-8")
    assert not (page / "404.html").exists()


@pytest.mark.parametrize(("base", "link"), [("", "/"), ("/", "/"), ("a/b/", "/a/b/")])
def test_without_releases_there_is_the_page_alone(
    page: Path, tmp_path: Path, base: str, link: str
) -> None:
    out = pages.site(page, tmp_path / "none", base, tmp_path / "site")
    assert {path.name for path in out.iterdir()} == {
        "index.html", "code", ".nojekyll", "404.html"
    }  # fmt: skip
    assert f'href="{link}"' in (out / "404.html").read_text(encoding="utf-8")


def test_what_is_not_a_release_is_refused_and_nothing_of_others_is_lost(
    page: Path, tmp_path: Path
) -> None:
    releases, out = tmp_path / "releases", tmp_path / "site"
    released(releases, "1")
    with pytest.raises(Failure, match=r"neuron-page-1\.zip is not named"):
        pages.site(page, releases, "/", out)
    out.mkdir()
    (out / "mine").touch()
    with pytest.raises(Failure, match="something else"):
        pages.site(page, tmp_path / "none", "/", out)
    assert (out / "mine").exists()
    with pytest.raises(Failure, match=r"The tag is v9\.9\.9"):
        release.release(page, tmp_path / "out", "v9.9.9")


def test_what_npm_is_told_of_the_element_is_there() -> None:
    facts = json.loads((release.PACKAGES / "one-neuron.json").read_text(encoding="utf-8"))
    named = {facts["types"], *facts["exports"]["."].values()}
    assert {name.removeprefix("./") for name in named} <= {scripts.ELEMENT, *scripts.FOR_EDITORS}
    assert facts["customElements"] in scripts.FOR_EDITORS
    assert release.NO_README in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
