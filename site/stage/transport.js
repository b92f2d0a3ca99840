/** Train, step, go back, start again; and where the run is. */

import { find, isStill, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { count, rough } from "../model/format.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Speed } from "../model/pace.js"
 * @import { Hand } from "./hand.js"
 */

/**
 * @param {Session} session
 * @param {HTMLElement} root Holds the buttons.
 * @param {HTMLSelectElement} speed
 */
export function transport(session, root, speed) {
  const [train, back, forth, epoch, reset] = ["train", "back", "forth", "epoch", "reset"].map(
    (name) => find(`.${name}`, HTMLButtonElement, root),
  );
  const isBusy = () => session.training || session.waiting !== null;
  // Not `disabled`, which would take the focus from a reader who steps with the keyboard.
  const isAble = (/** @type {HTMLButtonElement} */ button) => button.ariaDisabled !== "true";
  speed.value = session.speed = isStill() ? "full" : "watch";

  train.onclick = () => (isBusy() ? session.pause() : session.train(session.speed));
  speed.onchange = () => {
    session.speed = /** @type {Speed} */ (speed.value);
    if (session.training) session.train(session.speed);
  };
  back.onclick = () => isAble(back) && session.stepBack();
  forth.onclick = () => isAble(forth) && session.step();
  epoch.onclick = () => isAble(epoch) && session.epoch();
  reset.onclick = () => session.goto(0);

  redraw(() => {
    const { frame, experiment, description } = session;
    write(train, isBusy() ? "Pause" : "Train");
    const isLast = frame.iteration >= experiment.iterations || frame.divergedAt === frame.iteration;
    back.ariaDisabled = String(frame.iteration === 0);
    forth.ariaDisabled = epoch.ariaDisabled = String(isLast);
    epoch.hidden = description.steps_in_epoch === 1;
  });
}

/**
 * @param {Hand} hand
 * @param {HTMLButtonElement} button
 * @param {HTMLButtonElement} train Gets the focus once the button goes away.
 */
export function undoing(hand, button, train) {
  button.onclick = () => {
    hand.undo();
    train.focus({ preventScroll: true });
  };
  redraw(() => {
    button.hidden = !hand.canUndo;
  });
}

/**
 * @param {Session} session
 * @param {HTMLElement} line
 */
export function where(session, line) {
  redraw(() => {
    const { frame, experiment, description, edited } = session;
    const { steps_in_epoch: steps } = description;
    const iteration = `${count(frame.iteration)} of ${count(experiment.iterations)}`;
    const epoch = steps > 1 ? ` · epoch ${count(Math.ceil(frame.iteration / steps))}` : "";
    const whose = edited ? " · your rule" : "";
    write(line, `${iteration}${epoch} · ${session.lossTitle} ${rough(frame.loss)}${whose}`);
  });
}
