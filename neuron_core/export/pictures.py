"""Pictures of a run for other pages and papers: its network, plane, curve and valley, as SVG."""

from itertools import pairwise
from typing import Any

import numpy as np

from neuron_core.checks import Array, InputError
from neuron_core.data.dataset import MOST_SHOWN
from neuron_core.export.svg import (
    CLASSES,
    EDGE,
    INK,
    NEGATIVE,
    PAPER,
    POSITIVE,
    SOFT,
    Frame,
    Svg,
    band,
    cells,
    mixed,
    reach,
    signed,
)
from neuron_core.export.taken import Taken, input_names, output_names
from neuron_core.insight.plane import Plane, levels, plain
from neuron_core.insight.surface import surface

WIDTH, HEIGHT = 720, 460
BOX = (84.0, 44.0, 410.0, 350.0)
"""Of a frame: left, top, width and height."""
LEGEND_AT = BOX[0] + BOX[2] + 24
POINTS = 80
SHADES = 24
TABLE_COLUMNS = 2


def drawing(taken: Taken) -> str:
    """Return the network: a circle for each neuron, a line for each weight."""
    experiment, network = taken.experiment, taken.run.network
    layers = [input_names(experiment)]
    layers += [[f"{unit + 1}" for unit in range(one.units)] for one in experiment.layers[:-1]]
    layers.append(output_names(experiment))
    most = max(len(layer) for layer in layers)
    height = max(300, 120 + 40 * min(most, 16))
    svg = Svg(WIDTH, height, _title(taken))
    across = np.linspace(150, WIDTH - 150, len(layers))
    places = [
        [(float(x), 50 + (height - 110) * (at + 0.5) / len(layer)) for at in range(len(layer))]
        for x, layer in zip(across, layers, strict=True)
    ]
    largest = float(np.nanmax(np.abs(network.parameters), initial=0.0)) or 1.0
    for (before, after), matrix in zip(pairwise(places), network.weights, strict=True):
        for begin, weights in zip(before, matrix.tolist(), strict=True):
            for end, weight in zip(after, weights, strict=True):
                svg.line([begin, end], **_strength(weight, largest))
    of_biases = [None, *network.biases]
    for place, (names, spots, biases) in enumerate(zip(layers, places, of_biases, strict=True)):
        radius = max(4.0, min(13.0, (height - 110) / len(names) / 2.6))
        for at, (name, (x, y)) in enumerate(zip(names, spots, strict=True)):
            bias = None if biases is None else float(biases[0, at])
            ring = {} if bias is None else _strength(bias, largest)
            svg.add("circle", cx=x, cy=y, r=radius, **{"fill": PAPER, "stroke": INK, **ring})
            anchor = {0: "end", len(layers) - 1: "start"}.get(place)
            if anchor:
                aside = radius + 8
                svg.text(x - aside if place == 0 else x + aside, y + 4, name, text_anchor=anchor)
    y = height - 18
    for x, word, colour in ((150, "above 0", POSITIVE), (300, "below 0", NEGATIVE)):
        svg.line([(x, y - 4), (x + 34, y - 4)], stroke=colour, stroke_width=4)
        svg.text(x + 42, y, word)
    svg.text(430, y, f"The widest line is {largest:.4g}; rings are biases.")
    return str(svg)


def curve(taken: Taken) -> str:
    """Return the loss over the iterations, those of test rows beside it, and where it is lowest."""
    run, experiment = taken.run, taken.experiment
    iterations, losses = run.curve()
    lines = {"rows trained on": (losses, POSITIVE, "0")}
    if len(run.test[0]):
        lines["rows for testing"] = (run.test_losses(), NEGATIVE, "6 4")
    every = np.concatenate([one for one, _, _ in lines.values()])
    shown = every[np.isfinite(every) & (every > 0)]
    is_wide = shown.size > 0 and shown.max() > 20 * shown.min()
    heights = (float(shown.min()) / 1.5, float(shown.max()) * 1.5) if is_wide else reach(every)
    title = experiment.loss_titles[0]
    svg = Svg(WIDTH, HEIGHT, _title(taken))
    # Iteration 0 stands where 1 does: there is no 0 on a logarithmic axis.
    last = max(2.0, float(iterations[-1]))
    frame = Frame(svg, BOX, (1.0, last), heights, ("iteration", title), (True, is_wide))
    entries: list[tuple[str, dict[str, Any]]] = []
    for name, (values, colour, dashes) in lines.items():
        points = [
            (frame.x(max(1.0, at)), frame.y(value))
            for at, value in zip(iterations.tolist(), values.tolist(), strict=True)
            if np.isfinite(value) and (value > 0 or not is_wide)
        ]
        svg.line(points, stroke=colour, stroke_width=2, stroke_dasharray=dashes)
        entries.append((name, {"fill": colour}))
    at, lowest = run.lowest()
    if np.isfinite(lowest) and (lowest > 0 or not is_wide):
        mark: dict[str, Any] = {"fill": PAPER, "stroke": POSITIVE, "stroke_width": 2}
        svg.add("circle", cx=frame.x(max(1.0, at)), cy=frame.y(lowest), r=5, **mark)
        entries.append((f"lowest: {lowest:.4g}, at {at:,}", mark))
    frame.draw()
    svg.legend(LEGEND_AT, BOX[1] + 12, entries)
    return str(svg)


def plane(taken: Taken) -> str:
    """Return the output over the plane of the first two inputs, or over the only one.

    Raises
    ------
    InputError
        If several outputs are amounts, which one picture cannot show.
    """
    experiment = taken.experiment
    outputs = experiment.layers[-1].units
    is_classes = outputs > 1 and experiment.yardstick.is_classes
    if outputs > 1 and not is_classes:
        raise InputError(f"plane: there are {outputs} outputs, and one picture shows one.")
    svg = Svg(WIDTH, HEIGHT, _title(taken))
    picture = Plane(experiment, taken.run.network, POINTS)
    found = picture.outputs()[-outputs:].astype(np.float64)
    if experiment.data.inputs.shape[1] == 1:
        _over_one_input(svg, taken, picture.axes[0], found[0])
    elif is_classes:
        shares = found / np.maximum(found.sum(axis=0), 1e-300)
        _cells_of_classes(svg, shares)
        _points(svg, taken)
    else:
        level = levels(experiment)[-1]
        _cells_of_amounts(svg, (found[0] - level.pivot) / level.span)
        _points(svg, taken)
        ends = (level.pivot - level.span, level.pivot, level.pivot + level.span)
        shades = [signed(share) for share in np.linspace(-1, 1, SHADES)]
        band(svg, (LEGEND_AT, BOX[1] + 130, 150, 14), shades)
        for place, end in enumerate(ends):
            anchor = ("start", "middle", "end")[place]
            svg.text(LEGEND_AT + 75 * place, BOX[1] + 162, f"{end:.4g}", text_anchor=anchor)
        svg.text(LEGEND_AT, BOX[1] + 122, output_names(experiment)[0])
    cut = plain(experiment)["cut"]
    if cut:
        names = experiment.data.names[TABLE_COLUMNS:] or [f"x{at + 3}" for at in range(len(cut))]
        where = ", ".join(f"{name} = {value:g}" for name, value in zip(names, cut, strict=False))
        svg.text(16, HEIGHT - 12, f"Where {where}")
    return str(svg)


def valley(taken: Taken) -> str:
    """Return the loss over the first two weights, and the way of the training across it.

    Raises
    ------
    InputError
        If there is one weight alone.
    """
    if taken.run.network.size < 2:
        raise InputError("valley: it is over two weights, and this network has one.")
    found = surface(taken.run, 0, 1)
    svg = Svg(WIDTH, HEIGHT, _title(taken))
    losses = np.log10(np.maximum(found.losses.T[::-1], 1e-300))  # (second, first), from the top
    least, most = reach(losses)
    shades = np.linspace(0.85, 0.03, SHADES)
    steps = np.clip(np.nan_to_num((losses - least) / (most - least), nan=1.0), 0, 1)
    colours = [mixed(PAPER, INK, share) for share in shades]
    table = [[colours[round(step * (SHADES - 1))] for step in row] for row in steps.tolist()]
    cells(svg, BOX, table)
    across, upwards = ((float(axis[0]), float(axis[-1])) for axis in (found.first, found.second))
    frame = Frame(svg, BOX, across, upwards, ("weight 1", "weight 2"))
    path = [(frame.x(first), frame.y(second)) for first, second in found.path.tolist()]
    svg.line(path, stroke=PAPER, stroke_width=4)
    svg.line(path, stroke=NEGATIVE, stroke_width=1.8)
    start: dict[str, Any] = {"fill": NEGATIVE}
    here: dict[str, Any] = {"fill": PAPER, "stroke": NEGATIVE, "stroke_width": 3}
    for (x, y), style in ((path[0], start), (path[-1], here)):
        svg.add("circle", cx=x, cy=y, r=6, **style)
    frame.draw()
    iteration = f"iteration {taken.run.iteration:,}"
    svg.legend(LEGEND_AT, BOX[1] + 12, [("start", start), (iteration, here)])
    svg.text(LEGEND_AT, BOX[1] + 122, taken.experiment.loss_titles[0])
    band(svg, (LEGEND_AT, BOX[1] + 130, 150, 14), colours)
    for x, value, anchor in ((0, least, "start"), (150, most, "end")):
        svg.text(LEGEND_AT + x, BOX[1] + 162, f"{10**value:.2g}", text_anchor=anchor)
    return str(svg)


def _title(taken: Taken) -> str:
    return f"{taken.about}, at iteration {taken.run.iteration:,}"


def _strength(weight: float, largest: float) -> dict[str, Any]:
    """Return how a line for a weight looks: its colour says the sign, its width the size."""
    if not np.isfinite(weight):
        return {"stroke": EDGE, "stroke_width": 1, "stroke_dasharray": "3 3"}
    colour = POSITIVE if weight > 0 else NEGATIVE if weight < 0 else EDGE
    return {"stroke": colour, "stroke_width": 0.8 + 5 * abs(weight) / largest}


def _frame_of_plane(svg: Svg, taken: Taken) -> Frame:
    data, told = taken.experiment.data, plain(taken.experiment)
    names = data.names[:TABLE_COLUMNS] or ("x1", "x2")
    across, upwards = (tuple(one) for one in told["ranges"])
    return Frame(svg, BOX, across, upwards, (names[0], names[1]))


def _cells_of_amounts(svg: Svg, shares: Array) -> None:
    steps = np.round(np.clip(shares, -1, 1) * SHADES) / SHADES
    cells(svg, BOX, [[signed(share) for share in row] for row in steps.tolist()])


def _cells_of_classes(svg: Svg, shares: Array) -> None:
    largest, sure = shares.argmax(axis=0), np.round(shares.max(axis=0) * SHADES) / SHADES
    table = [
        [
            mixed(PAPER, CLASSES[which % len(CLASSES)], 0.2 + 0.48 * float(np.nan_to_num(share)))
            for which, share in zip(*row, strict=True)
        ]
        for row in zip(largest.tolist(), sure.tolist(), strict=True)
    ]
    cells(svg, BOX, table)


def _points(svg: Svg, taken: Taken) -> None:
    """Draw the rows and the new situation over the plane, and tell them apart in a legend."""
    experiment = taken.experiment
    frame, yardstick = _frame_of_plane(svg, taken), experiment.yardstick
    level, colours = levels(experiment)[-1], []
    if experiment.layers[-1].units > 1:
        classes = yardstick.class_of(experiment.targets[:MOST_SHOWN]).tolist()
        colours = [CLASSES[which % len(CLASSES)] for which in classes]
        entries = [(name, CLASSES[at % len(CLASSES)]) for at, name in _few(yardstick.class_names)]
    else:
        aims = experiment.answered(experiment.targets[:MOST_SHOWN])[:, 0]
        colours = [signed(share, 1.0) for share in ((aims - level.pivot) / level.span).tolist()]
        entries = []
    tested = set(experiment.data.test.rows.tolist())
    rows = experiment.data.inputs[:MOST_SHOWN, :TABLE_COLUMNS].tolist()
    for place, ((x, y), colour) in enumerate(zip(rows, colours, strict=True)):
        ring = INK if place in tested else PAPER
        svg.add("circle", cx=frame.x(x), cy=frame.y(y), r=4.5, fill=colour, stroke=ring)
    x, y = experiment.question[:TABLE_COLUMNS]
    asked: dict[str, Any] = {"fill": "none", "stroke": INK, "stroke_width": 2, "r": 7}
    svg.add("circle", cx=frame.x(x), cy=frame.y(y), **asked)
    frame.draw()
    told: list[tuple[str, dict[str, Any]]] = [("new situation", asked)]
    told.append(("rows trained on", {"fill": SOFT, "stroke": PAPER, "r": 4.5}))
    if tested:
        told.append(("rows for testing", {"fill": SOFT, "stroke": INK, "r": 4.5}))
    svg.legend(LEGEND_AT, BOX[1] + 12, told)
    svg.legend(LEGEND_AT, BOX[1] + 132, [(name, {"fill": colour}) for name, colour in entries])


def _few(names: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(names))[:10]


def _over_one_input(svg: Svg, taken: Taken, inputs: Array, outputs: Array) -> None:
    experiment = taken.experiment
    told = plain(experiment)
    name = input_names(experiment)[0] if not experiment.features else "x1"
    frame = Frame(
        svg, BOX, tuple(told["ranges"][0]), tuple(told["heights"]),
        (name, output_names(experiment)[0]),
    )  # fmt: skip
    targets = experiment.answered(experiment.targets[:MOST_SHOWN])[:, 0].tolist()
    for (x, *_), target in zip(experiment.data.inputs[:MOST_SHOWN].tolist(), targets, strict=True):
        svg.add("circle", cx=frame.x(x), cy=frame.y(target), r=4, fill=SOFT, stroke=PAPER)
    least, most = told["heights"]
    points = [
        (frame.x(x), frame.y(min(max(y, least), most)))
        for x, y in zip(inputs.tolist(), outputs.tolist(), strict=True)
        if np.isfinite(y)
    ]
    svg.line(points, stroke=POSITIVE, stroke_width=2.5)
    frame.draw()
    svg.legend(
        LEGEND_AT, BOX[1] + 12, [("rows", {"fill": SOFT, "r": 4}), ("output", {"fill": POSITIVE})]
    )
