/**
 * Frames: one iteration as one row of numbers, each at the place that the layout names.
 *
 * @typedef {Record<string, {start: number, shape: number[]}>} Layout
 * @typedef {{
 *   name: string, curve: string, slope_rule: string, formula: string, slope_formula: string, row_wise: boolean,
 * }} Activation Only an output layer can have one that is `row_wise`.
 * @typedef {{name: string, title: string}} Named
 * @typedef {Named & {activations: string[], slope_cancels: boolean}} Loss What it is
 *   called where there is little room, for which outputs it is, and whether their slope cancels out of it.
 * @typedef {Named & {said: string}} Start `said` is a sentence about a network that has not learned yet.
 * @typedef {{units: number, activation: string, bias: boolean}} Layer
 * @typedef {{pattern: string, rows: number, noise: number}} Recipe
 * @typedef {{
 *   test_share: number, seed: number, recipe?: Recipe,
 *   inputs?: number[][], targets?: number[][], title?: string, names?: string[], kind?: string,
 *   scaling?: [number, number][], words?: [number, string][],
 * }} Data Where the rows come from: a recipe, a table, or neither for a table that only Python has.
 * @typedef {{
 *   data: Data, features: string[], layers: Layer[], seed: number, stream: string, start: string, parameters: number[],
 *   learning_rate: number, rates: [number, number][], batch_size: number | null, average: boolean,
 *   loss: string, optimiser: string, regularisation: string, regularisation_rate: number,
 *   iterations: number, stop_at: number | null, question: number[],
 * }} Experiment What `neuron_core.experiment.Experiment` is, in plain values.
 * @typedef {{low: number, level: number, high: number, pivot: number, span: number}} Level Where a
 *   neuron's picture changes its colour: `neuron_core.insight.plane.Level`.
 * @typedef {{value: number, least: number, most: number, near: number}} Other An input that the picture
 *   does not spread out: `neuron_core.insight.plane.Other`.
 * @typedef {{
 *   ranges: [number, number][], heights: [number, number], ends: [number, number][], levels: Level[],
 *   others: Other[], cut: number[],
 * }} Plane How far the picture of the plane reaches, how far up a curve does, each output's least
 *   and most target, the level of each neuron,
 *   and the other inputs and where they are cut.
 * @typedef {{
 *   inputs: number[][], targets: number[][], aims: number[][], coding: string, names: string[],
 *   scaling: [number, number][], words: [number, string][], class_names: string[], classes: number[],
 *   kind: string, test: number[],
 *   rows: number, test_rows: number, test_share: number, seed: number, title: string,
 * }} Rows The rows of the data that are shown, those of its test rows that are, and how many there are of
 *   both; `aims` are the targets as the loss takes them, in their own units, and `coding` says how
 *   these differ. `classes` are the places among the `class_names` of the shown rows, if these have names.
 * @typedef {{title: string, text: string}} Obstacle What keeps a network from learning:
 *   `neuron_core.insight.obstacles.Obstacle`.
 * @typedef {{
 *   activations: Activation[], losses: Loss[], optimisers: Named[], regularisations: Named[], starts: Start[],
 *   limits: Record<string, [number, number]>, settings: Record<string, string>,
 *   presets: Record<string, Experiment>, titles: Record<string, string>, groups: Record<string, string[]>,
 * }} Catalogue What never changes: `neuron_core.page.catalogue`. The page is built with it.
 * @typedef {{
 *   experiment: Experiment,
 *   preset: string,
 *   edited: boolean,
 *   data: Rows,
 *   network_inputs: number[][], network_question: number[],
 *   features: Named[],
 *   layout: Layout,
 *   curve: {sums: number[], outputs: number[]},
 *   plane: Plane,
 *   steps_in_epoch: number,
 *   loss_titles: [string, string],
 *   meanings: {right?: string, near: string, learned: string},
 *   obstacles: Obstacle[],
 * }} Description What `neuron_core.page.bridge.Bridge.describe` returns; `network_inputs` and `network_question` are what
 *   the network is given for each shown row and for the new situation.
 * @typedef {Omit<Partial<Description>, "experiment"> & {
 *   experiment: Omit<Experiment, "data"> & {data: Data | null},
 * }} News What of it Python has not told yet. The experiment is always there, without data that the
 *   page has.
 */

import { digits, indexed } from "./format.js";

/**
 * How many rows of a kind came out how; what does not apply is null.
 *
 * @typedef {{near: number, right: number | null, r_squared: number | null}} Counts As
 *   `neuron_core.data.judgement.Counts`.
 */

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
    /** The loss at the start of the run. */
    this.startLoss = numbers[layout.start_loss.start];
    /** The loss over the rows that are not trained on; not a number, if there are none. */
    this.testLoss = numbers[layout.test_loss.start];
    const diverged = numbers[layout.diverged.start];
    /** The iteration at which the run diverged, or null. */
    this.divergedAt = Number.isNaN(diverged) ? null : diverged;
    const stopped = numbers[layout.stopped.start];
    /** The first iteration with a loss at which a training stops, as far as the run has come, or null. */
    this.stoppedAt = Number.isNaN(stopped) ? null : stopped;
    /** Whether it has learned the rows that it is trained on, as `neuron_core.data.judgement` says. */
    this.hasLearned = numbers[layout.learned.start] === 1;
    /** Whether its loss is much worse than the lowest, as `neuron_core.data.judgement` says. */
    this.isMuchWorse = numbers[layout.much_worse.start] === 1;
    const [iteration, loss] = this.row("lowest");
    /** The lowest loss of the run so far, and where it was. */
    this.lowest = { iteration, loss };
  }

  /**
   * How a row of the data came out: near its target; right but far from it; wrong; or, where there
   * are no classes, far.
   *
   * @param {number} row
   * @returns {"near" | "right" | "wrong" | "far"}
   */
  verdict(row) {
    const { near, right } = this.layout;
    if (this.numbers[near.start + row] === 1) return "near";
    const isRight = this.numbers[right.start + row];
    return Number.isNaN(isRight) ? "far" : isRight === 1 ? "right" : "wrong";
  }

  /**
   * All rows of the training, or those kept for testing, counted.
   *
   * @param {"training" | "test"} which
   * @returns {Counts}
   */
  counts(which) {
    const [near, right, scatter] = Array.from(this.row(which), (value) =>
      Number.isNaN(value) ? null : value,
    );
    return { near: near ?? 0, right, r_squared: scatter };
  }

  /**
   * What keeps the network from learning here, or undefined.
   *
   * @param {Obstacle[]} obstacles
   */
  obstacle(obstacles) {
    return obstacles[this.numbers[this.layout.obstacle.start]];
  }

  /**
   * What comes out of the network for a row of the data, or for the new situation after the last: in
   * the units of the targets.
   *
   * @param {number} row
   */
  outputs(row) {
    return this.row("answers", row);
  }

  /**
   * What the class is called that comes out; nothing where classes have no names.
   *
   * @param {number} row
   * @param {Rows} table
   */
  word(row, { class_names: names }) {
    const place = this.numbers[this.layout.classes.start + row];
    if (!names.length || Number.isNaN(place)) return "";
    return names[place] ?? "no class";
  }

  /**
   * What comes out, in words and with all digits.
   *
   * @param {number} row
   * @param {Rows} table
   */
  answer(row, table) {
    const numbers = Array.from(this.outputs(row), digits).join(", ");
    const word = this.word(row, table);
    return word ? `${word} (${numbers})` : numbers;
  }

  /** The shown rows that are far from their targets, counted from 0. */
  get farRows() {
    return [...Array(this.rows).keys()].filter((row) => this.verdict(row) !== "near");
  }

  /** How many rows of the data are in the frame. */
  get rows() {
    return this.layout.errors.shape[0];
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
 * Whether a place among the parameters is a weight's, not a bias's.
 *
 * @param {Experiment} experiment
 */
export function weightPlaces(experiment) {
  return neurons(experiment)
    .flatMap(({ weights }) => weights)
    .sort((one, other) => one - other);
}

/** The learning rate that was changed to last, or else the one from the start. @param {Experiment} experiment */
export const latestRate = ({ learning_rate, rates }) => rates.at(-1)?.[1] ?? learning_rate;

/**
 * @typedef {{
 *   name: string, index: number, layer: number, unit: number, isOutput: boolean, weights: number[], bias: number | null,
 * }} Neuron What it is called; where it stands: counted layer by layer, as the columns of a frame's
 *   outputs are, and in its layer; where its weights and its bias are among the parameters.
 */

/**
 * The neurons of an experiment's network.
 *
 * @param {Experiment} experiment
 * @returns {Neuron[]}
 */
export function neurons({ features, question, layers }) {
  let [start, inputs] = [0, features.length || question.length];
  /** @type {Neuron[]} */
  const found = [];
  layers.forEach(({ units, bias }, layer) => {
    const isOutput = layer === layers.length - 1;
    for (let unit = 0; unit < units; unit += 1) {
      const outputName = units > 1 ? `output neuron ${unit + 1}` : "output neuron";
      found.push({
        name: isOutput ? outputName : `neuron ${unit + 1} of layer ${layer + 1}`,
        index: found.length,
        layer,
        unit,
        isOutput,
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
 * What the network's inputs are called: columns of the data, or what is made of them.
 *
 * @param {Description} description
 */
export function inputNames({ experiment, features }) {
  const title = (/** @type {string} */ name) =>
    features.find((one) => one.name === name)?.title ?? name;
  if (experiment.features.length) return experiment.features.map(title);
  return experiment.question.map((_, column) => indexed("x", column));
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
  for (const { name, weights, bias } of all) {
    const whose = all.length === 1 ? "" : `${name}, `;
    weights.forEach((place, index) => (names[place] = whose + indexed("w", index)));
    if (bias !== null) names[bias] = `${whose}bias`;
  }
  return names;
}
