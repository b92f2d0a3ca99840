/** Where to look: a ring around the parts of the stage that a chapter is about. */

/**
 * @typedef {"table" | "question" | "drawing" | "curve" | "plane"} Part What chapters call the parts of
 *   the stage, which are marked with it.
 */

/** @param {Part[]} parts The ring is taken from all others. */
export function spotlight(parts) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-look]")
  )) {
    const isLit = parts.some((name) => name === part.dataset.look);
    part.toggleAttribute("data-spotlight", isLit);
  }
}
