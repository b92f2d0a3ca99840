/** How good the network is: over the rows that it was trained on, and over those it has never seen. */

import { make, renew, write } from "../kit/dom.js";
import { scrolled, table } from "../kit/tables.js";
import { tally } from "../kit/verdict.js";
import { count, counted, explained, percent, rough } from "../model/format.js";
import { keepUp, shown } from "./keep-up.js";
import { panel } from "./panel.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 * @import { Over, Quality as Numbers } from "../python/queries.js"
 */

const R_SQUARED =
  "R² is the share of the targets' scatter around their mean that the outputs account for: 1 is all of it, 0 is what " +
  "always answering the mean would get, and below 0 is worse than that.";

/** @type {Panel} */
export function quality(session) {
  const view = new Quality(session);
  const root = panel(
    "quality",
    "How good is it?",
    "A small error over the rows it was trained on says that it knows those. Whether it knows more than them is seen over rows that were kept for testing.",
    view.root,
  );
  keepUp(session, view.root, {
    about: () => shown(session),
    ask: (python) => python.quality(),
    show: (numbers, iteration) => view.show(numbers, iteration),
    date: () => "", // it says so itself
  });
  return root;
}

class Quality {
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
    renew(this.place, overall(training, test, isClasses, lossTitle), ...confusions(numbers));
  }
}

/**
 * @param {Over} training
 * @param {Over | null} test
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
  if (right === null && scatter === null) return `the ${lossTitle} is ${error(loss)}`;
  return tally({ near, right, r_squared: scatter }, all);
}

/**
 * @param {Over} training
 * @param {Over | null} test
 * @param {boolean} isClasses
 * @param {string} lossTitle
 */
function overall(training, test, isClasses, lossTitle) {
  /** @param {string} name @param {Over} over */
  const line = (name, { rows: all, near, loss, accuracy, r_squared: scatter }) => [
    name,
    count(all),
    isClasses
      ? accuracy === null
        ? "—"
        : percent(accuracy)
      : scatter === null
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
  /** @param {string} caption @param {Over | null} over */
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
  const { undecided } = training;
  const none = undecided
    ? ` ${counted(undecided, "row")} ${undecided === 1 ? "lies" : "lie"} on the line between two classes: of neither, and not counted.`
    : "";
  return `The rows counted in bold are right.${none}`;
}

/** @param {Over} training */
function scatterNote({ r_squared: scatter, loss }) {
  if (scatter !== null) return R_SQUARED;
  return loss === null
    ? "Its outputs are not finite, so that there is no R²."
    : "All targets are the same, so that there is no scatter to account for, and no R².";
}

/** @param {Over} over */
const rows = ({ rows: all }) => counted(all, "row");

/** @param {number | null} loss */
const error = (loss) => (loss === null ? "not finite" : rough(loss));
