/** Where to look: a ring around the parts of the stage that a chapter is about. */

/** What chapters call the parts, and where these are. */
const PARTS = {
  table: "#few-rows",
  question: "#question",
  drawing: "#drawing",
  curve: "#curve",
  plane: "#stage-plane",
};

/** @typedef {keyof typeof PARTS} Part */

/** @param {Part[]} parts The ring is taken from all others. */
export function spotlight(parts) {
  for (const [part, selector] of Object.entries(PARTS)) {
    const isLit = parts.some((one) => one === part);
    document.querySelector(selector)?.toggleAttribute("data-spotlight", isLit);
  }
}
