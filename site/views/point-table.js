/** Experiments whose table has one point more, one less, or one elsewhere. */

import { count } from "../format.js";

/** @import { Experiment, Rows } from "../frame.js" */

/**
 * Why the points of a table cannot be changed, if so.
 *
 * @param {Rows} table
 */
export function whyFixed({ inputs, rows = inputs.length }) {
  if (rows === inputs.length) return "";
  return `Rows are changed by hand where all of them are shown; these are the first ${count(inputs.length)} of ${count(rows)}.`;
}

/**
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number[]} inputs
 * @param {number[]} targets
 */
export const withRow = (experiment, table, inputs, targets) =>
  withTable(experiment, table, [...table.inputs, inputs], [...table.targets, targets]);

/**
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number} row
 */
export const withoutRow = (experiment, table, row) =>
  withTable(experiment, table, table.inputs.toSpliced(row, 1), table.targets.toSpliced(row, 1));

/**
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number} row
 * @param {number[]} inputs
 * @param {number[]} targets
 */
export const withRowAt = (experiment, table, row, inputs, targets) =>
  withTable(experiment, table, table.inputs.with(row, inputs), table.targets.with(row, targets));

/**
 * The rows stand in the experiment itself then, wherever they came from.
 *
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number[][]} inputs
 * @param {number[][]} targets
 * @returns {Experiment}
 */
function withTable(experiment, table, inputs, targets) {
  const { names, scales, kind, test_share, seed } = table;
  const { batch_size: batch } = experiment;
  return {
    ...experiment,
    data: {
      inputs,
      targets,
      title: "Own data",
      names,
      scales,
      ...(kind === "regression" && { kind }), // else Python sees whether it still is what it was
      test_share,
      seed,
    },
    batch_size: batch && Math.min(batch, inputs.length),
  };
}
