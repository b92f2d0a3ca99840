/** Weights to be found by hand. The stage is where they are changed, and `neuron_core` judges them. */

import { signal } from "@preact/signals-core";
import { make } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { table } from "../kit/tables.js";
import { count, fixed, indexed, listed, rough } from "../model/format.js";
import { Guide, isSame, presetOf } from "./guide.js";
import { Told } from "./told.js";

/**
 * @import { Experiment, Frame } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** The presets whose rows are to come out right, and what their buttons say. @type {[string, string][]} */
const PUZZLES = [
  ["small-rate", "Try the four rows"],
  ["and", "Try AND: 1 only where x₁ and x₂ are both 1"],
];

export class Challenge {
  /** What is being tried. */
  #preset = signal(/** @type {Experiment | null} */ (null));
  /** What was said last: only what is new is said aloud. */
  #said = "";

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.told = new Told();
    this.giveUp = make("button", { textContent: "Let training find them", hidden: true });
    this.giveUp.onclick = () => this.#train();
    this.again = make("button", { textContent: "Back to my weights", hidden: true });
    const starts = PUZZLES.map(([name, textContent]) =>
      make("button", { textContent, onclick: () => this.#begin(presetOf(session, name)) }),
    );
    this.root = make(
      "div",
      { className: "trial challenge" },
      make("p", { className: "hand" }, "Find them yourself"),
      make(
        "p",
        {},
        "Set the three weights so that all four rows come out right: drag the grips on the wires of the " +
          "drawing up or down. With keys: Tab to the drawing, go to a weight with the left and right arrows, " +
          "and move it with up and down; with Shift, ten times as far.",
      ),
      make("div", { className: "buttons" }, ...starts),
      this.told.root,
      make("div", { className: "buttons" }, this.giveUp, this.again),
    );
    redraw(() => this.#judge());
  }

  /**
   * @param {Experiment} preset
   * @param {number[]} [parameters] Where it begins; left out, at the preset's start.
   */
  async #begin(preset, parameters = []) {
    this.#preset.value = null;
    this.again.hidden = true;
    this.#tell("It begins as soon as Python is here …");
    try {
      await new Guide(this.session).setUp({ ...preset, parameters });
    } catch (error) {
      return this.#tell(/** @type {Error} */ (error).message);
    }
    this.#preset.value = preset;
    this.giveUp.hidden = false;
  }

  /** Says how far the reader has come, whenever something has changed. */
  #judge() {
    const { session } = this;
    const preset = this.#preset.value;
    if (!preset || session.asked) return;
    const { frame, experiment } = session;
    if (!isSame({ ...experiment, parameters: [], question: preset.question }, preset)) {
      this.#preset.value = null;
      this.giveUp.hidden = true;
      return this.#tell("The stage shows something else now. The buttons above begin again.");
    }
    if (frame.iteration > 0)
      return this.#tell("Training moves the weights now. Reset brings yours back.");
    const wrong = rowsOf(frame).filter((row) => frame.verdict(row) === "wrong");
    const { near, right } = frame.counts("training");
    if (!wrong.length)
      return this.#tell(
        `You have found them: all ${count(frame.rows)} rows are right, and ${near === frame.rows ? "all" : count(near)} of them near ${near === 1 ? "its target" : "their targets"}.`,
      );
    const which = wrong.map((row) => row + 1);
    this.#tell(
      `${count(right ?? 0)} of ${count(frame.rows)} rows ${right === 1 ? "is" : "are"} right; ${which.length === 1 ? "row" : "rows"} ` +
        `${listed(which)} ${which.length === 1 ? "is" : "are"} still wrong. ${session.description.meanings.right}`,
    );
  }

  /** Trains from the preset's own start, and puts what comes of it beside what the reader has. */
  async #train() {
    const preset = /** @type {Experiment} */ (this.#preset.value);
    const mine = this.session.frame;
    this.#preset.value = null;
    this.giveUp.hidden = true;
    this.#tell("It happens on the stage …");
    try {
      const guide = new Guide(this.session);
      await guide.setUp(preset);
      const theirs = await guide.train();
      this.told.tell({
        words: [
          "Training changes the weights a little at a time, each time so that the error should fall. From random " +
            `weights it took ${count(theirs.iteration)} steps to get here. Other weights do as well, and yours may be among them.`,
        ],
        figure: beside(mine, theirs),
      });
    } catch (error) {
      return this.#tell(
        /** @type {Error} */ (error).message || "The stage went on to something else.",
      );
    }
    this.again.hidden = false;
    this.again.onclick = () => this.#begin(preset, Array.from(mine.row("parameters")));
  }

  /** @param {string} words */
  #tell(words) {
    if (words === this.#said) return;
    this.#said = words;
    this.told.wait(words);
  }
}

/** @param {Frame} frame */
const rowsOf = ({ rows }) => [...Array(rows).keys()];

/**
 * @param {Frame} mine
 * @param {Frame} theirs
 */
function beside(mine, theirs) {
  const [yours, trained] = [mine, theirs].map((frame) => {
    const { right, near } = frame.counts("training");
    return [
      ...Array.from(frame.row("parameters"), (weight) => fixed(weight, 2)),
      count(right ?? 0),
      count(near),
      rough(frame.loss),
    ];
  });
  const heads = [
    ...Array.from(mine.row("parameters"), (_, at) => indexed("w", at)),
    "right",
    "near",
    "error",
  ];
  return table(
    "Your weights and those of the training",
    ["", ...heads],
    [
      ["yours", ...yours],
      ["training", ...trained],
    ],
  );
}
