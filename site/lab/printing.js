/** What Python prints, on its way to the page: in portions, and not without end. */

/** Characters of one run that are shown; an endless loop prints as many in a moment. */
const MOST = 20_000;
/** Between two portions, in milliseconds. */
const EVERY = 50;

export class Printing {
  #waiting = "";
  #left = MOST;
  #sent = 0;
  #decoder = new TextDecoder();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(text: string) => void} send */
  constructor(send) {
    this.send = send;
  }

  /**
   * Takes what Python writes: Pyodide's own form of an output stream. While Python is busy no
   * timer fires, so that a look at the clock has to do.
   *
   * @param {Uint8Array} bytes
   */
  write = (bytes) => {
    if (this.#left > 0) {
      const text = this.#decoder.decode(bytes, { stream: true });
      this.#waiting += text.slice(0, this.#left);
      this.#left -= text.length;
      if (this.#left <= 0) this.#waiting += `\n… more than ${MOST} characters: the rest is not shown.\n`;
      if (performance.now() - this.#sent > EVERY) this.flush();
      else this.#timer ??= setTimeout(() => this.flush(), EVERY);
    }
    return bytes.length;
  };

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sent = performance.now();
    if (this.#waiting) this.send(this.#waiting);
    this.#waiting = "";
  }
}
