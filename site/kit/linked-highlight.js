/**
 * What belongs together lights up together: a line of Python, a part of the drawing, a cell of
 * the ledger.
 *
 * An element says in `data-part` what it has to do with: names of steps of the arithmetic, each
 * of them for all weights (`sum`) or for one (`sum-0`). Pointing at one element, or having the
 * focus on it, lights up every element that shares a name with it.
 */

const STEPS = ["pointerover", "focusin", "pointerout", "focusout"];

/** @type {Element | null} What lights up as long as nothing else is pointed at or has the focus. */
let held = null;

/**
 * Has an element light up, with all that belongs to it, until it is told otherwise.
 *
 * @param {Element | null} element
 */
export function hold(element) {
  held?.classList.remove("held");
  held = element;
  held?.classList.add("held");
  light(held);
}

/** Begins to watch the page. */
export function linkParts() {
  /** @type {Element | null} */
  let pointed = null;
  /** @type {Element | null} */
  let focused = null;
  for (const step of STEPS) {
    document.addEventListener(step, ({ type, target }) => {
      const part = target instanceof Element ? target.closest("[data-part]") : null;
      if (type === "pointerover") pointed = part;
      if (type === "pointerout") pointed = null;
      if (type === "focusin") focused = part;
      if (type === "focusout") focused = null;
      light(pointed ?? focused ?? held);
    });
  }
}

/** @param {Element | null} source */
function light(source) {
  const wanted = namesOf(source);
  for (const element of document.querySelectorAll("[data-part]")) {
    element.classList.toggle(
      "lit",
      namesOf(element).some((name) => wanted.some((other) => share(name, other))),
    );
  }
}

/** @param {Element | null} element */
const namesOf = (element) => element?.getAttribute("data-part")?.split(" ").filter(Boolean) ?? [];

/**
 * @param {string} one
 * @param {string} other
 */
const share = (one, other) =>
  one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
