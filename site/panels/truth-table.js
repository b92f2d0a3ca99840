/** All rows of 0 and 1 that there are: those it was trained on, and those that are new to it. */

import { make, renew, writeNumber } from "../kit/dom.js";
import { scrolled } from "../kit/tables.js";
import { indexed, short } from "../model/format.js";
import { keepUp, shown } from "./keep-up.js";
import { panel } from "./panel.js";

/**
 * @import { Panel } from "./panel.js"
 * @import { TruthTable as Rows } from "../python/queries.js"
 */

/** @type {Panel} */
export function truthTable(session) {
  const view = new TruthTable();
  const root = panel(
    "truth-table",
    "Every situation",
    "All rows that can be made of 0 and 1. It was trained on those that have a target; the others are new to it.",
    view.root,
  );
  keepUp(session, view.root, {
    about: () => shown(session),
    ask: (python) => python.truth_table(),
    show: (rows) => view.show(rows),
  });
  return root;
}

class TruthTable {
  /** @type {HTMLElement[]} */
  #outputs = [];
  #built = "";

  constructor() {
    this.root = make("div", {});
  }

  /** @param {Rows | null} rows */
  show(rows) {
    const built = JSON.stringify(rows?.map(({ inputs, target }) => [inputs, target]) ?? null);
    if (built !== this.#built) this.#build(rows);
    this.#built = built;
    rows?.forEach(({ output }, at) => writeNumber(this.#outputs[at], output));
  }

  /** @param {Rows | null} rows */
  #build(rows) {
    if (!rows) {
      this.root.replaceChildren(
        make("p", {
          textContent:
            "There is one where every input of the data is 0 or 1, of at most six inputs, and the network has one output.",
        }),
      );
      return;
    }
    const heads = [...rows[0].inputs.map((_, index) => indexed("x", index)), "target", "output"];
    this.#outputs = rows.map(() => make("span", { className: "number" }));
    const body = rows.map(({ inputs, target }, at) => {
      const cells = [
        ...inputs.map(short),
        target === null ? "new" : short(target),
        this.#outputs[at],
      ];
      return make(
        "tr",
        { className: target === null ? "new" : "" },
        ...cells.map((cell) => make("td", {}, cell)),
      );
    });
    const head = make(
      "tr",
      {},
      ...heads.map((text) => make("th", { scope: "col", textContent: text })),
    );
    renew(this.root, scrolled("Truth table", make("thead", {}, head), make("tbody", {}, ...body)));
  }
}
