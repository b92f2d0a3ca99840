/** How good the network is: over the rows that it was trained on, and over those it has never seen. */

import { make, write } from "../kit/dom.js";
import { scrolled, table } from "../kit/tables.js";
import { tally } from "../kit/verdict.js";
import { count, explained, percent, rough } from "../model/format.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Over, Quality as Numbers } from "../python/questions.js"
 */

const R_SQUARED =
  "R² is the share of the targets' scatter around their mean that the outputs account for: 1 is all of it, 0 is what " +
  "always answering the mean would get, and below 0 is worse than that.";

export class Quality {
  /** The tables as they stand; what is the same is not built anew while it trains. */
  #built = "";

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.said = make("p", { className: "quality-said" });
    this.place = make("div", { className: "quality-tables" });
    this.note = make("p", { className: "surface-legend" });
    this.root = make("div", {}, this.said, this.place, this.note);
  }

  /** @param {Numbers} numbers @param {number} iteration That they are about. */
  show(numbers, iteration) {
    const { kind, training, test } = numbers;
    const isClasses = kind !== "regression";
    const { lossTitle } = this.session;
    write(this.said, `At iteration ${count(iteration)}: ${verdict(training, test, lossTitle)}`);
    const { right = "", near, learned } = this.session.description.meanings;
    write(
      this.note,
      [isClasses ? confusionNote(numbers) : scatterNote(training), right, near, learned].join(" "),
    );
    const built = JSON.stringify([numbers, lossTitle]);
    if (built === this.#built) return;
    this.#built = built;
    this.place.replaceChildren(
      overall(training, test, isClasses, lossTitle),
      ...confusions(numbers),
    );
  }
}

/**
 * @param {Over} training
 * @param {Over | undefined} test
 * @param {string} lossTitle
 */
function verdict(training, test, lossTitle) {
  const [seen, unseen] = [training, test].map((over) => over && told(over, lossTitle));
  return (
    `over the ${rows(training)} that it was trained on, ${seen}` +
    (test
      ? `; over the ${rows(test)} that it has never seen, ${unseen}.`
      : ". There are no test rows: see Change the data.")
  );
}

/**
 * @param {Over} over
 * @param {string} lossTitle
 */
function told({ rows: all, near, right, r_squared: scatter, loss }, lossTitle) {
  if (right === undefined && scatter === undefined) return `the ${lossTitle} is ${error(loss)}`;
  return tally({ near, right: right ?? null, r_squared: scatter ?? null }, all);
}

/**
 * @param {Over} training
 * @param {Over | undefined} test
 * @param {boolean} isClasses
 * @param {string} lossTitle
 */
function overall(training, test, isClasses, lossTitle) {
  /** @param {string} name @param {Over} over */
  const line = (name, { rows: all, near, loss, accuracy, r_squared: scatter }) => [
    name,
    count(all),
    isClasses
      ? accuracy === undefined
        ? "—"
        : percent(accuracy)
      : scatter === undefined
        ? "—"
        : explained(scatter),
    count(near),
    error(loss),
  ];
  const lines = [line("training rows", training), ...(test ? [line("test rows", test)] : [])];
  return table("Over all rows", ["", "rows", isClasses ? "right" : "R²", "near", lossTitle], lines);
}

/** @param {Numbers} numbers */
function confusions({ classes, training, test }) {
  /** @param {string} caption @param {Over | undefined} over */
  const one = (caption, over) =>
    over?.confusion ? [confusion(caption, classes, over.confusion)] : [];
  return [...one("Training rows", training), ...one("Test rows", test)];
}

/**
 * @param {string} caption
 * @param {string[]} classes
 * @param {number[][]} counts
 */
function confusion(caption, classes, counts) {
  const heads = classes.map((name) => make("th", { scope: "col", textContent: `out: ${name}` }));
  const lines = counts.map((line, target) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", textContent: `target ${classes[target]}` }),
      ...line.map((many, out) =>
        make("td", { className: out === target ? "right" : "", textContent: count(many) }),
      ),
    ),
  );
  return scrolled(
    caption,
    make("thead", {}, make("tr", {}, make("td", {}), ...heads)),
    make("tbody", {}, ...lines),
  );
}

/** @param {Numbers} numbers */
function confusionNote({ classes, training }) {
  if (!classes.length) return "There are too many classes for a table of them.";
  if (!training.confusion)
    return "Its outputs are not finite, so that nothing comes out as any class.";
  return "The rows counted in bold are right.";
}

/** @param {Over} training */
function scatterNote({ r_squared: scatter, loss }) {
  if (scatter !== undefined) return R_SQUARED;
  return loss === undefined
    ? "Its outputs are not finite, so that there is no R²."
    : "All targets are the same, so that there is no scatter to account for, and no R².";
}

/** @param {Over} over */
const rows = ({ rows: all }) => `${count(all)} row${all === 1 ? "" : "s"}`;

/** @param {number | undefined} loss */
const error = (loss) => (loss === undefined ? "not finite" : rough(loss));
