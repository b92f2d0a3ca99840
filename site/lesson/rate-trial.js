/** A learning rate to try by hand, around the one at which the steps get too long. */

import { make, write } from "../kit/dom.js";
import { fixed, rough } from "../model/format.js";
import { flipped } from "./facts.js";
import { weights } from "./figures.js";
import { Guide } from "./guide.js";
import { Told } from "./told.js";

/**
 * @import { Experiment } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** Both sides of the limit, and so fine that it can be found to three decimals. */
const [LEAST, MOST, STEP] = [0.74, 0.79, 0.001];

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
    this.slider = make("input", {
      type: "range",
      min: String(LEAST),
      max: String(MOST),
      step: String(STEP),
    });
    this.slider.value = String(preset.learning_rate);
    this.shown = make("span", { className: "number", textContent: this.slider.value });
    this.told = new Told();
    this.told.wait("Move it, and the neuron is trained anew.");
    this.slider.oninput = () => {
      write(this.shown, fixed(Number(this.slider.value), 3));
      this.#train();
    };
    const label = make(
      "label",
      {},
      "Find the limit: train with a rate of ",
      this.shown,
      this.slider,
    );
    this.root = make("div", { className: "trial" }, label, this.told.root);
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
    const rate = Number(this.slider.value);
    await guide.setUp({ ...this.preset, learning_rate: rate });
    const { iteration, loss } = await guide.train({ atOnce: true });
    const [before, after] = await guide.frames([iteration - 1, iteration]);
    const rests = flipped(before, after).length === 0;
    const words = `Rate ${rate}: ${rests ? "the weights come to rest" : "the weights jump for ever"}; the error ends at ${rough(loss)}.`;
    this.told.tell({
      words: [make("strong", { textContent: words })],
      figure: weights([before, after]),
    });
  }
}
