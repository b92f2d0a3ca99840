/** What the page asks Python about the shown iteration, and the reader's own Python. */

import { Printing } from "./printing.js";
import { written } from "./written.js";

/**
 * @import { Experiment } from "../model/frame.js"
 * @import { Update } from "./worker.js"
 *
 * Python's None is undefined here.
 *
 * @typedef {{problem: string, line?: number, traceback: string}} Problem What is wrong with
 *   the reader's Python, in plain words, and where.
 * @typedef {{unit: number, weight: number, delta: number, product: number}} Source
 * @typedef {{
 *   row: number, inputs: number[], products: number[], sum: number, output: number,
 *   target?: number, error: number, slope: number, delta: number,
 *   contributions: number[], bias_contribution?: number, from?: Source[],
 * }} LedgerRow
 * @typedef {{
 *   iteration: number, layer: number, unit: number, rate: number, learning_rate: number,
 *   divided_by: number, slope_cancels: boolean, output_layer: boolean,
 *   weights: number[], bias?: number, rows: LedgerRow[], batch: number,
 *   adjustments: number[], bias_adjustment?: number, averaged_over: number,
 *   penalties: number[], asked: number[], bias_asked?: number,
 *   optimiser: string, regularisation: string, regularisation_rate: number,
 *   memory: Record<string, number[]>, bias_memory: Record<string, number>,
 *   new_memory: Record<string, number[]>, new_bias_memory: Record<string, number>, left_memory: Record<string, number[]>,
 *   shares: Record<string, [number, number]>, corrections: number[], epsilon: number,
 *   lengths: number[], bias_length?: number,
 *   directions: number[], bias_direction?: number, moves: number[], shrinks: number[],
 *   changes: number[], bias_change?: number, new_weights: number[], new_bias?: number,
 *   frame: Float64Array,
 * }} Ledger One step's arithmetic for one neuron, `neuron_core.insight.ledger.Ledger`, and the frame before it.
 * @typedef {{inputs: number[], output: number, target?: number}[]} TruthTable
 * @typedef {{
 *   parameters: {by_formula: number, by_nudging: number, kink?: [number, number]}[],
 *   relative_error: number, limit: number, passed: boolean, judged: boolean, verdict: string, left_out: string,
 * }} GradientCheck Where there is no slope, those below and above are its kink.
 * @typedef {{
 *   first: number[], second: number[], losses: Float64Array[], path: Float64Array[],
 *   path_iterations: number[],
 * }} Surface
 * @typedef {{
 *   grid: (Float64Array[] | Float64Array)[], rows: Float64Array[], ranges: [number, number][],
 * }} Warped Where a layer takes the plane: `neuron_core.insight.plane.Warped`.
 * @typedef {{
 *   seeds: number[], answers: number[], outputs: number[], scaled_back: number[], losses: number[],
 *   least?: number, median?: number, most?: number,
 *   loss_least?: number, loss_median?: number, loss_most?: number,
 *   learned: number, best?: number, worst?: number, diverged: number[], counts: number[],
 * }} Spread What networks from many starts have come to: `neuron_core.insight.spread.Answers` and `Summary`.
 * @typedef {{
 *   rows: number, near: number, right?: number, loss?: number, accuracy?: number, confusion?: number[][],
 *   r_squared?: number,
 * }} Over
 * @typedef {{kind: string, classes: string[], training: Over, test?: Over}} Quality How good the
 *   network is: `neuron_core.insight.quality.Quality`.
 *
 * @typedef {{
 *   iterations: number[], losses: number[], parameters: number[], right?: number, near: number,
 *   ending: "settles" | "crawls" | "stays" | "swings" | "overshoots" | "diverges",
 * }} Course How a training goes: `neuron_core.insight.course.Course`.
 *
 * @typedef {object} Bench What the worker has at hand, once Python runs.
 * @property {() => import("pyodide").PyodideAPI} python
 * @property {() => any} lab A proxy of the `neuron_core.page.lab.Lab`.
 * @property {() => Update} update
 * @property {() => void} interrupt Ends the training that goes on.
 * @property {() => Promise<unknown>} turn Lets waiting messages in.
 * @property {(array: any) => Float64Array} numbers
 * @property {(proxy: any) => any} plain
 * @property {(dict: any) => any} outside The same, by way of JSON.
 * @property {(value: unknown) => any} inside Plain values, for Python.
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

/** @param {Bench} bench */
export const questions = ({
  python,
  lab,
  update,
  interrupt,
  turn,
  numbers,
  plain,
  outside,
  inside,
  accepted,
}) => {
  /** @param {(text: string) => void} onPrint Gets what is printed from now on. */
  const listen = (onPrint) => {
    const { write } = new Printing(onPrint);
    python().setStdout({ write });
    python().setStderr({ write });
  };

  /** @param {any} answer A dict or list of Python's, or None. */
  const orNull = (answer) => (answer === undefined ? null : plain(answer));

  /**
   * An answer with the iteration that it is about: a training goes on meanwhile.
   *
   * @template Answer
   * @param {Answer} answer
   */
  const dated = (answer) => ({ iteration: /** @type {number} */ (lab().iteration), answer });

  return {
    /**
     * @param {number} [unit] Counted layer by layer; the last one, if it is left out.
     * @returns {Promise<Dated<Ledger | null>>} Null, if the reader's own rule is what trains.
     */
    async ledger(unit) {
      const ledger = plain(lab().ledger(unit));
      return dated(ledger.edited ? null : { ...ledger, frame: numbers(lab().frame_before()) });
    },

    /** @returns {Promise<Dated<TruthTable | null>>} */
    async truthTable() {
      return dated(orNull(lab().truth_table()));
    },

    /** @returns {Promise<GradientCheck>} */
    async gradientCheck() {
      return plain(lab().gradient_check());
    },

    /**
     * @param {number} first
     * @param {number} second
     * @param {number[]} [iterations] That the path goes through; the whole way here, if left out.
     * @returns {Promise<Dated<Surface>>}
     */
    async surface(first, second, iterations) {
      return dated(plain(lab().surface(first, second, iterations && inside(iterations))));
    },

    /**
     * How the trainings of other experiments go; none of them is opened.
     *
     * @param {Partial<Experiment>[]} experiments
     * @returns {Promise<{problem: string, found: Course[] | null}>}
     */
    async courses(experiments) {
      /** @type {Course[]} */
      const found = [];
      for (const experiment of experiments) {
        const answer = accepted(() => plain(lab().course(inside(experiment))));
        if ("problem" in answer) return { problem: answer.problem, found: null };
        found.push(answer);
        await turn();
      }
      return { problem: "", found };
    },

    /**
     * The network's answer to a row in the units of the data.
     *
     * @param {number[]} values
     * @returns {Promise<{problem: string, found: number[] | null}>}
     */
    async answer(values) {
      const found = accepted(() => plain(lab().answer(inside(values))));
      return "problem" in found ? { ...found, found: null } : { problem: "", found };
    },

    /**
     * Every neuron's outputs over the plane, layer by layer, each a table with its top row first.
     *
     * @param {number} points Along each side.
     * @returns {Promise<Float32Array[][]>}
     */
    async picture(points) {
      return plain(lab().plane(points));
    },

    /**
     * @param {number} layer
     * @param {number} first Neuron of it.
     * @param {number} second
     * @returns {Promise<Dated<Warped>>}
     */
    async warped(layer, first, second) {
      return dated(plain(lab().warped(layer, first, second)));
    },

    /** @returns {Promise<Dated<Quality>>} */
    async quality() {
      return dated(plain(lab().quality()));
    },

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
      const networks = accepted(() => lab().spreading(seeds));
      if ("problem" in networks) return { problem: networks.problem, found: null };
      let next = performance.now() + TELLING;
      try {
        while (!networks.train(SLICE)) {
          await turn();
          if (!goesOn || performance.now() < next) continue;
          if (!(await goesOn(networks.share))) return { problem: "", found: null };
          next = performance.now() + TELLING;
        }
        return { problem: "", found: plain(networks.told()) };
      } finally {
        networks.destroy();
      }
    },

    /**
     * Frames of other iterations; the run stays where it is.
     *
     * @param {number[]} iterations
     */
    async frames(iterations) {
      const here = lab().iteration;
      const frames = iterations.map((iteration) => {
        lab().goto(iteration);
        return numbers(lab().frame());
      });
      lab().goto(here);
      return frames;
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
        const plain = outside(lab().link(withWeights));
        return {
          text: isFile ? `${written(plain)}\n` : JSON.stringify(plain),
          iteration: lab().iteration,
        };
      });
    },

    /** The rule that `neuron_core` has, as its source. @returns {Promise<{source: string}>} */
    async rule() {
      return plain(lab().rule());
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
      const problem = orNull(lab().use_rule(source ?? undefined));
      return { problem, update: update() };
    },

    /** Why the reader's rule could not go on, if so. @returns {Promise<Problem | null>} */
    async ruleProblem() {
      return orNull(lab().rule_problem());
    },

    /** The tutorial's program. @returns {Promise<string>} */
    async script() {
      return lab().tutorial_script();
    },

    /**
     * @param {string} source
     * @param {(text: string) => void} onPrint
     * @returns {Promise<Problem | null>}
     */
    async runScript(source, onPrint) {
      listen(onPrint);
      return orNull(lab().run_script(source));
    },
  };
};
