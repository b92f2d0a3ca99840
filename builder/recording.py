"""What the page shows before Python has arrived: a run, computed when the page is built."""

import html
from pathlib import Path

from neuron_core.__main__ import report
from neuron_core.experiment import Experiment
from neuron_core.page.bridge import Bridge

REPORT_MARK = "<!-- build: the output of python -m neuron_core -->"


def write(path: Path) -> Path:
    """Write the frames of `Bridge.record`, as little-endian doubles, one after the other."""
    path.write_bytes(Bridge().record().astype("<f8").tobytes())
    return path


def write_report(page: Path) -> None:
    """Fill the tutorial's output into the page, for readers without scripts."""
    text = page.read_text(encoding="utf-8")
    if REPORT_MARK not in text:
        raise ValueError(f"{page.name} has no place for the tutorial's output: {REPORT_MARK}")
    page.write_text(text.replace(REPORT_MARK, html.escape(report(Experiment()))), encoding="utf-8")
