/** What `neuron_core` judges, in words: the same ones wherever the page says them. */

import { count, explained, percent, rough } from "../model/format.js";

/** @import { Counts, Frame } from "../model/frame.js" */

/** @type {Record<ReturnType<Frame["verdict"]>, string>} */
const WORDS = {
  near: "near",
  right: "right, but far",
  wrong: "wrong",
  far: "far",
};

/** How one row of a frame came out, in words. @param {Frame} frame @param {number} row */
export const cameOut = (frame, row) => WORDS[frame.verdict(row)];

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

/**
 * Whether it has learned, in a few words.
 *
 * @param {Frame} frame
 * @param {number} rows How many it is trained on.
 */
export function verdict(frame, rows) {
  const { near, right, r_squared: scatter } = frame.counts("training");
  if (frame.hasLearned)
    return near === rows
      ? `It has learned: all ${count(rows)} rows are near their targets.`
      : "It has learned.";
  if (frame.loss > frame.startLoss) return "It has not learned: the error has risen.";
  if (right !== null && right < rows)
    return `It has not learned: ${count(rows - right)} of ${count(rows)} rows ${rows - right === 1 ? "is" : "are"} wrong.`;
  if (scatter !== null) return `It has not learned: R² is ${rough(scatter)}.`;
  return `It has not learned: ${count(rows - near)} of ${count(rows)} rows ${rows - near === 1 ? "is far from its target" : "are far from their targets"}.`;
}
