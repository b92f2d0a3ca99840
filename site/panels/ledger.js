/** One step's arithmetic for one neuron: every number of it, one row at a time, and number by number. */

import { untracked } from "@preact/signals-core";
import { make, write, writeNumber } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { asOneStop } from "../kit/roving-tabindex.js";
import { scrolled } from "../kit/tables.js";
import { count, indexed } from "../model/format.js";
import { Frame } from "../model/frame.js";
import { CodeLines } from "./code-lines.js";
import { keepUp, shown } from "./keep-up.js";
import { backward, figures, forward } from "./ledger-columns.js";
import { lines } from "./ledger-lines.js";
import { panel } from "./panel.js";
import { Player } from "./player.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Drawing } from "../stage/drawing.js"
 * @import { Panel } from "./panel.js"
 * @import { Stop } from "./player.js"
 * @import { Ledger as Numbers } from "../python/queries.js"
 * @import { Column } from "./ledger-columns.js"
 */

/** @type {Panel} */
export function ledger(session, { drawing }) {
  const code = new CodeLines();
  const view = new Ledger(session, drawing, code);
  const root = panel(
    "ledger",
    "The ledger: one step by hand",
    "Every number of the step that has just been taken; at iteration 0, of the first one. Play leads from one " +
      "number to the next: each lights up in the drawing, in the table and in the Python. In a network, " +
      "choose a neuron in the drawing.",
    view.player.root,
    view.root,
    code.root,
  );
  keepUp(session, view.root, {
    top: view.player.root,
    about: () => [...shown(session), session.chosenNeuron.index],
    ask: (python) => python.ledger(session.chosenNeuron.index),
    show: (numbers) => view.show(numbers),
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
  /** @type {((numbers: Numbers, row: number) => void)[]} */
  #cells = [];
  /** @type {Numbers | null} */
  #numbers = null;
  /** Which of the batch's rows is shown. */
  #row = 0;
  /** @type {{columns: HTMLElement[], foot: HTMLElement[]}} In the order in which they are played. */
  #stops = { columns: [], foot: [] };

  /**
   * @param {Session} session
   * @param {Drawing} drawing
   * @param {CodeLines} code
   */
  constructor(session, drawing, code) {
    this.session = session;
    this.drawing = drawing;
    this.code = code;
    this.rows = make("select", { name: "ledger-row" });
    this.rows.onchange = () => this.#choose(this.rows.selectedIndex);
    this.player = new Player(make("label", {}, "Row ", this.rows), {
      stops: () => this.#all(),
      enter: (stop) => this.#enter(stop),
      leave: () => drawing.show(null),
    });
    this.root = make("div", { className: "ledger" });
    asOneStop(this.root, "th button");
    // It ends where its buttons are not seen: in a room that is not open.
    new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) this.player.end();
    }).observe(this.player.root);
    redraw(() => {
      session.frame;
      untracked(() => this.player.end()); // the stage has gone elsewhere
    });
    redraw(() => {
      const { selected } = session;
      const at = this.#numbers?.rows.findIndex(({ row }) => row === selected) ?? -1;
      if (at >= 0) untracked(() => this.#write(at));
    });
  }

  /** @param {Numbers | null} numbers Null where there are none, for a rule of the reader's own. */
  show(numbers) {
    this.#numbers = numbers;
    this.player.root.hidden = !numbers;
    if (!numbers) {
      this.player.end();
      this.#built = "";
      this.root.replaceChildren(
        make("p", {
          textContent:
            "The stage trains with your own rule; the ledger knows the arithmetic of the original one only.",
        }),
      );
      return;
    }
    const { rows, weights, bias, output_layer: isOutput, unit, layer } = numbers;
    const { layers } = this.session.description.experiment;
    const built = JSON.stringify([
      layers[layer].activation,
      [...lines(numbers), ...numbers.scaling.inputs, ...numbers.scaling.answer].map(
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
    const at = rows.findIndex(({ row }) => row === this.session.selected);
    this.#write(at < 0 ? Math.min(this.#row, rows.length - 1) : at);
    this.player.end(); // what it has come to is of another step
  }

  /** @param {Numbers} numbers */
  #build(numbers) {
    this.#cells = [];
    const { formula, slope_formula: slope } = this.session.activation(numbers.layer);
    const there = forward(numbers, formula);
    const back = backward(numbers, slope);
    const [first, second] = [there, back].map((columns) => this.#lines(columns));
    const foot = this.#foot(numbers);
    this.#stops = {
      columns: [first, second].flatMap((body) => [...body.querySelectorAll("td")]),
      foot: [...foot.querySelectorAll("td")],
    };
    this.rows.replaceChildren(
      ...numbers.rows.map(({ row }) => make("option", { textContent: `row ${row + 1}` })),
    );
    this.root.replaceChildren(scrolled("Forward", first), scrolled("Backward", second, foot));
  }

  /**
   * One line for each number of a row.
   *
   * @param {Column[]} columns
   */
  #lines(columns) {
    return make(
      "tbody",
      {},
      ...columns.map(({ head, part, how, value }) => {
        const button = make("button", { type: "button", textContent: head });
        button.dataset.part = part;
        const cell = this.#cell(part, (numbers, at) => ({
          how: how(numbers.rows[at], numbers, at),
          value: value(numbers.rows[at], numbers, at),
        }));
        return make("tr", {}, make("th", { scope: "row" }, button), cell);
      }),
    );
  }

  /**
   * @param {string} part
   * @param {(numbers: Numbers, row: number) => {how?: string, value?: number, isSmall?: boolean}} read
   * @param {string} [name]
   */
  #cell(part, read, name = "") {
    const how = make("span", { className: "how" });
    const result = make("span", { className: "number" });
    const whose = name ? [make("span", { className: "whose", textContent: name })] : [];
    const cell = make("td", {}, ...whose, how, " ", result);
    cell.dataset.part = part;
    this.#cells.push((numbers, row) => {
      const { how: text = "", value, isSmall } = read(numbers, row);
      write(how, text);
      if (value === undefined) write(result, "");
      else writeNumber(result, value);
      if (value !== undefined && isSmall) write(result, figures(value));
    });
    return cell;
  }

  /**
   * How what the rows add to the weights becomes the new weights.
   *
   * @param {Numbers} numbers
   */
  #foot(numbers) {
    const rows = lines(numbers).map(({ title, part, of }) => {
      const head = make("button", { type: "button", textContent: title });
      head.dataset.part = part;
      const row = make("tr", {}, make("th", { scope: "row", colSpan: 2 }, head));
      numbers.weights.forEach((_, index) =>
        row.append(
          this.#cell(`${part}-${index}`, (numbers) => of(numbers, index), indexed("w", index)),
        ),
      );
      if (numbers.bias !== null)
        row.append(
          this.#cell(`${part}-bias`, (numbers) => of(numbers, numbers.weights.length), "b"),
        );
      return row;
    });
    return make("tfoot", {}, ...rows);
  }

  /** @param {number} at Of the batch's rows. */
  #write(at) {
    const numbers = this.#numbers;
    if (!numbers?.rows[at]) return;
    this.#row = at;
    this.rows.selectedIndex = at;
    for (const fill of this.#cells) fill(numbers, at);
  }

  /** @param {number} at Of a long table, the stage has the first rows only. */
  #choose(at) {
    const row = this.#numbers?.rows[at]?.row ?? 0;
    this.#write(at);
    if (row < this.session.frame.rows) this.session.select(row);
  }

  /**
   * All numbers, in the order in which they come about: row by row, and then weight by weight.
   *
   * @returns {Stop[]}
   */
  #all() {
    const { columns, foot } = this.#stops;
    const rows = this.#numbers?.rows ?? [];
    return [
      ...rows.flatMap((_, row) => columns.map((cell) => ({ cell, row }))),
      ...foot.map((cell) => ({ cell, row: null })),
    ];
  }

  /** @param {Stop} stop @returns {{words: string, code: string}} */
  #enter({ cell, row }) {
    const numbers = /** @type {Numbers} */ (this.#numbers);
    if (row !== null) this.#choose(row);
    // The drawing has the weights that the step begins with, as the numbers have.
    this.drawing.show(new Frame(numbers.frame, this.session.description.layout));
    const text = (/** @type {string} */ part) => cell.querySelector(part)?.textContent ?? "";
    const title = cell.closest("tr")?.querySelector("th")?.textContent;
    const whose = row === null ? text(".whose") : `Row ${numbers.rows[row].row + 1}`;
    return {
      words: `${whose}, ${title}: ${[text(".how"), text(".number")].filter(Boolean).join(" = ")}`,
      code: this.code.lineOf(cell.dataset.part ?? ""),
    };
  }
}
