/** A group of buttons that the Tab key enters once: within it, the arrow keys lead on. */

const STEPS = /** @type {Record<string, (at: number, count: number) => number>} */ ({
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
});

/**
 * @param {HTMLElement} group Its buttons may come and go.
 * @param {string} [members] A selector.
 */
export function asOneStop(group, members = "button") {
  const all = () => /** @type {HTMLElement[]} */ ([...group.querySelectorAll(members)]);
  /** @param {HTMLElement | undefined} entry */
  const enterAt = (entry) => all().forEach((one) => (one.tabIndex = one === entry ? 0 : -1));

  group.addEventListener("focusin", ({ target }) => enterAt(/** @type {HTMLElement} */ (target)));
  group.addEventListener("keydown", (event) => {
    const present = all();
    const at = present.indexOf(/** @type {HTMLElement} */ (event.target));
    const step = STEPS[event.key];
    if (!step || at < 0 || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey)
      return;
    event.preventDefault();
    present[step(at, present.length)].focus();
  });
  new MutationObserver(() => {
    const present = all();
    const entries = present.filter((one) => one.tabIndex === 0);
    if (entries.length !== 1)
      enterAt(present.find((one) => one === document.activeElement) ?? present[0]);
  }).observe(group, { childList: true, subtree: true });
}
