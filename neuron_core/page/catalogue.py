"""What an experiment can be made of: none of it ever changes, so that the page is told once."""

from typing import Any

from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.engine.losses import LOSSES
from neuron_core.engine.optimisers import OPTIMISERS
from neuron_core.engine.regularisations import REGULARISATIONS
from neuron_core.engine.starts import STARTS
from neuron_core.experiment import LIMITS
from neuron_core.presets import GROUPS, PRESETS, TITLES


def catalogue() -> dict[str, Any]:
    """Return the rows of all tables, as the page's menus need them, and the bounds of numbers."""
    return {
        "activations": [
            {"name": one.name, "curve": one.curve, "slope_rule": one.slope_rule}
            | {"formula": one.formula, "slope_formula": one.slope_formula}
            | {"hidden": not one.row_wise}
            for one in ACTIVATIONS.values()
        ],
        "losses": [
            {"name": one.name, "title": one.title, "short": one.short}
            | {"activations": list(one.measures)}
            | {"slope_cancels": all(measure.cancels for measure in one.measures.values())}
            for one in LOSSES.values()
        ],
        "optimisers": [{"name": one.name, "title": one.title} for one in OPTIMISERS.values()],
        "regularisations": [
            {"name": one.name, "title": one.title} for one in REGULARISATIONS.values()
        ],
        "starts": [
            {"name": one.name, "title": one.title, "said": one.said} for one in STARTS.values()
        ],
        "limits": {name: list(bounds) for name, bounds in LIMITS.items()},
        "presets": {name: preset.plain() for name, preset in PRESETS.items()},
        "titles": dict(TITLES),
        "groups": {name: list(presets) for name, presets in GROUPS.items()},
    }
