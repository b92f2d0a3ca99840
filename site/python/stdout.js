/** What Python prints, on its way to the page: at once, and not without end. */

/** Characters of one run that are shown; an endless loop prints as many in a moment. */
const MOST = 20_000;

export class Printing {
  #left = MOST;
  #decoder = new TextDecoder();

  /** @param {(text: string) => void} send */
  constructor(send) {
    this.send = send;
  }

  /**
   * Takes what Python writes: Pyodide's own form of an output stream. It is sent on at once, since
   * what is printed before an endless loop begins should be read while it goes on.
   *
   * @param {Uint8Array} bytes
   */
  write = (bytes) => {
    if (this.#left > 0) {
      const text = this.#decoder.decode(bytes, { stream: true });
      this.send(text.slice(0, this.#left));
      this.#left -= text.length;
      if (this.#left <= 0)
        this.send(`\n… These are ${MOST} characters: what else is printed is not shown.\n`);
    }
    return bytes.length;
  };
}
