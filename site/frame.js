/**
 * Frames: one iteration as one row of numbers, each at the place that the layout names.
 *
 * @typedef {Record<string, {start: number, shape: number[]}>} Layout
 * @typedef {{name: string, curve: string, slope_rule: string, formula: string, slope_formula: string}} Activation
 * @typedef {{units: number, activation: string, bias: boolean}} Layer
 * @typedef {{
 *   data: {inputs: number[][], targets: number[][], title: string, names: string[], scales: number[]},
 *   layers: Layer[], seed: number, learning_rate: number, iterations: number, question: number[],
 *   batch_size: number | null,
 * }} Experiment What `neuron_core.experiment.Experiment` is, in plain values.
 * @typedef {{low: number, level: number, high: number, span: number}} Level Where a neuron's picture
 *   changes its colour: `neuron_core.plane.Level`.
 * @typedef {{ranges: [number, number][], heights: [number, number], levels: Level[]}} Plane How far the
 *   picture of the plane reaches, how far up a curve does, and the level of each neuron.
 * @typedef {{
 *   inputs: number[][], targets: number[][], names: string[], scales: number[], kind?: string, test?: number[],
 *   test_share?: number, seed?: number, rows?: number,
 * }} Rows The table that is drawn: the first of all its `rows`; those in `test` are not trained on.
 * @typedef {{
 *   experiment: Experiment,
 *   data?: Rows,
 *   layout: Layout,
 *   curve: {sums: number[], outputs: number[]},
 *   plane: Plane,
 *   activations: Activation[],
 *   limits: Record<string, [number, number]>,
 *   edited: boolean,
 *   presets: Record<string, Experiment>,
 *   versions: {python: string, numpy: string},
 * }} Description What `neuron_core.lab.Lab.describe` returns.
 */

import { indexed } from "./format.js";

/** An error beyond which a row counts as not learned. */
const WRONG = 0.25;

/** One iteration, read by name. */
export class Frame {
  /**
   * @param {Float64Array} numbers
   * @param {Layout} layout
   */
  constructor(numbers, layout) {
    this.numbers = numbers;
    this.layout = layout;
    this.iteration = numbers[layout.iteration.start];
    this.loss = numbers[layout.loss.start];
    const diverged = numbers[layout.diverged.start];
    /** The iteration at which the run diverged, or null. */
    this.divergedAt = Number.isNaN(diverged) ? null : diverged;
    const [iteration, loss] = this.row("lowest");
    /** The lowest loss of the run so far, and where it was. */
    this.lowest = { iteration, loss };
  }

  /**
   * Whether the output for a row of the data is far from its target, or not a number at all.
   *
   * @param {number} row
   */
  isWrong(row) {
    return !this.row("errors", row).every((error) => Math.abs(error) <= WRONG);
  }

  /**
   * One row of a part of the frame; a part without rows is its own only row.
   *
   * @param {string} part
   * @param {number} [row]
   */
  row(part, row = 0) {
    const { start, shape } = this.layout[part];
    const width = /** @type {number} */ (shape.at(-1));
    return this.numbers.subarray(start + row * width, start + (row + 1) * width);
  }
}

/**
 * @typedef {{
 *   index: number, layer: number, unit: number, isOutput: boolean, weights: number[], bias: number | null,
 * }} Neuron Where it stands: counted layer by layer, as the columns of a frame's outputs are, and in
 *   its layer; where its weights and its bias are among the parameters.
 */

/**
 * The neurons of an experiment's network.
 *
 * @param {Experiment} experiment
 * @returns {Neuron[]}
 */
export function neurons({ data, layers }) {
  let [start, inputs] = [0, data.inputs[0].length];
  /** @type {Neuron[]} */
  const found = [];
  layers.forEach(({ units, bias }, layer) => {
    for (let unit = 0; unit < units; unit += 1) {
      found.push({
        index: found.length,
        layer,
        unit,
        isOutput: layer === layers.length - 1,
        weights: Array.from({ length: inputs }, (_, input) => start + input * units + unit),
        bias: bias ? start + inputs * units + unit : null,
      });
    }
    start += (inputs + (bias ? 1 : 0)) * units;
    inputs = units;
  });
  return found;
}

/**
 * What each parameter is called, in their order.
 *
 * @param {Experiment} experiment
 */
export function parameterNames(experiment) {
  const all = neurons(experiment);
  /** @type {string[]} */
  const names = [];
  for (const { isOutput, layer, unit, weights, bias } of all) {
    const alone = all.length === 1;
    const whose = alone ? "" : isOutput ? "output neuron, " : `layer ${layer + 1}, neuron ${unit + 1}, `;
    weights.forEach((place, index) => (names[place] = whose + indexed("w", index)));
    if (bias !== null) names[bias] = `${whose}bias`;
  }
  return names;
}
