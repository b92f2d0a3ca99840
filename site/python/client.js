/** The page's side of Python: its worker, started, watched and replaced here. */

import * as Comlink from "comlink";
import { faultOf } from "../arrival/arrival.js";
import { ROOT } from "../built/root.js";
import workers from "../built/workers.json" with { type: "json" };

/**
 * @import { Count } from "./snapshot/loader.js"
 * @import { Questions } from "./queries.js"
 * @import { Remote, Progress, Start } from "./worker.js"
 */

/**
 * A start has failed that does not come further for so long, in seconds, while its worker has
 * nothing to do: no byte has come and no step was done. A slow line and a slow machine do come further.
 */
const STILL = 60;

/** A worker has failed that does not answer for so long, in seconds: it may be at work on a slow machine. */
const SILENT = 240;

export class Client {
  /** @type {SnapshotLoader | string | undefined} Or why there is none. */
  #loader;
  /** @type {PythonWorker | undefined} */
  #worker;
  /** @type {PythonWorker | undefined} The one that is to be started next. */
  #next;

  #areRestsDue = false;

  /** What the worker offers; only after `start`. */
  get python() {
    return /** @type {PythonWorker} */ (this.#worker).python;
  }

  /** Begins to fetch all that a start needs. */
  prepare() {
    this.#loader ??= new SnapshotLoader();
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
    const watchdog = new Watchdog(() => worker.python.here());
    let over = false;
    const onSign = (/** @type {Progress | undefined} */ progress) => {
      if (over) return; // it was on its way while the start ended
      watchdog.pat();
      if (progress) onProgress(progress);
    };
    try {
      const start = await Promise.race([
        this.#started(worker, onSign),
        worker.broken,
        watchdog.bark,
      ]);
      if (!start.restored) this.#letGo(start.why);
      if (this.#areRestsDue) this.bringRests();
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

  /** Has what a first training does not call come, before it is needed: now, and after each start. */
  bringRests() {
    this.#areRestsDue = true;
    this.#worker?.python.bringRests();
  }

  /** Ends Python, and gives back the memory of all that another start would need. */
  release() {
    this.stop();
    this.#letGo(undefined);
  }

  /** Ends Python, whatever it is doing. */
  stop() {
    this.#worker?.end();
    this.#worker = undefined;
  }

  /**
   * @param {PythonWorker} worker
   * @param {(progress?: Progress) => void} onSign
   */
  #started({ python }, onSign) {
    const loader = this.#loader;
    const start = (/** @type {MessagePort | string} */ from) => {
      const given = from instanceof MessagePort ? Comlink.transfer(from, [from]) : from;
      return python.start(
        given,
        Comlink.proxy(onSign),
        Comlink.proxy(() => onSign()),
      );
    };
    if (!(loader instanceof SnapshotLoader)) return start(String(loader));
    let isHere = false;
    loader.onCount = ({ received, total }) => {
      onSign(isHere ? undefined : { stage: "downloading", received, total });
      isHere = received >= total; // what comes after are signs that it is unpacked
    };
    return Promise.race([start(loader.port()), loader.lost.then(start)]);
  }

  /** @param {string | undefined} why There shall be no other one; else there may be. */
  #letGo(why) {
    if (this.#loader instanceof SnapshotLoader) this.#loader.end();
    this.#loader = why;
  }
}

/**
 * Starts a worker.
 *
 * @param {keyof typeof workers} name
 * @param {(reason: string) => void} onFailure
 */
function thread(name, onFailure) {
  const file = workers[name];
  const address = new URL(file.path, ROOT).href;
  // In a sandboxed frame, whose origin is none, only a worker without an address may start.
  const source =
    self.origin === "null" ? `data:text/javascript,import ${JSON.stringify(address)};` : address;
  const worker = new Worker(source, { type: "module" });
  worker.onerror = async (event) => {
    event.preventDefault(); // it is told in the page's own words
    const { message } = event;
    const hasRun = message && !message.includes("SyntaxError"); // as half of a script ends with
    const fault = hasRun ? undefined : await faultOf(file, ROOT);
    onFailure(
      fault?.message ??
        (message.replace(/^(Uncaught )?(Error: )?/, "") ||
          `${name}.js could not be loaded as a worker.`),
    );
  };
  return worker;
}

/** A worker for Python. */
class PythonWorker {
  #fail = (/** @type {Error} */ _) => {};
  /** @type {Promise<never>} */
  broken = new Promise((_, reject) => (this.#fail = reject));
  #worker = thread("worker", (reason) => this.#fail(new Error(reason)));
  /** @type {Comlink.Remote<Remote & Questions>} */
  python = Comlink.wrap(this.#worker);

  constructor() {
    this.broken.catch(() => {}); // it may break before anybody waits for it
  }

  end() {
    this.#worker.terminate();
  }
}

/** The worker that fetches the snapshot, once for all workers that are to run Python. */
class SnapshotLoader {
  #lose = (/** @type {string} */ _) => {};
  /** @type {Promise<string>} Why it cannot do its work, should that be so. */
  lost = new Promise((resolve) => (this.#lose = resolve));
  #worker = thread("loader", (reason) => this.#lose(reason));
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

/** Its promise rejects when a start stands still: it is patted whenever the start comes further. */
class Watchdog {
  #still = 0;
  #silent = 0;
  #isAnswered = true;
  #hasBegun = false;
  #reject = (/** @type {Error} */ _) => {};
  #timer = setInterval(() => this.#look(), 1000);

  /** @param {() => Promise<void>} ask Asks the worker for an answer, which it gives when it has nothing to do. */
  constructor(ask) {
    this.ask = ask;
    /** @type {Promise<never>} */
    this.bark = new Promise((_, reject) => (this.#reject = reject));
  }

  pat() {
    this.#still = this.#silent = 0;
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** Seconds are counted, not compared: none passes while the whole machine sleeps. */
  #look() {
    if (this.#isAnswered || !this.#hasBegun) this.#still += 1;
    this.#silent += 1;
    if (this.#still >= STILL) this.#reject(new Error(`it has stood still for ${STILL} seconds.`));
    if (this.#silent >= SILENT)
      this.#reject(new Error(`its worker has given no answer for ${SILENT} seconds.`));
    if (this.#isAnswered) {
      this.#isAnswered = false;
      this.ask().then(
        () => (this.#isAnswered = this.#hasBegun = true),
        () => {},
      );
    }
  }
}
