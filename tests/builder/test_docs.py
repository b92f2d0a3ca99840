"""README, docs and the guide for contributors say what is true."""

import doctest
import json
import re
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from builder import arguments
from builder.files import ROOT
from neuron_core import Experiment, Neuron
from neuron_core.data.dataset import TUTORIAL
from neuron_core.data.judgement import Yardstick
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")], key=str)
CORE = ROOT / "neuron_core"

every_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix()
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table_below(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table whose heading begins so, without heading and rule."""
    _, _, rest = text.partition(f"{heading} ")
    lines = rest.splitlines()[2:]
    end = next((at for at, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:end]]


def in_code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, part = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not part or part in anchors(file), target


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are called in addresses."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_files_that_are_named_are_there(page: Path) -> None:
    if page.name == "CHANGELOG.md":
        return  # which tells of what once was
    for name in in_code(page.read_text(encoding="utf-8")):
        if re.fullmatch(r"(\.github|builder|docs|neuron_core|site|tests)/[\w./-]*", name):
            assert (ROOT / name).exists(), name


def test_the_python_of_the_readme_gives_the_output_that_it_shows() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried == 5
    assert failed == 0


def test_the_readme_has_the_two_commands_that_there_are() -> None:
    (block,) = re.findall(r"```sh\n(.*?)```", text_of("README.md"), flags=re.DOTALL)
    commands = [line.partition("#")[0].split() for line in block.splitlines()]
    assert [words[:2] for words in commands] == [["python3", "build.py"]] * 2
    assert [arguments.parse(words[2:]).command for words in commands] == ["serve", "test"]
    (build,) = re.findall(r"`python3 (build\.py build .*?)`", text_of("README.md"))
    assert arguments.parse(build.split()[1:]).out == Path("FOLDER")


def test_the_readme_tells_what_the_neuron_has_come_to() -> None:
    text = text_of("README.md").replace("\n", " ")
    neuron = Neuron(3, activation="tanh-tutorial", seed=1)
    neuron.train(TUTORIAL.inputs, TUTORIAL.targets, iterations=10_000)
    assert f"answers `1, 0, 0` with {neuron([1, 0, 0])[0]:.8f}" in text
    outputs, judge = neuron(TUTORIAL.inputs), Yardstick.of(TUTORIAL)
    assert "All four rows that it was trained on come out right" in text
    assert judge.right(outputs, TUTORIAL.targets).tolist() == [True] * 4
    far = outputs[~judge.near(outputs, TUTORIAL.targets)].ravel()
    assert f"far from their targets: {' and '.join(f'{one:.2f}' for one in far)}, where" in text

    run = Experiment().run()
    losses = []
    for at in range(101):
        run.goto(at)
        losses.append(float(((run.network(run.inputs) - run.targets) ** 2).sum()))
    assert f"lowest at iteration {losses.index(min(losses))} and rises afterwards" in text
    assert losses[-1] > min(losses)


def test_the_layout_names_the_folders_that_there_are() -> None:
    (layout,) = re.findall(
        r"```\n(build\.py .*?)```", text_of("docs/architecture.md"), flags=re.DOTALL
    )
    named = {line.split()[0] for line in layout.splitlines()}
    there = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert named == there | {"build.py", "dist/"}


def test_recipes_name_commands_that_are_understood() -> None:
    rows = table_below(text_of("docs/architecture.md"), "| to add |")
    assert len(rows) > 5
    for row in rows:
        (command,) = in_code(row[-1])
        program, *words = command.split()
        asked = arguments.parse(words)
        assert (program, asked.command) == ("build.py", "test")
        for path in asked.rest:
            assert (ROOT / path).is_file(), path


def test_experiments_in_addresses_are_what_python_accepts() -> None:
    text = text_of("docs/embedding.md")
    rows = table_below(text, "| field |")
    named = {name for row in rows for name in in_code(row[0])}
    every = {field.name for field in fields(Experiment)}
    assert named <= every | {"preset", "asked"}
    assert every - named == {"stream", "rates"}  # for links that the page writes
    (presets,) = [row[1] for row in rows if row[0] == "`preset`"]
    for preset in in_code(presets)[:-1]:  # the last one is the file with all of them
        assert preset in PRESETS
    (written,) = re.findall(r"#experiment=(\{.*?\})'", text)
    Bridge().open(json.loads(written))


def test_every_row_of_the_comparison_has_its_test() -> None:
    rows = table_below(text_of("docs/numbers.md"), "| | Playground |")
    there = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/page/*.py"))
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row[-1])
        assert named, row
        for name in named:
            assert f"def {name}(" in there, name


def test_ratios_and_verdicts_are_those_of_the_figures_beside_them() -> None:
    tables = text_of("docs/numbers.md").split("| what |")[1:]
    rows = list(
        chain.from_iterable(table_below(f"| what |{table}", "| what |") for table in tables)
    )
    assert len(rows) > 20
    for what, this, _, other, ratio, target, met in rows:
        assert (ratio == "—") == (other == ""), what
        assert (met == "—") == (target == "—"), what
        if met == "—":
            continue
        value = leading(this) if ratio == "—" else float(ratio)
        assert met == ("yes" if value <= leading(target.removeprefix("at most ")) else "NO"), what


def leading(text: str) -> float:
    return float(text.split()[0].replace(",", ""))
