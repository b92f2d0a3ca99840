/** What the rooms beside the lesson hold: the arithmetic, the Python, and what can be found out about both. */

import { editor } from "./editor.js";
import { gradientCheck } from "./gradient-check.js";
import { ledger } from "./ledger.js";
import { numbers } from "./numbers.js";
import { oneOf } from "./panel.js";
import { plane } from "./plane.js";
import { quality } from "./quality.js";
import { starts } from "./starts.js";
import { valley } from "./surface.js";
import { sweep } from "./sweep.js";
import { truthTable } from "./truth-table.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Drawing } from "../stage/drawing.js"
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
  ["Numbers", numbers],
];

/**
 * Puts the panels into their rooms.
 *
 * @param {Session} session
 * @param {{inside: HTMLElement, python: HTMLElement}} rooms
 * @param {{train: HTMLElement, drawing: Drawing}} stage
 */
export function openPanels(session, { inside, python }, stage) {
  inside.append(
    ...oneOf(
      "Inside",
      INSIDE.map(([title, open]) => [title, open(session, stage)]),
    ),
  );
  python.append(editor(session, stage));
}
