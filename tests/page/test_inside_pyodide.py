"""The core's tests once more, in the Python of the reader's browser: its numbers are these numbers.

What is tested there is what the page runs: the wheel of neuron_core and the NumPy in dist/. Beside
them come the very files of `tests/core` and this environment's pytest, which is pure Python.
"""

import json
import subprocess
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from builder.environment import isolated
from builder.files import ROOT, sources
from neuron_core import Experiment
from neuron_core.__main__ import result

TESTED = ["tests/core", "neuron_core"]
PYTEST = ["pytest", "iniconfig", "packaging", "pluggy", "pygments"]

LOAD = """async () => {
    const { loadPyodide } = await import(new URL("vendor/pyodide/pyodide.mjs", location.href));
    globalThis.python = await loadPyodide({ packages: ["neuron-core"] });
}"""

# In the folder that holds neuron_core, so that the tests have the names that they have here.
RUN = f"""
import io, json, os, sysconfig
from contextlib import redirect_stdout
from pyodide.http import pyfetch

os.chdir(sysconfig.get_path("purelib"))
await (await pyfetch("tests.zip")).unpack_archive(format="zip")

import pytest

class Passed:
    names = []

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.names.append(report.nodeid)

with redirect_stdout(io.StringIO()) as printed:
    code = pytest.main(["--quiet", *{TESTED}], plugins=[Passed()])
json.dumps({{"code": code, "passed": Passed.names, "printed": printed.getvalue()}})
"""

TRAIN = """
import json
from neuron_core import Experiment
from neuron_core.__main__ import result

json.dumps(result(Experiment()))
"""


def everything_zipped() -> bytes:
    """What a Python that has neuron_core needs to run its tests, under the same settings."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for path in [ROOT / "pyproject.toml", *sources(ROOT / "tests" / "core")]:
            files.write(path, path.relative_to(ROOT))
        for name in PYTEST:
            for file in distribution(name).files or []:
                if file.suffix == ".py":
                    files.write(str(file.locate()), str(file))
    return archive.getvalue()


@pytest.fixture(scope="module")
def pyodide(browser: Browser, address: str) -> Iterator[Page]:
    """An empty page in the place of ours, with Pyodide and neuron_core loaded from dist/."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route(address, lambda route: route.fulfill(body="", content_type="text/html"))
        page.route("**/tests.zip", lambda route: route.fulfill(body=everything_zipped()))
        page.goto(address)
        page.evaluate(LOAD)
        yield page


def run(pyodide: Page, code: str) -> Any:
    """What a piece of Python gives there, as JSON."""
    return json.loads(pyodide.evaluate("code => python.runPythonAsync(code)", code))


def test_the_core_s_tests_pass_inside_pyodide_every_one(pyodide: Page) -> None:
    there = run(pyodide, RUN)
    assert there["code"] == 0, there["printed"]

    listing = isolated("-m", "pytest", "--collect-only", "--quiet", *TESTED)
    here = subprocess.check_output(listing, cwd=ROOT, encoding="utf-8").split("\n\n")[0]
    assert there["passed"] == here.splitlines()


def test_the_tutorial_s_numbers_inside_pyodide_are_cpython_s(pyodide: Page) -> None:
    there, here = run(pyodide, TRAIN), result(Experiment())
    assert there["start_weights"] == here["start_weights"]
    assert there["weights"] == pytest.approx(here["weights"], rel=0, abs=1e-9)
    assert there["answer"] == pytest.approx(here["answer"], rel=0, abs=1e-9)
