/** How far a training should go before its next picture, at each speed that the reader can choose. */

/**
 * @typedef {keyof typeof PACES} Speed
 * @typedef {object} Pace
 * @property {(from: number, seconds: number) => number} due The iteration that a training should
 *   have reached so long after another was shown.
 * @property {number} every Between two pictures, in milliseconds.
 */

/** Along the curve's axis, which is logarithmic: about five seconds for 10,000 iterations. */
const UNITS_A_SECOND = 2;
const SLOW_STEPS_A_SECOND = 2;

/** No screen needs more than 60 pictures a second. */
const SMOOTH = 16;
/** Enough to see that it goes on; drawing more would hold up the training. */
const NOW_AND_THEN = 150;

/**
 * The tutorial's weights change their sign at every step. Faster than two steps a second, only
 * every second step is shown, or they would flash.
 *
 * @satisfies {Record<string, Pace>}
 */
export const PACES = {
  slow: {
    due: (from, seconds) => (seconds * SLOW_STEPS_A_SECOND < 1 ? from : from + 1), // never skips one
    every: SMOOTH,
  },
  watch: {
    due: (from, seconds) => {
      const ahead = Math.sinh(axis(from) + seconds * UNITS_A_SECOND) - from;
      return from + 2 * Math.floor(ahead / 2);
    },
    every: SMOOTH,
  },
  full: { due: () => Infinity, every: NOW_AND_THEN },
};

/**
 * Where an iteration stands on the curve's axis: like a logarithm, but 0 has its place.
 *
 * @param {number} iteration
 */
export const axis = (iteration) => Math.asinh(iteration);
