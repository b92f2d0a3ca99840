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
  /** Why what stands in that field cannot be asked of Python. */
  #unfit = "";

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
    write(this.problem, problem || this.#unfit);
    this.#changed?.setAttribute("aria-invalid", String(this.problem.textContent !== ""));
    // What was not accepted stays as it was typed, to be corrected.
    if (this.problem.textContent || this.#shown === experiment) return;
    this.#shown = experiment;
    NUMBERS.forEach((name, at) => this.#show(this.fields[at], String(experiment[name]), description.limits[name]));
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
   * @param {HTMLInputElement} field
   * @param {string} value
   * @param {[number, number]} limits
   */
  #show(field, value, [least, most]) {
    Object.assign(field, { min: String(least), max: String(most) });
    field.removeAttribute("aria-invalid");
    if (field === document.activeElement && field.dataset.shown === value) return; // is being typed in
    field.value = field.dataset.shown = value;
  }

  /**
   * @param {typeof NUMBERS[number]} name
   * @param {HTMLInputElement} field
   */
  #number(name, field) {
    this.#changed = field;
    this.#unfit = this.#whatIsUnfit(field);
    if (this.#unfit) return this.draw();
    this.session.open({ ...this.session.experiment, [name]: field.value === "" ? null : Number(field.value) });
  }

  /**
   * What the browser finds wrong with a field: always, if it is no number; the limits, which are
   * Python's, only as long as Python cannot say it itself.
   *
   * @param {HTMLInputElement} field
   */
  #whatIsUnfit(field) {
    const { badInput, rangeOverflow, rangeUnderflow, valueMissing } = field.validity;
    const outside = rangeOverflow || rangeUnderflow || valueMissing;
    if (!badInput && (this.session.ready || !outside)) return "";
    return `${field.labels?.[0]?.firstChild?.textContent?.trim()}: ${field.validationMessage}`;
  }

  /** @param {string} activation The output layer's, by its name. */
  #activate(activation) {
    this.#unfit = "";
    const { experiment } = this.session;
    const layers = experiment.layers.with(-1, { ...experiment.layers[experiment.layers.length - 1], activation });
    this.session.open({ ...experiment, layers });
  }
}
