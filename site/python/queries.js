/** What Python answers, by type; what is asked in parts, and the reader's own Python. */

import { written } from "./pretty-json.js";
import { Printing } from "./stdout.js";

/**
 * @import { Experiment } from "../model/frame.js"
 * @import { Update } from "./worker.js"
 *
 * @typedef {{problem: string, line: number | null, traceback: string}} Problem What is wrong with
 *   the reader's Python, in plain words, and where.
 * @typedef {{unit: number, weight: number, delta: number, product: number}} Source
 * @typedef {{
 *   row: number, inputs: number[], products: number[], sum: number, output: number,
 *   target: number | null, error: number, slope: number, delta: number,
 *   contributions: number[], bias_contribution: number | null, from: Source[],
 * }} LedgerRow
 * @typedef {{name: string, title: string, parts: (string | number[])[], values: number[]}} Line How
 *   numbers come about: `neuron_core.insight.ledger.Line`.
 * @typedef {{
 *   iteration: number, layer: number, unit: number, slope_cancels: boolean, output_layer: boolean,
 *   weights: number[], bias: number | null, rows: LedgerRow[], batch: number, error: Line | null,
 *   adjustments: number[], bias_adjustment: number | null, lines: Line[],
 *   new_weights: number[], new_bias: number | null,
 *   scaling: {inputs: Line[], answer: Line[]},
 *   frame: Float64Array,
 * }} Ledger One step's arithmetic for one neuron, `neuron_core.insight.ledger.Ledger`, and the frame before it.
 * @typedef {{inputs: number[], output: number, target: number | null}[]} TruthTable
 * @typedef {{
 *   parameters: {by_formula: number, by_nudging: number, kink: [number, number] | null}[],
 *   relative_error: number, limit: number, passed: boolean, judged: boolean, verdict: string, left_out: string,
 * }} GradientCheck Where there is no slope, those below and above are its kink.
 * @typedef {{
 *   first: Float64Array, second: Float64Array, losses: Float64Array[], path: Float64Array[],
 * }} Surface
 * @typedef {{
 *   grid: Float64Array[][] | Float64Array[], rows: Float64Array[], ranges: [number, number][],
 * }} LayerSpace Where a layer takes the plane: `neuron_core.insight.plane.LayerSpace`.
 * @typedef {{value: number, losses: (number | null)[], median: number | null, learned: number, best: number | null}} Tried
 * @typedef {{
 *   title: string, tested: boolean, tried: Tried[], best: number | null,
 *   experiment: (Omit<Experiment, "data"> & {data: null}) | null,
 * }} Sweep What several values of a setting have come to: `neuron_core.insight.sweep.Sweep.told`.
 * @typedef {{
 *   seeds: number[], answers: number[], outputs: number[], scaled_back: number[], losses: number[],
 *   least: number | null, median: number | null, most: number | null,
 *   loss_least: number | null, loss_median: number | null, loss_most: number | null,
 *   learned: number, best: number | null, worst: number | null, diverged: number[], counts: number[],
 * }} Spread What networks from many starts have come to: `neuron_core.insight.spread.Answers` and `Summary`.
 * @typedef {{
 *   rows: number, near: number, right: number | null, loss: number | null, accuracy: number | null,
 *   confusion: number[][] | null, r_squared: number | null, undecided: number,
 * }} Over
 * @typedef {{kind: string, classes: string[], training: Over, test: Over | null}} Quality How good the
 *   network is: `neuron_core.insight.quality.Quality`.
 * @typedef {{
 *   iterations: number[], losses: number[], parameters: number[], right: number | null, near: number,
 *   ending: "settles" | "crawls" | "stays" | "swings" | "overshoots" | "diverges",
 * }} Course How a training goes: `neuron_core.insight.course.Course`.
 * @typedef {{name: string, title: string, group: string, file: string}} Export What can be taken home:
 *   `neuron_core.export.exports.Export`.
 * @typedef {{words: string, iterations: number[], losses: number[], test_losses: number[]}} LossCurve The
 *   shape of the curve: `neuron_core.insight.loss_curve.LossCurve`.
 * @typedef {{across: Float64Array, upwards: Float64Array, outputs: Float64Array[]}} PlaneTable Some
 *   places of the plane: `neuron_core.insight.plane.PlaneTable`.
 * @typedef {{curve: LossCurve, swinging: number[], frame: Float64Array}} Numbers What the pictures of
 *   the stage show; which parameters swing.
 * @typedef {{reached: boolean, value: number | null, said: string, problem: string}} Judgement Of a
 *   goal: `neuron_core.insight.goal.Judgement`.
 *
 * @typedef {{
 *   answer(values: number[]): number[],
 *   course(experiment: Partial<Experiment>): Course,
 *   export(name: string): {text: string, problem: string},
 *   exports(): Export[],
 *   frames(iterations: number[]): Float64Array[],
 *   goal(text: string): Judgement,
 *   gradient_check(): GradientCheck,
 *   ledger(neuron: number | null): Ledger | null,
 *   loss_curve(): LossCurve,
 *   numbers(): Numbers,
 *   picture(points: number): Float32Array[][] | Float32Array[],
 *   plane_table(neuron: number): PlaneTable,
 *   quality(): Quality,
 *   rule(): string,
 *   rule_problem(): Problem | null,
 *   script(): string,
 *   surface(first: number, second: number, iterations?: number[]): Surface,
 *   truth_table(): TruthTable | null,
 *   versions(): {python: string, numpy: string},
 *   layer_space(layer: number, first: number, second: number): LayerSpace,
 * }} Answers What Python answers to each of `neuron_core.page.queries.QUERIES`. Parameters are
 *   counted as in a frame, neurons layer by layer.
 * @typedef {{
 *   [Name in keyof Answers]:
 *     (...about: Parameters<Answers[Name]>) => Promise<Dated<ReturnType<Answers[Name]>>>
 * }} Questions
 *
 * @typedef {object} WorkerContext What the worker has at hand, once Python runs.
 * @property {() => import("pyodide").PyodideAPI} python
 * @property {() => any} bridge A proxy of the `neuron_core.page.bridge.Bridge`.
 * @property {() => Update} update
 * @property {() => void} interrupt Ends the training that goes on.
 * @property {() => Promise<unknown>} turn Lets waiting messages in.
 * @property {(value: any) => any} outside Plain values and arrays of Python's.
 * @property {<Answer>(ask: () => Answer) => Answer | {problem: string}} accepted Or why Python does
 *   not accept it.
 */

/**
 * @template Answer
 * @typedef {{iteration: number, answer: Answer}} Dated An answer, and the iteration that it is about.
 */

/** What takes long is done in parts of so many milliseconds. */
const SLICE = 20;
/** And how far it is, is told that often. */
const TELLING = 100;

/** @param {WorkerContext} bench */
export const queries = ({ python, bridge, update, interrupt, turn, outside, accepted }) => {
  /** @param {(text: string) => void} onPrint Gets what is printed from now on. */
  const listen = (onPrint) => {
    const { write } = new Printing(onPrint);
    python().setStdout({ write });
    python().setStderr({ write });
  };

  /**
   * Trains many networks in slices, like every training; gives what they tell in the end.
   *
   * @param {() => any} make
   * @param {(share: number) => boolean | Promise<boolean>} [goesOn]
   */
  const trained = async (make, goesOn) => {
    const networks = accepted(make);
    if ("problem" in networks) return { problem: networks.problem, found: null };
    let next = performance.now() + TELLING;
    try {
      while (!networks.train(SLICE)) {
        await turn();
        if (!goesOn || performance.now() < next) continue;
        if (!(await goesOn(networks.share))) return { problem: "", found: null };
        next = performance.now() + TELLING;
      }
      return { problem: "", found: outside(networks.told()) };
    } finally {
      networks.destroy();
    }
  };

  return {
    /**
     * Trains networks from as many starts, in slices like every training.
     *
     * @param {number} seeds
     * @param {(share: number) => boolean | Promise<boolean>} [goesOn] Is told now and then how much
     *   is done, and says whether the rest is wanted.
     * @returns {Promise<{problem: string, found: Spread | null}>} Nothing is found if it was not, or
     *   if there is a problem with so many.
     */
    async spread(seeds, goesOn) {
      return trained(() => bridge().spreading(seeds), goesOn);
    },

    /**
     * Trains networks with several values of one setting, as `spread` does.
     *
     * @param {string} setting
     * @param {(share: number) => boolean | Promise<boolean>} [goesOn]
     * @returns {Promise<{problem: string, found: Sweep | null}>}
     */
    async sweep(setting, goesOn) {
      return trained(() => bridge().sweeping(setting), goesOn);
    },

    /**
     * What of the open experiment is not as in the tutorial, as JSON: for a link, or for a file.
     *
     * @param {boolean} withWeights Whether it starts from those of the iteration that is open.
     * @param {boolean} [isFile] Whether people may read it.
     * @returns {Promise<{text: string, iteration: number} | {problem: string}>}
     */
    async link(withWeights, isFile = false) {
      return accepted(() => {
        const plain = outside(bridge().link(withWeights));
        return {
          text: isFile ? `${written(plain)}\n` : JSON.stringify(plain),
          iteration: bridge().iteration,
        };
      });
    },

    /**
     * Trains with another rule from now on, from the start; with null, with `neuron_core`'s own.
     *
     * @param {string | null} source
     * @param {(text: string) => void} onPrint
     * @returns {Promise<{problem: Problem | null, update: Update}>}
     */
    async useRule(source, onPrint) {
      listen(onPrint);
      interrupt();
      const problem = outside(bridge().use_rule(source ?? undefined));
      return { problem, update: update() };
    },

    /**
     * @param {string} source
     * @param {(text: string) => void} onPrint
     * @returns {Promise<Problem | null>}
     */
    async runScript(source, onPrint) {
      listen(onPrint);
      return outside(bridge().run_script(source));
    },
  };
};
