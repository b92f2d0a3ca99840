/** Axes of pictures: where a value stands on one, and round numbers along it. */

/**
 * Where a value stands between two others, from 0 to 1.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} value
 */
export const along = (least, most, value) => (value - least) / (most - least);

/**
 * The largest of …, 0.1, 0.2, 0.5, 1, 2, 5, … that is at most that.
 *
 * @param {number} most
 */
export function round(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([5, 2].find((factor) => factor * power <= most * (1 + 1e-9)) ?? 1);
}

/**
 * Round numbers between two others, about six of them.
 *
 * @param {number} least
 * @param {number} most
 */
export function ticks(least, most) {
  const power = 10 ** Math.floor(Math.log10(most - least));
  const step =
    [0.2, 0.5, 1].map((factor) => factor * power).find((size) => (most - least) / size <= 6) ??
    power;
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => (first + at) * step);
}
