/** The same experiment from many other start weights: how far its answer depends on them. */

import { make } from "../kit/dom.js";
import { dots } from "../kit/dots.js";
import { table } from "../kit/tables.js";
import { count, rough, short } from "../model/format.js";
import { Many } from "./many.js";
import { panel } from "./panel.js";

/**
 * @import { Client } from "../python/client.js"
 * @import { Experiment } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { GoesOn } from "./many.js"
 * @import { Panel } from "./panel.js"
 * @import { Spread } from "../python/queries.js"
 */

const NETWORKS = 100;
/** So many seeds that diverged are named. */
const MOST_NAMED = 12;

/** @type {Panel} */
export function starts(session, { train }) {
  return panel(
    "starts",
    "Other starts",
    "The start weights are random. The same experiment from many others, all trained at once: does it always end with the same answer?",
    new Starts(session, train).root,
  );
}

/** @extends {Many<Spread>} */
class Starts extends Many {
  /**
   * @param {Session} session
   * @param {HTMLElement} train
   */
  constructor(session, train) {
    const [least, most] = session.catalogue.limits.seeds;
    const number = make("input", {
      type: "number",
      inputMode: "numeric",
      step: "1",
      min: String(least),
      max: String(most),
      required: true,
      value: String(NETWORKS),
    });
    super(session, train, make("label", {}, "Networks ", number));
    this.number = number;
  }

  /** @override */
  get problem() {
    const { validity, validationMessage } = this.number;
    return validity.badInput ? `Networks: ${validationMessage}` : "";
  }

  /**
   * @override
   * @param {Client["python"]} python
   * @param {GoesOn} goesOn
   */
  async ask(python, goesOn) {
    return python.spread(Number(this.number.value), goesOn);
  }

  /**
   * @override
   * @param {Spread} found
   * @param {Experiment} experiment
   */
  show(found, experiment) {
    const words = this.#words(found, experiment);
    if (found.least === null) return { words, parts: [] };
    const asked = experiment.question.map(short).join(", ");
    const { names, kind } = this.session.table;
    const [target] = kind === "regression" ? names.slice(-1) : [];
    const answer = `${found.counts.length > 1 ? "largest output" : (target ?? "answer")} for ${asked}`;
    const [least, most] = [short(found.least), short(Number(found.most))];
    const parts = [
      dots(found.scaled_back, {
        axis: answer,
        about: `What ${count(found.seeds.length)} networks say, from ${least} to ${most}.`,
      }),
      table(
        "Of all that did not diverge",
        ["", "least", "median", "most"],
        [
          [
            answer,
            ...[found.least, found.median, found.most].map((value) => precise(Number(value))),
          ],
          [
            `error after ${count(experiment.iterations)} iterations`,
            ...[found.loss_least, found.loss_median, found.loss_most].map((value) =>
              rough(Number(value)),
            ),
          ],
        ],
      ),
      this.#opener(found, experiment, "best", "least"),
      this.#opener(found, experiment, "worst", "largest"),
    ];
    return { words, parts };
  }

  /**
   * @param {Spread} found
   * @param {Experiment} experiment
   */
  #words({ seeds, learned, diverged, counts }, experiment) {
    const all = seeds.length;
    const which =
      diverged.slice(0, MOST_NAMED).join(", ") + (diverged.length > MOST_NAMED ? ", …" : "");
    const { names, kind } = this.session.table;
    const called = names.slice(-counts.length);
    const one = kind === "regression" ? "output" : "class";
    const classes = counts
      .map((many, at) => `${called[at] ?? `${one} ${at + 1}`} in ${count(many)}`)
      .join(", ");
    return [
      `Seeds 0 to ${all - 1}, each trained for ${count(experiment.iterations)} iterations: ${count(learned)} of ${count(all)} ` +
        `have learned. ${this.session.description.meanings.learned}`,
      diverged.length
        ? `${count(diverged.length)} diverged: seed${diverged.length > 1 ? "s" : ""} ${which}.`
        : "None diverged.",
      counts.length > 1 ? `The largest output: ${classes}.` : "",
    ]
      .join(" ")
      .trim();
  }

  /**
   * @param {Spread} found
   * @param {Experiment} experiment
   * @param {"best" | "worst"} which
   * @param {string} error
   */
  #opener(found, experiment, which, error) {
    const seed = Number(found[which]);
    return this.opener(
      `The ${error} error, ${rough(found.losses[seed])}, is that of seed ${seed}, which answers ${precise(found.scaled_back[seed])}.`,
      `Open seed ${seed} on the stage`,
      { ...experiment, seed, parameters: [] },
    );
  }
}

/** @param {number} value */
const precise = (value) => String(Number(value.toPrecision(6)));
