/** The data, row by row, with what the neuron makes of it; and the new situation. */

import { indexed, short } from "../format.js";
import { find, make, write, writeNumber } from "./dom.js";

/**
 * @import { Experiment } from "../frame.js"
 * @import { Session } from "../session.js"
 */

export class Table {
  /** The data that the table was built for. */
  #built = "";
  /** @type {object | undefined} The description that it shows. */
  #shown;
  /** @type {{line: HTMLElement, choice: HTMLInputElement}[]} One of each row, then the question. */
  #choices = [];
  /** @type {{output: HTMLElement, error: HTMLElement}[]} One of each row. */
  #results = [];
  /** @type {HTMLInputElement[]} The new situation's numbers. */
  #fields = [];

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.table = find("#training-data", HTMLTableElement);
    this.columns = find("#columns", HTMLElement);
    this.asked = find("#question .asked", HTMLElement);
    this.answer = make("span", { className: "number answer", role: "group", ariaLabel: "Answer" });
  }

  draw() {
    const { description, frame, selected, stale } = this.session;
    if (this.#shown !== description) this.#show();
    this.#choices.forEach(({ line, choice }, row) => {
      line.classList.toggle("selected", row === selected);
      choice.checked = row === selected;
    });
    this.#results.forEach(({ output, error }, row) => {
      const [missed] = frame.row("errors", row);
      writeNumber(output, this.#output(row));
      writeNumber(error, missed);
      error.classList.toggle("wrong", frame.isWrong(row));
    });
    if (stale) write(this.answer, "…");
    else writeNumber(this.answer, this.#output(this.#results.length));
  }

  /** @param {number} row */
  #output(row) {
    return /** @type {number} */ (this.session.frame.row("outputs", row).at(-1));
  }

  /** Another experiment: if its data are others, too, the table is built anew. */
  #show() {
    this.#shown = this.session.description;
    const { data, question } = this.session.description.experiment;
    const built = JSON.stringify([data, question.length]);
    if (this.#built !== built) this.#build(data, question);
    this.#built = built;
    this.#fields.forEach((field, at) => {
      if (field !== document.activeElement) field.value = String(question[at]);
    });
  }

  /**
   * @param {Experiment["data"]} data
   * @param {number[]} question
   */
  #build(data, question) {
    const names = question.map((_, index) => indexed("x", index));
    const heads = [...names, "target", "output", "error"];
    const head = make("tr", {}, make("td"));
    head.append(...heads.map((textContent) => make("th", { textContent, scope: "col" })));
    this.table.tHead?.replaceChildren(head);
    this.table.classList.toggle("scaled", data.scales.length > 0);
    const columns = data.names.map((name, at) => `${names[at] ?? "target"}: ${name}${by(data.scales[at])}`);
    write(this.columns, columns.join(" · "));
    this.#choices = [];
    this.#results = [];
    this.table.tBodies[0].replaceChildren(
      ...data.inputs.map((inputs, row) => this.#row(row, [...inputs, ...data.targets[row]])),
    );
    this.#buildQuestion(question, names);
  }

  /**
   * @param {number} row
   * @param {number[]} numbers
   */
  #row(row, numbers) {
    const choice = this.#choice(row, `Send row ${row + 1} through the neuron`);
    const line = make("tr", { onclick: () => this.session.select(row) });
    line.append(make("td", {}, choice));
    for (const value of numbers) line.append(make("td", { textContent: short(value) }));
    const cell = () => make("td", { className: "number" });
    const [output, error] = [cell(), cell()];
    line.append(output, error);
    this.#choices.push({ line, choice });
    this.#results.push({ output, error });
    return line;
  }

  /**
   * @param {number[]} question
   * @param {string[]} names
   */
  #buildQuestion(question, names) {
    const row = this.#results.length;
    const choice = this.#choice(row, "Send the new situation through the neuron");
    this.#choices.push({ line: this.asked, choice });
    this.#fields = question.map((value, at) =>
      make("input", {
        type: "number",
        step: "any",
        ariaLabel: `New situation, ${names[at]}`,
        value: String(value),
        required: true,
        oninput: () => this.#ask(),
        onfocus: () => this.session.select(row),
      }),
    );
    this.asked.replaceChildren(choice, ...this.#fields, make("span", { textContent: "→" }), this.answer);
  }

  #ask() {
    const wrong = this.#fields.filter((field) => !field.validity.valid);
    this.#fields.forEach((field) => field.setAttribute("aria-invalid", String(wrong.includes(field))));
    if (wrong.length) return; // still being typed
    const question = this.#fields.map((field) => Number(field.value));
    this.session.open({ ...this.session.experiment, question });
  }

  /**
   * @param {number} row
   * @param {string} label
   */
  #choice(row, label) {
    const onchange = () => this.session.select(row);
    return make("input", { type: "radio", name: "row", ariaLabel: label, title: label, onchange });
  }
}

/** What a column's numbers were divided by. @param {number | undefined} scale */
const by = (scale) => (scale === undefined || scale === 1 ? "" : `, divided by ${short(scale)}`);
