/** The theme's colours, as a canvas needs them: `styles/theme.css` is where they are set. */

import { computed, signal } from "@preact/signals-core";
import { drawDue } from "./redraw.js";

const changes = signal(0);

const now = computed(() => {
  changes.value; // when these are read anew
  const style = getComputedStyle(document.documentElement);
  const named = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const [positive, negative, zero] = ["positive", "negative", "zero"].map(named);
  return {
    ink: named("ink"),
    soft: named("soft"),
    edge: named("edge"),
    line: named("line"),
    panel: named("panel"),
    positive,
    negative,
    zero,
    /** @param {number} value */
    signed: (value) => (value > 0 ? positive : value < 0 ? negative : zero),
  };
});

/** Whoever reads them while drawing is drawn again when the theme is another one. */
export const colours = () => now.value;

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (changes.value += 1));

// Paper is light, whatever the screen is; what is drawn has to be so at once.
for (const [event, onPaper] of /** @type {const} */ ([
  ["beforeprint", true],
  ["afterprint", false],
])) {
  addEventListener(event, () => {
    document.documentElement.classList.toggle("on-paper", onPaper);
    changes.value += 1;
    drawDue();
  });
}
