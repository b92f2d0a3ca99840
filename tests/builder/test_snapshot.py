"""The snapshot that the build makes."""

import io
import tarfile
from pathlib import Path

import pytest
import zstandard

from builder import bundle, runtime, snapshot
from builder.console import Failure
from builder.files import sole_writer


@pytest.fixture(scope="module")
def baked() -> snapshot.Baked:
    with sole_writer():
        modules = runtime.node_modules()
        wheels = runtime.numpy_wheel(modules), bundle.core_wheel()
        return snapshot.baked(modules / "pyodide", *wheels)


def test_memory_and_surroundings_are_what_the_facts_say(baked: snapshot.Baked) -> None:
    facts = baked.facts
    packed = {name: baked.files[name].read_bytes() for name in facts["files"]}
    assert packed.keys() == {"memory.zst", "surroundings.zst", "pyodide.first.wasm"}
    assert {name: len(content) for name, content in packed.items()} == {
        name: facts["files"][name]["bytes"] for name in packed
    }
    assert len(zstandard.decompress(packed["memory.zst"])) <= facts["size"]
    surroundings = io.BytesIO(zstandard.decompress(packed["surroundings.zst"]))
    with tarfile.open(fileobj=surroundings) as tar:
        names = {f"/{name}" for name in tar.getnames()}
    assert {*facts["libraries"], facts["data"]["file"]} < names
    assert any(name.endswith("/neuron_core/engine/network.py") for name in names)


def test_what_is_missing_in_it_can_be_had(baked: snapshot.Baked, dist: Path) -> None:
    for archive in baked.facts["archives"].values():
        assert list((dist / "files").glob(f"*/{archive['file']}"))


def test_a_name_that_the_page_cannot_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "long").mkdir()
    (tmp_path / "long" / ("x" * 95)).touch()
    with pytest.raises(Failure, match="too long"):
        snapshot._tar(tmp_path)
