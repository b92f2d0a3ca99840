"""Scripts and styles for readers: a few files whose names change with their content.

esbuild makes them of the plain modules in site/. Each is small or comes when it is needed, and has
a source map beside it, with which a browser shows the modules as they were written.
"""

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from builder import runtime
from builder.console import run
from builder.contents import Made, made, put
from builder.files import CACHE, SITE, temporary_folder

FOLDER = "code"
BUILT = "built"
"""What the build finds out stands in this folder of site/, where modules import it as JSON."""
WORKERS = {"worker": "python/worker.js", "loader": "python/snapshot/loader.js"}
EARLIER = ("site/page.js", "site/lesson/lesson.js")
"""What is there before all parts that come later, in this order."""
MARK = "<!-- build: what the page needs -->"
NAMES_MARK = "<!-- build: the first script and the styles -->"
ELEMENT = "one-neuron.js"
FOR_EDITORS = ("custom-elements.json", "one-neuron.d.ts")
"""What tells editors, and those who check types, about the element."""
STYLES = "styles/page.css"
LINK = f'<link rel="stylesheet" href="{STYLES}">'
MAIN = '<script src="main.js" defer>'
PACKAGE = re.compile(r".*\bnode_modules/((?:@[^/]+/)?[^/]+)/")
OPTIONS = [
    "--bundle",
    "--minify",
    "--sourcemap",
    "--target=es2023",
    "--charset=utf8",
    "--legal-comments=none",  # the licences are in a folder of their own
    "--external:node:*",  # which Pyodide asks for in Node alone
    "--external:ws",
    "--log-level=warning",
    "--entry-names=[name]-[hash]",
    # No word in the name of a part that comes later: blockers of advertising go by words.
    "--chunk-names=part-[hash]",
]

Outputs = dict[str, dict[str, Any]]
"""What esbuild says of each file that it has made, by their names."""


def write(dist: Path, built: Mapping[str, Any]) -> set[str]:
    """Bundle all modules and styles into ``code/``, and have the page ask for them.

    `built` is what the build has found out, by the names under which modules import it. Returns
    the names of the packages of which readers get a part.
    """
    with temporary_folder() as folder:
        copy_sources(folder, built)
        to = dist / FOLDER

        def describe(name: str) -> Made:
            return made(to / name, dist)

        workers = bundle(folder, list(WORKERS.values()), to, "--format=esm")
        found = {name: describe(entry(workers, source)) for name, source in WORKERS.items()}
        tell(folder, "workers", found)

        page = bundle_page(folder, to)
        modules = [describe(name) for name in with_imports(page, entry(page, "page.js"))]
        tell(folder, "page", modules)
        now = {module["path"] for module in modules}
        scripts = [describe(name) for name in page if name.endswith(".js")]
        # Only looked at when a part has not come: no reader waits for the hashes of all.
        later = folder / "parts.json"
        later.write_text(json.dumps([one for one in scripts if one["path"] not in now]))
        tell(folder, "parts", put(later, dist))

        styles = bundle(folder, [STYLES], to)
        style = describe(entry(styles, STYLES))
        tell(folder, "styles", style)

        start_up = bundle(folder, ["main.js"], to, "--format=iife")
        main = describe(entry(start_up, "main.js"))

        element(folder, dist)

    needed = [f'<link rel="modulepreload" href="{module["path"]}">' for module in modules]
    frames = built["files"]["frames.bin"]["path"]
    needed.append(f'<link rel="preload" href="{frames}" as="fetch" crossorigin>')
    start = dist / "index.html"
    html = start.read_text(encoding="utf-8")
    for mark, new in {
        MARK: "\n      ".join(needed),
        MAIN: MAIN.replace("main.js", main["path"]),
        LINK: LINK.replace(STYLES, style["path"]),
        NAMES_MARK: f"{main['path']} and {style['path']}",
    }.items():
        html = replaced(html, mark, new)
    html = re.sub(r"<!-- .*? -->|(?<=\n) +", "", html, flags=re.DOTALL)  # for developers
    start.write_text(html, encoding="utf-8", newline="\n")
    return packages_in(workers | page | start_up | styles)


def element(folder: Path, dist: Path) -> None:
    """Bundle the element for pages of others: under its own name, which authors write."""
    to = folder / "element"
    made = bundle(folder, [ELEMENT], to, "--format=esm")
    text = (to / entry(made, ELEMENT)).read_text(encoding="utf-8")
    text = re.sub(r"//# sourceMappingURL=.*\n", "", text)
    (dist / ELEMENT).write_text(text, encoding="utf-8", newline="\n")
    for name in FOR_EDITORS:
        shutil.copyfile(SITE / name, dist / name)


def copy_sources(folder: Path, built: Mapping[str, object]) -> None:
    """Copy the modules and styles into a folder of .cache, where they find node_modules."""
    shutil.copytree(SITE, folder / "site", ignore=shutil.ignore_patterns(".*", "node_modules"))
    for name, content in built.items():
        tell(folder, name, content)


def tell(folder: Path, name: str, content: object) -> None:
    """Write what the build has found out for modules to import."""
    (folder / "site" / BUILT / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def bundle_page(folder: Path, to: Path) -> Outputs:
    """Bundle the page's module, and the parts of it that come later.

    What the page and its parts have in common would become a file for each combination of those
    that share it, and the page's start a dozen requests. The page is always there before its
    parts: once they import it, for nothing but this, all that it needs is one file. So with the
    lesson, which is there before the panels.
    """
    options = ("--format=esm", "--splitting")
    found = bundle(folder, ["page.js"], folder / "first", *options)
    for source in {str(facts["entryPoint"]) for facts in found.values() if "entryPoint" in facts}:
        place = EARLIER.index(source) if source in EARLIER else len(EARLIER)
        for earlier in EARLIER[:place]:
            there = os.path.relpath(folder / earlier, (folder / source).parent)
            with (folder / source).open("a", encoding="utf-8") as file:
                file.write(f'\nimport "./{Path(there).as_posix()}";\n')
    return bundle(folder, ["page.js"], to, *options)


def bundle(folder: Path, entries: Sequence[str], to: Path, *options: str) -> Outputs:
    """Bundle sources of ``folder/site`` into the folder `to`."""
    out, facts = folder / "out", folder / "facts.json"
    esbuild = CACHE / "node_modules" / "esbuild" / "bin" / "esbuild"
    command: list[str | Path] = [
        runtime.node_program("node"),
        esbuild,
        *(f"site/{entry}" for entry in entries),
    ]
    command += [*OPTIONS, *options, f"--outdir={out}", f"--metafile={facts}"]
    run(command, what="esbuild", cwd=folder)
    outputs: Outputs = json.loads(facts.read_text(encoding="utf-8"))["outputs"]
    to.mkdir(exist_ok=True)
    for path in outputs:
        text = (folder / path).read_text(encoding="utf-8")
        # In small letters, which is what some ways to a host make of all names.
        for other in outputs:
            name = Path(other).name
            text = text.replace(name, name.lower())
        (to / Path(path).name.lower()).write_text(text, encoding="utf-8", newline="\n")
    shutil.rmtree(out)
    return {_small(path): facts for path, facts in outputs.items()}


def entry(outputs: Outputs, source: str) -> str:
    """Return the name of the file that a source has become."""
    return next(
        name for name, facts in outputs.items() if facts.get("entryPoint") == f"site/{source}"
    )


def with_imports(outputs: Outputs, name: str) -> list[str]:
    """Return a file and all that it imports by static imports."""
    found = [name]
    for importer in found:  # which grows
        imports = outputs[importer]["imports"]
        names = [_small(one["path"]) for one in imports if one["kind"] == "import-statement"]
        found += [name for name in dict.fromkeys(names) if name not in found]
    return found


def packages_in(outputs: Outputs) -> set[str]:
    """Return the names of the packages that something was taken from."""
    inputs = [path for facts in outputs.values() for path in facts["inputs"]]
    return {found[1] for path in inputs if (found := PACKAGE.search(path))}


def replaced(text: str, mark: str, new: str) -> str:
    """Put something in the place of a mark."""
    if mark not in text:
        raise ValueError(f"index.html has no place for what the build puts there: {mark}")
    return text.replace(mark, new)


def _small(path: str) -> str:
    return Path(path).name.lower()
