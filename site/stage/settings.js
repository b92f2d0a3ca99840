/** How it learns: the fields that make another experiment of the open one. */

import { computed, signal } from "@preact/signals-core";
import { find, make, write } from "../kit/dom.js";
import { tellProblem } from "../kit/field-problem.js";
import { redraw } from "../kit/redraw.js";
import { latestRate } from "../model/frame.js";

/**
 * @import { Catalogue, Experiment, Named } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** The fields that are numbers of the experiment, by their names there. */
const NUMBERS = /** @type {const} */ ([
  "learning_rate",
  "iterations",
  "seed",
  "batch_size",
  "regularisation_rate",
  "stop_at",
]);
/** Of these, those that may be left empty. */
const OPTIONAL = new Set(["batch_size", "stop_at"]);

/** The fields that are choices, and the table of the catalogue that each is made of. */
const CHOICES = /** @type {const} */ ({
  optimiser: "optimisers",
  loss: "losses",
  regularisation: "regularisations",
  start: "starts",
});

const RULES = /** @type {Record<string, string>} */ ({ exact: "exact", tutorial: "tutorial's" });

export class Settings {
  /** @type {HTMLElement | undefined} The field that the reader changed last. */
  #changed;
  /** Why what stands in that field cannot be asked of Python, as a change of which experiment. */
  #unfit = signal({ why: "", experiment: "" });
  /** What an experiment is, whoever made it. */
  #experiment = computed(() => JSON.stringify(this.session.experiment));
  #problem = computed(() => {
    const { why, experiment } = this.#unfit.value;
    return this.session.problem || (experiment === this.#experiment.value ? why : "");
  });

  /**
   * @param {Session} session
   * @param {HTMLFormElement} form
   * @param {HTMLElement} problem Where it stands what is wrong.
   */
  constructor(session, form, problem) {
    this.session = session;
    this.form = form;
    this.rates = find(".rates", HTMLElement, form);
    this.slope = find("[name=slope]", HTMLSelectElement, this.form);
    this.curve = find("[name=curve]", HTMLSelectElement, this.form);
    this.average = find("[name=average]", HTMLInputElement, this.form);
    this.fields = NUMBERS.map((name) => find(`[name=${name}]`, HTMLInputElement, this.form));
    this.choices = Object.keys(CHOICES).map((name) =>
      find(`[name=${name}]`, HTMLSelectElement, this.form),
    );

    this.form.onsubmit = (event) => event.preventDefault(); // the return key only changes a field
    this.fields.forEach((field, at) => (field.onchange = () => this.#number(NUMBERS[at], field)));
    this.choices.forEach(
      (choice) =>
        (choice.onchange = () =>
          this.#open(choice, { [choice.name]: choice.value, ...this.#fitting(choice) })),
    );
    this.average.onchange = () => this.#open(this.average, { average: this.average.checked });
    this.slope.onchange = () => this.#activate(this.slope);
    this.curve.onchange = () => {
      const { activations } = session.catalogue;
      const first = activations.find(({ curve }) => curve === this.curve.value);
      if (first) this.#activate(this.curve, first.name);
    };
    const home = /** @type {HTMLElement} */ (problem.parentElement);
    redraw(() => {
      const words = this.#problem.value;
      this.#put(problem, words, home);
      if (!words) this.#draw(); // else it stays as it was typed, to be corrected
    });
  }

  /**
   * What is wrong stands at the field that was changed; or on the stage, where no field was.
   *
   * @param {HTMLElement} problem
   * @param {string} words
   * @param {HTMLElement} home
   */
  #put(problem, words, home) {
    const place = words && this.#changed?.closest("label");
    if (place) place.after(problem);
    else if (problem.parentElement !== home) home.append(problem);
    for (const field of this.form.querySelectorAll("input, select"))
      if (field instanceof HTMLElement)
        tellProblem(problem, field, field === this.#changed ? words : "");
    write(problem, words);
    if (!words && !this.session.asked) this.#changed = undefined; // what comes now is not about it
  }

  #draw() {
    const { experiment, catalogue } = this.session;
    const now = { ...experiment, learning_rate: latestRate(experiment) };
    NUMBERS.forEach((name, at) =>
      this.#show(this.fields[at], String(now[name] ?? ""), catalogue.limits[name]),
    );
    write(this.rates, changes(experiment));
    for (const choice of this.choices) {
      const name = /** @type {keyof typeof CHOICES} */ (choice.name);
      offer(choice, catalogue[CHOICES[name]].map(option), experiment[name]);
    }
    this.average.checked = experiment.average;
    this.#showActivation(catalogue, experiment);
  }

  /**
   * @param {Catalogue} catalogue
   * @param {Experiment} experiment Of whose output layer it is.
   */
  #showActivation({ activations: all, losses }, { layers, loss }) {
    const name = layers[layers.length - 1].activation;
    const allowed = losses.find((one) => one.name === loss)?.activations;
    const activations = all.filter((one) => allowed?.includes(one.name));
    const chosen = activations.find((one) => one.name === name);
    const curves = [...new Set(activations.map(({ curve }) => curve))];
    offer(
      this.curve,
      curves.map((curve) => [curve, curve]),
      chosen?.curve ?? "",
    );
    const rules = activations.filter(({ curve }) => curve === chosen?.curve);
    offer(
      this.slope,
      rules.map((one) => [one.name, `${RULES[one.slope_rule]}: ${one.slope_formula}`]),
      name,
    );
  }

  /**
   * @param {HTMLInputElement} field
   * @param {string} value
   * @param {[number, number]} limits
   */
  #show(field, value, [least, most]) {
    Object.assign(field, { min: String(least), max: String(most) });
    if (field === document.activeElement && field.dataset.shown === value) return; // is being typed in
    field.value = field.dataset.shown = value;
  }

  /**
   * @param {typeof NUMBERS[number]} name
   * @param {HTMLInputElement} field
   */
  #number(name, field) {
    this.#changed = field;
    const why = this.#whatIsUnfit(name, field);
    this.#unfit.value = { why, experiment: this.#experiment.value };
    if (why) return;
    const value = field.value === "" ? null : Number(field.value);
    if (name === "learning_rate") this.session.changeRate(value);
    else this.#open(field, { [name]: value });
  }

  /**
   * @param {HTMLElement} field
   * @param {Partial<Experiment>} changes
   */
  #open(field, changes) {
    this.#changed = field;
    this.#unfit.value = { why: "", experiment: "" };
    // Who asks for other random weights does not mean those that were typed in.
    const draws = "seed" in changes || "start" in changes;
    this.session.open({
      ...this.session.experiment,
      ...(draws ? { parameters: [] } : {}),
      ...changes,
    });
  }

  /**
   * What the browser finds wrong with a field: always, if it is no number; the limits, which are
   * Python's, only as long as Python cannot say it itself.
   *
   * @param {string} name
   * @param {HTMLInputElement} field
   */
  #whatIsUnfit(name, field) {
    const { badInput, rangeOverflow, rangeUnderflow } = field.validity;
    const missing = field.value === "" && !OPTIONAL.has(name);
    const outside = rangeOverflow || rangeUnderflow || missing;
    if (!badInput && (this.session.ready || !outside)) return "";
    return `${field.labels?.[0]?.firstChild?.textContent?.trim()}: ${field.validationMessage || "it is missing."}`;
  }

  /**
   * An output that a chosen loss can be taken of, where that of now is none.
   *
   * @param {HTMLSelectElement} choice
   * @returns {Partial<Experiment>}
   */
  #fitting({ name, value }) {
    const { layers } = this.session.experiment;
    const output = layers[layers.length - 1];
    const loss = name === "loss" && this.session.named("losses", value);
    if (!loss || loss.activations.includes(output.activation)) return {};
    const { activations } = loss;
    const activation = activations[output.units > 1 ? activations.length - 1 : 0];
    return { layers: layers.with(-1, { ...output, activation }) };
  }

  /**
   * @param {HTMLSelectElement} field
   * @param {string} activation The output layer's, by its name.
   */
  #activate(field, activation = field.value) {
    const { layers } = this.session.experiment;
    this.#open(field, { layers: layers.with(-1, { ...layers[layers.length - 1], activation }) });
  }
}

/** @param {Named} named @returns {[string, string]} */
const option = ({ name, title }) => [name, title];

/**
 * Makes a select offer some values with their texts.
 *
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} options
 * @param {string} chosen
 */
function offer(select, options, chosen) {
  select.replaceChildren(
    ...options.map(([value, textContent]) => make("option", { value, textContent })),
  );
  select.value = chosen;
}

/** How the learning rate was changed on the way. @param {Experiment} experiment */
function changes({ learning_rate, rates }) {
  if (!rates.length) return "";
  const later = rates.slice(-2).map(([from, rate]) => `${rate} from iteration ${from}`);
  return `Learning rate ${learning_rate} at first, ${rates.length > 2 ? "…, " : ""}${later.join(", ")}.`;
}
