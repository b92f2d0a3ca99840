"""The core's tests once more, in the Python of the reader's browser: its numbers are these numbers.

What is tested there is what the page runs: Python as the page starts it, restored from a snapshot
or the plain way, with the neuron_core and the NumPy in dist/. Beside them come the very files of
`tests/core` and this environment's pytest, which is pure Python. What is computed here for every
combination of activations, losses and optimisers, is computed there once: see `first_cases.py`.
"""

import json
import pkgutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from builder import scripts
from builder.environment import isolated
from builder.files import ROOT, sole_writer, sources, temporary_folder
from neuron_core import Experiment
from neuron_core.__main__ import result, trained
from tests.built import built, code

# Preparing asserts to tell what they compare would take as long as the tests.
TESTED = [
    "--quiet",
    "--assert=plain",
    "-p",
    "tests.page.first_cases",
    # The page fetches what reads these with the first of them.
    "--ignore=tests/core/test_workbook.py",
    "--ignore=tests/core/test_encodings.py",
    "tests/core",
    "neuron_core",
]
FIRST_CASES = ROOT / "tests" / "page" / "first_cases.py"
PYTEST = ["pytest", "iniconfig", "packaging", "pluggy", "pygments"]

OUR_WORKER = "code/worker-of-the-test.js"
WORKER = """
import { letCompile } from "./python/compiling.js";
import { plainStart } from "./python/plain-start.js";
import { restore } from "./python/snapshot/restore.js";

let python;
self.onmessage = async ({ data: { loader, code }, ports: [answer] }) => {
  try {
    if (code) return answer.postMessage({ value: await python.runPythonAsync(code) });
    python = loader ? await restore(loader) : await plainStart(() => {});
    letCompile(python);
    answer.postMessage({});
  } catch (error) {
    answer.postMessage({ error: String(error) });
  }
};
"""

START = """async ({ restored, worker: address, loader }) => {
  const worker = new Worker(address, { type: "module" });
  globalThis.python = (request, ...transferred) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => ("error" in data ? reject(data.error) : resolve(data.value));
      worker.postMessage(request, [port2, ...transferred]);
    });
  if (!restored) return python({});
  const { port1, port2 } = new MessageChannel();
  new Worker(loader, { type: "module" }).postMessage(port1, [port1]);
  await python({ loader: port2 }, port2);
}"""

# In the folder that holds neuron_core, so that the tests have the names that they have here.
RUN = """
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
    code = pytest.main(ARGUMENTS, plugins=[Passed()])
json.dumps({"code": code, "passed": Passed.names, "printed": printed.getvalue()})
"""

IMPORT = """
import json, warnings

def importable(name):
    try:
        __import__(name)
        return True
    except Exception:
        return False

warnings.simplefilter("ignore")
json.dumps([name for name in NAMES if importable(name)])
"""

TRAIN = """
import json
from neuron_core import Experiment
from neuron_core.__main__ import result, trained

json.dumps(result(Experiment(), trained(Experiment())))
"""


def everything_zipped() -> bytes:
    """What a Python that has neuron_core needs to run its tests, under the same settings."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for path in [ROOT / "pyproject.toml", FIRST_CASES, *sources(ROOT / "tests" / "core")]:
            files.write(path, path.relative_to(ROOT))
        for name in PYTEST:
            for file in distribution(name).files or []:
                if file.suffix == ".py":
                    files.write(str(file.locate()), str(file))
    return archive.getvalue()


@cache
def worker(dist: Path) -> str:
    """Bundle the worker of these tests as the page's are."""
    with sole_writer(), temporary_folder() as folder, TemporaryDirectory() as out:
        facts = built(dist)
        scripts.copy_sources(folder, facts)
        (folder / "site" / "tested.js").write_text(WORKER, encoding="utf-8")
        names = scripts.bundle(folder, ["tested.js"], Path(out), "--format=esm")
        return (Path(out) / scripts.entry(names, "tested.js")).read_text(encoding="utf-8")


@contextmanager
def python_in_a_worker(
    browser: Browser, address: str, dist: Path, *, restored: bool
) -> Iterator[Page]:
    """Give an empty page in the place of ours, with Python started one way or the other."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route(address, lambda route: route.fulfill(body="", content_type="text/html"))
        page.route("**/tests.zip", lambda route: route.fulfill(body=everything_zipped()))
        page.route(
            f"**/{OUR_WORKER}",
            lambda route: route.fulfill(body=worker(dist), content_type="text/javascript"),
        )
        page.goto(address)
        loader = code(dist, "loader").relative_to(dist).as_posix()
        page.evaluate(START, {"restored": restored, "worker": OUR_WORKER, "loader": loader})
        yield page


@pytest.fixture(params=["restored", "plain"], scope="module")
def pyodide(
    browser: Browser, address: str, dist: Path, request: pytest.FixtureRequest
) -> Iterator[Page]:
    restored = request.param == "restored"
    with python_in_a_worker(browser, address, dist, restored=restored) as page:
        yield page


def run(pyodide: Page, code: str) -> Any:
    """What a piece of Python gives there, as JSON."""
    return json.loads(pyodide.evaluate("code => python({ code })", code))


@pytest.mark.grid
def test_the_core_s_tests_pass_inside_pyodide(pyodide: Page) -> None:
    there = run(pyodide, f"ARGUMENTS = {TESTED}\n{RUN}")
    listing = isolated("-m", "pytest", "--collect-only", *TESTED)
    here = subprocess.check_output(listing, cwd=ROOT, encoding="utf-8").split("\n\n")[0]
    assert there["code"] == 0, there["printed"]
    assert there["passed"] == here.splitlines()


@pytest.mark.grid
def test_the_tutorial_s_numbers_inside_pyodide_are_cpython_s(pyodide: Page) -> None:
    there, here = run(pyodide, TRAIN), result(Experiment(), trained(Experiment()))
    assert there["start_weights"] == here["start_weights"]
    assert there["weights"] == pytest.approx(here["weights"], rel=0, abs=1e-9)
    assert there["answer"] == pytest.approx(here["answer"], rel=0, abs=1e-9)


@pytest.mark.thorough
def test_a_restored_python_can_import_whatever_a_plain_one_can(
    browser: Browser, address: str, dist: Path
) -> None:
    numpy_s = [f"numpy.{module.name}" for module in pkgutil.iter_modules(np.__path__)]
    names = sorted(sys.stdlib_module_names - {"antigravity", "this"}) + numpy_s
    importable = []
    for restored in (False, True):
        with python_in_a_worker(browser, address, dist, restored=restored) as page:
            importable.append(run(page, f"NAMES = {names}\n{IMPORT}"))
    assert importable[0] == importable[1]
    assert {"math", "statistics", "tomllib", "numpy.fft", "numpy.ma"} <= {*importable[0]}


def test_random_numbers_are_not_those_of_the_snapshot(
    browser: Browser, address: str, dist: Path
) -> None:
    draw = "import json, random, numpy; json.dumps([random.random(), numpy.random.random()])"
    drawn = []
    for _ in range(2):
        with python_in_a_worker(browser, address, dist, restored=True) as page:
            drawn += run(page, draw)
    assert len({*drawn}) == len(drawn)


@pytest.mark.grid
def test_linear_algebra_works_there(pyodide: Page) -> None:
    code = "import json, numpy; json.dumps(numpy.linalg.inv([[2, 0], [0, 4]]).tolist())"
    assert run(pyodide, code) == [[0.5, 0.0], [0.0, 0.25]]


@pytest.mark.grid
def test_the_reader_s_own_code_has_its_asserts_and_docstrings(pyodide: Page) -> None:
    code = """
        import inspect, json, traceback
        from neuron_core import Neuron
        from neuron_core.engine.activations import activation

        def wrong():
            "A docstring."
            assert 1 == 2

        try:
            wrong()
        except AssertionError:
            said = traceback.format_exc()
        json.dumps([wrong.__doc__, said, Neuron.__doc__, inspect.getsource(activation)])
    """
    own, said, core, source = run(pyodide, dedent(code))
    assert own == "A docstring."
    assert "AssertionError" in said
    assert core.startswith("The tutorial's neuron")
    assert source.startswith("def activation(")
