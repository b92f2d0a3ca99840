/**
 * The page around this one, if it greets, as the element does (`one-neuron.js`): its wishes are done,
 * and it is told what happens here. Only what the parent window says is heard, and the origin and the
 * id that it has greeted with are those that it has to keep.
 */

import { effect } from "@preact/signals-core";
import { isFramed, themeChanged } from "../kit/framed.js";
import { experimentAt } from "../model/share-link.js";
import { start } from "./begin.js";
import { asked } from "./options.js";
import { isMessage, message } from "./protocol.js";

/** @import { Session } from "../model/session.js" */

/** Elements name their frames like this. */
const NAMED = /^one-neuron-\d+$/;
/** Of a training, so many milliseconds pass between two tellings. */
const OFTEN = 100;
/** Styles that the page around may set, and what each is here. */
const STYLES = /** @type {Record<string, string[]>} */ ({
  text: ["--ink"],
  background: ["--panel", "--paper"],
  line: ["--line"],
  positive: ["--positive"],
  negative: ["--negative"],
});

export class Host {
  /** @type {string | null} The origin that has greeted. */
  #origin = null;
  #id = NAMED.test(window.name) ? window.name : "";
  #isWaiting = false;
  #admit = () => {};
  /** @type {Record<string, unknown>} What has been told last, by its kind. */
  #told = {};
  #next = 0;
  #due = 0;
  /** @type {Set<Promise<unknown>>} What is being done for the page around; a training may be paused. */
  #underway = new Set();

  /** Begins to listen, where there is somebody to listen to. @param {Session} session */
  static listen(session) {
    if (isFramed) new Host(session);
  }

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    addEventListener("message", (event) => this.#hear(event));
    // Elements of one page have only so many Pythons between them, and say whose turn it is.
    if (this.#id) session.admission = () => this.#admission();
    for (const type of ["answered", "goal"]) {
      document.addEventListener(type, (event) =>
        this.#send(type, /** @type {CustomEvent} */ (event).detail),
      );
    }
    parent.postMessage(message(this.#id, "here"), "*"); // who is there, that alone
  }

  /** @param {MessageEvent} event */
  #hear({ source, origin, data }) {
    if (source !== parent || !isMessage(data)) return;
    if (this.#origin === null) {
      const isOurs = !this.#id || data.id === this.#id;
      if (data.type === "hello" && isOurs) this.#greeted(origin, data.id);
      return;
    }
    if (origin !== this.#origin || data.id !== this.#id) return;
    const { type, detail } = data;
    if (type === "admitted") this.#admit();
    if (type === "style") dress(detail);
    if (type === "call") this.#answer(detail);
  }

  /**
   * @param {string} origin
   * @param {string} id
   */
  #greeted(origin, id) {
    this.#origin = origin;
    this.#id = id;
    this.#send("state", this.#run());
    this.#send("ready", this.#run());
    if (this.#isWaiting) this.#send("wants");
    effect(() => this.#look());
  }

  #admission() {
    return new Promise((resolve) => {
      this.#isWaiting = true;
      this.#admit = () => {
        this.#isWaiting = false;
        resolve(true);
      };
      this.#send("wants");
    });
  }

  /** @param {{call: number, method: string, args: unknown[]}} wish */
  async #answer({ call, method, args }) {
    try {
      if (!Object.hasOwn(CALLS, method))
        throw new Error(`${method} is nothing that can be asked for.`);
      const value = await this.#do(method, args);
      this.#look();
      this.#send("answer", { call, value: value ?? this.#run() });
    } catch (error) {
      this.#send("answer", { call, problem: sentenceOf(/** @type {Error} */ (error)) });
    }
  }

  /**
   * Python is not taken away from what is being done with it, but for a training, which is paused.
   *
   * @param {string} method
   * @param {unknown[]} args
   */
  async #do(method, args) {
    if (method === "release") await Promise.allSettled(this.#underway);
    const doing = Promise.resolve(CALLS[method](this.session, ...args));
    if (method === "release" || method === "train") return doing;
    this.#underway.add(doing);
    return doing.finally(() => this.#underway.delete(doing));
  }

  /** What the run has come to, all of it from neuron_core. */
  #run() {
    const { frame, description } = this.session;
    return {
      experiment: description.experiment,
      iteration: frame.iteration,
      iterations: description.experiment.iterations,
      loss: frame.loss,
      weights: Array.from(frame.row("parameters")),
      answer: Array.from(frame.outputs(frame.rows)),
      right: frame.counts("training").right,
    };
  }

  /** Tells what is new. */
  #look() {
    const { runtime, training, frame, description, problem, notice } = this.session;
    this.#news("progress", runtime.stage === "ready" ? { stage: "ready" } : runtime);
    if (runtime.stage === "failed") this.#news("error", { message: runtime.reason });
    if (problem || notice) this.#news("error", { message: problem || notice });
    else this.#told.error = undefined;
    this.#tellExperiment(description.experiment);
    if (this.#told.frame !== frame) this.#tellFrame();
    const wasTraining = this.#told.training;
    this.#told.training = training;
    if (!wasTraining || training) return;
    this.#told.frame = undefined;
    this.#tellFrame();
    if (frame.divergedAt !== null) this.#send("diverged", { iteration: frame.divergedAt });
    this.#send("trained", this.#run());
  }

  /** If it is another one: the page makes a new object of the same one, too. @param {object} experiment */
  #tellExperiment(experiment) {
    const before = this.#told.change;
    if (before === experiment) return;
    this.#told.change = experiment;
    if (before && JSON.stringify(before) !== JSON.stringify(experiment))
      this.#send("change", { experiment });
  }

  /** At most once in a while; the last one, always. */
  #tellFrame() {
    const now = performance.now();
    clearTimeout(this.#due);
    if (this.session.training && now < this.#next) {
      this.#due = setTimeout(() => this.#tellFrame(), this.#next - now);
      return;
    }
    this.#next = now + OFTEN;
    this.#told.frame = this.session.frame;
    const run = this.#run();
    this.#send("state", run);
    this.#send("iteration", {
      iteration: run.iteration,
      iterations: run.iterations,
      loss: run.loss,
    });
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #news(type, detail) {
    const text = JSON.stringify(detail);
    if (this.#told[type] === text) return;
    this.#told[type] = text;
    this.#send(type, detail);
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #send(type, detail) {
    if (this.#origin === null) return;
    // A page without an origin, as in a sandbox, cannot be named.
    parent.postMessage(
      message(this.#id, type, detail),
      this.#origin === "null" ? "*" : this.#origin,
    );
  }
}

/** Of input that Python does not accept, its own sentence, which ends its traceback. @param {Error} error */
const sentenceOf = ({ message }) => /InputError: ([^\n]+)\s*$/.exec(message)?.[1] ?? message;

/** What the page around may ask for. @type {Record<string, (session: Session, ...args: any[]) => unknown>} */
const CALLS = {
  async train(session) {
    await session.needPython();
    await session.train(session.speed);
  },
  pause: (session) => session.pause(),
  step: async (session) => {
    await session.needPython();
    await session.step();
  },
  goto: async (session, iteration) => {
    if (!Number.isInteger(iteration) || iteration < 0)
      throw new Error(`${iteration} is no iteration, which is a whole number from 0.`);
    await session.needPython();
    await session.goto(iteration);
  },
  async reset(session) {
    await session.pause();
    const { experiment } = experimentAt(location.hash) ?? { experiment: {} };
    await session.openForeign(experiment, "The experiment of the address");
    if (asked().iteration === null) await session.goto(0);
    await start(session);
  },
  ask: async (session, values) => {
    const { answer } = await session.ask((python) => python.answer(values));
    return answer;
  },
  async restore(session, { experiment, iteration }) {
    await session.openForeign(experiment, "The state that is brought back");
    await session.needPython();
    await session.goto(iteration);
  },
  release: (session) => session.release(),
};

/** @param {Record<string, unknown>} styles */
function dress(styles) {
  const { style } = document.documentElement;
  for (const [name, properties] of Object.entries(STYLES)) {
    const value = styles[name];
    for (const property of properties) {
      if (typeof value === "string" && CSS.supports("color", value))
        style.setProperty(property, value);
      else style.removeProperty(property);
    }
  }
  const { font } = styles;
  document.body.style.fontFamily =
    typeof font === "string" && CSS.supports("font-family", font) ? font : "";
  themeChanged();
}
