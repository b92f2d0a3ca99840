/** The theme's colours, as a canvas needs them: `styles/theme.css` is where they are set. */

export function colours() {
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
}

/**
 * Paper is light, whatever the screen is.
 *
 * @param {() => void} callback Called when the colours have become others.
 */
export function onThemeChange(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  for (const [event, onPaper] of /** @type {const} */ ([
    ["beforeprint", true],
    ["afterprint", false],
  ])) {
    addEventListener(event, () => {
      document.documentElement.classList.toggle("on-paper", onPaper);
      callback();
    });
  }
}
