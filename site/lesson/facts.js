/** What chapters read from frames. None of it is computed here but comparisons. */

/** @import { Frame } from "../model/frame.js" */

/** The weights whose valley is drawn, w₂ and w₃, by their places among the parameters. */
export const ACROSS = /** @type {[number, number]} */ ([1, 2]);

/** The answer to the new situation. @param {Frame} frame */
export function answerOf(frame) {
  return frame.outputs(frame.rows)[0];
}

/** The rows that are far from their targets, counted from 1. @param {Frame} frame */
export function farRows(frame) {
  return frame.farRows.map((row) => row + 1);
}

/**
 * How far a row's output is from its target.
 *
 * @param {Frame} frame
 * @param {number} row
 */
export const distance = (frame, row) => Math.abs(frame.row("errors", row)[0]);

/**
 * Which weights have another sign in the second frame.
 *
 * @param {Frame} before
 * @param {Frame} after
 */
export function flipped(before, after) {
  const now = after.row("parameters");
  return Array.from(before.row("parameters").keys()).filter(
    (index) => Math.sign(before.row("parameters")[index]) * Math.sign(now[index]) < 0,
  );
}
