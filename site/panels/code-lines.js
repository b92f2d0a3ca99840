/** The Python of one training step, line by line: each lights up what it computes. */

import { make } from "../kit/dom.js";
import { asOneStop } from "../kit/roving-tabindex.js";

/** What a line of `step` computes is said by the name that it gives a value to. */
const PARTS = /** @type {[RegExp, string][]} */ ([
  [/^sums =/, "sum"],
  [/^outputs = .*\(/, "output"],
  [/^errors = targets/, "error"],
  [/^errors = deltas/, "back"],
  [/^slopes =/, "slope"],
  [/^deltas =/, "delta"],
  [/^adjustments =/, "adjustment"],
  [/^layer\.weights \+=/, "update"],
  [/^layer\.bias \+=/, "adjustment-bias update-bias"],
]);

export class CodeLines {
  constructor() {
    this.root = make("ol", {
      className: "code-lines",
      ariaLabel: "The Python of one training step",
    });
    asOneStop(this.root);
  }

  /**
   * The line that computes something, or nothing.
   *
   * @param {string} part See `kit/linked-highlight.js`; of one weight, the line of all of them.
   */
  lineOf(part) {
    const [step] = part.split("-");
    const lines = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll("[data-part]")]);
    const all = lines.filter(({ dataset }) => dataset.part?.split(" ").includes(step));
    return all[0]?.textContent ?? "";
  }

  /** @param {string} source */
  show(source) {
    let about = "";
    const lines = source.trimEnd().split("\n");
    this.root.replaceChildren(
      ...lines.map((text) => {
        about = text.match(/^def (\w+)/)?.[1] ?? about;
        return line(text, partOf(text.trim(), about));
      }),
    );
  }
}

/**
 * @param {string} code
 * @param {string} about The function that it stands in: besides `step`, an activation and its slope.
 */
function partOf(code, about) {
  if (about === "step") return PARTS.find(([start]) => start.test(code))?.[1];
  if (code.startsWith("return ")) return about.endsWith("slope") ? "slope" : "output";
  return undefined;
}

/**
 * @param {string} text
 * @param {string | undefined} part
 */
function line(text, part) {
  if (!part) return make("li", {}, make("code", { textContent: text || " " }));
  const code = text.trimStart();
  const button = make("button", { type: "button" }, make("code", { textContent: code }));
  button.dataset.part = part;
  return make("li", {}, make("code", { textContent: text.slice(0, -code.length) }), button);
}
