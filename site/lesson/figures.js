/** The little tables that chapters show beside their words. Every number is a frame's, or Python's. */

import { make } from "../kit/dom.js";
import { table } from "../kit/tables.js";
import { markVerdict } from "../kit/verdict.js";
import { count, fixed, indexed, rough, short } from "../model/format.js";

/**
 * @import { Experiment, Frame } from "../model/frame.js"
 * @import { Course } from "../python/queries.js"
 */

const TINY = 0.0001;

/** How a training ends, in a learner's words. @type {Record<Course["ending"], string>} */
export const ENDINGS = {
  settles: "it settles",
  crawls: "it crawls, and settles late",
  stays: "it comes to rest far from the targets",
  swings: "it swings for ever",
  overshoots: "it overshoots, and rows end on the wrong side",
  diverges: "it diverges",
};

/** Whether the weights come to rest. @param {Course} course */
export const rests = ({ ending }) => ["settles", "crawls", "stays"].includes(ending);

/** A loss, for a sentence: nobody reads powers of ten aloud. @param {number} loss */
export const said = (loss) => (loss < TINY ? `less than ${TINY}` : rough(loss));

/**
 * A number of four decimals; all its digits are there to be pointed at.
 *
 * @param {number} value
 */
export const few = (value) =>
  make("span", { className: "number", textContent: fixed(value, 4), title: String(value) });

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
  const errors = ["error", "", ...frames.map(([, { loss }]) => rough(loss))];
  return table(caption, heads, [...rows, errors]);
}

/**
 * The weights at some iterations, one below the other.
 *
 * @param {Frame[]} frames
 */
export function weights(frames) {
  const heads = [
    "step",
    ...Array.from(frames[0].row("parameters"), (_, index) => indexed("w", index)),
    "error",
  ];
  const rows = frames.map((frame) => [
    count(frame.iteration),
    ...Array.from(frame.row("parameters"), signed),
    rough(frame.loss),
  ]);
  return table("The weights, step by step", heads, rows);
}

/**
 * Trainings beside each other: the error on the way, and how each ends.
 *
 * @param {string} caption
 * @param {string} head What tells them apart.
 * @param {[string, Course][]} courses
 */
export function courses(caption, head, courses) {
  const [[, { iterations }]] = courses;
  return table(
    caption,
    [head, ...iterations.map((iteration) => `after ${count(iteration)}`), "outcome"],
    courses.map(([name, { losses, ending }]) => [name, ...losses.map(rough), ending]),
  );
}

/**
 * @param {Frame} frame
 * @param {number} row
 */
export function output(frame, row) {
  const shown = few(/** @type {number} */ (frame.row("outputs", row).at(-1)));
  markVerdict(shown, frame.verdict(row));
  return shown;
}

/** @param {number} value */
export function signed(value) {
  const shown = few(value);
  if (value) shown.classList.add(value < 0 ? "negative" : "positive");
  return shown;
}
