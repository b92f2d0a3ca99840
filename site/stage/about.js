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
    const { runtime } = session;
    if (runtime.stage !== "ready") return write(line, "");
    const { python, numpy } = runtime.start.versions;
    const how = runtime.start.restored
      ? "were restored from their memory as it was when this page was built"
      : `were started the plain way, from their files: ${runtime.start.why}`;
    write(line, `Python ${python} and NumPy ${numpy} ${how.replace(/[^.]$/, "$&.")}`);
  });
}
