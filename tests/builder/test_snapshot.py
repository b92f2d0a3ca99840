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


def test_the_state_holds_memory_libraries_and_the_core_s_sources(dist: Path) -> None:
    packed = (dist / "snapshot" / "state.zst").read_bytes()
    facts = json.loads((dist / "snapshot" / "facts.json").read_text(encoding="utf-8"))
    with tarfile.open(fileobj=io.BytesIO(zstandard.decompress(packed))) as tar:
        sizes = {f"/{member.name}": member.size for member in tar}
    assert sizes["/memory"] <= facts["size"]
    assert {*facts["libraries"]} < {*sizes}
    assert any(name.endswith("/neuron_core/network.py") for name in sizes)
    assert facts["files"]["state.zst"]["bytes"] == len(packed)


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
