/** Drawing what has changed: once for each picture of the screen, however many changes there are. */

import { computed, effect, signal, untracked } from "@preact/signals-core";

/** @type {Map<number, () => void>} What is to be drawn with the next picture, by its age. */
const due = new Map();
let made = 0;
let isPlanned = false;

/**
 * Draws now, and again whenever a signal that was read while drawing has changed. What was there
 * first is drawn first.
 *
 * @param {() => void} draw
 */
export function redraw(draw) {
  const age = (made += 1);
  let stop = () => {};
  const drawNow = () => {
    stop();
    let isDrawn = false;
    stop = effect(() => {
      if (isDrawn) return plan(age, drawNow); // which reads nothing: it is not called again
      isDrawn = true;
      try {
        draw();
      } catch (error) {
        reportError(error); // what it has read is followed all the same
      }
    });
  };
  drawNow();
}

/**
 * Makes something now, and anew whenever what it is made of is no longer the same, whoever made that;
 * nothing else that is read meanwhile is followed. Returns that, as a signal of what is made.
 *
 * @param {() => unknown} of
 * @param {() => void} build
 */
export function rebuild(of, build) {
  const held = computed(() => JSON.stringify(of()));
  redraw(() => {
    held.value;
    untracked(build);
  });
  return held;
}

/**
 * @param {number} age
 * @param {() => void} drawNow
 */
function plan(age, drawNow) {
  due.set(age, drawNow);
  if (!isPlanned) requestAnimationFrame(drawDue);
  isPlanned = true;
}

/** Draws all that waits for the next picture. */
export function drawDue() {
  isPlanned = false;
  let last = 0;
  for (;;) {
    const later = [...due.keys()].filter((age) => age > last);
    if (!later.length) return; // what is due again by what it has done itself waits
    last = Math.min(...later);
    const drawNow = due.get(last);
    due.delete(last);
    drawNow?.();
  }
}

/**
 * How much room an element has, as a signal. Sizes are read here only: reading them after writing
 * would have the page laid out anew.
 *
 * @param {Element} element
 */
export function sizeOf(element) {
  const size = signal({ width: 0, height: 0 });
  const read = () => {
    const { clientWidth: width, clientHeight: height } = element;
    size.value = { width, height };
  };
  new ResizeObserver(read).observe(element);
  read();
  return size;
}

/**
 * Whether an element is on the screen, or near it, as a signal.
 *
 * @param {Element} element
 * @param {string} rootMargin How near.
 */
export function isSeen(element, rootMargin) {
  const seen = signal(false);
  new IntersectionObserver(([{ isIntersecting }]) => (seen.value = isIntersecting), {
    rootMargin,
  }).observe(element);
  return seen;
}

/**
 * What the reader has set a control to, as a signal.
 *
 * @template Value
 * @param {HTMLElement} control
 * @param {() => Value} read
 */
export function heldBy(control, read) {
  const held = signal(read());
  control.addEventListener("change", () => (held.value = read()));
  return held;
}
