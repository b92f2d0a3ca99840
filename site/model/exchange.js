/** What the page and one Python have told each other: neither says again what the other has. */

import { Interruption } from "./interruption.js";

/**
 * @import { Client } from "../python/client.js"
 * @import { Update } from "../python/worker.js"
 * @import { Data, Description, Experiment, News } from "./frame.js"
 */

export class Exchange {
  #client;
  /** @type {object | undefined} The data that Python has. */
  #data;
  /** @type {Partial<Description>} What Python has told of the experiment that it has open. */
  #told = {};
  #newest = 0;
  #over = new Interruption();
  /** Along each side of the plane, so many points come with every update. */
  watched = 0;

  /** @param {Client} client */
  constructor(client) {
    this.#client = client;
  }

  get python() {
    return this.#client.python;
  }

  /** This Python answers nobody any more. */
  end() {
    this.#over.interrupt();
  }

  /**
   * @template Answer
   * @param {(python: Client["python"]) => Promise<Answer>} question
   * @returns {Promise<Answer>} Rejects with `Stopped` if Python is ended meanwhile.
   */
  ask(question) {
    return Promise.race([question(this.python), this.#over.promise]);
  }

  /**
   * Has Python open an experiment; a table may be large, and is sent once.
   *
   * @param {Experiment} experiment
   */
  async open(experiment) {
    const { data } = experiment;
    const sent = this.#data === data ? { ...experiment, data: null } : experiment;
    const answer = await this.python.open(sent).catch(failed);
    return "problem" in answer ? answer : this.hear(answer, data);
  }

  /**
   * Completes a description by what was told before. Answers come in the order of the questions.
   *
   * @template {{news: News}} Answer
   * @param {Answer} answer
   * @param {Data} [data] Of the experiment, if the page has them; else only Python has the table.
   */
  hear(answer, data) {
    const description = /** @type {Description} */ ({ ...this.#told, ...answer.news });
    this.#told = description;
    const { test_share, seed } = description.data;
    description.experiment.data ??= data ?? { test_share, seed };
    this.#data = description.experiment.data;
    return { ...answer, description };
  }

  /** Updates may overtake each other; an older one is of no interest. @param {Update} update */
  isNewer({ serial }) {
    const isNewer = serial > this.#newest;
    if (isNewer) this.#newest = serial;
    return isNewer;
  }
}

/** What is told of an error that Python has no words for. @param {Error} error */
export const failed = (error) => ({ problem: "Python failed.", error });
