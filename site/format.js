/** How numbers are written. */

const whole = new Intl.NumberFormat("en");

/** Weights and answers: enough digits to check by hand. @param {number} value */
export const digits = (value) => (Number.isFinite(value) ? value.toFixed(8) : "not finite");

/** As short as it can be said: inputs and targets. @param {number} value */
export const short = (value) => String(Number(value.toPrecision(6)));

/** Iterations: 10,000. @param {number} value */
export const count = (value) => whole.format(value);

/** Losses, over many orders of magnitude. @param {number} value */
export const rough = (value) =>
  value !== 0 && Math.abs(value) < 0.0001 ? value.toExponential(2) : String(Number(value.toPrecision(3)));

/** x₁, w₂, … @param {string} name @param {number} index from 0 */
export const indexed = (name, index) =>
  name + String(index + 1).replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));
