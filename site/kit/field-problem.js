/** What is wrong with a field, in words, where it stands. */

import { write } from "./dom.js";

/**
 * Says at a field what is wrong with it, or takes that back.
 *
 * @param {HTMLElement} place Has an id. Where the words stand: of several fields, those of the last one.
 * @param {HTMLElement} field
 * @param {string} words None, if nothing is wrong.
 */
export function tellProblem(place, field, words) {
  const isAbout = field.getAttribute("aria-describedby") === place.id;
  if (!words && !isAbout) return;
  write(place, words);
  field.ariaInvalid = words ? "true" : null;
  if (words) field.setAttribute("aria-describedby", place.id);
  else field.removeAttribute("aria-describedby");
}
