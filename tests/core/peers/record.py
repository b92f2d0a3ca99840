"""Write what `test_proposal.py` compares with: scikit-learn's data sets, and its MLP on them.

    python3 -m venv sk && sk/bin/pip install scikit-learn==1.9.1
    PYTHONPATH=. sk/bin/python tests/core/peers/record.py

The MLP has the hidden layer that is proposed, with tanh as its activation, and else scikit-learn's
own settings, with up to 1,000 epochs; it gets the same rows, standardised like ours, and amounts
are standardised as targets too, without which it does not come to rest. What is written down is the
median over five seeds of its score over the rows that it was not trained on: a quarter of all.
"""

import gzip
import json
import warnings
from pathlib import Path
from statistics import median

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.neural_network import MLPClassifier, MLPRegressor

from neuron_core.data.csv_reader import dataset, read
from neuron_core.proposal import proposed

SETS = ("iris", "wine", "breast_cancer", "diabetes", "digits")
SEEDS = range(5)
TEST_SHARE = 0.25


def table(name: str) -> tuple[str, bool]:
    """Return a data set as a file with its target last, and whether that is a class."""
    found = getattr(datasets, f"load_{name}")()
    is_amount = not hasattr(found, "target_names")
    names = [str(one).replace(",", "") for one in found.feature_names]
    lines = [",".join([*names, "target"])]
    for row, target in zip(found.data.tolist(), found.target, strict=True):
        last = f"{target:g}" if is_amount else f"class {found.target_names[target]}"
        lines.append(",".join([*(f"{value:.6g}" for value in row), last]))
    return "\n".join(lines), not is_amount


def score(text: str, is_class: bool) -> float:
    """Return the MLP's median score over the rows that are kept for testing."""
    sheet = read(text)
    *inputs, target = range(len(sheet.columns))
    experiment = proposed(dataset(sheet, inputs, target, test_share=TEST_SHARE))
    kind = MLPClassifier if is_class else MLPRegressor
    aims = [
        part.targets.ravel() if part.targets.shape[1] == 1 else part.targets.argmax(axis=1)
        for part in (experiment.training, experiment.test)
    ]
    units = experiment.layers[0].units
    found: float = median(
        kind(hidden_layer_sizes=(units,), activation="tanh", max_iter=1000, random_state=seed)
        .fit(experiment.training.inputs, aims[0])
        .score(experiment.test.inputs, aims[1])
        for seed in SEEDS
    )
    return found


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    said = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "sets": {}}
    for name in SETS:
        text, is_class = table(name)
        said["sets"][name] = {"text": text, "score": round(score(text, is_class), 4)}
    target = Path(__file__).with_name("scikit-learn.json.gz")
    target.write_bytes(gzip.compress(json.dumps(said).encode(), mtime=0))
    print(
        {name: one["score"] for name, one in said["sets"].items()}, target.stat().st_size, "bytes"
    )
