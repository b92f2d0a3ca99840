/** The shape of the network: its hidden layers, their neurons, activations and biases. */

import { make } from "../kit/dom.js";
import { rebuild } from "../kit/redraw.js";

/**
 * @import { Layer } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** What a layer that is added is like at first. @type {Layer} */
const ADDED = { units: 2, activation: "tanh", bias: true };

export class Shape {
  /**
   * @param {Session} session
   * @param {HTMLElement} root
   */
  constructor(session, root) {
    this.session = session;
    this.root = root;
    rebuild(
      () => [this.#layers, this.#isGiven],
      () => this.#build(),
    );
  }

  #build() {
    const layers = this.#layers;
    const held = this.root.contains(document.activeElement)
      ? document.activeElement?.ariaLabel
      : null;
    const output = layers.length - 1;
    this.root.replaceChildren(
      ...layers.slice(0, output).map((layer, at) => this.#hidden(layer, at)),
      this.#ends(output),
    );
    // All of it is new; the reader stays at the control that was just used, or near it.
    const controls = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll("[aria-label]")]);
    if (held)
      (
        controls.find(({ ariaLabel }) => ariaLabel === held) ?? controls[controls.length - 1]
      ).focus();
  }

  /**
   * @param {Layer} layer
   * @param {number} at
   */
  #hidden(layer, at) {
    const which = `hidden layer ${at + 1}`;
    const resize = (/** @type {number} */ more) => () =>
      this.#change(at, { units: layer.units + more });
    const activation = make(
      "select",
      { ariaLabel: `Activation of ${which}` },
      ...this.#activations(),
    );
    activation.value = layer.activation;
    activation.onchange = () => this.#change(at, { activation: activation.value });
    return make(
      "div",
      { className: "layer", role: "group", ariaLabel: `Hidden layer ${at + 1}` },
      make("span", { className: "which", textContent: `Layer ${at + 1}` }),
      this.#button(
        "−",
        `Remove a neuron from ${which}`,
        layer.units > 1 ? resize(-1) : () => this.#reshape(without(this.#layers, at)),
      ),
      make("span", { className: "units", textContent: String(layer.units) }),
      this.#button("+", `Add a neuron to ${which}`, resize(+1)),
      activation,
      this.#bias(at, `Bias of ${which}`),
    );
  }

  /** What is there without a hidden layer, too. @param {number} output */
  #ends(output) {
    const add = () =>
      this.#reshape([...this.#layers.slice(0, output), ADDED, this.#layers[output]]);
    const ends = make(
      "div",
      { className: "layer" },
      this.#button("Add a hidden layer", "Add a hidden layer", add),
    );
    if (output) {
      const remove = () => this.#reshape(without(this.#layers, output - 1));
      ends.append(this.#button("Remove one", "Remove a hidden layer", remove));
    }
    ends.append(this.#bias(output, output ? "Bias of the output layer" : "Bias"));
    if (this.#isGiven) {
      const draw = () => this.session.open({ ...this.session.experiment, parameters: [] });
      ends.append(
        this.#button("Draw the start weights again", "Draw the start weights again", draw),
      );
    }
    return ends;
  }

  /**
   * @param {number} at
   * @param {string} name
   */
  #bias(at, name) {
    const box = make("input", {
      type: "checkbox",
      ariaLabel: name,
      checked: this.#layers[at].bias,
    });
    box.onchange = () => this.#change(at, { bias: box.checked });
    const isOutput = at > 0 && at === this.#layers.length - 1;
    return make("label", { className: "bias" }, box, isOutput ? "output bias" : "bias");
  }

  /**
   * @param {string} textContent
   * @param {string} ariaLabel
   * @param {() => void} onclick
   */
  #button(textContent, ariaLabel, onclick) {
    return make("button", { type: "button", textContent, ariaLabel, title: ariaLabel, onclick });
  }

  #activations() {
    const { activations } = this.session.catalogue;
    return activations
      .filter(({ row_wise: isRowWise }) => !isRowWise)
      .map(({ name, curve, slope_rule }) =>
        make("option", {
          value: name,
          textContent: slope_rule === "exact" ? curve : `${curve}, ${slope_rule}'s slope`,
        }),
      );
  }

  get #layers() {
    return this.session.experiment.layers;
  }

  /** Whether the start weights are given, not drawn. */
  get #isGiven() {
    return this.session.experiment.parameters.length > 0;
  }

  /**
   * @param {number} at
   * @param {Partial<Layer>} changes
   */
  #change(at, changes) {
    this.#reshape(this.#layers.with(at, { ...this.#layers[at], ...changes }));
  }

  /** Weights that were typed in belong to the old shape. @param {Layer[]} layers */
  #reshape(layers) {
    this.session.open({ ...this.session.experiment, layers, parameters: [] });
  }
}

/**
 * @param {Layer[]} layers
 * @param {number} at
 */
const without = (layers, at) => layers.filter((_, index) => index !== at);
