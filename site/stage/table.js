/** The data, row by row, with what the network makes of it; and the new situation. */

import { signal } from "@preact/signals-core";
import { find, keepFocus, make, write, writeNumber } from "../kit/dom.js";
import { tellProblem } from "../kit/field-problem.js";
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
/** When there has been no other picture for so long, in milliseconds, all rows are written. */
const A_WHILE = 150;
/** So many rows above and below what is seen have their numbers, too. */
const MARGIN = 4;

export class Table {
  /** @type {object | undefined} The description whose rows it shows. */
  #shown;
  /** @type {{line: HTMLElement, choice: HTMLInputElement}[]} One of each row, then the question. */
  #choices = [];
  /** @type {{output: HTMLElement, error: HTMLElement}[]} One of each row. */
  #results = [];
  /** @type {HTMLInputElement[]} The new situation's numbers. */
  #fields = [];
  /** @type {HTMLInputElement[][]} While the rows are edited: the fields of each. */
  #cells = [];
  /** The first row that is seen, and the one after the last. */
  #seen = [0, 0];
  #isEditing = signal(false);
  /** The name of its radio buttons. */
  #group = unique("row");
  /** Which rows have numbers, of which frame. */
  #written = { frame: /** @type {object | null} */ (null), first: 0, last: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;

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
    const look = () => {
      this.#look();
      if (!this.#isOutdated) this.#drawResults();
    };
    this.place.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(this.place);

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
      this.#choices.forEach(({ line, choice }, row) => {
        line.classList.toggle("selected", row === session.selected);
        choice.checked = row === session.selected;
      });
    });
    draw(() => this.#drawResults());
    draw(() => {
      const { stale, frame } = session;
      if (stale) write(this.answer, "…");
      else this.#say(this.answer, frame, this.#results.length, digits); // as the tutorial prints it
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
   * Of hundreds of rows only those that are seen are written, picture by picture. The others are
   * empty meanwhile, so that none of them has a number of an earlier picture; once there is no other
   * picture for a while, all are written.
   */
  #drawResults() {
    const { frame } = this.session;
    const [first, last] = this.#seen;
    this.#write(first, last);
    if (this.#written.frame !== frame) {
      this.#results.slice(this.#written.first, first).forEach(empty);
      this.#results.slice(Math.max(first, last), this.#written.last).forEach(empty);
      this.#written = { frame, first, last };
    } else {
      this.#written.first = Math.min(this.#written.first, first);
      this.#written.last = Math.max(this.#written.last, last);
    }
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#writeAll(), A_WHILE);
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

  /** Whether the rows in the table are still those of the experiment before. */
  get #isOutdated() {
    return this.#shown !== this.session.description;
  }

  #writeAll() {
    if (this.session.training || this.#isOutdated) return; // the next picture comes soon
    const { length } = this.#results;
    this.#write(0, length);
    this.#written = { frame: this.session.frame, first: 0, last: length };
  }

  /**
   * @param {number} first Row.
   * @param {number} last The row after the last.
   */
  #write(first, last) {
    const { frame } = this.session;
    this.#results.slice(first, last).forEach(({ output, error }, at) => {
      const row = first + at;
      const errors = frame.row("errors", row);
      this.#say(output, frame, row, glance);
      writeNumber(
        error,
        errors.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one)),
        glance,
      );
      markVerdict(error, frame.verdict(row));
    });
  }

  /** Finds out which rows are seen: only when that changes, since it lays all out. */
  #look() {
    const rows = this.#results.length;
    const { scrollTop, clientHeight, scrollHeight } = this.place;
    if (!clientHeight) return void (this.#seen = [0, 0]); // it is in a room that is not open
    const height = scrollHeight / (rows + 1);
    this.#seen = [
      Math.max(0, Math.floor(scrollTop / height) - MARGIN) || 0,
      Math.min(rows, Math.ceil((scrollTop + clientHeight) / height) + MARGIN) || rows,
    ];
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
    this.#cells.forEach((fields, row) =>
      [...inputs[row], ...targets[row]].forEach((value, at) => fill(fields[at], value)),
    );
  }

  /**
   * @param {Rows} data
   * @param {number[]} question
   */
  #build(data, question) {
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
    this.#choices = [];
    this.#results = [];
    this.#written = { frame: null, first: 0, last: 0 };
    this.#cells = [];
    const tests = new Set(data.test);
    this.table.tBodies[0].replaceChildren(
      ...data.inputs.map((_, row) => this.#row(data, row, names, tests.has(row))),
    );
    this.legend.hidden = isEditing;
    for (const place of [this.unfitCell, this.unfitQuestion]) write(place, "");
    if (isEditing) this.table.tBodies[0].append(this.#addition(data));
    this.#buildQuestion(question, names);
    this.#look();
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
    if (this.#isEditing.value) this.#cells.push(/** @type {HTMLInputElement[]} */ (cells));
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
    this.#choices.push({ line, choice });
    this.#results.push({ output, error });
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
  const problem = make("p", { className: "problem", role: "alert" });
  place.after(problem);
  return problem;
}

/** @param {{output: HTMLElement, error: HTMLElement}} result */
function empty({ output, error }) {
  for (const cell of [output, error]) {
    write(cell, "");
    cell.removeAttribute("title");
    cell.classList.remove("wrong");
  }
}
