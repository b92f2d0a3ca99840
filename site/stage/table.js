/** The data, row by row, with what the network makes of it; and the new situation. */

import { signal } from "@preact/signals-core";
import { find, keepFocus, make, write, writeNumber } from "../kit/dom.js";
import { tellProblem } from "../kit/field-problem.js";
import { LongTable } from "../kit/long-table.js";
import { rebuild, redraw } from "../kit/redraw.js";
import { unique } from "../kit/unique.js";
import { markVerdict } from "../kit/verdict.js";
import { brief, count, digits, glance, indexed, short } from "../model/format.js";
import { whyFixed, withCell, withoutRow, withRow } from "../model/row-edits.js";

/**
 * @import { Frame, Rows } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 */

/** More rows than this are scrolled in a place of their own. */
const FEW = 8;
/**
 * @typedef {{line: HTMLTableRowElement, choice: HTMLInputElement, output: HTMLElement, error: HTMLElement,
 *   fields: HTMLInputElement[]}} Line A row that is made; the fields are there while rows are edited.
 */

export class Table {
  /** @type {object | undefined} The description whose rows it shows. */
  #shown;
  /** @type {Map<number, Line>} Of the rows that are near what is seen. */
  #lines = new Map();
  /** @type {HTMLInputElement | undefined} */
  #questionChoice;
  /** @type {HTMLInputElement[]} The new situation's numbers. */
  #fields = [];
  #isEditing = signal(false);
  /** The name of its radio buttons. */
  #group = unique("row");

  /**
   * @param {Session} session
   * @param {HTMLElement} root
   * @param {HTMLButtonElement} edit
   */
  constructor(session, root, edit) {
    this.session = session;
    this.table = find("table", HTMLTableElement, root);
    const part = (/** @type {string} */ name) => find(`.${name}`, HTMLElement, root);
    this.place = part("rows");
    this.columns = part("names");
    this.more = part("more");
    this.legend = part("far-rows");
    this.coding = part("coding");
    this.asked = part("asked");
    this.answer = make("span", { className: "number answer", role: "group", ariaLabel: "Answer" });
    this.unfitCell = problemAfter(this.place);
    this.unfitQuestion = problemAfter(this.asked);
    this.edit = edit;
    edit.onclick = () => {
      const why = this.#isEditing.value ? "" : whyFixed(session.table);
      if (why) return session.refuse(why);
      this.#isEditing.value = !this.#isEditing.value;
    };
    this.rows = new LongTable(
      this.place,
      this.table,
      (first, last) => this.#draw(first, last),
      (first, last) => {
        for (let row = first; row < last; row += 1) this.#lines.delete(row);
      },
    );

    redraw(() => {
      if (whyFixed(session.table)) this.#isEditing.value = false;
    });
    const built = rebuild(
      () => this.#plan(),
      () =>
        keepFocus(root, () => this.#build(session.table, session.description.experiment.question)),
    );
    const draw = (/** @type {() => void} */ act) =>
      redraw(() => {
        built.value; // in which each of these writes
        act();
      });
    draw(() => this.#fill());
    draw(() => {
      for (const row of this.#lines.keys()) this.#mark(row);
      const isAsked = session.selected === session.table.inputs.length;
      this.asked.classList.toggle("selected", isAsked);
      /** @type {HTMLInputElement} */ (this.#questionChoice).checked = isAsked;
    });
    draw(() => {
      for (const row of this.#lines.keys()) this.#write(row);
    });
    draw(() => {
      const { stale, frame } = session;
      if (stale) write(this.answer, "…");
      else this.#say(this.answer, frame, frame.rows, digits); // as the tutorial prints it
    });
  }

  /** What is built. Fields are filled, not made anew: the reader may be typing in the next one. */
  #plan() {
    const { table, description } = this.session;
    const { inputs, targets, names, class_names: words, test, rows } = table;
    const isEditing = this.#isEditing.value;
    const filled = isEditing ? [inputs.length, targets[0].length] : [inputs, targets];
    return [isEditing, filled, names, words, test, rows, description.experiment.question.length];
  }

  /**
   * One output; of several, each with two decimals; of classes with names, the name and its output.
   *
   * @param {HTMLElement} element
   * @param {Frame} frame
   * @param {number} row
   * @param {(value: number) => string} format
   */
  #say(element, frame, row, format) {
    const outputs = frame.outputs(row);
    const word = frame.word(row, this.session.table);
    if (outputs.length === 1 && !word) return writeNumber(element, outputs[0], format);
    const numbers = Array.from(outputs, outputs.length === 1 ? format : brief);
    write(
      element,
      word ? `${word} ${numbers[outputs.indexOf(Math.max(...outputs))]}` : numbers.join(" "),
    );
    element.title = Array.from(outputs, digits).join(", ");
  }

  /** Whether the classes have names, which stand in place of their numbers. */
  get #hasWords() {
    return this.session.table.class_names.length > 0 && !this.#isEditing.value;
  }

  /**
   * Writes rows that have just been made; those of the experiment before are about to be made anew.
   *
   * @param {number} first
   * @param {number} last The row after the last.
   */
  #draw(first, last) {
    if (this.#shown !== this.session.description) return;
    for (let row = first; row < last; row += 1) {
      this.#mark(row);
      this.#write(row);
    }
  }

  /** Shows whether a row is the one that is sent through. @param {number} row */
  #mark(row) {
    const { line, choice } = /** @type {Line} */ (this.#lines.get(row));
    const isSelected = row === this.session.selected;
    line.classList.toggle("selected", isSelected);
    choice.checked = isSelected;
  }

  /** Writes what comes out of a row. @param {number} row */
  #write(row) {
    const { frame } = this.session;
    const { output, error } = /** @type {Line} */ (this.#lines.get(row));
    const errors = frame.row("errors", row);
    this.#say(output, frame, row, glance);
    writeNumber(
      error,
      errors.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one)),
      glance,
    );
    markVerdict(error, frame.verdict(row));
  }

  /** Writes into the fields what they have of the experiment that is shown. */
  #fill() {
    const { description, table } = this.session;
    this.#shown = description;
    const { question } = description.experiment;
    const { inputs, targets } = table;
    write(this.coding, table.coding);
    const fill = (/** @type {HTMLInputElement} */ field, /** @type {number} */ value) => {
      if (field !== document.activeElement) field.value = String(value);
    };
    this.#fields.forEach((field, at) => fill(field, question[at]));
    for (const [row, { fields }] of this.#lines)
      fields.forEach((field, at) => fill(field, [...inputs[row], ...targets[row]][at]));
  }

  /**
   * @param {Rows} data
   * @param {number[]} question
   */
  #build(data, question) {
    const held = this.place.contains(document.activeElement) ? document.activeElement : null;
    const names = [
      ...question.map((_, index) => indexed("x", index)),
      ...(this.#hasWords
        ? ["target"]
        : data.targets[0].map((_, index, all) =>
            all.length > 1 ? indexed("t", index) : "target",
          )),
    ];
    const head = make("tr", {}, make("td"));
    // Fields need the room of the results, which are of rows that are about to be others.
    const isEditing = this.#isEditing.value;
    const results = isEditing ? [""] : ["output", "error"];
    head.append(
      ...[...names, ...results].map((textContent) =>
        make(textContent ? "th" : "td", { textContent, ...(textContent && { scope: "col" }) }),
      ),
    );
    this.table.tHead?.replaceChildren(head);
    this.table.classList.toggle("editing", isEditing);
    this.place.classList.toggle("many", data.inputs.length > FEW);
    const named = this.#hasWords ? data.names.slice(0, question.length + 1) : data.names;
    const columns = named.map((name, at) => `${names[at]}: ${name}`);
    if (this.#hasWords && data.targets[0].length > 1)
      columns[question.length] = `target: ${data.class_names.join(", ")}`;
    write(this.columns, columns.join(" · "));
    write(
      this.more,
      data.rows > data.inputs.length
        ? `These are the first ${count(data.inputs.length)} of ${count(data.rows)} rows.`
        : "",
    );
    this.edit.ariaPressed = String(isEditing);
    this.#lines.clear();
    const tests = new Set(data.test);
    this.rows.show(
      data.inputs.length,
      (row) => this.#row(data, row, names, tests.has(row)),
      held ? [rowOf(held)] : [],
    );
    this.legend.hidden = isEditing;
    for (const place of [this.unfitCell, this.unfitQuestion]) write(place, "");
    if (isEditing) this.table.append(make("tbody", {}, this.#addition(data)));
    this.#buildQuestion(question, names);
  }

  /**
   * @param {Rows} data
   * @param {number} row
   * @param {string[]} names
   * @param {boolean} isTest
   */
  #row(data, row, names, isTest) {
    const choice = this.#choice(row, `Send row ${row + 1} through the neuron`);
    const line = make("tr", {
      className: isTest ? "test" : "",
      onclick: () => this.session.select(row),
    });
    if (isTest) line.title = "Kept for testing: it is not trained on.";
    line.append(make("td", {}, choice));
    const values = [...data.inputs[row], ...data.targets[row]];
    const shown = this.#hasWords ? [...data.inputs[row], NaN] : values;
    const cells = shown.map((value, at) => {
      if (Number.isNaN(value)) return data.class_names[data.classes[row]] ?? "no class";
      const change = (/** @type {number} */ to) =>
        this.session.edit((experiment, table) => withCell(experiment, table, row, at, to));
      return this.#isEditing.value
        ? this.#cell(`Row ${row + 1}, ${names[at]}`, value, change)
        : short(value);
    });
    line.append(...cells.map((one) => make("td", {}, one)));
    const cell = () => make("td", { className: "number" });
    const [output, error] = [cell(), cell()];
    if (!this.#isEditing.value) line.append(output, error);
    else {
      const onclick = () =>
        this.session.edit((experiment, table) => withoutRow(experiment, table, row));
      line.append(
        make(
          "td",
          {},
          make("button", {
            textContent: "×",
            ariaLabel: `Remove row ${row + 1}`,
            title: `Remove row ${row + 1}`,
            onclick,
          }),
        ),
      );
    }
    const fields = this.#isEditing.value ? /** @type {HTMLInputElement[]} */ (cells) : [];
    this.#lines.set(row, { line, choice, output, error, fields });
    return line;
  }

  /**
   * @param {string} ariaLabel
   * @param {number} value
   * @param {(value: number) => void} change
   */
  #cell(ariaLabel, value, change) {
    const field = make("input", {
      type: "number",
      step: "any",
      ariaLabel,
      value: String(value),
      required: true,
    });
    field.onchange = () => {
      if (this.#isNumber(field, this.unfitCell)) change(field.valueAsNumber);
    };
    return field;
  }

  /** The line that ends the table while it is edited. @param {Rows} data */
  #addition(data) {
    const last = data.inputs.length - 1;
    const onclick = () =>
      this.session.edit((experiment, table) =>
        withRow(experiment, table, data.inputs[last], data.targets[last]),
      );
    const add = make("button", { textContent: "Add a row", onclick });
    return make("tr", { className: "addition" }, make("td", { colSpan: 99 }, add));
  }

  /**
   * @param {number[]} question
   * @param {string[]} names
   */
  #buildQuestion(question, names) {
    const row = this.session.table.inputs.length;
    const choice = this.#choice(row, "Send the new situation through the neuron");
    this.#questionChoice = choice;
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
    this.asked.replaceChildren(
      choice,
      ...this.#fields,
      make("span", { textContent: "→" }),
      this.answer,
    );
  }

  #ask() {
    const isUnfit = (/** @type {HTMLInputElement} */ field) => !field.validity.valid;
    for (const field of this.#fields.toSorted((a, b) => Number(isUnfit(a)) - Number(isUnfit(b))))
      this.#isNumber(field, this.unfitQuestion);
    if (this.#fields.some(isUnfit)) return; // still being typed
    const question = this.#fields.map((field) => Number(field.value));
    this.session.open({ ...this.session.experiment, question });
  }

  /**
   * Whether there is a number in a field; if not, that is said.
   *
   * @param {HTMLInputElement} field
   * @param {HTMLElement} place
   */
  #isNumber(field, place) {
    const { valid } = field.validity;
    tellProblem(place, field, valid ? "" : `${field.ariaLabel}: this is no number.`);
    return valid;
  }

  /**
   * @param {number} row
   * @param {string} label
   */
  #choice(row, label) {
    const onchange = () => this.session.select(row);
    return make("input", {
      type: "radio",
      name: this.#group,
      ariaLabel: label,
      title: label,
      onchange,
    });
  }
}

/** Where it stands what is wrong with a field of some place. @param {HTMLElement} place */
function problemAfter(place) {
  const problem = make("p", { className: "problem", role: "alert", id: unique("field-problem") });
  place.after(problem);
  return problem;
}

/** The row that a part of the table is in; of the names, that before the first. @param {Element} part */
const rowOf = (part) => Number(part.closest("tr")?.ariaRowIndex ?? 1) - 2;
