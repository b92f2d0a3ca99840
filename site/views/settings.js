/** How it learns: the fields that make another experiment of the open one. */

import { find, make, write } from "./dom.js";

/** @import { Session } from "../session.js" */

/** The fields that are numbers of the experiment, by their names there. */
const NUMBERS = /** @type {const} */ (["learning_rate", "iterations", "seed"]);

const RULES = /** @type {Record<string, string>} */ ({ exact: "exact", tutorial: "tutorial's" });

export class Settings {
  /** @type {object | undefined} The experiment that the fields show. */
  #shown;
  /** @type {HTMLElement | undefined} The field that the reader changed last. */
  #changed;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.form = find("#settings", HTMLFormElement);
    this.problem = find("#problem", HTMLElement);
    this.slope = find("[name=slope]", HTMLSelectElement, this.form);
    this.curve = find("[name=curve]", HTMLSelectElement, this.form);
    this.fields = NUMBERS.map((name) => find(`[name=${name}]`, HTMLInputElement, this.form));

    this.form.onsubmit = (event) => event.preventDefault(); // the return key only changes a field
    this.fields.forEach((field, at) => (field.onchange = () => this.#number(NUMBERS[at], field)));
    this.slope.onchange = () => this.#activate(this.slope.value);
    this.curve.onchange = () => {
      const { activations } = session.description;
      const first = activations.find(({ curve }) => curve === this.curve.value);
      if (first) this.#activate(first.name);
    };
  }

  draw() {
    const { experiment, description, problem } = this.session;
    write(this.problem, problem);
    this.#changed?.setAttribute("aria-invalid", String(problem !== ""));
    if (this.#shown === experiment || problem) return; // what was typed stays, to be corrected
    this.#shown = experiment;
    NUMBERS.forEach((name, at) => {
      const [least, most] = description.limits[name];
      const field = this.fields[at];
      Object.assign(field, { min: String(least), max: String(most) });
      const value = String(experiment[name]);
      if (field.dataset.shown === value) return; // the reader may be typing in it
      field.value = field.dataset.shown = value;
    });
    const { activations } = description;
    const name = experiment.layers[experiment.layers.length - 1].activation;
    const chosen = activations.find((one) => one.name === name);
    const option = (/** @type {string} */ value, /** @type {string} */ text) => make("option", { value, text });
    const curves = [...new Set(activations.map(({ curve }) => curve))];
    this.curve.replaceChildren(...curves.map((curve) => option(curve, curve)));
    this.curve.value = chosen?.curve ?? "";
    const rules = activations.filter(({ curve }) => curve === chosen?.curve);
    this.slope.replaceChildren(
      ...rules.map((one) => option(one.name, `${RULES[one.slope_rule]}: ${one.slope_formula}`)),
    );
    this.slope.value = name;
  }

  /**
   * @param {typeof NUMBERS[number]} name
   * @param {HTMLInputElement} field
   */
  #number(name, field) {
    this.#changed = field;
    this.session.open({ ...this.session.experiment, [name]: field.value === "" ? null : Number(field.value) });
  }

  /** @param {string} activation The output layer's, by its name. */
  #activate(activation) {
    const { experiment } = this.session;
    const layers = experiment.layers.with(-1, { ...experiment.layers[experiment.layers.length - 1], activation });
    this.session.open({ ...experiment, layers });
  }
}
