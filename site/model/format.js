/** How numbers are written. */

const whole = new Intl.NumberFormat("en");

/**
 * A number with so many decimals. One that is rounded to 0 is 0, from below as well.
 *
 * @param {number} value
 * @param {number} decimals
 */
export const fixed = (value, decimals) => value.toFixed(decimals).replace(/^-(?=[0.]+$)/, "");

/** Weights and answers: enough digits to check by hand. @param {number} value */
export function digits(value) {
  if (!Number.isFinite(value)) return "not finite";
  return Math.abs(value) < 1e5 ? fixed(value, 8) : value.toExponential(3);
}

/** Weights and outputs at a glance: four decimals, as far as these say something. @param {number} value */
export function glance(value) {
  if (!Number.isFinite(value)) return "∞";
  const size = Math.abs(value);
  return size < 1e3 ? fixed(value, 4) : size < 1e5 ? fixed(value, 1) : value.toExponential(3);
}

/** As short as it can be said: inputs and targets. @param {number} value */
export const short = (value) => String(Number(value.toPrecision(4)));

/** Iterations: 10,000. @param {number} value */
export const count = (value) => whole.format(value);

/** 1 iteration, 10,000 iterations. @param {number} value */
export const iterations = (value) => `${count(value)} iteration${value === 1 ? "" : "s"}`;

/** Losses, over many orders of magnitude: 0.00149, 2.08e-7. @param {number} value */
export function rough(value) {
  if (!Number.isFinite(value)) return "not finite";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(Number(value.toPrecision(3)));
  const [mantissa, exponent] = value.toExponential(2).split("e");
  return `${Number(mantissa)}e${exponent.replace("+", "")}`;
}

/** A part of 1: 15 %, 99.3 %. @param {number} share */
export const percent = (share) => `${Number(fixed(100 * share, 1))} %`;

/** x₁, w₂, … @param {string} name @param {number} index from 0 */
export const indexed = (name, index) =>
  name + String(index + 1).replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));
