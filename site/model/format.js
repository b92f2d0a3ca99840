/** How numbers are written. */

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

/** Outputs where there is little room: 0.98, -5.4e156. @param {number} value */
export function brief(value) {
  if (!Number.isFinite(value)) return "not finite";
  return Math.abs(value) < 1e4 ? fixed(value, 2) : value.toExponential(1).replace("+", "");
}

/** Weights and outputs at a glance: four decimals, as far as these say something. @param {number} value */
export function glance(value) {
  if (!Number.isFinite(value)) return "∞";
  const size = Math.abs(value);
  return size < 1e3 ? fixed(value, 4) : size < 1e5 ? fixed(value, 1) : value.toExponential(3);
}

/** As short as it can be said: inputs and targets, whole numbers to the last digit. @param {number} value */
export function short(value) {
  const size = Math.abs(value);
  const whole = size >= 1e4 && size < 1e15 ? Math.floor(Math.log10(size)) + 1 : 4;
  return String(Number(value.toPrecision(whole)));
}

/**
 * A whole number: 10,000. Not by `Intl`, which WebKit lacks where the system's language is none ("C").
 *
 * @param {number} value
 */
export const count = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** 1 row, 10,000 rows. @param {number} value @param {string} what One of them. */
export const counted = (value, what) => `${count(value)} ${what}${value === 1 ? "" : "s"}`;

/** 1 iteration, 10,000 iterations. @param {number} value */
export const iterations = (value) => counted(value, "iteration");

/** Losses, over many orders of magnitude: 0.00149, 2.08e-7. @param {number} value */
export function rough(value) {
  if (!Number.isFinite(value)) return "not finite";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(Number(value.toPrecision(3)));
  const [mantissa, exponent] = value.toExponential(2).split("e");
  return `${Number(mantissa)}e${exponent.replace("+", "")}`;
}

/**
 * A part of 1: 15 %, 99.3 %. One that is neither all nor nothing does not look so: 99.97 %.
 *
 * @param {number} share
 */
export function percent(share) {
  const isPart = share > 0 && share < 1;
  let decimals = 1;
  let hundredths = 0;
  do hundredths = Number(fixed(100 * share, decimals++));
  while (isPart && [0, 100].includes(hundredths));
  return `${hundredths} %`;
}

/** R²: with as many digits as show that it is not 1. @param {number} scatter */
export function explained(scatter) {
  const said = rough(scatter);
  if (said !== "1" || scatter === 1) return said;
  return String(Number(scatter.toFixed(Math.ceil(-Math.log10(1 - scatter)))));
}

/** x₁, w₂, … @param {string} name @param {number} index from 0 */
export const indexed = (name, index) =>
  name + String(index + 1).replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));

/** 1, 3 and 4. @param {(number | string)[]} items */
export const listed = (items) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** Some words as the beginning of a sentence. @param {string} words */
export const sentence = (words) => words[0].toUpperCase() + words.slice(1);
