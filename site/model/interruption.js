/** Answers that never come, because Python was stopped. */

/** What such an answer rejects with. */
export class Stopped extends Error {}

/** A promise that can only be rejected. */
export class Interruption {
  #reject = (/** @type {Error} */ _) => {};

  constructor() {
    /** @type {Promise<never>} */
    this.promise = new Promise((_, reject) => (this.#reject = reject));
    this.promise.catch(() => {}); // nobody may be waiting
  }

  interrupt() {
    this.#reject(new Stopped("Python was stopped."));
  }
}
