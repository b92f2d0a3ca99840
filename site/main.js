/** The page: one session, and the views that draw it. */

import { Recording } from "./recording.js";
import { Session } from "./session.js";
import { Curve } from "./views/curve.js";
import { find, write } from "./views/dom.js";
import { Drawing } from "./views/drawing.js";
import { Explanation } from "./views/explanation.js";
import { Settings } from "./views/settings.js";
import { Table } from "./views/table.js";
import { Transport } from "./views/transport.js";

try {
  open(await Recording.fetch());
} catch (error) {
  const reason = /** @type {Error} */ (error).message;
  write(find("#status", HTMLElement), `The page did not arrive whole: ${reason} Please load it again.`);
  throw error;
}

/** @param {Recording} recording */
function open(recording) {
  const session = new Session(recording);
  const views = [Table, Drawing, Settings, Transport, Curve, Explanation].map((View) => new View(session));
  const draw = () => views.forEach((view) => view.draw());

  // However many changes there are, the screen is drawn once for each of its pictures.
  let due = false;
  session.addEventListener("change", () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  });
  draw();
  session.start();
}
