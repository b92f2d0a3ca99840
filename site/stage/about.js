/** What runs in this page, and how it was started. */

import { find, write } from "../kit/dom.js";

/** @import { Session } from "../model/session.js" */

export class About {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.line = find("#about", HTMLElement);
  }

  draw() {
    const { runtime, refusal } = this.session;
    if (runtime.stage !== "ready") return write(this.line, "");
    const { python, numpy } = runtime.start.versions;
    const how = runtime.start.restored
      ? "were restored from their memory as it was when this page was built"
      : `were started the plain way, from their files: ${runtime.start.why}`;
    const steps = refusal
      ? `NumPy takes every step of a training by itself: ${refusal}`
      : "In a long training, its calls of NumPy are compiled as one, which leaves the same numbers";
    write(this.line, `Python ${python} and NumPy ${numpy} ${ended(how)} ${ended(steps)}`);
  }
}

/** With a full stop. @param {string} sentence */
const ended = (sentence) => sentence.replace(/[^.]$/, "$&.");
