/** What the columns of the ledger are, and how each number in them comes about. */

import { digits, indexed, short } from "../model/format.js";

/**
 * @import { Ledger as Numbers, LedgerRow } from "../python/queries.js"
 *
 * @typedef {object} Column
 * @property {string} head
 * @property {string} part See `kit/linked-highlight.js`.
 * @property {(row: LedgerRow, numbers: Numbers, at: number) => string} how The arithmetic, in
 *   figures; `at` is the row's place.
 * @property {(row: LedgerRow, numbers: Numbers, at: number) => number} value
 */

/** So many numbers are written out where they are added up. */
export const FEW = 4;

/**
 * @param {Numbers} numbers
 * @param {string} formula Of the activation.
 * @returns {Column[]}
 */
export function forward({ weights, bias, layer, scaling }, formula) {
  return [
    ...scaling.inputs.map(({ title }, index) =>
      scaled(`${arriving(0, index)} = ${title}`, "inputs", index),
    ),
    ...weights.map((_, index) => ({
      head: `${arriving(layer, index)} × ${indexed("w", index)}`,
      part: `sum-${index}`,
      how: (/** @type {LedgerRow} */ { inputs }, /** @type {Numbers} */ numbers) =>
        `${exact(inputs[index])} × ${after(numbers.weights[index])}`,
      value: (/** @type {LedgerRow} */ { products }) => products[index],
    })),
    {
      head: bias === null ? "sum" : "sum, with the bias",
      part: "sum",
      how: ({ products }, numbers) => {
        const added = numbers.bias === null ? [] : [numbers.bias];
        return products.length > FEW
          ? ["…", ...added.map(after)].join(" + ")
          : sumOf(products, added);
      },
      value: ({ sum }) => sum,
    },
    {
      head: "output",
      part: "output",
      how: ({ sum }) => inserted(formula, "sum", sum),
      value: ({ output }) => output,
    },
    ...scaling.answer.map(({ title }, index) => scaled(title, "answer", index)),
  ];
}

/**
 * A column of what is done to the numbers of the data before the network has them, or after.
 *
 * @param {string} head
 * @param {"inputs" | "answer"} which
 * @param {number} index
 * @returns {Column}
 */
const scaled = (head, which, index) => ({
  head,
  part: which === "inputs" ? `sum-${index}` : "output",
  how: (_, { scaling }, at) => written(scaling[which][index].parts, at),
  value: (_, { scaling }, at) => scaling[which][index].values[at],
});

/**
 * @param {Numbers} numbers
 * @param {string} slope The formula of the slope.
 * @returns {Column[]}
 */
export function backward(
  { error, output_layer: isOutput, layer, weights, bias, slope_cancels: cancels },
  slope,
) {
  return [
    {
      head: error?.title ?? "error, from the next layer",
      part: isOutput ? "error" : "back",
      how: ({ from }, numbers, at) =>
        numbers.error
          ? written(numbers.error.parts, at)
          : from.map(({ weight, delta }) => `${exact(weight)} × ${after(delta)}`).join(" + "),
      value: ({ error }) => error,
    },
    {
      head: cancels ? "slope: it cancels out of the loss" : `slope = ${slope}`,
      part: "slope",
      how: ({ output }) => (cancels ? "" : inserted(slope, "output", output)),
      value: ({ slope }) => slope,
    },
    {
      head: "delta = error × slope",
      part: "delta",
      how: ({ error, slope }) => `${exact(error)} × ${after(slope)}`,
      value: ({ delta }) => delta,
    },
    ...weights.map((_, index) => ({
      head: `delta × ${arriving(layer, index)}`,
      part: `adjustment-${index}`,
      how: (/** @type {LedgerRow} */ { delta, inputs }) =>
        `${exact(delta)} × ${after(inputs[index])}`,
      value: (/** @type {LedgerRow} */ { contributions }) => contributions[index],
    })),
    ...(bias === null
      ? []
      : [
          {
            head: "delta × 1",
            part: "adjustment-bias",
            how: (/** @type {LedgerRow} */ { delta }) => `${exact(delta)} × 1`,
            value: (/** @type {LedgerRow} */ row) => row.bias_contribution ?? 0,
          },
        ]),
  ];
}

/**
 * Numbers as they are added up.
 *
 * @param {number[][]} numbers
 */
export const sumOf = (...numbers) =>
  numbers
    .flat()
    .map((number, at) => (at ? bracketed(figures(number)) : figures(number)))
    .join(" + ");

/**
 * A formula with a number in the place of its name; nothing, if it does not name it.
 *
 * @param {string} formula
 * @param {string} name
 * @param {number} value
 */
function inserted(formula, name, value) {
  const named = new RegExp(`(^|.)\\b${name}\\b(?! of)(²?)`, "g");
  const found = formula.replace(named, (_, before, power) => {
    const isAlone = !power && ["", "(", " "].includes(before);
    return `${before}${isAlone ? exact(value) : after(value)}${power}`;
  });
  return found === formula ? "" : found;
}

/** What the inputs of a layer are called. @param {number} layer @param {number} index */
const arriving = (layer, index) => indexed(layer === 0 ? "x" : "h", index);

/**
 * A number after a sign of arithmetic.
 *
 * @param {number} value
 */
const after = (value) => bracketed(exact(value));

/** A number that is below 0, as it is written after a sign of arithmetic. @param {string} text */
const bracketed = (text) => (text.startsWith("-") ? `(${text})` : text);

/**
 * A number as it is to be calculated with: short if nothing is lost, else with eight decimals.
 *
 * @param {number} value
 */
const exact = (value) => (Number(short(value)) === value ? short(value) : digits(value));

/**
 * A number that may be very small, as it is to be calculated with: nine figures of it at least.
 *
 * @param {number} value
 */
export const figures = (value) =>
  value === 0 || Math.abs(value) >= 1 ? exact(value) : String(Number(value.toPrecision(9)));

/**
 * A formula that `neuron_core` tells, with its numbers for one weight or one row.
 *
 * @param {import("../python/queries.js").Line["parts"]} parts
 * @param {number} at
 */
export const written = (parts, at) =>
  parts
    .map((part, place) => {
      if (typeof part === "string") return part;
      const [before, behind] = [parts[place - 1], parts[place + 1]];
      const isFirst = typeof before !== "string" || before.endsWith("(");
      const isRaised = typeof behind === "string" && behind.startsWith("²");
      return isFirst && !isRaised ? figures(part[at]) : bracketed(figures(part[at]));
    })
    .join("");
