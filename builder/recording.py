"""What the page shows before Python has arrived: a run, computed when the page is built."""

import html
import json
from pathlib import Path

from neuron_core.__main__ import report
from neuron_core.experiment import Experiment
from neuron_core.lab import Lab

REPORT_MARK = "<!-- build: the output of python -m neuron_core -->"


def write(dist: Path) -> None:
    """Compute the shipped trace with neuron_core, and fill it and its numbers into the page.

    ``recording/frames.bin`` holds the frames of `Lab.record`, as little-endian doubles, one
    frame after the other; ``recording/description.json`` says what they mean.
    """
    lab = Lab()
    frames = lab.record()
    folder = dist / "recording"
    folder.mkdir()
    (folder / "frames.bin").write_bytes(frames.astype("<f8").tobytes())
    (folder / "description.json").write_text(json.dumps(lab.describe()), encoding="utf-8")

    page = dist / "index.html"
    text = page.read_text(encoding="utf-8")
    if REPORT_MARK not in text:
        raise ValueError(f"{page.name} has no place for the tutorial's output: {REPORT_MARK}")
    page.write_text(text.replace(REPORT_MARK, html.escape(report(Experiment()))), encoding="utf-8")
