/** Python, in a thread of its own. All that the page knows of it is `remote`, below. */

import * as Comlink from "comlink";
import { PACES } from "../model/pace.js";
import { plainStart } from "./plain-start.js";
import { questions } from "./questions.js";
import { restore } from "./snapshot/restore.js";
import { mustBeAllowed } from "./wasm.js";

/**
 * @import { Description, Experiment } from "../model/frame.js"
 * @import { Speed } from "../model/pace.js"
 *
 * @typedef {{name: string, kind: "numbers" | "classes" | "neither", classes: string[], problem: string | null}} Column
 * @typedef {{separator: string, header: boolean, rows: number, first: string[][], columns: Column[]}} Sheet
 *   What a file holds: `neuron_core.data.csv_reader.Sheet`.
 * @typedef {{
 *   inputs: number[], target: number, scaled: boolean, classes: boolean, title: string, test_share: number,
 * }} FileUse Which of its columns are what, counted from 0: `neuron_core.data.csv_reader.dataset`.
 * @typedef {{
 *   serial: number, frame: Float64Array, losses: Float64Array, plane: Float32Array | null,
 * }} Update Later ones have a larger serial. The plane is there while it is watched.
 * @typedef {(
 *   { stage: "downloading", received: number, total: number } |
 *   { stage: "starting" } |
 *   { stage: "importing" }
 * )} Progress
 * @typedef {{restored: boolean, why?: string}} Start How Python was started; if not by restoring
 *   it, why not.
 */

/** Python works in slices this long, in milliseconds, so that it can be paused in between. */
const SLICE = 10;

/** So much of the time, at most, goes into what the page is sent of a training. */
const MOST_SHARE = 1 / 4;

/** @type {import("pyodide").PyodideAPI} */
let python;
/** @type {import("pyodide/ffi").PyProxy & Record<string, any>} A `neuron_core.page.lab.Lab`. */
let lab;
/** @type {typeof lab} Python's own reader of JSON: null becomes None, 10000 an int. */
let json;
/** The training that goes on, if any; another call puts itself in its place, which ends it. */
let current = 0;
let serial = 0;
/** Points along each side of the picture of the plane that goes with updates; 0 for none. */
let watched = 0;
/** What is trained, as JSON: another question does not end a training. */
let opened = "";

const remote = {
  /** Answers as soon as nothing else is being done. */
  async here() {},

  /**
   * Starts Python; nothing else may be called before that is done.
   *
   * @param {MessagePort | string} keeper Gives the snapshot to restore; or why there is none.
   * @param {(progress: Progress) => void} onProgress
   * @param {() => void} onStep Called whenever the start has come further.
   * @returns {Promise<Start>}
   */
  async start(keeper, onProgress, onStep) {
    mustBeAllowed();
    let start;
    ({ python, ...start } = await restoredOrPlain(keeper, onProgress, onStep));
    // Makes Python call JavaScript now and then: WebKit ends no worker that never does.
    python.setInterruptBuffer(new Int32Array(1));
    onProgress({ stage: "importing" });
    json = python.pyimport("json");
    lab = python.pyimport("neuron_core.page.lab").Lab();
    return start;
  },

  /**
   * Opens an experiment. The one before it stays if this one is not accepted.
   *
   * @param {Omit<Experiment, "data"> & {data: object | null} | {preset: string}} experiment Without
   *   data, those that are open now stay; unless it names a preset, for what it does not say itself.
   * @returns {Promise<{description: Description, update: Update} | {problem: string}>}
   */
  async open(experiment) {
    return accepted(() => {
      const description = outside(lab.open(inside(experiment)));
      const trained = trainedOf(description);
      if ("preset" in experiment || experiment.data || opened !== trained) current += 1;
      opened = trained;
      return transferred({ description, update: update() });
    });
  },

  /**
   * Takes the next steps with another learning rate; a training that goes on goes on.
   *
   * @param {number | null} rate
   * @returns {Promise<{description: Description} | {problem: string}>}
   */
  async changeRate(rate) {
    return accepted(() => {
      const description = outside(lab.change_rate(inside(rate)));
      opened = trainedOf(description);
      return { description };
    });
  },

  /**
   * Reads a file of comma-separated values and keeps its table.
   *
   * @param {Uint8Array} source
   * @param {boolean} [header] Whether its first line names the columns; found out, if left out.
   * @returns {Promise<{sheet: Sheet} | {problem: string}>}
   */
  async readFile(source, header) {
    return accepted(() => ({ sheet: outside(lab.read_csv(python.toPy(source), header)) }));
  },

  /**
   * Opens the kept table as data.
   *
   * @param {FileUse} use
   * @returns {Promise<{description: Description, update: Update} | {problem: string}>}
   */
  async useFile({ inputs, target, ...choices }) {
    return accepted(() => {
      const description = outside(lab.use_csv.callKwargs(inside(inputs), target, choices));
      current += 1;
      opened = trainedOf(description);
      return transferred({ description, update: update() });
    });
  },

  /**
   * Goes to an iteration, unless another call comes while it is on its way.
   *
   * @param {number} iteration
   */
  async goto(iteration) {
    const mine = (current += 1);
    if (iteration < lab.iteration) lab.goto(iteration);
    while (mine === current && !lab.travel(iteration, SLICE)) await turn();
    return transferred(update());
  },

  /**
   * Trains until an iteration, or until another call ends it, and gives the last update. A run
   * that is at its end begins again; one that has stopped for its loss goes on beyond that.
   *
   * @param {number} until
   * @param {Speed} speed
   * @param {(update: Update) => void} onUpdate
   */
  async train(until, speed, onUpdate) {
    const mine = (current += 1);
    if (lab.iteration === lab.stopped_at && lab.iteration < until) lab.goto(lab.iteration + 1);
    else if (lab.iteration >= until || lab.ended) lab.goto(0);
    const { due, every } = PACES[speed];
    let shown = { iteration: lab.iteration, since: performance.now() };
    let next = shown.since + every;
    while (mine === current) {
      const goal = Math.min(until, due(shown.iteration, (performance.now() - shown.since) / 1000));
      const reached = lab.train(goal, SLICE);
      if (reached && (goal === until || lab.ended)) break;
      const now = performance.now();
      if (now >= next) {
        onUpdate(transferred(update()));
        next = now + Math.max(every, (performance.now() - now) / MOST_SHARE);
        if (reached && goal > shown.iteration) shown = { iteration: goal, since: now };
      }
      await (reached ? rest(every) : turn());
    }
    return transferred(update());
  },

  /**
   * Sends the plane with this update and all that follow, until it is asked for 0 points.
   *
   * @param {number} points
   */
  async watchPlane(points) {
    watched = points;
    return transferred(update());
  },

  /**
   * Has the plane be another slice from now on.
   *
   * @param {number[]} values Of the inputs after the first two.
   * @returns {Promise<{update: Update} | {problem: string}>}
   */
  async cut(values) {
    return accepted(() => {
      lab.cut(inside(values));
      return transferred({ update: update() });
    });
  },

  /** Ends a training at once, where it is. */
  async pause() {
    current += 1;
  },

  ...questions({
    python: () => python,
    lab: () => lab,
    interrupt: () => (current += 1),
    update,
    turn: () => turn(),
    numbers,
    plain,
    outside,
    inside,
    accepted,
  }),
};

/** @typedef {typeof remote} Remote */
Comlink.expose(remote);

/**
 * @param {MessagePort | string} keeper
 * @param {(progress: Progress) => void} onProgress
 * @param {() => void} onStep
 */
async function restoredOrPlain(keeper, onProgress, onStep) {
  try {
    if (typeof keeper === "string") throw new Error(keeper);
    return { python: await restore(keeper, onStep), restored: true };
  } catch (error) {
    const { message: why } = /** @type {Error} */ (error);
    return { python: await plainStart(onProgress), restored: false, why };
  }
}

/**
 * What Python is asked for, or why it does not accept it.
 *
 * @template Answer
 * @param {() => Answer} ask
 * @returns {Answer | {problem: string}}
 */
function accepted(ask) {
  try {
    return ask();
  } catch (error) {
    if (/** @type {Error & {type?: string}} */ (error).type !== "InputError") throw error;
    return { problem: python.runPython("import sys; str(sys.last_value)") };
  }
}

/** What a training depends on besides the data, as JSON. @param {Description} description */
function trainedOf({ experiment: { data, question, ...trained } }) {
  return JSON.stringify(trained);
}

/** Plain values for Python, where 10000 is an int and null is None. @param {unknown} value */
function inside(value) {
  return json.loads(JSON.stringify(value));
}

/** A dict of Python's, as plain values. @param {any} dict */
function outside(dict) {
  const value = JSON.parse(json.dumps(dict));
  dict.destroy();
  return value;
}

/** @returns {Update} The iteration that the run is at, and its curve. */
function update() {
  return {
    serial: (serial += 1),
    frame: numbers(lab.frame()),
    losses: numbers(lab.losses()),
    plane: watched ? /** @type {Singles} */ (copied(lab.plane(watched), "f32")) : null,
  };
}

/**
 * Marks an update, or what holds one, to be handed over instead of copied.
 *
 * @template {Update | {update: Update}} Message
 * @param {Message} message
 */
function transferred(message) {
  const { frame, losses, plane } = "update" in message ? message.update : message;
  return Comlink.transfer(
    message,
    [frame, losses, plane].flatMap((numbers) => numbers?.buffer ?? []),
  );
}

/**
 * @typedef {import("pyodide/ffi").PyBuffer & {destroy(): void}} PythonArray
 * @typedef {Float64Array<ArrayBuffer>} Doubles
 * @typedef {Float32Array<ArrayBuffer>} Singles
 */

/** @param {PythonArray} array */
function numbers(array) {
  return /** @type {Doubles} */ (copied(array, "f64"));
}

/**
 * A copy of an array of Python's, outside of Python.
 *
 * @param {PythonArray} array
 * @param {"f64" | "f32"} type Of its numbers.
 */
function copied(array, type) {
  const view = array.getBuffer(type);
  try {
    return /** @type {Doubles | Singles} */ (view.data).slice();
  } finally {
    view.release();
    array.destroy();
  }
}

/** @param {any} proxy A Python dict, as a plain object. */
function plain(proxy) {
  const object = proxy.toJs({ dict_converter: Object.fromEntries });
  proxy.destroy();
  return object;
}

/** Lets waiting messages in, and goes on at once: a timer of 0 would wait for 4 milliseconds. */
const channel = new MessageChannel();
const turn = () =>
  new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });

/** @param {number} milliseconds */
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
