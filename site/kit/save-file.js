/** Files that the reader is given. */

import { make } from "./dom.js";

/**
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} [type]
 */
export function saveFile(name, content, type = "application/octet-stream") {
  const href = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000); // by then the browser has it
}
