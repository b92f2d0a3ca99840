/** Axes of pictures: where a value stands on one. Round numbers along them are d3-array's. */

/** About how many round numbers stand along an axis. */
export const TICKS = 5;

/**
 * Where a value stands between two others, from 0 to 1.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} value
 */
export const along = (least, most, value) => (value - least) / (most - least);
