/** Which part of what Python has sent is the picture of a neuron. */

/** @import { Session } from "../session.js" */

/** The inputs of which there is a picture at every neuron; of more, a picture is only a slice. */
const MOST_INPUTS = 2;

/** @param {Session} session */
export const hasPictures = (session) => session.table.inputs[0].length <= MOST_INPUTS;

/**
 * The outputs of each neuron, and how many of them are a row of its picture; null where none have
 * come, or they are those of another experiment.
 *
 * @param {Session} session
 */
export function pictures({ plane, description }) {
  const { ranges, levels } = description.plane;
  if (!plane || plane.length % levels.length) return null;
  const size = plane.length / levels.length;
  const width = ranges.length === 2 ? Math.round(Math.sqrt(size)) : size;
  return { width, of: (/** @type {number} */ neuron) => plane.subarray(neuron * size, (neuron + 1) * size) };
}
