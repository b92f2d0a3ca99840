/** What the present picture shows, in words. */

import { count, digits, iterations, rough, short } from "../format.js";
import { find, make } from "./dom.js";

/** @import { Session } from "../session.js" */

/** So many times the lowest loss is worth a word. */
const MUCH_WORSE = 10;

export class Explanation {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.root = find("#say", HTMLElement);
  }

  draw() {
    const { title, text, goal } = this.#words();
    if (this.said === title + text) return;
    this.said = title + text;
    this.root.replaceChildren(make("p", {}, make("strong", { textContent: `${title} ` }), text));
    if (goal === undefined) return;
    const onclick = () => {
      this.session.goto(goal);
      find("#timeline", HTMLElement).focus({ preventScroll: true }); // the button goes away
    };
    this.root.append(make("button", { textContent: `Take me to iteration ${count(goal)}`, onclick }));
  }

  /** @returns {{title: string, text: string, goal?: number}} */
  #words() {
    const { frame, experiment, training, stale } = this.session;
    if (stale) {
      return {
        title: "Another experiment.",
        text: "Its numbers are Python's to compute; they stand here as soon as it has arrived.",
      };
    }
    if (frame.divergedAt !== null) {
      return {
        title: `It diverged at iteration ${count(frame.divergedAt)}.`,
        text:
          "A step was so large that it made the error larger, the next step too, until the numbers " +
          "had no end. A smaller learning rate takes smaller steps.",
        goal: frame.divergedAt - 1,
      };
    }
    if (frame.iteration === 0 && !training) {
      return {
        title: "A neuron before it has learned.",
        text:
          "Each input is multiplied by its weight, the products are added up, and the sum decides " +
          "the output. The weights are random, so the outputs are wrong. Train changes them, again " +
          "and again, each time towards the targets.",
      };
    }
    if (training || frame.iteration < experiment.iterations) {
      return {
        title: "At every iteration",
        text:
          "all rows go through the neuron. Each row's error, target minus output, says which way " +
          "each of its weights should move, and the slope of the output how far. All rows' wishes " +
          "are added up, times the learning rate.",
      };
    }
    return this.#verdict();
  }

  /** What has come of a whole training. */
  #verdict() {
    const { frame, experiment } = this.session;
    const { length } = experiment.data.inputs;
    const wrong = experiment.data.inputs.filter((_, row) => frame.isWrong(row)).length;
    const question = experiment.question.map(short).join(", ");
    const answer = /** @type {number} */ (frame.row("outputs", length).at(-1));
    const asked = `To the new situation ${question} it answers ${digits(answer)}.`;
    const after = `after ${iterations(frame.iteration)} the mean squared error is ${rough(frame.loss)}`;
    const { lowest } = frame;
    if (frame.loss > MUCH_WORSE * lowest.loss) {
      const was = `at iteration ${count(lowest.iteration)} it was ${rough(lowest.loss)}`;
      return {
        title: `${wrong} of ${length} rows are wrong.`,
        text: `${asked} But over the rows it was trained on, ${after}; ${was}. More training has made it worse.`,
        goal: lowest.iteration,
      };
    }
    return {
      title: wrong ? `${wrong} of ${length} rows are still wrong.` : `All ${length} rows are learned.`,
      text: `${asked} Over the rows it was trained on, ${after}.`,
    };
  }
}
