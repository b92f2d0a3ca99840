"""The element <one-neuron> in a page of another origin."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.embedded import Around, around, frame, framed, shown
from tests.page.reader import wait_until

SCRIPT = '<script type="module" src="NEURONone-neuron.js"></script>'
RECORD = """<script>
    for (const type of ["ready", "progress", "iteration", "trained", "diverged", "change",
                        "answered", "goal", "error"])
        addEventListener(type, ({target, detail}) =>
            target.localName === "one-neuron" && (window.events ??= []).push({type, detail}));
</script>"""
ELEMENT = "document.querySelector('one-neuron')"


@pytest.fixture
def outside(browser: Browser, dist: Path, tmp_path: Path) -> Iterator[Around]:
    with around(browser, dist, tmp_path) as one:
        yield one


def element(attributes: str = "", child: str = "") -> str:
    return f"{RECORD}{SCRIPT}<one-neuron {attributes}>{child}</one-neuron>"


def ready(page: Page) -> None:
    page.evaluate(f"customElements.whenDefined('one-neuron').then(() => {ELEMENT}.ready)")


def call(page: Page, script: str) -> Any:
    return page.evaluate(f"async () => {{ const one = {ELEMENT}; {script} }}")


def events(page: Page, kind: str) -> list[Any]:
    found: list[Any] = page.evaluate(
        "kind => (window.events ?? []).filter(({type}) => type === kind).map(({detail}) => detail)",
        kind,
    )
    return found


def test_it_trains_asks_goes_and_tells_all_of_it(outside: Around) -> None:
    page = outside.opened(element('show="drawing curve transport"'))
    ready(page)
    told = call(page, "return await one.train()")
    assert told["iteration"] == 10_000
    assert told["weights"] == pytest.approx([5.39428067, 0.19482422, 0.34317086])
    assert f"{told['answer'][0]:.8f}" == "0.99995873"
    assert call(page, "return [one.weights, one.state.iteration]") == [told["weights"], 10_000]
    assert f"{call(page, 'return await one.ask([1, 0, 0])')[0]:.8f}" == "0.99995873"
    assert call(page, "return (await one.goto(9)).loss") == pytest.approx(0.00149, abs=1e-5)
    assert call(page, "return (await one.step()).iteration") == 10
    assert call(page, "return (await one.reset()).iteration") == 0
    assert events(page, "ready")
    assert [one["iteration"] for one in events(page, "trained")] == [10_000]
    assert events(page, "progress")[-1] == {"stage": "ready"}
    assert {one["iterations"] for one in events(page, "iteration")} == {10_000}


def test_what_cannot_be_is_told_to_who_asked(outside: Around) -> None:
    page = outside.opened(element())
    ready(page)
    wrong = "return await one.{}.then(String, ({{message}}) => message)"
    assert "is no iteration" in call(page, wrong.format("goto(-1)"))
    assert "is no iteration" in call(page, wrong.format("goto('x')"))
    problem = call(page, wrong.format("ask(['a', 0, 0])"))
    assert problem == "new situation, row 1, column 1: 'a' is not a number."


def test_it_is_as_high_as_its_parts_and_has_their_name(outside: Around) -> None:
    page = outside.opened(element('show="drawing curve transport" title="Watch it"'), width=690)
    ready(page)
    expect(page.locator("iframe")).to_have_attribute("title", "Watch it")
    body = frame(page).locator("body")
    wait_until(page, f"() => {ELEMENT}.offsetHeight <= 560")
    height = body.evaluate("body => Math.ceil(body.offsetHeight)")
    wait_until(page, f"() => {ELEMENT}.offsetHeight === {height}")
    call(page, "one.setAttribute('height', '300')")
    assert call(page, "return one.offsetHeight") == 300


def test_attributes_change_at_any_time_and_the_history_does_not(outside: Around) -> None:
    page = outside.opened(element('show="drawing transport"'))
    ready(page)
    entries = page.evaluate("history.length")
    found = frame(page)
    call(page, "one.setAttribute('preset', 'circle'); one.setAttribute('show', 'drawing plane')")
    expect(found.locator("#stage-plane canvas").first).to_be_visible()
    expect(found.get_by_role("button", name="Train")).to_be_hidden()
    wait_until(page, f"() => {ELEMENT}.experiment?.layers.length === 2")
    call(page, "one.setAttribute('theme', 'dark')")
    expect(found.locator("body")).to_have_css("background-color", "rgb(27, 30, 36)")
    call(page, "one.removeAttribute('preset')")
    wait_until(page, f"() => {ELEMENT}.experiment?.layers.length === 1")
    assert page.evaluate("history.length") == entries


def test_the_same_experiment_set_again_begins_again(outside: Around) -> None:
    page = outside.opened(element())
    ready(page)
    call(page, "one.experiment = {seed: 3}")
    wait_until(page, f"() => {ELEMENT}.state.experiment.seed === 3")
    start = call(page, "return one.weights")
    call(page, "await one.goto(500)")
    assert call(page, "return one.state.iteration") == 500
    call(page, "one.experiment = {seed: 3}")
    wait_until(page, f"() => {ELEMENT}.state.iteration === 0")
    assert call(page, "return one.weights") == start


def test_its_child_is_seen_before_in_print_and_without_javascript(outside: Around) -> None:
    child = '<img alt="A poster" src="NEURONstage.png" width="300">'
    page = outside.opened(element('loading="click"', child))
    poster = page.get_by_role("img", name="A poster")
    expect(poster).to_be_visible()
    assert page.locator("iframe").count() == 0
    assert outside.served.asked["/neuron/"] == 0
    page.get_by_role("button", name="Open the neuron").click()
    ready(page)
    expect(poster).to_be_hidden()
    page.emulate_media(media="print")
    expect(poster).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    without = outside.opened(element("", child), java_script_enabled=False)
    expect(without.get_by_role("img", name="A poster")).to_be_visible()


def test_in_print_without_a_child_the_picture_itself_is_there(outside: Around) -> None:
    page = outside.opened(element())
    ready(page)
    page.emulate_media(media="print")
    expect(page.locator("iframe")).to_be_visible()


def test_nothing_is_fetched_before_it_comes_near(outside: Around) -> None:
    page = outside.opened('<p style="height: 5000px">Before</p>' + element())
    page.evaluate("customElements.whenDefined('one-neuron')")
    page.wait_for_load_state("networkidle")
    assert sum(outside.served.asked.values()) == 1  # the element itself
    page.evaluate("scrollTo(0, 1e6)")
    ready(page)


def test_taken_out_and_put_back_it_goes_on_where_it_was_to_the_bit(outside: Around) -> None:
    page = outside.opened(element())
    ready(page)
    before = call(page, "await one.goto(1234); return one.weights")
    call(page, "window.kept = one; one.remove()")
    page.evaluate("document.body.append(kept)")
    ready(page)
    wait_until(page, f"() => {ELEMENT}.state.iteration === 1234")
    assert call(page, "return one.weights") == before


def test_styles_of_the_page_around_it_are_taken_over_live(outside: Around) -> None:
    style = "<style>one-neuron { --one-neuron-background: rgb(1, 2, 3); --one-neuron-font: serif }"
    night = ".night one-neuron { color-scheme: dark }</style>"
    page = outside.opened(style + night + element(), color_scheme="null")
    ready(page)
    body = frame(page).locator("body")
    expect(body).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(body).to_have_css("font-family", "serif")
    call(page, "one.style.setProperty('--one-neuron-background', 'url(evil)'); one.restyle()")
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
    page.evaluate("document.documentElement.className = 'night'")
    expect(body).to_have_css("background-color", "rgb(27, 30, 36)")


def test_what_others_say_in_its_frame_s_name_is_not_believed(outside: Around) -> None:
    """The page itself, another frame of it, and a frame of the same origin as the right one."""
    page = outside.opened(
        element() + '<iframe name="other" src="about:blank"></iframe>'
        '<iframe name="same" src="NEURONicon.svg"></iframe>'
    )
    ready(page)
    name = page.locator("iframe").first.get_attribute("name")
    forged = {"source": "one-neuron", "version": 1, "id": name}
    goal = {**forged, "type": "goal", "detail": {"goal": "forged"}}
    height = {**forged, "type": "height", "detail": {"height": 77}}
    for message in (goal, height):
        page.evaluate("message => postMessage(message, '*')", message)
        for other in ("other", "same"):
            page.frame(name=other).evaluate(  # type: ignore[union-attr]
                "message => parent.postMessage(message, '*')", message
            )
    page.frame(name=name).evaluate(  # type: ignore[union-attr]
        "message => parent.postMessage(message, '*')",
        {**goal, "id": "one-neuron-1", "detail": {"goal": "of another id"}},
    )
    call(page, "await one.goto(5)")  # all of them have been heard by then
    assert events(page, "goal") == []
    assert call(page, "return one.offsetHeight") != 77


def test_a_frame_obeys_nobody_but_the_window_around_it_that_has_greeted(outside: Around) -> None:
    other = '<iframe name="other" src="NEURONicon.svg"></iframe>'
    page = outside.opened(framed(more='name="bare"') + other)
    shown(page)
    said = {"source": "one-neuron", "version": 1, "id": "mine", "detail": {}}

    def around_says(message: dict[str, Any]) -> None:
        page.evaluate("message => frames.bare.postMessage(message, '*')", message)

    def beside_says(message: dict[str, Any]) -> None:
        beside = page.frame(name="other")
        assert beside is not None
        beside.evaluate("message => parent.frames.bare.postMessage(message, '*')", message)

    def call_for(method: str, *args: int) -> dict[str, Any]:
        return {**said, "type": "call", "detail": {"call": 1, "method": method, "args": args}}

    around_says(call_for("goto", 55))  # it has not greeted
    beside_says({**said, "type": "hello"})
    around_says({**said, "type": "hello"})
    wait_until(page, "() => heard.some(({type}) => type === 'ready')")
    beside_says(call_for("goto", 77))
    around_says({**call_for("goto", 78), "id": "another"})
    around_says({**call_for("goto", 79), "version": 2})
    around_says(call_for("constructor"))
    around_says(call_for("goto", 5))
    wait_until(page, "() => heard.filter(({type}) => type === 'answer').length === 2")
    answers = page.evaluate(
        "heard.filter(({type}) => type === 'answer').map(({id, detail}) => [id, detail])"
    )
    assert [name for name, _ in answers] == ["mine", "mine"]
    assert "constructor is nothing that can be asked for" in answers[0][1]["problem"]
    assert answers[1][1]["value"]["iteration"] == 5
    expect(frame(page).locator("#iteration")).to_contain_text("5 of 10,000")


def test_a_goal_that_is_reached_is_told_once(outside: Around) -> None:
    page = outside.opened(element('goal="loss &lt;= 0.0015"'))
    ready(page)
    call(page, "await one.goto(3)")
    place = frame(page).locator("#goal")
    expect(place).to_have_text("Goal: a loss of at most 0.0015")
    assert events(page, "goal") == []
    call(page, "await one.goto(9)")
    expect(place).to_have_text("Reached: a loss of at most 0.0015, at iteration 9")
    (told,) = events(page, "goal")
    assert told["goal"] == "loss <= 0.0015"
    assert told["iteration"] == 9
    assert told["value"] == pytest.approx(0.00149, abs=1e-5)


def test_a_goal_that_is_none_is_told(outside: Around) -> None:
    page = outside.opened(element('goal="win"'))
    ready(page)
    call(page, "await one.goto(3)")
    expect(frame(page).locator("#goal")).to_contain_text("goal: “win” is not one; accepted are")


def test_a_chapter_s_answer_is_told_and_can_be_the_goal(outside: Around) -> None:
    page = outside.opened(element('show="drawing chapter-neuron" goal="chapter-neuron"'))
    ready(page)
    found = frame(page)
    found.get_by_role("radio").first.check()
    found.get_by_role("button", name="Send row 3 through").click()
    expect(found.locator("#goal")).to_have_text("Reached: this chapter's question is answered")
    (answered,) = events(page, "answered")
    assert answered == {"chapter": "neuron", "said": "Near 1", "right": False}
    assert len(events(page, "goal")) == 1


def test_of_three_two_have_python_and_the_first_comes_back_to_the_bit(outside: Around) -> None:
    three = "".join(
        f'<one-neuron id="n{seed}" seed="{seed}" loading="eager" show="drawing transport">'
        "</one-neuron>"
        for seed in (1, 2, 3)
    )
    page = outside.opened(RECORD + SCRIPT + three, height=1600)
    most = 0

    def trained(seed: int) -> Any:
        return page.evaluate(
            """async (id) => {
                await customElements.whenDefined('one-neuron');
                return await document.getElementById(id).goto(2000);
            }""",
            f"n{seed}",
        )

    first = trained(1)
    for seed in (2, 3):
        trained(seed)
        living = [one for one in page.workers if "worker" in one.url]
        most = max(most, len(living))
    assert most == 2
    assert "rests" in str(frame(page, 0).get_by_role("status").inner_text())
    expect(frame(page, 0).locator("#iteration")).to_contain_text("2,000 of ")
    weights = "document.getElementById('n1').weights"
    assert page.evaluate(weights) == first["weights"]
    page.evaluate("document.getElementById('n1').step()")
    stepped = page.evaluate("document.getElementById('n1').goto(2000)")
    assert stepped["weights"] == first["weights"]
    assert len([one for one in page.workers if "worker" in one.url]) == 2


def test_its_file_is_small_and_stands_alone(dist: Path) -> None:
    text = (dist / "one-neuron.js").read_bytes()
    assert len(gzip.compress(text, 9)) <= 6_000
    assert b"import" not in text.replace(b"import.meta", b"")


def test_what_editors_are_told_is_what_it_has(outside: Around, dist: Path) -> None:
    manifest = json.loads((dist / "custom-elements.json").read_text(encoding="utf-8"))
    (declared,) = manifest["modules"][0]["declarations"]
    page = outside.opened(SCRIPT)
    page.evaluate("customElements.whenDefined('one-neuron')")
    observed, members = page.evaluate(
        """() => {
            const kind = customElements.get("one-neuron");
            const all = Object.entries(Object.getOwnPropertyDescriptors(kind.prototype));
            return [kind.observedAttributes, all.map(([name]) => name)];
        }"""
    )
    assert {one["name"] for one in declared["attributes"]} == {*observed}
    hidden = {"constructor", "connectedCallback", "disconnectedCallback", "hear"}
    hidden.add("attributeChangedCallback")
    assert {one["name"] for one in declared["members"]} == {*members} - hidden
    types = (dist / "one-neuron.d.ts").read_text(encoding="utf-8")
    for one in declared["members"]:
        assert f"{one['name']}" in types
    for event in declared["events"]:
        assert f'"{event["name"]}"' in types or f"{event['name']}:" in types
