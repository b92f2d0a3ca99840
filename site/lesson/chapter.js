/** One chapter: some words, a question to answer first, then what really happens. */

import { make } from "../kit/dom.js";
import { Stopped } from "../model/interruption.js";
import { Guide, Interrupted } from "./guide.js";
import { Told } from "./told.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Telling } from "./told.js"
 *
 * @typedef {{right: number} & Telling} Outcome And which of the choices turned out to be right.
 * @typedef {{label: string, act: (guide: Guide) => Promise<Telling>}} Further
 * @typedef {object} Content
 * @property {string} id
 * @property {string} title
 * @property {string} text
 * @property {string} preset The name of the experiment that it is about.
 * @property {string} question
 * @property {string[]} choices
 * @property {string} label Of the button that lets it happen.
 * @property {(guide: Guide) => Promise<Outcome>} act
 * @property {Further[]} [further] What can be tried next.
 * @property {(session: Session) => HTMLElement} [trial] Something to try with one's own hands.
 * @property {[string, string][]} [see] Addresses on this page and what is to be seen there.
 */

export class Chapter {
  /** @type {Guide | undefined} */
  #guide;

  /**
   * @param {Session} session
   * @param {Content} content
   * @param {number} at
   * @param {() => void} onDone
   */
  constructor(session, content, at, onDone) {
    this.session = session;
    this.content = content;
    this.onDone = onDone;
    const { id, title, text, question, choices, label, further = [], trial, see = [] } = content;
    this.heading = make(
      "h3",
      { id: `title-${id}`, tabIndex: -1 },
      make("span", { textContent: `${at + 1}. ` }),
      title,
    );
    this.choices = choices.map((choice) =>
      make("input", { type: "radio", name: `said-${id}`, value: choice }),
    );
    this.told = new Told();
    this.run = make("button", {
      textContent: label,
      className: "main",
      onclick: () => this.#run(),
    });
    this.root = make(
      "article",
      { id: `chapter-${id}`, className: "chapter" },
      this.heading,
      make("p", { textContent: text }),
      make(
        "fieldset",
        { className: "ask" },
        make("legend", { textContent: question }),
        ...choices.map((choice, index) => make("label", {}, this.choices[index], choice)),
      ),
      make("p", { className: "go" }, this.run),
      this.told.root,
    );
    this.root.setAttribute("aria-labelledby", this.heading.id);
    this.later = make("div", { className: "later", hidden: true });
    for (const { label: text, act } of further) this.later.append(this.#furtherButton(text, act));
    for (const [href, textContent] of see) this.later.append(make("a", { href, textContent }));
    if (trial) this.root.append(trial(session));
    if (this.later.hasChildNodes()) this.root.append(this.later);
  }

  /** The reader goes elsewhere: what goes on here has no stage any more. */
  leave() {
    if (this.#guide) this.#guide.over = true;
  }

  #run() {
    const said = this.choices.findIndex(({ checked }) => checked);
    return this.#tell(this.run, this.told, async (guide) => {
      const outcome = await this.content.act(guide);
      this.onDone();
      this.later.hidden = false;
      return { ...outcome, words: [this.#compared(said, outcome.right), ...outcome.words] };
    });
  }

  /**
   * @param {string} text
   * @param {Further["act"]} act
   */
  #furtherButton(text, act) {
    const told = new Told();
    const button = make("button", {
      textContent: text,
      onclick: () => this.#tell(button, told, act),
    });
    return make("div", {}, button, told.root);
  }

  /**
   * Lets something happen and writes what it was.
   *
   * @param {HTMLButtonElement} button
   * @param {Told} told
   * @param {(guide: Guide) => Promise<Telling>} act
   */
  async #tell(button, told, act) {
    if (this.#guide) this.#guide.over = true;
    const guide = (this.#guide = new Guide(this.session));
    button.ariaBusy = "true";
    told.wait(
      this.session.ready ? "It happens on the stage …" : "It begins as soon as Python is here …",
    );
    try {
      const { words, figure } = await act(guide);
      if (this.session.edited) words.unshift("With your own rule: ");
      told.tell({ words, figure });
    } catch (error) {
      told.wait(reason(error, button.textContent ?? ""));
    } finally {
      button.ariaBusy = null;
    }
  }

  /**
   * @param {number} said
   * @param {number} right
   */
  #compared(said, right) {
    const { choices } = this.content;
    if (said < 0) return make("strong", { textContent: `${choices[right]}. ` });
    const verdict = said === right ? "You said so" : `You said “${choices[said]}”`;
    const was = said === right ? `: ${choices[right]}. ` : `. What happened: ${choices[right]}. `;
    return make("strong", {
      className: said === right ? "as-said" : "otherwise",
      textContent: verdict + was,
    });
  }
}

/**
 * Why nothing is told.
 *
 * @param {unknown} error
 * @param {string} label
 */
function reason(error, label) {
  if (error instanceof Interrupted || error instanceof Stopped) {
    return `The stage went on to something else. “${label}” begins it again.`;
  }
  return error instanceof Error ? error.message : String(error);
}
