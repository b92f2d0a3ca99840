/** The neuron or the network, with one row on its way through it. Every number is text. */

import { signal } from "@preact/signals-core";
import { isStill } from "../kit/dom.js";
import { LabelledCanvas } from "../kit/labelled-canvas.js";
import { redraw } from "../kit/redraw.js";
import { digits, glance, listed, sentence, short } from "../model/format.js";
import { neurons, parameterNames } from "../model/frame.js";
import { Handles } from "./handles.js";
import { Network } from "./network.js";
import { OneNeuron } from "./one-neuron.js";

/** @import { Session } from "../model/session.js" */
/** @import { Frame } from "../model/frame.js" */
/** @import { Hand } from "./hand.js" */
/**
 * @typedef {{frame: Frame, row: number, inputs: number[], targets: number[] | null, way: Way | null}} Passing
 *   The row of a frame that is on its way; the new situation has no targets.
 * @typedef {{wires: number, curve: number, pushes: string[] | null}} Way How far it has come along the
 *   wires and then along the activation, each from 0 to 1; or, back along the wires, how it pushes each weight.
 */

/** How long a row is on the wires, on the activation, and at its end, and between two pictures, in milliseconds. */
const [WIRE, SLIDE, STAY, PICTURE] = [900, 1100, 500, 30];

/** So many hidden neurons are told one by one; the panel of numbers has all of them. */
const MOST_IN_WORDS = 12;

export class Drawing {
  /** What is drawn instead of what the session shows. */
  #instead = signal(/** @type {Frame | null} */ (null));
  /** How far the row has come, while that is played. */
  #way = signal(/** @type {Way | null} */ (null));

  /**
   * @param {Session} session
   * @param {HTMLElement} root A figure with a canvas.
   * @param {Hand} hand
   */
  constructor(session, root, hand) {
    this.session = session;
    this.root = root;
    this.sheet = new LabelledCanvas(root);
    const handles = new Handles(hand, this.sheet);
    this.neuron = new OneNeuron(session, this.sheet, handles);
    this.network = new Network(session, this.sheet, handles);
    redraw(() => this.#draw());
  }

  /** @param {Frame | null} frame To be drawn instead of what the session shows, or null. */
  show(frame) {
    this.#instead.value = frame;
  }

  /**
   * Plays how the row that is shown runs through a neuron; or how it pushes the weights, backwards. Readers
   * who want no motion see the end of it.
   *
   * @param {string[] | null} [pushes]
   */
  async play(pushes = null) {
    if (isStill()) return;
    const began = performance.now();
    const [wires, curve] = [WIRE, pushes ? 0 : SLIDE];
    for (let gone = 0; gone < wires + curve + STAY; gone = performance.now() - began) {
      const way = {
        wires: Math.min(1, gone / wires),
        curve: Math.min(1, Math.max(0, gone - wires) / (curve || 1)),
        pushes,
      };
      this.#way.value = way;
      await new Promise((resolve) => setTimeout(resolve, PICTURE));
      if (this.#way.value !== way) return; // another playing has begun
    }
    this.#way.value = null;
  }

  #draw() {
    const { session, sheet } = this;
    if (!sheet.size.height) return; // in a room that is not open; it is drawn when it is
    const { experiment } = session.description;
    const { selected } = session;
    const isOfThis = this.#instead.value?.layout === session.description.layout;
    const frame = (isOfThis && this.#instead.value) || session.frame;
    this.root.classList.toggle("stale", session.stale);
    const isQuestion = selected >= frame.rows;
    // Columns are shown in their own units; what is made of them, as the network gets it.
    const given = isQuestion ? experiment.question : session.table.inputs[selected];
    const made = isQuestion
      ? session.description.network_question
      : session.description.network_inputs[selected];
    const inputs = experiment.features.length ? made : given;
    const aims = isQuestion ? null : session.table.aims[selected];
    const isOne = experiment.layers.length === 1 && experiment.layers[0].units === 1;

    sheet.begin();
    if (isOne) this.network.leave();
    (isOne ? this.neuron : this.network).draw({
      frame,
      row: selected,
      inputs,
      targets: aims,
      way: this.#way.value,
    });
    sheet.end();

    const row = isQuestion ? "the new situation" : `row ${selected + 1}`;
    const name = `The ${isOne ? "neuron" : "network"} with ${row}, ${inputs.map(short).join(", ")}: `;
    sheet.canvas.ariaLabel =
      name + (isOne ? this.#neuronInWords(frame) : this.#networkInWords(frame));
  }

  /** @param {Frame} frame */
  #neuronInWords(frame) {
    const { selected, table, description } = this.session;
    const parameters = frame.row("parameters");
    const weights = parameterNames(description.experiment).map(
      (name, place) => `${name} is ${glance(parameters[place])}`,
    );
    return (
      `the weighted inputs add up to ${digits(frame.row("sums", selected)[0])}, and the output is ` +
      `${frame.answer(selected, table)}. Its weights: ${weights.join(", ")}.`
    );
  }

  /** @param {Frame} frame */
  #networkInWords(frame) {
    const { selected, table, description } = this.session;
    const outputs = frame.row("outputs", selected);
    const hidden = neurons(description.experiment).filter(({ isOutput }) => !isOutput);
    const given = hidden
      .slice(0, MOST_IN_WORDS)
      .map(({ name, index }) => `${name} gives ${glance(outputs[index])}`);
    const others = hidden.length > MOST_IN_WORDS ? ["others more"] : [];
    const layers = given.length ? ` ${sentence(listed([...given, ...others]))}.` : "";
    return `the output is ${frame.answer(selected, table)}.${layers}`;
  }
}
