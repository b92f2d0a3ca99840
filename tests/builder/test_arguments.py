"""What the commands understand."""

from pathlib import Path

import pytest

from builder import arguments


def test_what_is_not_ours_goes_to_pytest() -> None:
    asked = arguments.parse(["test", "-k", "slope", "tests/core", "-x"])
    assert asked.command == "test"
    assert asked.rest == ["-k", "slope", "tests/core", "-x"]


def test_the_tests_on_hosts_are_asked_for_by_name() -> None:
    asked = arguments.parse(["test", "--hosts", "-k", "nginx"])
    assert asked.hosts
    assert asked.rest == ["-k", "nginx"]
    assert not arguments.parse(["test"]).hosts


def test_the_tests_in_other_browsers_need_more() -> None:
    asked = arguments.parse(["test", "--browsers", "-k", "WebKit"])
    assert asked.browsers
    assert asked.rest == ["-k", "WebKit"]
    assert asked.extras == ["build", "test", "browsers"]
    assert arguments.parse(["test"]).extras == ["build", "test"]
    assert arguments.parse(["serve"]).extras == ["build"]
    with pytest.raises(SystemExit):
        arguments.parse(["test", "--browsers", "--hosts"])


def test_the_tests_elsewhere_are_asked_for_by_name() -> None:
    asked = arguments.parse(["test", "--elsewhere", "-k", "hugo"])
    assert asked.elsewhere
    assert asked.rest == ["-k", "hugo"]
    assert not arguments.parse(["test"]).elsewhere


def test_serve_and_build_refuse_what_they_do_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    for mistaken in (
        ["serve", "--prot", "1"],
        ["build", "extra"],
        ["check", "-k"],
        ["serve", "--port", "70000"],
    ):
        with pytest.raises(SystemExit):
            arguments.parse(mistaken)
    assert "--prot" in capsys.readouterr().err


def test_defaults() -> None:
    asked = arguments.parse(["serve"])
    assert (asked.port, asked.open) == (8000, True)
    assert not arguments.parse(["serve", "--no-open"]).open
    assert not arguments.parse(["check"]).fix
    assert arguments.parse(["check", "--fix"]).fix
    assert arguments.parse(["build"]).out == arguments.DIST
    assert arguments.parse(["build", "--out", "page"]).out == Path("page")
