"""What an experiment can be made of: none of it ever changes, so that the page is told once."""

from collections.abc import Mapping
from typing import Any

from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.engine.initialisers import INITIALISERS
from neuron_core.engine.losses import LOSSES
from neuron_core.engine.optimisers import OPTIMISERS
from neuron_core.engine.regularisations import REGULARISATIONS
from neuron_core.experiment import LIMITS
from neuron_core.insight.sweep import SETTINGS
from neuron_core.presets import GROUPS, PRESETS, TITLES


def catalogue() -> dict[str, Any]:
    """Return the rows of all tables, as the page's menus need them, and the bounds of numbers."""
    shown = "curve", "slope_rule", "formula", "slope_formula", "row_wise"
    return {
        "activations": _rows(ACTIVATIONS, *shown),
        "losses": _rows(LOSSES, "title", "activations", "slope_cancels"),
        "optimisers": _rows(OPTIMISERS, "title"),
        "regularisations": _rows(REGULARISATIONS, "title"),
        "starts": _rows(INITIALISERS, "title", "said"),
        "limits": {name: list(bounds) for name, bounds in LIMITS.items()},
        "settings": {name: one.title for name, one in SETTINGS.items()},
        "presets": {name: preset.plain() for name, preset in PRESETS.items()},
        "titles": dict(TITLES),
        "groups": {name: list(presets) for name, presets in GROUPS.items()},
    }


def _rows(table: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in ("name", *names)} for row in table.values()]
