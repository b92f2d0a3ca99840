"""axe-core, which finds what of a page breaks a rule of WCAG."""

from functools import cache

from playwright.sync_api import Frame, Page

from builder import runtime

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Levels A and AA of WCAG 2.0 to 2.2, and what axe's makers think good practice."""

EDITOR = "scrollable-region-focusable: .cm-scroller"
"""axe does not see that the text in the editor, which can be edited, gets the focus and scrolls."""

RUN = """async (rules) => {
    const { violations } = await axe.run(document, { runOnly: rules });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
        `${id}: ${target.join(" ")}: ${[...any, ...all, ...none][0]?.message}`));
}"""


@cache
def _source() -> str:
    path = runtime.node_modules(with_tools=True) / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")


def violations(page: Page | Frame, but: tuple[str, ...] = ()) -> list[str]:
    """Return what breaks a rule on the page as it is: the rule, where, and why.

    `but` has the rules that are left out.
    """
    page.evaluate(f"if (!globalThis.axe) {{ {_source()} }}")
    found: list[str] = page.evaluate(RUN, RULES)
    return [one for one in found if not one.startswith((EDITOR, *but))]
