/** How far a training should be after some time, at each speed that the reader can choose. */

/**
 * @typedef {keyof typeof PACES} Speed
 * @typedef {(from: number, seconds: number) => number} Pace
 */

/** Along the curve's axis, which is logarithmic: about five seconds for 10,000 iterations. */
const UNITS_A_SECOND = 2;
const SLOW_STEPS_A_SECOND = 2;

/**
 * The tutorial's weights change their sign at every step. Faster than two steps a second, only
 * every second step is shown, or they would flash.
 */
const PACES = {
  /** @type {Pace} */
  slow: (from, seconds) => from + Math.floor(seconds * SLOW_STEPS_A_SECOND),
  /** @type {Pace} */
  watch: (from, seconds) => {
    const ahead = Math.sinh(axis(from) + seconds * UNITS_A_SECOND) - from;
    return from + 2 * Math.floor(ahead / 2);
  },
  /** @type {Pace} */
  full: () => Infinity,
};

/**
 * Where an iteration stands on the curve's axis: like a logarithm, but 0 has its place.
 *
 * @param {number} iteration
 */
export const axis = (iteration) => Math.asinh(iteration);

/**
 * The iteration that a training at this speed should have reached.
 *
 * @param {Speed} speed
 * @param {number} from The iteration it began at.
 * @param {number} milliseconds Since then.
 */
export const due = (speed, from, milliseconds) => PACES[speed](from, milliseconds / 1000);
