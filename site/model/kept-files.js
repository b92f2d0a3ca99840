/** Files whose tables only Python has: kept, so that another Python can be given them again. */

import { transfer } from "comlink";

/**
 * @import { Client } from "../python/client.js"
 * @import { FileUse } from "../python/worker.js"
 *
 * @typedef {{file: Blob, header: boolean}} Reading
 */

export class KeptFiles {
  /** @type {Reading | undefined} The one that was read last. */
  #read;
  /** @type {{reading: Reading, use: FileUse} | undefined} The one whose table was last used. */
  #used;

  /**
   * @param {Client["python"]} python
   * @param {Blob} file
   * @param {boolean} [header]
   */
  async read(python, file, header) {
    const bytes = await file.arrayBuffer();
    const kept = new Blob([bytes]); // the file itself may be another one later
    const answer = await python.readFile(handedOver(bytes), header);
    if (!("problem" in answer)) this.#read = { file: kept, header: answer.sheet.header };
    return answer;
  }

  /**
   * @param {Client["python"]} python
   * @param {FileUse} use Of the file that was read last.
   */
  async use(python, use) {
    const reading = this.#read;
    const answer = await python.useFile(use);
    if (reading && !("problem" in answer)) this.#used = { reading, use };
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
    const give = async (/** @type {Reading} */ { file, header }) =>
      python.readFile(handedOver(await file.arrayBuffer()), header);
    if (this.#used) await give(this.#used.reading);
    const answer = this.#used && (await python.useFile(this.#used.use));
    if (this.#read && this.#read !== this.#used?.reading) await give(this.#read);
    return answer;
  }
}

/** @param {ArrayBuffer} bytes To be handed over, not copied. */
const handedOver = (bytes) => transfer(new Uint8Array(bytes), [bytes]);
