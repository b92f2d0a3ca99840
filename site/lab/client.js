/** The page's side of Python: one worker, started, watched and replaced here. */

import * as Comlink from "comlink";

/** @import { Remote, Progress } from "./worker.js" */

/**
 * A start that gives no sign of life for so long, in milliseconds, has failed. It is as long as
 * a slow phone may take to compile the runtime; where a policy forbids WebAssembly, Pyodide
 * neither starts nor fails.
 */
const PATIENCE = 60_000;

export class Client {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Comlink.Remote<Remote>} What the worker offers; only after `start`. */
  // @ts-expect-error It is there when it may be used.
  python;

  /**
   * Starts Python in a new worker. An earlier one is ended.
   *
   * @param {(progress: Progress) => void} onProgress
   * @param {(reason: string) => void} onFailure Called if the worker breaks after its start.
   */
  async start(onProgress, onFailure) {
    this.#worker?.terminate();
    if (typeof WebAssembly !== "object") {
      throw new Error("this browser has no WebAssembly, or it is switched off.");
    }
    const worker = (this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" }));
    this.python = Comlink.wrap(worker);
    const watchdog = new Watchdog(PATIENCE);
    let over = false;
    /** @type {Promise<never>} */
    const broken = new Promise((_, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || "its worker could not be loaded."));
    });
    try {
      await Promise.race([
        this.python.start(
          Comlink.proxy((progress) => {
            if (over) return; // it was on its way while the start ended
            watchdog.pat();
            onProgress(progress);
          }),
        ),
        broken,
        watchdog.bark,
      ]);
      broken.catch((error) => onFailure(error.message));
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      over = true;
      watchdog.stop();
    }
  }
}

/** Its promise rejects when it was not patted for too long. */
class Watchdog {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #reject = (/** @type {Error} */ _) => {};

  /** @param {number} patience In milliseconds. */
  constructor(patience) {
    this.patience = patience;
    /** @type {Promise<never>} */
    this.bark = new Promise((_, reject) => (this.#reject = reject));
    this.pat();
  }

  pat() {
    this.stop();
    const reason = new Error(`there was no sign of life for ${this.patience / 1000} seconds.`);
    this.#timer = setTimeout(() => this.#reject(reason), this.patience);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
