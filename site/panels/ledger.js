/** One step's arithmetic for one neuron: every number of it, row by row. */

import { signal } from "@preact/signals-core";
import { make, write, writeNumber } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { asOneStop } from "../kit/roving-tabindex.js";
import { scrolled } from "../kit/tables.js";
import { count } from "../model/format.js";
import { Frame } from "../model/frame.js";
import { Drawing } from "../stage/drawing.js";
import { CodeLines } from "./code-lines.js";
import { keepUp, shown } from "./keep-up.js";
import { backward, figures, forward } from "./ledger-columns.js";
import { lines } from "./ledger-lines.js";
import { panel } from "./panel.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 * @import { Ledger as Numbers } from "../python/questions.js"
 * @import { Column } from "./ledger-columns.js"
 */

/** @type {Panel} */
export function ledger(session) {
  const figure = make("figure", { className: "drawing" }, make("canvas", { ariaHidden: "true" }));
  const code = new CodeLines();
  const view = new Ledger(session);
  /** From which the step was taken that the ledger shows. */
  const before = signal(/** @type {Frame | null} */ (null));
  new Drawing(session, figure, () =>
    before.value?.layout === session.description.layout ? before.value : session.frame,
  );
  const forward = make("div", {}, figure, view.forward);
  const pair = make("div", { className: "pair" }, forward, code.root);
  const root = panel(
    "ledger",
    "The ledger: one step by hand",
    "Everything that has turned the weights of the iteration before into those you see on the stage; at iteration 0, " +
      "what the first step will do. The drawing here has the weights from before the step. Point at a number, at a " +
      "line of Python or at a part of the drawing: what belongs together lights up. In a network, " +
      "choose a neuron in the drawing.",
    pair,
    view.root,
  );
  keepUp(session, view.root, {
    top: pair,
    about: () => [...shown(session), session.chosenNeuron.index],
    ask: (python) => python.ledger(session.chosenNeuron.index),
    show: (numbers) => {
      view.show(numbers);
      before.value = numbers && new Frame(numbers.frame, session.description.layout);
    },
    date: (numbers) =>
      numbers
        ? `Step ${count(numbers.iteration + 1)}: from iteration ${count(numbers.iteration)} to iteration ${count(numbers.iteration + 1)}.`
        : "",
  });
  keepUp(session, code.root, {
    about: () => [session.description],
    ask: (python) => python.rule(),
    show: (source) => code.show(source),
    date: () => null,
  });
  return root;
}

class Ledger {
  #built = "";
  /** @type {((numbers: Numbers) => void)[]} */
  #cells = [];
  #lines = signal(/** @type {{line: HTMLElement, row: number}[]} */ ([]));

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.forward = make("div", { className: "ledger forward" });
    this.root = make("div", { className: "ledger" });
    for (const part of [this.forward, this.root]) asOneStop(part, "th button");
    redraw(() => {
      for (const { line, row } of this.#lines.value)
        line.classList.toggle("selected", row === session.selected);
    });
  }

  /** @param {Numbers | null} numbers Null where there are none, for a rule of the reader's own. */
  show(numbers) {
    if (!numbers) {
      this.#built = "";
      this.forward.replaceChildren();
      this.root.replaceChildren(
        make("p", {
          textContent:
            "The stage trains with your own rule; the ledger knows the arithmetic of the original one only.",
        }),
      );
      return;
    }
    this.#fill(numbers);
  }

  /** @param {Numbers} numbers */
  #fill(numbers) {
    const { rows, weights, bias, output_layer: isOutput, unit, layer } = numbers;
    const { layers } = this.session.description.experiment;
    const built = JSON.stringify([
      layers[layer].activation,
      [...lines(numbers), ...numbers.scaling.fed, ...numbers.scaling.answer].map(
        ({ title }) => title,
      ),
      numbers.slope_cancels,
      rows.map(({ row }) => row),
      weights.length,
      bias === null,
      isOutput,
      unit,
      layer,
      rows[0]?.from.length,
    ]);
    if (built !== this.#built) this.#build(numbers);
    this.#built = built;
    for (const fill of this.#cells) fill(numbers);
  }

  /** @param {Numbers} numbers */
  #build(numbers) {
    this.#cells = [];
    /** @type {{line: HTMLElement, row: number}[]} */
    const marked = [];
    this.forward.replaceChildren(
      scrolled("Forward", ...this.#rows(numbers, forward(numbers), marked)),
    );
    this.root.replaceChildren(
      scrolled(
        "Backward",
        ...this.#rows(
          numbers,
          backward(numbers, this.session.activation(numbers.layer).slope_formula),
          marked,
        ),
        this.#foot(numbers),
      ),
    );
    this.#lines.value = marked;
  }

  /**
   * @param {Numbers} numbers
   * @param {Column[]} columns
   * @param {{line: HTMLElement, row: number}[]} marked Gets each row's line.
   */
  #rows({ rows }, columns, marked) {
    const head = make("tr", {}, make("td", {}));
    for (const { head: text, part } of columns) {
      const button = make("button", { type: "button", textContent: text });
      const cell = make("th", { scope: "col" }, button);
      button.dataset.part = part;
      head.append(cell);
    }
    const body = rows.map(({ row }, at) => {
      const isShown = row < this.session.frame.rows; // of a long table, the stage has the first rows only
      const choice = isShown
        ? make("button", { type: "button", textContent: `row ${row + 1}` })
        : `row ${row + 1}`;
      const onclick = isShown ? () => this.session.select(row) : null;
      const line = make("tr", { onclick }, make("th", { scope: "row" }, choice));
      marked.push({ line, row });
      for (const { part, how, value } of columns) {
        const cell = this.#cell(part, (numbers) => ({
          how: how(numbers.rows[at], numbers, at),
          value: value(numbers.rows[at], numbers, at),
        }));
        line.append(cell);
      }
      return line;
    });
    return [make("thead", {}, head), make("tbody", {}, ...body)];
  }

  /**
   * @param {string} part
   * @param {(numbers: Numbers) => {how?: string, value?: number, isSmall?: boolean}} read
   */
  #cell(part, read) {
    const how = make("span", { className: "how" });
    const result = make("span", { className: "number" });
    const cell = make("td", {}, how, result);
    cell.dataset.part = part;
    this.#cells.push((numbers) => {
      const { how: text = "", value, isSmall } = read(numbers);
      write(how, text);
      if (value === undefined) write(result, "");
      else writeNumber(result, value);
      if (value !== undefined && isSmall) write(result, figures(value));
    });
    return cell;
  }

  /**
   * How the columns of the weights add up to the new weights.
   *
   * @param {Numbers} numbers
   */
  #foot(numbers) {
    const rows = lines(numbers).map(({ title, part, of }) => {
      const head = make("button", { type: "button", textContent: title });
      head.dataset.part = part;
      const row = make("tr", {}, make("th", { scope: "row", colSpan: 4 }, head));
      numbers.weights.forEach((_, index) =>
        row.append(this.#cell(`${part}-${index}`, (numbers) => of(numbers, index))),
      );
      if (numbers.bias !== null)
        row.append(this.#cell(`${part}-bias`, (numbers) => of(numbers, numbers.weights.length)));
      return row;
    });
    return make("tfoot", {}, ...rows);
  }
}
