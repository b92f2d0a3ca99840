"""The snapshot that the build makes, and what the page's head names."""

import io
import json
import re
import tarfile
from pathlib import Path

import pytest
import zstandard

from builder import preload, snapshot
from builder.console import Failure


def test_memory_and_surroundings_are_what_the_facts_say(dist: Path) -> None:
    facts = json.loads((dist / "snapshot" / "facts.json").read_text(encoding="utf-8"))
    packed = {
        name: (dist / "snapshot" / name).read_bytes() for name in ("memory.zst", "surroundings.zst")
    }
    assert {name: len(content) for name, content in packed.items()} == {
        name: facts["files"][name]["bytes"] for name in packed
    }
    assert len(zstandard.decompress(packed["memory.zst"])) <= facts["size"]
    surroundings = io.BytesIO(zstandard.decompress(packed["surroundings.zst"]))
    with tarfile.open(fileobj=surroundings) as tar:
        names = {f"/{name}" for name in tar.getnames()}
    assert {*facts["libraries"]} < names
    assert any(name.endswith("/neuron_core/network.py") for name in names)


def test_what_is_missing_in_it_can_be_had(dist: Path) -> None:
    facts = json.loads((dist / "snapshot" / "facts.json").read_text(encoding="utf-8"))
    for archive in facts["archives"].values():
        assert (dist / "vendor" / "pyodide" / archive["file"]).is_file()


def test_a_name_that_the_page_cannot_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "long").mkdir()
    (tmp_path / "long" / ("x" * 95)).touch()
    with pytest.raises(Failure, match="too long"):
        snapshot._tar(tmp_path)


def test_the_head_names_all_modules_of_the_page_and_none_of_its_workers(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    named = {*re.findall(r'rel="modulepreload" href="([^"]+)"', page)}
    assert {"page.js", "session.js", "lab/client.js", "vendor/uplot/uPlot.esm.js"} < named
    assert not named & {"lab/worker.js", "lab/keeper.js", "lab/restore.js", "service-worker.js"}
    assert all((dist / name).is_file() for name in named)


def test_a_page_without_a_place_for_its_modules_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        preload.write(tmp_path)
