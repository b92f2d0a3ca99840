/** The data, row by row, with what the neuron makes of it; and the new situation. */

import { digits, indexed, short } from "../format.js";
import { find, make, write } from "./dom.js";

/** @import { Session } from "../session.js" */

/** An error beyond which a row is marked as wrong. */
const WRONG = 0.25;

export class Table {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.table = find("#training-data", HTMLTableElement);
    this.asked = find("#question .asked", HTMLElement);
    this.answer = make("output", { className: "number answer", ariaLabel: "Answer" });
  }

  draw() {
    const { description, frame, selected, stale } = this.session;
    if (this.shown !== description) this.#build();
    this.cells.forEach(({ line, choice, output, error }, row) => {
      line.classList.toggle("selected", row === selected);
      choice.checked = row === selected;
      if (!output || !error) return;
      const [missed] = frame.row("errors", row);
      write(output, digits(this.#output(row)));
      write(error, digits(missed));
      error.classList.toggle("wrong", Math.abs(missed) > WRONG);
    });
    const row = this.cells.length - 1;
    write(this.answer, stale ? "…" : digits(this.#output(row)));
  }

  /** @param {number} row */
  #output(row) {
    return /** @type {number} */ (this.session.frame.row("outputs", row).at(-1));
  }

  /** The rows and columns, anew for another experiment; what the reader is typing in stays. */
  #build() {
    this.shown = this.session.description;
    const { data, question } = this.session.description.experiment;
    const names = question.map((_, index) => indexed("x", index));
    const heads = ["", ...names, "target", "output", "error"];
    const head = make("tr", {}, ...heads.map((text) => make("th", { textContent: text, scope: "col" })));
    this.table.tHead?.replaceChildren(head);
    this.cells = data.inputs.map((inputs, row) => {
      const choice = this.#choice(row, `Send row ${row + 1} through the neuron`);
      const output = make("td", { className: "number" });
      const error = make("td", { className: "number" });
      const line = make(
        "tr",
        { onclick: () => this.session.select(row) },
        make("td", {}, choice),
        ...[...inputs, ...data.targets[row]].map((value) => make("td", { textContent: short(value) })),
        output,
        error,
      );
      return { line, choice, output, error };
    });
    this.table.tBodies[0].replaceChildren(...this.cells.map(({ line }) => line));
    this.#buildQuestion(question, names);
  }

  /**
   * @param {number[]} question
   * @param {string[]} names
   */
  #buildQuestion(question, names) {
    const row = this.cells?.length ?? 0;
    const choice = this.#choice(row, "Send the new situation through the neuron");
    this.cells?.push({ line: this.asked, choice, output: null, error: null });
    if (this.fields?.length === question.length) {
      this.fields.forEach((field, at) => {
        if (field !== document.activeElement) field.value = short(question[at]);
      });
      this.asked.firstElementChild?.replaceWith(choice);
      return;
    }
    this.fields = question.map((value, at) =>
      make("input", {
        type: "number",
        step: "any",
        ariaLabel: `New situation, ${names[at]}`,
        value: short(value),
        oninput: () => this.#ask(),
        onfocus: () => this.session.select(this.cells ? this.cells.length - 1 : 0),
      }),
    );
    this.asked.replaceChildren(choice, ...this.fields, make("span", { textContent: "→" }), this.answer);
  }

  #ask() {
    const texts = (this.fields ?? []).map((field) => field.value);
    if (texts.some((text) => text === "")) return; // still being typed
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
