/** The theme's colours, as a canvas needs them: `styles/theme.css` is where they are set. */

export function colours() {
  const style = getComputedStyle(document.documentElement);
  const named = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const [positive, negative, zero] = ["positive", "negative", "zero"].map(named);
  return {
    ink: named("ink"),
    soft: named("soft"),
    line: named("line"),
    panel: named("panel"),
    negative,
    positive,
    /** @param {number} value */
    signed: (value) => (value > 0 ? positive : value < 0 ? negative : zero),
  };
}

/** @param {() => void} callback Called when the reader's system changes to light or dark. */
export function onThemeChange(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
}
