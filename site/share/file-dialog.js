/** A file's table, looked at and corrected before it is used. */

import { action, reason, showDialog } from "../kit/dialog.js";
import { make, write } from "../kit/dom.js";
import { counted, percent } from "../model/format.js";

/**
 * @import { Column, FileUse, Reading, Sheet } from "../python/worker.js"
 * @import { Session } from "../model/session.js"
 *
 * @typedef {"input" | "target" | "also" | ""} Use
 */

/** @type {Record<Use, string>} */
const USES = { input: "input", target: "target", also: "also a target", "": "not used" };

/**
 * @param {Session} session
 * @param {File} file
 */
export function openTable(session, file) {
  new FileDialog(session, file).read();
}

class FileDialog {
  /** @type {Reading} What the reader has said of the file; the rest is found out. */
  #said = {};
  /** @type {Sheet | undefined} */
  #sheet;
  /** @type {Use[]} One of each column. */
  #uses = [];
  /** @type {object | undefined} The column that was the target when the boxes were last set. */
  #target;
  #reading = 0;
  #weighing = 0;

  /**
   * @param {Session} session
   * @param {File} file
   */
  constructor(session, file) {
    this.session = session;
    this.file = file;
    this.what = make("p", { className: "about" });
    this.how = new Corrections((said) => this.#correct(said));
    this.skipped = make("p", { className: "about" });
    this.scaling = make("select", {});
    this.classes = box(false);
    this.order = box(false);
    const [least, most] = session.catalogue.limits.test_share;
    this.share = make("input", {
      type: "range",
      min: String(least),
      max: String(most),
      step: "0.05",
    });
    this.share.value = String(session.description.data.test_share);
    this.shared = make("span");
    this.preview = make("table", {});
    this.place = make(
      "div",
      { className: "preview", tabIndex: 0, role: "group", ariaLabel: "The first rows" },
      this.preview,
    );
    this.costs = make("p", { className: "about", ariaLive: "polite" });
    this.propose = box(true);
    this.proposal = make("span", { className: "about", ariaLive: "polite" });
    this.problem = make("p", { className: "problem", role: "alert" });
    this.button = action("Use this data", () => this.#use(), "main");
    this.ofClasses = check(this.classes, "The target is a class");
    const choices = make(
      "div",
      { className: "choices" },
      check(this.order, "The order of the rows is an input"),
      this.ofClasses,
      make("label", {}, "The network gets columns ", this.scaling),
      make("label", {}, "Test share ", this.shared, this.share),
    );
    const network = make(
      "div",
      { className: "choices" },
      check(this.propose, "Set up a network that suits it"),
      this.proposal,
    );
    this.found = make("div", {}, this.skipped, this.place, this.costs, choices, network);
    this.dialog = showDialog(
      "Data from a file",
      this.what,
      this.how.box,
      this.found,
      this.problem,
      make(
        "div",
        { className: "actions" },
        this.button,
        action("Cancel", () => this.dialog.close()),
      ),
    );
    this.share.oninput = () => this.#sayShare();
    this.order.onchange = this.classes.onchange = () => this.#weigh();
    this.propose.onchange = () => {
      // A network that was set up for other numbers may not reach those around 0.
      this.scaling.value = this.propose.checked ? "standard" : "largest";
      this.#weigh();
    };
    this.#sayShare();
  }

  async read() {
    const mine = (this.#reading += 1);
    this.button.disabled = true;
    write(this.problem, "");
    write(
      this.what,
      `${this.file.name}: ${this.session.ready ? "it is being read." : "it is read as soon as Python is here."}`,
    );
    const answer = await this.session
      .readFile(this.file, { ...this.#said })
      .catch((error) => ({ problem: reason(error) }));
    if (mine !== this.#reading) return; // it is read in another way by now
    const isRead = !("problem" in answer);
    this.found.hidden = !isRead;
    // What was said wrongly can be said otherwise.
    this.how.box.hidden = !isRead && !Object.keys(this.#said).length;
    if (!isRead) {
      write(this.what, this.file.name);
      return write(this.problem, answer.problem);
    }
    this.#sheet = answer.sheet;
    this.#uses = answer.sheet.columns.map(({ use }) => use);
    this.order.checked = !this.#uses.includes("input"); // as in a series of one column
    this.button.disabled = false;
    this.how.show(answer.sheet, this.#said);
    fill(this.scaling, answer.sheet.scalings, this.scaling.value || "standard");
    this.#show(answer.sheet);
  }

  /** @param {Reading} said */
  #correct(said) {
    this.#said = { ...this.#said, ...said };
    this.read();
  }

  /** @param {Sheet} sheet */
  #show({ rows, columns, first, separator, separators, sheet, skipped }) {
    const how = sheet ? `on the sheet ${sheet}` : `separated by ${separators[separator]}`;
    const size = `${counted(rows, "row")} of ${counted(columns.length, "column")}`;
    write(this.what, `${this.file.name}: ${size}, ${how}.`);
    write(this.skipped, skipped.length ? `Left out: ${skipped.join("; ")}.` : "");
    const names = make(
      "tr",
      {},
      ...columns.map(({ name }) => make("th", { textContent: name, scope: "col" })),
    );
    this.selects = columns.map((column, at) => this.#select(column, at));
    const line = (/** @type {(string | Node)[]} */ cells, className = "") =>
      make("tr", { className }, ...cells.map((cell) => make("td", {}, cell)));
    const body = [
      line(this.selects),
      line(columns.map(remark), "remarks"),
      ...first.map((cells) => line(cells)),
    ];
    this.preview.replaceChildren(make("thead", {}, names), make("tbody", {}, ...body));
    this.#showUses();
  }

  /**
   * @param {Column} column
   * @param {number} at
   */
  #select(column, at) {
    const uses = /** @type {Use[]} */ (Object.keys(USES));
    const options = uses.map((use) =>
      make("option", { value: use, textContent: USES[use], disabled: !canBe(column, use) }),
    );
    const select = make("select", { ariaLabel: `Use of ${column.name}` }, ...options);
    select.onchange = () => {
      const use = /** @type {Use} */ (select.value);
      // The column that was the target before, and those beside it, go back to the inputs, if they can.
      if (use === "target")
        this.#uses = this.#uses.map((one, other) =>
          one === "target" || one === "also" ? (this.#columns[other].input ? "input" : "") : one,
        );
      this.#uses[at] = use;
      this.#showUses();
    };
    return select;
  }

  #showUses() {
    this.selects?.forEach((select, at) => (select.value = this.#uses[at]));
    const [first, ...more] = this.#used("target", "also");
    const target = more.length ? undefined : this.#columns[first]; // several are amounts
    this.ofClasses.hidden = !target?.classes.length;
    if (target !== this.#target) {
      this.#target = target;
      this.classes.checked = target?.kind === "classes" || Boolean(target?.problem);
      this.classes.disabled = Boolean(target?.problem); // words are nothing else
    }
    this.#weigh();
  }

  /** Says which rows are left out for their gaps, and which network would be set up. */
  async #weigh() {
    const mine = (this.#weighing += 1);
    const { use } = this;
    const { costs, proposal } = use.target.length
      ? await this.session.weighFile(use)
      : { costs: "", proposal: "" };
    if (mine !== this.#weighing) return;
    write(this.costs, costs);
    const kept = "The network and its settings stay as they are, as far as they fit.";
    write(this.proposal, this.propose.checked ? proposal : kept);
  }

  #sayShare() {
    write(this.shared, percent(this.share.valueAsNumber));
  }

  async #use() {
    const { use } = this;
    if (!use.target.length) return write(this.problem, "Which column is the target?");
    if (!use.inputs.length && !use.order)
      return write(this.problem, "Which columns are inputs? At least one is needed.");
    if (this.how.question) return write(this.problem, this.how.question);
    this.button.disabled = true;
    write(this.problem, "");
    const problem = await this.session.useFile(use).catch(reason);
    this.button.disabled = false;
    if (problem) write(this.problem, problem);
    else this.dialog.close();
  }

  /** What the reader has chosen. @returns {FileUse} */
  get use() {
    return {
      inputs: this.#used("input"),
      target: this.#used("target", "also"),
      order: this.order.checked,
      scaling: this.scaling.value,
      classes: !this.ofClasses.hidden && this.classes.checked,
      title: this.file.name.replace(/\.\w+$/, ""),
      test_share: this.share.valueAsNumber,
      propose: this.propose.checked,
    };
  }

  get #columns() {
    return this.#sheet?.columns ?? [];
  }

  /** The places of the columns with one of these uses. @param {Use[]} uses */
  #used(...uses) {
    return this.#uses.flatMap((use, at) => (uses.includes(use) ? [at] : []));
  }
}

/** How a file was read, each part of which the reader can say otherwise. */
class Corrections {
  /** What has to be said before the table is used, or nothing. */
  question = "";

  /** @param {(said: Reading) => void} correct */
  constructor(correct) {
    this.header = box(false);
    this.dayFirst = box(false);
    this.separator = make("select", {});
    this.decimal = make("select", {});
    this.encoding = make("select", {});
    this.sheet = make("select", {});
    this.doubt = make("p", { className: "problem" });
    const label = (/** @type {string} */ text, /** @type {HTMLElement} */ field) =>
      make("label", {}, text, field);
    this.ofDays = check(this.dayFirst, "The day comes first");
    this.ofText = [label("Separator ", this.separator), label("Encoding ", this.encoding)];
    this.ofBook = label("Sheet ", this.sheet);
    this.box = make(
      "div",
      {},
      make(
        "div",
        { className: "choices" },
        check(this.header, "First line has names"),
        this.ofBook,
        ...this.ofText,
        label("Decimal sign ", this.decimal),
        this.ofDays,
      ),
      this.doubt,
    );
    this.header.onchange = () => correct({ header: this.header.checked });
    this.dayFirst.onchange = () => correct({ day_first: this.dayFirst.checked });
    this.separator.onchange = () => correct({ separator: this.separator.value });
    this.decimal.onchange = () => correct({ decimal: this.decimal.value });
    this.encoding.onchange = () => correct({ encoding: this.encoding.value });
    this.sheet.onchange = () => correct({ sheet: this.sheet.value });
  }

  /**
   * @param {Sheet} sheet
   * @param {Reading} said
   */
  show({ header, separator, decimal, encoding, sheet, question, columns, ...known }, said) {
    this.ofBook.hidden = !sheet;
    for (const choice of this.ofText) choice.hidden = Boolean(sheet);
    fill(this.sheet, known.sheets, sheet);
    this.header.checked = header;
    fill(this.separator, known.separators, separator);
    fill(this.decimal, known.decimals, question ? "" : decimal);
    fill(this.encoding, known.encodings, encoding);
    const day = columns.find((column) => column.doubt)?.doubt;
    this.dayFirst.checked = said.day_first ?? false;
    this.ofDays.hidden = !day && said.day_first === undefined;
    this.question = question;
    write(this.doubt, question);
  }
}

/**
 * Makes the options of a select; where none is chosen, that has to be done.
 *
 * @param {HTMLSelectElement} select
 * @param {Record<string, string>} titles
 * @param {string} chosen
 */
function fill(select, titles, chosen) {
  const options = Object.entries(chosen ? titles : { "": "choose …", ...titles });
  select.replaceChildren(
    ...options.map(([value, textContent]) => make("option", { value, textContent })),
  );
  select.value = chosen;
}

/** @param {boolean} checked */
const box = (checked) => make("input", { type: "checkbox", checked });

/**
 * @param {HTMLInputElement} field
 * @param {string} text
 */
const check = (field, text) => make("label", { className: "check" }, field, text);

/**
 * @param {Column} column
 * @param {Use} use
 */
function canBe({ input, target, problem }, use) {
  if (use === "also") return !problem; // several targets are amounts
  return use === "" || (use === "input" ? input : target);
}

/** What there is to know of a column before it is used. @param {Column} column */
function remark({ kind, remark }) {
  return kind === "neither" ? make("span", { className: "wrong", textContent: remark }) : remark;
}
