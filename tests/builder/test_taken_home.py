"""What is taken home looks like the page, and runs where there is no package of ours."""

import re
import subprocess
import sys
from pathlib import Path

from builder.files import SITE
from neuron_core import Experiment
from neuron_core.export import svg
from neuron_core.export.exports import exported
from neuron_core.export.taken import Taken


def test_pictures_have_the_colours_of_the_page() -> None:
    theme = (SITE / "styles" / "theme.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--(\w+): light-dark\((#\w{6}),", theme))
    for name, colour in {
        "panel": svg.PAPER, "ink": svg.INK, "soft": svg.SOFT, "edge": svg.EDGE,
        "positive": svg.POSITIVE, "negative": svg.NEGATIVE, "zero": svg.ZERO,
    }.items():  # fmt: skip
        assert light[name] == colour
    palette = (SITE / "plane" / "palette.js").read_text(encoding="utf-8")
    _, _, classes = palette.partition("const CLASSES = [")
    assert tuple(re.findall(r"#\w{6}", classes.partition("]")[0])) == svg.CLASSES


def test_the_program_runs_where_there_is_nothing_but_numpy(tmp_path: Path) -> None:
    run = Experiment().run()
    run.goto(10_000)
    text = exported("script", Taken(Experiment(), run))
    (tmp_path / "neuron.py").write_text(text, encoding="utf-8")
    begin = "import sys; sys.modules['neuron_core'] = None; exec(open('neuron.py').read())"
    done = subprocess.run(
        [sys.executable, "-c", begin], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[:2] == [
        "Start weights: [-0.16595599  0.44064899 -0.99977125]",
        "Weights after 10,000 iterations: [5.39428067 0.19482422 0.34317086]",
    ]
    assert done.stdout.splitlines()[-1] == "Answer to [1, 0, 0]: [0.99995873]"
