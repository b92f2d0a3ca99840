/** Some steps one by one: the stage goes to each, and the valley beside the words shows where that is. */

import { make, write } from "../kit/dom.js";
import { count, fixed, indexed, rough } from "../model/format.js";
import { Valley } from "../plane/valley.js";
import { isSame } from "./guide.js";

/**
 * @import { Frame } from "../model/frame.js"
 * @import { Surface } from "../python/queries.js"
 * @import { Guide } from "./guide.js"
 */

/** How long the stage stays at a step while they are played, in milliseconds. */
const STAY = 1100;

export class LastSteps {
  /**
   * @param {Guide} guide
   * @param {Frame[]} frames One for each step.
   * @param {Surface} surface Over the two weights, with the path through these steps.
   * @param {[number, number]} places Of the two weights.
   */
  constructor(guide, frames, surface, places) {
    this.guide = guide;
    this.experiment = guide.session.experiment;
    this.frames = frames;
    this.places = places;
    this.valley = new Valley();
    this.valley.show(
      surface,
      places.map((place) => indexed("w", place)),
    );
    const [first, last] = [frames[0], frames[frames.length - 1]].map(({ iteration }) => iteration);
    this.slider = make("input", {
      type: "range",
      min: String(first),
      max: String(last),
      step: "1",
    });
    this.slider.oninput = () => this.#show(this.slider.valueAsNumber - first);
    this.said = make("p", { className: "said" });
    const play = make("button", { type: "button", textContent: "Play again" });
    play.onclick = () => this.play();
    this.root = make(
      "div",
      { className: "last-steps" },
      make("div", { className: "steps" }, make("label", {}, "Step ", this.slider), play),
      this.said,
      this.valley.root,
    );
    this.#show(frames.length - 1);
  }

  async play() {
    for (const at of this.frames.keys()) {
      if (this.guide.over) return;
      this.#show(at);
      await new Promise((resolve) => setTimeout(resolve, STAY));
    }
  }

  /** @param {number} at */
  #show(at) {
    const frame = this.frames[at];
    const [first, second] = this.places;
    const weights = frame.row("parameters");
    this.slider.value = String(frame.iteration);
    this.slider.ariaValueText = `step ${count(frame.iteration)}`;
    this.valley.mark(at);
    const words =
      `Step ${count(frame.iteration)}: ${indexed("w", first)} = ${fixed(weights[first], 4)}, ` +
      `${indexed("w", second)} = ${fixed(weights[second], 4)}, error ${rough(frame.loss)}.`;
    write(this.said, words);
    this.valley.canvas.ariaLabel = `The valley of the error over the two weights. ${words}`;
    if (isSame(this.guide.session.experiment, this.experiment))
      this.guide.session.goto(frame.iteration);
  }
}
