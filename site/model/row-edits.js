/** Experiments whose table has one point more, one less, or one elsewhere. */

import { count } from "./format.js";

/** @import { Experiment, Rows } from "./frame.js" */

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
export function withRow(experiment, table, inputs, targets) {
  const rows = rowsOf(experiment, table);
  return withTable(experiment, table, [...rows.inputs, inputs], [...rows.targets, targets]);
}

/**
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number} row
 */
export function withoutRow(experiment, table, row) {
  const rows = rowsOf(experiment, table);
  return withTable(
    experiment,
    table,
    rows.inputs.toSpliced(row, 1),
    rows.targets.toSpliced(row, 1),
  );
}

/**
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number} row
 * @param {number[]} inputs
 * @param {number[]} targets
 */
export function withRowAt(experiment, table, row, inputs, targets) {
  const rows = rowsOf(experiment, table);
  if (!rows.inputs[row]) return experiment;
  return withTable(
    experiment,
    table,
    rows.inputs.with(row, inputs),
    rows.targets.with(row, targets),
  );
}

/**
 * @param {Experiment} experiment
 * @param {Rows} table
 * @param {number} row
 * @param {number} column Of the inputs, then of the targets.
 * @param {number} value
 */
export function withCell(experiment, table, row, column, value) {
  const rows = rowsOf(experiment, table);
  if (!rows.inputs[row]) return experiment; // it is removed already
  const { length } = rows.inputs[row];
  const cells = [...rows.inputs[row], ...rows.targets[row]].with(column, value);
  return withRowAt(experiment, table, row, cells.slice(0, length), cells.slice(length));
}

/**
 * The rows that the reader has made of the table: what is shown may be older, until Python has them.
 *
 * @param {Experiment} experiment
 * @param {Rows} table The one that is shown.
 */
function rowsOf({ data }, table) {
  return { inputs: data.inputs ?? table.inputs, targets: data.targets ?? table.targets };
}

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
  const { names, scaling, words, kind, test_share, seed } = table;
  return {
    ...experiment,
    data: {
      inputs,
      targets,
      title: "Own data",
      names,
      scaling,
      words,
      ...(kind === "regression" && { kind }), // else Python sees whether it still is what it was
      test_share,
      seed,
    },
  };
}
