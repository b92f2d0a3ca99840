/** What runs in this page, and how it was started. */

import { write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";

/** @import { Session } from "../model/session.js" */

/**
 * @param {Session} session
 * @param {HTMLElement} line
 */
export function about(session, line) {
  redraw(() => {
    const { runtime, refusal } = session;
    if (runtime.stage !== "ready") return write(line, "");
    const { python, numpy } = runtime.start.versions;
    const how = runtime.start.restored
      ? "were restored from their memory as it was when this page was built"
      : `were started the plain way, from their files: ${runtime.start.why}`;
    const steps = refusal
      ? `NumPy takes every step of a training by itself: ${refusal}`
      : "In a long training, its calls of NumPy are compiled as one, which leaves the same numbers";
    write(line, `Python ${python} and NumPy ${numpy} ${ended(how)} ${ended(steps)}`);
  });
}

/** With a full stop. @param {string} sentence */
const ended = (sentence) => sentence.replace(/[^.]$/, "$&.");
