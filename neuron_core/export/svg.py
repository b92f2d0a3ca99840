"""Pictures as SVG: shapes, text, and a frame with two axes. Colours are those of the page."""

from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np

from neuron_core.checks import Array

PAPER, INK, SOFT, EDGE = "#ffffff", "#1d2126", "#5d636a", "#8d8a82"
POSITIVE, NEGATIVE, ZERO = "#0072b2", "#d55e00", "#8d8a82"
CLASSES = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#8d8a82",
)  # fmt: skip
"""Those of `site/styles/theme.css` on paper, and of `site/plane/palette.js`: Okabe & Ito, 2008."""
FONT = "system-ui, sans-serif"


_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
"""As `html.escape` has them, which brings modules that the page would have to fetch first."""


class Svg:
    """A picture: what is added later lies above.

    Parameters
    ----------
    width, height
        In pixels.
    title
        What it shows; it stands at the top, and is what is read out in its place.
    """

    def __init__(self, width: int, height: int, title: str) -> None:
        said = escape(title)
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" font-family="{FONT}" font-size="13">',
            f"<title>{said}</title>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        ]
        self.text(16, 24, title, fill=INK, font_size=15, font_weight=600)

    def add(self, tag: str, content: str = "", **attributes: Any) -> None:
        """Add an element; `stroke_width` is written ``stroke-width``."""
        written = "".join(
            f' {name.replace("_", "-")}="{_short(value)}"' for name, value in attributes.items()
        )
        self._parts.append(
            f"<{tag}{written}>{escape(content)}</{tag}>" if content else f"<{tag}{written}/>"
        )

    def text(self, x: float, y: float, content: str, **attributes: Any) -> None:
        """Add text that begins at a place on its base line."""
        self.add("text", content, x=x, y=y, **{"fill": SOFT, **attributes})

    def line(self, points: Sequence[tuple[float, float]], **attributes: Any) -> None:
        """Add a line through points."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.add(
            "polyline", points=places, **{"fill": "none", "stroke_linejoin": "round", **attributes}
        )

    def legend(self, x: float, y: float, entries: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Add a sign and a word for each entry, one below the other; a sign is a circle's style."""
        for place, (word, style) in enumerate(entries):
            top = y + 20 * place
            self.add("circle", cx=x + 6, cy=top, **{"r": 6, **style})
            self.text(x + 20, top + 4, word)

    def __str__(self) -> str:
        return "\n".join([*self._parts, "</svg>"]) + "\n"


class Frame:
    """A rectangle of a picture with an axis below it and one at its left.

    Attributes
    ----------
    x, y
        Where a number is, across and upwards, in pixels.
    """

    def __init__(
        self,
        svg: Svg,
        box: tuple[float, float, float, float],
        across: tuple[float, float],
        upwards: tuple[float, float],
        names: tuple[str, str],
        logarithmic: tuple[bool, bool] = (False, False),
    ) -> None:
        self._svg, self.box = svg, box
        left, top, width, height = box
        self.x = _scale(*across, left, left + width, logarithmic[0])
        self.y = _scale(*upwards, top + height, top, logarithmic[1])
        self._ticks = _ticks(*across, logarithmic[0]), _ticks(*upwards, logarithmic[1])
        self._names = names

    def draw(self) -> None:
        """Draw the frame, its numbers and its names."""
        svg, (left, top, width, height) = self._svg, self.box
        below = top + height
        svg.add("rect", x=left, y=top, width=width, height=height, fill="none", stroke=EDGE)
        for tick in self._ticks[0]:
            x = self.x(tick)
            svg.line([(x, below), (x, below + 5)], stroke=EDGE)
            svg.text(x, below + 19, f"{tick:,g}", text_anchor="middle")
        for tick in self._ticks[1]:
            y = self.y(tick)
            svg.line([(left - 5, y), (left, y)], stroke=EDGE)
            svg.text(left - 9, y + 4, f"{tick:,g}", text_anchor="end")
        svg.text(left + width / 2, below + 38, self._names[0], text_anchor="middle")
        turned = f"translate({left - 58} {top + height / 2}) rotate(-90)"
        svg.text(0, 0, self._names[1], text_anchor="middle", transform=turned)


def cells(svg: Svg, box: tuple[float, float, float, float], colours: list[list[str]]) -> None:
    """Draw a table of colours, its first row at the top, as one path for each colour."""
    left, top, width, height = box
    high, wide = height / len(colours), width / len(colours[0])
    paths: dict[str, list[str]] = {}
    for row, line in enumerate(colours):
        begin = 0
        for end in range(1, len(line) + 1):
            if end == len(line) or line[end] != line[begin]:
                x, y = left + begin * wide, top + row * high
                run = (end - begin) * wide
                paths.setdefault(line[begin], []).append(
                    f"M{x:.2f} {y:.2f}h{run:.2f}v{high:.2f}h{-run:.2f}z"
                )
                begin = end
    for colour, path in paths.items():
        # Without its own stroke, a hair of paper would be seen between two cells.
        svg.add("path", d="".join(path), fill=colour, stroke=colour, stroke_width=0.3)


def signed(share: float, full: float = 0.72) -> str:
    """Return the colour of a number from -1 to 1: pale at 0, vermilion below it, blue above."""
    if not np.isfinite(share):
        return mixed(PAPER, ZERO, 0.5)
    middle = mixed(PAPER, ZERO, 0.13)
    end = mixed(PAPER, POSITIVE if share > 0 else NEGATIVE, full)
    return mixed(middle, end, min(1.0, abs(share)))


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two, each written as #rrggbb."""
    parts = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(begin + share * (end - begin)):02x}" for begin, end in parts)


def band(svg: Svg, box: tuple[float, float, float, float], colours: list[str]) -> None:
    """Draw colours beside each other, as a scale."""
    cells(svg, box, [colours])
    left, top, width, height = box
    svg.add("rect", x=left, y=top, width=width, height=height, fill="none", stroke=EDGE)


def reach(values: Array) -> tuple[float, float]:
    """Return the least and the most of the finite values, a little apart where they are equal."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    least, most = float(finite.min()), float(finite.max())
    room = (most - least) / 20 or abs(most) / 10 or 0.5
    return least - room, most + room


def _scale(
    least: float, most: float, first: float, last: float, logarithmic: bool
) -> Callable[[float], float]:
    def place(value: float) -> float:
        if logarithmic:
            share = log10(value / least) / log10(most / least)
        else:
            share = (value - least) / (most - least)
        return first + share * (last - first)

    return place


def _ticks(least: float, most: float, logarithmic: bool) -> list[float]:
    """Return about five round numbers between two."""
    if logarithmic:
        powers = range(ceil(log10(least) - 1e-9), floor(log10(most) + 1e-9) + 1)
        apart = max(1, ceil(len(powers) / 6))
        return [10.0**power for power in powers if power % apart == 0]
    rough = (most - least) / 5
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = ceil(least / step - 1e-9), floor(most / step + 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def escape(text: str) -> str:
    """Return text as it stands in an element or an attribute."""
    return text.translate(_SIGNS)


def _short(value: object) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return escape(text)
