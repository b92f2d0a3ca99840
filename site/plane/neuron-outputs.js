/** Which part of what Python has sent is the picture of a neuron. */

/** @import { Session } from "../model/session.js" */

/**
 * The outputs of each neuron, and how many of them are a row of its picture; null where none have
 * come, or they are those of another experiment.
 *
 * @param {Session} session
 */
export function neuronOutputs({ plane, description }) {
  const { ranges, levels } = description.plane;
  if (!plane || plane.length % levels.length) return null;
  const size = plane.length / levels.length;
  const width = ranges.length === 2 ? Math.round(Math.sqrt(size)) : size;
  return {
    width,
    of: (/** @type {number} */ neuron) => plane.subarray(neuron * size, (neuron + 1) * size),
  };
}
