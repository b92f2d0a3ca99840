/** The little tables that chapters show beside their words. Every number is a frame's. */

import { number } from "../kit/dom.js";
import { table } from "../kit/tables.js";
import { markVerdict } from "../kit/verdict.js";
import { count, indexed, short } from "../model/format.js";

/**
 * @import { Experiment, Frame } from "../model/frame.js"
 */

/**
 * Every row of the data with its target, and its output in each of some frames.
 *
 * @param {Experiment} experiment
 * @param {[string, Frame][]} frames Each with what its column is called.
 */
export function outputs({ data }, frames) {
  const { inputs: given = [], targets = [] } = data; // a chapter's experiment has a table of its own
  const caption = `What comes out for the ${given.length} rows`;
  const heads = ["inputs", "target", ...frames.map(([name]) => name)];
  const rows = given.map((inputs, row) => [
    inputs.map(short).join(", "),
    short(targets[row][0]),
    ...frames.map(([, frame]) => output(frame, row)),
  ]);
  return table(caption, heads, rows);
}

/**
 * The weights at some iterations, one below the other.
 *
 * @param {Frame[]} frames
 */
export function weights(frames) {
  const heads = [
    "iteration",
    ...Array.from(frames[0].row("parameters"), (_, index) => indexed("w", index)),
  ];
  const rows = frames.map((frame) => [
    count(frame.iteration),
    ...Array.from(frame.row("parameters"), signed),
  ]);
  return table("The weights, step by step", heads, rows);
}

/**
 * @param {Frame} frame
 * @param {number} row
 */
function output(frame, row) {
  const shown = number(/** @type {number} */ (frame.row("outputs", row).at(-1)));
  markVerdict(shown, frame.verdict(row));
  return shown;
}

/** @param {number} value */
function signed(value) {
  const shown = number(value);
  shown.classList.add(value < 0 ? "negative" : "positive");
  return shown;
}
