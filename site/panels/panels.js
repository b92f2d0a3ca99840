/** What the rooms beside the lesson hold: the arithmetic, the Python, and what can be found out about both. */

import { editor } from "./editor.js";
import { gradientCheck } from "./gradient-check.js";
import { ledger } from "./ledger.js";
import { oneOf } from "./panel.js";
import { plane } from "./plane.js";
import { quality } from "./quality.js";
import { starts } from "./starts.js";
import { valley } from "./surface.js";
import { sweep } from "./sweep.js";
import { truthTable } from "./truth-table.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 */

/** Each with what its tab says, in the order in which they stand. @type {[string, Panel][]} */
const INSIDE = [
  ["Ledger", ledger],
  ["Gradient", gradientCheck],
  ["Valley", valley],
  ["Plane", plane],
  ["Situations", truthTable],
  ["Quality", quality],
  ["Starts", starts],
  ["Compare", sweep],
];

/**
 * Puts the panels into their rooms.
 *
 * @param {Session} session
 * @param {{inside: HTMLElement, python: HTMLElement}} rooms
 * @param {HTMLElement} train The stage's button.
 */
export function openPanels(session, { inside, python }, train) {
  inside.append(
    ...oneOf(
      "Inside",
      INSIDE.map(([title, open]) => [title, open(session, train)]),
    ),
  );
  python.append(editor(session, train));
}
