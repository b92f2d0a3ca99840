/** Train, step, go back, start again; where the run is, and how Python is. */

import { find, isStill, write } from "../kit/dom.js";
import { tally } from "../kit/verdict.js";
import { count, fixed, iterations, rough } from "../model/format.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Speed } from "../model/pace.js"
 */

export class Transport {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.train = find("#train", HTMLButtonElement);
    this.back = find("#back", HTMLButtonElement);
    this.forth = find("#step", HTMLButtonElement);
    this.epoch = find("#epoch", HTMLButtonElement);
    this.reset = find("#reset", HTMLButtonElement);
    this.retry = find("#retry", HTMLButtonElement);
    this.where = find("#iteration", HTMLElement);
    this.status = find("#status", HTMLElement);
    this.bytes = find("#bytes", HTMLElement);
    this.progress = find("#progress", HTMLProgressElement);
    this.speed = find("select[name=speed]", HTMLSelectElement);
    const still = isStill();
    this.speed.value = session.speed = still ? "full" : "watch";

    this.train.onclick = () => (this.#busy ? session.pause() : session.train(session.speed));
    this.speed.onchange = () => {
      session.speed = /** @type {Speed} */ (this.speed.value);
      if (session.training) session.train(session.speed);
    };
    this.back.onclick = () => this.#able(this.back) && session.stepBack();
    this.forth.onclick = () => this.#able(this.forth) && session.step();
    this.epoch.onclick = () => this.#able(this.epoch) && session.epoch();
    this.reset.onclick = () => session.goto(0);
    this.retry.onclick = () => session.start();
  }

  draw() {
    const { frame, experiment, runtime } = this.session;
    const { steps_in_epoch: steps } = this.session.description;
    write(this.train, this.#busy ? "Pause" : "Train");
    const isLast = frame.iteration >= experiment.iterations || frame.divergedAt === frame.iteration;
    // Not `disabled`, which would take the focus from a reader who steps with the keyboard.
    this.back.ariaDisabled = String(frame.iteration === 0);
    this.forth.ariaDisabled = this.epoch.ariaDisabled = String(isLast);
    this.epoch.hidden = steps === 1;
    const where = `${count(frame.iteration)} of ${count(experiment.iterations)}`;
    const whose = this.session.edited ? " · your rule" : "";
    const epoch = steps > 1 ? ` · epoch ${count(Math.ceil(frame.iteration / steps))}` : "";
    write(this.where, `${where}${epoch} · ${this.session.lossTitle} ${rough(frame.loss)}${whose}`);
    write(this.status, this.#status());
    this.status.className =
      frame.divergedAt === null && !this.session.broken ? runtime.stage : "failed";
    this.retry.hidden = runtime.stage !== "failed";
    this.progress.hidden = !(runtime.stage in ARRIVAL);
    // The bytes stand beside the status: a screen reader need not say each of them.
    if (runtime.stage === "downloading" && runtime.total) {
      this.progress.max = runtime.total;
      this.progress.value = runtime.received;
      write(this.bytes, `${megabytes(runtime.received)} of ${megabytes(runtime.total)} MB`);
    } else {
      this.progress.removeAttribute("value");
      write(this.bytes, "");
    }
  }

  /** @param {HTMLButtonElement} button */
  #able(button) {
    return button.ariaDisabled !== "true";
  }

  get #busy() {
    return this.session.training || this.session.waiting !== null;
  }

  #status() {
    const { runtime, training, frame, experiment, broken } = this.session;
    if (runtime.stage === "failed") {
      const next = this.session.stale
        ? "Your experiment needs it."
        : "The recorded training is still there.";
      return `Python could not be started: ${runtime.reason} ${next}`;
    }
    if (runtime.stage === "deferred")
      return "Python comes when you need it. Until then, this is a recorded training.";
    if (runtime.stage !== "ready") return `${ARRIVAL[runtime.stage]} ${this.#next()}`;
    if (training) return "Training";
    if (broken) return `Your rule failed at iteration ${count(frame.iteration)}: ${broken.problem}`;
    if (frame.divergedAt !== null) return `Diverged at iteration ${count(frame.divergedAt)}`;
    if (frame.iteration === frame.stoppedAt) {
      return `Stopped at iteration ${count(frame.iteration)}: the error is at most ${Number(experiment.stop_at)}`;
    }
    if (frame.iteration === experiment.iterations) {
      const { table } = this.session;
      const { rows, test_rows: tests } = table;
      const answer = frame.answer(frame.rows, table);
      return `${iterations(frame.iteration)} done; the answer is ${answer}; ${tally(frame.counts("training"), rows - tests)}`;
    }
    const { python, numpy } = runtime.start.versions;
    return `Python ${python} and NumPy ${numpy}, running in this page`;
  }

  #next() {
    const { waiting, stale, foreign } = this.session;
    if (waiting) return "Training begins when it is here.";
    if (foreign) return `${foreign.source} opens when it is here.`;
    return stale
      ? "Your experiment opens when it is here."
      : "Until then, this is a recorded training.";
  }
}

const ARRIVAL = {
  absent: "Python is starting.",
  downloading: "Python is on its way.",
  starting: "Python is starting.",
  importing: "Python is importing NumPy.",
};

/** @param {number} bytes */
const megabytes = (bytes) => fixed(bytes / 1e6, 1);
