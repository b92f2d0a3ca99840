/** The Python of one training step, line by line: each lights up what it computes. */

import { make } from "../views/dom.js";
import { asOneStop } from "../views/one-stop.js";

/** What a line computes is said by the name that it gives a value to. */
const PARTS = /** @type {[RegExp, string][]} */ ([
  [/^\s*sums?\s*=/, "sum"],
  [/^\s*outputs?\s*=|^\s*return np\.tanh/, "output"],
  [/^\s*errors?\s*=/, "error"],
  [/^\s*slopes?\s*=/, "slope"],
  [/^\s*deltas?\s*=/, "delta"],
  [/^\s*adjustments?\s*=/, "adjustment"],
  [/^\s*weights?\s*\+?=/, "update"],
]);

export class CodeLines {
  constructor() {
    this.root = make("ol", { className: "code-lines", ariaLabel: "The Python of one training step" });
    asOneStop(this.root);
  }

  /** @param {string} source */
  show(source) {
    this.root.replaceChildren(...source.trimEnd().split("\n").map(line));
  }
}

/** @param {string} text */
function line(text) {
  const part = PARTS.find(([name]) => name.test(text))?.[1];
  if (!part) return make("li", {}, make("code", { textContent: text || " " }));
  const code = text.trimStart();
  const button = make("button", { type: "button" }, make("code", { textContent: code }));
  button.dataset.part = part;
  return make("li", {}, make("code", { textContent: text.slice(0, -code.length) }), button);
}
