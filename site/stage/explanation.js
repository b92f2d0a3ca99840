/** What the present picture shows, in words. */

import { make } from "../kit/dom.js";
import { rebuild } from "../kit/redraw.js";
import { tally, verdict } from "../kit/verdict.js";
import { count, listed, rough, sentence, short } from "../model/format.js";
import { parameterNames } from "../model/frame.js";

/**
 * @import { Loss } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Hand } from "./hand.js"
 */

/** Of so many columns, a situation has their names. */
const FEW_COLUMNS = 4;
/** Of so many rows, those that are far are named. */
const FEW = 8;

export class Explanation {
  /**
   * @param {Session} session
   * @param {HTMLElement} root
   * @param {HTMLElement} timeline Gets the focus once the reader is taken elsewhere.
   * @param {Hand} hand
   */
  constructor(session, root, timeline, hand) {
    this.session = session;
    this.root = root;
    this.timeline = timeline;
    this.hand = hand;
    rebuild(
      () => [this.#words(), this.#obstacle],
      () => this.#show(),
    );
  }

  #show() {
    const { title, text, goal } = this.#words();
    const obstacle = this.#obstacle;
    this.root.replaceChildren(paragraph(title, text));
    if (obstacle) this.root.append(paragraph(obstacle.title, obstacle.text));
    if (goal === undefined) return;
    const onclick = () => {
      this.session.goto(goal);
      this.timeline.focus({ preventScroll: true }); // the button goes away
    };
    this.root.append(
      make("button", { textContent: `Take me to iteration ${count(goal)}`, onclick }),
    );
  }

  /** What keeps the shown network from learning. */
  get #obstacle() {
    const { frame, stale, description } = this.session;
    return stale || frame.divergedAt !== null ? undefined : frame.obstacle(description.obstacles);
  }

  /** @returns {{title: string, text: string, goal?: number}} */
  #words() {
    const { frame, experiment, training, stale } = this.session;
    const isOne = experiment.layers.length === 1 && experiment.layers[0].units === 1;
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
          "Each step was too long and made the error larger, until the numbers had no end" +
          `${this.#firstWithoutEnd()}. A smaller learning rate takes shorter steps.`,
        goal: frame.divergedAt - 1,
      };
    }
    const stops = frame.iteration === frame.stoppedAt && !training;
    if (frame.iteration === 0 && !training) {
      if (this.hand.canUndo)
        return {
          title: "Weights changed by hand.",
          text: `${this.#rows} Train starts from these weights. Undo brings back those from before.`,
        };
      const start = experiment.parameters.length
        ? "The start weights were not drawn but given: set by hand, or brought by a link or a file."
        : (this.session.named("starts", experiment.start)?.said ?? "");
      if (this.session.isRecordedRun)
        return {
          title: "One column of these four rows is the answer. Which?",
          text:
            "The neuron does not know: its weights are random. Train changes them " +
            `${count(experiment.iterations)} times, each time towards the targets.`,
        };
      return {
        title: `A ${isOne ? "neuron" : "network"} before it has learned.`,
        text: !isOne
          ? `Each neuron adds up what comes along its lines, times their weights, and its activation turns the sum into an output. ${start}`
          : `Each input is multiplied by its weight, and the sum of the products decides the output. ${start} Train changes them, each time towards the targets.`,
      };
    }
    if (!stops && (training || frame.iteration < experiment.iterations)) {
      return {
        title: "At every iteration",
        text: !isOne
          ? `${this.#rowsOfAStep} through the network, layer by layer. Then the errors go back along the same ` +
            `lines, so that every weight is told which way it should move, and how far.${this.#change}`
          : `${this.#rowsOfAStep} through the neuron. Each row's error, target minus output, says which way ` +
            `each of its weights should move, and ${this.#howFar}.${this.#change}`,
      };
    }
    return this.#verdict();
  }

  /** The rows that one step takes. */
  get #rowsOfAStep() {
    const { batch_size: size } = this.session.experiment;
    const all = count(this.#trained);
    if (this.#isWhole) return "all rows go";
    return size === 1
      ? `one of the ${all} rows goes`
      : `${count(Number(size))} of the ${all} rows go`;
  }

  /** What says how far one neuron's weights should move. */
  get #howFar() {
    const { description } = this.session;
    const loss = /** @type {Loss | undefined} */ (
      this.session.named("losses", description.experiment.loss)
    );
    return loss?.slope_cancels
      ? `how far, too: from ${loss.title} the slope of the output cancels out`
      : "the slope of the output how far";
  }

  /** What is made of what the rows of a step push. */
  get #change() {
    const { session } = this;
    const { experiment, description } = session;
    const { optimiser, regularisation } = experiment;
    const isAlone = experiment.batch_size === 1 && !this.#isWhole;
    const pushes = isAlone
      ? "This push is"
      : experiment.average
        ? "The mean of the rows' pushes is"
        : `The pushes of ${this.#isWhole ? "all" : "these"} rows are added up and`;
    const by =
      optimiser === "plain"
        ? ""
        : ` ${session.named("optimisers", optimiser)?.title} turns that into a direction first.`;
    const pull =
      regularisation === "none"
        ? ""
        : ` ${session.named("regularisations", regularisation)?.title} draws every weight towards 0 as well.`;
    const { steps_in_epoch: steps } = description;
    const epoch =
      steps > 1 ? ` After ${count(steps)} iterations, an epoch, each row has been taken once.` : "";
    return ` ${pushes} multiplied by the learning rate.${by}${pull}${epoch}`;
  }

  /** How many rows are trained on. */
  get #trained() {
    const { rows, test_rows: tests } = this.session.table;
    return rows - tests;
  }

  /** Whether a step takes all rows. */
  get #isWhole() {
    const { batch_size: size } = this.session.experiment;
    return size === null || size >= this.#trained;
  }

  /** The first of the weights and biases that is no finite number any more. */
  #firstWithoutEnd() {
    const { frame, description } = this.session;
    const first = frame.row("parameters").findIndex((value) => !Number.isFinite(value));
    return first < 0 ? "" : `; the first was ${parameterNames(description.experiment)[first]}`;
  }

  /** What has come of a whole training. */
  #verdict() {
    const { frame, experiment, table } = this.session;
    const { names } = table;
    const question = experiment.question.map((value, at) =>
      names.length && experiment.question.length <= FEW_COLUMNS
        ? `${names[at]} ${short(value)}`
        : short(value),
    );
    const answer = frame.answer(frame.rows, table);
    const text = [`To the new situation ${question.join(", ")} it answers ${answer}.`, this.#rows];
    const lossName = this.session.lossTitle;
    const { lowest, startLoss, isMuchWorse: isWorse } = frame;
    // Where the error is now stands above the curve.
    if (frame.loss > startLoss)
      text.push(
        `At the start the ${lossName} was ${rough(startLoss)}. Training has made it worse.`,
      );
    else if (isWorse)
      text.push(
        `At iteration ${count(lowest.iteration)} the ${lossName} was ${rough(lowest.loss)}. More training has made it worse.`,
      );
    if (table.test_rows) {
      const tested = tally(frame.counts("test"), table.test_rows);
      text.push(
        `Over the ${count(table.test_rows)} rows that it has never seen, the ${lossName} is ${rough(frame.testLoss)}: ${tested}.`,
      );
    }
    return {
      title: verdict(frame, this.#trained),
      text: text.join(" "),
      goal: isWorse && lowest.iteration < frame.iteration ? lowest.iteration : undefined,
    };
  }

  /** How the rows came out that it was trained on; of few, which of them are far. */
  get #rows() {
    const { frame, table } = this.session;
    const counts = frame.counts("training");
    const said = `${tally(counts, this.#trained)}.`;
    const far = frame.farRows.filter((row) => !table.test.includes(row)).map((row) => row + 1);
    if (this.#trained > FEW || !far.length) return said;
    const named =
      far.length === 1
        ? `row ${far[0]} is far from its target.`
        : `rows ${listed(far)} are far from their targets.`;
    const isAllRight = counts.right === this.#trained; // and yet far: which side counts as which is worth a sentence
    return isAllRight
      ? `${said} ${this.session.description.meanings.right} But ${named}`
      : `${said} ${sentence(named)}`;
  }
}

/**
 * @param {string} title
 * @param {string} text
 */
const paragraph = (title, text) =>
  make("p", {}, make("strong", { textContent: `${title} ` }), text);
