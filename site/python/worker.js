/** Python, in a thread of its own. All that the page knows of it is `remote`, below. */

import * as Comlink from "comlink";
import { PACES } from "../model/pace.js";
import { letCompile } from "./compiling.js";
import { plainStart } from "./plain-start.js";
import { queries } from "./queries.js";
import { bringReader } from "./readers.js";
import { bringRests } from "./snapshot/rest.js";
import { restore } from "./snapshot/restore.js";
import { mustBeAllowed } from "./wasm.js";

/**
 * @import { Experiment, News } from "../model/frame.js"
 * @import { Speed } from "../model/pace.js"
 * @import { Answers } from "./queries.js"
 *
 * @typedef {{
 *   name: string, kind: "numbers" | "classes" | "dates" | "neither", classes: string[], problem: string | null,
 *   gaps: number, is_row_name: boolean, doubt: string, remark: string, input: boolean, target: boolean,
 *   use: "input" | "target" | "",
 * }} Column What it is, what it can be used as, and what it most likely is for.
 * @typedef {{
 *   encoding: string, separator: string, decimal: string, header: boolean, question: string, rows: number,
 *   skipped: string[], first: string[][], columns: Column[],
 *   encodings: Record<string, string>, separators: Record<string, string>, decimals: Record<string, string>,
 *   scalings: Record<string, string>, sheets: Record<string, string>, sheet: string,
 * }} Sheet What a file holds, and how it was read: `neuron_core.data.csv_reader.Sheet`.
 * @typedef {{header?: boolean, separator?: string, decimal?: string, encoding?: string, day_first?: boolean, sheet?: string}} Reading
 *   What is said of a file; the rest is found out: `neuron_core.data.csv_reader.read`.
 * @typedef {{
 *   inputs: number[], target: number[], order: boolean, scaling: string, classes: boolean, title: string, test_share: number,
 *   propose: boolean,
 * }} FileUse Which of its columns are what, counted from 0: `neuron_core.data.csv_reader.dataset`.
 * @typedef {{
 *   serial: number, frame: Float64Array, losses: Float64Array[], plane: Float32Array | null,
 *   refusal: string,
 * }} Update Later ones have a larger serial. The plane is there while it is watched. The refusal is why
 *   a training is not compiled: `neuron_core.engine.compiled.Host`.
 * @typedef {(
 *   { stage: "downloading", received: number, total: number } |
 *   { stage: "starting" } |
 *   { stage: "importing" }
 * )} Progress
 * @typedef {{restored: boolean, why?: string, versions: ReturnType<Answers["versions"]>}} Start How
 *   Python was started; if not by restoring it, why not.
 */

/** Python works in slices this long, in milliseconds, so that it can be paused in between. */
const SLICE = 10;

/** So much of the time, at most, goes into what the page is sent of a training. */
const MOST_SHARE = 1 / 4;

/** @type {import("pyodide").PyodideAPI} */
let python;
/** @type {import("pyodide/ffi").PyProxy & Record<string, any>} A `neuron_core.page.bridge.Bridge`. */
let bridge;
/** @type {typeof bridge} Python's own reader of JSON: null becomes None, 10000 an int. */
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
   * @param {MessagePort | string} loader Gives the snapshot to restore; or why there is none.
   * @param {(progress: Progress) => void} onProgress
   * @param {() => void} onStep Called whenever the start has come further.
   * @returns {Promise<Start>}
   */
  async start(loader, onProgress, onStep) {
    mustBeAllowed();
    let start;
    ({ python, ...start } = await restoredOrPlain(loader, onProgress, onStep));
    // Makes Python call JavaScript now and then: WebKit ends no worker that never does.
    python.setInterruptBuffer(new Int32Array(1));
    onProgress({ stage: "importing" });
    letCompile(python);
    json = python.pyimport("json");
    bridge = python.pyimport("neuron_core.page.bridge").Bridge();
    for (const name of outside(bridge.queries)) Object.assign(remote, { [name]: asking(name) });
    return { ...start, versions: outside(bridge.ask("versions")) };
  },

  /** Has what a first training does not call come, before it is needed. */
  bringRests,

  /**
   * Opens an experiment. The one before it stays if this one is not accepted.
   *
   * @param {Omit<Experiment, "data"> & {data: object | null} | {preset: string}} experiment Without
   *   data, those that are open now stay; unless it names a preset, for what it does not say itself.
   * @returns {Promise<{news: News, update: Update} | {problem: string}>}
   */
  async open(experiment) {
    return accepted(() => {
      const news = outside(bridge.open(inside(experiment)));
      const trained = trainedOf(news);
      if ("preset" in experiment || experiment.data || opened !== trained) current += 1;
      opened = trained;
      return transferred({ news, update: update() });
    });
  },

  /**
   * Takes the next steps with another learning rate; a training that goes on goes on.
   *
   * @param {number | null} rate
   * @returns {Promise<{news: News} | {problem: string}>}
   */
  async changeRate(rate) {
    return accepted(() => {
      const news = outside(bridge.change_rate(inside(rate)));
      opened = trainedOf(news);
      return { news };
    });
  },

  /**
   * Reads a file's table and keeps it.
   *
   * @param {Uint8Array} source
   * @param {Reading} reading
   * @returns {Promise<{sheet: Sheet} | {problem: string}>}
   */
  async readFile(source, reading) {
    const content = python.toPy(source);
    const kind = bridge.reader_for(content, inside(reading.encoding));
    // Without what tells encodings, the most frequent one is taken, and can be corrected.
    if (kind)
      await bringReader(python, kind).catch((error) => {
        if (kind !== "encodings") throw error;
      });
    return accepted(() => ({ sheet: outside(bridge.read_csv.callKwargs(content, reading)) }));
  },

  /**
   * Tells which rows of the kept table a use of its columns leaves out, or nothing; and which network
   * would be proposed.
   *
   * @param {FileUse} use
   * @returns {Promise<{costs: string, proposal: string} | {problem: string}>}
   */
  async weighFile({ inputs, target, classes, order }) {
    return accepted(() =>
      outside(bridge.csv_costs(inside(inputs), inside(target), classes, order)),
    );
  },

  /**
   * Opens the kept table as data.
   *
   * @param {FileUse} use
   * @returns {Promise<{news: News, update: Update} | {problem: string}>}
   */
  async useFile({ inputs, target, ...choices }) {
    return accepted(() => {
      const news = outside(bridge.use_csv.callKwargs(inside(inputs), inside(target), choices));
      current += 1;
      opened = trainedOf(news);
      return transferred({ news, update: update() });
    });
  },

  /**
   * Goes to an iteration, unless another call comes while it is on its way.
   *
   * @param {number} iteration
   */
  async goto(iteration) {
    const mine = (current += 1);
    if (iteration < bridge.iteration) bridge.goto(iteration);
    while (mine === current && !bridge.travel(iteration, SLICE)) await turn();
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
    if (bridge.iteration === bridge.stopped_at && bridge.iteration < until)
      bridge.goto(bridge.iteration + 1);
    else if (bridge.iteration >= until || bridge.ended) bridge.goto(0);
    const { due, every } = PACES[speed];
    let shown = { iteration: bridge.iteration, since: performance.now() };
    let next = shown.since + every;
    while (mine === current) {
      const goal = Math.min(until, due(shown.iteration, (performance.now() - shown.since) / 1000));
      const reached = bridge.train(goal, SLICE);
      if (reached && (goal === until || bridge.ended)) break;
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
      bridge.cut(inside(values));
      return transferred({ update: update() });
    });
  },

  /** Ends a training at once, where it is. */
  async pause() {
    current += 1;
  },

  ...queries({
    python: () => python,
    bridge: () => bridge,
    interrupt: () => (current += 1),
    update,
    turn: () => turn(),
    outside,
    accepted,
  }),
};

/** @typedef {typeof remote} Remote */
Comlink.expose(remote);

/**
 * @param {MessagePort | string} loader
 * @param {(progress: Progress) => void} onProgress
 * @param {() => void} onStep
 */
async function restoredOrPlain(loader, onProgress, onStep) {
  try {
    if (typeof loader === "string") throw new Error(loader);
    return { python: await restore(loader, onStep), restored: true };
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
    if (/** @type {Error & {type?: string}} */ (error).type === "InputError")
      return { problem: python.runPython("import sys; str(sys.last_value)") };
    bridge.forget();
    throw error;
  }
}

/** What a training depends on besides the data, as JSON. @param {News} news */
function trainedOf({ experiment: { data, question, ...trained } }) {
  return JSON.stringify(trained);
}

/**
 * Plain values for Python, where 10000 is an int; null, and what is left out, is None.
 *
 * @param {unknown} value
 */
const inside = (value) => json.loads(JSON.stringify(value ?? null));

/**
 * Plain values and arrays of Python's: dicts as objects, arrays as typed ones, None as null.
 *
 * @param {any} value
 */
function outside(value) {
  if (!(value instanceof python.ffi.PyProxy)) return value ?? null;
  const copy = value.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  value.destroy();
  return withNull(copy);
}

/** Pyodide says undefined for None. @param {any} value */
function withNull(value) {
  if (value instanceof Object && !ArrayBuffer.isView(value))
    for (const name of Object.keys(value)) value[name] = withNull(value[name]);
  return value ?? null;
}

/**
 * One of Python's queries, and the iteration that its answer is about: a training goes on meanwhile.
 *
 * @param {string} name
 */
const asking =
  (name) =>
  async (/** @type {unknown[]} */ ...about) => ({
    iteration: bridge.iteration,
    answer: outside(bridge.ask(name, ...about.map(inside))),
  });

/** @returns {Update} The iteration that the run is at, and its curve. */
function update() {
  return { serial: (serial += 1), ...outside(bridge.update(watched)) };
}

/**
 * Marks an update, or what holds one, to be handed over instead of copied.
 *
 * @template {Update | {update: Update}} Message
 * @param {Message} message
 */
function transferred(message) {
  const { frame, losses, plane } = "update" in message ? message.update : message;
  const buffers = [frame, ...losses, plane].flatMap((numbers) => numbers?.buffer ?? []);
  return Comlink.transfer(message, /** @type {ArrayBuffer[]} */ (buffers));
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
