/** A learning rate to try by hand: the neuron is trained anew with each, and its way is drawn in the valley. */

import { make } from "../kit/dom.js";
import { indexed, short } from "../model/format.js";
import { Valley } from "../plane/valley.js";
import { ACROSS } from "./facts.js";
import { ENDINGS, said } from "./figures.js";
import { Guide } from "./guide.js";
import { Told } from "./told.js";

/**
 * @import { Experiment } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** From steps that crawl to steps that overshoot. */
export const [LEAST, MOST] = [0.01, 3];
/** Of the slider's logarithm. */
const STEP = 0.01;
/** Between two trainings, in milliseconds: what changes on the stage meanwhile must not flash. */
const PAUSE = 500;

export class RateTrial {
  #busy = false;
  #again = false;

  /**
   * @param {Session} session
   * @param {Experiment} preset
   */
  constructor(session, preset) {
    this.session = session;
    this.preset = preset;
    this.rate = preset.learning_rate;
    this.slider = make("input", {
      type: "range",
      min: String(Math.log10(LEAST)),
      max: String(Math.log10(MOST)),
      step: String(STEP),
      ariaLabel: "Learning rate to try",
    });
    this.field = make("input", {
      type: "number",
      inputMode: "decimal",
      min: String(LEAST),
      max: String(MOST),
      step: "any",
      required: true,
    });
    this.told = new Told();
    this.told.wait("Move it, and the neuron is trained anew.");
    this.valley = new Valley();
    this.valley.root.hidden = true;
    this.slider.oninput = () => this.#choose(Number(short(10 ** this.slider.valueAsNumber)));
    this.field.onchange = () => {
      if (this.field.reportValidity()) this.#choose(this.field.valueAsNumber);
    };
    this.root = make(
      "div",
      { className: "trial" },
      make("p", { className: "hand" }, "Try rates by hand, from 0.01 to 3:"),
      make("div", { className: "rate" }, this.slider, make("label", {}, "Rate ", this.field)),
      this.told.root,
      this.valley.root,
    );
    this.#write();
  }

  /** @param {number} rate */
  #choose(rate) {
    this.rate = Math.max(LEAST, Math.min(rate, MOST));
    this.#write();
    this.#train();
  }

  #write() {
    this.field.value = String(this.rate);
    this.slider.valueAsNumber = Math.log10(this.rate);
    this.slider.ariaValueText = `rate ${this.rate}`;
  }

  /** Trains with the newest rate; those that were passed over meanwhile are of no interest. */
  async #train() {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#once();
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    } catch (error) {
      this.told.wait(
        /** @type {Error} */ (error).message || "The stage went on to something else.",
      );
    } finally {
      this.#busy = false;
    }
  }

  async #once() {
    const guide = new Guide(this.session);
    const experiment = { ...this.preset, learning_rate: this.rate };
    await guide.setUp(experiment);
    await guide.train({ atOnce: true });
    const [course] = await guide.courses([experiment]);
    const { answer } = await guide.ask((python) => python.surface(...ACROSS));
    const [early, late, end] = course.losses.map(said);
    const words = `Rate ${experiment.learning_rate}: ${ENDINGS[course.ending]}.`;
    this.told.tell({
      words: [
        make("strong", { textContent: words }),
        ` The error is ${early} after 10 steps, ${late} after 100 and ${end} at the end.`,
      ],
    });
    this.valley.root.hidden = false;
    this.valley.show(
      answer,
      ACROSS.map((place) => indexed("w", place)),
    );
    this.valley.canvas.ariaLabel = `The valley over w₂ and w₃, and the way across it. ${words}`;
  }
}
