"""A bare frame of the page in a page of another origin: what it shows, and its manners."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, expect

from tests.odd import OddHost
from tests.page.embedded import Around, around, frame, framed, height_told, shown
from tests.page.reader import wait_until

WIDTHS = [340, 390, 650, 690, 740, 900]
TRANSPORT = "v=1&show=drawing+curve+transport"


@pytest.fixture
def outside(browser: Browser, dist: Path, tmp_path: Path) -> Iterator[Around]:
    with around(browser, dist, tmp_path) as one:
        yield one


def button(found: FrameLocator, name: str) -> Locator:
    return found.get_by_role("button", name=name, exact=True)


def status(found: FrameLocator) -> Locator:
    return found.get_by_role("status")


def visible_parts(found: FrameLocator) -> dict[str, bool]:
    parts = {
        "Train": button(found, "Train"),
        "drawing": found.locator("#drawing"),
        "curve": found.locator("#curve"),
        "rows": found.get_by_role("table", name="Training data"),
        "answer": found.get_by_role("group", name="New situation"),
        "menu": found.get_by_role("combobox", name="Experiment", exact=True),
        "words": found.get_by_label("What it shows"),
        "tabs": found.get_by_role("tablist", name="Lesson and tools"),
        "title": found.locator("header > p"),
        "Share": button(found, "Share"),
    }
    return {name: part.is_visible() for name, part in parts.items()}


@pytest.mark.grid
@pytest.mark.parametrize("width", WIDTHS)
def test_a_frame_shows_the_stage_and_what_matters_first(outside: Around, width: int) -> None:
    page = outside.opened(framed(width=width), width=width)
    found = shown(page)
    assert [name for name, is_seen in visible_parts(found).items() if is_seen] == [
        *("Train", "drawing", "curve", "rows", "answer", "menu", "words")
    ]
    widths = found.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
    assert widths[0] == widths[1] == width
    order = ["Train", "#drawing", "#curve"]
    tops = [
        box["y"]
        for part in [button(found, order[0]), *(found.locator(one) for one in order[1:])]
        if (box := part.bounding_box())
    ]
    assert tops == sorted(tops)
    assert tops[-1] < 480
    assert not overlapping(found)


def overlapping(found: FrameLocator) -> list[str]:
    """Name pairs of parts of the stage that cover each other."""
    pairs: list[str] = found.locator(".stage").evaluate(
        """stage => {
            const boxes = [...stage.children].filter((one) => one.checkVisibility())
                .map((one) => [one.className || one.id, one.getBoundingClientRect()]);
            return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
                .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1
                                && a.top < b.bottom - 1 && b.top < a.bottom - 1)
                .map(([other]) => `${one} / ${other}`));
        }"""
    )
    return pairs


@pytest.mark.grid
@pytest.mark.parametrize("width", WIDTHS)
def test_three_parts_are_laid_out_for_themselves_and_tell_how_high_they_are(
    outside: Around, width: int
) -> None:
    page = outside.opened(framed(f"#{TRANSPORT}", width=width, height=300), width=width)
    found = shown(page)
    seen = visible_parts(found)
    assert [name for name, is_seen in seen.items() if is_seen] == ["Train", "drawing", "curve"]
    assert not overlapping(found)
    wait_until(page, "() => window.heard?.some(({type}) => type === 'height')")
    wait_until(
        page,
        "async () => { const last = heard.length;"
        " await new Promise(done => setTimeout(done, 300)); return last === heard.length; }",
    )
    height = height_told(page)
    assert 300 < height <= 560
    assert height == found.locator("body").evaluate("one => Math.ceil(one.offsetHeight)")
    assert page.evaluate("heard.filter(({subject}) => subject === 'lti.frameResize').at(-1)") == {
        "subject": "lti.frameResize",
        "height": height,
    }


def test_a_host_that_gives_the_height_that_it_is_told_is_told_no_other(outside: Around) -> None:
    page = outside.opened(
        framed(height=2000)
        + """<script>
        addEventListener("message", ({data}) => data.type === "height" &&
            (document.querySelector("iframe").height = data.detail.height));
        </script>"""
    )
    found = shown(page)
    button(found, "Train").click()
    expect(status(found)).to_contain_text("10,000 iterations done")
    wait_until(
        page,
        "async () => { const last = heard.length;"
        " await new Promise(done => setTimeout(done, 500)); return last === heard.length; }",
    )
    heights = page.evaluate(
        "heard.filter(({type}) => type === 'height').map((one) => one.detail.height)"
    )
    assert len(heights) <= 8
    sizes = found.locator("html").evaluate("html => [html.scrollHeight, html.clientHeight]")
    assert sizes[0] == sizes[1] == heights[-1]


PARTS = {
    "ledger": "The ledger: one step by hand",
    "surface": "The valley",
    "python": "Change the Python",
    "data": "The data",
    "learning": "How it learns",
    "quality": "How good is it?",
}


@pytest.mark.grid
@pytest.mark.parametrize(("name", "title"), PARTS.items(), ids=PARTS)
def test_a_part_of_a_room_stands_alone(outside: Around, name: str, title: str) -> None:
    page = outside.opened(framed(f"#v=1&show={name}"))
    found = frame(page)
    expect(found.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(found.get_by_role("tablist")).to_have_count(0)
    expect(found.locator("#drawing")).to_be_hidden()
    expect(status(found)).to_be_visible()  # it says how Python is


def test_parts_of_several_rooms_have_their_tabs_and_no_others(outside: Around) -> None:
    page = outside.opened(framed("#v=1&show=drawing,ledger,quality,python"))
    found = frame(page)
    tabs = found.get_by_role("tablist", name="Lesson and tools").get_by_role("tab")
    expect(tabs).to_have_text(["Inside", "Python"])
    inner = found.get_by_role("tablist", name="Inside").get_by_role("tab")
    expect(inner).to_have_text(["Ledger", "Quality"])
    inner.first.click()
    page.keyboard.press("ArrowRight")
    expect(found.get_by_role("heading", name="How good is it?")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(found.get_by_role("heading", name="The ledger: one step by hand")).to_be_visible()


def test_one_chapter_stands_alone_and_takes_nothing_from_its_host(outside: Around) -> None:
    page = outside.opened(
        '<p style="height: 1500px">Before</p><input>' + framed("#v=1&show=drawing+chapter-bias")
    )
    page.locator("input").focus()
    page.evaluate("document.querySelector('iframe').scrollIntoView({block: 'end'})")
    top, entries = page.evaluate("[scrollY, history.length]")
    found = frame(page)
    heading = found.get_by_role("heading", level=3)
    expect(heading).to_be_visible()
    expect(found.get_by_role("navigation", name="Chapters")).to_be_hidden()
    expect(found.locator("#iteration")).not_to_be_empty()
    expect(status(found)).to_contain_text("running in this page")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    assert page.evaluate("[scrollY, history.length]") == [top, entries]


@pytest.mark.grid
@pytest.mark.parametrize("at", ["#chapter-bias", "#ledger", '#room=data&experiment={"seed":3}'])
def test_an_address_of_today_shows_what_it_names_beside_the_stage(outside: Around, at: str) -> None:
    page = outside.opened(
        '<p style="height: 1500px">Before</p>' + framed(at.replace('"', "&quot;"))
    )
    page.evaluate("scrollTo(0, 900)")
    found = frame(page)
    expect(found.locator("#drawing")).to_be_visible()
    named = {"#chapter-bias": "#chapter-bias", "#ledger": "#ledger"}.get(at, "#data-options")
    expect(found.locator(named)).to_be_visible()
    expect(found.locator(".remarks")).to_be_empty()
    assert page.evaluate("scrollY") == 900


def test_a_chapter_that_is_not_there_is_told(outside: Around) -> None:
    found = frame(outside.opened(framed("#v=1&show=chapter-swimming")))
    expect(found.get_by_role("alert").filter(has_text="swimming")).to_contain_text(
        "There is no chapter “swimming”; its chapters are puzzle, neuron, "
    )


def test_what_is_not_understood_is_said_where_it_is_seen_and_the_rest_is_done(
    outside: Around,
) -> None:
    page = outside.opened(framed("#v=1&show=drawing,kurve&preset=circel&theme=blue"))
    found = frame(page)
    remarks = found.locator(".remarks")
    expect(remarks).to_contain_text("“kurve” is not a part")
    expect(remarks).to_contain_text("“theme=blue”: light, dark, auto is accepted.")
    expect(remarks).to_be_in_viewport()
    expect(found.locator("#notice")).to_contain_text("circel")
    expect(found.locator("#notice")).to_be_in_viewport()
    expect(found.locator("#drawing")).to_be_visible()
    expect(found.locator("#curve")).to_be_hidden()


def test_an_experiment_begins_at_the_iteration_that_is_asked_for(outside: Around) -> None:
    found = frame(outside.opened(framed("#v=1&preset=exact-slope&seed=4&iteration=137")))
    expect(found.locator("#iteration")).to_contain_text("137 of ")
    expect(found.get_by_label("Seed", exact=True)).to_have_value("4")


def test_an_iteration_that_was_not_recorded_is_computed(outside: Around) -> None:
    found = frame(outside.opened(framed("#v=1&iteration=1237")))
    expect(found.locator("#iteration")).to_contain_text("1,237 of ")
    expect(status(found)).to_contain_text("running in this page")


def test_a_recorded_iteration_needs_no_python(outside: Around) -> None:
    found = shown(outside.opened(framed("#v=1&iteration=9")))
    expect(found.locator("#iteration")).to_contain_text("9 of ")
    expect(status(found)).to_contain_text("Python comes when you need it.")


def test_training_begins_when_the_frame_is_seen(outside: Around) -> None:
    page = outside.opened(
        '<p style="height: 3000px">Before</p>' + framed("#v=1&autoplay=visible"),
        reduced_motion="no-preference",
    )
    page.evaluate("scrollTo(0, 1e6)")
    expect(button(frame(page), "Pause")).to_be_visible()
    expect(status(frame(page))).to_contain_text("Training")


def test_no_training_begins_by_itself_where_less_motion_is_wanted(outside: Around) -> None:
    found = shown(outside.opened(framed("#v=1&autoplay=visible&iteration=1237")))
    expect(found.locator("#iteration")).to_contain_text("1,237 of ")
    expect(button(found, "Train")).to_be_visible()


def test_what_is_locked_cannot_be_changed_and_the_rest_can(outside: Around) -> None:
    page = outside.opened(framed("#v=1&show=menu+transport+drawing+rows+answer+learning&lock"))
    found = shown(page)
    for part in (".experiment", "#question", "#learning"):
        expect(found.locator(part)).to_have_attribute("inert", "")
    weight = found.get_by_role("slider", name="Weight w₁")
    before = weight.get_attribute("aria-valuenow") or ""
    weight.click()
    weight.press("ArrowUp")
    expect(weight).to_have_attribute("aria-valuenow", before)
    expect(found.get_by_role("textbox")).to_have_count(0)
    expect(found.locator("#drawing .typed")).to_be_hidden()
    page.evaluate("document.querySelector('iframe').focus()")
    found.locator("body").evaluate(
        """body => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", '{"seed": 77}');
            body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }"""
    )
    button(found, "Train").click()
    expect(status(found)).to_contain_text("10,000 iterations done; the answer is 0.99995873")


@pytest.mark.grid
@pytest.mark.parametrize(("theme", "system"), [("dark", "light"), ("light", "dark")])
def test_a_theme_can_be_asked_for_and_changed(outside: Around, theme: str, system: str) -> None:
    page = outside.opened(framed(f"#v=1&theme={theme}"), color_scheme=system)
    found = shown(page)
    background = "one => getComputedStyle(one).backgroundColor"
    colours = {"dark": "rgb(27, 30, 36)", "light": "rgb(255, 255, 255)"}
    assert found.locator("body").evaluate(background) == colours[theme]
    page.evaluate(
        "at => document.querySelector('iframe').contentWindow.location.replace(at)",
        f"{outside.neuron}#v=1&theme={system}",
    )
    expect(found.locator("body")).to_have_css("background-color", colours[system])


def test_the_theme_follows_the_colour_scheme_around_it_live(outside: Around) -> None:
    page = outside.opened(framed(), color_scheme="null")  # that of this machine, not of a test
    found = shown(page)
    expect(found.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    corner = """canvas => {
        const {width, height} = canvas;
        const {data} = canvas.getContext("2d").getImageData(0, 0, width, height);
        return Math.min(...data.filter((_, at) => at % 4 === 0 && data[at + 3] === 255));
    }"""
    canvas = found.locator("#drawing canvas")
    darkest = canvas.evaluate(corner)
    page.evaluate("document.querySelector('iframe').style.colorScheme = 'dark'")
    expect(found.locator("body")).to_have_css("background-color", "rgb(27, 30, 36)")
    # It is drawn anew, not only seen on another ground.
    canvas.evaluate(
        f"""async canvas => {{
            while (({corner})(canvas) === {darkest}) await new Promise(requestAnimationFrame);
        }}"""
    )


def test_a_dialog_opens_where_it_was_asked_for(outside: Around) -> None:
    page = outside.opened(
        framed("#v=1&show=share+drawing+curve+lesson+python", height=4000), height=600
    )
    found = shown(page)
    button(found, "Share").click()
    dialog = found.get_by_role("dialog", name="Share this experiment")
    expect(dialog).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    top = dialog.bounding_box()
    assert top is not None
    assert top["y"] < 200


def test_nothing_depends_on_the_height_of_the_window(outside: Around) -> None:
    page = outside.opened(framed(height=200, width=1500), width=1500)
    found = shown(page)
    heights = []
    for height in (200, 700, 1200, 4000):
        page.evaluate("height => (document.querySelector('iframe').height = height)", height)
        expect(found.locator("html")).to_have_js_property("clientHeight", height)
        heights.append(found.locator("body").evaluate("body => body.offsetHeight"))
    assert len(set(heights)) == 1


def test_in_print_the_picture_is_there_and_the_buttons_are_not(outside: Around) -> None:
    page = outside.opened(framed(f"#{TRANSPORT}"))
    found = shown(page)
    page.emulate_media(media="print")
    expect(found.locator("#drawing canvas")).to_be_visible()
    expect(found.locator("#curve canvas")).to_be_visible()
    expect(button(found, "Train")).to_be_hidden()
    assert not overlapping(found)


def test_a_sandboxed_frame_trains_and_tells_its_height(outside: Around) -> None:
    page = outside.opened(framed(f"#{TRANSPORT}", more='sandbox="allow-scripts"'))
    found = shown(page)
    button(found, "Train").click()
    expect(status(found)).to_contain_text("the answer is 0.99995873")
    assert height_told(page) <= 560


def test_the_whole_page_has_parts_too_where_its_address_names_them(
    browser: Browser, dist: Path
) -> None:
    with OddHost({"/": dist}).serving() as host, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{host.origin}/#{TRANSPORT}")
        expect(page.locator("#drawing")).to_be_visible()
        expect(page.get_by_role("tablist")).to_have_count(0)
        expect(page.locator("header > p")).to_be_hidden()  # the name of the page is only heard
