"""The README says what is true."""

import doctest
import re

from builder.files import ROOT


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
