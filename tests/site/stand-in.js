/** A client of a Python that is none: its answers are kept back until a test gives them. */

import { recording } from "./core.js";

const recorded = recording();
/** A start that says no; what is refused, with Python's words. */
export const REFUSED = "iterations: 0 is not accepted";

export class StandIn {
  /** @type {unknown[][]} What was asked, name and arguments. */
  asked = [];
  /** @type {Record<string, {resolve: Function, reject: Function}[]>} Questions without an answer. */
  open = {};
  /** Names of questions whose answers a test gives. */
  held = new Set();
  starts = 0;
  failure = "";
  #serial = 0;
  #experiment = recorded.description.experiment;

  python = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...rest) => {
          this.asked.push([name, ...rest]);
          if (!this.held.has(name)) return Promise.resolve(this.answer(name, rest));
          return new Promise((resolve, reject) => {
            this.open[name] = [...(this.open[name] ?? []), { resolve, reject }];
          });
        },
    },
  );

  async start(onProgress, onFailure) {
    this.starts += 1;
    this.onFailure = onFailure;
    this.#serial = 0; // another worker counts anew
    onProgress({ stage: "starting" });
    if (this.failure) throw new Error(this.failure);
    return { restored: true };
  }

  answer(name, [first]) {
    switch (name) {
      case "open":
        return this.opened(first);
      case "goto":
        return this.update(first);
      case "train":
        return this.update(first);
      case "watchPlane":
        return this.update(0);
      case "cut":
        return { update: this.update(0) };
      case "rule_problem":
        return { iteration: 0, answer: null };
      default:
        return { name, first };
    }
  }

  opened(experiment) {
    if (experiment.iterations === 0) return { problem: REFUSED };
    const { data } = experiment.preset ? recorded.description.experiment : experiment;
    this.#experiment = { ...recorded.description.experiment, ...experiment, data };
    const news = structuredClone({ ...recorded.description, experiment: this.#experiment });
    return { news, update: this.update(0) };
  }

  /** The recorded frame nearest to an iteration, as a new picture. */
  update(iteration) {
    const { numbers } = recorded.towards(recorded.frames[0], iteration);
    this.#serial += 1;
    return {
      serial: this.#serial,
      frame: numbers,
      losses: [0, 0, NaN].map((loss) => Float64Array.of(loss)),
      plane: null,
    };
  }

  /** The names of what was asked, but for what keeps views up. */
  get names() {
    return this.asked.map(([name]) => name);
  }
}
