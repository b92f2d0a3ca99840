/** Numbers played one after another: each lights up wherever it is, forwards and back, at the reader's pace. */

import { make, write } from "../kit/dom.js";
import { hold } from "../kit/linked-highlight.js";

/**
 * @typedef {{cell: HTMLElement, row: number | null}} Stop A number's place in the table, and of which row
 *   it is; null, if it is of all of them.
 * @typedef {object} Played
 * @property {() => Stop[]} stops In their order.
 * @property {(stop: Stop) => {words: string, code: string}} enter Gives what is said of it, and the line of
 *   Python that computes it.
 * @property {() => void} leave
 */

/** How long a number stays while they play, in milliseconds. */
const STAY = 1600;

export class Player {
  /** Which number is lit; none, if it is below 0. */
  #at = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} choice Of what is played.
   * @param {Played} played
   */
  constructor(choice, played) {
    this.played = played;
    this.play = make("button", { type: "button", textContent: "Play" });
    this.back = make("button", { type: "button", textContent: "Back" });
    this.next = make("button", { type: "button", textContent: "Next" });
    this.finish = make("button", { type: "button", textContent: "End" });
    this.words = make("p", { className: "words" });
    this.words.setAttribute("aria-live", "polite");
    this.code = make("code", {});
    this.now = make("div", { className: "now" }, this.words, this.code);
    const buttons = make(
      "div",
      { className: "buttons", role: "toolbar", ariaLabel: "Number by number" },
      ...[this.play, this.back, this.next, this.finish],
    );
    this.root = make("div", { className: "player" }, choice, buttons, this.now);
    this.play.onclick = () => (this.#timer ? this.#pause() : this.#go());
    this.back.onclick = () => this.#step(-1);
    this.next.onclick = () => this.#step(1);
    this.finish.onclick = () => this.end();
    const keys = /** @type {Record<string, () => void>} */ ({
      ArrowRight: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      Escape: () => this.end(),
    });
    buttons.onkeydown = (event) => {
      if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key]();
    };
    this.#write();
  }

  /** Nothing is lit any more. */
  end() {
    this.#pause();
    if (this.#at < 0) return;
    this.#at = -1;
    hold(null);
    this.played.leave();
    this.#write();
  }

  #go() {
    if (this.#at === this.played.stops().length - 1) this.#at = -1;
    this.#on();
  }

  #on() {
    if (this.#at + 1 >= this.played.stops().length) return this.#pause();
    this.#timer = setTimeout(() => this.#on(), STAY);
    this.#enter(this.#at + 1);
  }

  #pause() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write();
  }

  /** @param {number} by */
  #step(by) {
    this.#pause();
    const at = this.#at + by;
    if (at >= 0 && at < this.played.stops().length) this.#enter(at);
  }

  /** @param {number} at */
  #enter(at) {
    this.#at = at;
    const stop = this.played.stops()[at];
    if (!stop) return this.end();
    const { words, code } = this.played.enter(stop);
    write(this.words, words);
    write(this.code, code);
    hold(stop.cell);
    this.#write(); // first: what is said of the number takes room above it
    stop.cell.scrollIntoView({ block: "nearest" });
  }

  #write() {
    write(this.play, this.#timer ? "Pause" : "Play");
    // Not `disabled`, which would take the focus from a reader who presses it.
    this.back.ariaDisabled = String(this.#at <= 0);
    this.next.ariaDisabled = String(this.#at >= this.played.stops().length - 1);
    this.finish.hidden = this.now.hidden = this.#at < 0;
  }
}
