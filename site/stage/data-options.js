/** Where the rows come from, and what of them the network is fed with. */

import { find, make, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { percent } from "../model/format.js";

/**
 * @import { Data } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** With more columns than this there would be too many inputs to choose from. */
const FEW_COLUMNS = 4;

export class DataOptions {
  /**
   * @param {Session} session
   * @param {HTMLElement} root
   */
  constructor(session, root) {
    this.session = session;
    this.root = root;
    const field = (/** @type {string} */ name) =>
      find(`[name=${name}]`, HTMLInputElement, this.root);
    this.noise = field("noise");
    this.rows = field("rows");
    this.share = field("test_share");
    this.seed = field("data_seed");
    this.made = find(".made", HTMLElement, this.root);
    this.shared = find(".shared", HTMLElement, root);
    this.features = find(".features", HTMLFieldSetElement, this.root);

    this.noise.onchange = () => this.#cook({ noise: this.noise.valueAsNumber });
    this.rows.onchange = () => this.#cook({ rows: this.rows.valueAsNumber });
    this.share.oninput = () => this.#sayShare();
    this.share.onchange = () => this.#draw({ test_share: this.share.valueAsNumber });
    this.seed.onchange = () => this.#draw({ seed: this.seed.valueAsNumber });
    find(".regenerate", HTMLButtonElement, root).onclick = () =>
      this.#draw({ seed: this.session.experiment.data.seed + 1 });
    redraw(() => this.#show());
    redraw(() => this.#showFeatures());
  }

  #show() {
    const { experiment, catalogue } = this.session;
    const { recipe, test_share, seed } = experiment.data;
    const { limits } = catalogue;
    this.made.hidden = !recipe;
    this.#fill(this.noise, recipe?.noise, limits.noise);
    this.#fill(this.rows, recipe?.rows, limits.rows);
    this.#fill(this.share, test_share, limits.test_share);
    this.#fill(this.seed, seed, limits.seed);
    this.#sayShare();
  }

  #sayShare() {
    write(this.shared, percent(this.share.valueAsNumber));
  }

  /** The columns, and what can be made of them. */
  #showFeatures() {
    const { experiment, description } = this.session;
    const columns = experiment.question.length;
    this.features.hidden = columns > FEW_COLUMNS;
    if (this.features.hidden) return;
    const held = document.activeElement?.getAttribute("value");
    const all = description.features;
    const plain = all.slice(0, columns).map(({ name }) => name);
    const chosen = experiment.features.length ? experiment.features : plain;
    const boxes = all.map(({ name, title }) => {
      const box = make("input", { type: "checkbox", value: name, checked: chosen.includes(name) });
      box.onchange = () =>
        this.#feed(
          all
            .map((one) => one.name)
            .filter((one) => (one === name ? box.checked : chosen.includes(one))),
          plain,
        );
      return make("label", {}, box, title);
    });
    this.features.replaceChildren(make("legend", { textContent: "Inputs" }), ...boxes);
    if (held)
      [...this.features.querySelectorAll("input")].find(({ value }) => value === held)?.focus();
  }

  /**
   * @param {string[]} features
   * @param {string[]} plain The columns as they are, which need no names.
   */
  #feed(features, plain) {
    const isPlain = features.join() === plain.join();
    if (!features.length) {
      this.#showFeatures(); // its box is checked again
      return this.session.refuse("inputs: a network needs at least one.");
    }
    this.session.open({
      ...this.session.experiment,
      features: isPlain ? [] : features,
      parameters: [],
    });
  }

  /** @param {{noise?: number, rows?: number}} changes */
  #cook(changes) {
    const { recipe } = this.session.experiment.data;
    if (recipe) this.#draw({ recipe: { ...recipe, ...changes } });
  }

  /** @param {Partial<Data>} changes */
  #draw(changes) {
    const { experiment } = this.session;
    this.session.open({ ...experiment, data: { ...experiment.data, ...changes } });
  }

  /**
   * @param {HTMLInputElement} field
   * @param {number | undefined} value
   * @param {[number, number]} limits
   */
  #fill(field, value, [least, most]) {
    Object.assign(field, { min: String(least), max: String(most) });
    if (value !== undefined && field !== document.activeElement) field.value = String(value);
  }
}
