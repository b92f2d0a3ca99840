"""An experiment from text: a file that the page has saved, or a link to the page.

The page reads links itself, in ``site/model/share-link.js``, before Python is there; the tests hold
the two against each other.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from neuron_core.checks import InputError, shown
from neuron_core.experiment import Experiment
from neuron_core.presets import filled

_BEFORE = re.compile(r"(?:room=[a-z-]+&)?experiment=")
_NEXT = re.compile(r"&(?=[a-z][a-z-]*(?:=|&|$))")


@dataclass(frozen=True)
class Opened:
    """What a text names.

    Attributes
    ----------
    experiment
        The experiment.
    iteration
        The one that a link shows at first, or None.
    rule
        The text of a reader's rule that a file has with it, or nothing.
    """

    experiment: Experiment
    iteration: int | None = None
    rule: str = ""


def opened(source: str) -> Opened:
    """Return what a link names, the text behind its ``#``, or a file of that name.

    Raises
    ------
    InputError
        If it is none of these, or what it names is not accepted.
    """
    if "#" in source:
        return _named(_options(source.partition("#")[2]))
    try:
        text = Path(source).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise InputError(
            f"{source}: it is no link, and cannot be read as a file: {reason}."
        ) from error
    return _named({"experiment": text})


def _options(text: str) -> dict[str, str]:
    """Return the options of an address by name (see ``optionsIn`` of ``share-link.js``)."""
    before = _BEFORE.match(text)
    if before:
        return {"experiment": unquote(text[before.end() :])}
    pairs = (part.partition("=") for part in _NEXT.split(text))
    return {name: unquote(value) for name, _, value in pairs}


def _named(options: Mapping[str, str]) -> Opened:
    plain: Any = {}
    if "experiment" in options:
        try:
            plain = json.loads(options["experiment"])
        except ValueError as error:
            raise InputError("experiment: it is not JSON, or only a part of it.") from error
        if not isinstance(plain, dict):
            raise InputError(f"experiment: {shown(plain)} is not names and values in braces.")
    rule = plain.pop("rule", "")
    if "preset" in options:
        plain = {"preset": options["preset"], **plain}
    if "seed" in options:
        plain["seed"] = _whole(options["seed"])
    iteration = _whole(options["iteration"]) if "iteration" in options else None
    return Opened(Experiment.from_plain(filled(plain)), iteration, rule)


def _whole(text: str) -> Any:
    """Return the number that a text is, or the text, which is refused where it is used."""
    return int(text) if re.fullmatch(r"-?\d+", text) else text
