"""Once Python is there: training, and how the page behaves meanwhile."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import numpy as np
from playwright.sync_api import Page

from neuron_core import Dataset, Experiment, Layer, Recipe
from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.presets import PRESETS
from tests.bench.figures import Row, Target, alternating
from tests.bench.visits import EMBED, PLAIN, THIS, Visits

JAVASCRIPT = "a plain JavaScript loop"
A_WHILE = 300  # milliseconds
ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""With these headers a page may ask how much memory it takes."""
PLANE = "What it makes of the plane"
ROWS, COLUMNS = 100_000, 20
LONG_TABLE = "\n".join(
    [
        ",".join(f"c{column}" for column in range(COLUMNS)),
        *(
            ",".join(f"{(row * (2 * column + 1)) % 9_973 / 7:.3f}" for column in range(COLUMNS))
            for row in range(ROWS)
        ),
    ]
)

TIMED = """
import json
from time import perf_counter
{prepare}
begun = perf_counter()
{work}
1000 * (perf_counter() - begun)
"""


def training(visits: Visits) -> list[Row]:
    with visits.trained_reader(THIS) as page, visits.trained_reader(PLAIN) as plain:

        def click() -> float:
            begin_anew(page)
            return float(page.evaluate("bench.train()"))

        def tutorial() -> float:
            return in_pyodide(plain, "", "trained()")

        this, core, loop, javascript = alternating(
            visits.rounds(15, 3),
            click,
            lambda: core_in_pyodide(plain, Experiment(), 10_000),
            tutorial,
            lambda: in_javascript(plain, Experiment(), 10_000),
        )
    against = "the tutorial's loop in Pyodide"
    what = "10,000 iterations, click to final picture"
    return [
        Row(what, "ms", this, against, loop, Target(0.35)),
        Row(
            "10,000 iterations in Pyodide, a Run alone",
            "ms",
            core,
            JAVASCRIPT,
            javascript,
            Target(1.5),
        ),
    ]


def epochs(visits: Visits) -> list[Row]:
    """On the page as its readers have it: with its pictures of the plane, which are drawn too."""
    experiment = Experiment(
        data=Dataset(recipe=Recipe("circle", 250)),
        layers=(Layer(4), Layer(2), Layer(1)),
        learning_rate=0.03,
        batch_size=10,
        average=True,
        iterations=1_000_000,
        question=(0.0, 0.0),
    )
    steps, count = experiment.steps_in_epoch, 100
    link = f"#experiment={quote(json.dumps(experiment.plain()))}"
    with visits.trained_reader(THIS) as page, visits.trained_reader(PLAIN) as plain:
        page.goto(visits.host.address + link)
        page.get_by_text("0 of 1,000,000").wait_for()

        def on_screen() -> float:
            begin_anew(page)  # what has been trained once is only looked up
            page.get_by_text("0 of 1,000,000").wait_for()
            page.evaluate("bench.longTasks()")
            shown = float(page.evaluate("steps => bench.epochs(2000, steps)", steps))
            tasks.append(list(page.evaluate("bench.longTasks()")))
            return shown

        tasks: list[list[float]] = []
        screen, core, javascript = alternating(
            visits.rounds(9, 3),
            on_screen,
            lambda: 1000 * count / core_in_pyodide(plain, experiment, count * steps),
            lambda: 1000 * count / in_javascript(plain, experiment, count),
        )
    network = "2-4-2-1, 250 rows, batches of 10"
    what, worker = f"epochs a second on the screen, {network}", f"  in the worker alone, {network}"
    return [
        Row(what, "", screen, JAVASCRIPT, javascript, Target(1, least=True)),
        Row(worker, "", core, JAVASCRIPT, javascript),
        long_tasks("2 s at full speed with pictures of the plane", tasks),
    ]


def smoothness(visits: Visits) -> list[Row]:
    """Long tasks, and what the page answers how fast, while it trains."""
    with visits.trained_reader(THIS) as page:

        def tasks(speed: str, iterations: int, milliseconds: int) -> list[float]:
            choose_speed(page, speed)
            set_field(page, "Iterations", iterations)
            begin_anew(page)
            page.evaluate("bench.longTasks()")
            page.get_by_role("button", name="Train", exact=True).click()
            page.wait_for_timeout(milliseconds)
            if (pause := page.get_by_role("button", name="Pause")).is_visible():
                pause.click()
            return list(page.evaluate("bench.longTasks()"))

        rounds = visits.rounds(5, 2)
        full = [tasks("Full speed", 1_000_000, 2_000) for _ in rounds]
        watched = [tasks("Watch it learn", 10_000, 6_000) for _ in rounds]

        choose_speed(page, "Full speed")
        set_field(page, "Iterations", 1_000_000)
        chosen, paused = [], []
        for turn in visits.rounds(15, 4):
            begin_anew(page)
            page.get_by_role("button", name="Train", exact=True).click()
            page.wait_for_timeout(A_WHILE)
            chosen.append(float(page.evaluate("bench.choose", turn % 2 + 1)))
            paused.append(float(page.evaluate("bench.pause()")))

    return [
        long_tasks("2 s at full speed", full),
        long_tasks("Watch it learn", watched),
        Row("  the longest of each time", "ms", [max(one, default=0) for one in full + watched]),
        Row("a row chosen while training, to its picture", "ms", chosen, target=Target(50, "ms")),
        Row("Pause, to its picture", "ms", paused, target=Target(100, "ms")),
    ]


def views(visits: Visits) -> list[Row]:
    """Long tasks while the plane is watched as it trains, and while a long table is read."""
    experiment = replace(PRESETS["xor-hidden"], iterations=20_000)

    def watched() -> list[float]:
        link = f"#experiment={quote(json.dumps(experiment.plain()))}"
        with visits.trained_reader(THIS) as page:
            page.goto(visits.host.address + link)
            page.get_by_text("0 of 20,000").wait_for()
            choose_speed(page, "Watch it learn")
            page.get_by_role("button", name="Train", exact=True).click()
            page.get_by_role("tab", name="Inside").click()
            page.get_by_role("tab", name="Plane").click()
            page.get_by_role("region", name=PLANE).scroll_into_view_if_needed()
            page.wait_for_timeout(A_WHILE)  # what is scrolled to is made first
            page.evaluate("bench.longTasks()")
            page.wait_for_timeout(6_000)
            return list(page.evaluate("bench.longTasks()"))

    def read() -> list[float]:
        with visits.trained_reader(THIS) as page:
            with page.expect_file_chooser() as chooser:
                page.get_by_role("button", name="Open", exact=True).click()
            page.evaluate("bench.longTasks()")
            chooser.value.set_files(file)  # by its name: Playwright would bring content in a task
            page.evaluate("said => bench.used(said)", f"of {ROWS:,} rows")
            return list(page.evaluate("bench.longTasks()"))

    rounds = visits.rounds(5, 2)
    plane = [watched() for _ in rounds]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "long.csv"
        file.write_text(LONG_TABLE, encoding="utf-8")
        table = [read() for _ in rounds]
    return [
        long_tasks("the plane watched while it trains", plane),
        long_tasks(f"{ROWS:,} rows × {COLUMNS} columns, from the file to the stage", table),
        Row("  the longest of each time", "ms", [max(one, default=0) for one in plane + table]),
    ]


def long_tasks(training: str, times: list[list[float]]) -> Row:
    what = f"main-thread tasks over 50 ms, {training}, {len(times)} times"
    return Row(what, "", [float(sum(map(len, times)))], target=Target(0, unit=""))


def memory(visits: Visits) -> list[Row]:
    """What the browser says of page and worker: objects, canvases, and Python's memory."""

    def used(where: str) -> float:
        with (
            visits.host.but(headers=visits.host.headers | ISOLATED),
            visits.trained_reader(where) as page,
        ):
            measured = page.evaluate("performance.measureUserAgentSpecificMemory()")
            return float(measured["bytes"] / 1e6)

    this, other = alternating(visits.rounds(3, 1), lambda: used(THIS), lambda: used(PLAIN))
    return [Row("memory once trained, page and worker", "MB", this, "plain start", other)]


def embeds(visits: Visits) -> list[Row]:
    """Ten elements on a page, trained one after the other, beside one."""
    sent = visits.host.sent
    requests: list[float] = []

    def used(count: int) -> float:
        headers = visits.host.headers | ISOLATED
        with visits.host.but(headers=headers), visits.reader("nothing") as page:
            sent.clear()
            page.goto(f"{visits.host.address}{EMBED}several.html?count={count}")
            page.evaluate("trained")
            requests.append(len(sent))
            measured = page.evaluate("performance.measureUserAgentSpecificMemory()")
            return float(measured["bytes"] / 1e6)

    ten, one = alternating(visits.rounds(3, 1), lambda: used(10), lambda: used(1))
    return [
        Row("memory of ten embeds, all trained", "MB", ten, "one embed", one, Target(2.5)),
        Row("files fetched for ten embeds", "", requests[::2], "one embed", requests[1::2]),
    ]


def choose_speed(page: Page, speed: str) -> None:
    page.get_by_role("tab", name="Learning").click()
    page.get_by_label("Speed").select_option(label=speed)


def set_field(page: Page, label: str, value: int) -> None:
    page.get_by_role("tab", name="Learning").click()
    page.get_by_label(label).fill(str(value))
    page.get_by_label(label).press("Enter")


def begin_anew(page: Page) -> None:
    """Open a run that has not been trained yet: another seed's, then seed 1's again."""
    for seed in (2, 1):
        set_field(page, "Seed", seed)
    page.wait_for_timeout(A_WHILE)


def in_pyodide(plain: Page, prepare: str, work: str, packages: tuple[str, ...] = ()) -> float:
    """Return the milliseconds that some Python takes in the plain page's worker."""
    code = TIMED.format(prepare=prepare, work=work)
    return float(plain.evaluate("arguments => python(...arguments)", [code, list(packages)]))


def core_in_pyodide(plain: Page, experiment: Experiment, iterations: int) -> float:
    prepare = (
        "from neuron_core import Experiment\n"
        f"run = Experiment.from_plain(json.loads({json.dumps(experiment.plain())!r})).run()"
    )
    return in_pyodide(plain, prepare, f"run.goto({iterations})", ("neuron-core",))


def in_javascript(plain: Page, experiment: Experiment, epochs: int) -> float:
    """Return the milliseconds that a plain loop takes for the same network."""
    network, data = experiment.network(), experiment.data
    batch = experiment.batch_size or len(data.inputs)
    weights = [
        np.vstack([matrix] if biases is None else [matrix, biases]).ravel().tolist()
        for matrix, biases in zip(network.weights, network.biases, strict=True)
    ]
    rules = {
        "bias": experiment.layers[-1].bias,
        "slope": ACTIVATIONS[experiment.layers[-1].activation].slope_rule,
        "rate": experiment.learning_rate / (batch if experiment.average else 1),
    }
    widths = [network.inputs, *(layer.units for layer in network.layers)]
    rows = [data.inputs.tolist(), data.targets.tolist()]
    taken: float = plain.evaluate(
        """async (arguments) => {
            const { train } = await import(new URL("loop.js", location.href));
            const begun = performance.now();
            train(...arguments);
            return performance.now() - begun;
        }""",
        [widths, weights, rules, *rows, batch, epochs],
    )
    return taken
