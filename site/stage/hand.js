/** Weights and biases that are changed by hand: a new run starts from them, and Undo takes that back. */

import { signal } from "@preact/signals-core";
import { isLocked } from "../embed/options.js";
import { latestRate } from "../model/frame.js";

/**
 * @import { Experiment, Frame } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @typedef {{experiment: Experiment, iteration: number, made: number[]}} Move What there was before
 *   it, and the parameters that it has made.
 */

export class Hand {
  /** The newest last. */
  #moves = signal(/** @type {Move[]} */ ([]));
  /** What Python has still to open. */
  #wanted = signal(/** @type {number[] | null} */ (null));
  #isFollowing = false;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
  }

  /** All parameters: those that are shown; or asked for, before Python is there to show them. */
  get parameters() {
    const { asked, frame } = this.session;
    if (this.#wanted.value) return this.#wanted.value;
    return asked?.parameters.length ? asked.parameters : Array.from(frame.row("parameters"));
  }

  /**
   * The parameters that a drawing of a frame shows.
   *
   * @param {Frame} frame
   */
  shown(frame) {
    const { session } = this;
    const isAsked = session.stale && session.asked?.parameters.length && frame === session.frame;
    return isAsked ? Float64Array.from(this.parameters) : frame.row("parameters");
  }

  /** Whether they can be changed now; if not, it is said why. A training is paused. */
  take() {
    if (isLocked("drawing")) return false;
    const { session } = this;
    const { asked, description } = session;
    if (
      session.stale &&
      !asked?.parameters.length &&
      asked?.layers !== description.experiment.layers
    ) {
      session.refuse("The weights that are shown are still those of the experiment before.");
      return false;
    }
    if (!this.parameters.every(Number.isFinite)) {
      session.refuse(
        "Some weights are no finite numbers here: go back to before it diverged, then change them.",
      );
      return false;
    }
    if (session.training || session.waiting) session.pause();
    return true;
  }

  /**
   * Has a run start from these parameters, one of which is another one.
   *
   * @param {number} place
   * @param {number} value
   * @param {boolean} [isSame] Whether it belongs to the move before: Undo takes both back.
   */
  put(place, value, isSame = false) {
    const { asked, experiment, frame } = this.session;
    const iteration = asked ? 0 : frame.iteration; // what is asked for begins at its start
    const made = this.parameters.with(place, value);
    const moves = this.canUndo ? this.#moves.value : [];
    const kept = isSame ? moves.slice(0, -1) : moves;
    const before = isSame ? moves.at(-1) : undefined;
    this.#moves.value = [...kept, { experiment, iteration, ...before, made }];
    this.#follow(made);
  }

  /** Whether what is open was made by hand. */
  get canUndo() {
    const last = this.#moves.value.at(-1);
    const now = this.#wanted.value ?? this.session.experiment.parameters;
    return last !== undefined && String(last.made) === String(now);
  }

  /** Brings back the weights from before the last move, and the iteration; all else stays. */
  async undo() {
    const before = this.#moves.value.at(-1);
    if (!before) return;
    this.#moves.value = this.#moves.value.slice(0, -1);
    this.#wanted.value = null;
    const { session } = this;
    const { parameters, learning_rate, rates } = before.experiment;
    const rate = rates.length ? { learning_rate, rates } : {};
    await session.open({ ...session.experiment, parameters, ...rate });
    await session.goto(before.iteration);
  }

  /**
   * Has Python open the newest; what it has no time for while a weight is dragged is left out.
   *
   * @param {number[]} parameters
   */
  async #follow(parameters) {
    this.#wanted.value = parameters;
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    const { session } = this;
    try {
      while (this.#wanted.value) {
        const { experiment } = session;
        const learning_rate = latestRate(experiment);
        const next = { ...experiment, parameters: this.#wanted.value, learning_rate, rates: [] };
        this.#wanted.value = null;
        await session.open(next);
      }
    } finally {
      this.#isFollowing = false; // also where Python was stopped meanwhile
    }
  }
}
