/** The neuron or the network, with one row on its way through it. Every number is text. */

import { digits, short } from "../format.js";
import { Network } from "./network.js";
import { OneNeuron } from "./one-neuron.js";
import { Sheet } from "./sheet.js";

/** @import { Session } from "../session.js" */
/** @typedef {{row: number, inputs: number[], target: number | null}} Passing The row of the frame
 *   that is on its way; the new situation has no target. */

export class Drawing {
  /**
   * @param {Session} session
   * @param {HTMLElement} root A figure with a canvas.
   */
  constructor(session, root) {
    this.session = session;
    this.root = root;
    this.sheet = new Sheet(root, () => this.draw());
    this.neuron = new OneNeuron(session, this.sheet);
    this.network = new Network(session, this.sheet);
  }

  draw() {
    const { session, sheet } = this;
    const { experiment } = session.description;
    const { selected, frame } = session;
    this.root.classList.toggle("stale", session.stale);
    const { fed, targets } = session.table;
    const isQuestion = selected >= frame.rows;
    const inputs = fed[selected];
    const target = isQuestion ? null : targets[selected][targets[selected].length - 1];
    const isOne = experiment.layers.length === 1 && experiment.layers[0].units === 1;

    sheet.begin();
    if (isOne) this.network.leave();
    (isOne ? this.neuron : this.network).draw({ row: selected, inputs, target });
    sheet.end();

    const row = isQuestion ? "the new situation" : `row ${selected + 1}`;
    const output = digits(/** @type {number} */ (frame.row("outputs", selected).at(-1)));
    sheet.canvas.ariaLabel =
      `The ${isOne ? "neuron" : "network"} with ${row}, ${inputs.map(short).join(", ")}: ` +
      (isOne
        ? `the weighted inputs add up to ${digits(frame.row("sums", selected)[0])}, and the output is ${output}.`
        : `the output is ${output}.`);
  }
}
