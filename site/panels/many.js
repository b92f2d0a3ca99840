/** What trains many networks at once and tells what they have come to: how it is asked, stopped and shown. */

import { signal } from "@preact/signals-core";
import { proxy } from "comlink";
import { make, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";

/**
 * @import { Client } from "../python/client.js"
 * @import { Experiment } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 *
 * @typedef {(share: number) => boolean} GoesOn Is told how much is done, and says whether the rest is wanted.
 */

/** @template Found What Python tells of the networks. */
export class Many {
  /** What was found is about this. */
  #asked = signal(/** @type {{data: object, rest: string} | null} */ (null));
  #isRunning = false;
  #isStopping = false;

  /**
   * @param {Session} session
   * @param {HTMLElement} train The stage's button.
   * @param {...HTMLElement} fields What the reader chooses, with labels.
   */
  constructor(session, train, ...fields) {
    this.session = session;
    this.train = train;
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
      ...fields,
      this.button,
      this.progress,
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      if (!this.#isRunning) this.#train();
      else this.#isStopping = true;
    };
    this.root = make("div", {}, form, this.said, this.note, this.place);
    redraw(() => this.#tell());
  }

  /**
   * @param {Client["python"]} _python
   * @param {GoesOn} _goesOn
   * @returns {Promise<{problem: string, found: Found | null}>}
   */
  async ask(_python, _goesOn) {
    throw new Error("Each kind asks something of its own.");
  }

  /**
   * What was found, in words and in parts to be put below them.
   *
   * @param {Found} _found
   * @param {Experiment} _experiment
   * @returns {{words: string, parts: Node[]}}
   */
  show(_found, _experiment) {
    throw new Error("Each kind shows something of its own.");
  }

  /** Why nothing can be asked, or nothing. */
  get problem() {
    return "";
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
    const { session, problem } = this;
    if (problem) return write(this.said, problem);
    this.#isRunning = true;
    this.#isStopping = false;
    write(this.button, "Stop");
    write(
      this.said,
      session.ready ? "They are trained, all at once …" : "It begins as soon as Python is here …",
    );
    Object.assign(this.progress, { hidden: false, value: 0 });
    try {
      await session.needPython();
      const { experiment } = session;
      const goesOn = proxy((/** @type {number} */ share) => {
        this.progress.value = share;
        return !this.#isStopping;
      });
      const { found, problem } = await session.ask((python) => this.ask(python, goesOn));
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
   * @param {Found} found
   * @param {Experiment} experiment
   */
  #show(found, experiment) {
    this.#asked.value = about(experiment);
    const { words, parts } = this.show(found, experiment);
    const rule = this.session.edited ? " They were trained with the original rule, not yours." : "";
    write(this.said, words + rule);
    this.place.replaceChildren(...parts);
  }

  /**
   * A sentence with a button that puts a network on the stage.
   *
   * @param {string} words
   * @param {string} name Of the button.
   * @param {Experiment} opened
   */
  opener(words, name, opened) {
    const onclick = () => {
      if (this.place.classList.contains("behind"))
        return this.session.refuse("That is of another experiment, which is not open any more.");
      this.session.open(opened);
      this.train.focus();
    };
    return make(
      "p",
      {},
      make("span", { textContent: words }),
      make("button", { type: "button", textContent: name, onclick }),
    );
  }
}

/** What the networks depend on; all but the data is little text. @param {Experiment} experiment */
function about({ data, seed, parameters, ...rest }) {
  return { data, rest: JSON.stringify(rest) };
}
