/** The same experiment from many other start weights: how far its answer depends on them. */

import { signal } from "@preact/signals-core";
import { proxy } from "comlink";
import { make, write } from "../kit/dom.js";
import { dots } from "../kit/dots.js";
import { redraw } from "../kit/redraw.js";
import { table } from "../kit/tables.js";
import { count, rough, short } from "../model/format.js";
import { panel } from "./panel.js";

/**
 * @import { Experiment } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 * @import { Spread } from "../python/questions.js"
 */

const NETWORKS = 100;
/** So many seeds that diverged are named. */
const MOST_NAMED = 12;

/** @type {Panel} */
export function starts(session, { train }) {
  const view = new Starts(session, train);
  const root = panel(
    "starts",
    "Other starts",
    "The start weights are random. The same experiment from many others, all trained at once: does it always end with the same answer?",
    view.root,
  );
  return root;
}

class Starts {
  /** What the answers are about. */
  #asked = signal(/** @type {{data: object, rest: string} | null} */ (null));
  #isRunning = false;
  #isStopping = false;

  /**
   * @param {Session} session
   * @param {HTMLElement} train
   */
  constructor(session, train) {
    this.session = session;
    this.train = train;
    this.number = make("input", {
      type: "number",
      inputMode: "numeric",
      step: "1",
      required: true,
      value: String(NETWORKS),
    });
    this.button = make("button", { type: "submit", textContent: "Train them" });
    this.progress = make("progress", {
      max: 1,
      value: 0,
      hidden: true,
      ariaLabel: "Training of the networks",
    });
    this.said = make("p", { className: "said" });
    this.said.setAttribute("aria-live", "polite");
    this.note = make("p", { className: "dated" });
    this.place = make("div", { className: "starts-found" });
    const form = make(
      "form",
      { className: "axes", noValidate: true },
      make("label", {}, "Networks ", this.number),
      this.button,
      this.progress,
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      if (!this.#isRunning) this.#train();
      else this.#isStopping = true;
    };
    this.root = make("div", {}, form, this.said, this.note, this.place);
    const [least, most] = session.catalogue.limits.seeds;
    Object.assign(this.number, { min: String(least), max: String(most) });
    redraw(() => this.#tell());
  }

  /** What was found may be about another experiment than the one that is shown. */
  #tell() {
    const asked = this.#asked.value;
    const now = about(this.session.description.experiment);
    const isBehind = asked !== null && (asked.data !== now.data || asked.rest !== now.rest);
    for (const part of [this.said, this.place]) part.classList.toggle("behind", isBehind);
    write(
      this.note,
      isBehind ? "These are of the experiment before, which is not on the stage any more." : "",
    );
  }

  async #train() {
    const { session, number } = this;
    if (number.validity.badInput) return write(this.said, `Networks: ${number.validationMessage}`);
    this.#isRunning = true;
    this.#isStopping = false;
    write(this.button, "Stop");
    write(
      this.said,
      session.ready ? "They are trained, all at once …" : "It begins as soon as Python is here …",
    );
    Object.assign(this.progress, { hidden: false, value: 0 });
    try {
      await session.ask(async () => {});
      const { experiment } = session;
      const goesOn = proxy((/** @type {number} */ share) => {
        this.progress.value = share;
        return !this.#isStopping;
      });
      const seeds = Number(number.value);
      const { found, problem } = await session.ask((python) => python.spread(seeds, goesOn));
      if (found) this.#show(found, experiment);
      else write(this.said, problem || "Stopped.");
    } catch (error) {
      write(this.said, /** @type {Error} */ (error).message);
    }
    this.#isRunning = false;
    this.progress.hidden = true;
    write(this.button, "Train them");
  }

  /**
   * @param {Spread} found
   * @param {Experiment} experiment
   */
  #show(found, experiment) {
    this.#asked.value = about(experiment);
    const asked = experiment.question.map(short).join(", ");
    const answer = `${found.counts.length > 1 ? "largest output" : "answer"} for ${asked}`;
    write(this.said, this.#words(found, experiment));
    this.place.replaceChildren();
    if (found.least !== null) {
      const [least, most] = [short(found.least), short(Number(found.most))];
      this.place.append(
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
      );
    }
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
      this.session.edited ? "They were trained with the original rule, not with yours." : "",
    ]
      .join(" ")
      .trim();
  }

  /**
   * A button that puts one of them on the stage.
   *
   * @param {Spread} found
   * @param {Experiment} experiment
   * @param {"best" | "worst"} which
   * @param {string} error
   */
  #opener(found, experiment, which, error) {
    const seed = Number(found[which]);
    const onclick = () => {
      if (this.place.classList.contains("behind"))
        return this.session.refuse(
          "That is a seed of another experiment, which is not open any more.",
        );
      this.session.open({ ...experiment, seed, parameters: [] });
      this.train.focus();
    };
    const words = `The ${error} error, ${rough(found.losses[seed])}, is that of seed ${seed}, which answers ${precise(found.scaled_back[seed])}.`;
    return make(
      "p",
      {},
      make("span", { textContent: words }),
      make("button", { type: "button", textContent: `Open seed ${seed} on the stage`, onclick }),
    );
  }
}

/** What the answers depend on; all but the data is little text. @param {Experiment} experiment */
function about({ data, seed, parameters, ...rest }) {
  return { data, rest: JSON.stringify(rest) };
}

/** @param {number} value */
const precise = (value) => String(Number(value.toPrecision(6)));
