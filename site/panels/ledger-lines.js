/** What is below the ledger's columns: from what the rows ask for to the new weights. */

import { count } from "../model/format.js";
import { FEW, sumOf, written } from "./ledger-columns.js";

/**
 * @import { Ledger as Numbers } from "../python/queries.js"
 *
 * @typedef {{how?: string, value?: number, isSmall?: boolean}} Cell
 * @typedef {object} Line
 * @property {string} title
 * @property {string} part See `kit/linked-highlight.js`.
 * @property {(numbers: Numbers, index: number) => Cell} of For a weight; for the bias, after them.
 */

/** What is below that is written with as many figures as it takes to check it. */
const SMALL = 1e-3;

/**
 * Those that this step has, as `neuron_core` tells them.
 *
 * @param {Numbers} numbers
 * @returns {Line[]}
 */
export function lines({ rows, batch, lines: told }) {
  const all = batch > rows.length ? `all ${count(batch)} rows` : "all rows";
  return [
    {
      title: `adjustment = ${all} added up`,
      part: "adjustment",
      of: ({ adjustments, bias_adjustment: ofBias, rows }, at) => ({
        how:
          batch > FEW
            ? ""
            : sumOf(rows.map((row) => row.contributions[at] ?? row.bias_contribution ?? 0)),
        value: adjustments[at] ?? ofBias ?? 0,
      }),
    },
    ...told.map(({ title, name }, place) => ({
      title,
      part: name === "asked" ? "adjustment" : "update",
      of: (/** @type {Numbers} */ numbers, /** @type {number} */ at) => {
        const { parts, values } = numbers.lines[place];
        const value = values[at];
        const isSmall = Math.abs(value) < SMALL && place < told.length - 1;
        return { how: written(parts, at), value, isSmall };
      },
    })),
  ];
}
