"""The workflows run this project's own commands, with the official actions."""

import re

import pytest

from builder import arguments
from builder.files import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_uses_official_actions_of_one_version_and_our_commands(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    for action in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"actions/[\w-]+@v[\d.]+|\./\.github/workflows/\w+\.yml", action), (
            action
        )
    for command in re.findall(r"^ +(?:- )?run: (.*)", text, flags=re.MULTILINE):
        if command.startswith(
            ("gh release ", "gh api ")
        ):  # of the machine; what is in a release is ours
            continue
        python, program, *words = command.split()
        assert [python, program] == ["python3", "build.py"]
        arguments.parse(words)


def test_a_release_is_published_only_after_the_checks_and_the_tests_and_then_the_page() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert dict(re.findall(r"^  (\w+):\n    needs: (\w+)$", text, flags=re.MULTILINE)) == {
        "release": "ci"
    }
    name = re.findall(r"^name: (\w+)$", text, flags=re.MULTILINE)
    pages = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    assert re.findall(r"workflows: \[(.*)\]", pages) == name


def test_a_page_is_published_only_after_the_checks_and_the_tests() -> None:
    text = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    needs = dict(re.findall(r"^  (\w+):\n    needs: (\w+)$", text, flags=re.MULTILINE))
    assert needs == {"build": "ci", "deploy": "build"}
    tested = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert "run: python3 build.py test\n" in tested
    assert "workflow_call:\n" in tested
