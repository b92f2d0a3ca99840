"""What was measured, beside what it is held against, and whether that is good enough."""

import os
import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

HEADING = ("what", "this page", "against", "", "ratio", "target", "met")
NONE = "—"


@dataclass(frozen=True)
class Target:
    """The most, or the least, that a ratio may be; or a figure itself, where `unit` is given."""

    limit: float
    unit: str | None = None
    least: bool = False

    def __str__(self) -> str:
        side = "at least" if self.least else "at most"
        if self.unit is None:
            return f"{side} {self.limit:g} {'times' if self.least else 'of'} it"
        return f"{side} {self.limit:g} {self.unit}".strip()

    def met(self, value: float) -> bool:
        return value >= self.limit if self.least else value <= self.limit


@dataclass(frozen=True)
class Row:
    """Figures of one thing, round by round.

    `other` has none, or as many, each measured right after its neighbour: a figure of another
    time or another machine has no place here. Without figures of its own, the thing could not be
    measured: `why`.
    """

    what: str
    unit: str
    this: Sequence[float]
    against: str = ""
    other: Sequence[float] = ()
    target: Target | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if self.this and self.other and len(self.this) != len(self.other):
            raise ValueError(f"{self.what}: both sides of a row are measured in the same rounds")

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' ratios: what disturbs one round disturbs both its sides.

        It is judged as it is printed, with two decimals.
        """
        if not self.this or not self.other:
            return None
        pairs = zip(self.this, self.other, strict=True)
        return round(median(this / other for this, other in pairs), 2)

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        if not self.this:
            return False
        value = self.ratio if self.target.unit is None else median(self.this)
        return value is not None and self.target.met(value)

    def cells(self) -> list[str]:
        """Return the row as it is printed."""
        return [
            self.what,
            shown(self.this, self.unit) or self.why,
            self.against,
            shown(self.other, self.unit),
            NONE if self.ratio is None else f"{self.ratio:.2f}",
            str(self.target or NONE),
            {None: NONE, True: "yes", False: "NO"}[self.met],
        ]

    def plain(self) -> dict[str, Any]:
        """Return the row for JSON."""
        target = str(self.target) if self.target else None
        return vars(self) | {"target": target, "ratio": self.ratio, "met": self.met}


def alternating(rounds: range, *measures: Callable[[], float]) -> list[list[float]]:
    """Measure one after the other, round by round, and return the figures of each."""
    figures = [[measure() for measure in measures] for _ in rounds]
    return [list(column) for column in zip(*figures, strict=True)]


def shown(figures: Sequence[float], unit: str) -> str:
    """Return median and spread: ``1.41 (1.38 to 1.52) s``."""
    if not figures:
        return ""
    least, middle, most = (
        f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
        for value in (min(figures), median(figures), max(figures))
    )
    spread = "" if least == most else f" ({least} to {most})"
    return f"{middle}{spread} {unit}".strip()


def table(lines: Sequence[Sequence[str]]) -> str:
    """Return lines of cells as text, one column below the other; the first line is the heading."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [lines[0], rule, *lines[1:]]
    )


def machine(browser: str) -> dict[str, str]:
    """Return what it was measured on."""
    facts = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", facts.read_text()) if facts.exists() else None
    return {
        "processor": model[1] if model else platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "browser": f"Chromium {browser}",
        "python": platform.python_version(),
    }
