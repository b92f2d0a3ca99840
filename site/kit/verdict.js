/** What `neuron_core` judges, in words: the same ones wherever the page says them. */

import { count, explained, percent } from "../model/format.js";

/** @import { Counts, Frame } from "../model/frame.js" */

/** @type {Record<ReturnType<Frame["verdict"]>, string>} */
const WORDS = {
  near: "near",
  right: "right, but far",
  wrong: "wrong",
  far: "far",
};

/**
 * How one row came out, at its number: by a colour, and in words.
 *
 * @param {HTMLElement} element With the number.
 * @param {ReturnType<Frame["verdict"]>} verdict
 */
export function markVerdict(element, verdict) {
  if (element.dataset.verdict === verdict) return;
  element.dataset.verdict = verdict;
  element.classList.toggle("far", verdict !== "near");
  element.ariaDescription = WORDS[verdict];
}

/**
 * How many rows came out how.
 *
 * @param {Counts} counts
 * @param {number} rows How many there are.
 */
export function tally({ near, right, r_squared: scatter }, rows) {
  const nearOnes = `${count(near)} of ${count(rows)} rows ${near === 1 ? "is" : "are"} near ${near === 1 ? "its target" : "their targets"}`;
  if (right !== null) {
    return `${count(right)} of ${count(rows)} rows ${right === 1 ? "is" : "are"} right (${percent(right / rows)}), ${count(near)} near`;
  }
  return scatter === null ? nearOnes : `R² is ${explained(scatter)}`;
}
