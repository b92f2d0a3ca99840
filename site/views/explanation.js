/** What the present picture shows, in words, where there is something to say. */

import { count, digits, rough } from "../format.js";
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
    this.root.hidden = !title;
    if (this.said === title + text) return;
    this.said = title + text;
    this.root.replaceChildren(make("p", {}, make("strong", { textContent: `${title} ` }), text));
    if (goal === undefined) return;
    const onclick = () => this.session.goto(goal);
    this.root.append(make("button", { textContent: `Take me to iteration ${count(goal)}`, onclick }));
  }

  #words() {
    const { frame, experiment, training, stale } = this.session;
    const nothing = { title: "", text: "", goal: undefined };
    if (training || stale) return nothing;
    if (frame.divergedAt !== null) {
      return {
        title: `It diverged at iteration ${count(frame.divergedAt)}.`,
        text:
          "A step was so large that it made the error larger, the next step too, until the numbers " +
          "had no end. A smaller learning rate takes smaller steps.",
        goal: frame.divergedAt - 1,
      };
    }
    const { lowest } = frame;
    if (frame.iteration === 0) {
      return {
        title: "A neuron before it has learned.",
        text:
          "Each input is multiplied by its weight, the products are added up, and the sum decides " +
          "the output. The weights are random, so the outputs are wrong. Training changes the " +
          "weights a little at every iteration, each time towards the targets.",
        goal: undefined,
      };
    }
    if (frame.iteration < experiment.iterations) return nothing;
    if (frame.loss < MUCH_WORSE * lowest.loss) {
      return {
        title: "Trained.",
        text:
          `Over the rows it was trained on, the mean squared error is ${rough(frame.loss)}; it was ` +
          `never lower than ${rough(lowest.loss)}.`,
        goal: undefined,
      };
    }
    const question = experiment.question.join(", ");
    const answer = /** @type {number} */ (frame.row("outputs", experiment.data.inputs.length).at(-1));
    return {
      title: "Look at the rows it was trained on.",
      text:
        `To the new situation ${question} it answers ${digits(answer)}. Over its own rows the mean ` +
        `squared error is ${rough(frame.loss)}; at iteration ${count(lowest.iteration)} it was ` +
        `${rough(lowest.loss)}. More training has made it worse.`,
      goal: lowest.iteration,
    };
  }
}
