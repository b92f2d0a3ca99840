"""The README says what is true."""

import doctest
import json
import re
from dataclasses import fields

from builder.files import ROOT
from neuron_core import Experiment
from neuron_core.lab import Lab
from neuron_core.presets import PRESETS


def test_its_python_gives_the_output_that_it_shows() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried == 5
    assert failed == 0


def test_its_layout_names_what_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (layout,) = re.findall(r"```\n(build\.py .*?)```", text, flags=re.DOTALL)
    named = {line.split()[0].rstrip("/") for line in layout.splitlines()}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert named | {"README.md", "LICENSE", "pyproject.toml"} == there | {"dist"}


def test_experiments_in_addresses_are_what_python_accepts() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| field | what it is |") : text.index("These are the fields")]
    named = {
        name
        for row in table.strip().splitlines()[2:]
        for name in re.findall(r"`([\w-]+)`", row.split("|")[1])
    }
    every = {field.name for field in fields(Experiment)}
    assert named <= every | {"preset"}
    assert every - named == {"stream", "rates"}  # for links that the page writes
    (presets,) = [row for row in table.splitlines() if row.startswith("| `preset`")]
    for preset in re.findall(r"`([\w-]+)`", presets)[1:]:
        assert preset in PRESETS
    (written,) = re.findall(r"#experiment=(\{.*?\})'", text)
    Lab().open(json.loads(written))


def test_every_row_of_the_comparison_has_its_test() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text[text.index("## Beside its peers") : text.index("## Use it as a library")]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    there = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/page/*.py"))
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        for name in named:
            assert f"def {name}(" in there, name
