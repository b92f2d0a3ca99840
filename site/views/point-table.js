/** Experiments whose table has one point more, one less, or one elsewhere. */

/** @import { Experiment, Rows } from "../frame.js" */

/** A longer table is not for adding points to by hand. */
export const MOST_ROWS = 1000;

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
function withTable(experiment, { names, scales, kind }, inputs, targets) {
  const { recipe: _, ...data } = /** @type {Experiment["data"] & {recipe?: object}} */ (experiment.data);
  const { batch_size: batch } = experiment;
  return {
    ...experiment,
    data: { ...data, inputs, targets, title: "Own data", names, scales, ...(kind && { kind }) },
    batch_size: batch && Math.min(batch, inputs.length),
  };
}
