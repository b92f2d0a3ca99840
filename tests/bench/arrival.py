"""From the navigation to Python: first visits, later ones, slow lines, slow machines."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from playwright.sync_api import Error, Page

from tests.bench.figures import Row, Target, alternating
from tests.bench.host import Line
from tests.bench.visits import EMBED, PLAIN, STAY, STILL, THIS, Visits

AGAINST = "plain start"
SMALL = 10  # kilobytes: smaller files are counted together

Measure = Callable[[Visits, str], float]


def first_visit(visits: Visits) -> list[Row]:
    what = "first visit, to a trained neuron"
    return [_both(visits, what, first, visits.rounds(7, 2), Target(0.35))]


def at_10_mbit(visits: Visits) -> list[Row]:
    with visits.host.but(line=Line(10e6)):
        what = "first visit at 10 Mbit/s"
        return [_both(visits, what, first, visits.rounds(3, 1), Target(0.8))]


def at_1_6_mbit(visits: Visits) -> list[Row]:
    with visits.host.but(line=Line(1.6e6, round_trip=0.15)):
        what = "first visit at 1.6 Mbit/s and 150 ms"
        return [_both(visits, what, first, visits.rounds(2, 1), None)]


def slow_machine(visits: Visits) -> list[Row]:
    what = "first visit, the browser running a quarter of the time"
    if sys.platform == "win32":
        return [Row(what, "s", (), why="needs signals that this system lacks")]
    with visits.slowed(4):
        return [_both(visits, what, first, visits.rounds(3, 1), None)]


def second_visit(visits: Visits) -> list[Row]:
    return [_both(visits, "second visit", second, visits.rounds(7, 2), Target(0.35))]


def offline(visits: Visits) -> list[Row]:
    what, target = "second visit, offline", Target(0.35)
    measures = partial(without_network, visits, THIS), partial(second, visits, PLAIN)
    try:
        this, other = alternating(visits.rounds(5, 1), *measures)
    except Error:
        return [Row(what, "s", (), f"{AGAINST}, online", (), target, why="does not open")]
    return [Row(what, "s", this, f"{AGAINST}, online", other, target)]


def restart(visits: Visits) -> list[Row]:
    what = "trained again after its worker has ended"
    with visits.trained_reader(THIS) as page, visits.trained_reader(PLAIN) as plain:
        this, other = alternating(
            visits.rounds(7, 2), partial(restarted, page), partial(restarted, plain)
        )
    return [Row(what, "s", this, "plain start in a new worker", other, Target(0.35))]


def bytes_sent(visits: Visits) -> list[Row]:
    (this, this_later), (other, other_later) = (_sent(visits, where) for where in (THIS, PLAIN))

    def row(what: str, *sides: Sequence[float], target: Target | None = None) -> Row:
        return Row(what, "kB", sides[0], AGAINST, sides[1], target, why="not sent")

    totals = [sum(this.values())], [sum(other.values())]
    by_size = sorted(this | other, key=(other | this).__getitem__, reverse=True)
    return [
        row("sent until the neuron is trained", *totals, target=Target(0.9)),
        row("sent until some seconds later", [this_later], [other_later]),
        *(
            row(f"  {name}", *([side[name]] if name in side else [] for side in (this, other)))
            for name in by_size
        ),
    ]


def embed(visits: Visits) -> list[Row]:
    """A page that is in a frame which nobody has scrolled to."""
    sent = visits.host.sent
    with visits.reader("nothing") as page:
        sent.clear()
        page.goto(visits.host.address + EMBED)
        page.wait_for_timeout(STAY)
        kilobytes = (sent.total() - sent[f"/{EMBED}"]) / 1000
    return [
        Row("sent for an embed that nobody has opened", "kB", [kilobytes], target=Target(100, "kB"))
    ]


def paint(visits: Visits) -> list[Row]:
    """How soon the page is seen, and of use, beside what its own HTML and CSS take."""
    moved: list[float] = []

    def first_action() -> float:
        with visits.reader("firstAction") as page:
            painted, moves = visits.outcome(page, THIS)
        moved.append(moves)
        return float(painted)

    def still() -> float:
        with visits.reader("painted") as page:
            return float(visits.outcome(page, STILL))

    paints, stills = alternating(visits.rounds(9, 3), first_action, still)
    against = "its HTML and CSS without scripts"
    later = [moves - painted for moves, painted in zip(moved, stills, strict=True)]
    return [
        Row("first contentful paint", "ms", paints, against, stills, Target(1.15)),
        Row("first useful action: the slider moves", "ms", moved),
        Row(f"  after the paint of {against}", "ms", later, target=Target(250, "ms")),
    ]


def first(visits: Visits, where: str) -> float:
    with visits.reader() as page:
        return float(visits.outcome(page, where)) / 1000


def second(visits: Visits, where: str) -> float:
    with visits.trained_reader(where) as page:
        return float(visits.outcome(page, where)) / 1000


def without_network(visits: Visits, where: str) -> float:
    """The second visit where nothing answers and what the browser itself has kept is stale."""
    host = visits.host
    stale = host.headers | {"Cache-Control": "no-cache"}
    with host.but(headers=stale), visits.trained_reader(where) as page, host.but(reachable=False):
        return float(visits.outcome(page, where)) / 1000


def restarted(page: Page) -> float:
    return float(page.evaluate("bench.restarted()")) / 1000


def _both(visits: Visits, what: str, measure: Measure, rounds: range, target: Target | None) -> Row:
    this, other = alternating(rounds, *(partial(measure, visits, where) for where in (THIS, PLAIN)))
    return Row(what, "s", this, AGAINST, other, target)


def _sent(visits: Visits, where: str) -> tuple[dict[str, float], float]:
    """Return the kilobytes of each file that a first visit is sent until the neuron is trained.

    Small files are counted together. The second value is the sum some seconds later.
    """
    sent = visits.host.sent
    sent.clear()
    with visits.reader() as page:
        visits.outcome(page, where)
        files = {path: size / 1000 for path, size in sent.items()}
        page.wait_for_timeout(STAY)
    large = {path: size for path, size in files.items() if size >= SMALL}
    small = sum(files.values()) - sum(large.values())
    return large | {"smaller files": small}, sent.total() / 1000
