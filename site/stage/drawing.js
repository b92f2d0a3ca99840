/** The neuron or the network, with one row on its way through it. Every number is text. */

import { redraw } from "../kit/redraw.js";
import { Sheet } from "../kit/sheet.js";
import { digits, short } from "../model/format.js";
import { Network } from "./network.js";
import { OneNeuron } from "./one-neuron.js";
import { TypedWeight } from "./typed-weight.js";

/** @import { Session } from "../model/session.js" */
/** @import { Frame } from "../model/frame.js" */
/** @typedef {{frame: Frame, row: number, inputs: number[], targets: number[] | null}} Passing The row of
 *   a frame that is on its way; the new situation has no targets. */

export class Drawing {
  /**
   * @param {Session} session
   * @param {HTMLElement} root A figure with a canvas.
   * @param {() => Frame} [frame] What is drawn; left out, what the session shows.
   */
  constructor(session, root, frame = () => session.frame) {
    this.session = session;
    this.root = root;
    this.frame = frame;
    this.sheet = new Sheet(root);
    const typed = new TypedWeight(session, this.sheet, frame);
    this.neuron = new OneNeuron(session, this.sheet, typed);
    this.network = new Network(session, this.sheet, typed);
    redraw(() => this.#draw());
  }

  #draw() {
    const { session, sheet } = this;
    if (!sheet.size.height) return; // in a room that is not open; it is drawn when it is
    const { experiment } = session.description;
    const { selected } = session;
    const frame = this.frame();
    this.root.classList.toggle("stale", session.stale);
    const { fed, question_fed: questionFed } = session.description;
    const isQuestion = selected >= frame.rows;
    // Columns are shown in their own units; what is made of them, as the network gets it.
    const given = isQuestion ? experiment.question : session.table.inputs[selected];
    const made = isQuestion ? questionFed : fed[selected];
    const inputs = experiment.features.length ? made : given;
    const aims = isQuestion ? null : session.table.aims[selected];
    const isOne = experiment.layers.length === 1 && experiment.layers[0].units === 1;

    this.root.style.setProperty(
      "--widest",
      String(Math.max(...experiment.layers.map(({ units }) => units))),
    );
    sheet.begin();
    if (isOne) this.network.leave();
    (isOne ? this.neuron : this.network).draw({ frame, row: selected, inputs, targets: aims });
    sheet.end();

    const row = isQuestion ? "the new situation" : `row ${selected + 1}`;
    const output = frame.answer(selected, session.table);
    sheet.canvas.ariaLabel =
      `The ${isOne ? "neuron" : "network"} with ${row}, ${inputs.map(short).join(", ")}: ` +
      (isOne
        ? `the weighted inputs add up to ${digits(frame.row("sums", selected)[0])}, and the output is ${output}.`
        : `the output is ${output}.`);
  }
}
