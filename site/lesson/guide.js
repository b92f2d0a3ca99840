/** What a chapter lets happen on the stage. */

/**
 * @import { Experiment, Frame } from "../model/frame.js"
 * @import { Client } from "../python/client.js"
 * @import { Session } from "../model/session.js"
 * @import { Drawing } from "../stage/drawing.js"
 */

/** Along each side of a picture of the plane. */
const POINTS = 81;

/** Somebody has taken the stage for something else meanwhile. */
export class Interrupted extends Error {}

/** One telling: it ends when the reader does something else with the stage. */
export class Guide {
  /**
   * @param {Session} session
   * @param {Drawing} [drawing] The stage's.
   */
  constructor(session, drawing) {
    this.session = session;
    this.drawing = drawing;
    this.over = false;
  }

  /**
   * An experiment that `neuron_core` has by name.
   *
   * @param {string} name
   */
  preset(name) {
    return presetOf(this.session, name);
  }

  /**
   * Puts an experiment on the stage, at its start.
   *
   * @param {Experiment} experiment
   */
  async setUp(experiment) {
    await this.session.needPython();
    this.#goOn();
    if (!isSame(this.session.experiment, experiment)) await this.session.open(experiment);
    if (this.session.problem) throw new Error(this.session.problem);
    return this.goto(0);
  }

  /** @param {number} iteration */
  async goto(iteration) {
    await this.session.goto(iteration);
    return this.#at(iteration);
  }

  /**
   * Has a row run through the drawing, or push the weights there.
   *
   * @param {number} row
   * @param {string[]} [pushes]
   */
  async play(row, pushes) {
    this.session.select(row);
    await this.drawing?.play(pushes);
    this.#goOn();
  }

  /** Trains to the end, in view of the reader unless `atOnce`. */
  async train({ atOnce = false } = {}) {
    const { session } = this;
    const unhurried = session.speed === "slow" ? "watch" : session.speed; // 10,000 slow steps take an hour
    await session.train(atOnce ? "full" : unhurried);
    return this.#at(session.experiment.iterations);
  }

  /**
   * Trains a named experiment from its start to its end.
   *
   * @param {string} name
   * @param {{atOnce?: boolean}} [options]
   */
  async whole(name, options) {
    const experiment = this.preset(name);
    await this.setUp(experiment);
    return { experiment, end: await this.train(options) };
  }

  /**
   * Frames of some iterations, without showing them.
   *
   * @param {number[]} iterations
   */
  async frames(iterations) {
    const frames = await this.session.frames(iterations);
    this.#goOn();
    return frames;
  }

  /**
   * Asks Python something about what is on the stage.
   *
   * @template Answer
   * @param {(python: Client["python"]) => Promise<Answer>} question
   */
  async ask(question) {
    const answer = await this.session.ask(question);
    this.#goOn();
    return answer;
  }

  /**
   * How the trainings of other experiments go, without showing them.
   *
   * @param {Experiment[]} experiments
   */
  async courses(experiments) {
    const found = [];
    for (const experiment of experiments)
      found.push((await this.ask((python) => python.course(experiment))).answer);
    return found;
  }

  /**
   * What networks from so many starts come to.
   *
   * @param {number} starts
   */
  async spread(starts) {
    const { found, problem } = await this.ask((python) => python.spread(starts));
    if (!found) throw new Error(problem);
    return found;
  }

  /** What the network's neurons make of the plane of two inputs, as it is on the stage now. */
  async picture() {
    const { answer: outputs } = await this.ask((python) => python.picture(POINTS));
    const { description } = this.session;
    return { outputs, plane: description.plane, table: this.session.table };
  }

  /**
   * @param {number} iteration
   * @returns {Frame}
   */
  #at(iteration) {
    this.#goOn();
    const { frame } = this.session;
    if (frame.iteration !== iteration && frame.divergedAt === null) throw new Interrupted();
    return frame;
  }

  #goOn() {
    if (this.over) throw new Interrupted();
  }
}

/**
 * @param {Session} session
 * @param {string} name
 */
export function presetOf({ catalogue }, name) {
  const preset = catalogue.presets[name];
  if (!preset) throw new Error(`neuron_core has no experiment called ${name}.`);
  return preset;
}

/**
 * Whether two experiments are the same in everything.
 *
 * @param {Experiment} one
 * @param {Experiment} other
 */
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
