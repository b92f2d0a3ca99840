/** The rows of a long table, of which only those near what is seen are made. */

import { make } from "./dom.js";

/** So many rows are made at once, in a `tbody` of their own; the first ones are always there. */
const BLOCK = 10;
/** A table of so many cells is laid out in a moment, and has all of its rows at once. */
const FEW_CELLS = 1_500;
/** Rows are made when they are this near to being seen. */
const NEAR = "100px 0px";

/** @typedef {{first: number, last: number, isMade: boolean}} Block The last is the row after it. */

/**
 * A browser lays out a table as a whole: with thousands of cells, a page stands still for long. So the
 * rows that nobody sees are one empty row of the same height, which the table's style gives by its
 * `--rows`.
 */
export class LongTable {
  /** @type {Map<HTMLTableSectionElement, Block>} */
  #blocks = new Map();
  #make = (/** @type {number} */ _) => make("tr");
  #observer;

  /**
   * @param {HTMLElement} place What scrolls the table.
   * @param {HTMLTableElement} table Its bodies are replaced.
   * @param {(first: number, last: number) => void} onMade Called when rows have been made since `show`.
   * @param {(first: number, last: number) => void} onGone Called when they have been taken away.
   */
  constructor(place, table, onMade, onGone) {
    this.table = table;
    this.onMade = onMade;
    this.onGone = onGone;
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          this.#see(/** @type {HTMLTableSectionElement} */ (target), isIntersecting);
      },
      { root: place, rootMargin: NEAR },
    );
  }

  /**
   * Shows other rows, in place of all that were there. They are counted for readers who hear the table.
   *
   * @param {number} rows
   * @param {(row: number) => HTMLTableRowElement} make
   * @param {number[]} [wanted] Rows that are made at once, besides the first ones.
   */
  show(rows, make, wanted = []) {
    this.#observer.disconnect();
    this.#blocks.clear();
    this.#make = make;
    this.table.ariaRowCount = String(rows + 1);
    for (let first = 0; first < rows; first += BLOCK) {
      const block = { first, last: Math.min(first + BLOCK, rows), isMade: false };
      this.#blocks.set(document.createElement("tbody"), block);
    }
    let isShort = false;
    for (const [body, block] of this.#blocks) {
      const isWanted = wanted.some((row) => block.first <= row && row < block.last);
      if (!block.first || isWanted || isShort) this.#fill(body, block);
      else leave(body, block);
      if (!block.first) isShort = rows * (body.rows[0]?.cells.length ?? 0) <= FEW_CELLS;
    }
    for (const body of [...this.table.tBodies]) body.remove();
    this.table.append(...this.#blocks.keys());
    if (isShort) return;
    for (const [body, { first }] of this.#blocks) if (first) this.#observer.observe(body);
  }

  /**
   * @param {HTMLTableSectionElement} body
   * @param {boolean} isSeen
   */
  #see(body, isSeen) {
    const block = this.#blocks.get(body);
    if (!block || block.isMade === isSeen) return; // of rows that were shown before, or all is well
    if (isSeen) {
      this.#fill(body, block);
      this.onMade(block.first, block.last);
    } else if (!body.contains(document.activeElement)) {
      leave(body, block);
      this.onGone(block.first, block.last);
    }
  }

  /**
   * @param {HTMLTableSectionElement} body
   * @param {Block} block
   */
  #fill(body, block) {
    const lines = [];
    for (let row = block.first; row < block.last; row += 1) {
      const line = this.#make(row);
      line.ariaRowIndex = String(row + 2); // after the names
      lines.push(line);
    }
    body.replaceChildren(...lines);
    block.isMade = true;
  }
}

/**
 * @param {HTMLTableSectionElement} body
 * @param {Block} block
 */
function leave(body, block) {
  const line = make("tr", { className: "unmade", ariaHidden: "true" }, make("td"));
  line.style.setProperty("--rows", String(block.last - block.first));
  body.replaceChildren(line);
  block.isMade = false;
}
