/** Whether the page is in a frame of another, and whether anybody has used it there. */

/** Told to the document when its colours have become others, by no change of the system's. */
export const THEME_CHANGED = "themechange";

/** Has all who draw take the colours again. */
export const themeChanged = () => document.dispatchEvent(new Event(THEME_CHANGED));

/** What a dialog keeps from the edges, in pixels. */
const EDGE = 10;

/** Whether the page is in a frame of another. */
export const isFramed = globalThis.parent !== globalThis.window;

let isUsed = !isFramed;
/** How far down the last press was, in pixels from the page's upper edge. */
let pressedAt = 0;

if (isFramed) {
  for (const press of ["pointerdown", "keydown", "drop"]) {
    addEventListener(
      press,
      (event) => {
        isUsed = true;
        const { target } = event;
        if ("clientY" in event) pressedAt = Number(event.clientY) + scrollY;
        else if (target instanceof Element)
          pressedAt = target.getBoundingClientRect().top + scrollY;
      },
      { capture: true },
    );
  }
}

/**
 * Whether the focus may be taken, and the window scrolled: in a frame that nobody has pressed
 * anything in, either would scroll the page around it, and take its reader elsewhere.
 */
export const mayTakeOver = () => isUsed;

/**
 * Has a dialog stand near the last press. A frame may be higher than the screen, and its middle out
 * of sight.
 *
 * @param {HTMLElement} dialog
 */
export function putNearPress(dialog) {
  if (!isFramed) return;
  const lowest = document.body.offsetHeight - dialog.offsetHeight - EDGE;
  dialog.style.top = `${Math.max(EDGE, Math.min(pressedAt, lowest))}px`;
}

/** What begins above this share of the window can be read from its beginning. */
const IN_SIGHT = 0.6;

/**
 * Brings something into view, if that is for this page to do: its beginning, where the whole of it is
 * not to be seen. What covers the top of the window is its `scroll-margin-top`.
 *
 * @param {Element | null | undefined} element
 */
export function bringIntoView(element) {
  if (!element || !mayTakeOver()) return;
  const { top, bottom } = element.getBoundingClientRect();
  const isCovered = top < Number.parseFloat(getComputedStyle(element).scrollMarginTop);
  const isSeen = bottom <= innerHeight || top <= innerHeight * IN_SIGHT;
  if (isCovered || !isSeen) element.scrollIntoView({ block: "start" });
}
