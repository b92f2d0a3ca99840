/** The data, row by row, with what the neuron makes of it; and the new situation. */

import { indexed, short } from "../format.js";
import { find, make, write, writeNumber } from "./dom.js";

/** @import { Session } from "../session.js" */

/** An error beyond which a row is marked as wrong. */
const WRONG = 0.25;

export class Table {
  /** @type {object | undefined} The description that the table was built for. */
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
    this.asked = find("#question .asked", HTMLElement);
    this.answer = make("span", { className: "number answer", role: "group", ariaLabel: "Answer" });
  }

  draw() {
    const { description, frame, selected, stale } = this.session;
    if (this.#shown !== description) this.#build();
    this.#choices.forEach(({ line, choice }, row) => {
      line.classList.toggle("selected", row === selected);
      choice.checked = row === selected;
    });
    this.#results.forEach(({ output, error }, row) => {
      const [missed] = frame.row("errors", row);
      writeNumber(output, this.#output(row));
      writeNumber(error, missed);
      error.classList.toggle("wrong", Math.abs(missed) > WRONG);
    });
    if (stale) write(this.answer, "…");
    else writeNumber(this.answer, this.#output(this.#results.length));
  }

  /** @param {number} row */
  #output(row) {
    return /** @type {number} */ (this.session.frame.row("outputs", row).at(-1));
  }

  /** Rows and columns for another experiment. */
  #build() {
    this.#shown = this.session.description;
    const { data, question } = this.session.description.experiment;
    const names = question.map((_, index) => indexed("x", index));
    const heads = ["", ...names, "target", "output", "error"];
    const cells = heads.map((textContent) => make("th", { textContent, scope: "col" }));
    this.table.tHead?.replaceChildren(make("tr", {}, ...cells));
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
   * The new situation. A field that the reader is typing in stays as it is.
   *
   * @param {number[]} question
   * @param {string[]} names
   */
  #buildQuestion(question, names) {
    const row = this.#results.length;
    const choice = this.#choice(row, "Send the new situation through the neuron");
    this.#choices.push({ line: this.asked, choice });
    if (this.#fields.length === question.length) {
      this.#fields.forEach((field, at) => {
        if (field !== document.activeElement) field.value = short(question[at]);
      });
      this.asked.firstElementChild?.replaceWith(choice);
      return;
    }
    this.#fields = question.map((value, at) =>
      make("input", {
        type: "number",
        step: "any",
        ariaLabel: `New situation, ${names[at]}`,
        value: short(value),
        oninput: () => this.#ask(),
        onfocus: () => this.session.select(row),
      }),
    );
    this.asked.replaceChildren(choice, ...this.#fields, make("span", { textContent: "→" }), this.answer);
  }

  #ask() {
    const texts = this.#fields.map((field) => field.value);
    if (texts.includes("")) return; // still being typed
    this.session.open({ ...this.session.experiment, question: texts.map(Number) });
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
