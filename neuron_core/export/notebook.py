"""A notebook: the program that needs NumPy alone, a cell for each of its parts."""

from typing import Any

from neuron_core.export.script import ABOUT, introduction, parts
from neuron_core.export.taken import Taken


def notebook(taken: Taken) -> str:
    """Return it in format 4.5 of Jupyter's notebooks.

    Raises
    ------
    InputError
        If a reader's rule trains.
    """
    import json  # not with the others: the page has to fetch it first

    (_, begin), *others = parts(taken)
    cells = [_cell("markdown", f"# {introduction(taken, ABOUT)}"), _cell("code", begin)]
    for heading, code in others:
        cells += [_cell("markdown", f"## {heading}"), _cell("code", code)]
    return json.dumps(
        {
            "cells": [{"id": f"cell-{place}", **cell} for place, cell in enumerate(cells)],
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
        ensure_ascii=False,
    )


def _cell(kind: str, text: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "metadata": {}, "source": text.strip().splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
