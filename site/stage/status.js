/** How Python is, and what has come of the training. */

import { find, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { tally } from "../kit/verdict.js";
import { count, fixed, iterations } from "../model/format.js";

/** @import { Session } from "../model/session.js" */

const STARTING = "Python is starting.";
const ARRIVAL = {
  absent: STARTING,
  downloading: "Python is on its way.",
  starting: STARTING,
  importing: "Python is importing NumPy.",
};

/**
 * @param {Session} session
 * @param {HTMLElement} root
 */
export function status(session, root) {
  const line = find("[role=status]", HTMLElement, root);
  const bytes = find(".bytes", HTMLElement, root);
  const progress = find("progress", HTMLProgressElement, root);
  const retry = find(".retry", HTMLButtonElement, root);
  retry.onclick = () => session.start();

  redraw(() => {
    const { frame, runtime, broken } = session;
    write(line, words(session));
    line.className = frame.divergedAt === null && !broken ? runtime.stage : "failed";
    retry.hidden = runtime.stage !== "failed";
    progress.hidden = !(runtime.stage in ARRIVAL);
    // The bytes stand beside the status: a screen reader need not say each of them.
    if (runtime.stage === "downloading" && runtime.total) {
      progress.max = runtime.total;
      progress.value = runtime.received;
      write(bytes, `${megabytes(runtime.received)} of ${megabytes(runtime.total)} MB`);
    } else {
      progress.removeAttribute("value");
      write(bytes, "");
    }
  });
}

/** @param {Session} session */
function words(session) {
  const { runtime, training, stale } = session;
  if (runtime.stage === "failed") {
    const next = stale ? "Your experiment needs it." : "The recorded training is still there.";
    return `Python could not be started: ${runtime.reason} ${next}`;
  }
  if (runtime.stage === "deferred")
    return session.recorded
      ? "Python comes when you need it. Until then, this is a recorded training."
      : "Python rests. It comes again when you need it, and goes on from here.";
  if (runtime.stage !== "ready") return `${ARRIVAL[runtime.stage]} ${meanwhile(session)}`;
  if (training) return "Training";
  const ended = outcome(session);
  if (ended) return ended;
  const { python, numpy } = runtime.start.versions;
  return `Python ${python} and NumPy ${numpy}, running in this page`;
}

/** What has come of a training that is at its end; nothing, elsewhere. @param {Session} session */
export function outcome({ ready, broken, frame, experiment, table }) {
  if (!ready) return "";
  if (broken) return `Your rule failed at iteration ${count(frame.iteration)}: ${broken.problem}`;
  if (frame.divergedAt !== null) return `Diverged at iteration ${count(frame.divergedAt)}`;
  if (frame.iteration === frame.stoppedAt)
    return `Stopped at iteration ${count(frame.iteration)}: the error is at most ${Number(experiment.stop_at)}`;
  if (frame.iteration < experiment.iterations) return "";
  const rows = tally(frame.counts("training"), table.rows - table.test_rows);
  return `${iterations(frame.iteration)} done; the answer is ${frame.answer(frame.rows, table)}; ${rows}`;
}

/** What is to come once Python is there. @param {Session} session */
function meanwhile({ waiting, foreign, stale }) {
  if (waiting) return "Training begins when it is here.";
  if (foreign) return `${foreign.source} opens when it is here.`;
  return stale
    ? "Your experiment opens when it is here."
    : "Until then, this is a recorded training.";
}

/** @param {number} bytes */
const megabytes = (bytes) => fixed(bytes / 1e6, 1);
