/** Files whose tables only Python has: kept, so that another Python can be given them again. */

import { transfer } from "comlink";

/**
 * @import { Client } from "../python/client.js"
 * @import { FileUse, Reading } from "../python/worker.js"
 *
 * @typedef {{file: Blob, reading: Reading}} Kept
 */

export class KeptFiles {
  /** @type {Kept | undefined} The one that was read last. */
  #read;
  /** @type {{kept: Kept, use: FileUse} | undefined} The one whose table was last used. */
  #used;

  /**
   * @param {Client["python"]} python
   * @param {Blob} file
   * @param {Reading} reading
   */
  async read(python, file, reading) {
    const bytes = await file.arrayBuffer();
    const kept = { file: new Blob([bytes]), reading }; // the file itself may be another one later
    const answer = await python.readFile(handedOver(bytes), reading);
    if (!("problem" in answer)) this.#read = kept;
    return answer;
  }

  /**
   * @param {Client["python"]} python
   * @param {FileUse} use Of the file that was read last.
   */
  async use(python, use) {
    const kept = this.#read;
    const answer = await python.useFile(use);
    if (kept && !("problem" in answer)) this.#used = { kept, use };
    return answer;
  }

  /**
   * Gives another Python what the one before it had; what it says of the open file is the answer.
   *
   * @param {Client["python"]} python
   * @param {boolean} isUsed Whether the data that are open are a file's.
   */
  async again(python, isUsed) {
    if (!isUsed) this.#used = undefined;
    const give = async (/** @type {Kept} */ { file, reading }) =>
      python.readFile(handedOver(await file.arrayBuffer()), reading);
    if (this.#used) await give(this.#used.kept);
    const answer = this.#used && (await python.useFile(this.#used.use));
    if (this.#read && this.#read !== this.#used?.kept) await give(this.#read);
    return answer;
  }
}

/** @param {ArrayBuffer} bytes To be handed over, not copied. */
const handedOver = (bytes) => transfer(new Uint8Array(bytes), [bytes]);
