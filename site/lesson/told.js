/** Where it is told what happened: words, which are said aloud, and a figure, which is not. */

import { make } from "../kit/dom.js";

/** @typedef {{words: (Node | string)[], figure?: Node}} Telling */

export class Told {
  constructor() {
    this.words = make("p");
    this.words.setAttribute("aria-live", "polite");
    this.root = make("div", { className: "told idle" }, this.words);
  }

  /** What is to be said as long as there is nothing to tell. @param {string} text */
  wait(text) {
    this.root.className = "told waiting";
    this.root.replaceChildren(this.words);
    this.words.textContent = text;
  }

  /** @param {Telling} telling */
  tell({ words, figure }) {
    this.root.className = "told";
    this.words.replaceChildren(...words);
    this.root.replaceChildren(this.words, ...(figure ? [figure] : []));
  }
}
