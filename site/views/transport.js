/** Train, step, go back, start again; where the run is, and how Python is. */

import { count, digits, rough } from "../format.js";
import { find, write } from "./dom.js";

/**
 * @import { Session } from "../session.js"
 * @import { Speed } from "../lab/pace.js"
 */

export class Transport {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.train = find("#train", HTMLButtonElement);
    this.back = find("#back", HTMLButtonElement);
    this.forth = find("#step", HTMLButtonElement);
    this.reset = find("#reset", HTMLButtonElement);
    this.retry = find("#retry", HTMLButtonElement);
    this.where = find("#iteration", HTMLElement);
    this.status = find("#status", HTMLElement);
    this.progress = find("#progress", HTMLProgressElement);
    this.speed = find("select[name=speed]", HTMLSelectElement);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.speed.value = still ? "full" : "watch";

    this.train.onclick = () => (this.#busy ? session.pause() : session.train(this.#speed));
    this.speed.onchange = () => session.training && session.train(this.#speed);
    this.back.onclick = () => session.stepBack();
    this.forth.onclick = () => session.step();
    this.reset.onclick = () => session.goto(0);
    this.retry.onclick = () => session.start();
  }

  draw() {
    const { frame, experiment, runtime } = this.session;
    write(this.train, this.#busy ? "Pause" : "Train");
    this.back.disabled = frame.iteration === 0;
    this.forth.disabled = frame.iteration >= experiment.iterations || frame.divergedAt === frame.iteration;
    write(
      this.where,
      `${count(frame.iteration)} of ${count(experiment.iterations)} · error ${rough(frame.loss)}`,
    );
    write(this.status, this.#status());
    this.status.className = runtime.stage;
    this.retry.hidden = runtime.stage !== "failed";
    this.progress.hidden = runtime.stage === "ready" || runtime.stage === "failed";
    if (runtime.stage === "downloading" && runtime.total) {
      this.progress.max = runtime.total;
      this.progress.value = runtime.received;
    } else {
      this.progress.removeAttribute("value");
    }
  }

  get #busy() {
    return this.session.training || this.session.waiting !== null;
  }

  get #speed() {
    return /** @type {Speed} */ (this.speed.value);
  }

  #status() {
    const { runtime, description, waiting, stale, training, frame, experiment } = this.session;
    if (runtime.stage === "ready") {
      const { python, numpy } = description.versions;
      if (training) return "Training";
      if (frame.divergedAt !== null) return `Diverged at iteration ${count(frame.divergedAt)}`;
      if (frame.iteration === experiment.iterations) {
        const answer = /** @type {number} */ (frame.row("outputs", experiment.data.inputs.length).at(-1));
        return `${count(frame.iteration)} iterations done; the answer is ${digits(answer)}`;
      }
      return `Python ${python} and NumPy ${numpy}, running in this page`;
    }
    if (runtime.stage === "failed") {
      return `Python could not be started: ${runtime.reason} The recorded training can still be looked at.`;
    }
    const next = waiting
      ? "Training begins when it is here."
      : stale
        ? "Your experiment opens when it is here."
        : "Until then, this is a recorded training.";
    return `${loading(runtime)} ${next}`;
  }
}

/** @param {import("../lab/worker.js").Progress} progress */
function loading(progress) {
  if (progress.stage === "starting") return "Python is starting.";
  if (progress.stage === "importing") return "Python is importing NumPy.";
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  return progress.total
    ? `Python is on its way: ${megabytes(progress.received)} of ${megabytes(progress.total)} MB.`
    : "Python is on its way.";
}
