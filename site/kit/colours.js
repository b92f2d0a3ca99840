/** The theme's colours, as a canvas needs them: `styles/theme.css` is where they are set. */

import { computed, signal } from "@preact/signals-core";
import { THEME_CHANGED } from "./framed.js";
import { drawDue } from "./redraw.js";

const DRAWN = ["ink", "soft", "edge", "line", "panel", "positive", "negative", "zero"];

// As colours, not as text: of a pair for light and dark, a style then tells the one that is in use.
for (const name of DRAWN) {
  CSS.registerProperty({
    name: `--${name}`,
    syntax: "<color>",
    inherits: true,
    initialValue: "gray",
  });
}

/** A single pixel. */
const dot = /** @type {CanvasRenderingContext2D} */ (
  Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  })
);

const changes = signal(0);

const now = computed(() => {
  changes.value; // when these are read anew
  const style = getComputedStyle(document.documentElement);
  const named = Object.fromEntries(
    DRAWN.map((name) => [name, hex(style.getPropertyValue(`--${name}`))]),
  );
  const { positive, negative, zero } = named;
  return {
    ink: named.ink,
    soft: named.soft,
    edge: named.edge,
    line: named.line,
    panel: named.panel,
    positive,
    negative,
    zero,
    /** @param {number} value */
    signed: (value) => (value > 0 ? positive : value < 0 ? negative : zero),
  };
});

/**
 * A colour as #rrggbb, in whatever way a style writes it: the browser itself knows all of them.
 *
 * @param {string} colour
 */
function hex(colour) {
  dot.fillStyle = colour;
  dot.fillRect(0, 0, 1, 1);
  const [red, green, blue] = dot.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Whoever reads them while drawing is drawn again when the theme is another one. */
export const colours = () => now.value;

const change = () => {
  changes.value += 1;
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
document.addEventListener(THEME_CHANGED, change);

// Paper is light, whatever the screen is; what is drawn has to be so at once.
for (const [event, onPaper] of /** @type {const} */ ([
  ["beforeprint", true],
  ["afterprint", false],
])) {
  addEventListener(event, () => {
    document.documentElement.classList.toggle("on-paper", onPaper);
    change();
    drawDue();
  });
}
