/** What the rooms beside the lesson hold: the arithmetic, the Python, and what can be found out about both. */

import { find } from "../kit/dom.js";
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
 * Puts the panels into the page and returns their views.
 *
 * @param {Session} session
 */
export function openPanels(session) {
  const inside = INSIDE.map(([title, open]) => ({ title, ...open(session) }));
  const python = editor(session);
  find("#inside", HTMLElement).append(
    ...oneOf(
      "Inside",
      inside.map(({ title, root }) => [title, root]),
    ),
  );
  find("#python", HTMLElement).append(python.root);
  return [...inside, python].flatMap(({ views }) => views);
}
