/** Where it is told what happened: words, which are said aloud, and a figure, which is not. */

import { make } from "../kit/dom.js";

/** @typedef {(Node | string)[]} Words */
/** @typedef {{words: Words, figure?: Node}} Telling */

export class Told {
  constructor() {
    this.words = make("div");
    this.words.setAttribute("aria-live", "polite");
    this.root = make("div", { className: "told idle" }, this.words);
  }

  /** What is to be said as long as there is nothing to tell. @param {...(Node | string)} words */
  wait(...words) {
    this.root.className = "told waiting";
    this.root.replaceChildren(this.words);
    this.words.replaceChildren(make("p", {}, ...words));
  }

  /**
   * @param {Telling} telling
   * @param {...Words} before Paragraphs that come first.
   */
  tell({ words, figure }, ...before) {
    this.root.className = "told";
    this.words.replaceChildren(
      ...[...before, words].map((paragraph) => make("p", {}, ...paragraph)),
    );
    this.root.replaceChildren(this.words, ...(figure ? [figure] : []));
  }
}
