/** What is below the lesson: the arithmetic, the Python, and what can be found out about both. */

import { find } from "../kit/dom.js";
import { editor } from "./editor.js";
import { gradientCheck } from "./gradient-check.js";
import { ledger } from "./ledger.js";
import { plane } from "./plane.js";
import { quality } from "./quality.js";
import { starts } from "./starts.js";
import { valley } from "./surface.js";
import { truthTable } from "./truth-table.js";

/** @import { Session } from "../model/session.js" */

/** In the order in which they stand. */
const PANELS = [plane, quality, starts, ledger, editor, gradientCheck, truthTable, valley];

/**
 * Puts the panels into the page and returns their views.
 *
 * @param {Session} session
 */
export function openPanels(session) {
  const opened = PANELS.map((open) => open(session));
  find("#inside", HTMLElement).append(...opened.map(({ root }) => root));
  return opened.flatMap(({ views }) => views);
}
