"""Measure the page and neuron_core beside what they are held against: python3 build.py bench."""

import argparse
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from builder import bundle, runtime
from builder.arguments import DIST
from builder.browser import chromium
from builder.console import say
from builder.files import CACHE, ROOT, write_whole
from tests.bench import arrival, native, work
from tests.bench.figures import HEADING, Row, machine, table
from tests.bench.host import File, Host, without_scripts
from tests.bench.visits import EMBED, HERE, PLAIN, STILL, Visits

PARTS = {
    "native": native.training,
    "first": arrival.first_visit,
    "second": arrival.second_visit,
    "offline": arrival.offline,
    "restart": arrival.restart,
    "bytes": arrival.bytes_sent,
    "embed": arrival.embed,
    "paint": arrival.paint,
    "training": work.training,
    "epochs": work.epochs,
    "smoothness": work.smoothness,
    "views": work.views,
    "memory": work.memory,
    "embeds": work.embeds,
    "10mbit": arrival.at_10_mbit,
    "1.6mbit": arrival.at_1_6_mbit,
    "slow": arrival.slow_machine,
}
RESULT = CACHE / "bench.json"
# Has the browser say at once how much memory is used, not some time later.
AT_ONCE = "--enable-blink-features=ForceEagerMeasureMemory"
NOTES = """
Medians, and in brackets the least and the most; a ratio is the median of those of rounds that were
measured side by side. Sent as by GitHub Pages: text, JSON, SVG and WebAssembly with gzip, the rest
as it is. Slow lines are slow at the host, for all that a page fetches together.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="build.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="NAME")
    parser.add_argument("--dist", type=Path, default=DIST, help="another build to measure")
    asked = parser.parse_args()

    launch = chromium(whole=True)
    rows: dict[str, list[Row]] = {}
    folders = {"": asked.dist, PLAIN: HERE / "plain", EMBED: HERE / "embed"}
    folders[f"{PLAIN}python/"] = ROOT / "site" / "python"  # for what is compiled
    with TemporaryDirectory() as pyodide:
        put_pyodide(Path(pyodide))
        host = Host(folders | {f"{PLAIN}pyodide/": Path(pyodide)})
    still = without_scripts((asked.dist / "index.html").read_text(encoding="utf-8"))
    host.files[f"/{STILL}"] = File.made(still.encode(), ".html")
    with host.serving(), sync_playwright() as playwright:
        args = [*launch["args"], AT_ONCE]
        browser = playwright.chromium.launch(executable_path=launch["executable_path"], args=args)
        facts = machine(browser.version)
        for name in asked.only:
            say(f"measuring: {name}")
            rows[name] = PARTS[name](Visits(browser, host, asked.quick))
        browser.close()

    say("\n" + ", ".join(f"{name}: {fact}" for name, fact in facts.items()))
    say(table([HEADING, *(row.cells() for part in rows.values() for row in part)]))
    say(NOTES)
    plain = {name: [row.plain() for row in part] for name, part in rows.items()}
    write_whole(RESULT, json.dumps({"machine": facts, "parts": plain}, indent=2))


def put_pyodide(folder: Path) -> None:
    """Put Pyodide into a folder as its authors ship it, with the packages that the page has."""
    modules = runtime.node_modules()
    wheels = runtime.numpy_wheel(modules), bundle.core_wheel()
    files = [
        modules / "pyodide" / name
        for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
    ]
    for file in (*files, *wheels):
        shutil.copyfile(file, folder / file.name)
    lock = bundle.lock_of(modules / "pyodide" / "pyodide-lock.json", *wheels)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


if __name__ == "__main__":
    main()
