/** Dialogs: native ones, made when they are needed and gone when they are closed. */

import { make } from "./dom.js";
import { putNearPress } from "./framed.js";
import { unique } from "./unique.js";

/**
 * Shows a dialog. When it closes, the focus is again where it was.
 *
 * @param {string} title
 * @param {...Node} parts
 */
export function showDialog(title, ...parts) {
  const opener = document.activeElement;
  const heading = make("h2", { id: unique("dialog-title"), textContent: title });
  const dialog = make("dialog", {}, heading, ...parts);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.onclose = () => {
    dialog.remove();
    if (opener instanceof HTMLElement) opener.focus();
  };
  for (const other of document.querySelectorAll("dialog")) other.close();
  document.body.append(dialog);
  dialog.showModal();
  putNearPress(dialog);
  return dialog;
}

/**
 * @param {string} textContent
 * @param {() => unknown} onclick
 * @param {string} [className]
 */
export const action = (textContent, onclick, className = "") =>
  make("button", { type: "button", textContent, onclick, className });

/** @param {unknown} error */
export const reason = (error) => (error instanceof Error ? error.message : String(error));
