/** One chapter: some words, a question to answer first, then what really happens. */

import { make } from "../kit/dom.js";
import { Stopped } from "../model/interruption.js";
import { Guide, Interrupted } from "./guide.js";
import { spotlight } from "./spotlight.js";
import { Told } from "./told.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Drawing } from "../stage/drawing.js"
 * @import { Part } from "./spotlight.js"
 * @import { Telling, Words } from "./told.js"
 *
 * @typedef {{right: number} & Telling} Outcome And which of the choices turned out to be right.
 * @typedef {object} Asked
 * @property {string} question
 * @property {[string, string][]} choices Each with what is said to whoever chose it: what they may
 *   have been thinking of.
 * @property {string} label Of the button that lets it happen.
 * @property {(guide: Guide) => Promise<Outcome>} act
 *
 * @typedef {{label: string, act: (guide: Guide) => Promise<Telling>}} Further
 * @typedef {object} Content
 * @property {string} id
 * @property {string} title
 * @property {string[]} text Its paragraphs.
 * @property {[Part[], string]} look Parts of the stage that it is about, and what they are called.
 * @property {string} preset The name of the experiment that it begins with.
 * @property {(session: Session) => HTMLElement} [shown] What the question is about.
 * @property {Asked} [asked] What is to be predicted, and what happens then.
 * @property {Further[]} [further] What can be tried next.
 * @property {(session: Session) => HTMLElement} [trial] Something to try with one's own hands.
 * @property {[string, string][]} [see] Addresses on this page and what is to be seen there.
 */

export class Chapter {
  /** @type {Guide | undefined} */
  #guide;
  #isWarned = false;

  /**
   * @param {Session} session
   * @param {Drawing} drawing
   * @param {Content} content
   * @param {number} at
   * @param {() => void} onDone
   */
  constructor(session, drawing, content, at, onDone) {
    this.session = session;
    this.drawing = drawing;
    this.content = content;
    this.onDone = onDone;
    const { id, title, text, look, shown, asked, further = [], trial, see = [] } = content;
    this.heading = make(
      "h3",
      { id: `title-${id}`, tabIndex: -1 },
      make("span", { textContent: `${at + 1}. ` }),
      title,
    );
    const [parts, called] = look;
    const line = make("p", { className: "look" }, make("strong", {}, "Look at "), `${called}.`);
    line.dataset.parts = parts.join(" ");
    this.root = make(
      "article",
      { id: `chapter-${id}`, className: "chapter" },
      this.heading,
      ...text.map((textContent) => make("p", { textContent })),
      line,
    );
    this.root.setAttribute("aria-labelledby", this.heading.id);
    if (shown) this.root.append(shown(session));
    if (asked) this.root.append(...this.#ask(id, asked));
    const later = make("div", { className: "later" });
    for (const { label: text, act } of further) later.append(this.#furtherButton(text, act));
    for (const [href, textContent] of see) later.append(make("a", { href, textContent }));
    const tried = trial ? [trial(session)] : [];
    /** What would give the answer away: it comes with the answer. */
    this.after = [...tried, ...(later.hasChildNodes() ? [later] : [])];
    for (const part of this.after) part.hidden = asked !== undefined;
    this.root.append(...this.after);
  }

  /** The reader comes: the stage says where to look. */
  enter() {
    spotlight(this.content.look[0]);
    if (!this.content.asked) this.onDone();
  }

  /** The reader goes elsewhere: what goes on here has no stage any more. */
  leave() {
    spotlight([]);
    if (this.#guide) this.#guide.over = true;
  }

  /**
   * @param {string} id
   * @param {Asked} asked
   */
  #ask(id, asked) {
    const { question, choices, label } = asked;
    const radios = choices.map(([choice]) =>
      make("input", { type: "radio", name: `said-${id}`, value: choice }),
    );
    const told = new Told();
    const button = make("button", { textContent: label, className: "main" });
    button.onclick = () => {
      const said = radios.findIndex(({ checked }) => checked);
      if (said < 0 && !this.#isWarned) return this.#warn(told, button);
      return this.#tell(button, told, (guide) => this.#outcome(asked, said, guide));
    };
    return [
      make(
        "fieldset",
        { className: "ask" },
        make("legend", {}, question),
        ...choices.map(([choice], index) => make("label", {}, radios[index], choice)),
      ),
      make("p", { className: "go" }, button),
      told.root,
    ];
  }

  /**
   * What one has said first is what one learns from: it is asked for, once.
   *
   * @param {Told} told
   * @param {HTMLButtonElement} button
   */
  #warn(told, button) {
    this.#isWarned = true;
    const without = make("button", { type: "button", textContent: "Go on without" });
    without.onclick = () => button.click();
    told.wait("Predict first, or go on without. ", without);
  }

  /**
   * @param {Asked} asked
   * @param {number} said
   * @param {Guide} guide
   */
  async #outcome({ choices, act }, said, guide) {
    const outcome = await act(guide);
    this.onDone();
    const { id } = this.content;
    const detail = { chapter: id, said: choices[said]?.[0] ?? null, right: said === outcome.right };
    document.dispatchEvent(new CustomEvent("answered", { detail }));
    for (const part of this.after) part.hidden = false;
    /** @type {Words[]} */
    const before = [compared(choices, said, outcome.right)];
    // Replies speak of what neuron_core's own rule does.
    if (said >= 0 && !this.session.edited) before.push([choices[said][1]]);
    return { telling: outcome, before };
  }

  /**
   * @param {string} text
   * @param {Further["act"]} act
   */
  #furtherButton(text, act) {
    const told = new Told();
    const button = make("button", {
      textContent: text,
      onclick: () =>
        this.#tell(button, told, async (guide) => ({ telling: await act(guide), before: [] })),
    });
    return make("div", {}, button, told.root);
  }

  /**
   * Lets something happen and writes what it was.
   *
   * @param {HTMLButtonElement} button
   * @param {Told} told
   * @param {(guide: Guide) => Promise<{telling: Telling, before: Words[]}>} act
   */
  async #tell(button, told, act) {
    if (this.#guide) this.#guide.over = true;
    const guide = (this.#guide = new Guide(this.session, this.drawing));
    button.ariaBusy = "true";
    told.wait(
      this.session.ready ? "It happens on the stage …" : "It begins as soon as Python is here …",
    );
    try {
      const { telling, before } = await act(guide);
      if (this.session.edited) before.unshift(["With your own rule:"]);
      told.tell(telling, ...before);
    } catch (error) {
      told.wait(reason(error, button.textContent ?? ""));
    } finally {
      button.ariaBusy = null;
    }
  }
}

/**
 * What was said, beside what happened.
 *
 * @param {Asked["choices"]} choices
 * @param {number} said
 * @param {number} right
 */
function compared(choices, said, right) {
  const happened = choices[right][0];
  if (said < 0) return [make("strong", { textContent: `${happened}.` })];
  return [
    make("strong", {
      className: said === right ? "as-said" : "otherwise",
      textContent:
        said === right
          ? `You said so: ${happened}.`
          : `You said “${choices[said][0]}”. The answer is: ${happened}.`,
    }),
  ];
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
