/**
 * On the stage, the picture of the plane stands in the place of a long table of points, which is
 * among the data then.
 */

import { signal } from "@preact/signals-core";
import { ARRANGED } from "../embed/layout.js";
import { asksFor } from "../embed/options.js";
import { redraw } from "../kit/redraw.js";

/** @import { Session } from "../model/session.js" */

/** So many columns of inputs can be drawn as points; fewer rows are better read as a table. */
const [MOST_COLUMNS, FEW_ROWS] = [2, 8];

/**
 * @param {Session} session
 * @param {HTMLElement} place Of the picture.
 * @param {{rows: HTMLElement, few: HTMLElement, many: HTMLElement}} table What holds the rows, and
 *   where that stands when they are few, and when they are many.
 * @param {HTMLElement} tools What is done to points is done to the data, and stands there.
 */
export function stagePlane(session, place, { rows, few, many }, tools) {
  let isComing = false;
  const arranged = signal(0);
  document.addEventListener(ARRANGED, () => (arranged.value += 1));

  /** The page opens without it: most readers begin with a table. */
  async function fetch() {
    isComing = true;
    try {
      const { Plane } = await import("../plane/plane.js");
      const plane = new Plane(session);
      place.append(plane.root);
      tools.append(plane.hand.modes);
    } catch {
      isComing = false; // the next experiment tries again
    }
  }

  redraw(() => {
    const { question } = session.description.experiment;
    arranged.value; // what is asked for may be something else
    const arePoints = question.length <= MOST_COLUMNS && session.table.rows > FEW_ROWS;
    const isShown = arePoints || asksFor("plane");
    place.hidden = !isShown;
    tools.hidden = !arePoints;
    const home = arePoints && !asksFor("rows") ? many : few;
    if (rows.parentElement !== home) home.append(rows);
    if (isShown && !isComing) fetch();
  });
}
