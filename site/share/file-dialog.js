/** A file's table, looked at before it is used: which of its columns are what. */

import { action, reason, showDialog } from "../kit/dialog.js";
import { make, write } from "../kit/dom.js";
import { count, percent } from "../model/format.js";

/**
 * @import { Column, Sheet } from "../python/worker.js"
 * @import { Session } from "../model/session.js"
 *
 * @typedef {"input" | "target" | ""} Use
 */

/** @type {Record<Use, string>} */
const USES = { input: "input", target: "target", "": "not used" };
/** @type {Record<string, string>} */
const SEPARATORS = { ",": "commas", ";": "semicolons", "\t": "tabs" };

/**
 * @param {Session} session
 * @param {File} file
 */
export function openTable(session, file) {
  new FileDialog(session, file).read();
}

class FileDialog {
  /** @type {Sheet | undefined} */
  #sheet;
  /** @type {Use[]} One of each column. */
  #uses = [];
  /** @type {object | undefined} The column that was the target when the boxes were last set. */
  #target;
  #reading = 0;

  /**
   * @param {Session} session
   * @param {File} file
   */
  constructor(session, file) {
    this.session = session;
    this.file = file;
    const box = (/** @type {boolean} */ checked) => make("input", { type: "checkbox", checked });
    const check = (/** @type {HTMLInputElement} */ field, /** @type {string} */ text) =>
      make("label", { className: "check" }, field, text);
    this.what = make("p", { className: "about" });
    this.header = box(false);
    this.scaled = box(true);
    this.classes = box(false);
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
    this.problem = make("p", { className: "problem", role: "alert" });
    this.use = action("Use this data", () => this.#use(), "main");
    this.ofClasses = check(this.classes, "The target is a class");
    this.choices = make(
      "div",
      { className: "choices" },
      this.ofClasses,
      check(this.scaled, "Divide each column by its largest number"),
      make("label", {}, "Test share ", this.shared, this.share),
    );
    this.dialog = showDialog(
      "Data from a file",
      this.what,
      check(this.header, "First line has names"),
      this.place,
      this.choices,
      this.problem,
      make(
        "div",
        { className: "actions" },
        this.use,
        action("Cancel", () => this.dialog.close()),
      ),
    );
    this.header.onchange = () => this.read(this.header.checked);
    this.share.oninput = () => this.#sayShare();
    this.#sayShare();
  }

  /** @param {boolean} [header] Found out, if left out. */
  async read(header) {
    const mine = (this.#reading += 1);
    this.use.disabled = true;
    write(this.problem, "");
    write(
      this.what,
      `${this.file.name}: ${this.session.ready ? "it is being read." : "it is read as soon as Python is here."}`,
    );
    const answer = await this.session
      .readFile(this.file, header)
      .catch((error) => ({ problem: reason(error) }));
    if (mine !== this.#reading) return; // it is read in another way by now
    const isRead = !("problem" in answer);
    this.place.hidden = this.choices.hidden = !isRead;
    if (!isRead) {
      write(this.what, this.file.name);
      return write(this.problem, answer.problem);
    }
    this.#sheet = answer.sheet;
    this.#uses = likelyUses(answer.sheet.columns, this.session.catalogue.limits.inputs[1]);
    this.header.checked = answer.sheet.header;
    this.use.disabled = false;
    this.#show(answer.sheet);
  }

  /** @param {Sheet} sheet */
  #show({ rows, columns, first, separator }) {
    write(
      this.what,
      `${this.file.name}: ${counted(rows, "row")} of ${counted(columns.length, "column")}, separated by ${SEPARATORS[separator]}.`,
    );
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
      // There is one target; the column that was it before goes back to the inputs, if it can.
      if (use === "target")
        this.#uses = this.#uses.map((one, other) =>
          one === "target" ? (canBe(this.#columns[other], "input") ? "input" : "") : one,
        );
      this.#uses[at] = use;
      this.#showUses();
    };
    return select;
  }

  #showUses() {
    this.selects?.forEach((select, at) => (select.value = this.#uses[at]));
    const target = this.#columns[this.#uses.indexOf("target")];
    if (target === this.#target) return;
    this.#target = target;
    this.ofClasses.hidden = !target?.classes.length;
    this.classes.checked = target?.kind === "classes" || Boolean(target?.problem);
    this.classes.disabled = Boolean(target?.problem); // words are nothing else
  }

  #sayShare() {
    write(this.shared, percent(this.share.valueAsNumber));
  }

  async #use() {
    const target = this.#uses.indexOf("target");
    const inputs = this.#uses.flatMap((use, at) => (use === "input" ? [at] : []));
    if (target < 0) return write(this.problem, "Which column is the target?");
    if (!inputs.length)
      return write(this.problem, "Which columns are inputs? At least one is needed.");
    this.use.disabled = true;
    write(this.problem, "");
    const use = {
      inputs,
      target,
      scaled: this.scaled.checked,
      classes: this.classes.checked,
      title: this.file.name.replace(/\.\w+$/, ""),
      test_share: this.share.valueAsNumber,
    };
    const problem = await this.session.useFile(use).catch(reason);
    this.use.disabled = false;
    if (problem) write(this.problem, problem);
    else this.dialog.close();
  }

  get #columns() {
    return this.#sheet?.columns ?? [];
  }
}

/**
 * @param {number} many
 * @param {string} what
 */
const counted = (many, what) => `${count(many)} ${what}${many === 1 ? "" : "s"}`;

/**
 * Words can only be a target, as classes; of numbers there is no doubt.
 *
 * @param {Column} column
 * @param {Use} use
 */
function canBe({ problem, classes }, use) {
  return use === "" || !problem || (use === "target" && classes.length > 0);
}

/**
 * The last column that is one of numbers or of classes is the target, other numbers are inputs.
 *
 * @param {Column[]} columns
 * @param {number} most So many inputs, at most.
 * @returns {Use[]}
 */
function likelyUses(columns, most) {
  const target = columns.findLastIndex(({ kind }) => kind !== "neither");
  let inputs = 0;
  return columns.map((column, at) => {
    if (at === target) return "target";
    return canBe(column, "input") && (inputs += 1) <= most ? "input" : "";
  });
}

/** What there is to know of a column before it is used. @param {Column} column */
function remark({ kind, classes, problem }) {
  if (kind === "classes")
    return `${classes.length} classes: ${classes.slice(0, 3).join(", ")}${classes.length > 3 ? ", …" : ""}`;
  return problem ? make("span", { className: "wrong", textContent: problem }) : "numbers";
}
