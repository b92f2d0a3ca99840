/** The page's side of Python: its worker, started, watched and replaced here. */

import * as Comlink from "comlink";

/**
 * @import { Count } from "./keeper.js"
 * @import { Remote, Progress, Start } from "./worker.js"
 */

/**
 * A start that gives no sign of life for so long, in milliseconds, has failed. It is as long as
 * a slow phone may take to compile the runtime; where a policy forbids WebAssembly, Pyodide
 * neither starts nor fails.
 */
const PATIENCE = 60_000;

export class Client {
  /** @type {Keeper | string | undefined} Or why there is none. */
  #keeper;
  /** @type {PythonWorker | undefined} */
  #worker;
  /** @type {PythonWorker | undefined} The one that is to be started next. */
  #next;

  /** What the worker offers; only after `start`. */
  get python() {
    return /** @type {PythonWorker} */ (this.#worker).python;
  }

  /** Begins to fetch all that a start needs. */
  prepare() {
    this.#keeper ??= new Keeper();
    this.#next ??= new PythonWorker();
  }

  /**
   * Starts Python in a new worker. An earlier one is ended, whatever it is doing.
   *
   * @param {(progress: Progress) => void} onProgress
   * @param {(reason: string) => void} onFailure Called if the worker breaks after its start.
   * @returns {Promise<Start>}
   */
  async start(onProgress, onFailure) {
    this.stop();
    if (typeof WebAssembly !== "object") {
      throw new Error("this browser has no WebAssembly, or it is switched off.");
    }
    this.prepare();
    const worker = (this.#worker = /** @type {PythonWorker} */ (this.#next));
    this.#next = undefined;
    const watchdog = new Watchdog(PATIENCE);
    let over = false;
    const onSign = (/** @type {Progress} */ progress) => {
      if (over) return; // it was on its way while the start ended
      watchdog.pat();
      onProgress(progress);
    };
    try {
      const start = await Promise.race([this.#started(worker, onSign), worker.broken, watchdog.bark]);
      if (!start.restored) this.#letGo(start.why);
      worker.broken.catch((error) => onFailure(error.message));
      return start;
    } catch (error) {
      this.stop();
      this.#letGo(undefined);
      throw error;
    } finally {
      over = true;
      watchdog.stop();
    }
  }

  /** Ends Python, whatever it is doing. */
  stop() {
    this.#worker?.end();
    this.#worker = undefined;
  }

  /**
   * @param {PythonWorker} worker
   * @param {(progress: Progress) => void} onSign
   */
  #started({ python }, onSign) {
    const keeper = this.#keeper;
    const start = (/** @type {MessagePort | string} */ from) => {
      const given = from instanceof MessagePort ? Comlink.transfer(from, [from]) : from;
      return python.start(given, Comlink.proxy(onSign));
    };
    if (!(keeper instanceof Keeper)) return start(String(keeper));
    keeper.onCount = (count) => onSign({ stage: "downloading", ...count });
    return Promise.race([start(keeper.port()), keeper.lost.then(start)]);
  }

  /** @param {string | undefined} why There shall be no other one; else there may be. */
  #letGo(why) {
    if (this.#keeper instanceof Keeper) this.#keeper.end();
    this.#keeper = why;
  }
}

/**
 * Starts a worker.
 *
 * @param {string} module In this folder.
 */
function thread(module) {
  const address = new URL(module, import.meta.url).href;
  // In a sandboxed frame, whose origin is none, only a worker without an address may start.
  const source = self.origin === "null" ? `data:text/javascript,import ${JSON.stringify(address)};` : address;
  return new Worker(source, { type: "module" });
}

/** A worker for Python. */
class PythonWorker {
  #worker = thread("worker.js");
  /** @type {Comlink.Remote<Remote>} */
  python = Comlink.wrap(this.#worker);
  /** @type {Promise<never>} */
  broken = new Promise((_, reject) => {
    this.#worker.onerror = ({ message }) => reject(new Error(message || "its worker could not be loaded."));
  });

  constructor() {
    this.broken.catch(() => {}); // it may break before anybody waits for it
  }

  end() {
    this.#worker.terminate();
  }
}

/** The worker that fetches the snapshot, once for all workers that are to run Python. */
class Keeper {
  #worker = thread("keeper.js");
  /** @type {Promise<string>} Why it cannot do its work, should that be so. */
  lost = new Promise((resolve) => {
    this.#worker.onerror = ({ message }) => resolve(message || "keeper.js could not be loaded.");
  });
  onCount = (/** @type {Count} */ _) => {};

  constructor() {
    this.#worker.onmessage = ({ data }) => this.onCount(data);
  }

  /** The end of a channel at which a worker gets the snapshot. */
  port() {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage(port1, [port1]);
    return port2;
  }

  end() {
    this.#worker.terminate();
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
